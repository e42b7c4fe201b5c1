"""The cheapest tree that joins some nodes: exactly where they are few, else at most twice as dear as the cheapest.

Exactly by dynamic programming over subsets of the nodes (Dreyfus and Wagner 1971): the cheapest tree of a subset that
ends at a node is two such trees of its halves, or one that ends at a neighbour. Else the cheapest tree among the
distances of the nodes, written out as paths (Kou, Markowsky and Berman 1981), which costs at most 2(1 − 1/n) times the
cheapest for n nodes.

Literature: S. E. Dreyfus, R. A. Wagner, The Steiner problem in graphs, Networks 1, 1971. L. Kou, G. Markowsky,
L. Berman, A fast algorithm for Steiner trees, Acta Informatica 15, 1981.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..columns import Mask
from .distances import distances
from .rows import Rows

Edge = tuple[int, int]
"""Two nodes, the lower number first."""
_FEW = 6
_WORK = 3_000_000


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that joins some nodes.

    Parameters
    ----------
    edges
        Its edges, in order.
    cost
        The sum of their keys.
    exact
        Whether no tree is cheaper.
    """

    edges: tuple[Edge, ...]
    cost: int
    exact: bool


def steiner_tree(rows: Rows, ends: Sequence[int], passable: Mask, *, fast: bool = False) -> Tree:
    """A cheapest, or nearly cheapest, tree; all ends must hang together.

    Parameters
    ----------
    rows
        The edges, both ways, with keys above 0.
    ends
        The nodes that it must join, in order.
    passable
        Which nodes it may hold, shape (n,); the ends are.
    fast
        Search in machine code, which needs numba.

    References
    ----------
    See the top of the module.
    """
    if len(ends) <= 2 or len(ends) > _FEW or 3 ** len(ends) * len(rows.ends) > _WORK:
        tree = _by_distances(rows, ends, passable, fast=fast)
        return Tree(tree.edges, tree.cost, exact=len(ends) <= 2)
    return _Subsets(rows, ends, passable).tree()


def _by_distances(rows: Rows, ends: Sequence[int], passable: Mask, *, fast: bool) -> Tree:
    """The tree of Kou, Markowsky and Berman, without the branches that lead to no end."""
    found = [distances(rows, end, passable, fast=fast) for end in ends]
    joined, edges = {0}, set[Edge]()
    while len(joined) < len(ends):
        _, near, far = min(
            (int(found[near].labels[ends[far]]), near, far)
            for near in joined for far in range(len(ends)) if far not in joined
        )  # fmt: skip
        path = found[near].path(ends[far])
        edges |= {_edge(*step) for step in pairwise(path)}
        joined.add(far)
    return _pruned(rows, edges, ends)


def _pruned(rows: Rows, edges: set[Edge], ends: Sequence[int]) -> Tree:
    """The cheapest tree within some edges, without branches that lead to no end."""
    keys, parts = {edge: _key(rows, edge) for edge in edges}, {node: node for edge in edges for node in edge}

    def part(node: int) -> int:
        while parts[node] != node:
            node = parts[node]
        return node

    kept: set[Edge] = set()
    for edge in sorted(edges, key=lambda edge: (keys[edge], edge)):
        one, other = map(part, edge)
        if one != other:
            parts[one] = other
            kept.add(edge)
    while leaves := [edge for edge in kept if _is_loose(edge, kept, ends)]:
        kept -= set(leaves)
    return Tree(tuple(sorted(kept)), sum(keys[edge] for edge in kept), exact=False)


def _is_loose(edge: Edge, kept: set[Edge], ends: Sequence[int]) -> bool:
    return any(node not in ends and sum(node in other for other in kept) == 1 for node in edge)


def _edge(one: int, other: int) -> Edge:
    return min(one, other), max(one, other)


def _key(rows: Rows, edge: Edge) -> int:
    first, last = rows.starts[edge[0]], rows.starts[edge[0] + 1]
    return int(rows.keys[first + np.flatnonzero(rows.ends[first:last] == edge[1])[0]])


class _Subsets:
    """The cheapest trees of all subsets of the ends."""

    def __init__(self, rows: Rows, ends: Sequence[int], passable: Mask) -> None:
        self._starts, self._heads, self._keys = rows.starts.tolist(), rows.ends.tolist(), rows.keys.tolist()
        self._ends, self._passable = list(ends), passable.tolist()
        self._costs: list[dict[int, int]] = [{} for _ in range(1 << len(ends))]
        self._from: list[dict[int, int]] = [{} for _ in range(1 << len(ends))]

    def tree(self) -> Tree:
        """The cheapest tree of all ends."""
        for subset in range(1, len(self._costs)):
            self._begin(subset)
            self._grow(subset)
        everything, root = len(self._costs) - 1, self._ends[0]
        return Tree(tuple(sorted(set(self._edges(everything, root)))), self._costs[everything][root], exact=True)

    def _begin(self, subset: int) -> None:
        """What a subset costs at each node by its halves; a half is written as -1 less than its number."""
        costs, before = self._costs[subset], self._from[subset]
        if subset & (subset - 1) == 0:
            end = self._ends[subset.bit_length() - 1]
            costs[end], before[end] = 0, end
            return
        half = (subset - 1) & subset
        while half > subset ^ half:
            one, other = self._costs[half], self._costs[subset ^ half]
            for node, cost in one.items():
                if node in other and cost + other[node] < costs.get(node, cost + other[node] + 1):
                    costs[node], before[node] = cost + other[node], -1 - half
            half = (half - 1) & subset

    def _grow(self, subset: int) -> None:
        """What it costs at each node by its neighbours (Dijkstra 1959)."""
        costs, before = self._costs[subset], self._from[subset]
        heap = [(cost, node) for node, cost in costs.items()]
        heapq.heapify(heap)
        while heap:
            cost, node = heapq.heappop(heap)
            if cost > costs[node]:
                continue
            for place in range(self._starts[node], self._starts[node + 1]):
                head, total = self._heads[place], cost + self._keys[place]
                if self._passable[head] and total < costs.get(head, total + 1):
                    costs[head], before[head] = total, node
                    heapq.heappush(heap, (total, head))

    def _edges(self, subset: int, node: int) -> Iterator[Edge]:
        before = self._from[subset][node]
        if before < 0:
            yield from self._edges(-1 - before, node)
            yield from self._edges(subset ^ (-1 - before), node)
        elif before != node:
            yield _edge(before, node)
            yield from self._edges(subset, before)
