"""A folder of tables as checked facts.

All errors of all tables are found before anything is refused, each with its file, row, column, value and reason.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import FileRefused, InputRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Evidence, Node, Relationship
from ..graph.records import Record, record_key
from ..graph.schema import schema
from ..wording import Text, plural, shortened, some, system_reason
from .cells import Known
from .csv_table import FileUnreadable, TextRow, TextTable
from .error_log import ErrorLog
from .layout import TableLayout, layout
from .row_errors import ContradictingRow, RepeatedId, RowError
from .row_facts import evidence_of, model_errors, node_of, read_values, record_of, relationship_of

Lookup = Callable[[Collection[str]], list[Node]]
_KEYS = {"node": "id", "source": "id", "census": "label"}
_MOST_OF_A_PATH = 200


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What a folder says.

    Parameters
    ----------
    batch
        The facts, ready to be written.
    tables
        Rows by file.
    kept_columns
        By file, columns that the layout does not know; they are kept as attributes.
    """

    batch: AllianceGraph
    tables: dict[str, int]
    kept_columns: dict[str, list[str]]


def read_folder(folder: Path, lookup: Lookup | None = None) -> FolderFacts:
    """Read and check a folder of tables in the layout of `data/hengzhou`.

    Parameters
    ----------
    folder
        Where the tables are.
    lookup
        Gives the nodes of some ids that the store already holds, so a table may refer to them.

    Raises
    ------
    FileRefused
        The folder is missing or holds no table that is known, or a table cannot be read.
    RowErrors
        Some rows are wrong: the first ones whole, the others as numbers.
    """
    reading = _Reading(_tables(folder), lookup)
    reading.read()
    reading.errors.refuse()
    return FolderFacts(
        batch=AllianceGraph.from_models(reading.all_nodes(), reading.all_relationships(), reading.records.values()),
        tables=reading.row_counts,
        kept_columns=reading.kept_columns,
    )


def _tables(folder: Path) -> list[tuple[TableLayout, TextTable]]:
    _must_be_folder(folder)
    present = [table for table in layout().tables if _stands_in(folder, table.file)]
    if not present:
        names = [table.file for table in layout().tables]
        nothing = Text(
            "{folder} 中没有表格。可读的文件名:{names}。", "No tables in {folder}. File names that are read: {names}."
        )
        raise FileRefused(nothing, folder=folder, names=some(names, limit=len(names)))
    return [(table, TextTable(folder / table.file, table.required)) for table in present]


def _must_be_folder(folder: Path) -> None:
    name = shortened(str(folder), limit=_MOST_OF_A_PATH)
    try:
        mode = folder.stat().st_mode
    except (FileNotFoundError, ValueError) as error:  # a path with the character NUL is a ValueError
        raise FileRefused(
            Text("没有文件夹 {folder}。请检查路径。", "There is no folder {folder}. Check the path."), folder=name
        ) from error
    except OSError as error:
        closed = Text(
            "打不开文件夹 {folder}:{reason}。请检查路径。", "Cannot open the folder {folder}: {reason}. Check the path."
        )
        raise FileRefused(closed, folder=name, reason=system_reason(error)) from error
    if not stat.S_ISDIR(mode):
        raise FileRefused(
            Text("{path} 是文件。请给出它所在的文件夹。", "{path} is a file. Give the folder that it is in."), path=name
        )


def _stands_in(folder: Path, name: str) -> bool:
    """Whether anything of this name is there: a folder or a broken link is refused when it is read, not passed over."""
    try:
        (folder / name).lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise FileUnreadable(folder / name, system_reason(error)) from error
    return True


