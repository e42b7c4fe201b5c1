"""A folder of tables as checked facts.

All errors of all tables are found before anything is refused, each with its file, row, column, value and reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import FileRefused, InputRefused, RowError, RowErrors
from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Census, Evidence, Measure, Node, Relationship, Roster, Source
from ..graph.records import Record, record_key
from ..graph.schema import schema
from ..wording import Text, some
from .cells import Known, read_cell
from .csv_table import TextRow, TextTable, read_csv
from .layout import TableLayout, layout

Lookup = Callable[[Collection[str]], list[Node]]
_EVIDENCE_FIELDS = ("quote", "source")


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
        Some rows are wrong: all of them.
    """
    reading = _Reading(_tables(folder), lookup)
    reading.read()
    if reading.errors:
        order = [one.file for one, _ in reading.tables]
        raise RowErrors(sorted(reading.errors, key=lambda error: (order.index(error.file), error.row)))
    return FolderFacts(
        batch=AllianceGraph.from_models(reading.all_nodes(), reading.relationships.values(), reading.records.values()),
        tables={table.file: len(table.rows) for _, table in reading.tables},
        kept_columns=reading.kept_columns,
    )


def _tables(folder: Path) -> list[tuple[TableLayout, TextTable]]:
    if not folder.exists():
        raise FileRefused(Text(f"没有文件夹 {folder}。请检查路径。", f"There is no folder {folder}. Check the path."))
    names = [table.file for table in layout().tables]
    if folder.is_file():
        raise FileRefused(
            Text(f"{folder} 是文件。请给出它所在的文件夹。", f"{folder} is a file. Give the folder that it is in.")
        )
    present = [table for table in layout().tables if (folder / table.file).is_file()]
    if not present:
        which = some(names, limit=len(names))
        raise FileRefused(
            Text(
                f"{folder} 中没有表格。可读的文件名:{which.zh}。",
                f"No tables in {folder}. File names that are read: {which.en}.",
            )
        )
    return [(table, read_csv(folder / table.file, table.required)) for table in present]


@dataclass
class _Reading:
    """The state of reading one folder."""

    tables: list[tuple[TableLayout, TextTable]]
    lookup: Lookup | None
    errors: list[RowError] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    borrowed: dict[str, Node] = field(default_factory=dict)
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    relationships: dict[str, Relationship] = field(default_factory=dict)
    kept_columns: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def read(self) -> None:
        known = self._known()
        for table, text in self.tables:
            self.errors += text.errors
            if extra := [name for name in text.header if name not in table.columns]:
                self._note_extra(table, text.file, extra)
            for row in text.rows:
                self._read_row(table, text.file, row, known)

    def _note_extra(self, table: TableLayout, file: str, extra: list[str]) -> None:
        """Nodes and relationships keep what the layout does not know; other tables have no place for it."""
        if table.makes in ("node", "relationship"):
            self.kept_columns[file] = extra
        else:
            which, known = some(extra), some(list(table.columns), limit=12)
            reason = Text(
                f"不认识的列:{which.zh}。可用:{known.zh}。", f"unknown columns: {which.en}. Known: {known.en}."
            )
            self.errors.append(RowError(file, 1, "", "", reason))

    def all_nodes(self) -> list[Node]:
        return [*self.borrowed.values(), *self.nodes.values()]

    def _known(self) -> Known:
        """The ids that cells may refer to: those of the tables, and of the store for what the tables lack."""
        ids = {makes: self._ids(makes) for makes in ("node", "source", "census")}
        missing = self._references() - ids["node"]
        if missing and self.lookup:
            self.borrowed = {node.id: node for node in self.lookup(missing)}
        return Known(ids["node"] | self.borrowed.keys(), ids["source"], ids["census"])

    def _ids(self, makes: str) -> set[str]:
        keys = {"node": "id", "source": "id", "census": "label"}
        return {row.cells[keys[makes]] for table, text in self.tables if table.makes == makes for row in text.rows}

    def _references(self) -> set[str]:
        return {
            cell
            for table, text in self.tables
            for name, column in table.columns.items()
            if column.reading == "node"
            for row in text.rows
            if (cell := row.cells.get(name))
        }

    def _read_row(self, table: TableLayout, file: str, row: TextRow, known: Known) -> None:
        values, errors = _values(table, file, row, known)
        if errors:
            self.errors += errors
            return
        try:
            self._add(table, file, row, values)
        except ValidationError as error:
            self.errors += [_from_pydantic(file, row, detail) for detail in error.errors()]
        except InputRefused as error:
            self.errors.append(RowError(file, row.line, "", "", error.message))

    def _add(self, table: TableLayout, file: str, row: TextRow, values: dict[str, Any]) -> None:
        if table.makes == "node":
            self._add_node(_node(table, file, row, values), f"{file}:{row.line}")
        elif table.makes == "relationship":
            self._add_relationship(self._relationship(file, row, values), f"{file}:{row.line}")
        else:
            self._add_record(_record(table, file, row, values), f"{file}:{row.line}")

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
            raise InputRefused(Text(f"{name} 已在 {first} 出现过。", f"{name} already stands in {first}."))

    def _relationship(self, file: str, row: TextRow, values: dict[str, Any]) -> Relationship:
        evidence = _evidence(file, row, values)
        source = self.records.get(("Source", evidence.source))
        seen = source.date if isinstance(source, Source) else None
        fields = {key: value for key, value in values.items() if key not in (*_EVIDENCE_FIELDS, "from")}
        return Relationship(**fields, source=values["from"], observed_at=seen, evidence=(evidence,))

    def _add_relationship(self, one: Relationship, place: str) -> None:
        if one.source == one.target:
            raise InputRefused(Text("关系的两端相同。", "both ends are the same node."))
        kinds = [self._kind(end) for end in (one.source, one.target)]
        if None not in kinds:
            schema().check(one.type, str(kinds[0]), str(kinds[1]))
        known = self.relationships.get(one.id)
        if known is None:
            self.places[one.id] = place
            self.relationships[one.id] = one
        elif known.model_copy(update={"evidence": ()}) == one.model_copy(update={"evidence": ()}):
            self.relationships[one.id] = known.model_copy(update={"evidence": (*known.evidence, *one.evidence)})
        else:
            raise InputRefused(_contradiction(self.places[one.id]))

    def _kind(self, node_id: str) -> str | None:
        """The kind of an end; None when the row of the node is itself wrong and reported there."""
        node = self.nodes.get(node_id) or self.borrowed.get(node_id)
        return node.kind if node else None


