"""Partial dates are intervals of days, and quantities keep what is known of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import BadDate, BadNumber
from alliance.graph.dates import PartialDate
from alliance.graph.models import Census
from alliance.graph.quantities import Quantity


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2024Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-05-12", date(2024, 5, 12), date(2024, 5, 12)),
        (" 2024-5-2 ", date(2024, 5, 2), date(2024, 5, 2)),
        ("2024q2", date(2024, 4, 1), date(2024, 6, 30)),
    ],
)
def test_a_partial_date_is_its_first_and_last_day(text: str, first: date, last: date) -> None:
    found = PartialDate.parse(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-02-30", "2023-02-29", "2024Q5", "2024H3", "2024/05", "0000", "2024-05-", "去年",
     "２０２４年", "2024-00", "2024-05-00", "20240512"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match="2023H2"):
        PartialDate.parse(text)


@given(day=st.dates(min_value=date(1, 1, 1)), form=st.sampled_from(["year", "half", "quarter", "month", "day"]))
def test_a_date_survives_its_text_and_holds_its_day(day: date, form: str) -> None:
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    text = {
        "year": f"{day.year:04}",
        "half": f"{day.year:04}H{half}",
        "quarter": f"{day.year:04}Q{quarter}",
        "month": f"{day:%Y-%m}".rjust(7, "0"),
        "day": day.isoformat(),
    }[form]
    found = PartialDate.parse(text)
    assert str(found) == text
    assert found.first <= day <= found.last
    assert PartialDate.of_days(found.first.toordinal(), found.last.toordinal()) == found
    days = (found.last - found.first + timedelta(1)).days
    assert days in {"year": {365, 366}, "half": {181, 182, 184}, "quarter": {90, 91, 92}, "month": {28, 29, 30, 31},
                    "day": {1}}[form]  # fmt: skip


def test_a_model_keeps_a_date_as_written() -> None:
    census = Census.model_validate_json('{"label": "x", "date": "2023H2"}')
    assert census.date == PartialDate.parse("2023H2")
    assert '"2023H2"' in census.model_dump_json()


@pytest.mark.parametrize(
    ("text", "value", "bound", "printed"),
    [
        ("13", 13, "exact", "13"),
        ("300+", 300, "at_least", "≥300"),
        ("300多个", 300, "at_least", "≥300"),
        ("300 多个", 300, "at_least", "≥300"),
        ("≥300", 300, "at_least", "≥300"),
        ("超过1,300家", 1300, "at_least", "≥1300"),
        ("300余户", 300, "at_least", "≥300"),
        ("30家以上", 30, "at_least", "≥30"),
        ("约34", 34, "about", "≈34"),
        ("12.5", 12.5, "exact", "12.5"),
        ("0", 0, "exact", "0"),
    ],
)
def test_a_quantity_keeps_its_bound(text: str, value: float, bound: str, printed: str) -> None:
    found = Quantity.parse(text)
    assert (found.value, found.bound, str(found)) == (value, bound, printed)


@pytest.mark.parametrize("text", ["", "多", "三百", "12-15", "1e5", "-3", "NaN", "13 14"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(BadNumber):
        Quantity.parse(text)


def test_what_is_no_date_is_told_as_it_was_written() -> None:
    with pytest.raises(BadDate, match='"last year"'):
        PartialDate.parse("last year")
