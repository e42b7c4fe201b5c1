"""The forms of a report of errors: CSV, JSON and a spreadsheet, each written line by line."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from .. import settings
from ..formulas import inert
from ..wording import Text

MARK = "alliance load: errors"
"""What tells a report from other files."""
_HEADINGS = {
    "file": Text("文件", "file"),
    "sheet": Text("工作表", "sheet"),
    "cell": Text("单元格", "cell"),
    "row": Text("行", "row"),
    "column": Text("列名", "column"),
    "value": Text("内容", "value"),
    "kind": Text("错误种类", "kind"),
    "reason": Text("原因", "reason"),
    "what_to_do": Text("怎么办", "what to do"),
}
_CORRECT = Text("请改正后重新载入。", "Correct it and load again.")
_LINES_A_SHEET = 1_000_000


class Line(NamedTuple):
    """One error of a report: its place, what stands there, why that is wrong, and what to do."""

    file: str
    sheet: str
    cell: str
    row: int | None
    column: str
    value: str
    kind: Text
    reason: Text
    what_to_do: Text


def reason_and_advice(message: Text) -> tuple[Text, Text]:
    """What is wrong, and what to do: a message says the one in its first sentence and the other after it."""
    zh, _, advice_zh = message.zh.partition("。")
    en, _, advice_en = message.en.partition(". ")
    if advice_zh and advice_en:
        return Text(f"{zh}。", f"{en}."), Text(advice_zh, advice_en)
    return message, _CORRECT


class Form(ABC):
    """A report that grows by a line at a time, in a file that is new."""

    @abstractmethod
    def add(self, line: Line) -> None:
        """Write a line."""

    @abstractmethod
    def finish(self) -> None:
        """Write what stands at the end, and close the file."""

    @abstractmethod
    def close(self) -> None:
        """Let go of a file that will not be used."""


class CsvForm(Form):
    """CSV in UTF-8, with the mark that makes Excel read it; the last heading tells a report from other files."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("x", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([*_headings(), MARK])

    def add(self, line: Line) -> None:
        """See `Form`."""
        self._writer.writerow([inert(cell) for cell in _shown(line)])

    def finish(self) -> None:
        """See `Form`."""
        self._file.close()

    close = finish


class JsonForm(Form):
    """One object: its sort, and the list of errors with their texts in both languages."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("x", encoding="utf-8", newline="\n")
        self._file.write(f'{{"report": "{MARK}",\n"errors": [')
        self._before = "\n"

    def add(self, line: Line) -> None:
        """See `Form`."""
        values = {
            key: value.by_language() if isinstance(value, Text) else value for key, value in line._asdict().items()
        }
        self._file.write(self._before + json.dumps(values, ensure_ascii=False))
        self._before = ",\n"

    def finish(self) -> None:
        """See `Form`."""
        self._file.write("\n]}\n")
        self._file.close()

    def close(self) -> None:
        """See `Form`."""
        self._file.close()


class XlsxForm(Form):
    """A workbook; every cell of it is text, and none a formula. A sheet that is full is followed by another."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self._book.set_properties({"title": MARK})
        self._next_sheet()

    def _next_sheet(self) -> None:
        self._sheet: Any = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(len(_HEADINGS) - 2, len(_HEADINGS) - 1, 50)
        self._sheet.write_row(0, 0, _headings(), self._book.add_format({"bold": True}))
        self._filled = 0

    def add(self, line: Line) -> None:
        """See `Form`."""
        if self._filled == _LINES_A_SHEET:
            self._next_sheet()
        self._filled += 1
        for column, cell in enumerate(_shown(line)):
            if isinstance(cell, int):
                self._sheet.write_number(self._filled, column, cell)
            else:
                self._sheet.write_string(self._filled, column, inert(cell))

    def finish(self) -> None:
        """See `Form`."""
        self._book.close()

    def close(self) -> None:
        """See `Form`; what the library has written is scratch."""
        self._book.fileclosed = 1
        with suppress(AttributeError):
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()


def _headings() -> list[str]:
    return [heading.in_(settings.language()) for heading in _HEADINGS.values()]


def _shown(line: Line) -> list[str | int]:
    """The cells of a line in the language of the person; an unknown row is empty."""
    language = settings.language()
    texts = (cell.in_(language) if isinstance(cell, Text) else cell for cell in line)
    return ["" if cell is None else cell for cell in texts]
