"""Which joint work of an alliance is alive: of each sort, the dated meetings and activities that state it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth
from .events import Days, Event, events_of
from .promised import Promised

Life = Literal["alive", "idle", "unknown"]
MONTHS = 6
"""A census is half-yearly, so is the look back."""


@dataclass(frozen=True, slots=True)
class Work:
    """A sort of joint work in a span of days.

    Parameters
    ----------
    id
        Its id in the schema.
    life
        Whether it is alive, surely idle, or not known.
    low, high
        How many dated facts it has at least, and at most.
    sure, may
        The events that surely are of it and in the span, and the others that may be.
    lacks
        The kinds of which not everything was listed for the span.
    """

    id: str
    life: Life
    low: float
    high: float
    sure: tuple[Event, ...]
    may: tuple[Event, ...]
    lacks: tuple[str, ...]


def look_back(day: date, months: int) -> date:
    """The first day of the months that end with a day: 2024-01-01 for the six that end with 2024-06-30."""
    months_before = day.year * 12 + day.month - 1 - months
    if months_before < 12:
        return date.min
    year, month = divmod(months_before, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last)) + timedelta(days=1)


def works_of(graph: AllianceGraph, alliance: int, since: date, day: date) -> list[Work]:
    """Every sort of joint work of an alliance between two days, in the order of the schema.

    An event is of the sorts that it states; where it states none, of those that its mechanism states, and where that
    does not either, it may be of any.

    Parameters
    ----------
    graph
        The whole graph.
    alliance
        Position of the alliance.
    since, day
        The first and the last day.
    """
    span = since.toordinal(), day.toordinal()
    there = [event for event in events_of(graph, alliance, day) if event.may_be_inside(*span)]
    stated = [_stated(graph, event) for event in there]
    kinds = schema().groups["event"]
    lacks = Promised(graph, alliance, day).missing(kinds, *span)
    return [_work(work, there, stated, span, lacks) for work in schema().joint_work]


def stated_works(graph: AllianceGraph, node: int) -> frozenset[str]:
    """The sorts of joint work that a meeting, an activity or a mechanism states."""
    written = str(graph.attributes(node).get("joint_work", ""))
    return frozenset(written.split(";")) & schema().joint_work.keys()


def _stated(graph: AllianceGraph, event: Event) -> dict[str, Truth]:
    """By sort of joint work how far an event is of it."""
    own = stated_works(graph, event.node)
    if own:
        return dict.fromkeys(own, event.own)
    found: dict[str, Truth] = {}
    for mechanism, truth in event.sessions.items():
        for work in stated_works(graph, mechanism):
            found[work] = max(found.get(work, Truth.NO), min(truth, event.own))
    if Truth.HOLDS in found.values():
        return found
    return {work: found.get(work, Truth.MAY) for work in schema().joint_work}


def _work(
    work: str, there: Sequence[Event], stated: Sequence[dict[str, Truth]], span: Days, lacks: tuple[str, ...]
) -> Work:
    mine = [(event, said[work]) for event, said in zip(there, stated, strict=True) if work in said]
    sure = tuple(event for event, truth in mine if truth == Truth.HOLDS and event.is_inside(*span))
    may = tuple(event for event, _ in mine if event not in sure)
    low = sum(event.low for event in sure)
    high = float("inf") if lacks else sum(event.high for event, _ in mine)
    life: Life = "alive" if low else "unknown" if high else "idle"
    return Work(work, life, low, high, sure, may, lacks)
