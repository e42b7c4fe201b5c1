"""Kernels: the part of a network that the best paths from source to target can lie in.

The words are at the top of `unlimited_paths`.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np

from ..columns import Integers, Mask
from .compiling import kernel

FAR = 2**61
"""Farther than every node; two of it still fit into 64 bits."""
Entry = tuple[int, int]


class Tree(NamedTuple):
    """What one of the two searches has reached: rows, the nodes that may stand between, the ends, and its state.

    `beyond`, shape (1,), tells that something was left out because its sum of keys does not fit.
    """

    starts: Integers
    ends: Integers
    keys: Integers
    between: Mask
    root: int
    goal: int
    labels: Integers
    links: Integers
    settled: Mask
    marks: Mask
    beyond: Mask


@kernel
def wide(number: np.integer[Any]) -> int:
    """The number in 64 bits: compiled, `int` keeps the width of what it is given."""
    return int(number) + 0


@kernel
def ellipse(ahead: Tree, behind: Tree, count: int) -> tuple[int, int, Integers]:
    """Grow both trees: a limit above the k best keys, the radius of the tree of the source, and the nodes touched."""
    touched = [ahead.root, behind.root]
    ahead.labels[ahead.root] = behind.labels[behind.root] = 0
    fronts = [(0, ahead.root)]
    backs = [(0, behind.root)]
    joined = [(0, 0)]
    joined.pop()
    limit, near, far = FAR, 0, 0
    work_ahead = work_behind = 0
    while near + far < limit:
        if work_ahead <= work_behind:
            work_ahead += effort(ahead, fronts)
            limit = settle(ahead, behind, fronts, far, limit, count, joined, touched)
            near = radius(ahead, fronts)
        else:
            work_behind += effort(behind, backs)
            limit = settle(behind, ahead, backs, near, limit, count, joined, touched)
            far = radius(behind, backs)
    ahead.beyond[0] = ahead.beyond[0] or (limit == FAR and near < FAR and far < FAR)
    finish(ahead, behind, backs, limit)
    return limit, near, np.array(touched)


@kernel
def effort(tree: Tree, heap: list[Entry]) -> int:
    """What the next node costs: its arcs, and something for itself."""
    node = heap[0][1]
    return int(tree.starts[node + 1] - tree.starts[node]) + 4


@kernel
def radius(tree: Tree, heap: list[Entry]) -> int:
    """The least label that is not settled."""
    while len(heap) > 0 and tree.settled[heap[0][1]]:
        heappop(heap)
    return heap[0][0] if len(heap) > 0 else FAR


@kernel
def settle(
    tree: Tree,
    other: Tree,
    heap: list[Entry],
    reach: int,
    limit: int,
    count: int,
    joined: list[Entry],
    touched: list[int],
) -> int:
    """Settle the next node of a tree: label the nodes after it that can matter, and lower the limit by joins."""
    key, node = heappop(heap)
    tree.settled[node] = True
    if node == tree.goal:
        return limit
    for place in range(tree.starts[node], tree.starts[node + 1]):
        label = key + tree.keys[place]
        if reaches(tree, label, limit):
            break
        end = wide(tree.ends[place])
        if end != tree.goal and not tree.between[end]:
            continue
        if label + other.labels[end] < limit:
            limit = join(tree, other, node, end, label + other.labels[end], limit, count, joined)
        rest = other.labels[end] if other.settled[end] else reach
        if label < tree.labels[end] and rest < FAR and not reaches(tree, label + rest, limit):
            if tree.labels[end] == FAR:
                touched.append(end)
            tree.labels[end] = label
            tree.links[end] = node
            heappush(heap, (label, end))
    return limit


@kernel
def reaches(tree: Tree, total: int, limit: int) -> bool:
    """Whether a sum reaches the limit; it is noted where the limit is that of the numbers."""
    if total < limit:
        return False
    tree.beyond[0] = tree.beyond[0] or limit == FAR
    return True


@kernel
def join(tree: Tree, other: Tree, node: int, end: int, key: int, limit: int, count: int, joined: list[Entry]) -> int:
    """The limit after the path through an arc between the trees, if it visits no node twice and is new.

    Two paths are held for one where key and a sum over their nodes are equal: that can only leave the limit too high.
    """
    total, place = scattered(tree.root) + scattered(other.root), node
    while place != tree.root:
        tree.marks[place] = True
        total += scattered(place)
        place = tree.links[place]
    tree.marks[place] = True
    place = end
    while not tree.marks[place] and place != other.root:
        total += scattered(place)
        place = other.links[place]
    simple = not tree.marks[place]
    place = node
    while place != tree.root:
        tree.marks[place] = False
        place = tree.links[place]
    tree.marks[place] = False
    return counted(joined, (key, total), limit, count) if simple else limit


@kernel
def counted(joined: list[Entry], entry: Entry, limit: int, count: int) -> int:
    """Put a path among the best so far: the limit, which is just above the k-th."""
    place = len(joined)
    while place > 0 and entry < joined[place - 1]:
        place -= 1
    if place > 0 and joined[place - 1] == entry:
        return limit
    joined.insert(place, entry)
    if len(joined) > count:
        joined.pop()
    return joined[-1][0] + 1 if len(joined) == count else limit


@kernel
def scattered(node: int) -> int:
    """A number of 40 bits that tells sets of nodes apart when it is added up."""
    product = node + 1 * 2654435761
    return (product ^ (product >> 23)) & 2**40 - 1


@kernel
def finish(ahead: Tree, behind: Tree, heap: list[Entry], limit: int) -> None:
    """Give every node that can matter its exact distance to the target."""
    while len(heap) > 0:
        key, node = heappop(heap)
        if behind.settled[node] or not ahead.settled[node] or key + ahead.labels[node] >= limit:
            continue
        behind.settled[node] = True
        if node == behind.goal:
            continue
        for place in range(behind.starts[node], behind.starts[node + 1]):
            label = key + behind.keys[place]
            if reaches(behind, label, limit):
                break
            end = wide(behind.ends[place])
            if (end != behind.goal and not behind.between[end]) or not ahead.settled[end]:
                continue
            if label < behind.labels[end] and not reaches(behind, label + ahead.labels[end], limit):
                behind.labels[end] = label
                heappush(heap, (label, end))
