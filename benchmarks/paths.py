"""Influence paths at size, beside NetworkX on the same links: `python benchmarks/paths.py [nodes]`.

`networkx.shortest_simple_paths` knows no limit on the steps, no dates, no parallel links and no order of ties: it gets
a graph that is ready, of the best link of each pair, and finds the k shortest paths of any length, each question for at
most ten seconds. All pairs have a path within the limit.
"""

from __future__ import annotations

import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any

import networkx as nx
import numpy as np
from clusters import made_up_cluster
from measure import Taken, machine, table, taken

from alliance.graph import AllianceGraph
from alliance.graph.networks.best_paths import Found, best_paths
from alliance.graph.networks.tie_network import TieNetwork, tie_network
from alliance.graph.networks.ties import TieRule
from alliance.graph.networks.warming import warm_up
from alliance.queries import influence_paths

PAIRS = 20
BESIDE = 2
BUDGET = 200_000
RULES = {
    "along influence": TieRule(),
    "with umbrellas": TieRule(umbrella=True),
    "either direction": TieRule(direction="either"),
}
CASES = [
    ("along influence", 4, 5),
    ("along influence", 6, 5),
    ("with umbrellas", 6, 5),
    ("either direction", 6, 5),
    ("either direction", 6, 20),
]


def pairs_of(network: TieNetwork, hops: int, *, hubs: bool) -> Iterator[tuple[int, int]]:
    """Pairs with a path: of any nodes, or of the hundred with the most links."""
    dice, degrees = random.Random(5), np.diff(network.forward.starts) + np.diff(network.backward.starts)
    chosen = np.argsort(-degrees, kind="stable")[:100] if hubs else np.flatnonzero(degrees)
    places = network.positions[chosen].tolist()
    for _ in range(20_000):
        source, target = dice.sample(places, 2)
        if best_paths(network, source, target, count=1, hops=hops, budget=BUDGET).paths:
            yield source, target


def ready(network: TieNetwork) -> nx.DiGraph[int]:
    """The same arcs for NetworkX, without nodes that may not stand between."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    tails = np.repeat(np.arange(len(network)), np.diff(network.forward.starts))
    open_ = network.between[tails] & network.between[network.forward.ends]
    graph.add_weighted_edges_from(
        zip(tails[open_].tolist(), network.forward.ends[open_].tolist(), network.forward.keys[open_].tolist(),
            strict=True)
    )  # fmt: skip
    return graph


def most(runs: list[Taken]) -> tuple[float, float]:
    """Median and greatest CPU time, in milliseconds."""
    cpu = [1000 * run.cpu for run in runs]
    return float(np.median(cpu)), max(cpu)


def within(seconds: int, work: Callable[[], object]) -> Taken:
    """How long a piece of work takes, ended after so many seconds."""

    def end(*_: object) -> None:
        raise TimeoutError

    def limited() -> None:
        with suppress(TimeoutError):
            work()

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        return taken(limited)
    finally:
        signal.alarm(0)


def case(
    graph: AllianceGraph, name: str, hops: int, count: int, beside: nx.DiGraph[int], *, hubs: bool
) -> list[object]:
    """One row of the table."""
    rule, network = RULES[name], tie_network(graph, RULES[name])
    pairs = list(islice(pairs_of(network, hops, hubs=hubs), PAIRS))
    found: list[Found] = []
    search, whole, plain = [], [], []
    options: dict[str, Any] = {"count": count, "hops": hops, "budget": BUDGET}
    for number, ends in enumerate(pairs):
        ids, numbers = [graph.node_ids[end] for end in ends], [int(network.numbers[end]) for end in ends]
        search.append(taken(lambda ends=ends: found.append(best_paths(network, *ends, **options))))
        whole.append(taken(lambda ids=ids: influence_paths(graph, *ids, rule=rule, **options)))
        if number < BESIDE and beside.has_node(numbers[0]) and beside.has_node(numbers[1]):
            paths = nx.shortest_simple_paths(beside, numbers[0], numbers[1], weight="weight")
            plain.append(within(10, partial(list, islice(paths, count))))
    label = f"{name}, ≤ {hops}, k = {count}{', hubs' if hubs else ''}"
    links = int(np.median([result.links for result in found])) if found else 0
    times = [*most(search), *most(whole)] if found else ["–"] * 4
    clipped = sum(result.clipped for result in found)
    return [label, len(pairs), links, *times, clipped, most(plain)[0] if plain else "–"]


def main() -> None:
    """Measure and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    graph = made_up_cluster(size, plain=size > 200_000)
    warm_up()
    rows: list[list[object]] = []
    for name, rule in RULES.items():
        build = taken(lambda rule=rule: tie_network(graph, rule))
        network = tie_network(graph, rule)
        rows.append([name, len(network.forward.ends), build.cpu, network.nbytes / len(graph.relationships)])
    head: tuple[str, ...] = ("network", "arcs", "CPU s to make", "bytes a relationship")
    table(f"Networks, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)
    beside = {name: ready(tie_network(graph, rule)) for name, rule in RULES.items()} if size <= 200_000 else {}
    rows = [
        case(graph, name, hops, count, beside.get(name, nx.DiGraph()), hubs=hubs)
        for hubs in (False, True)
        for name, hops, count in CASES
    ]
    head = (
        "CPU ms",
        "pairs",
        "links in reach",
        "search",
        "most",
        "whole answer",
        "most",
        "clipped",
        "NetworkX, no limit",
    )
    table(f"Influence paths, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)


if __name__ == "__main__":
    main()
