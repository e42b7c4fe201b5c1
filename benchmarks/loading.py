"""A large spreadsheet and the same rows in CSV: `python benchmarks/loading.py [rows]`.

Each figure is of a process of its own: calamine alone (lists of values, and nothing is made of them), the read (looked
into, read, checked, as columns), and the whole load into a new store.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from measure import machine, table

ROWS = 200_000
HEADER = ["单位名称", "单位类型", "所在乡镇", "成立时间", "党员数", "备注", "来源", "简称"]
SOURCES = [["id", "标题"], ["s1", "made up"]]


def rows(number: int) -> Iterator[list[object]]:
    """A made-up roster of eight columns."""
    for place in range(number):
        day = date(2010 + place % 14, 1 + place % 12, 1 + place % 28)
        name, town = f"虚构第{place}号茉莉花有限公司", f"第{place % 97}镇"
        yield [name, "企业", town, day, place % 50, f"备注{place}", "s1", f"茉{place}"]


def make_workbook(path: Path, number: int) -> None:
    """The roster as a workbook."""
    import xlsxwriter

    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(path), options) as book:
        for name, lines in (("单位", [HEADER, *rows(number)]), ("来源", SOURCES)):
            sheet = book.add_worksheet(name)
            for place, line in enumerate(lines):
                sheet.write_row(place, 0, line)


def make_folder(path: Path, number: int) -> None:
    """The roster as a folder of CSV files."""
    path.mkdir()
    tables: dict[str, list[Sequence[object]]] = {"organizations": [HEADER, *rows(number)], "sources": [*SOURCES]}
    for name, lines in tables.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)


def calamine_alone(path: Path, _store: str) -> None:
    """All values of all sheets, as lists."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def read(path: Path, _store: str) -> None:
    """What a load does before it plans."""
    from alliance.loaders import read_folder

    read_folder(path)


def load(path: Path, store: str) -> None:
    """The whole load."""
    from alliance.graph import open_store
    from alliance.loaders import load_folder

    with open_store(store, create=True) as opened:
        load_folder(path, opened)


WORKS: dict[str, Callable[[Path, str], None]] = {"calamine alone": calamine_alone, "read": read, "load": load}


def measured(work: str, path: Path) -> list[object]:
    """Seconds on the clock and of the processor, and the most memory in MB, of it and what it started."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, __file__, work, str(path), str(Path(scratch, "a.db"))]
        started = time.perf_counter()
        child = os.posix_spawn(sys.executable, command, os.environ)
        _, status, usage = os.wait4(child, 0)
        if status:
            raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
        return [time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024]


def main(number: int) -> None:
    """Measure all of them."""
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        workbook, folder = Path(scratch, "a.xlsx"), Path(scratch, "csv")
        for make, path in (("workbook", workbook), ("folder", folder)):
            subprocess.run([sys.executable, __file__, make, str(path), str(number)], check=True)
        lines = [(f"{work}, xlsx", *measured(work, workbook)) for work in WORKS]
        lines += [(f"{work}, csv", *measured(work, folder)) for work in ("read", "load")]
    table(f"{number:,} rows of eight columns", ["what", "s", "CPU s", "peak MB"], lines)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] in WORKS:
        WORKS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
    elif len(sys.argv) == 4:
        {"workbook": make_workbook, "folder": make_folder}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
