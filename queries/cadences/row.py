"""What the rows of several questions about cadence have in common: dated events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...wording import NOTHING, Text, some
from ..answer import AnswerModel, NodeRef
from ..columns import Column
from ..evidence import EvidenceBook, node_ref
from .events import FIRST, LAST, Days, Event

_MOST_NAMED = 4


class DatedEvent(AnswerModel):
    """A meeting or an activity with its date as far as it is known; empty where nobody says when it was."""

    event: NodeRef
    date: str


def dated(graph: AllianceGraph, events: Iterable[Event]) -> tuple[DatedEvent, ...]:
    """Events as a row names them."""
    return tuple(DatedEvent(event=node_ref(graph, event.node), date=days_text(event.days)) for event in events)


def evidence_of(graph: AllianceGraph, book: EvidenceBook, events: Iterable[Event]) -> tuple[str, ...]:
    """Enter the evidence of events and of the links that say whose they are."""
    found: dict[str, None] = {}
    for event in events:
        found |= dict.fromkeys(book.of_node(graph, event.node))
        found |= dict.fromkeys(book.of_relationships(graph, event.links))
    return tuple(found)


def days_text(days: Days) -> str:
    """Days as people write them: `2024-03-05`, `2024Q1`, `2024-01-10/2024-02-05`; empty where they are not known."""
    if days == (FIRST, LAST):
        return ""
    first, last = map(date.fromordinal, days)
    whole = PartialDate(first, last)
    written = str(whole)
    return written if PartialDate.parse(written) == whole else f"{first}/{last}"


def events_column(zh: str, en: str) -> tuple[Column, Column]:
    """The columns of a field of dated events: their ids in files, their dates and names where people read."""
    return (
        Column(f"{zh} id", f"{en} ids", "event_ids", lambda row: tuple(event.event.id for event in row.events),
               on_screen=False),
        Column(zh, en, "events", _named),
    )  # fmt: skip


def _named(row: Any) -> Text:
    names = [f"{event.date} {event.event.name}".strip() for event in row.events]
    return some(names, limit=_MOST_NAMED) if names else NOTHING
