"""How often the candidates of gaps find a link that was hidden: `python benchmarks/candidates.py [nodes]`.

Links are hidden, and who could have them is ranked without: for the stage of a hidden link all organisations of its
chain that are not at it, for a hidden supply link all at the stages of its customer that its supplier does not supply.
Hits at k and the mean reciprocal rank, beside chance and beside rankings by one measure alone; equal ones count as the
mean over all their orders.

The facts on Hengzhou are real, and hidden one at a time. The made-up cluster draws every end by preference and nothing
else, so it holds no relatedness that could be found: a control. Its stages are made to feed each other in a row.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from clusters import made_up_cluster
from measure import machine, table
from numpy.typing import NDArray

from alliance.graph import AllianceGraph, Evidence, Relationship, open_store
from alliance.graph.columns import Integers, Mask
from alliance.graph.schema import schema
from alliance.loaders import load_folder
from alliance.queries.chain import Chain
from alliance.queries.changes.supposing import with_links
from alliance.queries.instruments import ORGANISATION
from alliance.queries.register.candidates import nearest, neighbours
from alliance.queries.register.common_contacts import CommonContacts
from alliance.queries.register.relatedness import Relatedness
from alliance.queries.register.supply import SupplyLinks

Scores = NDArray[np.float64]
Found = dict[str, list[tuple[float, ...]]]
HENGZHOU = Path(__file__).parents[1] / "data" / "hengzhou"
AT = (1, 5, 10)
HIDDEN = 200


def hengzhou() -> AllianceGraph:
    """The facts that ship with the product."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store.db", create=True) as store:
        load_folder(HENGZHOU, store)
        return store.read()


def cluster(nodes: int) -> AllianceGraph:
    """A made-up cluster whose stages feed each other in a row."""
    graph = made_up_cluster(nodes)
    stages = [graph.node_ids[stage] for stage in graph.nodes_of("stage").tolist()]
    feeds = [
        Relationship(source=one, type="FEEDS", target=other, evidence=(Evidence(source="made-up"),))
        for one, other in pairwise(stages)
    ]
    return with_links(graph, feeds)


def without(graph: AllianceGraph, links: Sequence[int]) -> Chain:
    """The chain when some links are hidden."""
    shown = np.ones(len(graph.relationships), np.bool_)
    shown[list(links)] = False
    return Chain.of(graph.among(np.arange(len(graph)), shown))


def record(found: Found, way: str, scores: Scores, pool: Mask, hidden: int) -> None:
    """Reciprocal rank and hits of the hidden one among the pool, by scores; the mean over the orders of equal ones."""
    better = int(np.count_nonzero(pool & (scores > scores[hidden])))
    equal = int(np.count_nonzero(pool & (scores == scores[hidden])))
    reciprocal = float(np.mean(1.0 / np.arange(better + 1, better + equal + 1)))
    found[way].append((reciprocal, *(min(1.0, max(0.0, (k - better) / equal)) for k in AT)))


# ---- organisations at stages ----


def by_stage(chain: Chain, stage: int) -> tuple[Mask, dict[str, Scores]]:
    """Whom to rank for a stage, and the rankings."""
    size, table = len(chain.view), chain.instruments.table(ORGANISATION)
    chains, place = chain.stages.chains, chain.stages.places[stage]
    pool, beside, listed = np.zeros(size, np.bool_), np.zeros(size), np.full(size, -np.inf)
    pool[table.nodes[chains[table.stages] == chains[place]]] = True
    pool[chain.instruments.organisations(stage).nodes] = False
    for near in neighbours(chain, stage):
        beside[chain.instruments.organisations(near).nodes] += 1
    related = Relatedness(chain)
    order = nearest(chain, related, stage)
    listed[order] = -np.arange(len(order))
    densities, stages = related.densities(stage), np.bincount(table.nodes, minlength=size).astype(np.float64)
    none = np.zeros(size)
    return pool & chain.instruments.named, {
        "chance": none, "neighbouring stages (before)": beside, "neighbours, density, number (now)": listed,
        "density alone": none if densities is None else densities, "number of stages": stages,
    }  # fmt: skip


