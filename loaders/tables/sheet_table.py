"""A sheet of a workbook as a table: which one it is, its header below titles and groups, addresses of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ...wording import Text, plural, shortened, some
from ..mappings.headings import MOST_ROWS_ABOVE, Headings
from ..mappings.layout import TableLayout
from ..mappings.recognition import Recognised, recognised
from ..row_errors import RowError
from .table import Table, TextRow, column_letters
from .workbook import Sheet, Workbook

_LOST_VALUE = Text(
    "表中的错误值。请改正公式或填入内容。", "is an error of the spreadsheet. Correct it or write the value."
)
_NO_VALUE = Text(
    "公式没有保存结果。请在电子表格软件中打开并保存一次,或填入内容。",
    "is a formula without a saved value. Open and save the file once in a spreadsheet program, or write the value.",
)
NO_VALUE = "#N/A"
"""What a formula without a saved value is, where it is written again."""
_EMPTY_TEXTS = Text(
    "{file}:{count} 个公式的结果是空文字,读作空格",
    "{file}: {formulas} with an empty text as a result, read as empty cells",
)
_LOST = Text("读不到内容的格", "cell that cannot be read")
_STRAY = Text(
    "所在的列没有列名。请写上列名,或清空这一格。", "its column has no heading. Write one, or clear this cell."
)
_NO_HEADING = Text("没有列名的内容", "cell without a heading")


class SheetTable(Table):
    """A sheet as rows of text; they stay outside memory.

    Parameters
    ----------
    path
        The workbook.
    sheet
        The sheet.
    table
        What its columns mean.

    Raises
    ------
    FileRefused
        It lacks a column that must be there, or its header cannot be one.
    """

    def __init__(self, path: Path, sheet: Sheet, table: TableLayout) -> None:
        self._sheet = sheet
        self.lines = sheet.count
        self._lost: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, column), lost in sheet.lost.items():
            self._lost[row][column] = lost
        rows = first_rows_of(sheet)
        self.rows_above, header = _header(sheet, rows, Headings(table))
        self._merged = _merged_down(sheet, self.rows_above)
        self.titles = (*(text for row in rows[: self.rows_above] for text in row if text), sheet.name, path.stem)
        super().__init__(f"{path.name}[{sheet.name}]", f"{path}[{sheet.name}]", header, table)

    def place(self, line: int) -> str:
        """A row with the name of its sheet."""
        return f"{self.file}!{line}"

    def cell_place(self, row: TextRow, column: str) -> str:
        """The address of a cell."""
        if column not in self.columns:
            return row.place
        return f"{self.file}!{column_letters(self._header.index(column))}{row.line}"

    def told(self, error: RowError) -> RowError:
        """An error under the heading of the file and at its address."""
        told = super().told(error)
        return told.at_place(error.at or f"{self.file}!{told.cell}")

    def written(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their error values; a formula without a value is one too."""
        for place, texts in enumerate(self._sheet.rows()):
            lost = self._lost.get(place, {})
            width = max(len(texts), *(column + 1 for column in lost), 0)
            cells = [*texts, *[""] * (width - len(texts))]
            for column, value in lost.items():
                cells[column] = value or NO_VALUE
            if place > self.rows_above:
                yield place + 1, cells

    def rows(self) -> Iterator[TextRow]:
        """The rows under the header that are not blank."""
        above: dict[int, str] = {}
        for place, texts in enumerate(self._sheet.rows()):
            if place > self.rows_above and (any(texts) or place in self._lost):
                self._fill(place, texts, above)
                yield self._row(place, texts)

    def _fill(self, place: int, texts: list[str], above: dict[int, str]) -> None:
        """What is merged downwards stands in each of its rows."""
        for column, top in self._merged.get(place, ()):
            if place == top:
                above[column] = texts[column] if column < len(texts) else ""
            elif column < len(texts):
                texts[column] = texts[column] or above.get(column, "")

    def _row(self, place: int, texts: list[str]) -> TextRow:
        cells = {name: text for name, text in zip(self._header, texts, strict=False) if text and name}
        errors: list[RowError] = []
        if len(cells) < len(texts) - texts.count(""):
            errors += self._stray(place, texts)
        for column, lost in self._lost.get(place, {}).items():
            errors.append(self._error(place, column, lost, _LOST_VALUE if lost else _NO_VALUE, _LOST))
        return TextRow(place + 1, self.place(place + 1), cells, tuple(errors))

    def _stray(self, place: int, texts: list[str]) -> Iterator[RowError]:
        for column, text in enumerate(texts):
            if text and not (column < len(self._header) and self._header[column]):
                yield self._error(place, column, text, _STRAY, _NO_HEADING)

    def _error(self, place: int, column: int, value: str, reason: Text, kind: Text) -> RowError:
        name = self._header[column] if column < len(self._header) else ""
        return RowError(
            self.file, place + 1, name, value, reason, kind, f"{self.file}!{column_letters(column)}{place + 1}"
        )


