"""Routes that share no node between their ends, and the fewest nodes whose loss cuts all of them (Menger 1927).

Every node between the ends is two, one that is entered and one that is left, joined by a passage that one route can
use. Routes are found one after the other by shortest augmenting paths (Ford and Fulkerson 1956; Edmonds and Karp 1972).
What the last search still reaches shows the cut.

With a limit on the steps a greatest set of routes is hard to find (Itai, Perl and Shiloach 1982), so the routes are of
any length among the arcs that are given; the caller counts those that keep to the limit.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from .pair_arcs import PairArcs

_Side = tuple[int, bool]
"""A node, and whether it is the side that is left."""


@dataclass(frozen=True, slots=True)
class Routes:
    """Routes without a common node.

    Parameters
    ----------
    routes
        Positions of the nodes of each route, the shortest first; one may be the direct arc.
    cut
        As few nodes as routes, whose loss leaves no path; None when the ends are joined directly.
    """

    routes: list[list[int]]
    cut: list[int] | None


def disjoint_routes(pair: PairArcs) -> Routes:
    """As many routes as there can be, and a smallest cut, the one nearest to the source."""
    flow = _Flow(pair)
    while flow.augment():
        pass
    routes = flow.routes()
    direct = (pair.source, pair.target) in set(zip(pair.tails, pair.heads, strict=True))
    ways = [[pair.source, pair.target], *routes] if direct else routes
    return Routes(sorted(ways, key=len), None if direct else flow.cut())


class _Flow:
    """A flow through the nodes between two ends; the direct arc is no part of it."""

    def __init__(self, pair: PairArcs) -> None:
        self._start, self._end = (pair.source, True), (pair.target, False)
        self._residual: dict[_Side, dict[_Side, bool]] = {}
        ends = {pair.source, pair.target}
        for tail, head in zip(pair.tails, pair.heads, strict=True):
            if {tail, head} != ends:
                self._open((tail, True), (head, False))
        for node in dict.fromkeys([*pair.tails, *pair.heads]):
            if node not in ends:
                self._open((node, False), (node, True))
        self._used: dict[_Side, set[_Side]] = {}
        self._reached: set[_Side] = set()

    def _open(self, tail: _Side, head: _Side) -> None:
        self._residual.setdefault(tail, {})[head] = True
        self._residual.setdefault(head, {}).setdefault(tail, False)

    def augment(self) -> bool:
        """Send one more unit along a shortest way; False when there is none."""
        before, queue = {self._start: self._start}, deque([self._start])
        while queue and self._end not in before:
            side = queue.popleft()
            for other, free in self._residual.get(side, {}).items():
                if free and other not in before:
                    before[other] = side
                    queue.append(other)
        self._reached = set(before)
        if self._end not in before:
            return False
        side = self._end
        while side != self._start:
            self._send(before[side], side)
            side = before[side]
        return True

    def _send(self, tail: _Side, head: _Side) -> None:
        takes_back = tail in self._used.get(head, ())
        between_nodes = tail[0] != head[0] and tail[1]  # an arc has room for any number, a passage for one
        self._residual[tail][head] = between_nodes and not takes_back
        self._residual[head][tail] = True
        if takes_back:
            self._used[head].discard(tail)
        else:
            self._used.setdefault(tail, set()).add(head)

    def routes(self) -> list[list[int]]:
        """The nodes of each route."""
        found = []
        for first in sorted(self._used.get(self._start, ())):
            route, side = [self._start[0]], first
            while side != self._end:
                if side[1]:
                    route.append(side[0])
                (side,) = self._used[side]
            found.append([*route, self._end[0]])
        return found

    def cut(self) -> list[int]:
        """The nodes that can be entered and not left any more."""
        return sorted({node for node, left in self._reached if not left and (node, True) not in self._reached})
