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
import os
import socket
import uuid
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import psutil
from neo4j import ManagedTransaction, Session

from ...errors import StoreBusy
from ...wording import Text
from .. import store as seam
from ..alliance_graph import AllianceGraph
from ..records import RecordRow
from ..rows import NodeRow, RelationshipRow
from ..store import Comparison, Difference, Plan, Progress, Row
from .loads import Statement, apply, differences, finish, lock, statements_of
from .statements import statement

_ROWS: dict[str, type[Row]] = {"node": NodeRow, "record": RecordRow, "relationship": RelationshipRow}
_STALE_SECONDS = 120
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PendingLoad:
    """A load that is under way, or was left by a loader that died."""

    id: str
    committed: bool
    alive: bool


def pending_load(values: dict[str, Any]) -> PendingLoad:
    """What `store_state.cypher` says of a load."""
    fresh = values["now"] - values["touched"] < _STALE_SECONDS
    here = values["host"] == socket.gethostname()
    gone = here and (values["pid"] == os.getpid() or not psutil.pid_exists(values["pid"]))
    return PendingLoad(values["id"], bool(values.get("committed")), fresh and not gone)


def write_staged(
    session: Session, reader: Session, batch: AllianceGraph, empty: bool, progress: Progress | None
) -> Plan:
    """Stage, make visible, apply.

    Parameters
    ----------
    session, reader
        Two open sessions: one writes while chunks are made ready with the other.
    batch
        The facts.
    empty
        Whether the store holds none yet.
    progress
        Called after every chunk.
    """
    load = uuid.uuid4().hex
    comparison, total = session.execute_write(_start, load), 2 * seam.total_of(batch)
    staged, chunks = 0, 0

    def run(query: LiteralString, **given: Any) -> list[dict[str, Any]]:
        return reader.execute_read(lambda tx: tx.run(query, **given).data())

    made = ((_packed(one) if one else None, size) for one, size in differences(run, batch, comparison, empty))
    for packed, size in _ahead(made):
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


def _ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items, each made in a thread while the one before is used."""
    end: Any = object()
    with ThreadPoolExecutor(1) as thread:
        pending = thread.submit(next, items, end)
        while (item := pending.result()) is not end:
            pending = thread.submit(next, items, end)
            yield item


def _start(tx: ManagedTransaction, load: str) -> Comparison:
    comparison = lock(tx, load)
    tx.run(statement("start_load"), load=load, host=socket.gethostname(), pid=os.getpid()).consume()
    return comparison


def _stage(tx: ManagedTransaction, load: str, number: int, facts: bytes) -> None:
    if tx.run(statement("stage_chunk"), load=load, number=number, facts=facts).single() is None:
        raise _swept()


def _commit(tx: ManagedTransaction, load: str, chunks: int, comparison: Comparison) -> None:
    if tx.run(statement("commit_load"), load=load, chunks=chunks).single() is None:
        raise _swept()
    finish(tx, comparison)


def _swept() -> StoreBusy:
    """Say that this loader was silent for so long that another one took its place."""
    return StoreBusy(
        Text(
            "这次载入停顿过久,已被另一个载入取代;没有写入任何内容。请重新运行。",
            "This load paused for so long that another one took its place; nothing was written. Run it again.",
        )
    )


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
    for done, (chunk, statements) in enumerate(_ahead(made), start=1):
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


def sweep_load(session: Session, load: str) -> None:
    """Remove a load that never became visible."""
    session.run(statement("sweep_chunks"), load=load).consume()
    session.execute_write(lambda tx: tx.run(statement("end_load"), load=load).consume())
