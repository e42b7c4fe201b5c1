"""Hostile and broken files: what `alliance load` says, how long it takes and how much memory: no arguments.

Every file is made here and loaded by a process of its own into a store that holds facts. The memory is the most that
this process, or one that it started, ever held.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlwt
from measure import machine, table
from openpyxl import Workbook

from alliance.graph import open_store

MOST_SHOWN = 170
HEADER = "id,name,kind,source\n"
ROW = "a,\u7532\u5382,enterprise,s1\n"
CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="organizations">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
)
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "' + "&b;" * 999 + '"><!ENTITY d "' + "&c;" * 999 + '">]>'


def workbook(path: Path, **parts: bytes | str) -> None:
    """A workbook of one sheet, with some parts of the archive replaced or added (`__` is a stroke, `_` a dot)."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "organizations"
    for line in (HEADER, ROW):
        sheet.append(line.strip().split(","))
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        content: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    content |= {name.replace("__", "/").replace("_", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def ods(path: Path, content: str) -> None:
    """An OpenDocument workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)


def old_span(path: Path) -> None:
    """The old form with a cell in each corner of a sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("organizations")
    sheet.write(0, 0, "id")
    sheet.write(65_535, 255, "x")
    book.save(str(path))


def text(path: Path, *pieces: bytes | str) -> None:
    """A table of some pieces."""
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece if isinstance(piece, bytes) else piece.encode())


def truncated(path: Path) -> None:
    """The first half of a workbook."""
    workbook(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def leads_out(path: Path) -> None:
    """A link to a file beside the folder."""
    other = path.parent.parent / "other.csv"
    text(other, HEADER, ROW)
    path.symlink_to(other)


def long_cell(path: Path) -> None:
    """A workbook with a cell of 50 MB."""
    cell = CELL.format("A1").replace("x", os.urandom(25_000_000).hex())
    workbook(path, xl__worksheets__sheet1_xml=SHEET.format(f'<row r="1">{cell}</row>'))


def blank_rows(path: Path) -> None:
    """A workbook with a row, a million blank ones, and another row."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"/><c r="B{n}"/></row>' for n in range(3, 1_000_003))
    head = "".join(
        CELL.format(f"{letter}1").replace("x", word) for letter, word in zip("ABCD", HEADER.split(","), strict=True)
    )
    workbook(path, xl__worksheets__sheet1_xml=SHEET.format(f'<row r="1">{head}</row>{rows}'))


SHEET_PART = "xl__worksheets__sheet1_xml"
FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "zip bomb, 400 MB unpacked": ("a.xlsx", lambda p: workbook(p, **{SHEET_PART: b" " * 400_000_000})),
    "the same in .ods": ("a.ods", lambda p: ods(p, " " * 400_000_000)),
    "span bomb (XFD1048576)": (
        "a.xlsx",
        lambda p: workbook(p, **{SHEET_PART: SHEET.format(f'<row r="1048576">{CELL.format("XFD1048576")}</row>')}),
    ),
    "repeats in .ods": ("a.ods", lambda p: ods(p, ODS.format(REPEATED))),
    "span bomb in .xls": ("a.xls", old_span),
    "span bomb in .et": ("a.et", old_span),
    "entity expansion": ("a.xlsx", lambda p: workbook(p, xl__styles_xml=LAUGHS + "<a>&d;</a>")),
    "entity expansion in .ods": ("a.ods", lambda p: ods(p, LAUGHS + ODS.format("&d;"))),
    "a link to another workbook": ("a.xlsx", lambda p: workbook(p, xl__externalLinks__externalLink1_xml="<a/>")),
    "macros": ("a.xlsm", lambda p: workbook(p, xl__vbaProject_bin="x")),
    "half a workbook": ("a.xlsx", truncated),
    "a picture": ("a.xlsx", lambda p: text(p, b"\x89PNG\r\n\x1a\n" + b"x" * 9_999)),
    "a picture called .csv": ("organizations.csv", lambda p: text(p, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99)),
    "GB18030 and UTF-8 mixed": (
        "organizations.csv",
        lambda p: text(p, HEADER, ROW.encode("gb18030"), ROW.replace("a", "b", 1)),
    ),
    "a pipe": ("organizations.csv", os.mkfifo),
    "a link out of the folder": ("organizations.csv", leads_out),
    "an open quote before 120 MB": ("organizations.csv", lambda p: text(p, HEADER, 'a,"', ROW * 6_000_000)),
    "a folder called like a table": ("organizations.csv", lambda p: p.mkdir()),
    "100,000 columns": ("organizations.csv", lambda p: text(p, HEADER.strip(), *(f",c{n}" for n in range(100_000)))),
    "1,000,000 blank rows": ("a.xlsx", blank_rows),
    "1,000,000 blank lines": ("organizations.csv", lambda p: text(p, HEADER, ROW, ",,,\n" * 1_000_000)),
    "the character NUL": ("organizations.csv", lambda p: text(p, HEADER, ROW.replace("enterprise", "a\0b"))),
    "a cell of 50 MB": ("organizations.csv", lambda p: text(p, HEADER, f"a,{'x' * 50_000_000},enterprise,s1\n")),
    "a cell of 50 MB in a sheet": ("a.xlsx", long_cell),
}


def measured(name: str, file: str) -> list[object]:
    """What the program says of a file, its exit code, seconds, memory, and whether the store is as it was."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, store, said = Path(scratch, "in"), str(Path(scratch, "a.db")), Path(scratch, "said")
        folder.mkdir()
        text(folder / "sources.csv", "id,title\ns1,made up\n")
        load(folder, store, Path(scratch, "first"))
        before = version(store)
        # In a process of its own: the memory of whoever starts a process counts as memory of that process.
        subprocess.run([sys.executable, __file__, name, str(folder / file)], check=True)
        started = time.perf_counter()
        code, peak = load(folder, store, said)
        seconds = time.perf_counter() - started
        words = said.read_text(encoding="utf-8").replace(f"{scratch}/", "")
        return [telling(words), code, seconds, peak, "yes" if version(store) == before else "loaded"]


def load(folder: Path, store: str, said: Path) -> tuple[int, int]:
    """The exit code of a load, and the most memory in MB that it or a process which it started ever held."""
    command = [sys.executable, "-m", "alliance", "load", str(folder), "--store", store, "--lang", "en"]
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    streams = [(os.POSIX_SPAWN_OPEN, number, str(said), flags, 0o600) for number in (1, 2)]
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss // 1024


def version(store: str) -> str:
    """The data version of a store."""
    with open_store(store) as opened:
        return opened.data_version()


def telling(words: str) -> str:
    """The line that is about the file: the last one of an error with its first place, else a note."""
    lines = words.splitlines()
    if errors := [place for place, line in enumerate(lines) if line.startswith("Error")]:
        return " ".join(line.strip() for line in lines[errors[0] : errors[0] + 2])[:MOST_SHOWN]
    return next((line for line in lines if ": holds" in line or ": links" in line), lines[0])[:MOST_SHOWN]


def main() -> None:
    """Measure all of them."""
    print(machine())
    rows = [(name, *measured(name, file)) for name, (file, _) in FILES.items()]
    table("Hostile and broken files", ["file", "what is said", "exit code", "s", "peak MB", "store as before"], rows)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        FILES[sys.argv[1]][1](Path(sys.argv[2]))
    else:
        main()
