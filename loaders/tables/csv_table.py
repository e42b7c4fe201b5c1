"""One CSV file as rows of text with their places: encodings, headers, ragged rows."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from ...errors import FileRefused
from ...wording import Text, plural, system_reason
from ..mappings.headings import MOST_ROWS_ABOVE, Headings
from ..mappings.layout import TableLayout
from ..row_errors import RowError
from .encodings import encoding_of
from .table import Table, TextRow

_DELIMITERS = (",", "\t", ";", "\uff0c")
_MOST_BYTES = 512 * 1024 * 1024

_NOT_FILES = (
    (stat.S_ISDIR, Text("是文件夹", "is a folder")),
    (stat.S_ISFIFO, Text("是命名管道(FIFO)", "is a named pipe (FIFO)")),
    (stat.S_ISSOCK, Text("是套接字", "is a socket")),
)
_NO_HEADING = Text("没有列名的内容", "cell without a heading")
_LENGTH = Text("格数与表头不同", "wrong number of cells")
_LONG_CELL = Text(
    "{place} 这一行中有一格超过 {most:,} 个字符:引号没有闭合,或误贴了长文字。请改正这一格。",
    "{place}: the row that begins here has a cell of more than {most:,} characters: "
    "a quote is not closed, or a long text was pasted in. Correct the cell.",
)
_OPEN_QUOTE = Text(
    "{place} 不是有效的 CSV:这一行的引号没有闭合。请补上引号。",
    "{place} is not valid CSV: a quote in the row that begins here is not closed. Close it.",
)
_STRAY_QUOTE = Text(
    "{place} 不是有效的 CSV:引号后面有多余的内容。内容中的引号要写成两个。",
    "{place} is not valid CSV: something follows a closing quote. Write a quote inside a cell twice.",
)


class FileUnreadable(FileRefused):
    """A file that the system does not give.

    Parameters
    ----------
    path
        The file.
    reason
        Why, in few words and without a full stop.
    """

    sentence = Text("读不了 {path}:{reason}。", "Cannot read {path}: {reason}.")

    def __init__(self, path: Path, reason: Text) -> None:
        self.path, self.reason = path, reason


class TextTable(Table):
    """A CSV file as rows of text; they are cut anew each time, so only the file is kept in memory.

    Parameters
    ----------
    path
        The file.
    table
        What its columns mean.

    Raises
    ------
    FileRefused
        It is no file, cannot be read or decoded, has no header, or lacks a column that must be there.
    """

    def __init__(self, path: Path, table: TableLayout) -> None:
        self._name = path.name
        self._content = content(path)
        self.encoding = encoding_of(path, self._content)
        self.lines = self._content.count(b"\n")
        headings = Headings(table)
        self.delimiter, above, header = self._form(headings)
        self.rows_above = len(above)
        self.titles = (*(text.strip() for row in above for text in row if text.strip()), path.stem)
        super().__init__(path.name, str(path), header, table)

    def _form(self, headings: Headings) -> tuple[str, list[list[str]], list[str]]:
        """The delimiter, the rows above the header, and the header: those with which most columns are known."""
        best: tuple[int, str, list[list[str]], list[str]] = (-1, _DELIMITERS[0], [], [])
        for delimiter in _DELIMITERS:
            rows = _first_rows(self._name, self._content, self.encoding, delimiter)
            place, header = headings.header(rows)
            known = headings.known(header)
            if known > best[0]:
                best = (known, delimiter, rows[:place], header)
        return best[1:]

    def rows(self) -> Iterator[TextRow]:
        """The rows under the header that are not blank.

        Raises
        ------
        FileRefused
            The file is not valid CSV from some row on.
        """
        for line, cells in islice(self._records(), self.rows_above + 1, None):
            texts = [cell.strip() for cell in cells]
            if any(texts):
                yield self._row(line, texts)

    def written(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with all their cells, also where they are more or fewer than the header has."""
        return islice(self._records(), self.rows_above + 1, None)

    def _row(self, line: int, texts: list[str]) -> TextRow:
        if len(texts) != len(self._header):
            reason = _wrong_length(len(texts), len(self._header))
            return TextRow(line, self.place(line), {}, (RowError(self.file, line, "", "", reason, _LENGTH),))
        cells = {name: text for name, text in zip(self._header, texts, strict=True) if text}
        if stray := cells.pop("", None):
            first = next(place for place, text in enumerate(texts) if text and not self._header[place])
            error = RowError(self.file, line, "", stray, _without_heading(first + 1), _NO_HEADING)
            return TextRow(line, self.place(line), cells, (error,))
        return TextRow(line, self.place(line), cells)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        return _records(self._name, self._content, self.encoding, self.delimiter)


def first_rows(path: Path) -> list[list[list[str]]]:
    """The first rows of a CSV file, cut at each delimiter that it may have.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, or cannot be read or decoded.
    """
    whole = content(path)
    encoding = encoding_of(path, whole)
    return [_first_rows(path.name, whole, encoding, delimiter) for delimiter in _DELIMITERS]


def _first_rows(name: str, whole: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    """The rows among which the header is, as far as they can be cut."""
    rows: list[list[str]] = []
    with suppress(FileRefused):  # what is wrong with the file is told when its rows are read
        for _, cells in islice(_records(name, whole, encoding, delimiter), MOST_ROWS_ABOVE + 1):
            rows.append([cell.strip() for cell in cells])
    return rows


def _records(name: str, whole: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line where it starts."""
    text = io.TextIOWrapper(io.BytesIO(whole), encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise not_csv(f"{name}:{start}", error) from error


def not_csv(place: str, error: csv.Error) -> FileRefused:
    """What is wrong with the record that starts at a place, by the words of the module csv."""
    words = str(error)
    if "field larger" in words:
        return FileRefused(_LONG_CELL, place=place, most=csv.field_size_limit())
    return FileRefused(_OPEN_QUOTE if "unexpected end" in words else _STRAY_QUOTE, place=place)


def _wrong_length(cells: int, columns: int) -> Text:
    return Text(
        f"有 {cells} 格,表头有 {columns} 列。含逗号的内容要加双引号。",
        f"has {plural(cells, 'cell')}, the header has {columns}. Put text with commas into double quotes.",
    )


def _without_heading(column: int) -> Text:
    return Text(
        f"第 {column} 列没有列名。请在第 1 行写上列名,或清空这一格。",
        f"column {column} has no heading. Write one into row 1, or clear this cell.",
    )


# ---- the file ----


def content(path: Path) -> bytes:
    """The bytes of a file.

    What is no file is refused before it is opened, since opening a pipe can wait for ever.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, too large, or the system does not give it.
    """
    try:
        status = path.stat()
        _must_be_file(path, status.st_mode)
        if status.st_size > _MOST_BYTES:
            raise FileRefused(
                Text("{path} 超过 512 MB。请拆分。", "{path} is larger than 512 MB. Split it."), path=path
            )
        return path.read_bytes()
    except OSError as error:
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            raise FileRefused(
                Text(
                    "{path} 是链接,所指的文件不存在。请改正或删去链接。",
                    "{path} is a link to a file that is not there. Correct the link or delete it.",
                ),
                path=path,
            ) from error
        raise FileUnreadable(path, system_reason(error)) from error


def _must_be_file(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    what = next((words for is_such, words in _NOT_FILES if is_such(mode)), Text("是设备", "is a device"))
    sentence = Text(
        "{path} {what},不是表格。请移走或换成文件。", "{path} {what}, not a table. Move it or put a file there."
    )
    raise FileRefused(sentence, path=path, what=what)
