"""The day that a source speaks for."""

from __future__ import annotations

from .dates import PartialDate
from .records import Records


def source_dates(records: Records) -> dict[str, PartialDate]:
    """The date of every source that has one: that of the census that it was loaded as, else its own."""
    days: dict[str, PartialDate] = {}
    for key, source in records.sources.items():
        census = records.censuses.get(source.census)
        if date := census.date if census else source.date:
            days[key] = date
    return days
