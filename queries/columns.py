"""The columns of an answer: declared on the fields of a row, for the screen, CSV, data frames, pages and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..wording import Language, Text

Value = str | int | float | Text | tuple[str, ...] | None
"""Several values are joined by ";"; a `Text` is given in the language of the user."""
PlainValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, and what of a row it shows: `name: Annotated[str, Column("名称", "name")]`.

    Parameters
    ----------
    zh, en
        What stands over it where people read.
    key
        Its name in CSV and data frames, the same in every language; the name of its field when empty.
    value
        Taken from the row; the field that is called as the key when absent.
    label
        The words that people read in the place of a code. Files hold the code under `key` and the words under
        `key_label`.
    on_screen
        Whether people need it; files have every column.
    after
        The key of the column that it follows, where the order of the fields, which is that of the JSON, is another.
    """

    zh: str
    en: str
    key: str = ""
    value: Callable[[Any], Value] | None = None
    label: Callable[[Any], Value] | None = None
    on_screen: bool = True
    after: str = ""

    @property
    def heading(self) -> Text:
        """What stands over it where people read."""
        return Text(self.zh, self.en)

    def of(self, row: Any) -> Value:
        """The value of a row."""
        value: Value = self.value(row) if self.value else getattr(row, self.key)
        return value

    @property
    def label_key(self) -> str:
        """The name of the column of the words in CSV and data frames."""
        return f"{self.key}_label"


def columns_of(fields: Mapping[str, Iterable[object]]) -> tuple[Column, ...]:
    """The columns of a row in their order.

    Parameters
    ----------
    fields
        By the name of each field what its annotation says beside the type.
    """
    found = [
        extra if extra.key else replace(extra, key=name)
        for name, extras in fields.items()
        for extra in extras
        if isinstance(extra, Column)
    ]

    def from_(before: str) -> Iterator[Column]:
        for column in found:
            if column.after == before:
                yield column
                yield from from_(column.key)

    return tuple(from_(""))


def keys(columns: Iterable[Column]) -> tuple[str, ...]:
    """The names of the columns in CSV and data frames."""
    return tuple(
        key for column in columns for key in ((column.key, column.label_key) if column.label else (column.key,))
    )


def file_cells(columns: Iterable[Column], row: Any, language: Language) -> dict[str, PlainValue]:
    """A row by keys, for CSV and data frames."""
    cells: dict[str, PlainValue] = {}
    for column in columns:
        cells[column.key] = _plain(column.of(row), language)
        if column.label:
            cells[column.label_key] = _plain(column.label(row), language)
    return cells


def screen_cells(columns: Iterable[Column], row: Any, language: Language) -> dict[str, PlainValue]:
    """A row by headings, for people."""
    return {
        column.heading.in_(language): _plain(column.label(row) if column.label else column.of(row), language)
        for column in columns
        if column.on_screen
    }


def _plain(value: Value, language: Language) -> PlainValue:
    if isinstance(value, Text):
        return value.in_(language)
    return ";".join(value) if isinstance(value, tuple) else value


def cell_text(value: PlainValue) -> str:
    """A value as people read it; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:g}"
    return str(value)
