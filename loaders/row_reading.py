"""From the cells of a row to its values: each column knows how it is read, and works out once what it says often."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from ..errors import InputRefused
from ..graph.dates import PartialDate
from ..graph.declarations import NO_NEEDS
from ..graph.labels import value_code
from ..wording import Text
from .cells import Known, read_cell
from .false_texts import true_text
from .mappings.layout import Column, TableLayout
from .mappings.words import is_empty, plain, terms
from .notes import FileNotes
from .row_errors import RowError
from .tables.table import TextRow
from .tidying import is_open_end, tidied

Values = dict[str, Any]
ATTRIBUTES = "attributes."
_EMPTY = Text("没有填写", "empty cell")
_KEPT = Column(to="")
"""A column that the layout does not know: its cells are kept as they are."""
_REMEMBERED = 2_048  # texts a column: kinds, places, days and sources recur, names do not


class _Cell(NamedTuple):
    """What a cell says: None when nothing is known; and its other form, where it is read in another form."""

    value: Any
    tidied: str | None


class _Reader(NamedTuple):
    """How the cells of a column are read, and the field or attribute that they go to; an empty key for none."""

    read: Callable[[str], _Cell]
    key: str
    is_attribute: bool


class RowReader:
    """Reads the rows of one table.

    Parameters
    ----------
    table, file
        Its layout and its name.
    known
        What a cell may refer to; nothing is added to its sources and censuses any more.
    notes
        Tells which columns are passed over; counts the cells that are read as empty or in another form.
    """

    def __init__(self, table: TableLayout, file: str, known: Known, notes: FileNotes) -> None:
        self._table, self._file, self._known, self._notes = table, file, known, notes
        self.passed_over = frozenset((*notes.unused, *notes.persons))
        self._readers: dict[str, _Reader] = {}
        self._required = {name: table.columns[name] for name in table.required}

    def read(self, row: TextRow) -> tuple[Values, list[RowError]]:
        """The values of a row by field, and what is wrong with its cells."""
        attributes: Values = dict(row.values)
        values: Values = {"attributes": attributes, **self._table.constants}
        errors: list[RowError] = []
        for name, text in row.cells.items():
            reader = self._readers.get(name) or self._reader(name)
            try:
                value, other = reader.read(text)
            except InputRefused as error:
                errors.append(RowError(self._file, row.line, name, text, error.message, error.kind))
                continue
            if value is None:
                self._notes.empty[text] += 1
                continue
            if other is not None:
                self._notes.tidied[text, other] += 1
            if reader.key:
                (attributes if reader.is_attribute else values)[reader.key] = value
        return values, [*self._lacking(row, values, errors), *errors]

    def _reader(self, name: str) -> _Reader:
        """How a column is read; what nodes are called is looked up each time, since it is counted."""
        column = self._table.columns.get(name, _KEPT)
        to = column.to if name in self._table.columns else f"{ATTRIBUTES}{name}"
        key = to.removeprefix(ATTRIBUTES)
        read = partial(_cell, column=column, known=self._known, attribute=key if key != to else "")
        found = _Reader(read if column.reading == "node" else lru_cache(_REMEMBERED)(read), key, key != to)
        self._readers[name] = found
        return found

    def _lacking(self, row: TextRow, values: Values, errors: list[RowError]) -> list[RowError]:
        return [
            RowError(self._file, row.line, name, row.cells.get(name, ""), _why_needed(column), _EMPTY)
            for name, column in self._required.items()
            if column.to not in values
            and not _filled(values, column.to)
            and not any(error.column == name for error in errors)
        ]


def _cell(text: str, column: Column, known: Known, attribute: str) -> _Cell:
    """What a cell of a column says, and as an attribute in the code of its value."""
    if column.reading == "cover" and plain(text) in terms("cover"):
        form, value = text, read_cell(text, column.reading, known)
    elif column.reading == "instruments" and plain(text) == NO_NEEDS:
        form, value = text, NO_NEEDS
    elif is_empty(text) or (column.to == "valid_to" and is_open_end(text)):
        return _Cell(None, None)
    else:
        form = tidied(true_text(text, column), column.reading)
        value = read_cell(form, column.reading, known)
        form = value if column.reading == "code" else form
    return _Cell(_kept(attribute, value) if attribute else value, form if form != text else None)


def _kept(key: str, value: Any) -> Any:
    """A value as an attribute keeps it."""
    text = "、".join(value) if isinstance(value, tuple) else str(value) if isinstance(value, PartialDate) else value
    return value_code(key, text)


def _filled(values: Values, to: str) -> bool:
    return to.startswith(ATTRIBUTES) and to.removeprefix(ATTRIBUTES) in values["attributes"]


def _why_needed(column: Column) -> Text:
    if column.reading == "kind":
        return Text(
            "看不出是哪一类。请写上类型,如:企业、农民专业合作社、党政机关。",
            "must not be empty: the name does not tell the kind. Write it, for instance enterprise.",
        )
    return Text("不能为空。", "must not be empty.")
