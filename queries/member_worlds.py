"""The members of an alliance in pairs: which of them command joins, and which work together within two steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Mask
from ..graph.schema import schema
from ..graph.truth import Truth, link_truths


class World:
    """The members, their commands and their work, by links that are at least so true."""

    def __init__(self, view: AllianceGraph, alliance: int, least: Truth) -> None:
        self.view, self.columns = view, view.relationships
        self.counted = link_truths(view) >= least
        types = [declared.id for declared in schema().types.values() if declared.umbrella]
        into = self._of(types) & (self.columns.targets == alliance)
        self.members = sorted(set(self.columns.sources[into].tolist()))
        self.membership = {int(self.columns.sources[link]): int(link) for link in np.flatnonzero(into)}
        self.superiors = self._commands()
        self.commands = self._parts()
        self.work = self._work(alliance)

    def _of(self, types: list[str]) -> Mask:
        return np.asarray(self.counted & schema().type_vocabulary.mask(self.columns.types, types), np.bool_)

    def _commands(self) -> dict[int, dict[int, int]]:
        """With whom a link of command joins every node, up or down, and by which link."""
        return self._beside(self._of([one.id for one in schema().types.values() if one.tie == "command"]))

    def _beside(self, mask: Mask) -> dict[int, dict[int, int]]:
        found: dict[int, dict[int, int]] = {}
        for link in np.flatnonzero(mask).tolist():
            source, target = int(self.columns.sources[link]), int(self.columns.targets[link])
            found.setdefault(source, {}).setdefault(target, link)
            found.setdefault(target, {}).setdefault(source, link)
        return found

    def _parts(self) -> dict[int, int]:
        """The part of the tree of commands that each node lies in."""
        parts: dict[int, int] = {}

        def root(node: int) -> int:
            while parts.setdefault(node, node) != node:
                node = parts[node]
            return node

        for node, beside in self.superiors.items():
            for near in beside:
                one, other = root(node), root(near)
                parts[max(one, other)] = min(one, other)
        return {node: root(node) for node in list(parts)}

    def _work(self, alliance: int) -> dict[int, dict[int, int]]:
        """With whom every node works, and by which link; umbrella nodes work with nobody."""
        working = self._of([one.id for one in schema().types.values() if one.working])
        outside = np.ones(len(self.view), np.bool_)
        outside[self.view.nodes_of(*schema().kinds_with("umbrella"))] = False
        outside[alliance] = False
        working &= outside[self.columns.sources] & outside[self.columns.targets]
        return self._beside(working)

    def commanded(self, one: int, other: int) -> bool:
        """Whether command joins two nodes."""
        return self.commands.get(one, -1) == self.commands.get(other, -2)

    def command(self, one: int, other: int) -> tuple[int, ...] | None:
        """The links of the shortest way of command between two nodes; None when there is none."""
        if not self.commanded(one, other):
            return None
        came: dict[int, tuple[int, int]] = {one: (one, -1)}
        queue = deque([one])
        while other not in came:
            node = queue.popleft()
            for near in sorted(self.superiors[node]):
                if near not in came:
                    came[near] = (node, self.superiors[node][near])
                    queue.append(near)
        links, node = [], other
        while node != one:
            node, link = came[node]
            links.append(link)
        return tuple(reversed(links))

    def way(self, one: int, other: int) -> tuple[int, ...] | None:
        """The links of a working tie, or of two through somebody; None when there is none."""
        mine, theirs = self.work.get(one, {}), self.work.get(other, {})
        if other in mine:
            return (mine[other],)
        middle = min(mine.keys() & theirs.keys(), default=None)
        return None if middle is None else (mine[middle], theirs[middle])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members: how far they are members that no command joins, and how far they work together then."""

    one: int
    other: int
    apart: Truth
    works: Truth
    links: tuple[int, ...]


def pairs_apart(sure: World, wide: World) -> Iterator[Pair]:
    """The pairs of members that command may leave apart, with how they work together.

    Parameters
    ----------
    sure, wide
        The members and their links that hold, and those that may.
    """
    members = set(sure.members)
    for one, other in combinations(wide.members, 2):
        if sure.commanded(one, other):
            continue
        apart = Truth.HOLDS if {one, other} <= members and not wide.commanded(one, other) else Truth.MAY
        held, may = sure.way(one, other), wide.way(one, other)
        way = held or may or ()
        works = Truth.NO if not may else Truth.HOLDS if held and apart == Truth.HOLDS else Truth.MAY
        yield Pair(one, other, apart, works, (*way, wide.membership[one], wide.membership[other]))
