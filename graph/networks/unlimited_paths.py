"""The k best paths without a limit of steps: an ellipse, then Yen.

Shortest paths of a large network pass hubs, and a search from one end drowns in them. So the space is narrowed first.

1. **Ellipse** (`ellipse`). Dijkstra's search (1959) grows from both ends at once (Pohl 1971), the side next that has
   looked at fewer arcs so far. Every arc that joins the two trees gives a path. The k-th best of the distinct ones that
   visit no node twice is a limit. When the radii together reach it, every node of every answer lies in one of the
   trees. The search from the target then goes on among the nodes of the other tree, until each node whose two distances
   together stay below the limit knows its exact distance to the target.
2. **Yen** (`yen`; Yen 1971) with Lawler's index (1972). The best path of a set of paths is taken, and what is left of
   its set is parted by the first step that differs from it, from the index on where the path itself left its origin;
   the parts have nothing in common, so nothing comes twice. The best of each part is found by A* (Hart, Nilsson and
   Raphael 1968): the exact distances to the target are its bound, and it sees of each node only the arcs inside the
   ellipse, nearest first.

Ties are fixed: answers are in order of (key, sequence of node numbers). Of equal labels the earlier of the two
sequences stays, and A* takes nodes by (bound, label), so that what comes before a node is final before the node is.
Every key is above 0, so no walk of cost 0 goes round.

A key is whatever its builder counts in (see `Rows`): here keys are added and compared, nothing else. The number of
steps of a path is the length of its sequence and is never read from its key, so a path may have any number of steps.
With 256 to a unit of cost, 256 steps more weigh as much as one unit more: the order is that of the sums.

Nothing has a fixed capacity, and what does not fit is not left out in silence: where fewer paths are found than asked
for because a sum of keys passes 2 to the power of 61, the search says so. Scratch arrays are lent and given back clean,
at a cost of what was touched.

Literature: E. W. Dijkstra, A note on two problems in connexion with graphs, 1959. P. E. Hart, N. J. Nilsson and
B. Raphael, A formal basis for the heuristic determination of minimum cost paths, 1968. I. Pohl, Bi-directional search,
1971. J. Y. Yen, Finding the k shortest loopless paths in a network, 1971. E. L. Lawler, A procedure for computing the k
best solutions to discrete optimization problems and its application to the shortest path problem, 1972.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple

import numpy as np

from ...errors import GraphTooLarge
from ..columns import Integers, Mask
from . import ellipse, yen
from .compiling import compiled
from .rows import TOO_FAR, Rows


class KeyedPath(NamedTuple):
    """A path.

    Parameters
    ----------
    key
        The sum of the keys of its arcs.
    nodes
        The numbers of its nodes, both ends included.
    """

    key: int
    nodes: tuple[int, ...]

    @property
    def steps(self) -> int:
        """How many arcs it has."""
        return len(self.nodes) - 1


@dataclass(frozen=True, slots=True)
class UnlimitedPaths:
    """The k best paths of a network, for any number of questions.

    Parameters
    ----------
    forward, backward
        The same arcs by the node that they leave and by the one that they enter. A smaller number is an earlier name.
    fast
        Search in machine code, which needs numba.
    """

    forward: Rows
    backward: Rows
    fast: bool = False
    _idle: list[_Scratch] = field(default_factory=list, init=False, repr=False, compare=False)

    def between(self, source: int, target: int, count: int, passable: Mask) -> list[KeyedPath]:
        """The best paths that visit no node twice, in order of (key, sequence of node numbers).

        Parameters
        ----------
        source, target
            The ends, which differ.
        count
            How many paths at most, at least 1.
        passable
            Which nodes may stand between the ends, shape (n,).

        Returns
        -------
        list of KeyedPath
            All there are, when they are fewer than `count`.

        Raises
        ------
        GraphTooLarge
            Further paths may be there, of sums of keys that pass 2 to the power of 61.

        References
        ----------
        See the top of the module.
        """
        inner = passable.copy()
        inner[[source, target]] = False
        scratch = self._idle.pop() if self._idle else _Scratch.of(self.forward.nodes)
        ahead = scratch.tree(self.forward, inner, source, target, ahead=True)
        behind = scratch.tree(self.backward, inner, target, source, ahead=False)
        grown, parted = _form(ellipse, self.fast), _form(yen, self.fast)
        limit, near, touched = grown.ellipse(ahead, behind, count)
        nodes, bounds, keys = parted.k_best(ahead, behind, scratch.turns, count, limit, near)
        parted.clean(ahead, behind, scratch.turns, touched)
        left_out, scratch.turns.beyond[0] = bool(scratch.turns.beyond[0]), False
        self._idle.append(scratch)  # only a search that came to its end leaves it clean
        if left_out and len(keys) < count:
            raise GraphTooLarge(TOO_FAR)
        ends = bounds.tolist()
        numbers = nodes.tolist()
        return [KeyedPath(key, tuple(numbers[ends[rank] : ends[rank + 1]])) for rank, key in enumerate(keys.tolist())]


def _form(module: ModuleType, fast: bool) -> ModuleType:
    return compiled(module) if fast else module


@dataclass(frozen=True, slots=True)
class _Scratch:
    """The arrays of one search: of each tree (labels, links, settled), of both (marks), of the ways that turn off."""

    ahead: tuple[Integers, Integers, Mask]
    behind: tuple[Integers, Integers, Mask]
    marks: Mask
    turns: yen.Scratch

    @classmethod
    def of(cls, nodes: int) -> _Scratch:
        def far() -> Integers:
            return np.full(nodes, ellipse.FAR, np.int64)

        def numbers() -> Integers:
            return np.zeros(nodes, np.int64)

        def no() -> Mask:
            return np.zeros(nodes, np.bool_)

        begins, beyond = np.full(nodes, -1, np.int64), np.zeros(1, np.bool_)
        turns = yen.Scratch(far(), numbers(), numbers(), no(), no(), no(), begins, numbers(), beyond)
        return cls((far(), numbers(), no()), (far(), numbers(), no()), no(), turns)

    def tree(self, rows: Rows, inner: Mask, root: int, goal: int, *, ahead: bool) -> ellipse.Tree:
        state = self.ahead if ahead else self.behind
        return ellipse.Tree(rows.starts, rows.ends, rows.keys, inner, root, goal, *state, self.marks, self.turns.beyond)
