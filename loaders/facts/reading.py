"""Read an export again: a folder of its tables, a workbook, or JSON lines."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from ...graph.alliance_graph import AllianceGraph
from ...graph.stores.store import GraphStore
from ...wording import Text, plural, shortened, some
from ..identity.row_keys import Nearby
from ..tables.json_values import LINES, json_lines
from ..tables.workbook import read_workbook
from .collecting import Counts, FactCollector
from .fact_columns import EXPORT
from .fact_lines import is_fact_header, read_lines
from .table_reading import Grid, folder_grids, read_tables, workbook_grids

_SHEETS = "xl/workbook.xml"
_MOST_BYTES = 1024 * 1024


class ExportedFacts(NamedTuple):
    """What an export says.

    Parameters
    ----------
    batch
        The facts, ready to be written.
    rows
        Rows by file.
    notes
        What there is to say of it.
    """

    batch: AllianceGraph
    rows: dict[str, int]
    notes: tuple[Text, ...]


def read_export(path: Path, store: GraphStore | None) -> ExportedFacts | None:
    """The facts of an exported folder, workbook or file of JSON lines; None when it is none.

    Parameters
    ----------
    path
        The folder or the file.
    store
        Where the facts will go.

    Raises
    ------
    FileRefused, RowErrors
        It cannot be read, or some rows are wrong.
    """
    if path.is_dir():
        grids = folder_grids(path)
        return _with_unread(_facts(grids, store), path, grids) if grids else None
    if path.suffix.casefold() in LINES and is_fact_header(next(json_lines(path), (0, None))[1]):
        return _lines(path, store)
    if not is_exported_workbook(path):
        return None
    workbook = read_workbook(path)
    try:
        return _facts(workbook_grids(path, workbook), store)
    finally:
        workbook.close()


def _with_unread(facts: ExportedFacts, folder: Path, grids: dict[str, Grid]) -> ExportedFacts:
    """The facts of a folder, with a line for the files that are no part of the export."""
    read = {grid.file for grid in grids.values()}
    others = [shortened(path.name) for path in sorted(folder.iterdir()) if path.name not in read]
    if not others:
        return facts
    note = Text("没有读 {names}:不是导出的表", "{files} not read, being no table of the export: {names}")
    files = plural(len(others), "file is", "files are")
    return facts._replace(notes=(*facts.notes, note.fill(names=some(others), files=files)))


def is_exported_workbook(path: Path) -> bool:
    """Whether a file is a workbook with a sheet that says that it is an export; the sheets are not read.

    Parameters
    ----------
    path
        The file.
    """
    if path.suffix.casefold() != ".xlsx" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_SHEETS) as part:
            return f'name="{EXPORT}"'.encode() in part.read(_MOST_BYTES)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError):
        return False  # what is wrong with it is told by whoever reads it


def _facts(grids: dict[str, Grid], store: GraphStore | None) -> ExportedFacts:
    collector = FactCollector(Nearby(store))
    said, counts = read_tables(grids, collector)
    return _checked(collector, said, counts)


def _lines(path: Path, store: GraphStore | None) -> ExportedFacts:
    collector = FactCollector(Nearby(store))
    said, count = read_lines(path.name, json_lines(path), collector)
    return _checked(collector, said, {path.name: count})


def _checked(collector: FactCollector, said: Counts, counts: dict[str, int]) -> ExportedFacts:
    batch = collector.batch()
    return ExportedFacts(batch, counts, tuple(collector.notes(said)))
