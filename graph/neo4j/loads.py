"""Writing to Neo4j: all or nothing, also when a load is larger than one transaction.

A small load is one transaction. A large one is first staged: its new and changed facts are kept as compressed chunks
that no reader looks at. One small transaction then marks it committed and sets the new data version; from there on it
counts, and the chunks are applied one by one. Applying a chunk and deleting it is one transaction, so a chunk counts
exactly once, whoever applies it: the loader, or, when that died, the next one who opens the store
(`Neo4jStore._ready`). What was never committed is swept by the next load.
"""

from __future__ import annotations

import json
import os
import socket
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, LiteralString

import psutil
from neo4j import ManagedTransaction, Session

from ...errors import StoreBusy
from ...wording import Text
from .. import store as seam
from ..alliance_graph import AllianceGraph
from ..identity import version_text
from ..records import RecordRow
from ..rows import NodeRow, RelationshipRow
from ..store import Comparison, Difference, Plan, Progress, Row, Stored, Table, row_key
from . import properties
from .statements import RECORD_LABELS, all_kind_labels, kind_label, statement

CHUNK = 10_000
SINGLE_TRANSACTION_FACTS = 20_000
_STALE_SECONDS = 120
_ROWS: dict[str, type[Row]] = {"node": NodeRow, "record": RecordRow, "relationship": RelationshipRow}

Statement = tuple[LiteralString, list[Any]]


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


# ---- comparing with what is there ----


def differences(
    run: Callable[..., list[dict[str, Any]]], batch: AllianceGraph, comparison: Comparison, empty: bool
) -> Iterator[tuple[Difference, int]]:
    """The new and changed facts of a batch, chunk by chunk, and how many facts each chunk was made of."""
    for table, rows in seam.chunks_of(batch, CHUNK):
        stored = {} if empty else _stored(run, table, rows)
        yield comparison.of(table, rows, stored), len(rows)


def _stored(run: Callable[..., list[dict[str, Any]]], table: Table, rows: Sequence[Row]) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for query, keys, prefix in _stored_queries(table, rows):
        for hit in run(query, keys=keys):
            found[prefix + hit["key"]] = Stored(bytes.fromhex(hit["digest"]), hit["valid_to"])
    return found


def _stored_queries(table: Table, rows: Sequence[Row]) -> Iterator[tuple[LiteralString, list[str], str]]:
    if table == "node":
        yield statement("stored_nodes"), [row_key(row) for row in rows], ""
        return
    for term, group in _by_term(rows):
        if table == "record":
            label = RECORD_LABELS[term]
            yield (
                statement("stored_records", label=label),
                [row.key for row in group if isinstance(row, RecordRow)],
                f"{term}|",
            )
        else:
            yield statement("stored_relationships", type=term), [row_key(row) for row in group], ""


