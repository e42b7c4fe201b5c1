"""Kernels of paths, reach, brokers and cut vertices beside other libraries: `python benchmarks/networks.py [nodes]`.

`uv run --with igraph --with rustworkx --with scipy python benchmarks/networks.py` measures these too; what is not
installed is left out. All get the same simple directed graph, the ties of a made-up cluster both ways, each in a form
of its own that is built before the clock starts.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any

import networkx as nx
import numpy as np
from clusters import made_up_cluster
from measure import Taken, machine, middle, table, taken

from alliance.graph.networks.backend import in_rows
from alliance.graph.networks.distances import distances
from alliance.graph.networks.simple_network import simple_network
from alliance.graph.networks.tie_network import tie_network
from alliance.graph.networks.ties import TieRule

PAIRS = 5
FEW = 3
BEST = {"5 best paths": 5, "20 best paths": 20}
Pair = tuple[int, int]
Work = Callable[[Pair], object]


class Forms:
    """One graph as rows, and as a graph of NetworkX whose nodes are the same numbers."""

    def __init__(self, nodes: int) -> None:
        self.rows: Any = in_rows(tie_network(made_up_cluster(nodes), TieRule(direction="either")))
        self.plain: Any = nx.relabel_nodes(self.rows.to_networkx(), dict(self.rows.numbers))
        self.undirected: Any = self.plain.to_undirected()
        self.cut: Any = simple_network(self.undirected, None)
        side = self.rows.forward
        self.tails, self.heads = np.repeat(np.arange(nodes), np.diff(side.starts)), side.ends
        self.costs = side.keys
        self.all = np.ones(nodes, np.bool_)
        dice = random.Random(7)
        part = max(([*members] for members in nx.connected_components(self.undirected)), key=len)
        self.pairs: list[Pair] = [(dice.choice(part), dice.choice(part)) for _ in range(PAIRS)]
        self.ends: list[int] = dice.sample(part, 10)

    def works(self) -> Iterator[tuple[str, str, Work]]:
        """What is measured: subject, library and work."""
        yield from self.ours()
        yield from self.networkx()
        for library in (self.igraph, self.scipy, self.rustworkx):
            with suppress(ModuleNotFoundError):
                yield from library()

    def ours(self) -> Iterator[tuple[str, str, Work]]:
        """Of the kernels."""
        named = [self.rows.labels[node] for node in self.ends]
        for subject, count in BEST.items():
            yield subject, "kernel", partial(lambda count, pair: self.rows.paths.between(*pair, count, self.all), count)
        yield "one pair", "kernel", lambda pair: self.rows.paths.between(*pair, 1, self.all)
        yield "one to all", "kernel", lambda pair: distances(self.rows.forward, pair[0], fast=True)
        yield "cut vertices", "kernel", lambda _: list(nx.articulation_points(self.cut))
        yield "brokers", "kernel", lambda _: nx.betweenness_centrality_subset(self.rows, named[:2], named)

    def networkx(self) -> Iterator[tuple[str, str, Work]]:
        """Of NetworkX itself."""
        plain, weigh = self.plain, {"weight": "cost"}
        for subject, count in BEST.items():
            yield subject, "networkx", partial(self.plain_best, count)
        yield "one pair", "networkx", lambda pair: nx.bidirectional_dijkstra(plain, *pair, **weigh)
        yield "one to all", "networkx", lambda pair: nx.single_source_dijkstra(plain, pair[0], **weigh)
        yield "cut vertices", "networkx", lambda _: list(nx.articulation_points(self.undirected))
        yield "brokers", "networkx", lambda _: nx.betweenness_centrality_subset(plain, self.ends[:2], self.ends)

    def plain_best(self, count: int, pair: Pair) -> object:
        """The best paths by NetworkX."""
        return list(islice(nx.shortest_simple_paths(self.plain, *pair, weight="cost"), count))

    def igraph(self) -> Iterator[tuple[str, str, Work]]:
        """Of igraph."""
        import igraph

        edges, cost = np.column_stack([self.tails, self.heads]), {"weights": "cost"}
        graph = igraph.Graph(len(self.rows), edges, directed=True, edge_attrs={"cost": self.costs.tolist()})
        simple = graph.as_undirected()
        for subject, count in BEST.items():
            yield subject, "igraph", partial(lambda k, pair: graph.get_k_shortest_paths(*pair, k=k, **cost), count)
        yield "one pair", "igraph", lambda pair: graph.get_shortest_paths(*pair, **cost)
        yield "one to all", "igraph", lambda pair: graph.get_shortest_paths(pair[0], **cost)
        yield "cut vertices", "igraph", lambda _: simple.articulation_points()
        yield "brokers", "igraph", lambda _: graph.betweenness(sources=self.ends[:2], targets=self.ends)

    def scipy(self) -> Iterator[tuple[str, str, Work]]:
        """Of scipy, for which an edge of cost 0 is none."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra, yen

        places = (self.tails.astype(np.int32), self.heads)
        matrix = csr_array((self.costs + 1e-9, places), shape=(len(self.rows),) * 2)
        for subject, count in BEST.items():
            yield subject, "scipy", partial(lambda k, pair: yen(matrix, *pair, k, return_predecessors=True), count)
        yield "one to all", "scipy", lambda pair: dijkstra(matrix, indices=pair[0], return_predecessors=True)

    def rustworkx(self) -> Iterator[tuple[str, str, Work]]:
        """Of rustworkx, which gives no k best paths."""
        import rustworkx

        graph = rustworkx.PyDiGraph()
        graph.add_nodes_from(range(len(self.rows)))
        graph.add_edges_from(list(zip(self.tails.tolist(), self.heads.tolist(), self.costs.tolist(), strict=True)))
        simple = graph.to_undirected(multigraph=False)
        yield "one pair", "rustworkx", lambda pair: rustworkx.dijkstra_shortest_paths(graph, *pair, weight_fn=float)
        yield "one to all", "rustworkx", lambda pair: rustworkx.dijkstra_shortest_paths(graph, pair[0], weight_fn=float)
        yield "cut vertices", "rustworkx", lambda _: rustworkx.articulation_points(simple)


def main() -> None:
    """Measure and print."""
    warnings.filterwarnings("ignore", message="Couldn't reach some vertices")  # igraph, of what is not connected
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    forms = Forms(size)
    cpu: dict[tuple[str, str], float] = {}
    for subject, library, work in forms.works():
        work(forms.pairs[0])  # what is compiled or built once
        few = "path" not in subject and "pair" not in subject
        runs: list[Taken] = [taken(partial(work, pair)) for pair in forms.pairs[: FEW if few else PAIRS]]
        cpu[subject, library] = 1000 * middle(runs).cpu
    rows = [
        (subject, library, value, value / cpu[subject, "kernel"]) for (subject, library), value in sorted(cpu.items())
    ]
    head = ("subject", "library", "CPU ms, median", "× kernel")
    table(f"Networks, {size:,} nodes and {len(forms.heads):,} arcs ({machine()})", head, rows)


if __name__ == "__main__":
    main()
