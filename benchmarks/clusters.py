"""Made-up clusters of any size: seeded, legal by the schema, with hubs as in reality. Nothing in them is real.

Five relationships a node. Suppliers choose their customers, and firms their stage, town and alliance, by preference: a
few are chosen by very many (exponents below), most by few.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alliance.graph import AllianceGraph, Source, open_store
from alliance.graph.identity import relationship_id
from alliance.graph.rows import NodeRow, RelationshipRow

# Share of each kind among the nodes, and how it is called.
KINDS = {
    "enterprise": (0.70, "茶业有限公司"),
    "party_organization": (0.15, "党支部"),
    "post": (0.05, "岗位"),
    "cooperative": (0.05, "种植专业合作社"),
    "research_institute": (0.01, "研究所"),
    "financial_institution": (0.005, "银行"),
    "stage": (0.003, "环节"),
    "alliance": (0.001, "联盟"),
    "place": (0.001, "镇"),
    "government": (0.03, "机关"),
}
# type, kind of the source, kind of the target, share of the relationships, exponent of the preference for a target
LINKS = (
    ("SUPPLIES", "enterprise", "enterprise", 0.44, 1.6),
    ("OPERATES_IN", "enterprise", "stage", 0.16, 1.2),
    ("LOCATED_IN", "enterprise", "place", 0.10, 1.2),
    ("MEMBER_OF", "enterprise", "alliance", 0.08, 1.2),
    ("HOSTED_BY", "party_organization", "enterprise", 0.04, 0.0),
    ("SUBORDINATE_TO", "party_organization", "party_organization", 0.03, 1.2),
    ("SERVES", "party_organization", "enterprise", 0.06, 0.5),
    ("TESTS_FOR", "research_institute", "enterprise", 0.02, 0.5),
    ("SERVES", "financial_institution", "enterprise", 0.03, 0.5),
    ("ASSISTS", "post", "enterprise", 0.02, 0.5),
    ("GUIDES", "government", "enterprise", 0.02, 0.5),
)
PRODUCTS = ("", "茶坯", "鲜花", "包装", "精油")
YEARS = ("", "2019", "2020", "2021", "2022", "2023H1", "2024Q1", "2024-05")
STATUSES = ("confirmed", "confirmed", "tentative")
SOURCE = "made-up"
_CHARACTERS = list("东南西北中春夏秋冬金木水火土山河湖海云龙凤鹤松竹梅兰菊安康泰和顺兴隆昌盛祥瑞福寿喜庆丰茂")


def made_up_cluster(nodes: int, seed: int = 7, *, plain: bool = False) -> AllianceGraph:
    """A cluster of so many nodes and five times as many relationships.

    Parameters
    ----------
    nodes
        How many, at least 1000.
    seed
        The same seed gives the same cluster, with the same data version.
    plain
        Without products, attributes and quotes: the least that a relationship can be.
    """
    random = np.random.default_rng(seed)
    node_rows = list(_nodes(nodes, random))
    rows = _relationships(node_rows, random, 5 * nodes, plain)
    return AllianceGraph.from_rows(node_rows, rows, [Source(id=SOURCE, title="虚构数据 made up")])


def _nodes(size: int, random: np.random.Generator) -> Iterator[NodeRow]:
    body = json.dumps({"evidence": [{"source": SOURCE}]}, separators=(",", ":"))
    counts = {kind: max(2, int(size * share)) for kind, (share, _) in KINDS.items()}
    counts["enterprise"] += size - sum(counts.values())
    number = 0
    for kind, count in counts.items():
        for _ in range(count):
            made = "".join(random.choice(_CHARACTERS, 3))
            yield NodeRow(f"n{number:08}", kind, f"虚构{made}{KINDS[kind][1]}{number % 97}", body)
            number += 1


def _relationships(
    nodes: list[NodeRow], random: np.random.Generator, wanted: int, plain: bool
) -> Iterator[RelationshipRow]:
    ids: dict[str, list[str]] = {}
    for row in nodes:
        ids.setdefault(row.kind, []).append(row.id)
    seen: set[str] = set()
    while len(seen) < wanted:
        left = wanted - len(seen)
        for type_id, source, target, share, exponent in LINKS:
            amount = min(max(1, int(left * share)), wanted - len(seen))
            sources = random.integers(len(ids[source]), size=amount)
            targets = _preferred(random, len(ids[target]), amount, exponent)
            extras = random.integers(0, 1 << 30, size=amount)
            for one, other, extra in zip(sources.tolist(), targets.tolist(), extras.tolist(), strict=True):
                made = _relationship(ids[source][one], type_id, ids[target][other], extra, plain)
                if made.source != made.target and made.id not in seen:
                    seen.add(made.id)
                    yield made


def _preferred(random: np.random.Generator, size: int, amount: int, exponent: float) -> NDArray[np.int64]:
    """Choices among `size`, the k-th preferred with weight (k + 10) ** -exponent, in an order of their own."""
    weights = (np.arange(size) + 10.0) ** -exponent
    order = random.permutation(size)
    ranks = np.searchsorted(np.cumsum(weights) / weights.sum(), random.random(amount)).clip(0, size - 1)
    return np.asarray(order[ranks], np.int64)


def _relationship(source: str, type_id: str, target: str, extra: int, plain: bool) -> RelationshipRow:
    start = "" if plain else YEARS[extra % len(YEARS)]
    product = PRODUCTS[extra // 8 % len(PRODUCTS)] if type_id == "SUPPLIES" and not plain else ""
    confidence = (extra // 40 % 10 + 1) / 10
    evidence = f'{{"source":"{SOURCE}"}}'
    if not plain:
        evidence = f'{{"confidence":{confidence},"locator":"made-up.csv:{extra % 9999}","source":"{SOURCE}"}}'
    number = relationship_id(source, type_id, target, start, product)
    status = STATUSES[extra // 400 % 3]
    return RelationshipRow(
        number,
        source,
        type_id,
        target,
        product,
        start,
        "",
        "",
        None,
        confidence,
        status,
        f'{{"evidence":[{evidence}]}}',
    )


def main() -> None:
    """Write a made-up cluster into a store: `python benchmarks/clusters.py 100000 cluster.db`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("nodes", type=int)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with open_store(given.store, create=True) as store:
        store.write(made_up_cluster(given.nodes, given.seed))
        print(store.info())


if __name__ == "__main__":
    main()
