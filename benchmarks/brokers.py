"""Brokers, strength, reach and connections beside NetworkX and igraph: `python benchmarks/brokers.py [nodes]`.

`uv run --with igraph python benchmarks/brokers.py` measures igraph too; it is GPL and no dependency of the product. All
get the ties of one made-up cluster that hold, without umbrella nodes, in either direction, each in a form of its own
that is built before the clock starts. What a library has no function for is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
from clusters import made_up_cluster
from measure import Taken, machine, middle, table, taken

from alliance.graph.networks import bridges, cut_vertices
from alliance.graph.networks.betweenness import betweenness
from alliance.graph.networks.compiling import compiled
from alliance.graph.networks.contacts import Contacts, contacts
from alliance.graph.networks.structural_holes import structural_holes
from alliance.graph.networks.ties import TieRule
from alliance.queries import best_starters, brokers, connecting_network, influence_strength, reach

SOURCES, FEW, RUNS = 10, 200, 3
Work = Callable[[], object]
RULE = TieRule(direction="either")


def works(network: Contacts) -> Iterator[tuple[str, str, Work]]:
    """What is measured: subject, library and work."""
    side, ends = network.undirected, np.ones(len(network), np.bool_)
    cuts, parting = ((compiled(one) if network.fast else one) for one in (cut_vertices, bridges))
    picked = np.linspace(0, len(network) - 1, SOURCES, dtype=int).tolist()
    yield "betweenness", "alliance", partial(betweenness, side, side, picked, ends, fast=network.fast)
    yield "cut vertices", "alliance", partial(cuts.cut_vertices, side.starts, side.ends)
    yield "bridges", "alliance", partial(parting.bridges, side.starts, side.ends)
    yield "constraint and effective size, all", "alliance", partial(structural_holes, network)
    low, high, _ = network.pairs
    plain: Any = nx.Graph(zip(low.tolist(), high.tolist(), strict=True))
    few = list(range(0, len(network), max(1, len(network) // FEW)))[:FEW]
    yield "betweenness", "networkx", partial(nx.betweenness_centrality_subset, plain, picked, list(plain))
    yield "cut vertices", "networkx", lambda: list(nx.articulation_points(plain))
    yield "bridges", "networkx", lambda: list(nx.bridges(plain))
    yield f"constraint, {FEW} nodes", "networkx", partial(nx.constraint, plain, few)
    with suppress(ModuleNotFoundError):
        yield from igraph_works(low, high, len(network), picked)


def igraph_works(low: Any, high: Any, nodes: int, picked: list[int]) -> Iterator[tuple[str, str, Work]]:
    """Of igraph."""
    import igraph

    graph = igraph.Graph(nodes, np.column_stack([low, high]))
    yield "betweenness", "igraph", partial(graph.betweenness, sources=picked, targets=list(range(nodes)))
    yield "cut vertices", "igraph", graph.articulation_points
    yield "bridges", "igraph", graph.bridges
    yield "constraint and effective size, all", "igraph", graph.constraint


def answers(nodes: int) -> Iterator[tuple[str, Work]]:
    """Whole answers, on a graph that was asked before."""
    graph = made_up_cluster(nodes)
    supplies = [graph.relationship_at(link) for link in range(2000) if graph.relationship_at(link).type == "SUPPLIES"]
    one, other, third = supplies[0].source, supplies[1].target, supplies[2].target
    government = [graph.node_ids[int(place)] for place in graph.nodes_of("government")[:1]]
    yield "strength, 4 steps", partial(influence_strength, graph, supplies[0].source, supplies[0].target)
    yield "strength, either direction, 4 steps", partial(influence_strength, graph, one, other, rule=RULE)
    yield "reach, 4 steps", partial(reach, graph, *government)
    yield "starters, 3 of the government bodies", partial(best_starters, graph, sources=["government"], runs=256)
    yield "connect, 3 nodes", partial(connecting_network, graph, [one, other, third])
    yield "brokers, 10 sources", partial(brokers, graph, searches=SOURCES, rule=RULE, top=5)


def main(nodes: int) -> None:
    """Measure and print."""
    network = contacts(made_up_cluster(nodes), RULE)
    print(machine())
    seconds: dict[str, dict[str, Taken]] = {}
    for subject, library, work in works(network):
        if library != "networkx":
            work()  # so that nothing is compiled on the clock
        runs = [taken(work) for _ in range(1 if library == "networkx" else RUNS)]
        seconds.setdefault(subject, {})[library] = middle(runs)
    libraries = ("alliance", "networkx", "igraph")
    rows = [
        [subject, *(f"{found[library].wall:.3f}" if library in found else "" for library in libraries)]
        for subject, found in seconds.items()
    ]
    title = f"{len(network):,} nodes with a tie, {len(network.pairs[0]):,} pairs of them (s)"
    table(title, ("subject", *libraries), rows)
    told = []
    for subject, work in answers(nodes):
        first, again = taken(work), taken(work)
        told.append([subject, f"{first.wall:.3f}", f"{again.wall:.3f}"])
    table(f"Whole answers, {nodes:,} nodes and {5 * nodes:,} relationships (s)", ("question", "first", "again"), told)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
