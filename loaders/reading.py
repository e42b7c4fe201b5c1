"""Tables as facts: every row is read, and everything that is wrong is found before anything is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pydantic import ValidationError

from ..errors import InputRefused
from ..graph.folding import folded_relationship
from ..graph.models import Measure, Node, Relationship, Source
from ..graph.records import Record, record_key
from ..graph.rows import NodeRow, RelationshipRow, node_model, node_row, relationship_model, relationship_row
from ..graph.schema import schema
from ..graph.stores.store import Progress
from ..wording import Text
from .cells import Known
from .censuses import CensusLoad
from .error_log import ErrorLog
from .further_facts import FurtherFacts, ToldLink
from .identity.named_nodes import NamedNodes
from .identity.row_keys import Nearby, RowKeys
from .identity.scopes import IdScope
from .kept_facts import KeptFacts, kept_nodes, kept_relationships
from .kept_rows import KeptRows
from .mappings.layout import TableLayout
from .merging import merged
from .notes import FileNotes
from .open_ends import check_open, open_column, open_statement, without
from .pseudonyms import check_pseudonym
from .referable import Referable
from .row_completion import Completion
from .row_errors import ContradictingRow, RepeatedId, RowError
from .row_facts import evidence_of, model_errors, node_of, record_of, relationship_of
from .row_reading import RowReader
from .sources import source_for_all
from .table_columns import column_errors, with_titles
from .tables.table import Table, TextRow

_KEYS = {"node": "id", "source": "id", "census": "label"}


@dataclass
class Reading:
    """The state of reading one folder.

    Parameters
    ----------
    tables
        The tables, with what their columns mean.
    nearby
        What the store holds.
    source
        Id or title of the source of tables that have no column for it.
    scope
        What the ids of the load become.
    census
        What the load says of itself as a census; None where it is none.
    skipped
        By table the lines of rows that are passed over.
    errors
        Gets what is wrong.
    progress
        Called while rows are read and checked.
    """

    tables: Sequence[tuple[TableLayout, Table]]
    nearby: Nearby
    source: str = ""
    scope: IdScope = field(default_factory=IdScope)
    census: CensusLoad | None = None
    skipped: Mapping[str, Collection[int]] = field(default_factory=dict)
    errors: ErrorLog = field(default_factory=ErrorLog)
    progress: Progress | None = None
    row_counts: dict[str, int] = field(default_factory=dict)
    nodes: KeptFacts[Node, NodeRow] = field(default_factory=kept_nodes)
    borrowed: dict[str, Node] = field(default_factory=dict)
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    relationships: KeptFacts[Relationship, RelationshipRow] = field(default_factory=kept_relationships)
    told_again: dict[str, list[RelationshipRow]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    notes: list[FileNotes] = field(default_factory=list)
    told_links: list[ToldLink] = field(default_factory=list)

    def read(self) -> None:
        """Read every row of every table."""
        self.keys = RowKeys(self.scope)
        self.completion = Completion(self.tables)
        self._rows = KeptRows(self.completion, self.skipped, self.progress)
        referable = Referable(self.tables, self._rows.facts, self._key, self.nearby, self.scope)
        known = referable.known(self.census)
        self.borrowed, self.records = referable.borrowed, referable.records
        self.further = FurtherFacts(NamedNodes(known.nodes, self.nearby, self.keys), self.records)
        for table, text in self.tables:
            notes = FileNotes(text.file, text.encoding, text.rows_above)
            self.notes.append(notes)
            self.errors.add(column_errors(table, text, notes))
            self._read_table(self._with_source(table, text, notes), text, known, notes)
        self._join_told()
        if self.census and not any(self.skipped.values()):
            for record in self.census.promises(self.census.scope_id(known.nodes), self._sources()):
                self.records.setdefault((type(record).__name__, record_key(record)), record)

    def _read_table(self, table: TableLayout, text: Table, known: Known, notes: FileNotes) -> None:
        by_name = known.nodes.by_name
        reader = RowReader(table, text.file, known, notes)
        self.row_counts[text.file] = 0
        for row, beside in self._rows.taken(text):
            if beside:
                (notes.totals if beside == "total" else notes.examples).append(row.line)
                continue
            self.row_counts[text.file] += 1
            if found := self._read_row(table, text, row, reader, notes):
                self.errors.add(text.told(error) for error in found)
        notes.by_name = known.nodes.by_name - by_name

    def all_nodes(self) -> Iterator[NodeRow]:
        """The nodes of the tables, and those of the store that they refer to."""
        named = self.further.named
        others = {**self.borrowed, **named.borrowed, **named.made()}
        return chain((node_row(node) for key, node in others.items() if key not in self.nodes), self.nodes.rows())

    def all_relationships(self) -> Collection[RelationshipRow]:
        """Each relationship once, with every sighting of it."""
        dates = {source.id: source.date for source in self._sources() if source.date}
        for key, again in self.told_again.items():
            first = self.relationships.row(key)
            assert first is not None
            self.relationships.put(folded_relationship([first, *again], dates))
        return self.relationships.rows()

    def _sources(self) -> Iterator[Source]:
        return (record for record in self.records.values() if isinstance(record, Source))

    # ---- columns ----

    def _with_source(self, table: TableLayout, text: Table, notes: FileNotes) -> TableLayout:
        """The layout with the source of the whole file, where the file has no column for it and its rows need one."""
        table, silent = with_titles(table, text, self.completion.from_titles(text.file))
        self.errors.add(silent)
        column = table.column_to("source") if table.makes not in ("source", "census") else ""
        if not column or column in text.columns or not table.columns[column].required:
            return table
        found = source_for_all(self.records, self.source, self.scope)
        if found is None:
            self.errors.add([text.told(RowError(text.file, text.rows_above + 1, "", "", _NO_SOURCE))])
            found = _NOT_SAID
        notes.source = found.title or found.id
        self.records.setdefault(("Source", found.id), self.census.source(found) if self.census else found)
        return table.model_copy(update={"constants": {**table.constants, "source": found.id}})

    # ---- rows ----

    def _key(self, table: TableLayout, text: Table, row: TextRow) -> str | None:
        """The id of a row, or the one that is made for it; None when there is nothing to make it from."""
        return self.keys.of(table, text.file, row)

    def _read_row(
        self, table: TableLayout, text: Table, row: TextRow, reader: RowReader, notes: FileNotes
    ) -> list[RowError]:
        """Add the fact of a row, or give what is wrong with it."""
        if row.errors and not row.cells:
            return list(row.errors)
        for name in reader.passed_over & row.cells.keys():
            del row.cells[name]
        if opened := open_column(table, row):
            row = without(row, opened)
        values, errors = reader.read(row)
        errors = [error for error in errors if error.column != opened or not opened]
        if table.naming and not errors and not row.errors:
            errors = self.further.resolve(table, text, row, values)
        if errors or row.errors:
            told = {error.column for error in row.errors if error.column}  # a cell that is lost is told once
            return [*row.errors, *(error for error in errors if error.column not in told)]
        try:
            if opened:
                notes.open_rows.append(row.line)
                self._add_open(open_statement(table, opened, values, evidence_of(row, values)), row.place)
                return []
            return self._add(table, text, row, values, notes)
        except ValidationError as error:
            return model_errors(table, text.file, row, error)
        except InputRefused as error:
            other = str(vars(error).get("first", ""))
            return [RowError(text.file, row.line, "", "", error.message, error.kind, other=other)]

    def _add(
        self, table: TableLayout, text: Table, row: TextRow, values: dict[str, Any], notes: FileNotes
    ) -> list[RowError]:
        """Add what the row is itself, then what it tells beside; give what is wrong with the latter."""
        if "id" in table.columns and table.makes in ("node", "source"):
            notes.made_ids += "id" not in values
            values["id"] = self.keys.of(table, text.file, row)
        self._add_own(table, row, values, notes)
        if not table.facts:
            return []
        facts, errors = self.further.of(table, text, row, values, values.get("id", ""))
        for fact in facts:
            if isinstance(fact, ToldLink):
                self.told_links.append(fact)
            else:
                self._add_record(fact, row.place, again=True)
        return errors

    def _add_own(self, table: TableLayout, row: TextRow, values: dict[str, Any], notes: FileNotes) -> None:
        if table.makes == "facts":
            return
        if table.makes == "node":
            node = node_of(table, row, values)
            self._add_node(node, row.place, merges=table.merges)
            notes.of_code(node)
        elif table.makes == "relationship":
            evidence = evidence_of(row, values)
            source = self.records.get(("Source", evidence.source))
            seen = self.census.seen(source) if self.census else source
            self._add_relationship(relationship_of(values, evidence, seen), row.place)
        else:
            self._add_record(record_of(table, row, values), row.place)

    def _join_told(self) -> None:
        """Add the links that rows tell, now that the kinds of all ends are known."""
        for told in self.told_links:
            try:
                self._add_relationship(told.link, told.text.cell_place(told.row, told.column))
            except InputRefused as error:
                self.errors.add([told.text.told(told.error(error))])

    def _add_node(self, node: NodeRow, place: str, *, merges: bool = False) -> None:
        check_pseudonym(node)
        if merges and node.id in self.nodes:
            self.nodes[node.id] = merged(self.nodes[node.id], node_model(node), self.places[f"node {node.id}"])
            return
        self._once(f"node {node.id}", node.id, place)
        self.nodes.put(node)

    def _add_record(self, record: Record, place: str, *, again: bool = False) -> None:
        key = (type(record).__name__, record_key(record))
        if again and self.records.get(key) == record:
            return
        self._once(" ".join(key), key[1], place)
        self.records[key] = self.census.source(record) if self.census and isinstance(record, Source) else record

    def _add_open(self, statement: Measure, place: str) -> None:
        check_open(statement, self._kind(statement.subject))
        self._add_record(statement, place)

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
        known = self.relationships.row(key)
        if known is None:
            self.relationships[key], self.places[key] = relationship, place
            return
        told, source = map(relationship_model, [known, *self.told_again.get(key, ())]), relationship.evidence[0].source
        first = next((other for other in told if other.evidence[0].source == source), relationship)
        if relationship.model_copy(update={"evidence": first.evidence}) != first:
            raise ContradictingRow(self.places[key])
        self.told_again.setdefault(key, []).append(relationship_row(relationship))

    def _kind(self, node_id: str) -> str | None:
        """The kind of an end; None when the row of the node is itself wrong and reported there."""
        node = self.nodes.row(node_id) or self.borrowed.get(node_id)
        return node.kind if node else self.further.named.kind(node_id)


_NOT_SAID = Source(id="?")
"""In the place of a source that nobody named, so that the other errors of the rows are found too."""
_NO_SOURCE = Text(
    "没有来源列,也不知道全表出自哪里。请用 --source 写明,或在 sources.csv 里只留一个来源。",
    "has no column for the source, and it is not known what the whole table rests on. Give it with --source, or keep "
    "one source in sources.csv.",
)
