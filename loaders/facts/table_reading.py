"""The tables of an export as facts: a folder or a workbook that says by its table `export` what its cells are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import FileRefused, InputRefused
from ...graph.models import Node
from ...wording import Text, plural, shortened, some
from ..row_errors import UnknownReference
from ..tables.csv_table import content, not_csv
from ..tables.workbook import Workbook
from .cell_text import read
from .collecting import Counts, FactCollector, Place
from .fact_columns import EVIDENCE, EXPORT, FactTable, fact_tables, read_field, values_of
from .table_writing import FORM

_LENGTH = Text("格数与表头不同", "wrong number of cells")
_NO_ROW = UnknownReference(Text("行", "row"), Text("所指的表", "the table that is named"))
_OTHER_FORM = Text(
    "{path} 是另一版本的导出({form}),本版本只读 {known}。请用同一版本导出。",
    "{path} is an export of another version ({form}); this one reads {known}. Export it with this version.",
)
_UNKNOWN_COLUMNS = Text(
    "{file} 是导出的表,没有这些列:{names}。可用:{known};属性写成 attributes.名称 或 attributes.名称:int。",
    "{file} is a table of an export and has {columns} that it cannot have: {names}. Known: {known}; an attribute is "
    "attributes.name or attributes.name:int.",
)
Record = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Grid:
    """A table as rows of cells.

    Parameters
    ----------
    file
        What it is called in messages.
    rows
        Gives its rows with their lines, the header first.
    letters
        Whether places are told as in a sheet.
    """

    file: str
    rows: Callable[[], Iterator[Record]]
    in_sheet: bool = False

    def place(self, line: int) -> Place:
        """A row as it is told."""
        return Place(self.file, line, f"{self.file}!{line}" if self.in_sheet else "")


def folder_grids(folder: Path) -> dict[str, Grid] | None:
    """The tables of a folder that is an export; None when it is none.

    Parameters
    ----------
    folder
        The folder.
    """
    if not (folder / f"{EXPORT}.csv").is_file():
        return None
    names = [EXPORT, EVIDENCE, *(table.name for table in fact_tables())]
    paths = {name: folder / f"{name}.csv" for name in names}
    return {name: Grid(path.name, _records_of(path)) for name, path in paths.items() if path.exists()}


def workbook_grids(path: Path, workbook: Workbook) -> dict[str, Grid]:
    """The sheets of a workbook that is an export.

    Parameters
    ----------
    path
        The file.
    workbook
        What it holds.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets if sheet.kind == "sheet"}
    grids = {}
    for name, sheet in sheets.items():
        rows = sheet.rows
        grids[name] = Grid(f"{path.name}[{name}]", lambda rows=rows: _numbered(rows()), in_sheet=True)  # type: ignore[misc]
    return grids


def _numbered(rows: Iterable[list[str]]) -> Iterator[Record]:
    return ((line, row) for line, row in enumerate(rows, start=1) if any(row))


