"""One CSV file as rows of text with their places: encodings, headers, ragged rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import FileRefused, RowError
from ..wording import Text, some, system_reason

if TYPE_CHECKING:
    from _csv import Reader

# GB18030 holds every character that GBK holds, and some that GBK does not.
_ENCODINGS = ("utf-8-sig", "gb18030")
_MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row: the line where it starts in its file, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A file as rows of text.

    Parameters
    ----------
    file
        Its name.
    header
        The columns.
    rows
        Rows of the right length.
    errors
        Rows of a wrong length.
    """

    file: str
    header: list[str]
    rows: list[TextRow]
    errors: list[RowError]


def read_csv(path: Path, required: list[str]) -> TextTable:
    """Read a CSV file in UTF-8 or GB18030.

    Parameters
    ----------
    path
        The file.
    required
        Columns that must be there.

    Raises
    ------
    FileRefused
        It cannot be decoded, has no header, or lacks a required column.
    """
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(path, header, required)
        return _rows(path.name, header, reader)
    except csv.Error as error:
        where = f"{path.name}:{reader.line_num}"
        raise FileRefused(
            Text(
                f"{where} 不是有效的 CSV({error})。请检查引号。",
                f"{where} is not valid CSV ({error}). Check the quotes.",
            )
        ) from error


def _rows(file: str, header: list[str], reader: Reader) -> TextTable:
    rows: list[TextRow] = []
    errors: list[RowError] = []
    start = reader.line_num + 1
    for cells in reader:
        line, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            errors.append(RowError(file, line, "", "", _wrong_length(len(cells), len(header))))
            continue
        rows.append(TextRow(line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    return TextTable(file, header, rows, errors)


def _wrong_length(found: int, expected: int) -> Text:
    return Text(
        f"有 {found} 格,表头有 {expected} 列。含逗号的内容要加双引号。",
        f"has {found} cells, the header has {expected}. Put text with commas into double quotes.",
    )


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileRefused(Text(f"{path} 超过 512 MB。请拆分。", f"{path} is larger than 512 MB. Split it."))
        content = path.read_bytes()
    except OSError as error:
        reason = system_reason(error)
        raise FileRefused(Text(f"读不了 {path}:{reason.zh}。", f"Cannot read {path}: {reason.en}.")) from error
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        Text(
            f"{path} 既不是 UTF-8 也不是 GB18030。请另存为 UTF-8。",
            f"{path} is neither UTF-8 nor GB18030. Save it as UTF-8.",
        )
    )


def _check_header(path: Path, header: list[str], required: list[str]) -> None:
    missing = [name for name in required if name not in header]
    if missing:
        which, found = some(missing), some(header, limit=12)
        raise FileRefused(
            Text(
                f"{path} 缺少列:{which.zh}。表头是:{found.zh}。",
                f"{path} lacks the columns {which.en}. Its header is: {found.en}.",
            )
        )
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        which = some(repeated)
        raise FileRefused(Text(f"{path} 的列名重复:{which.zh}。", f"{path} repeats the columns {which.en}."))
