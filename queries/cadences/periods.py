"""The calendar periods of a rhythm, and what is known of each: held, surely missing, or neither."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.truth import Truth
from .events import FIRST, LAST, Days, Event
from .promised import Promised

State = Literal["held", "missing", "unknown", "running", "ad_hoc", "not_stated"]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A meeting or an activity that an alliance promised to hold.

    Parameters
    ----------
    node, link
        Its position, and that of the link that says whose it is.
    truth
        How far that holds.
    rhythm
        How often, as an id of the schema; empty where nobody states it.
    least
        How many sessions a period asks for.
    kinds
        What it consists of: meetings, activities, or either where nobody states it.
    begins, ends
        The first and the last day on which it can have begun and ended.
    """

    node: int
    link: int
    truth: Truth
    rhythm: str
    least: int
    kinds: tuple[str, ...]
    begins: Days
    ends: Days

    def surely_covers(self, first: int, last: int) -> bool:
        """Whether it was surely in force on each of some days."""
        return self.truth == Truth.HOLDS and self.begins[1] <= first and last <= self.ends[0]

    def may_touch(self, first: int, last: int) -> bool:
        """Whether it may have been in force on one of some days."""
        return self.begins[0] <= last and first <= self.ends[1]


@dataclass(frozen=True, slots=True)
class Slot:
    """A period of a mechanism.

    Parameters
    ----------
    period
        Its days.
    state
        What is known of it.
    low, high
        How many sessions it had at least, and at most of those that were loaded.
    events
        The sessions that were or may have been in it.
    lacks
        The kinds of which not everything was listed for it.
    """

    period: PartialDate
    state: State
    low: float
    high: float
    events: tuple[Event, ...]
    lacks: tuple[str, ...]


def mechanism_of(graph: AllianceGraph, link: int, truth: Truth, kinds: Iterable[str]) -> Mechanism:
    """A mechanism as its node and the link to its alliance state it."""
    columns = graph.relationships
    node = int(columns.sources[link])
    said = graph.attributes(node)
    begins, ends = columns.valid_from[link].tolist(), columns.valid_to[link].tolist()
    form, least = str(said.get("sessions", "")), said.get("least")
    return Mechanism(
        node=node,
        link=link,
        truth=truth,
        rhythm=str(said.get("rhythm", "")),
        least=max(1, int(least)) if isinstance(least, int | float) else 1,
        kinds=tuple(kind for kind in kinds if form in ("", kind)),
        begins=(begins[0], begins[1]) if begins[0] else (FIRST, FIRST),
        ends=(ends[0], ends[1]) if ends[0] else (LAST, LAST),
    )


def periods(months: int, first: date, last: date) -> Iterator[PartialDate]:
    """The calendar periods of so many months that share a day with a span of days, the earliest first."""
    year, month = first.year, first.month - (first.month - 1) % months
    while date(year, month, 1) <= last:
        end = month + months - 1
        yield PartialDate(date(year, month, 1), date(year, end, monthrange(year, end)[1]))
        year, month = (year + 1, 1) if end == 12 else (year, end + 1)


def slot(mechanism: Mechanism, period: PartialDate, events: Iterable[Event], promised: Promised, today: int) -> Slot:
    """What is known of a period.

    It is held where at least as many sessions as it asks for were surely in it, whatever day each was on; surely
    missing where it is over, the mechanism was surely in force throughout, all meetings or activities of its days were
    listed, and not enough of them can have been in it. A period that is not over yet is running.

    Parameters
    ----------
    mechanism, period
        Which.
    events
        The sessions of the mechanism, and what may be one.
    promised
        For which days everything was listed.
    today
        The day of the question; sessions after it do not count.
    """
    first, last = period.first.toordinal(), period.last.toordinal()
    end = min(last, today)
    there = tuple(event for event in events if event.may_be_inside(first, end))
    low = sum(event.low for event in there if is_session(event, mechanism) and event.is_inside(first, end))
    high = sum(event.high for event in there)
    lacks = promised.missing(mechanism.kinds, first, last)
    if low >= mechanism.least:
        state: State = "held"
    elif last > today:
        state = "running"
    else:
        is_missing = not lacks and high < mechanism.least and mechanism.surely_covers(first, last)
        state = "missing" if is_missing else "unknown"
    return Slot(period, state, low, high, there, lacks)


def is_session(event: Event, mechanism: Mechanism) -> bool:
    """Whether an event is surely a session of a mechanism."""
    return event.sessions.get(mechanism.node) == Truth.HOLDS


def may_be_session(event: Event, mechanism: Mechanism) -> bool:
    """Whether an event may be a session: it may say so, or it is of the kind and surely says no other mechanism."""
    if mechanism.node in event.sessions:
        return True
    return event.kind in mechanism.kinds and Truth.HOLDS not in event.sessions.values()
