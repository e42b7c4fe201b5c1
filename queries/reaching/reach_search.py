"""What a question of reach finds: by what holds and by what may, with and without some nodes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Floats
from ...graph.networks.cascade import Cascade, Expected
from ...graph.networks.tie_network import tie_network
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ..answer import Status, Unknown
from ..open_links import widest
from .open_reach import open_reach
from .reach_words import Loss
from .targets import Targets


class ReachSearch:
    """Reach in the network of what holds and in that of what may hold.

    Parameters
    ----------
    view
        The graph on the day of the question.
    rule
        What counts as a tie.
    start
        Position of who begins.
    out
        Positions of the nodes whose marginal reach is asked for.
    hops
        How many steps.
    targets
        Who counts.
    runs, seed
        How many worlds are drawn, and which.
    """

    def __init__(
        self, view: AllianceGraph, rule: TieRule, start: int, out: Sequence[int], hops: int, targets: Targets,
        runs: int, seed: int,
    ) -> None:  # fmt: skip
        self.view, self.rule, self.start, self.out, self.hops = view, rule, start, out, hops
        self.targets, self.runs, self.seed = targets, runs, seed
        self.sure, self.wide = self._cascade(sure=True), self._cascade(sure=False)

    def _cascade(self, *, sure: bool, without: Sequence[int] = ()) -> Cascade:
        network = tie_network(self.view, widest(self.rule), sure=sure)
        return Cascade(network, [self.start], self.hops, self.view.relationships.ids, without)

    @cached_property
    def _left(self) -> tuple[Cascade, Cascade]:
        """What is reached without the nodes that are left out, by what holds and by what may."""
        return self._cascade(sure=True, without=self.out), self._cascade(sure=False, without=self.out)

    @property
    def status(self) -> Status:
        """Whether a target is reached."""
        if self.reached(self.sure):
            return "found"
        return "unknown" if self.reached(self.wide) or self.open else "none"

    def reached(self, cascade: Cascade) -> int:
        """How many targets are within the steps."""
        return int((self.targets.which & (cascade.steps >= 0)).sum())

    def weighted(self, cascade: Cascade) -> float:
        """The sum of 1 over the steps to each target, by the number of targets."""
        steps = cascade.steps[self.targets.which & (cascade.steps > 0)]
        return float((1 / steps).sum()) / len(self.targets) if len(self.targets) else 0.0

    @cached_property
    def expected_sure(self) -> tuple[Expected, Floats]:
        """How many targets are reached on the average by what holds, and how probable each is."""
        return self.sure.expected(self.targets.which, runs=self.runs, seed=self.seed)

    @cached_property
    def expected_wide(self) -> tuple[Expected, Floats]:
        """The same by what may hold."""
        return self.wide.expected(self.targets.which, runs=self.runs, seed=self.seed)

    @cached_property
    def expected_loss(self) -> tuple[float, float]:
        """By how much the expected number falls without the nodes that are left out: at least, and at most.

        What only may hold can replace them, so the least is from what holds with them to all that may without them.
        """
        if not self.out:
            return 0.0, 0.0
        sure, wide = (one.expected(self.targets.which, runs=self.runs, seed=self.seed)[0].value for one in self._left)
        return max(0.0, self.expected_sure[0].value - wide), self.expected_wide[0].value - sure

    @property
    def order(self) -> list[int]:
        """Positions of the targets that are reached: those that surely are first, then by steps, then by name."""
        found = np.flatnonzero(self.targets.which & (self.wide.steps >= 0))
        surely = self.sure.steps[found] >= 0
        steps = np.where(surely, self.sure.steps[found], self.wide.steps[found])
        order: list[int] = found[np.lexsort((self.view.name_ranks[found], steps, ~surely))].tolist()
        return order

    def loss(self, position: int) -> Loss:
        """Whether a target is lost without the nodes that are left out."""
        if not self.out:
            return ""
        sure, wide = (int(cascade.steps[position]) >= 0 for cascade in self._left)
        if self.sure.steps[position] >= 0 and not wide:
            return "yes"
        return "no" if sure else "may"

    def way(self, position: int) -> list[int]:
        """The links of a shortest way to a target."""
        cascade = self.sure if self.sure.steps[position] >= 0 else self.wide
        before, columns, way = self._before[cascade is self.sure], self.view.relationships, list[int]()
        while position != self.start:
            way.append(before[position])
            ends = int(columns.sources[way[-1]]), int(columns.targets[way[-1]])
            position = ends[0] if ends[1] == position else ends[1]
        return way

    @cached_property
    def _before(self) -> tuple[dict[int, int], dict[int, int]]:
        return self.wide.reached_by(), self.sure.reached_by()

    @cached_property
    def open(self) -> list[Unknown]:
        """What is unknown because targets may be behind known holes."""
        onward = (self.wide.steps >= 0) & (self.wide.steps < self.hops)
        if not self.rule.umbrella:
            umbrellas = self.view.nodes_of(*schema().kinds_with("umbrella"))
            onward[umbrellas[umbrellas != self.start]] = False
        left = self.targets.which & (self.sure.steps < 0)
        return list(open_reach(self.view, widest(self.rule), onward, left))
