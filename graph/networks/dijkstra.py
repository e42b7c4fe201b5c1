"""Kernel: from one node to all (Dijkstra 1959). The words are at the top of `distances`."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..columns import Integers, Mask
from .compiling import kernel


class Shortest(NamedTuple):
    """What is written of each node: the label, the node before it, the steps to it, and whether it is done."""

    labels: NDArray[Any]
    links: Integers
    depths: Integers
    done: Mask


@kernel
def settle_all(
    starts: Integers,
    ends: Integers,
    keys: NDArray[Any],
    onward: Mask,
    source: int,
    goal: int,
    limit: Any,
    found: Shortest,
) -> Integers:
    """Label every node that is reached within a limit, until a goal (-1 for none) is settled: the order of settling.

    Keys are whole or floating numbers, at least 0; labels start above the limit and are of the same type.
    """
    labels, order = found.labels, [0]
    order.pop()
    labels[source] = 0
    found.links[source] = source
    heap = [(labels[source], 0 + source)]
    while len(heap) > 0:
        label, node = heappop(heap)
        if found.done[node]:
            continue
        found.done[node] = True
        order.append(node)
        if node == goal:
            break
        if node != source and not onward[node]:
            continue
        for place in range(starts[node], starts[node + 1]):
            through = label + keys[place]
            if through > limit:
                break
            head = int(ends[place]) + 0
            if through < labels[head]:
                heappush(heap, (through, head))
            elif through > labels[head] or found.done[head] or not sooner(found, node, head):
                continue
            labels[head] = through
            found.links[head] = node
            found.depths[head] = found.depths[node] + 1
    return np.array(order)


@kernel
def sooner(found: Shortest, node: int, head: int) -> bool:
    """Whether the way to `head` through `node` is the earlier sequence: both are walked back to where they meet."""
    new, old = node, found.links[head]
    after_new = after_old = head
    while new != old:
        longer = found.depths[new] - found.depths[old]
        if longer >= 0:
            new, after_new = found.links[new], new
        if longer <= 0:
            old, after_old = found.links[old], old
    return bool(after_new < after_old)
