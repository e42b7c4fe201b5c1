"""A fact that a store cannot take, named with the place that it comes from."""

from __future__ import annotations

import json

from ...errors import FactRefused
from ...wording import Text, shortened
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
    name, place = shortened(row_key(row)), _place(row)
    where = Text(f"({place})", f" ({place})") if place else Text("", "")
    return FactRefused(
        Text(
            f"事实 {name}{where.zh}存不进库:{reason.zh}。没有写入任何内容。请改正后重新载入。",
            f"The fact {name}{where.en} cannot be kept: {reason.en}. Nothing was written. Correct it and load again.",
        ),
        row_key(row),
    )


def _place(row: Row) -> str:
    """Where the fact comes from, as its first sighting says."""
    sightings = json.loads(row.body).get("evidence") or [{}]
    return shortened(str(sightings[0].get("locator", "")))
