"""The rows that a load leaves out, in files beside their tables: to be corrected and loaded.

A file has the columns of its table, the reasons before them, and behind them what stood for the whole table: its
source, what its titles say. Its cells are those of the table, unchanged: what looks like a formula was one in the table
too, and must come back as it was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .. import settings
from ..errors import FileRefused
from ..wording import Text, system_reason
from .mappings.layout import TableLayout
from .reading import Reading
from .rejected_rows import RejectedRows
from .sources import source_for_all
from .tables.rejected_names import rejected_name
from .tables.sheet_table import NO_VALUE
from .tables.table import Table
from .tables.workbook import SPREADSHEETS

REASON = Text("退回原因", "left out because")
"""The first heading; `words.toml` has it among those without use."""
_SHEET = re.compile(r"(?P<file>.+)\[(?P<sheet>.*)\]")
_ERRORS = ("#DIV/0!", NO_VALUE, "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_LONGEST_SHEET = 31
_NOT_WRITTEN = Text("写不了 {path}:{reason}。没有写入任何内容。", "Cannot write {path}: {reason}. Nothing was written.")


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one table that are left out."""

    sheet: str
    header: list[str]
    rows: list[list[str]]


class RejectedFiles:
    """The files of one load; a context manager around the write, without which they are removed again.

    Parameters
    ----------
    folder
        The folder that is loaded, or the file.
    """

    def __init__(self, folder: Path) -> None:
        self._beside = folder if folder.is_dir() else folder.parent
        self.paths: list[Path] = []
        self._kept = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if not self._kept:
            for path in self.paths:
                path.unlink(missing_ok=True)

    def keep(self) -> None:
        """Let the files stay: the other rows are written."""
        self._kept = True

    def write(self, rejected: RejectedRows, reading: Reading) -> None:
        """Write the rows of every table that are left out, each file under a name that is free.

        Raises
        ------
        FileRefused
            The system does not take a file.
        """
        parts: dict[str, list[_Part]] = {}
        for table, text in rejected.tables:
            if lines := rejected.lines[text.file]:
                match = _SHEET.fullmatch(text.file)
                file, sheet = (match["file"], match["sheet"]) if match else (text.file, "")
                whole = _of_the_whole(table, text, reading)
                header = [REASON.in_(settings.language()), *text.header, *whole]
                rows = [[lines[line], *cells, *whole.values()] for line, cells in text.written() if line in lines]
                parts.setdefault(file, []).append(_Part(sheet, header, rows))
        for file, of_file in parts.items():
            self._write(Path(file), of_file)

    def _write(self, file: Path, parts: list[_Part]) -> None:
        workbook = file.suffix.casefold() in SPREADSHEETS
        for number in count(1):
            path = self._beside / rejected_name(file, number, ".xlsx" if workbook else ".csv")
            try:
                with path.open("x", encoding="utf-8-sig", newline="") as stream:
                    self.paths.append(path)
                    if not workbook:
                        csv.writer(stream).writerows([parts[0].header, *parts[0].rows])
                if workbook:
                    _write_workbook(path, parts)
            except FileExistsError:
                continue
            except OSError as error:
                raise FileRefused(_NOT_WRITTEN, path=path, reason=system_reason(error)) from error
            return


def _of_the_whole(table: TableLayout, text: Table, reading: Reading) -> dict[str, str]:
    """What stands for the whole table, by column: what its titles say, and its source where it has no column for it."""
    said = dict(reading.completion.from_titles(text.file))
    column = table.column_to("source") if table.makes not in ("source", "census") else ""
    if not column or column in text.columns or not table.columns[column].required:
        return said
    source = source_for_all(reading.records, reading.source, reading.scope)
    return {**said, "source": source.id} if source else said


def _write_workbook(path: Path, parts: list[_Part]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for sheet, part in zip(_sheets(book, parts), parts, strict=True):
            for place, row in enumerate([part.header, *part.rows]):
                for column, cell in enumerate(row):
                    if cell in _ERRORS:  # the value of a formula, so that it is refused again
                        sheet.write_formula(place, column, "=NA()", None, cell)
                    elif cell:
                        sheet.write_string(place, column, cell)


def _sheets(book: Any, parts: list[_Part]) -> Iterator[Any]:
    for part in parts:
        # Other forms of spreadsheets allow longer names; a sheet without its own is told by its headings.
        yield book.add_worksheet(part.sheet if len(part.sheet) <= _LONGEST_SHEET else None)