@dataclass
class _Reading:
    """The state of reading one folder."""

    tables: list[tuple[TableLayout, TextTable]]
    lookup: Lookup | None
    errors: ErrorLog = field(default_factory=ErrorLog)
    row_counts: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    borrowed: dict[str, Node] = field(default_factory=dict)
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    relationships: dict[str, Relationship] = field(default_factory=dict)
    sightings: dict[str, list[Evidence]] = field(default_factory=dict)
    kept_columns: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def read(self) -> None:
        known = self._known()
        for table, text in self.tables:
            if extra := [name for name in text.columns if name not in table.columns]:
                self._note_extra(table, text.file, extra)
            self.row_counts[text.file] = 0
            for row in text.rows():
                self.row_counts[text.file] += 1
                self.errors.add(self._read_row(table, text.file, row, known))

    def _note_extra(self, table: TableLayout, file: str, extra: list[str]) -> None:
        """Nodes and relationships keep what the layout does not know; other tables have no place for it."""
        if table.makes in ("node", "relationship"):
            self.kept_columns[file] = extra
        else:
            unknown = Text("不认识的列:{names}。可用:{known}。", "{columns}: {names}. Known: {known}.")
            names, known = some([shortened(name) for name in extra]), some(list(table.columns), limit=12)
            reason = unknown.fill(columns=plural(len(extra), "unknown column"), names=names, known=known)
            self.errors.add([RowError(file, 1, "", "", reason)])

    def all_nodes(self) -> list[Node]:
        return [*self.borrowed.values(), *self.nodes.values()]

    def all_relationships(self) -> list[Relationship]:
        """Each relationship once, with every sighting of it."""
        again = {key: tuple(seen) for key, seen in self.sightings.items() if len(seen) > 1}
        return [
            relationship.model_copy(update={"evidence": again[key]}) if key in again else relationship
            for key, relationship in self.relationships.items()
        ]

    def _known(self) -> Known:
        """The ids that cells may refer to: those of the tables, and of the store for what the tables lack."""
        ids: dict[str, set[str]] = {makes: set() for makes in _KEYS}
        references: set[str] = set()
        for table, text in self.tables:
            key = _KEYS.get(table.makes, "")
            referring = [name for name, column in table.columns.items() if column.reading == "node"]
            for row in text.rows():
                references.update(row.cells[name] for name in referring if name in row.cells)
                if key in row.cells:
                    ids[table.makes].add(row.cells[key])
        missing = references - ids["node"]
        if missing and self.lookup:
            self.borrowed = {node.id: node for node in self.lookup(missing)}
        return Known(ids["node"] | self.borrowed.keys(), ids["source"], ids["census"])

    def _read_row(self, table: TableLayout, file: str, row: TextRow, known: Known) -> list[RowError]:
        """Add the fact of a row, or give what is wrong with it."""
        if row.errors and not row.cells:
            return list(row.errors)
        values, errors = read_values(table, file, row, known)
        if errors or row.errors:
            return [*row.errors, *errors]
        try:
            self._add(table, file, row, values)
        except ValidationError as error:
            return model_errors(table, file, row, error)
        except InputRefused as error:
            return [RowError(file, row.line, "", "", error.message, error.kind)]
        return []

    def _add(self, table: TableLayout, file: str, row: TextRow, values: dict[str, Any]) -> None:
        if table.makes == "node":
            self._add_node(node_of(table, file, row, values), f"{file}:{row.line}")
        elif table.makes == "relationship":
            evidence = evidence_of(file, row, values)
            source = self.records.get(("Source", evidence.source))
            self._add_relationship(relationship_of(values, evidence, source), f"{file}:{row.line}")
        else:
            self._add_record(record_of(table, file, row, values), f"{file}:{row.line}")

    def _add_node(self, node: Node, place: str) -> None:
        self._once(f"node {node.id}", node.id, place)
        self.nodes[node.id] = node

    def _add_record(self, record: Record, place: str) -> None:
        key = (type(record).__name__, record_key(record))
        self._once(" ".join(key), key[1], place)
        self.records[key] = record

    def _once(self, key: str, name: str, place: str) -> None:
        first = self.places.setdefault(key, place)
        if first != place:
            raise RepeatedId(name, first)

    def _add_relationship(self, relationship: Relationship, place: str) -> None:
        if relationship.source == relationship.target:
            raise InputRefused(Text("关系的两端相同。", "both ends are the same node."))
        kinds = [self._kind(end) for end in (relationship.source, relationship.target)]
        if None not in kinds:
            schema().check(relationship.type, str(kinds[0]), str(kinds[1]))
        key = relationship.id
        first = self.relationships.setdefault(key, relationship)
        if first is relationship:
            self.places[key] = place
        elif relationship.model_copy(update={"evidence": first.evidence}) != first:
            raise ContradictingRow(self.places[key])
        self.sightings.setdefault(key, []).extend(relationship.evidence)

    def _kind(self, node_id: str) -> str | None:
        """The kind of an end; None when the row of the node is itself wrong and reported there."""
        node = self.nodes.get(node_id) or self.borrowed.get(node_id)
        return node.kind if node else None
