"""Kernel: the nodes whose loss takes an undirected graph apart (Hopcroft and Tarjan 1973).

A depth-first search numbers the nodes as it finds them. `low` is the earliest node that a branch reaches by one edge
back. A node is a cut vertex where the branch of a child reaches nothing earlier than the node itself; the root is one
where it has two children. The way back is kept in an array, so a long chain is no deep recursion.

Literature: J. Hopcroft and R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, Communications of the
ACM 16(6), 1973.
"""

from __future__ import annotations

import numpy as np

from ..columns import Integers, Mask
from .compiling import kernel


@kernel
def cut_vertices(starts: Integers, ends: Integers) -> Mask:
    """Which nodes are cut vertices, shape (n,), of rows in which every edge stands both ways."""
    nodes = len(starts) - 1
    cuts = np.zeros(nodes, np.bool_)
    found, above = np.full(nodes, -1, np.int64), np.full(nodes, -1, np.int64)
    low, places = np.zeros(nodes, np.int64), starts[:-1].copy()
    count = 0
    for root in range(nodes):
        if found[root] < 0:
            count = search(starts, ends, root, count, cuts, found, above, low, places)
    return cuts


@kernel
def search(
    starts: Integers,
    ends: Integers,
    root: int,
    count: int,
    cuts: Mask,
    found: Integers,
    above: Integers,
    low: Integers,
    places: Integers,
) -> int:
    """Search what hangs together with a node, whose numbers begin at a count: the count after it."""
    children, node = 0, root
    found[root] = low[root] = count
    while node >= 0:
        if places[node] < starts[node + 1]:
            head = ends[places[node]]
            places[node] += 1
            if found[head] < 0:
                children += node == root
                count += 1
                found[head] = low[head] = count
                above[head], node = node, head
            elif head != above[node]:
                low[node] = min(low[node], found[head])
            continue
        parent = above[node]
        if parent >= 0:
            low[parent] = min(low[parent], low[node])
            cuts[parent] = cuts[parent] or (parent != root and low[node] >= found[parent])
        node = parent
    cuts[root] = children > 1
    return count + 1
