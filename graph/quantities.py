"""Counts and amounts as they were published: exact, at least, or about.

"300 多个" is stored as at least 300: it is neither 300 nor unknown.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..errors import BadNumber
from ..wording import Text
from .limits import MOST_AMOUNT

Bound = Literal["exact", "at_least", "about"]

_FORM = re.compile(
    r"(?P<least>≥|>=|至少|不少于|超过|超)?(?P<about>约)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<more>\+|多|余|以上)?[个家名户]?(?P<above>以上)?"
)


class Quantity(BaseModel):
    """A number and what is known of it.

    Parameters
    ----------
    value
        The number as published, at most `MOST_AMOUNT`.
    bound
        `exact`, `at_least` (a lower bound) or `about`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(ge=-MOST_AMOUNT, le=MOST_AMOUNT, allow_inf_nan=False)
    bound: Bound = "exact"

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read `13`, `300+`, `≥300`, `300多`, `约34`.

        Raises
        ------
        BadNumber
            The text is not a number in one of these forms, or is larger than anything that is counted.
        """
        match = _FORM.fullmatch(text.strip())
        if not match:
            raise BadNumber(text, Text("数字,如 13、300+、≥300、约34", "a number such as 13, 300+, ≥300, 约34"))
        bound: Bound = "about" if match["about"] else "exact"
        if match["least"] or match["more"] or match["above"]:
            bound = "at_least"
        value = float(match["number"].replace(",", ""))
        if value > MOST_AMOUNT:
            most = Text(f"不超过 {MOST_AMOUNT:g} 的数", f"a number of at most {MOST_AMOUNT:g}")
            raise BadNumber(text, most)
        return cls(value=value, bound=bound)

    def agrees_with(self, other: Quantity) -> bool:
        """Whether both can be true of one thing.

        An exact number must be the same, or not below a lower bound; what is only about right contradicts nothing,
        since nobody says how far off it may be.
        """
        bounds = {self.bound, other.bound}
        if bounds == {"exact"}:
            return self.value == other.value
        if bounds == {"exact", "at_least"}:
            exact, least = (self, other) if self.bound == "exact" else (other, self)
            return exact.value >= least.value
        return True

    def __str__(self) -> str:
        number = f"{self.value:.10g}"
        return {"exact": number, "at_least": f"≥{number}", "about": f"≈{number}"}[self.bound]
