"""JSON lines of any shape as a table: a column for each field, by its dotted path, and a row for each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ...errors import FileRefused
from ...wording import Text
from ..mappings.headings import MOST_ROWS_ABOVE
from ..mappings.layout import TableLayout
from ..row_errors import RowError
from .json_values import json_lines
from .table import MOST_COLUMNS, Table, TextRow

_PARTS = ";"
_NO_OBJECT = Text("不是对象。每行应为一个对象。", "is no object. Each line should be one.")
_NOT_OBJECTS = Text("不是对象", "no object")
_TOO_MANY = Text(
    "{path} 的字段超过 {most:,} 个。请先整理成表。", "{path} has more than {most:,} fields. Make a table of it first."
)


class JsonLinesTable(Table):
    """A file of JSON lines as rows of text; its lines are read anew each time, so only the file is kept in memory.

    A nested field is a column by its path (`address.city`), a list of values one cell by ";", a list of objects its
    JSON. What is null or empty is an empty cell.

    Parameters
    ----------
    path
        The file.
    table
        What its columns mean.

    Raises
    ------
    FileRefused
        It is no file, too large, or no JSON; or it lacks a column that must be there.
    """

    def __init__(self, path: Path, table: TableLayout) -> None:
        self._path = path
        names: dict[str, None] = {}
        for _, value in json_lines(path):
            names.update(dict.fromkeys(cells_of_object(value)) if isinstance(value, dict) else {})
            if len(names) > MOST_COLUMNS:
                raise FileRefused(_TOO_MANY, path=path, most=MOST_COLUMNS)
        super().__init__(path.name, str(path), list(names), table)
        self._column = dict(zip(names, self._header, strict=True))

    def rows(self) -> Iterator[TextRow]:
        """The lines that are not blank."""
        for line, value in json_lines(self._path):
            if isinstance(value, dict):
                cells = {self._column[name]: text for name, text in cells_of_object(value).items()}
                yield TextRow(line, self.place(line), cells)
            else:
                error = RowError(self.file, line, "", str(value), _NO_OBJECT, _NOT_OBJECTS)
                yield TextRow(line, self.place(line), {}, (error,))


def first_rows_of_lines(path: Path) -> list[list[str]]:
    """The fields of the first lines as a header, and the lines below it.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, too large, or no JSON.
    """
    first = islice((value for _, value in json_lines(path) if isinstance(value, dict)), MOST_ROWS_ABOVE)
    cells = [cells_of_object(value) for value in first]
    names = list(dict.fromkeys(name for row in cells for name in row))
    return [names, *([row.get(name, "") for name in names] for row in cells)]


def cells_of_object(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """The cells of an object by dotted path.

    Parameters
    ----------
    value
        The object.
    prefix
        The path to it, with a dot at its end.
    """
    cells: dict[str, str] = {}
    for key, inner in value.items():
        name = f"{prefix}{key}".strip()
        if isinstance(inner, dict):
            cells |= cells_of_object(inner, f"{name}.")
        elif text := _text(inner):
            cells[name] = text
    return cells


def _text(value: Any) -> str:
    if isinstance(value, list):
        simple = all(not isinstance(part, (dict, list)) for part in value)
        return _PARTS.join(filter(None, map(_text, value))) if simple else json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