def _by_term(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Rows by the label or type that their statement needs."""
    for term, group in groupby(sorted(rows, key=_term), key=_term):
        yield term, list(group)


def _term(row: Row) -> str:
    if isinstance(row, RelationshipRow):
        return row.type
    return row.kind if isinstance(row, NodeRow) else row.table


# ---- the statements of a chunk ----


def statements_of(difference: Difference) -> list[Statement]:
    """What writes the facts of one chunk."""
    made: list[Statement] = []
    for is_new, rows in ((True, difference.added), (False, difference.changed)):
        for term, group in _by_term(rows):
            made += _statements(difference.table, term, group, is_new)
    return made


def _statements(table: Table, term: str, rows: list[Row], is_new: bool) -> list[Statement]:
    if table == "node":
        nodes = [properties.of_node(row) for row in rows if isinstance(row, NodeRow)]
        if is_new:
            return [(statement("add_nodes", label=kind_label(term)), nodes)]
        return [(statement("change_nodes", labels=all_kind_labels(), label=kind_label(term)), nodes)]
    if table == "relationship":
        links = [
            [row.source, row.target, properties.of_relationship(row)]
            for row in rows
            if isinstance(row, RelationshipRow)
        ]
        return [(statement("add_relationships" if is_new else "change_relationships", type=term), links)]
    records = [properties.of_record(row) for row in rows if isinstance(row, RecordRow)]
    made: list[Statement] = [(statement("put_records", label=RECORD_LABELS[term]), records)]
    if term == "measure":
        made.append((statement("link_measures"), records))
    return made


def _apply(tx: ManagedTransaction, made: list[Statement]) -> None:
    for query, rows in made:
        tx.run(query, rows=rows).consume()


# ---- one transaction ----


def write_once(session: Session, batch: AllianceGraph, empty: bool, progress: Progress | None) -> Plan:
    """Everything in one transaction."""
    load, total = uuid.uuid4().hex, seam.total_of(batch)

    def work(tx: ManagedTransaction) -> Plan:
        comparison = _lock(tx, load)
        done = 0
        for difference, size in differences(
            lambda query, **given: tx.run(query, **given).data(), batch, comparison, empty
        ):
            _apply(tx, statements_of(difference))
            done += size
            if progress:
                progress(difference.table, done, total)
        _finish(tx, comparison)
        return comparison.plan

    return session.execute_write(work)


def _lock(tx: ManagedTransaction, load: str) -> Comparison:
    state = tx.run(statement("lock_store"), load=load).single(strict=True)
    if state["others"]:
        raise busy()
    return Comparison(int(state["data_version"], 16), state["facts"])


def _finish(tx: ManagedTransaction, comparison: Comparison) -> None:
    if not comparison.plan.empty:
        plan = comparison.plan
        facts = plan.foreign + sum(part.total() for part in (plan.added, plan.changed, plan.ended, plan.unchanged))
        tx.run(statement("finish_store"), data_version=version_text(comparison.version), facts=facts).consume()


def busy() -> StoreBusy:
    """Another load is running."""
    return StoreBusy(
        Text(
            "库正被另一个载入占用。请等它结束后再试。",
            "Another load is running in the store. Try again when it has ended.",
        )
    )


# ---- staged ----


def write_staged(session: Session, batch: AllianceGraph, empty: bool, progress: Progress | None) -> Plan:
    """Stage, make visible, apply."""
    load = uuid.uuid4().hex
    comparison, total = session.execute_write(_start, load), 2 * seam.total_of(batch)
    staged, chunks = 0, 0

    def run(query: LiteralString, **given: Any) -> list[dict[str, Any]]:
        return session.execute_read(lambda tx: tx.run(query, **given).data())

    for difference, size in differences(run, batch, comparison, empty):
        if difference:
            session.execute_write(_stage, load, chunks, _packed(difference))
            chunks += 1
        staged += size
        if progress:
            progress("stage", staged, total)
    session.execute_write(_commit, load, chunks, comparison)

    def applied(number: int) -> None:
        if progress:
            progress("apply", staged + staged * number // max(chunks, 1), total)

    finish_load(session, load, applied)
    return comparison.plan


def _start(tx: ManagedTransaction, load: str) -> Comparison:
    comparison = _lock(tx, load)
    tx.run(statement("start_load"), load=load, host=socket.gethostname(), pid=os.getpid()).consume()
    return comparison


def _stage(tx: ManagedTransaction, load: str, number: int, facts: bytes) -> None:
    if tx.run(statement("stage_chunk"), load=load, number=number, facts=facts).single() is None:
        raise _swept()


def _commit(tx: ManagedTransaction, load: str, chunks: int, comparison: Comparison) -> None:
    if tx.run(statement("commit_load"), load=load, chunks=chunks).single() is None:
        raise _swept()
    _finish(tx, comparison)


def _swept() -> StoreBusy:
    """Say that this loader was silent for so long that another one took its place."""
    return StoreBusy(
        Text(
            "这次载入停顿过久,已被另一个载入取代;没有写入任何内容。请重新运行。",
            "This load paused for so long that another one took its place; nothing was written. Run it again.",
        )
    )


def _packed(difference: Difference) -> bytes:
    text = json.dumps([difference.table, difference.added, difference.changed], ensure_ascii=False)
    return zlib.compress(text.encode(), level=1)


def _unpacked(facts: bytes) -> Difference:
    table, added, changed = json.loads(zlib.decompress(facts))
    make = _ROWS[table]
    return Difference(table, [make(*row) for row in added], [make(*row) for row in changed])


def finish_load(session: Session, load: str, progress: Callable[[int], object] | None = None) -> None:
    """Apply the chunks of a committed load that are still there; safe to call by several at once."""
    numbers = session.execute_read(lambda tx: [hit["number"] for hit in tx.run(statement("pending_chunks"), load=load)])
    for done, number in enumerate(numbers, start=1):
        session.execute_write(_apply_chunk, f"{load}:{number}")
        if progress:
            progress(done)
    session.execute_write(lambda tx: tx.run(statement("end_load"), load=load).consume())


def _apply_chunk(tx: ManagedTransaction, chunk: str) -> None:
    taken = tx.run(statement("take_chunk"), chunk=chunk).single()
    if taken is not None:
        _apply(tx, statements_of(_unpacked(taken["facts"])))


def sweep_load(session: Session, load: str) -> None:
    """Remove a load that never became visible."""
    session.run(statement("sweep_chunks"), load=load).consume()
    session.execute_write(lambda tx: tx.run(statement("end_load"), load=load).consume())
