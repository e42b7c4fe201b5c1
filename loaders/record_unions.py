"""Sources, censuses and promises of a batch, completed by what the store holds of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ..graph.dates import PartialDate
from ..graph.folding import Speaker, file_of
from ..graph.models import Census, Evidence, Roster, Source
from ..graph.names import normal_form
from ..graph.records import Record, Records
from .collisions import Collisions

Value = TypeVar("Value", str, PartialDate | None)


def records_with(mine: Records, theirs: Records, collisions: Collisions, *, correct_sources: bool) -> Records:
    """The records of a batch, each completed by the one of its key in the store.

    Parameters
    ----------
    mine, theirs
        Of the batch and of the store.
    collisions
        Takes note of what cannot be the same.
    correct_sources
        Whether what the batch says of a source counts.
    """
    return Records.of(
        [
            *(_source(source, theirs.sources, collisions, correct=correct_sources) for source in mine.sources.values()),
            *(_census(census, theirs.censuses, collisions) for census in mine.censuses.values()),
            *(_roster(key, roster, theirs.rosters) for key, roster in mine.rosters.items()),
            *mine.measures.values(),
            *mine.judgements.values(),
        ]
    )


def _source(mine: Source, known: Mapping[str, Source], collisions: Collisions, *, correct: bool) -> Source:
    theirs = known.get(mine.id)
    if theirs is None or theirs == mine:
        return mine
    values = {}
    for field in Source.model_fields:
        first, second = getattr(mine, field), getattr(theirs, field)
        values[field] = (first or second) if correct else _one(first, second)
    if None in (values[field] for field in values if getattr(mine, field) is not None):
        collisions.note_source(mine, theirs)
        return mine
    return Source(**values)


def _one(mine: Value, theirs: Value) -> Value | None:
    """The value that two texts or dates agree on, the one that is known, the more exact date; None for neither."""
    if not mine or not theirs or mine == theirs:
        return mine or theirs
    if isinstance(mine, PartialDate) and isinstance(theirs, PartialDate):
        return exact_date(mine, theirs)
    if isinstance(mine, str) and isinstance(theirs, str) and normal_form(mine) == normal_form(theirs):
        return min(mine, theirs)
    return None


def exact_date(one: PartialDate, other: PartialDate) -> PartialDate | None:
    """Of two dates the one that lies within the other; None when neither does."""
    for inner, outer in ((one, other), (other, one)):
        if outer.first <= inner.first and inner.last <= outer.last:
            return inner
    return None


def _census(mine: Census, known: Mapping[str, Census], collisions: Collisions) -> Census:
    theirs = known.get(mine.label)
    date = exact_date(mine.date, theirs.date) if theirs else mine.date
    if date is None and theirs is not None:
        collisions.note_census(mine, theirs)
        return mine
    return Census(label=mine.label, date=date)


def _roster(key: str, mine: Roster, known: Mapping[str, Roster]) -> Record:
    """A promise rests on everything that makes it; a file that is loaded again replaces what it said."""
    theirs = known.get(key)
    if theirs is None:
        return mine
    seen: dict[Speaker, list[Evidence]] = {}
    again = {_speaker(sighting) for sighting in mine.evidence}
    for sighting in (*(entry for entry in theirs.evidence if _speaker(entry) not in again), *mine.evidence):
        seen.setdefault(_speaker(sighting), []).append(sighting)
    return mine.model_copy(update={"evidence": tuple(entry for key in sorted(seen) for entry in seen[key])})


def _speaker(sighting: Evidence) -> Speaker:
    return Speaker(sighting.source, file_of(sighting.locator))
