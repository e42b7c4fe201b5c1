"""A workbook as its sheets, read by a process that has limits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ...errors import FileRefused
from ...wording import Text
from .csv_table import content
from .workbook_checks import Checked, checked, damaged, too_wide
from .workbook_process import EMPTY_TEXT

SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".et")
_ZIP = b"PK"
_OLD_FORM = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What stands in the old form that is wrapped around an encrypted workbook."""
_MOST_SECONDS = 30
TOO_WIDE = "TooWide "
"""How the process that reads begins to say which cell a sheet reaches."""
_ENCRYPTED = Text(
    "{path} 有密码。请去掉密码,另存后再载入。", "{path} has a password. Remove it, save the file and load again."
)
_BEYOND_LIMITS = Text(
    "{path} 读不完:超过 {seconds} 秒或 1 GB 内存。请删去多余的内容,或拆分。",
    "{path} takes more than {seconds} seconds or 1 GB of memory to read. Delete what is not needed, or split it.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its rows stay in a file without a name, which ends with the last sheet.

    Parameters
    ----------
    name, kind
        Its name, and whether it is a `sheet`, `hidden` or a `chart`.
    left, count
        Its first column that is not empty, from 0, and how many rows it has.
    merged
        Its merged cells as ((row, column), (row, column)), from 0.
    lost
        Cells that cannot be read, by (row, column), with the error value that stands there.
    empty_texts
        How many formulas of the old form give an empty text, which some programs write for what they did not calculate.
    """

    name: str
    kind: str
    left: int
    count: int
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    lost: dict[tuple[int, int], str]
    empty_texts: int
    _file: IO[bytes]
    _start: int

    def rows(self) -> Iterator[list[str]]:
        """The rows from the first of the sheet on, the cells from column A on."""
        place = self._start
        for _ in range(self.count):
            self._file.seek(place)  # another sheet, or the same, may be read in between
            line = self._file.readline()
            place = self._file.tell()
            yield [""] * self.left + [str(cell).strip() for cell in json.loads(line)]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file, and what was seen in it before it was read.

    Parameters
    ----------
    sheets
        All of them, in their order.
    found
        What was seen.
    """

    sheets: tuple[Sheet, ...]
    found: Checked
    _file: IO[bytes]

    def close(self) -> None:
        """Let go of the rows."""
        self._file.close()


def read_workbook(path: Path) -> Workbook:
    """Read a workbook.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no workbook, encrypted, damaged, hostile or too large.
    """
    begin = content(path)
    if begin.startswith(_OLD_FORM) and _LOCKED in begin:
        raise FileRefused(_ENCRYPTED, path=path)
    if not begin.startswith((_OLD_FORM, _ZIP)):
        raise damaged(path)
    found = checked(path) if begin.startswith(_ZIP) else Checked()
    lines = _lines(path)
    return Workbook(tuple(_sheets(lines, found)), found, lines)


def _lines(path: Path) -> IO[bytes]:
    """What the process writes, in a file that has no name and so is never left over."""
    lines = tempfile.TemporaryFile()  # noqa: SIM115 the sheets read from it later
    program = str(Path(__file__).with_name("workbook_process.py"))
    command = [sys.executable, "-P", program, str(path.resolve())]
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=lines, stderr=subprocess.PIPE, timeout=_MOST_SECONDS, check=False
        )
    except BaseException as error:
        lines.close()
        if isinstance(error, subprocess.TimeoutExpired):
            raise FileRefused(_BEYOND_LIMITS, path=path, seconds=_MOST_SECONDS) from error
        raise
    if ended.returncode:
        lines.close()
        raise _refused(path, ended)
    return lines


def _refused(path: Path, ended: subprocess.CompletedProcess[bytes]) -> FileRefused:
    if ended.stderr == b"PasswordError":
        return FileRefused(_ENCRYPTED, path=path)
    if ended.stderr.startswith(TOO_WIDE.encode()):
        return too_wide(path, ended.stderr.decode().removeprefix(TOO_WIDE))
    if ended.returncode != 1 or ended.stderr == b"MemoryError":
        return FileRefused(_BEYOND_LIMITS, path=path, seconds=_MOST_SECONDS)
    return damaged(path)


def _sheets(lines: IO[bytes], found: Checked) -> Iterator[Sheet]:
    lines.seek(0)
    while line := lines.readline():
        said: dict[str, Any] = json.loads(line)
        merged = tuple(((a, b), (c, d)) for (a, b), (c, d) in said["merged"])
        start = lines.tell()
        told = {(row, column): text for row, column, text in said.get("lost", ())}
        lost = found.lost.get(said["name"], {}) | {cell: text for cell, text in told.items() if text != EMPTY_TEXT}
        empty = list(told.values()).count(EMPTY_TEXT)
        yield Sheet(said["name"], said["kind"], said["left"], said["rows"], merged, lost, empty, lines, start)
        for _ in islice(iter(lines.readline, b""), said["rows"]):
            pass
