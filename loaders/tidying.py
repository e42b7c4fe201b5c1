"""How people write dates and numbers in tables, as the forms that the graph reads."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from ..errors import BadDate, InputRefused
from ..wording import Text
from .mappings.layout import Reading
from .mappings.words import says, words

_CHINESE = re.compile(
    r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]?)?|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)?"
)
_PLAIN = re.compile(r"(?P<year>\d{4})[./](?P<month>\d{1,2})(?:[./](?P<day>\d{1,2}))?")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WITHOUT_YEAR = re.compile(r"\d{1,2}月\d{1,2}[日号]?")
_YEAR = re.compile(r"\d{4}")
_UNIT = re.compile(r"(?P<number>\d+)[名人个家户]?")
_DAYS = ("date", "date_text")
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_YEARS = range(1000, 2200)


class NoDate(InputRefused):
    """A cell that a spreadsheet, or whoever filled it in, made into no date.

    Parameters
    ----------
    value
        What it holds.
    reason
        What it seems to be, and what to write.
    """

    kind = BadDate.kind
    sentence = Text("不是日期:{reason}", "no date: {reason}")

    def __init__(self, value: str, reason: Text) -> None:
        self.value, self.reason = value, reason


def tidied(text: str, reading: Reading) -> str:
    """A cell in the form that is read: `2024年4月1日` as 2024-04-01, full-width digits as digits.

    Parameters
    ----------
    text
        The cell; not empty.
    reading
        How its column is read.

    Raises
    ------
    NoDate
        A number of days, a day without a year, or a year that cannot be meant.
    """
    if reading in _DAYS:
        return _day(text, unicodedata.normalize("NFKC", text).strip())
    if reading in ("number", "quantity", "share", "part"):
        number = "".join(unicodedata.normalize("NFKC", text).split())
        match = _UNIT.fullmatch(number)
        return match["number"] if match and reading == "number" else number
    return text


def is_open_end(text: str) -> bool:
    """Whether a cell says that something goes on."""
    return says(text, words().open_end)


def _day(written: str, text: str) -> str:
    if _SERIAL.fullmatch(text):
        raise NoDate(written, _serial(text))
    if "月" in text or "年" in text:
        text = "".join(text.split())
    if _WITHOUT_YEAR.fullmatch(text):
        raise NoDate(written, Text("没有年份。请写成 2024-11-18 这样。", "it has no year. Write it like 2024-11-18."))
    match = _CHINESE.fullmatch(text) or _PLAIN.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        text = _joined(match.groupdict())
    year = _YEAR.match(text)
    if year and int(year[0]) not in _YEARS:
        raise NoDate(
            written,
            Text("不会是公元 {year} 年。请核对年份。", "it cannot be the year {year}. Check it.").fill(year=year[0]),
        )
    return text if match else written


def _serial(text: str) -> Text:
    meant = _FIRST_SERIAL_DAY + timedelta(days=int(float(text)))
    return Text(
        "像是电子表格的日期序号,即 {day}。请把这一列设为日期,或写成 {day}。",
        "it looks like a spreadsheet's number for {day}. Format the column as a date, or write {day}.",
    ).fill(day=str(meant))


def _joined(parts: dict[str, str | None]) -> str:
    year = parts["year"] or ""
    if half := parts.get("half"):
        return f"{year}H{'上下'.index(half) + 1}"
    if quarter := parts.get("quarter"):
        return f"{year}Q{'一二三四'.find(quarter) + 1 or quarter}"
    return "-".join([year, *(f"{int(parts[name] or 0):02}" for name in ("month", "day") if parts[name])])
