"""The graph in one SQLite file, the embedded default.

Measured cheaper and safer than every embedded graph engine for keeping, replacing and reading back facts; the graph
work is done in memory. Write-ahead logging lets readers go on while one writer writes; a write is one transaction.
Whatever is read is compared with what was written (`sums`): an answer is right or refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from ....wording import Text
from ... import names
from ...alliance_graph import AllianceGraph
from ...models import Node
from ...records import Records
from ..differences import TABLES, Comparison, Difference, Plan, Row, chunks_of, total_of
from ..states import Empty, EngineState, Held, State
from ..store import Finding, GraphStore, Progress, StoreInfo
from . import mending, upgrading
from .contents import must_hold_facts, read_contents, state_of, write_contents
from .engine import engine_state
from .failures import unreadable_is_damage
from .file import StoreFile
from .reading import CHUNK, Reading
from .sums import Tally
from .writing import replace_rows, stored_rows


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
    StoreDamaged
        The file is broken from its first page on.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self.location = str(path)
        self._file = StoreFile(path, create=create)

    def state(self) -> State:
        """See `GraphStore`."""
        with self._file.reading() as connection:
            return state_of(self.path, connection)

    # ---- writing ----

    def plan(self, batch: AllianceGraph) -> Plan:
        """What `write` would do; see `GraphStore`."""
        with self._file.reading() as connection:
            contents = read_contents(self.path, connection)
            comparison = Comparison(contents.version, contents.tally.total(*TABLES))
            for _ in _differences(connection, contents.tally, batch, comparison):
                pass
            return comparison.plan

    def write(self, batch: AllianceGraph, progress: Progress | None = None, *, prepared_on: Held | None = None) -> Plan:
        """All or nothing; see `GraphStore`."""
        total, done = total_of(batch), 0
        with self._file.writing() as connection:
            contents = read_contents(self.path, connection)
            comparison = Comparison(contents.version, contents.tally.total(*TABLES))
            comparison.must_follow(prepared_on)
            for difference, size in _differences(connection, contents.tally, batch, comparison):
                replace_rows(self.path, connection, contents.tally, difference)
                done += size
                if progress:
                    progress(difference.table, done, total)
            if not comparison.plan.empty:
                contents.version = comparison.version
                write_contents(connection, contents)
        return comparison.plan

    # ---- reading ----

    def read_anew(self, progress: Progress | None = None) -> AllianceGraph:
        """One snapshot; see `GraphStore`."""
        with self._reading() as reading:
            return reading.graph(progress)

    def engine_state(self) -> EngineState | None:
        """See `GraphStore` and `engine`."""
        with self._reading() as reading:
            return engine_state(reading)

    def find_stored(self, text: str) -> list[tuple[names.Match, Node]]:
        """By the search text that is kept with every node; see `GraphStore`."""
        with self._reading() as reading:
            return reading.find(text)

    def all_names(self) -> Iterator[str]:
        """See `GraphStore`."""
        with self._reading() as reading:
            return iter(list(reading.all_names()))

    def nodes(self, ids: Collection[str]) -> list[Node]:
        """See `GraphStore`."""
        with self._reading(may_be_empty=True) as reading:
            return reading.nodes(ids)

    def held_otherwise(self, batch: AllianceGraph) -> Iterator[tuple[Row, Row]]:
        """See `GraphStore`."""
        with self._reading(may_be_empty=True) as reading:
            yield from reading.held_otherwise(batch)

    def records(self) -> Records:
        """See `GraphStore`."""
        with self._reading() as reading:
            return reading.records()

    def data_version(self) -> str:
        """See `GraphStore`."""
        with self._reading() as reading:
            return reading.data_version()

    def info(self) -> StoreInfo:
        """See `GraphStore`."""
        with self._reading() as reading:
            return StoreInfo(
                location=self.location,
                engine=f"SQLite {sqlite3.sqlite_version}",
                data_version=reading.data_version(),
                nodes=reading.counts("node"),
                relationships=reading.counts("relationship"),
                records=reading.counts("record"),
            )

    @contextmanager
    def _reading(self, *, may_be_empty: bool = False) -> Iterator[Reading]:
        with self._file.reading() as connection:
            contents = read_contents(self.path, connection)
            if not may_be_empty:
                must_hold_facts(self.path, contents)
            with unreadable_is_damage(self.path):
                yield Reading(self.path, connection, contents)

    # ---- looking after it ----

    def check(self, progress: Progress | None = None) -> list[Finding]:
        """See `GraphStore`."""
        with self._file.reading() as connection:
            return mending.check(self.path, connection, progress)

    def mend(self, progress: Progress | None = None) -> list[Text]:
        """See `GraphStore`."""
        if self.state() == Empty():
            return []
        with self._file.writing() as connection:
            return mending.mend(self.path, connection, progress)

    def give_up(self) -> Text | None:
        """Nothing: a write that broke off has left nothing behind; see `GraphStore`."""
        return None

    def upgrade(self, progress: Progress | None = None) -> list[Text]:
        """See `GraphStore`."""
        with self._file.reading() as connection:
            if upgrading.is_current(connection):
                return []
        with self._file.writing() as connection:
            return upgrading.upgrade(self.path, connection, progress)

    def close(self) -> None:
        """See `GraphStore`."""
        self._file.close()


def _differences(
    connection: sqlite3.Connection, tally: Tally, batch: AllianceGraph, comparison: Comparison
) -> Iterator[tuple[Difference, int]]:
    """A table that was empty when the write began needs no comparison."""
    filled = {table for table in TABLES if tally.total(table)}
    for table, rows in chunks_of(batch, CHUNK):
        stored = stored_rows(connection, table, rows) if table in filled else {}
        yield comparison.of(table, rows, stored), len(rows)
