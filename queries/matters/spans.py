"""Moments that are only partly known, and the days between them, as intervals.

A moment is the first and the last day on which it can be, as ordinals; unknown ends are infinite. What is worked out of
several moments holds in every possible world: the ends of an interval are reached, and nothing lies outside of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from ...errors import BadDate
from ...graph.dates import PartialDate
from ...graph.fields import UNKNOWN_DAY
from ...graph.limits import Scalar
from ..answer import AnswerModel

Span = tuple[float, float]
"""The first and the last day, as ordinals."""
ANY: Span = (-math.inf, math.inf)
NEVER: Span = (math.inf, math.inf)


def of_column(days: Iterable[int]) -> Span:
    """The moment of a date of a relationship; of an unknown one any day."""
    first, last = days
    return ANY if last == UNKNOWN_DAY else (float(first), float(last))


def of_attribute(value: Scalar | None) -> Span | None:
    """The moment that an attribute states; None where it states none, or not as a date."""
    try:
        stated = PartialDate.parse(str(value or ""))
    except BadDate:
        return None
    return float(stated.first.toordinal()), float(stated.last.toordinal())


def earliest(certain: Iterable[Span], possible: Iterable[Span] = ()) -> Span:
    """When the first of several moments was, of which those that are only possible may never have been."""
    sure, perhaps = list(certain), list(possible)
    first = min((span[0] for span in (*sure, *perhaps)), default=math.inf)
    return first, min((span[1] for span in sure), default=math.inf)


def stated(span: Span) -> bool:
    """Whether anything is known of a moment."""
    return span not in (ANY, NEVER)


def span_text(span: Span | None) -> str | None:
    """A moment as it is written: `2024-05-12`, `2024Q1`, `2024-03-01/2024-06-15`, `../2024-06-30` (ISO 8601-2)."""
    if span is None or not stated(span):
        return None
    first, last = ("" if math.isinf(end) else date.fromordinal(int(end)).isoformat() for end in span)
    if not first or not last:
        return f"{first or '..'}/{last or '..'}"
    whole = PartialDate(date.fromisoformat(first), date.fromisoformat(last))
    return str(whole) if _is_written(whole) else f"{first}/{last}"


def _is_written(moment: PartialDate) -> bool:
    return PartialDate.parse(str(moment)) == moment


class Interval(AnswerModel):
    """A number as far as it is known.

    Parameters
    ----------
    low, high
        At least and at most; `high` is None where there is no upper end.
    """

    low: float
    high: float | None

    @classmethod
    def of(cls, low: float, high: float) -> Interval:
        """With an infinite upper end as None."""
        return cls(low=low, high=None if math.isinf(high) else high)

    def text(self) -> str:
        """`12`, `3–12`, `12+`."""
        if self.high is None:
            return f"{self.low:.10g}+"
        return f"{self.low:.10g}" if self.low == self.high else f"{self.low:.10g}–{self.high:.10g}"


def between(start: Span, end: Span) -> Span | None:
    """The days from one moment to a later one; None where one of them is unknown, or they are the other way round."""
    low, high = end[0] - start[1], end[1] - start[0]
    if not (stated(start) and stated(end)) or math.isnan(high) or high < 0:
        return None
    return max(0.0, low), high


def median(days: Iterable[Span]) -> Interval | None:
    """Between which numbers the median lies, wherever in its interval each number is; None of none.

    It takes every low end and every high end: the median grows with each number. What has not ended has no high end,
    so nothing is supposed of how it will go on; Kaplan and Meier (1958, Journal of the American Statistical Association
    53:457-481) estimate one number by supposing that it goes on as the others did.
    """
    spans = list(days)
    if not spans:
        return None
    low, high = (_middle(sorted(ends)) for ends in zip(*spans, strict=True))
    return Interval.of(low, high)


def _middle(numbers: list[float]) -> float:
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
