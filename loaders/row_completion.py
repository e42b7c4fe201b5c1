"""What the rest of a table says of each of its rows: titles, other rows of the same name, and the words of a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from string import Formatter
from typing import Literal

from ..graph.names import normal_form
from .counted_names import counted, may_count
from .identity.row_keys import kind_in
from .mappings.layout import TableLayout
from .mappings.words import begins, is_empty, kind_of_name, says, words
from .tables.table import Table, TextRow


class Completion:
    """Completes rows before they are read; it adds cells that are empty and changes none.

    Parameters
    ----------
    tables
        All tables, with what their columns mean.
    """

    def __init__(self, tables: Iterable[tuple[TableLayout, Table]]) -> None:
        self._tables = list(tables)
        self.from_titles = cache(self._from_titles)
        self._only: dict[str, str] | None = None
        node_tables = [table for table, _ in self._tables if table.makes == "node"]
        self._others_tell = len(node_tables) > 1 and any(table.merges for table in node_tables)
        self._told: dict[tuple[str, str], dict[str, set[str]]] | None = None

    def complete(self, table: TableLayout, text: Table, row: TextRow) -> None:
        """Fill what is empty in a row."""
        if not row.cells:
            return
        self._complete_alone(table, text, row)
        if self._others_tell and table.makes == "node":
            self._from_other_rows(table, row.cells)

    def _complete_alone(self, table: TableLayout, text: Table, row: TextRow) -> None:
        if table.facts:
            for column, said in self.from_titles(text.file).items():
                row.cells.setdefault(column, said)
        if table.makes == "node":
            if table.compose:
                _compose(table, row.cells)
            _count(table, row.cells)
            if table.kind_by_name:
                _tell_kind(table, row.cells)

    def _from_titles(self, file: str) -> dict[str, str]:
        """What the titles of a table, its name, or the only node of the kind say for all its rows."""
        table, text = next(pair for pair in self._tables if pair[1].file == file)
        found = {}
        for name, column in table.columns.items():
            if column.title and name not in text.columns:
                matches = (re.search(column.title, title) for title in (*text.titles, text.file))
                said = next((match[1].strip() for match in matches if match), "")
                if said or (said := self._only_one(column.kind)):
                    found[name] = said
        return found

    def _only_one(self, kind: str) -> str:
        """The name of the only node of a kind that has a row."""
        if self._only is None:
            names: defaultdict[str, set[str]] = defaultdict(set)
            for table, text in self._tables:
                if table.makes == "node" and not any(column.title for column in table.columns.values()):
                    for row in text.rows():
                        names[kind_in(table, row)].add(row.cells.get(table.column_to("name"), ""))
            self._only = {kind: next(iter(found)) for kind, found in names.items() if len(found) == 1}
        return self._only.get(kind, "")

    def _from_other_rows(self, table: TableLayout, cells: dict[str, str]) -> None:
        """Place and credit code that other rows of the same name and kind state, if they all agree."""
        for field, said in self._told_of(table, cells).items():
            column = table.column_to(field)
            if column and column not in cells and len(said) == 1:
                cells[column] = next(iter(said))

    def _told_of(self, table: TableLayout, cells: dict[str, str]) -> dict[str, set[str]]:
        if self._told is None:
            self._told = {}
            for other, text in self._tables:
                if other.makes == "node":
                    for row in text.rows():
                        self._complete_alone(other, text, row)
                        self._hear(self._told, other, row.cells)
        return self._told.get(_who(table, cells), {})

    @staticmethod
    def _hear(told: dict[tuple[str, str], dict[str, set[str]]], table: TableLayout, cells: dict[str, str]) -> None:
        for field in ("place", "uscc"):
            said = cells.get(table.column_to(field), "")
            if said and not is_empty(said):
                told.setdefault(_who(table, cells), {}).setdefault(field, set()).add(said)


def _who(table: TableLayout, cells: dict[str, str]) -> tuple[str, str]:
    return kind_in(table, TextRow(0, "", cells)), normal_form(cells.get(table.column_to("name"), ""))


def _compose(table: TableLayout, cells: dict[str, str]) -> None:
    """A name for a row without one, by the first pattern whose columns are filled."""
    name = table.column_to("name")
    if not name or (name in cells and not is_empty(cells[name])):
        return
    for pattern in table.compose:
        needed = [field for _, field, _, _ in Formatter().parse(pattern) if field]
        if all(field in cells and not is_empty(cells[field]) for field in needed):
            cells[name] = pattern.format(**{field: cells[field] for field in needed})
            return


def _count(table: TableLayout, cells: dict[str, str]) -> None:
    """A name that is a count, or a count without a name, stands for things without names."""
    name, count = table.column_to("name"), table.column_to("count")
    written = cells.get(name, "")
    if not count or (count not in cells and not may_count(written)):  # nearly every row
        return
    flag = table.column_to("aggregate")
    if not (name and flag) or flag in cells:
        return
    if said := counted(written):
        cells[flag] = "true"
        if said.count and count not in cells:
            cells[count] = str(said.count).replace("≈", "约")
        _put_kind(table, cells, said.kind)
    elif count in cells and (not written or is_empty(written)) and not is_empty(cells[count]):
        cells[name], cells[flag] = cells[count], "true"


def _put_kind(table: TableLayout, cells: dict[str, str], kind: str) -> None:
    column = table.column_to("kind")
    if kind and column and column not in cells and "kind" not in table.constants:
        cells[column] = kind


def _tell_kind(table: TableLayout, cells: dict[str, str]) -> None:
    """The kind by the ending of the name, where the table has no cell for it."""
    column = table.column_to("kind")
    if not column or column in cells:
        return
    kind = kind_of_name(cells.get(table.column_to("name"), ""))
    allowed = table.columns[column].kinds
    if kind and (not allowed or kind in allowed):
        cells[column] = kind


Beside = Literal["", "total", "example"]


def row_beside(table: TableLayout, row: TextRow) -> Beside:
    """Whether a row tells no fact: its first cell or its name says that it is a sum, or the example of a form."""
    said = words()
    cells = row.cells
    if not cells:
        return ""
    for text in (next(iter(cells.values())), cells.get(table.column_to("name"), "")):
        if says(text, said.total):
            return "total"
        if begins(text, said.example):
            return "example"
    return ""
