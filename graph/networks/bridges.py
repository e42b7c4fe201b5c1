"""Kernel: the edges whose loss takes an undirected graph apart, and how much lies behind them (Tarjan 1974).

The depth-first search of `cut_vertices`, with one more count: how many nodes a branch holds. The edge to a branch is a
bridge where the branch reaches nothing earlier than itself.

Literature: R. E. Tarjan, A note on finding the bridges of a graph, Information Processing Letters 2(6), 1974.
"""

from __future__ import annotations

import numpy as np

from ..columns import Integers
from .compiling import kernel


@kernel
def bridges(starts: Integers, ends: Integers) -> tuple[Integers, Integers, Integers]:
    """The bridges of rows in which every edge stands both ways.

    Returns
    -------
    tuple[Integers, Integers, Integers]
        For each node the other end of the bridge above it, or -1; how many nodes lie behind it; and the first node of
        its part.
    """
    nodes = len(starts) - 1
    found, above = np.full(nodes, -1, np.int64), np.full(nodes, -1, np.int64)
    low, places = np.zeros(nodes, np.int64), starts[:-1].copy()
    sizes, roots, across = np.ones(nodes, np.int64), np.arange(nodes), np.full(nodes, -1, np.int64)
    count = 0
    for root in range(nodes):
        if found[root] >= 0:
            continue
        node = root
        found[root] = low[root] = count
        while node >= 0:
            roots[node] = root
            if places[node] < starts[node + 1]:
                head = ends[places[node]]
                places[node] += 1
                if found[head] < 0:
                    count += 1
                    found[head] = low[head] = count
                    above[head], node = node, head
                elif head != above[node]:
                    low[node] = min(low[node], found[head])
                continue
            parent = above[node]
            if parent >= 0:
                low[parent] = min(low[parent], low[node])
                sizes[parent] += sizes[node]
                if low[node] == found[node]:
                    across[node] = parent
            node = parent
        count += 1
    return across, sizes, roots
