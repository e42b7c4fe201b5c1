"""A fact as the fold of what its sources say of it.

A speaker is one source, or one file of a source that has several. What each speaker says is kept, and the values of
the fact follow from all of it: for each field that of the newest dated source which states one, undated sources last,
then by id of the source and file; aliases and other names are united. So it does not matter in which order or in how
many batches the sources were loaded. Where a speaker says something else than the fact, its first sighting keeps it
(`Evidence.states`), so that a fact can be taken apart again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .dates import PartialDate
from .identity import canonical_json
from .limits import check_attributes, check_names
from .rows import NodeRow, RelationshipRow

Values = dict[str, Any]
Dates = Mapping[str, PartialDate]
"""The date of each source that has one."""
FactRow = NodeRow | RelationshipRow
_ATTRIBUTE = "attributes."
_ABSENT: Values = {"valid_to": "", "observed_at": "", "strength": None, "confidence": None, "status": "tentative"}
"""What a row of a relationship holds where nothing is stated; `tentative` is what a table without a status gets."""
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, order=True)
class Speaker:
    """Who says something of a fact: a source, by one of its files."""

    source: str
    file: str


@dataclass(slots=True)
class Said:
    """What one speaker says of a fact.

    Parameters
    ----------
    values
        By field, as JSON; attributes as `attributes.name`. What is not stated is absent.
    evidence
        Its sightings, as JSON and without what they state.
    """

    values: Values
    evidence: list[Values]


def said_of(row: FactRow) -> dict[Speaker, Said]:
    """What each speaker says of a fact; one without any evidence has the speaker of no source."""
    values, evidence = _taken_apart(row)
    said: dict[Speaker, Said] = {}
    for sighting in evidence or [{"source": ""}]:
        speaker = Speaker(sighting["source"], file_of(sighting.get("locator", "")))
        states = sighting.get("states", {})
        entry = said.setdefault(speaker, Said(dict(values), []))
        entry.values = {key: value for key, value in (entry.values | states).items() if value is not None}
        if evidence:
            entry.evidence.append({key: value for key, value in sighting.items() if key != "states"})
    return said


def united(*told: Mapping[Speaker, Said]) -> dict[Speaker, Said]:
    """What several tellings say together; of one speaker the last one counts, and a source before none."""
    together = {speaker: said for telling in told for speaker, said in telling.items()}
    sourced = {speaker: said for speaker, said in together.items() if speaker.source}
    return sourced or together


def folded(row: FactRow, said: Mapping[Speaker, Said], dates: Dates) -> FactRow:
    """The fact that follows from what is said of it.

    Parameters
    ----------
    row
        Any row of the fact, for its key.
    said
        What each speaker says; at least one.
    dates
        The date of each source that has one.
    """
    order = sorted(said, key=lambda speaker: _rank(speaker, dates), reverse=True)
    told = [said[speaker].values for speaker in order]
    values = dict(told[0]) if len(told) == 1 else _values_of(told)
    evidence = [
        sighting | ({"states": states} if not place and (states := _other(entry.values, values)) else {})
        for entry in said.values()
        for place, sighting in enumerate(in_order(entry.evidence))
    ]
    return _put_together(row, values, in_order(evidence))


def file_of(locator: str) -> str:
    """The file and sheet that a locator such as `relationships.csv:30` or `list.xlsx[members]!7` stands in."""
    place = max(locator.rfind(":"), locator.rfind("!"))
    return locator[:place] if place > 0 else ""


def in_order(evidence: Iterable[Values]) -> list[Values]:
    """Sightings in the order of their places, row 9 before row 10."""
    evidence = list(evidence)
    if len(evidence) == 1:
        return evidence
    return sorted(evidence, key=lambda sighting: (_place(sighting.get("locator", "")), canonical_json(sighting)))


def _place(locator: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in _NUMBERS.split(locator)]


def _rank(speaker: Speaker, dates: Dates) -> tuple[int, int, Speaker]:
    date = dates.get(speaker.source)
    return (date.last.toordinal(), date.first.toordinal(), speaker) if date else (0, 0, speaker)


def _values_of(told: list[Values]) -> Values:
    """The values of a fact of several speakers, the first of which counts most."""
    values: Values = {}
    for said in reversed(told):
        values |= said
    if name := values.get("name"):
        names = [text for said in told for text in (said["name"], *said.get("aliases", ()))]
        values["aliases"] = [text for text in dict.fromkeys(names) if text != name]
        if not values["aliases"]:
            del values["aliases"]
    return values


def _other(said: Values, values: Values) -> Values:
    """What a speaker says otherwise than the fact; null for what it does not state."""
    return {
        key: said.get(key) for key in sorted(said.keys() | values.keys()) if _differ(said.get(key), values.get(key))
    }


def _differ(one: Any, other: Any) -> bool:
    """Whether two values are other JSON; in Python 1 equals True."""
    if isinstance(one, dict):
        return canonical_json(one) != canonical_json(other)
    return type(one) is not type(other) or bool(one != other)


def _taken_apart(row: FactRow) -> tuple[Values, list[Values]]:
    body = json.loads(row.body)
    evidence, attributes = body.pop("evidence", []), body.pop("attributes", {})
    if isinstance(row, NodeRow):
        values = {"kind": row.kind, "name": row.name, **body}
    else:
        values = {key: value for key, absent in _ABSENT.items() if (value := getattr(row, key)) != absent}
    return values | {f"{_ATTRIBUTE}{key}": value for key, value in attributes.items()}, evidence


def _put_together(row: FactRow, values: Values, evidence: list[Values]) -> FactRow:
    """The row of some values; all of them were checked when they were said, but not together."""
    fields = {key: value for key, value in values.items() if not key.startswith(_ATTRIBUTE)}
    attributes = {key.removeprefix(_ATTRIBUTE): values[key] for key in values if key.startswith(_ATTRIBUTE)}
    check_attributes(attributes)
    rest: Values = {"attributes": attributes} if attributes else {}
    if evidence:
        rest["evidence"] = evidence
    if isinstance(row, NodeRow):
        kind, name = fields.pop("kind"), fields.pop("name")
        check_names((row.id, name, *fields.get("aliases", ())))
        return NodeRow(row.id, kind, name, canonical_json(fields | rest))
    changes: Values = {key: fields.get(key, absent) for key, absent in _ABSENT.items()}
    return row._replace(**changes, body=canonical_json(rest))


def folded_relationship(rows: Sequence[RelationshipRow], dates: Dates) -> RelationshipRow:
    """One relationship of what several sources of one batch say of it."""
    said: dict[Speaker, Said] = {}
    for row in rows:
        for speaker, entry in said_of(row).items():
            said.setdefault(speaker, Said(entry.values, [])).evidence.extend(entry.evidence)
    whole = folded(rows[0], said, dates)
    assert isinstance(whole, RelationshipRow)
    return whole


def is_shared(body: str) -> bool:
    """Whether a body holds more than one sighting."""
    return body.count('"source":"') > 1
