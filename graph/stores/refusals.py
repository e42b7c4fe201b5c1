"""A fact that a store cannot take, named with the place that it comes from."""

from __future__ import annotations

import json

from ...errors import FactRefused
from ...wording import NOTHING, Text, shortened
from .differences import Row, row_key


def refusal_of(row: Row, reason: Text) -> FactRefused:
    """The error that names a fact.

    Parameters
    ----------
    row
        The fact.
    reason
        Why it is refused, in few words and without a full stop.
    """
    sentence = Text(
        "事实 {name}{where}存不进库:{reason}。没有写入任何内容。请改正后重新载入。",
        "The fact {name}{where} cannot be kept: {reason}. Nothing was written. Correct it and load again.",
    )
    place = _place(row)
    where = Text(f"({place})", f" ({place})") if place else NOTHING
    return FactRefused(sentence.fill(name=shortened(row_key(row)), where=where, reason=reason), row_key(row))


def _place(row: Row) -> str:
    """Where the fact comes from, as its first sighting says."""
    sightings = json.loads(row.body).get("evidence") or [{}]
    return shortened(str(sightings[0].get("locator", "")))
