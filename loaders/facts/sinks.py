"""Where the tables of an export are written: a folder of CSV files, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from ...errors import FileRefused
from ...wording import Text
from ..tables.workbook_checks import MOST_CELLS
from .table_writing import AddRow

_MOST_IN_CSV = 131_072
_MOST_IN_SHEET = 32_767
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 a workbook knows no zones
_TOO_LONG = Text(
    "{table} 第 {row} 行有一格超过 {most:,} 个字符,这种格式放不下。请导出为 .jsonl。",
    "{table} row {row} has a cell of more than {most:,} characters, which this form cannot hold. Export to .jsonl.",
)
_TOO_MANY = Text(
    "{table} 放不进一个工作簿(最多 {rows:,} 行、{columns:,} 列,合计 {cells:,} 格)。请导出为文件夹或 .jsonl。",
    "{table} does not fit into a workbook (at most {rows:,} rows, {columns:,} columns, {cells:,} cells together). "
    "Export to a folder or to .jsonl.",
)


class FolderSink:
    """A folder of CSV files in UTF-8 with a byte order mark, so that spreadsheets read Chinese rightly.

    Parameters
    ----------
    folder
        Where they go; it is there already.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def table(self, name: str, header: list[str]) -> Iterator[AddRow]:
        """A new file; what is given takes its rows."""
        with (self._folder / f"{name}.csv").open("x", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(header)
            number = 1

            def add(row: list[str]) -> None:
                nonlocal number
                number += 1
                _check_cells(name, number, row, _MOST_IN_CSV)
                rows.writerow(row)

            yield add


class WorkbookSink:
    """A workbook with a sheet a table, all cells as text: no formula, no number that loses its end.

    Parameters
    ----------
    path
        The file, which is not there yet.
    """

    def __init__(self, path: Path) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._book.set_properties({"created": _NO_TIME})  # the same facts give the same file
        self._cells = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    @contextmanager
    def table(self, name: str, header: list[str]) -> Iterator[AddRow]:
        """A new sheet; what is given takes its rows."""
        sheet = self._book.add_worksheet(name)
        number = 0

        def add(row: list[str]) -> None:
            nonlocal number
            self._check(name, number + 1, row)
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
            number += 1

        add(header)
        yield add

    def _check(self, name: str, number: int, row: list[str]) -> None:
        self._cells += len(row)
        if number > _MOST_ROWS or len(row) > _MOST_COLUMNS or self._cells > MOST_CELLS:
            raise FileRefused(_TOO_MANY, table=name, rows=_MOST_ROWS, columns=_MOST_COLUMNS, cells=MOST_CELLS)
        _check_cells(name, number, row, _MOST_IN_SHEET)


def _check_cells(name: str, number: int, row: list[str], most: int) -> None:
    if any(len(cell) > most for cell in row):
        raise FileRefused(_TOO_LONG, table=name, row=number, most=most)
