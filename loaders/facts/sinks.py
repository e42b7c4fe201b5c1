"""Where the tables of an export are written: a folder of CSV files, or a workbook."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from xml.sax.saxutils import escape

from ...errors import FileRefused
from ...wording import Text
from ..tables.workbook_checks import MOST_CELLS
from .table_writing import AddRow

_MOST_IN_CSV = 131_072
_MOST_IN_SHEET = 32_767
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
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
        self._archive = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._names: list[str] = []
        self._cells = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._archive:
            for name, part in _frame(self._names).items():
                self._archive.writestr(_entry(name), part)

    @contextmanager
    def table(self, name: str, header: list[str]) -> Iterator[AddRow]:
        """A new sheet; what is given takes its rows."""
        self._names.append(name)
        entry = _entry(f"xl/worksheets/sheet{len(self._names)}.xml")
        letters = [_letters(column) for column in range(len(header))]
        number = 0
        with self._archive.open(entry, "w", force_zip64=True) as part:
            part.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())

            def add(row: list[str]) -> None:
                nonlocal number
                number += 1
                self._check(name, number, row)
                part.write(_row_xml(number, letters, row).encode())

            add(header)
            yield add
            part.write(b"</sheetData></worksheet>")

    def _check(self, name: str, number: int, row: list[str]) -> None:
        self._cells += len(row)
        if number > _MOST_ROWS or len(row) > _MOST_COLUMNS or self._cells > MOST_CELLS:
            raise FileRefused(_TOO_MANY, table=name, rows=_MOST_ROWS, columns=_MOST_COLUMNS, cells=MOST_CELLS)
        _check_cells(name, number, row, _MOST_IN_SHEET)


def _check_cells(name: str, number: int, row: list[str], most: int) -> None:
    if any(len(cell) > most for cell in row):
        raise FileRefused(_TOO_LONG, table=name, row=number, most=most)


# ---- the parts of a workbook (ECMA-376), as few as a spreadsheet program needs ----

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SPACES = re.compile(r"\s")


def _entry(name: str) -> zipfile.ZipInfo:
    """A part without a time: the same facts give the same file."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row_xml(number: int, letters: list[str], row: list[str]) -> str:
    cells = "".join(
        f'<c r="{letter}{number}" t="inlineStr"><is><t{_preserving(cell)}>{escape(cell)}</t></is></c>'
        for letter, cell in zip(letters, row, strict=True)
        if cell
    )
    return f'<row r="{number}">{cells}</row>'


def _preserving(cell: str) -> str:
    return ' xml:space="preserve"' if _SPACES.search(cell) else ""


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _frame(names: list[str]) -> dict[str, str]:
    numbers = range(1, len(names) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, names, strict=True)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{targets}</Relationships>",
    }
