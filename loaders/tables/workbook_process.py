"""Reads one workbook in a process of its own, since a hostile one can end the process that reads it.

It is started as a file, not as a part of the package, so that nothing of the package is loaded within its limits.
Each sheet is written as a line that describes it and a line for each of its rows.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

MOST_CELLS = 5_000_000
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 30
"""Of the processor, so that it ends also when the program that started it was killed."""
_SIGNAL_AT_PARENTS_DEATH, _KILLED = 1, 9
_EXACT = 10**15
"""Beyond it a spreadsheet loses digits: the number is written so that one sees it."""


class TooWide(Exception):
    """A sheet has more cells than are read."""


def _set_limits() -> None:
    with suppress(
        ImportError, ValueError, OSError
    ):  # not on Windows and macOS, where the time limit of the parent alone holds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _end_with_parent() -> None:
    """Be ended with the program that waits, however that ends; only Linux offers it, elsewhere the limits hold."""
    with suppress(ImportError, AttributeError, OSError, TypeError):
        import ctypes

        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, _KILLED)


def _text(cell: Any) -> str:
    """A cell as a person would have typed it into a CSV file."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(value: float) -> str:
    if abs(value) >= _EXACT:
        return f"{float(value):.16e}"
    return str(int(value)) if value == int(value) else repr(value)


# ---- the old form: what its reader leaves blank or takes for a number ----

_OLD_FORM = b"\xd0\xcf\x11\xe0"
_BEGIN, _SHEET, _CELL, _FORMULA, _STRING = 0x0809, 0x0085, 0x0205, 0x0006, 0x0207
_BETWEEN = (0x0221, 0x0236, 0x04BC)  # array, table and shared formula: between a formula and the text that it gives
_GLOBALS, _TO_BE_CALCULATED = 0x0005, 0x0002
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
EMPTY_TEXT = '""'
_NO_NUMBER = b"\xff\xff"
Lost = list[tuple[int, int, str]]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records of a workbook stream: place, sort and content ([MS-XLS] 2.1.4)."""
    place = 0
    while place + 4 <= len(stream):
        sort, size = struct.unpack_from("<HH", stream, place)
        yield place, sort, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _lost_in_old_form(path: str) -> dict[int, Lost]:
    """By place of a sheet its cells with an error value, and its formulas without a saved value (an empty text).

    A formula that a program wrote without calculating it has a text as its value that does not follow, or 0 and is to
    be calculated when it is loaded ([MS-XLS] 2.4.127). One that gives an empty text is in the
    list too, as `EMPTY_TEXT`: some programs write it for a formula that was never calculated, and nothing tells it from
    one that was.
    """
    import olefile

    with olefile.OleFileIO(path) as container:
        name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        stream = container.openstream(name).read() if name else b""
    starts: dict[int, int] = {}
    lost: dict[int, Lost] = {}
    sheet: int | None = None
    awaiting: Lost | None = None
    for place, sort, content in _records(stream):
        if awaiting and sort not in _BETWEEN:
            if sort == _STRING:
                awaiting.pop()
            awaiting = None
        if sort == _SHEET:
            starts[struct.unpack_from("<I", content)[0]] = len(starts)
        elif sort == _BEGIN and struct.unpack_from("<H", content, 2)[0] != _GLOBALS:
            sheet = starts.get(place, sheet)  # a chart inside a sheet begins anew and is none of the sheets
        elif sheet is not None and sort in (_CELL, _FORMULA) and (said := _said(sort, content)) is not None:
            row, column = struct.unpack_from("<HH", content)
            lost.setdefault(sheet, []).append((row, column, said))
            if sort == _FORMULA and content[6] == 0 and content[12:14] == _NO_NUMBER:
                awaiting = lost[sheet]
    return lost


def _said(sort: int, content: bytes) -> str | None:
    """The error value of a cell, an empty text for a formula whose value does not stand in it, None for a value."""
    if sort == _CELL:
        return _ERRORS.get(content[6], "#?") if content[7] else None
    value, flags = content[6:14], struct.unpack_from("<H", content, 14)[0]
    if value[6:] == _NO_NUMBER:
        return {0: "", 2: _ERRORS.get(value[2], "#?"), 3: EMPTY_TEXT}.get(value[0])
    return "" if flags & _TO_BE_CALCULATED and not any(value) else None


def _is_old(path: str) -> bool:
    with open(path, "rb") as file:  # noqa: PTH123 nothing is loaded that is not needed
        return file.read(len(_OLD_FORM)) == _OLD_FORM


def _lines(path: str) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(path)
    lost = _lost_in_old_form(path) if _is_old(path) else {}
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            yield {"name": about.name, "kind": "chart", "left": 0, "rows": 0, "merged": []}
            continue
        sheet = workbook.get_sheet_by_index(place)
        kind = "sheet" if about.visible == SheetVisibleEnum.Visible else "hidden"
        last, columns = sheet.end if sheet.end and sheet.start else (-1, -1)
        rows = last + 1
        if rows * (columns + 1) > MOST_CELLS:
            raise TooWide(f"row {rows}, column {columns + 1}")
        left = sheet.start[1] if sheet.start else 0
        merged = sheet.merged_cell_ranges or []
        yield {
            "name": about.name, "kind": kind, "left": left, "rows": rows, "merged": merged, "lost": lost.get(place, []),
        }  # fmt: skip
        for row in sheet.iter_rows() if rows else ():
            yield [_text(cell) for cell in row]


def main(path: str) -> int:
    """Write the sheets of a workbook to standard output, and why it cannot be read to standard error.

    Parameters
    ----------
    path
        The file.
    """
    _end_with_parent()
    _set_limits()
    try:
        for line in _lines(path):
            sys.stdout.write(json.dumps(line) + "\n")
    except Exception as error:  # noqa: BLE001 whatever the reader says is told by the parent
        sys.stderr.write(f"TooWide {error}" if isinstance(error, TooWide) else type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
