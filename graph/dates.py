"""Dates that are only partly known: intervals of days, never padded to a false day.

"2023" is the interval from its first to its last day. A comparison with a day therefore has three outcomes, and
`AllianceGraph.as_of` keeps them apart.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from ..errors import BadDate

_FORM = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?|Q(?P<quarter>[1-4])|H(?P<half>[12]))?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, month, quarter, half-year or year.

    Parameters
    ----------
    first, last
        The earliest and the latest day that it can be.
    """

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2024-05-12`, `2024-05`, `2024Q1`, `2023H2` or `2023`.

        Raises
        ------
        BadDate
            The text has another form, or names a day that does not exist.
        """
        try:
            return _parse(text.strip().upper())
        except BadDate as error:
            raise BadDate(text) from error

    @classmethod
    def of_days(cls, first: int, last: int) -> PartialDate:
        """The date between two proleptic ordinals, as `date.toordinal` counts them."""
        return cls(date.fromordinal(first), date.fromordinal(last))

    def __str__(self) -> str:
        start, end = self.first, self.last
        if start == end:
            return start.isoformat()
        months = end.month - start.month + 1
        if months == 1:
            return f"{start.year:04}-{start.month:02}"
        if months == 3:
            return f"{start.year:04}Q{end.month // 3}"
        if months == 6:
            return f"{start.year:04}H{end.month // 6}"
        return f"{start.year:04}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.to_string_ser_schema(),
        )


@lru_cache(maxsize=4096)
def _parse(text: str) -> PartialDate:
    match = _FORM.fullmatch(text)
    if not match:
        raise BadDate(text)
    year = int(match["year"])
    try:
        if match["day"]:
            day = date(year, int(match["month"]), int(match["day"]))
            return PartialDate(day, day)
        first_month, months = _months(match)
        last_month = first_month + months - 1
        last_day = calendar.monthrange(year, last_month)[1]
        return PartialDate(date(year, first_month, 1), date(year, last_month, last_day))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise BadDate(text) from error


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["month"]:
        return int(match["month"]), 1
    if match["quarter"]:
        return 3 * int(match["quarter"]) - 2, 3
    if match["half"]:
        return 6 * int(match["half"]) - 5, 6
    return 1, 12
