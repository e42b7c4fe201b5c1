"""What is read of a file, compared with what it must add up to before anybody gets it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ... import names
from ...alliance_graph import AllianceGraph
from ...columns import NodeColumnsBuilder, RelationshipColumnsBuilder, positions
from ...identity import version_text
from ...models import Node
from ...records import RecordRow, Records, record_model
from ...rows import NodeRow, RelationshipRow, node_model, transposed
from ..differences import Row, Table, chunks_of, row_key
from ..store import Progress
from .contents import Contents
from .failures import altered
from .sums import MODULUS, SEARCH, SEPARATOR, Columns, row_sum, search_sum
from .tables import KEYS, selection

CHUNK = 500  # as many rows as the cache of a processor holds: with 2,000 reads and writes take a tenth longer
_SEARCH_TEXTS = f"SELECT id || char({ord(SEPARATOR)}) || search FROM nodes"


@dataclass(frozen=True, slots=True)
class Reading:
    """One consistent view of a file.

    Parameters
    ----------
    path
        The file, for messages.
    connection
        To it, in a transaction.
    contents
        What it must hold.
    """

    path: Path
    connection: sqlite3.Connection
    contents: Contents

    def graph(self, progress: Progress | None = None) -> AllianceGraph:
        """Everything."""
        nodes, links = (self.contents.tally.total(table) for table in ("node", "relationship"))
        records, builder, done = self.records(), NodeColumnsBuilder(nodes), 0
        for columns in self._table("node"):
            builder.extend_columns(columns)
            done = _report(progress, "node", done, columns, nodes + links)
        node_columns = builder.finish()
        link_builder = RelationshipColumnsBuilder(positions(node_columns), links)
        for columns in self._table("relationship"):
            link_builder.extend_columns(columns)
            done = _report(progress, "relationship", done, columns, nodes + links)
        return AllianceGraph(node_columns, link_builder.finish(), records, data_version=self.data_version())

    def data_version(self) -> str:
        """Of all facts."""
        return version_text(self.contents.version)

    def records(self) -> Records:
        """Sources, censuses, rosters, measures and judgements."""
        rows = [row for columns in self._table("record") for row in zip(*columns, strict=True)]
        return Records.of(
            record_model(RecordRow(table, key.removeprefix(f"{table}|"), body)) for key, table, body in rows
        )

    def find(self, text: str) -> list[tuple[names.Match, Node]]:
        """The nodes that answer to a text, by the search texts of all nodes."""
        key, identity = names.normal_form(text), text.strip().casefold()
        hit = False
        for (texts,) in self._sound(SEARCH, _SEARCH_TEXTS, lambda columns: search_sum(columns[0])):
            hit = hit or any(key in search or identity in search for search in texts)
        if not hit:
            return []
        query = "SELECT id, search FROM nodes WHERE instr(search, ?) OR instr(search, ?)"
        found = {row[0]: names.match(text, *row) for row in self.connection.execute(query, (key, identity))}
        hits = {node_id: match for node_id, match in found.items() if match is not None}
        return names.ranked((hits[node.id], node) for node in self.nodes(hits))

    def nodes(self, ids: Collection[str]) -> list[Node]:
        """The nodes of these ids, as far as they exist; one that is not found is looked for in the whole table."""
        query = f"{selection('node', 'digest')} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        rows = [(NodeRow(*row), digest) for *row, digest in self.connection.execute(query, (json.dumps(list(ids)),))]
        if any(row.digest != digest for row, digest in rows):
            raise altered(self.path)
        if len(rows) < len(set(ids)):
            known = {node_id for columns in self._table("node") for node_id in columns[0]}
            if len(known.intersection(ids)) > len(rows):
                raise altered(self.path)
        return [node_model(row) for row, _ in rows]

    def held_otherwise(self, batch: AllianceGraph) -> Iterator[tuple[Row, Row]]:
        """The nodes and relationships of a batch that differ from those of the file, each beside it."""
        for table, rows in chunks_of(batch, CHUNK):
            if table == "record" or not self.contents.tally.total(table):
                continue
            query = f"{selection(table, 'digest')} WHERE {KEYS[table]} IN (SELECT value FROM json_each(?))"
            make = NodeRow._make if table == "node" else RelationshipRow._make
            given = {row_key(row): row for row in rows}
            for *values, digest in self.connection.execute(query, (json.dumps(list(given)),)):
                row = make(values)
                if row == given[row.id]:
                    continue
                if row.digest != digest:
                    raise altered(self.path)
                yield given[row.id], row

    def all_names(self) -> Iterator[str]:
        """Every name and alias."""
        for columns in self._table("node"):
            for row in map(NodeRow._make, zip(*columns, strict=True)):
                yield row.name
                yield from row.aliases

    def counts(self, table: Table) -> dict[str, int]:
        """How many rows a table has by kind, type or table of records; the most frequent first."""
        (rows,) = self.connection.execute(f"SELECT count(*) FROM {table}s").fetchone()
        if rows != self.contents.tally.total(table):
            raise altered(self.path)
        counts = self.contents.tally.counts[table]
        return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))

    def _table(self, table: Table) -> Iterator[Columns]:
        return self._sound(table, selection(table), lambda columns: row_sum(table, columns))

    def _sound(self, what: str, query: str, sum_of: Callable[[Columns], int]) -> Iterator[Columns]:
        """The rows of a query in columns, chunk by chunk; at the end their sum must be what was written."""
        total = 0
        for columns in in_columns(self.connection, query):
            total += sum_of(columns)
            yield columns
        if total % MODULUS != self.contents.tally.sums[what]:
            raise altered(self.path)


def in_columns(connection: sqlite3.Connection, query: str) -> Iterator[Columns]:
    """The rows of a query in columns, chunk by chunk."""
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(CHUNK):
        yield transposed(rows)


def _report(progress: Progress | None, table: Table, before: int, columns: Columns, total: int) -> int:
    done = before + len(columns[0])
    if progress:
        progress(table, done, total)
    return done