def _merged_down(sheet: Sheet, header: int) -> dict[int, list[tuple[int, int]]]:
    """By row the columns that are merged downwards there, and the row in which each begins."""
    rows: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for (top, left), (bottom, right) in sheet.merged:
        if left == right and top > header:
            for row in range(top, min(bottom, sheet.count - 1) + 1):
                rows[row].append((left, top))
    return dict(rows)


def tables_of(
    path: Path, workbook: Workbook, given: Sequence[TableLayout] = ()
) -> tuple[list[tuple[TableLayout, Table]], list[Text]]:
    """The sheets of a workbook that are tables, and a line for what is not read of it.

    Parameters
    ----------
    path
        The workbook.
    workbook
        What it holds.
    given
        Mappings that come before those that ship.

    Raises
    ------
    FileRefused
        A sheet is called like a table and lacks a column that it must have.
    """
    tables: list[tuple[TableLayout, Table]] = []
    notes = _of_file(path, workbook)
    for sheet in workbook.sheets:
        fits = sheet.kind == "sheet" and sheet.count
        found = recognised(sheet.name, first_rows_of(sheet), sure=given) if fits else Recognised(None)
        if table := found.table:
            tables.append((table, SheetTable(path, sheet, table)))
        else:
            unread = Text("没有读 {file}[{sheet}]:{reason}", "{file}[{sheet}] is not read: {reason}")
            notes.append(unread.fill(file=path.name, sheet=sheet.name, reason=_why_not(sheet, found)))
    return tables, notes


def _of_file(path: Path, workbook: Workbook) -> list[Text]:
    notes = []
    if empty := sum(sheet.empty_texts for sheet in workbook.sheets):
        notes.append(_EMPTY_TEXTS.fill(file=path.name, count=empty, formulas=plural(empty, "formula")))
    if workbook.found.macros:
        notes.append(Text("{file}:含有宏,没有执行", "{file}: holds macros, which are not run").fill(file=path.name))
    if workbook.found.links:
        linked = Text("{file}:链接了其他文件,没有打开", "{file}: links to other files, which are not opened")
        notes.append(linked.fill(file=path.name))
    return notes


def _why_not(sheet: Sheet, found: Recognised) -> Text:
    if sheet.kind == "hidden":
        return Text("已隐藏。需要时请取消隐藏", "it is hidden. Show it if it is meant")
    if sheet.kind == "chart" or not sheet.count:
        return Text("没有内容", "it is empty")
    rows = first_rows_of(sheet)
    headings = [shortened(text) for text in max(rows, key=lambda row: sum(map(bool, row))) if text]
    return (
        Text("不知道是哪张表。表头是:{headings}", "it is no table that is known. Its headings are: {headings}").fill(
            headings=some(headings, limit=12)
        )
        + found.reason()
    )


def first_rows_of(sheet: Sheet) -> list[list[str]]:
    """The first rows of a sheet, among which the header is; what is merged downwards stands in each of its rows."""
    rows = [list(row) for row in islice(sheet.rows(), MOST_ROWS_ABOVE + 1)]
    for (top, left), (bottom, right) in sheet.merged:
        if left == right and bottom < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


def _header(sheet: Sheet, rows: list[list[str]], headings: Headings) -> tuple[int, list[str]]:
    """The row that names most columns, or the last one of those that its merged cells reach down to."""
    place, header = headings.header(rows)
    reached = [bottom for (top, left), (bottom, right) in sheet.merged if top == place and left == right]
    last = max((bottom for bottom in reached if bottom < len(rows)), default=place)
    return (place, header) if last == place else (last, rows[last])
