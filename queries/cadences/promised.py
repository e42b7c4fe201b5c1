"""For which days all meetings, activities or chair terms of an alliance were listed: only there none is a miss.

A roster of what happened promises the period that its census is called by (2024H1, 2024-03), or whose date is a period
itself, up to the day of the census. The past does not change, so such a promise is never stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...errors import BadDate
from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.models import Census
from .events import Days


class Promised:
    """The days for which everything of some kinds was listed.

    Parameters
    ----------
    graph
        The whole graph.
    alliance
        Position of the alliance; a roster of the whole graph lists what is of it too.
    day
        A census after this day promises nothing yet.
    """

    def __init__(self, graph: AllianceGraph, alliance: int, day: date) -> None:
        self._periods: dict[str, list[Days]] = {}
        for roster in graph.records.rosters.values():
            census = graph.records.censuses.get(roster.census)
            is_mine = not roster.scope or graph.position(roster.scope) == alliance
            period = _period(census) if census and is_mine and census.date.last <= day else None
            if period:
                self._periods.setdefault(roster.instrument, []).append(period)

    def covers(self, kinds: Iterable[str], first: int, last: int) -> bool:
        """Whether everything of all of some kinds was listed on each of some days."""
        return all(self._covers(kind, first, last) for kind in kinds)

    def missing(self, kinds: Iterable[str], first: int, last: int) -> tuple[str, ...]:
        """The kinds of which not everything was listed on each of some days."""
        return tuple(kind for kind in kinds if not self._covers(kind, first, last))

    def _covers(self, kind: str, first: int, last: int) -> bool:
        for begin, end in sorted(self._periods.get(kind, ())):
            if begin <= first <= end:
                first = end + 1
        return first > last


def _period(census: Census) -> Days | None:
    """The days that a census speaks of; None where it does not say which."""
    period = _label(census.label)
    if period is None and census.date.first != census.date.last:
        period = census.date
    if period is None:
        return None
    first, last = period.first.toordinal(), min(period.last, census.date.last).toordinal()
    return (first, last) if first <= last else None


def _label(label: str) -> PartialDate | None:
    try:
        return PartialDate.parse(label)
    except BadDate:
        return None