def _values(table: TableLayout, file: str, row: TextRow, known: Known) -> tuple[dict[str, Any], list[RowError]]:
    values: dict[str, Any] = {"attributes": {}, **table.constants}
    errors: list[RowError] = []
    for name, text in row.cells.items():
        column = table.columns.get(name)
        if not text:
            if column and column.required:
                errors.append(RowError(file, row.line, name, text, Text("不能为空。", "must not be empty.")))
            continue
        try:
            value = read_cell(text, column.reading, known) if column else text
        except InputRefused as error:
            errors.append(RowError(file, row.line, name, text, error.message))
            continue
        _put(values, column.to if column else f"attributes.{name}", value)
    return values, errors


def _put(values: dict[str, Any], to: str, value: Any) -> None:
    if not to:
        return
    if to.startswith("attributes."):
        values["attributes"][to.removeprefix("attributes.")] = value
    else:
        values[to] = value


def _evidence(file: str, row: TextRow, values: dict[str, Any]) -> Evidence:
    quote = values.get("quote", "")
    method = "inferred" if quote.startswith(layout().inferred_prefix) else "reported"
    return Evidence(
        source=values["source"],
        locator=f"{file}:{row.line}",
        quote=quote,
        method=method,
        confidence=values.get("confidence"),
    )


def _node(table: TableLayout, file: str, row: TextRow, values: dict[str, Any]) -> Node:
    if by := table.kind_by:
        values["kind"] = by.get(row.cells.get(by["column"], ""), values["kind"])
    fields = {key: value for key, value in values.items() if key not in _EVIDENCE_FIELDS}
    return Node(**fields, evidence=(_evidence(file, row, values),))


def _record(table: TableLayout, file: str, row: TextRow, values: dict[str, Any]) -> Record:
    fields = {key: value for key, value in values.items() if key not in (*_EVIDENCE_FIELDS, "attributes")}
    if table.makes == "source":
        return Source(**fields)
    if table.makes == "census":
        return Census(**fields)
    evidence = (_evidence(file, row, values),) if "source" in values else ()
    if table.makes == "roster":
        return Roster(**fields, evidence=evidence)
    return Measure(**fields, evidence=evidence)


def _contradiction(first: str) -> Text:
    return Text(
        f"与 {first} 是同一条关系(两端、类型、起始日期和产品相同),内容却不同。"
        "请合并成一行,或写明不同的起始日期或产品。",
        f"is the same relationship as {first} (same ends, type, start and product) with other content. "
        "Make it one row, or give another start or product.",
    )


def _from_pydantic(file: str, row: TextRow, detail: Any) -> RowError:
    where = ".".join(str(part) for part in detail["loc"])
    return RowError(
        file,
        row.line,
        where,
        str(detail.get("input", ""))[:60],
        Text(_CHINESE.get(detail["type"], detail["msg"]), detail["msg"]),
    )


_CHINESE = {
    "string_too_short": "不能为空。",
    "missing": "缺少这一项。",
    "value_error": "截止日期早于起始日期。",
    "greater_than_equal": "太小。",
    "less_than_equal": "太大。",
}
