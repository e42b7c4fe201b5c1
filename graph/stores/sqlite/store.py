"""The graph in one SQLite file, the embedded default.

Measured cheaper and safer than every embedded graph engine for keeping, replacing and reading back facts; the graph
work is done in memory. Write-ahead logging lets readers go on while one writer writes; a write is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ....errors import StoreEmpty
from ....wording import Text
from ... import names
from ...alliance_graph import AllianceGraph, positions
from ...columns import NodeColumnsBuilder, RelationshipColumnsBuilder
from ...identity import version_text
from ...models import Node
from ...records import RecordRow, Records, record_model
from ...rows import NodeRow, RelationshipRow, node_model
from ..checks import KeptRow, examine
from ..differences import Comparison, Difference, Fact, Plan, Row, Stored, Table, chunks_of, row_key, total_of
from ..store import Finding, GraphStore, Progress, StoreInfo
from .file import blank, has_content, make_file, mapped_errors, must_be_makeable, open_file

IN_MEMORY = ":memory:"
CHUNK = 2_000  # many more rows at once and the garbage collector walks through them again and again

_REPLACE = {
    "record": "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)",
    "node": "INSERT OR REPLACE INTO nodes VALUES (?, ?, ?, ?, ?, ?)",
    "relationship": "INSERT OR REPLACE INTO relationships VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
}
_KEYS: dict[Table, str] = {"node": "id", "record": "key", "relationship": "id"}
_STORED = {
    "record": "SELECT key, digest, '' FROM records WHERE key IN (SELECT value FROM json_each(?))",
    "node": "SELECT id, digest, '' FROM nodes WHERE id IN (SELECT value FROM json_each(?))",
    "relationship": "SELECT id, digest, valid_to FROM relationships WHERE id IN (SELECT value FROM json_each(?))",
}
_RELATIONSHIP_FIELDS = (
    "id, source, type, target, product, valid_from, valid_to, observed_at, strength, confidence, status, body"
)


class SQLiteStore(GraphStore):
    """A graph in one file.

    Parameters
    ----------
    path
        The file.
    create
        A file that does not exist yet is made by the first write, so a load that is refused leaves none behind;
        without it a missing file is an error.

    Raises
    ------
    StoreUnreachable
        There is no such file, it cannot be opened, or its folder does not exist.
    StoreEmpty
        The file has no content.
    NotAStore
        The file is something else.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self.location = str(path)
        in_memory = self.location == IN_MEMORY
        self._unmade = not in_memory and not has_content(path)
        if self._unmade:
            must_be_makeable(path, create=create)
        with self._mapped():
            self._connection = blank() if in_memory or self._unmade else open_file(path)

    # ---- writing ----

    def plan(self, batch: AllianceGraph) -> Plan:
        """What `write` would do; see `GraphStore`."""
        with self._mapped():
            comparison = Comparison(self._version(), sum(map(self._count, _REPLACE)))
            for _ in self._differences(batch, comparison):
                pass
            return comparison.plan

    def write(self, batch: AllianceGraph, progress: Progress | None = None) -> Plan:
        """All or nothing; see `GraphStore`."""
        total, done = total_of(batch), 0
        if self._unmade:
            self._make()
        with self._mapped(), self._transaction():
            comparison = Comparison(self._version(), sum(map(self._count, _REPLACE)))
            for difference, size in self._differences(batch, comparison):
                for facts in (difference.added, difference.changed):
                    self._connection.executemany(_REPLACE[difference.table], _values(facts))
                done += size
                if progress:
                    progress(difference.table, done, total)
            self._set_meta("data_version", version_text(comparison.version))
        return comparison.plan

    def _make(self) -> None:
        """Take the file in place of the memory that stood for it until now."""
        with self._mapped():
            made = make_file(self.path)
        self._connection.close()
        self._connection, self._unmade = made, False

    def _differences(self, batch: AllianceGraph, comparison: Comparison) -> Iterator[tuple[Difference, int]]:
        empty = {table: not self._count(table) for table in _REPLACE}
        for table, rows in chunks_of(batch, CHUNK):
            stored = {} if empty[table] else self._stored(table, rows)
            yield comparison.of(table, rows, stored), len(rows)

    def _stored(self, table: Table, rows: Sequence[Row]) -> dict[str, Stored]:
        keys = json.dumps([row_key(row) for row in rows])
        return {key: Stored(digest, end) for key, digest, end in self._connection.execute(_STORED[table], (keys,))}

    def _count(self, table: str) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {table}s").fetchone()
        return int(count)

    def _version(self) -> int:
        return int(self._meta("data_version"), 16)

    def _meta(self, key: str) -> str:
        (value,) = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(value)

    def _set_meta(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # ---- reading ----

    def read(self, progress: Progress | None = None) -> AllianceGraph:
        """One snapshot; see `GraphStore`."""
        with self._held(), self._transaction("DEFERRED"):
            records = self._records()
            expected = self._count("node"), self._count("relationship")
            total, builder = sum(expected), NodeColumnsBuilder(expected[0])
            for rows, done in self._in_chunks("SELECT id, kind, name, body FROM nodes"):
                builder.extend(rows)
                if progress:
                    progress("node", done, total)
            nodes = builder.finish()
            links = RelationshipColumnsBuilder(positions(nodes), expected[1])
            for rows, done in self._in_chunks(f"SELECT {_RELATIONSHIP_FIELDS} FROM relationships"):
                links.extend(rows)
                if progress:
                    progress("relationship", len(nodes) + done, total)
            return AllianceGraph(nodes, links.finish(), records, data_version=self._meta("data_version"))

    def _in_chunks(self, query: str) -> Iterator[tuple[list[tuple[str, ...]], int]]:
        cursor, done = self._connection.execute(query), 0
        while rows := cursor.fetchmany(CHUNK):
            done += len(rows)
            yield rows, done

    def _records(self) -> Records:
        rows = self._connection.execute("SELECT table_name, substr(key, length(table_name) + 2), body FROM records")
        return Records.of(record_model(RecordRow(*row)) for row in rows)

    def find(self, text: str) -> list[tuple[names.Match, Node]]:
        """By the search text that is kept with every node; see `GraphStore`."""
        query = "SELECT id, kind, name, body, search FROM nodes WHERE instr(search, ?) OR lower(id) = ?"
        with self._held():
            rows = self._connection.execute(query, (names.normal_form(text), text.strip().lower())).fetchall()
        hits = [(names.match(text, row[0], row[4]), node_model(NodeRow(*row[:4]))) for row in rows]
        return names.ranked(hits)

    def all_names(self) -> Iterator[str]:
        """See `GraphStore`."""
        with self._held():
            for name, aliases in self._connection.execute(
                "SELECT name, json_extract(body, '$.aliases') FROM nodes ORDER BY id"
            ):
                yield name
                yield from json.loads(aliases or "[]")

    def nodes(self, ids: Collection[str]) -> list[Node]:
        """See `GraphStore`."""
        query = "SELECT id, kind, name, body FROM nodes WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        with self._mapped():
            return [node_model(NodeRow(*row)) for row in self._connection.execute(query, (json.dumps(list(ids)),))]

    def records(self) -> Records:
        """See `GraphStore`."""
        with self._held():
            return self._records()

    def data_version(self) -> str:
        """See `GraphStore`."""
        with self._held():
            return self._meta("data_version")

    def info(self) -> StoreInfo:
        """See `GraphStore`."""
        with self._held():
            return StoreInfo(
                location=self.location,
                engine=f"SQLite {sqlite3.sqlite_version}",
                data_version=self._meta("data_version"),
                nodes=self._counts("nodes", "kind"),
                relationships=self._counts("relationships", "type"),
                records=self._counts("records", "table_name"),
            )

    def _counts(self, table: str, field: str) -> dict[str, int]:
        query = f"SELECT {field}, count(*) FROM {table} GROUP BY {field} ORDER BY count(*) DESC, {field}"
        return dict(self._connection.execute(query))

    def check(self) -> list[Finding]:
        """See `GraphStore`."""
        with self._held():
            rows = self._connection.execute("PRAGMA integrity_check").fetchall()
            problems = [str(row[0]) for row in rows if row[0] != "ok"]
            listed = "; ".join(problems[:5])
            file = Finding(
                Text("SQLite 文件结构", "structure of the SQLite file"),
                not problems,
                Text(f"{listed}。请用备份恢复,或重新载入。", f"{listed}. Restore a backup, or load again."),
            )
            return [file, *examine(self._kept()).findings(self._meta("data_version"))]

    def _kept(self) -> Iterator[KeptRow]:
        for *row, digest, search in self._connection.execute("SELECT id, kind, name, body, digest, search FROM nodes"):
            yield KeptRow(NodeRow(*row), digest, search)
        for key, table, body, digest in self._connection.execute("SELECT key, table_name, body, digest FROM records"):
            yield KeptRow(RecordRow(table, key.removeprefix(f"{table}|"), body), digest)
        for *row, digest in self._connection.execute(f"SELECT {_RELATIONSHIP_FIELDS}, digest FROM relationships"):
            yield KeptRow(RelationshipRow(*row), digest)

    def close(self) -> None:
        """See `GraphStore`."""
        self._connection.close()

    # ---- transactions and errors ----

    @contextmanager
    def _transaction(self, mode: str = "IMMEDIATE") -> Iterator[None]:
        self._connection.execute(f"BEGIN {mode}")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """For what needs facts: see `GraphStore`."""
        with self._mapped():
            if not self._version():
                raise StoreEmpty(self.location)
            yield

    def _mapped(self) -> AbstractContextManager[None]:
        return mapped_errors(self.path)


def _values(facts: Sequence[Fact]) -> Iterator[tuple[object, ...]]:
    for row, digest in facts:
        if isinstance(row, RelationshipRow):
            yield (*row, digest)
        elif isinstance(row, NodeRow):
            yield (*row, names.search_text(row.id, row.name, row.aliases), digest)
        else:
            yield row_key(row), row.table, row.body, digest
