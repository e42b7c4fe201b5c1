"""From one node to all: the best key to every node, and a best path to it.

Dijkstra's search (1959) with a heap: nodes are settled in order of (label, number). Of equal labels the way stays whose
sequence of node numbers is the earlier one, so the path to a node is the first of its best paths in the order of
`unlimited_paths`, however the rows were filled. That holds where keys are above 0; with arcs of key 0 labels are
exact as well, but which of several best ways is kept depends on the order of settling.

Keys may be whole numbers (`Rows`) or floating ones, whose sums are rounded as they are added up from the source on.

Literature: E. W. Dijkstra, A note on two problems in connexion with graphs, Numerische Mathematik 1, 1959.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import GraphTooLarge
from ..columns import Integers, Mask
from . import dijkstra
from .compiling import compiled
from .rows import TOO_FAR, Rows


@dataclass(frozen=True, slots=True)
class Distances:
    """What is reached from a source.

    Parameters
    ----------
    labels
        The best sum of keys to each node, shape (n,); only those of `order` are final.
    links
        The node before each on its best path, shape (n,); the source is its own.
    order
        The nodes that are reached, in order of (label, number), the source first.
    """

    labels: NDArray[Any]
    links: Integers
    order: Integers

    def path(self, node: int) -> list[int]:
        """The best path from the source to a node that is reached."""
        path = [node]
        while self.links[path[-1]] != path[-1]:
            path.append(int(self.links[path[-1]]))
        return path[::-1]


def distances(
    rows: Rows,
    source: int,
    passable: Mask | None = None,
    *,
    goal: int | None = None,
    limit: float | None = None,
    fast: bool = False,
) -> Distances:
    """The best sum of keys from a node to every other, with a path.

    Parameters
    ----------
    rows
        Arcs by the node that they leave; backward rows give what reaches the source.
    source
        Where to begin.
    passable
        Which nodes may stand between, shape (n,): the others are reached and not passed. All when absent.
    goal
        Stop when this node is settled.
    limit
        Only nodes whose sum of keys is at most this.
    fast
        Search in machine code, which needs numba.

    Raises
    ------
    GraphTooLarge
        Further nodes may be reached, by sums of whole keys that pass 2 to the power of 61.

    References
    ----------
    See the top of the module.
    """
    whole = np.issubdtype(rows.keys.dtype, np.integer)
    farthest = 2**61 if whole else np.inf
    most = farthest - 1 if whole else farthest
    if limit is not None:
        most = min(most, math.floor(limit) if whole and limit < farthest else limit)
    found = dijkstra.Shortest(
        np.full(rows.nodes, farthest, rows.keys.dtype),
        np.full(rows.nodes, -1, np.int32),
        np.zeros(rows.nodes, np.int32),
        np.zeros(rows.nodes, np.bool_),
    )
    onward = np.ones(rows.nodes, np.bool_) if passable is None else passable
    kernels = compiled(dijkstra) if fast else dijkstra
    order = kernels.settle_all(
        rows.starts, rows.ends, rows.keys, onward, source, -1 if goal is None else goal, most, found
    )
    if whole and most == farthest - 1 and int(found.labels[order[-1]]) + int(rows.keys.max(initial=0)) >= farthest:
        raise GraphTooLarge(TOO_FAR)
    return Distances(found.labels, found.links, order)
