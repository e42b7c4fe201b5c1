"""Who else had a part in each step of the way of a problem or need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...graph.schema import schema
from .course import Leg, Ways
from .matters import HANDLES, LISTED_IN, RAISED_AT, ROUTED_TO

_TERM, _CHAIRS = "IN_TERM", "CHAIRS"


class Helping:
    """The links beside a way, by the step to which they belong.

    Parameters
    ----------
    ways
        The ways of the problem or need.
    legs
        The steps of the one that was chosen.
    """

    def __init__(self, ways: Ways, legs: Sequence[Leg]) -> None:
        self.ways, self.legs = ways, legs

    def by_step(self) -> list[list[Leg]]:
        """For every step the links beside it, in the order of the graph, each link once."""
        found: list[list[Leg]] = [[] for _ in self.legs]
        told = {leg.link for leg in self.legs}
        for step, leg in self._beside():
            if leg.link not in told:
                told.add(leg.link)
                found[step].append(leg)
        return [sorted(legs, key=lambda leg: leg.link) for legs in found]

    def _beside(self) -> Iterator[tuple[int, Leg]]:
        """Every link beside the way with its step; what belongs to a meeting, a list or the result comes first."""
        for step, leg in enumerate(self.legs):
            if leg.type in (RAISED_AT, LISTED_IN):
                yield from ((step, beside) for beside in self._at(leg.target))
        last = len(self.legs) - 1
        for result in sorted(self.ways.results):
            for leg in self.ways.touching(result):
                if leg.target == result:
                    yield last, leg
        for leg in self.ways.touching(self.ways.matter.node):
            yield self._step(leg), leg
        for leg in self._among_helpers():
            yield self._step(leg), leg

    def _at(self, station: int) -> Iterator[Leg]:
        """The links of a meeting or a list, and who chaired the term of a meeting."""
        matters = schema().groups["matter"]
        for leg in self.ways.touching(station):
            if leg.type == _TERM and leg.source == station:
                yield from (chair for chair in self.ways.touching(leg.target) if chair.type == _CHAIRS)
            elif leg.type != ROUTED_TO and self.ways.graph.kind(leg.source) not in matters:
                yield leg

    def _among_helpers(self) -> Iterator[Leg]:
        """What those who had a part in it did for those to whom it was given, such as samples for a laboratory."""
        given = {leg.target for leg in self.legs if leg.type in (ROUTED_TO, HANDLES)}
        node = self.ways.matter.node
        helpers = {leg.target for leg in self.ways.touching(node) if leg.source == node} - given
        for helper in sorted(helpers & self._actors()):
            yield from (leg for leg in self.ways.touching(helper) if leg.source == helper and leg.target in given)

    def _actors(self) -> set[int]:
        return set(self.ways.graph.nodes_of(*schema().groups["actor"]).tolist())

    def _step(self, leg: Leg) -> int:
        """The last step that surely was taken before; where no time is stated, the one that gave it to somebody."""
        before = [step for step, taken in enumerate(self.legs) if taken.surely_precedes(leg)]
        given = [step for step, taken in enumerate(self.legs) if taken.type in (ROUTED_TO, HANDLES)]
        return max(before) if before else given[0] if given else len(self.legs) - 1
