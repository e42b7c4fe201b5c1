"""Since which census a gap has been there: it is judged anew on the day of every earlier census."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from ...graph.alliance_graph import AllianceGraph
from ...graph.derived import derived
from ..chain import Chain
from .judging import all_judged
from .rules import Gap, Judgement


class Persistence(NamedTuple):
    """How long a gap has been certain without a break.

    Parameters
    ----------
    first_seen
        The census that first shows it; empty where none does.
    censuses
        How many censuses show it, that one and all later ones up to the day of the question.
    """

    first_seen: str
    censuses: int


NEVER_SEEN = Persistence("", 0)


def judgement_key(view: AllianceGraph, item: Judgement) -> str:
    """What a judgement is of, alike on every day: its kind, the id of its subject, and its detail."""
    subject = view.node_ids[item.subject] if item.subject is not None else ""
    return f"{item.gap}|{subject}|{item.detail.zh}"


class History:
    """What earlier censuses showed.

    Parameters
    ----------
    view
        The graph on the day of the question.
    """

    def __init__(self, view: AllianceGraph) -> None:
        self._view, self._whole = view, view.whole

    def of(self, gap: Gap) -> Persistence:
        """Since when a gap has been there."""
        key = judgement_key(self._view, gap)
        run = list(takewhile(lambda census: key in _certain_on(self._whole, census[1]), self._censuses))
        return Persistence(run[-1][0] if run else "", len(run))

    @property
    def _censuses(self) -> Sequence[tuple[str, date]]:
        """The censuses up to the day of the question, the newest first; of several of one day the first by label."""
        day = self._view.as_of_day
        by_day = {
            census.date.last: census.label
            for census in sorted(self._view.records.censuses.values(), key=lambda census: census.label, reverse=True)
            if day is None or census.date.last <= day
        }
        return [(by_day[day], day) for day in sorted(by_day, reverse=True)]


@derived
def _certain_on(graph: AllianceGraph, day: date) -> frozenset[str]:
    view = graph.as_of(day)
    return frozenset(judgement_key(view, item) for item in all_judged(Chain.of(view)) if isinstance(item, Gap))
