"""Kernels: the k best paths inside an ellipse, by parting what is left of the paths (Yen 1971, Lawler 1972).

The words are at the top of `unlimited_paths`.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from ..columns import Integers, Mask
from .compiling import kernel
from .ellipse import FAR, Entry, Tree


class Scratch(NamedTuple):
    """State of the searches that leave a path: labels, and where the kept arcs of each node lie."""

    labels: Integers
    parents: Integers
    depths: Integers
    done: Mask
    blocked: Mask
    banned: Mask
    begins: Integers
    stops: Integers
    beyond: Mask


class Inside(NamedTuple):
    """The arcs inside the ellipse, row after row; `through` is the least key to the target by an arc."""

    heads: list[int]
    keys: list[int]
    throughs: list[int]
    near: int
    limit: int


class Pool(NamedTuple):
    """Paths, one after the other: nodes, sums of keys up to each, where each turned off, and from which path."""

    nodes: list[int]
    sums: list[int]
    begins: list[int]
    stops: list[int]
    turns: list[int]
    origins: list[int]


@kernel
def k_best(
    ahead: Tree, behind: Tree, scratch: Scratch, count: int, limit: int, near: int
) -> tuple[Integers, Integers, Integers]:
    """The k best paths from the root of one tree to the root of the other.

    Returns
    -------
    nodes, bounds, keys
        The nodes of all paths one after the other, where each path begins and ends there, and its sum of keys.
    """
    inside = Inside([0], [0], [0], near, limit)
    pool = Pool([0], [0], [0], [0], [0], [0])
    waiting, answers = [(0, 0)], [0]
    waiting.pop()
    answers.pop()
    if behind.settled[ahead.root]:
        seek(ahead, behind, scratch, inside, pool, waiting, 0, 0, count)
    while len(waiting) > 0 and len(answers) < count:
        answers.append(waiting.pop(0)[1])
        if len(answers) < count:
            branch(ahead, behind, scratch, inside, pool, waiting, answers[-1], count - len(answers))
    return written(pool, answers)


@kernel
def clean(ahead: Tree, behind: Tree, scratch: Scratch, touched: Integers) -> None:
    """Bring the arrays back to the state in which they were lent."""
    for node in touched:
        ahead.labels[node] = behind.labels[node] = FAR
        ahead.settled[node] = behind.settled[node] = False
        scratch.begins[node] = -1


@kernel
def written(pool: Pool, answers: list[int]) -> tuple[Integers, Integers, Integers]:
    """The answers as arrays."""
    bounds = np.zeros(len(answers) + 1, np.int64)
    keys = np.zeros(len(answers), np.int64)
    for rank in range(len(answers)):
        path = answers[rank]
        bounds[rank + 1] = bounds[rank] + pool.stops[path] - pool.begins[path]
        keys[rank] = pool.sums[pool.stops[path] - 1]
    nodes = np.zeros(bounds[-1], np.int64)
    for rank in range(len(answers)):
        begin = pool.begins[answers[rank]]
        for place in range(bounds[rank + 1] - bounds[rank]):
            nodes[bounds[rank] + place] = pool.nodes[begin + place]
    return nodes, bounds, keys


@kernel
def branch(
    ahead: Tree,
    behind: Tree,
    scratch: Scratch,
    inside: Inside,
    pool: Pool,
    waiting: list[Entry],
    path: int,
    left: int,
) -> None:
    """Split what is left of the set of a path, and let the best path of each part wait."""
    begin, stop = pool.begins[path], pool.stops[path]
    turn = begin + pool.turns[path]
    for place in range(begin, turn):
        scratch.blocked[pool.nodes[place]] = True
    for place in range(turn, stop - 1):
        switch(scratch, pool, path, place - begin)
        seek(ahead, behind, scratch, inside, pool, waiting, path, place, left)
        switch(scratch, pool, path, place - begin)
        scratch.blocked[pool.nodes[place]] = True
    for place in range(begin, stop - 1):
        scratch.blocked[pool.nodes[place]] = False


@kernel
def switch(scratch: Scratch, pool: Pool, path: int, index: int) -> None:
    """Ban the steps from an index on that were taken with the same beginning, or allow them again."""
    while True:
        head = pool.nodes[pool.begins[path] + index + 1]
        scratch.banned[head] = not scratch.banned[head]
        if pool.turns[path] != index or pool.origins[path] == 0:
            break
        path = pool.origins[path]


@kernel
def seek(
    ahead: Tree,
    behind: Tree,
    scratch: Scratch,
    inside: Inside,
    pool: Pool,
    waiting: list[Entry],
    path: int,
    place: int,
    left: int,
) -> None:
    """Let the best path that turns off at a place of another wait, if it can still be among the answers."""
    spur = pool.nodes[place] if path > 0 else ahead.root
    limit = waiting[left - 1][0] + 1 if len(waiting) >= left else inside.limit
    seen = [spur]
    if search(ahead, behind, scratch, inside, spur, pool.sums[place], limit, seen):
        keep(scratch, pool, path, place, behind.root)
        rank = len(pool.stops) - 1
        spot = len(waiting)
        while spot > 0 and precedes(pool, rank, waiting[spot - 1][1]):
            spot -= 1
        waiting.insert(spot, (pool.sums[pool.stops[rank] - 1], rank))
        if len(waiting) > left:
            waiting.pop()
    for node in seen:
        scratch.labels[node] = FAR
        scratch.done[node] = False


@kernel
def precedes(pool: Pool, first: int, second: int) -> bool:
    """Whether one path comes before another: by key, then by node numbers."""
    first_key, second_key = pool.sums[pool.stops[first] - 1], pool.sums[pool.stops[second] - 1]
    if first_key != second_key:
        return first_key < second_key
    left, right = pool.begins[first], pool.begins[second]
    while pool.nodes[left] == pool.nodes[right]:
        left += 1
        right += 1
    return pool.nodes[left] < pool.nodes[right]


@kernel
def keep(scratch: Scratch, pool: Pool, origin: int, place: int, target: int) -> None:
    """Write down the path that was found: the beginning of its origin, then the way to the target."""
    begin = pool.begins[origin]
    pool.begins.append(len(pool.nodes))
    for before in range(begin, place):
        pool.nodes.append(pool.nodes[before])
        pool.sums.append(pool.sums[before])
    spent, first, node = pool.sums[place], len(pool.nodes), target
    for _ in range(scratch.depths[target] + 1):
        pool.nodes.append(node)
        pool.sums.append(spent + scratch.labels[node])
        node = scratch.parents[node]
    last = len(pool.nodes) - 1
    while first < last:
        pool.nodes[first], pool.nodes[last] = pool.nodes[last], pool.nodes[first]
        pool.sums[first], pool.sums[last] = pool.sums[last], pool.sums[first]
        first += 1
        last -= 1
    pool.stops.append(len(pool.nodes))
    pool.turns.append(place - begin)
    pool.origins.append(origin)


@kernel
def search(
    ahead: Tree,
    behind: Tree,
    scratch: Scratch,
    inside: Inside,
    spur: int,
    spent: int,
    limit: int,
    seen: list[int],
) -> bool:
    """Find the best way to the target that blocked nodes and banned first steps leave: whether there is one."""
    scratch.labels[spur] = 0
    scratch.parents[spur] = spur
    scratch.depths[spur] = 0
    heap = [(behind.labels[spur], 0, spur)]
    while len(heap) > 0:
        _, label, node = heappop(heap)
        if scratch.done[node]:
            continue
        scratch.done[node] = True
        if node == behind.root:
            return True
        if scratch.begins[node] < 0:
            narrow(ahead, behind, scratch, inside, node)
        for place in range(scratch.begins[node], scratch.stops[node]):
            if spent + label + inside.throughs[place] >= limit:
                scratch.beyond[0] = scratch.beyond[0] or limit == FAR
                break
            head = inside.heads[place]
            if scratch.blocked[head] or (node == spur and scratch.banned[head]):
                continue
            if relaxed(scratch, node, head, label + inside.keys[place], seen):
                heappush(heap, (label + inside.throughs[place], scratch.labels[head], head))
    return False


@kernel
def relaxed(scratch: Scratch, node: int, head: int, label: int, seen: list[int]) -> bool:
    """Take a way to a node if it is better, or equal and earlier: whether it is better."""
    known = scratch.labels[head]
    if label > known or (label == known and not sooner(scratch, node, head)):
        return False
    if known == FAR:
        seen.append(head)
    scratch.labels[head] = label
    scratch.parents[head] = node
    scratch.depths[head] = scratch.depths[node] + 1
    return bool(label < known)


@kernel
def sooner(scratch: Scratch, node: int, head: int) -> bool:
    """Whether the way to `head` through `node` is the earlier sequence: they are walked back to where they meet."""
    new, old = node, scratch.parents[head]
    after_new = after_old = head
    while new != old:
        ahead_of_old = scratch.depths[new] - scratch.depths[old]
        if ahead_of_old >= 0:
            new, after_new = scratch.parents[new], new
        if ahead_of_old <= 0:
            old, after_old = scratch.parents[old], old
    return bool(after_new < after_old)


@kernel
def narrow(ahead: Tree, behind: Tree, scratch: Scratch, inside: Inside, node: int) -> None:
    """Keep the arcs of a node that lie inside the ellipse, in order of the least key through them."""
    spent = ahead.labels[node] if ahead.settled[node] else inside.near
    arcs = [(0, 0, 0)]
    arcs.pop()
    for place in range(ahead.starts[node], ahead.starts[node + 1]):
        key = ahead.keys[place]
        if spent + key >= inside.limit:
            scratch.beyond[0] = scratch.beyond[0] or inside.limit == FAR
            break
        end = ahead.ends[place]
        if behind.settled[end] and (end == ahead.goal or ahead.between[end]):
            through = key + behind.labels[end]
            if spent + through < inside.limit:
                arcs.append((through, end, key))
            else:
                scratch.beyond[0] = scratch.beyond[0] or inside.limit == FAR
    arcs.sort()
    scratch.begins[node] = len(inside.heads)
    for through, end, key in arcs:
        inside.heads.append(end)
        inside.keys.append(key)
        inside.throughs.append(through)
    scratch.stops[node] = len(inside.heads)
