"""A load that does not fit one transaction of Neo4j, and is all or nothing all the same.

Its new and changed facts are first kept as compressed chunks that no reader looks at. One small transaction then marks
the load committed and sets the new data version; from there on it counts, and the chunks are applied one by one.
Applying a chunk and deleting it is one transaction, so a chunk counts exactly once, whoever applies it: the loader, or,
when that died, the next one who opens the store (`Neo4jStore._ready`). What was never committed is swept by the next
load.

Chunks are made ready in a thread while the server works on the one before, so both are busy.
"""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Callable
from typing import Any, LiteralString

from neo4j import ManagedTransaction, Session

from ...alliance_graph import AllianceGraph
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ..differences import Comparison, Difference, Plan, Row, total_of
from ..store import Progress
from .ahead import ahead
from .loads import Statement, apply, differences, finish, statements_of
from .pending import start, swept
from .statements import statement

_ROWS: dict[str, type[Row]] = {"node": NodeRow, "record": RecordRow, "relationship": RelationshipRow}


def write_staged(session: Session, reader: Session, batch: AllianceGraph, progress: Progress | None) -> Plan:
    """Stage, make visible, apply.

    Parameters
    ----------
    session, reader
        Two open sessions: one writes while chunks are made ready with the other.
    batch
        The facts.
    progress
        Called after every chunk.
    """
    load = uuid.uuid4().hex
    comparison, total = session.execute_write(start, load), 2 * total_of(batch)
    staged, chunks = 0, 0

    def run(query: LiteralString, **given: Any) -> list[dict[str, Any]]:
        return reader.execute_read(lambda tx: tx.run(query, **given).data())

    made = ((_packed(one) if one else None, size) for one, size in differences(run, batch, comparison, empty=False))
    for packed, size in ahead(made):
        if packed:
            session.execute_write(_stage, load, chunks, packed)
            chunks += 1
        staged += size
        if progress:
            progress("stage", staged, total)
    session.execute_write(_commit, load, chunks, comparison)

    def applied(number: int) -> None:
        if progress:
            progress("apply", staged + staged * number // max(chunks, 1), total)

    finish_load(session, reader, load, applied)
    return comparison.plan


def _stage(tx: ManagedTransaction, load: str, number: int, facts: bytes) -> None:
    if tx.run(statement("stage_chunk"), load=load, number=number, facts=facts).single() is None:
        raise swept()


def _commit(tx: ManagedTransaction, load: str, chunks: int, comparison: Comparison) -> None:
    if tx.run(statement("commit_load"), load=load, chunks=chunks).single() is None:
        raise swept()
    finish(tx, comparison)


def _packed(difference: Difference) -> bytes:
    parts = [[row for row, _ in facts] for facts in (difference.added, difference.changed)]
    return zlib.compress(json.dumps([difference.table, *parts], ensure_ascii=False).encode(), level=1)


def _unpacked(packed: bytes) -> Difference:
    table, *parts = json.loads(zlib.decompress(packed))
    made = [[_ROWS[table](*values) for values in part] for part in parts]
    added, changed = ([(row, row.digest) for row in rows] for rows in made)
    return Difference(table, added, changed)


def finish_load(session: Session, reader: Session, load: str, progress: Callable[[int], object] | None = None) -> None:
    """Apply the chunks of a committed load that are still there; safe to call by several at once."""
    numbers = reader.execute_read(lambda tx: [hit["number"] for hit in tx.run(statement("pending_chunks"), load=load)])
    chunks = (f"{load}:{number}" for number in numbers)
    made = ((chunk, _made_ready(reader, chunk)) for chunk in chunks)
    for done, (chunk, statements) in enumerate(ahead(made), start=1):
        session.execute_write(_apply_chunk, chunk, statements)
        if progress:
            progress(done)
    session.execute_write(lambda tx: tx.run(statement("end_load"), load=load).consume())


def _made_ready(reader: Session, chunk: str) -> list[Statement]:
    """The statements of a chunk; none when somebody else has applied it meanwhile."""
    hit = reader.execute_read(lambda tx: tx.run(statement("read_chunk"), chunk=chunk).single())
    return statements_of(_unpacked(hit["facts"])) if hit else []


def _apply_chunk(tx: ManagedTransaction, chunk: str, statements: list[Statement]) -> None:
    if tx.run(statement("take_chunk"), chunk=chunk).single() is not None:
        apply(tx, statements)
