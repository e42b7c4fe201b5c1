"""Rows into a file, and what they add up to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ....errors import FactRefused
from ....wording import Text
from ... import names
from ...rows import NodeRow, RelationshipRow, transposed
from ..differences import Difference, Fact, Row, Stored, Table, row_key
from ..refusals import refusal_of
from .failures import unreadable_is_damage
from .sums import Columns, Tally
from .tables import KEYS, target

_ENDS: dict[Table, str] = {"node": "''", "record": "''", "relationship": "valid_to"}
_THESE = "IN (SELECT value FROM json_each(?))"


def stored_rows(connection: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> dict[str, Stored]:
    """What the file holds of some facts."""
    query = f"SELECT {KEYS[table]}, digest, {_ENDS[table]} FROM {table}s WHERE {KEYS[table]} {_THESE}"
    keys = json.dumps([row_key(row) for row in rows])
    return {key: Stored(digest, end) for key, digest, end in connection.execute(query, (keys,))}


def replace_rows(path: Path, connection: sqlite3.Connection, tally: Tally, difference: Difference) -> None:
    """Add the new rows of a chunk and replace the changed ones, in the file and in its tally.

    Raises
    ------
    FactRefused
        A row is longer than SQLite takes.
    StoreDamaged
        A row that is to be replaced cannot be read.
    """
    table = difference.table
    if difference.added:
        tally.add(table, _put(connection, f"INSERT {target(table)}", difference.added))
    if difference.changed:
        keys = json.dumps([row_key(row) for row, _ in difference.changed])
        before = connection.execute(f"SELECT * FROM {table}s WHERE {KEYS[table]} {_THESE}", (keys,)).fetchall()
        with unreadable_is_damage(path):
            tally.remove(table, transposed(before))
        tally.add(table, _put(connection, f"REPLACE {target(table)}", difference.changed))


def _put(connection: sqlite3.Connection, statement: str, facts: Sequence[Fact]) -> Columns:
    values = list(_row_values(facts))
    try:
        connection.executemany(statement, values)
    except (sqlite3.DataError, OverflowError) as error:
        raise _too_long(facts) from error
    return transposed(values)


def _too_long(facts: Sequence[Fact]) -> FactRefused:
    row = max((row for row, _ in facts), key=lambda row: len(row.body))
    return refusal_of(row, Text("太长", "it is too long"))


def _row_values(facts: Sequence[Fact]) -> Iterator[tuple[Any, ...]]:
    for row, digest in facts:
        if isinstance(row, RelationshipRow):
            yield (*row, digest)
        elif isinstance(row, NodeRow):
            yield (*row, names.search_text(row), digest)
        else:
            yield row_key(row), row.table, row.body, digest
