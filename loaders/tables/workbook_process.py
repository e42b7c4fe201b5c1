"""Reads one workbook in a process of its own, since a hostile one can end the process that reads it.

It is started as a file, not as a part of the package, so that nothing of the package is loaded within its limits.
Each sheet is written as a line that describes it and a line for each of its rows.
"""

from __future__ import annotations

import json
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


def _lines(path: str) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(path)
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
        yield {"name": about.name, "kind": kind, "left": left, "rows": rows, "merged": sheet.merged_cell_ranges or []}
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
