"""The day of a census that is known by its label alone."""

from __future__ import annotations

from ..errors import BadDate, InputRefused
from ..graph.dates import PartialDate
from ..wording import Text
from .tidying import tidied

_NO_DAY = Text(
    "不知道普查“{label}”的日期。请在日期列写上,或把普查写成 2024H1 这样。",
    'It is not known when the census "{label}" was. Write its date, or call it like 2024H1.',
)


def census_day(label: str) -> PartialDate:
    """The last day of the period that a label names: 2024H1 is valid for 2024-06-30.

    Parameters
    ----------
    label
        The label of the census.

    Raises
    ------
    InputRefused
        It names no period.
    """
    try:
        last = PartialDate.parse(tidied(label, "date")).last
    except (BadDate, InputRefused) as error:
        raise InputRefused(_NO_DAY, label=label) from error
    return PartialDate(last, last)
