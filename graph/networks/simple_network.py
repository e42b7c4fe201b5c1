"""A simple weighted graph in rows: what NetworkX' functions search when their work is done here."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..columns import Integers
from .compiling import can_compile
from .rows import Rows
from .unlimited_paths import UnlimitedPaths

if TYPE_CHECKING:
    import networkx as nx

_WORTH_COMPILING = 200_000
"""Plain, 5 best paths among 600,000 arcs take a sixteenth of a second; the first compilation takes half a minute."""
_MOST = 2**60


@dataclass(frozen=True, eq=False)
class SimpleNetwork:
    """A graph without parallel edges and loops.

    Parameters
    ----------
    labels
        The nodes, by number.
    numbers
        The number of each node.
    forward, backward
        Arcs by the node that they leave, and by the one that they enter; `keys` are the weights, whole or floating. An
        undirected edge is two arcs.
    directed
        Whether the graph is directed.
    attributes
        Names by which the weights are known.
    search
        The search for paths by the weights, where it is there already.
    """

    labels: Sequence[Hashable]
    numbers: Mapping[Hashable, int]
    forward: Rows
    backward: Rows
    directed: bool
    attributes: frozenset[str]
    search: UnlimitedPaths | None = None

    __networkx_backend__ = "alliance"

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.labels)

    def __contains__(self, node: Hashable) -> bool:
        return node in self.numbers

    def is_directed(self) -> bool:
        """Whether the graph is directed."""
        return self.directed

    def is_multigraph(self) -> bool:
        """It is not."""
        return False

    @property
    def whole(self) -> bool:
        """Whether all weights are whole numbers."""
        return bool(np.issubdtype(self.forward.keys.dtype, np.integer))

    @property
    def fast(self) -> bool:
        """Whether it is worth while to start the compiler."""
        return worth_compiling(len(self.forward.ends))

    @cached_property
    def hops(self) -> SimpleNetwork:
        """The same with the weight 1 everywhere."""
        forward, backward = (
            rows_of(_tails(side), side.ends, np.ones(len(side.ends), np.int64), len(self))
            for side in (self.forward, self.backward)
        )
        return SimpleNetwork(self.labels, self.numbers, forward, backward, self.directed, frozenset())

    @cached_property
    def paths(self) -> UnlimitedPaths:
        """The search for k best paths: whole weights exactly, floating ones in units of 40 bits and more below them.

        Raises
        ------
        NotImplementedError
            Whole weights that are too great to be added in 64 bits.
        """
        if self.search is not None:
            return self.search
        sides = [Rows(side.starts, side.ends, self._keys(side.keys)) for side in (self.forward, self.backward)]
        return UnlimitedPaths(sides[0], sides[1], self.fast)

    def _keys(self, weights: NDArray[Any]) -> Integers:
        """Keys above 0 that are in order of the weights; a step counts less than any difference of whole weights."""
        nodes, greatest = max(2, len(self)), weights.max(initial=1)
        if not self.whole:
            unit = 2.0 ** math.floor(math.log2(_MOST / nodes / max(float(greatest), 1e-300)))
            return np.rint(weights * unit).astype(np.int64) + 1
        step = 1 << (nodes - 1).bit_length()
        if (int(greatest) * step + 1) * nodes >= _MOST:
            raise NotImplementedError("weights are too great to be added in 64 bits")
        return np.asarray(weights * step + 1, np.int64)

    def length(self, path: Sequence[int]) -> int | float:
        """The sum of the weights along a path of numbers."""
        total: int | float = 0
        for tail, head in pairwise(path):
            first, last = self.forward.starts[tail], self.forward.starts[tail + 1]
            place = first + int(np.flatnonzero(self.forward.ends[first:last] == head)[0])
            total += self.forward.keys[place].item()
        return total

    def to_networkx(self) -> nx.Graph[Any]:
        """The same as a graph of NetworkX; the weights have the first of their names."""
        import networkx as nx

        graph: nx.Graph[Any] = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(self.labels)
        tails = _tails(self.forward).tolist()
        columns = zip(tails, self.forward.ends.tolist(), self.forward.keys.tolist(), strict=True)
        edges = ((self.labels[tail], self.labels[head], weight) for tail, head, weight in columns)
        graph.add_weighted_edges_from(edges, weight=min(self.attributes, default="weight"))
        return graph


def worth_compiling(arcs: int) -> bool:
    """Whether a search among so many arcs is worth the start of the compiler, and it is there."""
    return arcs >= _WORTH_COMPILING and can_compile()


def _tails(side: Rows) -> Integers:
    return np.repeat(np.arange(side.nodes), np.diff(side.starts))


def rows_of(tails: Integers, heads: Integers, weights: NDArray[Any], nodes: int) -> Rows:
    """Rows of arcs, each in order of (weight, end)."""
    order = np.lexsort((heads, weights, tails))
    starts = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(tails, minlength=nodes), out=starts[1:])
    return Rows(starts, heads[order].astype(np.int32), weights[order])


def simple_network(graph: nx.Graph[Any], attributes: Mapping[str, Any] | None) -> SimpleNetwork:
    """A graph of NetworkX in rows; nodes are numbered as they come.

    Parameters
    ----------
    graph
        A graph without parallel edges.
    attributes
        At most one attribute that weighs edges, and the weight of those that do not have it.

    Raises
    ------
    NotImplementedError
        A multigraph, several attributes, or weights that are no finite numbers of at least 0.
    """
    if graph.is_multigraph() or len(attributes or {}) > 1:
        raise NotImplementedError("the graph has parallel edges, or several weights are asked for")
    labels = list(graph)
    numbers = {label: number for number, label in enumerate(labels)}
    edges = [(tail, head, data) for tail, head, data in graph.edges(data=True) if tail != head]
    tails = np.array([numbers[tail] for tail, _, _ in edges], np.int64)
    heads = np.array([numbers[head] for _, head, _ in edges], np.int64)
    weights = np.ones(len(edges), np.int64)
    for name, default in (attributes or {}).items():
        weights = _weights([data.get(name, default) for _, _, data in edges])
    if not graph.is_directed():
        tails, heads, weights = np.append(tails, heads), np.append(heads, tails), np.append(weights, weights)
    forward = rows_of(tails, heads, weights, len(labels))
    backward = rows_of(heads, tails, weights, len(labels)) if graph.is_directed() else forward
    return SimpleNetwork(labels, numbers, forward, backward, graph.is_directed(), frozenset(attributes or {}))


def _weights(values: list[Any]) -> NDArray[Any]:
    if not all(isinstance(value, Real) and math.isfinite(value) and float(value) >= 0 for value in values):
        raise NotImplementedError("weights are not finite numbers of at least 0")
    if not all(isinstance(value, Integral) for value in values):
        return np.array([float(value) for value in values])
    if max(values, default=0) * (len(values) + 1) >= _MOST:
        raise NotImplementedError("weights are too great to be added in 64 bits")
    return np.array(values, np.int64)
