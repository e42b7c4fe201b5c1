"""What a table is to whoever reads its rows, whatever file it comes from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ...errors import FileRefused
from ...graph.limits import MOST_ATTRIBUTE_NAME, Scalar
from ...wording import Text, plural, shortened, some, steering
from ..mappings.headings import Headings
from ..mappings.layout import TableLayout
from ..row_errors import RowError

MOST_COLUMNS = 16_384
"""No spreadsheet has more: a longer header is a file of another form."""
_NO_VALUES: Mapping[str, Scalar] = MappingProxyType({})


class TextRow(NamedTuple):
    """One row.

    Parameters
    ----------
    line
        The line where it starts in its file, or its row in the sheet.
    place
        The same with the name of the file, as evidence is cited.
    cells
        What is not empty, by column.
    errors
        What is wrong with it as a row of text; without cells when it is of a wrong length.
    values
        Attributes that are numbers or yes or no already, by name.
    """

    line: int
    place: str
    cells: dict[str, str]
    errors: tuple[RowError, ...] = ()
    values: Mapping[str, Scalar] = _NO_VALUES


class Table(ABC):
    """Rows of text under a header, with their places.

    Parameters
    ----------
    file
        Its name in messages and evidence.
    path
        What messages about the whole table call it.
    header
        The cells of its header as they are written.
    table
        What its columns mean.

    Raises
    ------
    FileRefused
        The header cannot be one, or lacks a column that must be there.
    """

    encoding = "utf-8-sig"
    rows_above = 0
    lines = 0
    """About how many lines the file has, or rows the sheet."""
    titles: tuple[str, ...] = ()
    """What stands above its header, and what it is called: there an office writes whose roster it is."""

    def __init__(self, file: str, path: str, header: Sequence[str], table: TableLayout) -> None:
        self.file = file
        self._header = Headings(table).columns(header)
        self._headings = dict(zip(self._header, header, strict=True))
        _check_header(path, self._header, table.needed)

    @property
    def columns(self) -> list[str]:
        """The columns that have a heading."""
        return [name for name in self._header if name]

    def heading(self, column: str) -> str:
        """What stands over a column in the file."""
        return self._headings.get(column, column)

    def place(self, line: int) -> str:
        """A row with the name of its table, as evidence is cited."""
        return f"{self.file}:{line}"

    def cell_place(self, row: TextRow, column: str) -> str:  # noqa: ARG002 - a CSV file has no addresses of cells
        """Where a cell of a row stands, as evidence is cited."""
        return row.place

    def told(self, error: RowError) -> RowError:
        """An error as it is told of this table: under the heading of the file."""
        letters = column_letters(self._header.index(error.column)) if error.column in self.columns else ""
        return error.under(self.heading(error.column)).in_column(letters)

    def written(self) -> Iterator[tuple[int, list[str]]]:
        """The rows under the header as they are written, each with its line."""
        for row in self.rows():
            yield row.line, [row.cells.get(name, "") for name in self._header]

    @property
    def header(self) -> list[str]:
        """What stands over each column in the file."""
        return [self.heading(name) for name in self._header]

    @abstractmethod
    def rows(self) -> Iterator[TextRow]:
        """The rows under the header that are not blank.

        Raises
        ------
        FileRefused
            The table cannot be read from some row on.
        """


def column_letters(column: int) -> str:
    """A column as a spreadsheet names it: A is 0, AA is 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_header(path: str, header: list[str], needed: list[str]) -> None:
    """Refuse a header that cannot be one; headings that are empty may pass, since spreadsheets leave them behind."""
    if len(header) > MOST_COLUMNS:
        raise FileRefused(
            Text(
                "{path} 有 {columns:,} 列,最多 {most:,} 列。请检查分隔符,或拆分表格。",
                "{path} has {columns:,} columns, the most is {most:,}. Check its separators, or split it.",
            ),
            path=path,
            columns=len(header),
            most=MOST_COLUMNS,
        )
    _check_headings(path, header)
    counts = Counter(name for name in header if name)
    if missing := [name for name in needed if name not in counts]:
        lacking = Text(
            "{path} 缺少列:{missing}。表头是:{header}。",
            "{path} lacks {columns}: {missing}. Its header is: {header}.",
        )
        there = some([shortened(name) for name in counts], limit=12)
        columns = plural(len(missing), "column")
        raise FileRefused(lacking, path=path, columns=columns, missing=some(missing), header=there)
    if repeated := sorted(shortened(name) for name, count in counts.items() if count > 1):
        repeating = Text("{path} 的列名重复:{names}。", "{path} repeats {columns}: {names}.")
        raise FileRefused(repeating, path=path, columns=plural(len(repeated), "column"), names=some(repeated))


def _check_headings(path: str, header: list[str]) -> None:
    """A heading becomes the name of an attribute, so it may be no larger than one."""
    for column, name in enumerate(header, start=1):
        if len(name) > MOST_ATTRIBUTE_NAME or steering(name):
            raise FileRefused(
                Text(
                    "{path} 第 {column} 列的列名“{heading}”太长(最多 {most} 个字符)或含有控制字符。请改正列名。",
                    '{path}: the heading of column {column}, "{heading}", is longer than {most} characters '
                    "or holds a control character. Correct it.",
                ),
                path=path,
                column=column,
                heading=shortened(name),
                most=MOST_ATTRIBUTE_NAME,
            )
