"""The terms of a rotating chair: whose, from when to when, and whether its duty was met in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.dates import PartialDate
from ...graph.schema import schema
from ...graph.truth import Truth
from .events import FIRST, LAST, TERM_OF, Days, Event, links_of, stated_date
from .promised import Promised

CHAIRS, ROTATING = "CHAIRS", "ROTATING_CHAIR_OF"
TERMS = "chair_term"
Standing = Literal["past", "now", "maybe_now", "ahead", "never", "no_term_known"]
Duty = Literal["met", "not_met", "unknown", "running", "ahead", "not_stated", "no_term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the rotating chair.

    Parameters
    ----------
    node
        Its position.
    chairs
        By position of each unit that chairs it, or may, how far.
    truth
        How far it is a term of the alliance.
    begins, ends
        The first and the last day on which it can have begun and ended.
    links
        The links that show both.
    """

    node: int
    chairs: dict[int, Truth]
    truth: Truth
    begins: Days
    ends: Days
    links: tuple[int, ...]

    @property
    def chair(self) -> int | None:
        """The one unit that surely chairs it; None where that is not certain."""
        sure = [unit for unit, truth in self.chairs.items() if truth == Truth.HOLDS]
        return sure[0] if self.truth == Truth.HOLDS and len(sure) == len(self.chairs) == 1 else None

    def standing(self, today: int) -> Standing:
        """Whether it lies in the past, is now, may be now, or lies ahead."""
        if self.ends[1] < today:
            return "past"
        if self.begins[0] > today:
            return "ahead"
        is_sure = self.begins[1] <= today <= self.ends[0] and self.truth == Truth.HOLDS
        return "now" if is_sure else "maybe_now"


def terms_of(graph: AllianceGraph, alliance: int) -> list[Term]:
    """The terms of an alliance, the earliest first."""
    found: dict[int, list[tuple[int, Truth]]] = {}
    for link, truth in links_of(graph, TERM_OF, alliance):
        found.setdefault(int(graph.relationships.sources[link]), []).append((link, truth))
    terms = [_term(graph, node, links) for node, links in found.items()]
    return sorted(terms, key=lambda term: (term.begins, term.ends, int(graph.name_ranks[term.node])))


def _term(graph: AllianceGraph, node: int, of: Sequence[tuple[int, Truth]]) -> Term:
    chairs: dict[int, Truth] = {}
    links = [link for link, _ in of]
    for link, truth in links_of(graph, CHAIRS, node):
        unit = int(graph.relationships.sources[link])
        chairs[unit] = max(chairs.get(unit, Truth.NO), truth)
        links.append(link)
    begin = stated_date(graph, node, "start") or _dated(graph.relationships.valid_from, links)
    end = stated_date(graph, node, "end") or _dated(graph.relationships.valid_to, links)
    begins = _days(begin) if begin else (FIRST, _days(end)[1] if end else LAST)
    ends = _days(end) if end else (begins[0], LAST)
    return Term(node, chairs, max(truth for _, truth in of), begins, ends, tuple(sorted(links)))


def _dated(column: Integers, links: Sequence[int]) -> PartialDate | None:
    """The first date that a link states, of a column of first and last days."""
    stated = [column[link].tolist() for link in links]
    return next((PartialDate.of_days(first, last) for first, last in stated if first), None)


def _days(when: PartialDate) -> Days:
    return when.first.toordinal(), when.last.toordinal()


@dataclass(frozen=True, slots=True)
class Rotation:
    """What decides whether the duty of a term was met.

    Parameters
    ----------
    events
        The meetings and activities of the alliance.
    promised
        For which days all of them were listed.
    least
        The least number that a term asks for, as each source states it; empty where none does.
    today
        The day of the question.
    """

    events: Sequence[Event]
    promised: Promised
    least: tuple[float, ...]
    today: int


def duty_of(term: Term, rotation: Rotation) -> tuple[Duty, float, float, tuple[Event, ...]]:
    """Whether the duty of a term was met, how many activities it had at least and at most, and which may be its own.

    It is met where enough activities surely lie in the term: they say so, or were held on a day that surely does. It is
    not met where the term is over, all activities of its days were listed, and too few can lie in it.
    """
    kinds, today = schema().chair_duty.kinds, rotation.today
    there = tuple(event for event in rotation.events if event.kind in kinds and _may_be_in(event, term, today))
    low = sum(event.low for event in there if _is_in(event, term, today))
    high = sum(event.high for event in there)
    whole = term.ends[1] <= today and rotation.promised.covers(sorted(kinds), term.begins[0], term.ends[1])
    return _duty(term, rotation, low, high if whole else float("inf")), low, high if whole else float("inf"), there


def _duty(term: Term, rotation: Rotation, low: float, high: float) -> Duty:
    if not rotation.least:
        return "not_stated"
    if low >= max(rotation.least):
        return "met"
    if term.begins[0] > rotation.today:
        return "ahead"
    if term.ends[0] > rotation.today:
        return "running"
    return "not_met" if high < min(rotation.least) else "unknown"


def _is_in(event: Event, term: Term, today: int) -> bool:
    if event.terms:
        return event.terms.get(term.node) == Truth.HOLDS and event.days[1] <= today
    return event.own == Truth.HOLDS and event.is_inside(term.begins[1], min(term.ends[0], today))


def _may_be_in(event: Event, term: Term, today: int) -> bool:
    if term.node in event.terms:
        return True
    is_free = Truth.HOLDS not in event.terms.values()
    return is_free and event.may_be_inside(term.begins[0], min(term.ends[1], today))