def _records_of(path: Path) -> Callable[[], Iterator[Record]]:
    def records() -> Iterator[Record]:
        try:
            text = content(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FileRefused(_NOT_UTF8, path=path, place=error.start) from error
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        start = 1
        try:
            for cells in reader:
                if cells:
                    yield start, [cell.strip() for cell in cells]
                start = reader.line_num + 1
        except csv.Error as error:
            raise not_csv(f"{path.name}:{start}", error) from error

    return records


_NOT_UTF8 = Text(
    "{path} 不是 UTF-8(第 {place} 字节起)。导出的表要另存为 UTF-8。",
    "{path} is not UTF-8, from byte {place} on. Save a table of an export as UTF-8.",
)


def read_tables(grids: dict[str, Grid], collector: FactCollector) -> tuple[Counts, dict[str, int]]:
    """Read the facts of an export; what is wrong with a row is kept by the collector.

    Parameters
    ----------
    grids
        Its tables by name.
    collector
        Takes the facts.

    Returns
    -------
    tuple
        How many facts the export says that it has, and how many rows each table has.

    Raises
    ------
    FileRefused
        It is of another version, or a table lacks its header.
    """
    said = _said(grids[EXPORT])
    further = _Further(grids.get(EVIDENCE), collector)
    counts = {}
    for table in fact_tables():
        if table.name in grids:
            counts[grids[table.name].file] = _read_table(table, grids[table.name], further, collector)
    further.refuse_unused()
    return Counts.of(said), counts


def _said(grid: Grid) -> dict[str, str]:
    rows = list(_rows(grid))
    said = dict(rows[0][1]) if rows else {}
    if said.get("form") != FORM:
        raise FileRefused(_OTHER_FORM, path=grid.file, form=shortened(said.get("form", "?")), known=FORM)
    return said


def _rows(grid: Grid, collector: FactCollector | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header as cells by column; a row that is too long is refused."""
    records = grid.rows()
    _, header = next(records, (0, ()))
    columns = [read(cell, "text") if cell else "" for cell in header]
    for line, cells in records:
        if collector and any(cell for cell in cells[len(columns) :]):
            reason = Text(
                f"有 {len(cells)} 格,表头有 {len(columns)} 列。",
                f"has {plural(len(cells), 'cell')}, the header has {len(columns)}.",
            )
            collector.refuse(grid.place(line), "", "", reason, _LENGTH)
            continue
        yield line, {name: cell for name, cell in zip(columns, cells, strict=False) if cell and name}


def _check_columns(table: FactTable, grid: Grid) -> None:
    _, header = next(grid.rows(), (0, ()))
    known = table.columns().values()
    unknown = [cell for cell in header if cell and cell not in known and not _is_attribute(cell)]
    if unknown:
        names = some([shortened(cell) for cell in unknown])
        raise FileRefused(
            _UNKNOWN_COLUMNS,
            file=grid.file,
            columns=plural(len(unknown), "column"),
            names=names,
            known=some(list(known), limit=30),
        )


def _is_attribute(cell: str) -> bool:
    return cell.lstrip('"').startswith("attributes")


def _read_table(table: FactTable, grid: Grid, further: _Further, collector: FactCollector) -> int:
    _check_columns(table, grid)
    names = table.columns()
    count = 0
    for line, cells in _rows(grid, collector):
        count += 1
        place = grid.place(line)
        read_cells, sound = _read_cells(table, cells, place, collector)
        if not sound:
            continue
        values = values_of(table, read_cells)
        row = values["id"] if table.model is Node else read_cells.get("id", "")
        if more := further.take(table.name, row):
            values["evidence"] = (*values["evidence"], *more)
        collector.add(table.model, values, place, lambda loc: _column(names, loc))
    return count


def _column(names: dict[str, str], loc: tuple[int | str, ...]) -> str:
    field = str(loc[0]) if loc else ""
    return names.get(field, field)


def _read_cells(
    table: FactTable, cells: dict[str, str], place: Place, collector: FactCollector
) -> tuple[dict[str, Any], bool]:
    values, sound = {}, True
    for column, cell in cells.items():
        field = table.field(column)
        try:
            values[field] = read_field(field, cell)
        except InputRefused as error:
            collector.refuse(place, column, cell, error.message, error.kind)
            sound = False
    return values, sound


class _Further:
    """The further sightings of facts, by table and row."""

    def __init__(self, grid: Grid | None, collector: FactCollector) -> None:
        self._collector = collector
        self._found: dict[tuple[str, str], list[tuple[Place, dict[str, Any]]]] = {}
        for line, cells in _rows(grid, collector) if grid else ():
            self._add(grid.place(line) if grid else Place("", 0), cells)

    def _add(self, place: Place, cells: dict[str, str]) -> None:
        values: dict[str, Any] = {}
        try:
            for name, cell in cells.items():
                values[name] = read(cell, "float" if name == "confidence" else "text")
        except InputRefused as error:
            self._collector.refuse(place, "", "", error.message, error.kind)
            return
        key = (values.pop("table", ""), values.pop("row", ""))
        self._found.setdefault(key, []).append((place, values))

    def take(self, table: str, row: str) -> list[dict[str, Any]]:
        """Those of a row; each is given once."""
        return [values for _, values in self._found.pop((table, row), [])]

    def refuse_unused(self) -> None:
        """Refuse sightings of rows that are not there."""
        for (table, row), entries in self._found.items():
            for place, _ in entries:
                self._collector.refuse(place, "row", f"{table} {row}", _NO_ROW.message, _NO_ROW.kind)
