"""Which units have a path to an alliance or from it, by what holds, by what may hold, and through known holes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers, Mask
from ...graph.networks.ties import UNREACHED, Arcs, Span, TieRule, arcs, hop_distances
from ...graph.schema import schema
from ...graph.truth import Truth, Truths, link_truths
from ..open_links import widest
from ..paths.holes import hole_ties

Sort = Literal["sure", "wide"]


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest path: its nodes from its source to its target, and a link of each step."""

    nodes: tuple[int, ...]
    links: tuple[int, ...]


class LevelPaths:
    """The paths between an alliance and everybody else, of any length: from it, or to it.

    Parameters
    ----------
    view
        The graph on the day of the question.
    alliance
        Position of the alliance.
    rule
        What counts as a tie.
    """

    def __init__(self, view: AllianceGraph, alliance: int, rule: TieRule) -> None:
        self.view, self.alliance, self.rule = view, alliance, widest(rule)
        self._passable = np.ones(len(view), np.bool_)
        if not rule.umbrella:
            self._passable[view.nodes_of(*schema().kinds_with("umbrella"))] = False
        self._passable[alliance] = True

    @cached_property
    def _wide(self) -> Arcs:
        return arcs(self.view, self.rule)

    @cached_property
    def _sure(self) -> Arcs:
        return self._wide.take(link_truths(self.view)[self._wide.relationships] == Truth.HOLDS)

    def _arcs(self, sort: Sort, *, backward: bool) -> Arcs:
        """The arcs that a path may walk: what it walks on from is no umbrella node but the alliance itself."""
        found = self._sure if sort == "sure" else self._wide
        return found.take(self._passable[found.heads if backward else found.tails])

    def _steps(self, sort: Sort, *, backward: bool) -> Integers:
        found = self._arcs(sort, backward=backward)
        return hop_distances(found, len(self.view), self.alliance, backward=backward)

    @cached_property
    def steps(self) -> dict[tuple[Sort, bool], Integers]:
        """By what holds or may, and whether backward (to the alliance), how many steps each node is away."""
        sorts: tuple[Sort, ...] = ("sure", "wide")
        return {(sort, back): self._steps(sort, backward=back) for sort in sorts for back in (False, True)}

    @cached_property
    def reached(self) -> Truths:
        """How far each node has a path: one that goes through a known hole only may be there."""
        truths = np.full(len(self.view), Truth.NO, np.uint8)
        for backward in (False, True):
            truths[self._open_steps(backward=backward) < UNREACHED] = Truth.MAY
        for backward in (False, True):
            truths[self.steps["sure", backward] < UNREACHED] = Truth.HOLDS
        return truths

    def _open_steps(self, *, backward: bool) -> Integers:
        found = self._arcs("wide", backward=backward)
        spans = [
            Span(tails[self._passable[tails]], heads) if not backward else Span(tails, heads[self._passable[heads]])
            for tails, heads in self._holes
        ]
        return hop_distances(found, len(self.view), self.alliance, backward=backward, spans=spans)

    @cached_property
    def _holes(self) -> list[tuple[Integers, Integers]]:
        """The ends of every way along a link with a known hole."""
        found = []
        for tie in hole_ties(self.view, self.rule):
            sides = tie.sources.among(tie.sources.nodes), tie.targets.among(tie.targets.nodes)
            ways = self.rule.ways(schema().type(tie.type))
            found += [side for is_open, side in zip(ways, (sides, sides[::-1]), strict=True) if is_open]
        return found

    def nearest(self, nodes: Mask, sort: Sort) -> Way | None:
        """A path of the fewest steps between the alliance and one of some nodes, the first by name; None without one.

        Where as many lead there as back, the one from the alliance.
        """
        best = {back: np.where(nodes, self.steps[sort, back], UNREACHED) for back in (False, True)}
        backward = bool(best[True].min(initial=UNREACHED) < best[False].min(initial=UNREACHED))
        steps = best[backward]
        if steps.min(initial=UNREACHED) >= UNREACHED:
            return None
        ends = np.flatnonzero(steps == steps.min())
        return self._way(int(ends[np.argmin(self.view.name_ranks[ends])]), sort, backward=backward)

    def _way(self, node: int, sort: Sort, *, backward: bool) -> Way:
        """The path to a node step by step: over the link of the greatest value, then by name and position."""
        found, steps = self._arcs(sort, backward=backward), self.steps[sort, backward]
        near, far = (found.heads, found.tails) if backward else (found.tails, found.heads)
        values = found.confidences * found.strengths
        nodes, links = [node], list[int]()
        while nodes[-1] != self.alliance:
            last = np.flatnonzero((far == nodes[-1]) & (steps[near] == steps[nodes[-1]] - 1))
            order = np.lexsort((found.relationships[last], self.view.name_ranks[near[last]], -values[last]))
            arc = int(last[order[0]])
            nodes.append(int(near[arc]))
            links.append(int(found.relationships[arc]))
        along = 1 if backward else -1
        return Way(tuple(nodes[::along]), tuple(links[::along]))
