"""Loads that take several transactions: announced, kept apart from others, taken back when they do not end.

The facts of a load go straight into place, chunk by chunk. Each transaction also keeps what it replaced (`undoing`), so
that readers see the graph as it was until the last small transaction sets the data version and ends the load, and so
that a load that broke off or met a fact that the server refuses is taken back. A fact is thus proven before it counts.
The first load of a graph replaces nothing and keeps nothing: until it ends the graph counts as empty.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, LiteralString

import psutil
from neo4j import ManagedTransaction, Record, Session

from ....errors import StoreBusy
from ....wording import Text
from ...alliance_graph import AllianceGraph
from ...identity import version_text
from ..differences import Comparison, Difference, Plan, total_of
from ..processes import living_process
from ..states import Held
from ..store import Progress
from . import undoing
from .ahead import ahead
from .refusals import Current, refusing
from .statements import statement
from .writing import Statement, apply, differences, kept_facts, link_stages, runner, statements_of

_STALE_SECONDS = 900  # longer than any one step of a load: indexes are waited for up to 600 s


@dataclass(frozen=True, slots=True)
class PendingLoad:
    """A load that is under way, or was left by a loader that died.

    Parameters
    ----------
    id
        Its id.
    first
        It writes into an empty graph, which counts as empty until it ends.
    alive
        Its process still runs.
    facts
        How many facts it was to write.
    since
        When it began, as the server wrote it.
    """

    id: str
    first: bool
    alive: bool
    facts: int
    since: str


def pending_load(values: dict[str, Any]) -> PendingLoad:
    """What `store_state.cypher` says of a load."""
    return PendingLoad(values["id"], bool(values["first"]), _is_alive(values), values["facts"], values["since"])


def _is_alive(values: dict[str, Any]) -> bool:
    """A loader on this machine is alive while its process is; one on another must have been heard of lately."""
    if values["host"] != socket.gethostname():
        return bool(values["now"] - values["touched"] < _STALE_SECONDS)
    return values["pid"] != os.getpid() and living_process(values["pid"], values["started"]) is not None


# ---- one transaction ----


def write_once(
    session: Session,
    graph: str,
    batch: AllianceGraph,
    prepared_on: Held | None,
    *,
    empty: bool,
    progress: Progress | None,
) -> Plan:
    """Everything in one transaction."""
    load, total, at = uuid.uuid4().hex, total_of(batch), Current()

    def work(tx: ManagedTransaction) -> Plan:
        comparison, done = _locked(tx, graph, load, prepared_on), 0
        for difference, size in differences(runner(tx), graph, batch, comparison, empty=empty):
            at.difference = difference
            _apply(tx, graph, difference)
            done += size
            if progress:
                progress(difference.table, done, total)
        finish(tx, graph, comparison)
        return comparison.plan

    with refusing(session, graph, at):
        return session.execute_write(work)


def _apply(tx: ManagedTransaction, graph: str, difference: Difference) -> undoing.Undo:
    """Write a chunk; gives what takes it back."""
    kept = kept_facts(runner(tx), graph, difference.table, [row for row, _ in difference.changed])
    apply(tx, statements_of(graph, difference, kept))
    return undoing.undo_of(difference, kept)


def _locked(tx: ManagedTransaction, graph: str, load: str, prepared_on: Held | None) -> Comparison:
    """The state to compare with, while other loads are kept out; `StoreMoved` where a batch was prepared on another."""
    state = lock(tx, graph, load)
    comparison = Comparison(int(state["data_version"], 16), state["facts"])
    comparison.must_follow(prepared_on)
    return comparison


def lock(tx: ManagedTransaction, graph: str, load: str) -> Record:
    """Keep other loads out until this transaction ends; gives what the marker says."""
    state = tx.run(statement("lock_store"), graph=graph, load=load).single(strict=True)
    if state["others"]:
        raise busy()
    return state


def finish(tx: ManagedTransaction, graph: str, comparison: Comparison) -> None:
    """Set the new data version and let other loads in."""
    plan = comparison.plan
    if plan.empty:
        return
    link_stages(tx, graph)
    facts = plan.foreign + sum(part.total() for part in (plan.added, plan.changed, plan.ended, plan.unchanged))
    version = version_text(comparison.version)
    tx.run(statement("finish_store"), graph=graph, data_version=version, facts=facts).consume()


# ---- several transactions ----


def write_in_chunks(
    session: Session,
    reader: Session,
    graph: str,
    batch: AllianceGraph,
    prepared_on: Held | None,
    *,
    empty: bool,
    progress: Progress | None,
    make_indexes: Callable[[], None],
) -> Plan:
    """Everything, a transaction a chunk, visible at the end; taken back when it cannot be completed.

    Parameters
    ----------
    session, reader
        Two open sessions: one writes while chunks are compared by the other.
    graph
        Name of the graph.
    batch
        The facts.
    prepared_on
        What the store held when they were made.
    empty
        Whether the graph holds nothing before.
    progress
        Called after every chunk.
    make_indexes
        Called when the facts are in place and before they become visible.
    """
    load, total, done, at = uuid.uuid4().hex, total_of(batch), 0, Current()
    comparison = session.execute_write(_start, graph, load, total, prepared_on, first=empty)

    def run(query: LiteralString, **given: Any) -> list[dict[str, Any]]:
        return reader.execute_read(lambda tx: tx.run(query, **given).data())

    chunks = differences(run, graph, batch, comparison, empty=empty)
    prepared = ((difference, _prepared(graph, difference), size) for difference, size in chunks)
    with ahead(prepared) as chunks_ahead:
        for number, (difference, statements, size) in enumerate(chunks_ahead):
            at.difference = difference
            with refusing(session, graph, at):
                session.execute_write(_write_chunk, graph, load, number, difference, statements, keep=not empty)
            done += size
            if progress:
                progress(difference.table, done, total)
    make_indexes()
    session.execute_write(_end, graph, load, comparison)
    session.run(statement("sweep_undo")).consume()
    return comparison.plan


def _prepared(graph: str, difference: Difference) -> list[Statement] | None:
    """The statements of a chunk that replaces nothing, made while the server works on the one before."""
    return None if difference.changed else statements_of(graph, difference, {})


def _start(
    tx: ManagedTransaction, graph: str, load: str, facts: int, prepared_on: Held | None, *, first: bool
) -> Comparison:
    """Say that a load is under way; gives the state to compare with."""
    comparison = _locked(tx, graph, load, prepared_on)
    me = psutil.Process()
    loader: dict[str, Any] = {"host": socket.gethostname(), "pid": me.pid, "started": me.create_time()}
    tx.run(statement("start_load"), graph=graph, load=load, first=first, facts=facts, **loader).consume()
    return comparison


def _write_chunk(
    tx: ManagedTransaction,
    graph: str,
    load: str,
    number: int,
    difference: Difference,
    statements: list[Statement] | None,
    *,
    keep: bool,
) -> None:
    touch(tx, load)
    if statements is None:
        undo = _apply(tx, graph, difference)
    else:
        apply(tx, statements)
        undo = undoing.undo_of(difference, {})
    if keep and len(difference):
        tx.run(statement("add_undo"), load=load, number=number, facts=undo.packed()).consume()


def _end(tx: ManagedTransaction, graph: str, load: str, comparison: Comparison) -> None:
    touch(tx, load)
    finish(tx, graph, comparison)
    tx.run(statement("end_load"), load=load).consume()


def touch(tx: ManagedTransaction, load: str) -> None:
    """Say that a load goes on; `StoreBusy` when another one has taken it back meanwhile."""
    if tx.run(statement("touch_load"), load=load).single() is None:
        raise StoreBusy(
            Text(
                "这次载入停顿过久,已被另一个载入取代;没有写入任何内容。请重新运行。",
                "This load paused for so long that another one took its place; nothing was written. Run it again.",
            )
        )


def busy() -> StoreBusy:
    """Another load is running."""
    return StoreBusy(
        Text(
            "库正被另一个载入占用。请等它结束后再试。",
            "Another load is running in the store. Try again when it has ended.",
        )
    )
