"""What is looked at in a workbook before it is read: how large it becomes, and what a reader would leave blank.

`.xlsx`, `.xlsm` and, in `ods_checks`, `.ods` are looked into; of the old form (`.xls`, `.et`) the process that reads it
tells what is lost, and its limits hold.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from ...errors import FileRefused
from ...wording import Text

_MOST_ENTRIES = 5_000
_MOST_BYTES = 512 * 1024 * 1024
_MOST_RATIO = 250
_LEAST_SUSPECT = 16 * 1024 * 1024
MOST_CELLS = 5_000_000
_CHUNK = 1024 * 1024
_MOST_CARRIED = 16 * 1024 * 1024
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([1-9]\d{0,6})"([^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')

_TOO_LARGE = Text(
    "{path} 解压后过大,可能是压缩炸弹。请只保留需要的工作表,另存后再载入。",
    "{path} unpacks to too much; it may be a zip bomb. Keep the sheets that are needed, save it anew and load again.",
)
_TOO_WIDE = Text(
    "{path} 的工作表延伸到 {cell},超过 {most:,} 格。请删去表格以外的单元格。",
    "{path}: a sheet reaches as far as {cell}, more than {most:,} cells. Delete the cells beyond the table.",
)
_ENTITIES = Text(
    "{path} 含有 DOCTYPE 或实体定义,电子表格中不应有。请重新另存。",
    "{path} declares a DOCTYPE or entities, which no spreadsheet needs. Save it anew.",
)
_DAMAGED = Text(
    "{path} 不是有效的电子表格,或已损坏。请重新另存。", "{path} is no valid spreadsheet or is damaged. Save it anew."
)


def too_wide(path: Path, cell: str) -> FileRefused:
    """What is said of a file with a sheet of too many cells.

    Parameters
    ----------
    path
        The file.
    cell
        The address up to which it reaches.
    """
    return FileRefused(_TOO_WIDE, path=path, cell=cell, most=MOST_CELLS)


def damaged(path: Path) -> FileRefused:
    """What is said of a file that is no workbook, whatever its name.

    Parameters
    ----------
    path
        The file.
    """
    return FileRefused(_DAMAGED, path=path)


@dataclass(slots=True)
class Checked:
    """What is known of a workbook before it is read.

    Parameters
    ----------
    lost
        By name of a sheet the cells that a reader leaves blank, by (row, column) from 0: the error value that stands
        there, or nothing for a formula without a value.
    macros, links
        Whether it holds macros, and links to other files.
    """

    lost: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    macros: bool = False
    links: bool = False


def checked(path: Path) -> Checked:
    """Look into a workbook without reading it.

    Parameters
    ----------
    path
        The file, an `.xlsx`, `.xlsm` or `.ods`.

    Raises
    ------
    FileRefused
        It is damaged, or would become too large.
    """
    from .ods_checks import checked_ods

    try:
        with zipfile.ZipFile(path) as archive:
            return checked_ods(path, archive) if path.suffix.casefold() == ".ods" else _look(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error


def _look(path: Path, archive: zipfile.ZipFile) -> Checked:
    entries = archive.infolist()
    check_sizes(path, entries)
    names = [entry.filename for entry in entries]
    found = Checked(
        macros=any(name.endswith("vbaProject.bin") for name in names), links=any("externalLinks/" in n for n in names)
    )
    sheets = _sheets(archive)
    for name in names:
        if name.endswith((".xml", ".rels")):
            lost = _look_at_part(path, archive, name, is_sheet=name.startswith("xl/worksheets/"))
            if lost and name in sheets:
                found.lost[sheets[name]] = lost
    return found


def check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that says of itself that it becomes too large."""
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _LEAST_SUSPECT and entry.file_size > _MOST_RATIO * entry.compress_size for entry in entries
    )
    if len(entries) > _MOST_ENTRIES or total > _MOST_BYTES or swollen:
        raise FileRefused(_TOO_LARGE, path=path)


def _look_at_part(path: Path, archive: zipfile.ZipFile, name: str, *, is_sheet: bool) -> dict[tuple[int, int], str]:
    """Refuse a part that is hostile; of a sheet, the cells that a reader would leave blank."""
    lost: dict[tuple[int, int], str] = {}
    columns, last = set[bytes](), 0
    for part in parts_of(path, archive, name):
        if not is_sheet:
            continue
        references = _REFERENCE.findall(part)
        columns.update(column for column, _ in references)
        last = max(last, max((int(row) for _, row in references), default=0))
        widest = max(columns, key=_column, default=b"A")
        if last * (_column(widest) + 1) > MOST_CELLS:
            raise too_wide(path, f"{widest.decode()}{last}")
        if b'"e"' in part or b"<f" in part or b":f" in part:
            lost.update(_lost(part))
    return lost


def parts_of(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """An XML part of an archive in pieces, none of which cuts a cell in two; a hostile one is refused."""
    for part in _pieces(path, archive, name):
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise FileRefused(_ENTITIES, path=path)
        yield part


def _pieces(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    carried, size = b"", 0
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > _MOST_BYTES or len(carried) > _MOST_CARRIED:  # the sizes that an archive declares can lie
                raise FileRefused(_TOO_LARGE, path=path)
            carried += chunk
            cut = carried.rfind(b"<c ")
            cut = cut if cut > 0 else carried.rfind(b"<")
            if cut > 0:
                yield carried[:cut]
                carried = carried[cut:]
    yield carried


def _lost(part: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for column, row, attributes, content in _CELL.findall(part):
        value = _VALUE.search(content)
        if b't="e"' in attributes:
            yield (int(row) - 1, _column(column)), value[1].decode(errors="replace") if value else "#?"
        elif re.search(rb"<(?:\w+:)?f\b", content) and b't="str"' not in attributes and not (value and value[1]):
            yield (int(row) - 1, _column(column)), ""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """By part of the archive the name of its sheet."""
    targets = {}
    for attributes in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")):
        said = dict(_ATTRIBUTE.findall(attributes))
        target = said.get("Target", "")
        targets[said.get("Id", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    sheets = {}
    for attributes in _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        said = dict(_ATTRIBUTE.findall(attributes))
        sheets[targets.get(said.get("r:id", ""), "")] = unescape(said.get("name", ""))
    return sheets