def stages_found(graph: AllianceGraph, rounds: Sequence[Sequence[int]]) -> tuple[Found, int]:
    """What was found of links to stages, hidden in rounds, and of how many nobody could be found."""
    found: Found = defaultdict(list)
    lost = 0
    for hidden in rounds:
        chain = without(graph, hidden)
        for link in hidden:
            organisation, stage = (
                int(ends[link]) for ends in (graph.relationships.sources, graph.relationships.targets)
            )
            pool, rankings = by_stage(chain, stage)
            lost += not pool[organisation]
            if pool[organisation]:
                for way, scores in rankings.items():
                    record(found, way, scores, pool, organisation)
    return found, lost


# ---- supply links ----


def by_supplier(chain: Chain, common: CommonContacts, supplier: int, customer: int) -> tuple[Mask, dict[str, Scores]]:
    """Whom to rank as customers of a supplier at the stages of one of them, and the rankings."""
    size, places, supply = len(chain.view), chain.instruments.places, SupplyLinks.of(chain)

    def working_at(node: int) -> Mask:
        there = np.zeros(size, np.bool_)
        there[places.nodes[np.isin(places.stages, places.stages[places.nodes == node])]] = True
        return there

    pool = working_at(customer) & chain.instruments.named
    pool[supply.customers[supply.suppliers == supplier]] = False
    pool[supplier] = False
    ties = np.bincount(np.append(chain.view.relationships.sources, chain.view.relationships.targets), minlength=size)
    return pool, {
        "chance": np.zeros(size), "at both stages (before)": working_at(supplier).astype(np.float64),
        "common contacts (now)": common.scores(supplier), "number of links": ties.astype(np.float64),
    }  # fmt: skip


def supplies_found(graph: AllianceGraph, rounds: Sequence[Sequence[int]]) -> tuple[Found, int]:
    """What was found of supply links, hidden in rounds, and of how many nobody could be found."""
    found: Found = defaultdict(list)
    lost = 0
    for hidden in rounds:
        chain = without(graph, hidden)
        common = CommonContacts(chain)
        for link in hidden:
            supplier, customer = ends_of(graph, link)
            pool, rankings = by_supplier(chain, common, supplier, customer)
            lost += not pool[customer]
            if pool[customer]:
                for way, scores in rankings.items():
                    record(found, way, scores, pool, customer)
    return found, lost


def ends_of(graph: AllianceGraph, link: int) -> tuple[int, int]:
    """Supplier and customer of a supply link, whichever way round it is written."""
    ends = int(graph.relationships.sources[link]), int(graph.relationships.targets[link])
    return ends if schema().type(graph.relationship_at(link).type).supply == "forward" else ends[::-1]


# ---- both ----


def links_of(graph: AllianceGraph, types: Sequence[str], kinds: Sequence[str]) -> Integers:
    """The links of some types between organisations, or from one to a stage."""
    columns = graph.relationships
    ends = schema().kind_vocabulary.mask(graph.nodes.kinds, kinds)
    both = ends[columns.sources] & ends[columns.targets]
    return np.flatnonzero(schema().type_vocabulary.mask(columns.types, types) & both)


def rounds_of(links: Integers, *, single: bool) -> list[list[int]]:
    """One link a round, or some drawn links in one round."""
    if single:
        return [[link] for link in links.tolist()]
    drawn = np.random.default_rng(7).permutation(len(links))[: min(HIDDEN, len(links) // 10)]
    return [sorted(links[drawn].tolist())]


def rows(subject: str, graph: AllianceGraph, *, single: bool) -> Iterator[list[object]]:
    """The rows of a graph."""
    organisations = [*schema().groups["organisation"]]
    supply = [declared.id for declared in schema().types.values() if declared.supply]
    works: list[tuple[str, Callable[..., tuple[Found, int]], Integers]] = [
        ("at a stage", stages_found, links_of(graph, ["OPERATES_IN"], [*organisations, "stage"])),
        ("supply", supplies_found, links_of(graph, supply, organisations)),
    ]
    for what, work, links in works:
        found, lost = work(graph, rounds_of(links, single=single))
        for way, ranks in found.items():
            means = [f"{value:.3f}" for value in np.mean(ranks, axis=0)]
            yield [subject, what, f"{len(ranks)} + {lost}", way, *means]


def main(nodes: int) -> None:
    """Measure and print."""
    found = [*rows("Hengzhou", hengzhou(), single=True), *rows("made up", cluster(nodes), single=False)]
    head = ("data", "hidden link", "ranked + nowhere", "ranking", "MRR", *(f"hits at {k}" for k in AT))
    table(f"Candidates ({machine()})", head, found)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
