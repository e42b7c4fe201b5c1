"""Parts of a whole as they are written: 0.3, 30 %, 75 % to 100 %, at least half. What is not known is a range.

A share is what a supplier gives of a customer's supply of a product, or what an owner holds of a firm.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from ..errors import BadNumber
from ..wording import Text

_NUMBER = r"\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})(?P<low_percent>%?)(?:[-–—~至到](?P<high>{_NUMBER})(?P<high_percent>%?))?")
_LEAST = re.compile(rf"(?:≥|>=|至少|不低于)(?P<low>{_NUMBER})(?P<percent>%?)")
_ABOVE = re.compile(rf"(?P<low>{_NUMBER})(?P<percent>%?)以上")
_MEANT = Text(
    "0 到 1 之间的数或百分比,如 0.3、30%、75%-100%", "a number from 0 to 1 or percent, such as 0.3, 30%, 75%-100%"
)


class ShareRange(NamedTuple):
    """The least and the greatest that a share can be, each from 0 to 1."""

    low: float
    high: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `0.3`, `30%`, `75%-100%`, `0.75-1`, `≥50%`, `50%以上`.

        Raises
        ------
        BadNumber
            The text has another form, or is more than the whole.
        """
        form = "".join(text.split()).replace("％", "%")
        low, high = _bounds(form)
        if not 0 <= low <= high <= 1:
            raise BadNumber(text, _MEANT)
        return cls(low, high)

    def __str__(self) -> str:
        return f"{self.low:.10g}" if self.low == self.high else f"{self.low:.10g}-{self.high:.10g}"

    def words(self) -> Text:
        """In percent: `30 %`, `75–100 %`."""
        low, high = f"{100 * self.low:.4g}", f"{100 * self.high:.4g}"
        number = low if low == high else f"{low}–{high}"
        return Text(f"{number}%", f"{number} %")


UNKNOWN_SHARE = ShareRange(0.0, 1.0)
"""A share of which nothing is known."""


def _bounds(form: str) -> tuple[float, float]:
    """The bounds of a share; (-1, -1) where the text is none."""
    if match := _RANGE.fullmatch(form):
        percent = bool(match["low_percent"] or match["high_percent"])
        low = _part(match["low"], percent=percent)
        return low, _part(match["high"], percent=percent) if match["high"] else low
    if match := _LEAST.fullmatch(form) or _ABOVE.fullmatch(form):
        return _part(match["low"], percent=bool(match["percent"])), 1.0
    return -1.0, -1.0


def _part(number: str, *, percent: bool) -> float:
    return float(number) / 100 if percent else float(number)
