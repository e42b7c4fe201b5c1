"""The first load of a store, when it does not fit one transaction: straight into place, visible at its end.

Nothing is there to be kept apart from, so nothing is staged. Until the last small transaction, which removes the mark
of the load and sets the data version, the store counts as empty (`Neo4jStore._state`); what a loader that died left is
swept by the next load.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from neo4j import ManagedTransaction, Session

from ...alliance_graph import AllianceGraph
from ..differences import Comparison, Plan, total_of
from ..store import Progress
from .ahead import ahead
from .loads import Statement, apply, differences, finish, statements_of
from .pending import start, swept
from .statements import statement


def write_first(
    session: Session, batch: AllianceGraph, progress: Progress | None, make_indexes: Callable[[], None]
) -> Plan:
    """Everything into an empty store.

    Parameters
    ----------
    session
        An open session.
    batch
        The facts.
    progress
        Called after every chunk.
    make_indexes
        Called when the facts are in place and before they become visible.
    """
    load, total, done = uuid.uuid4().hex, total_of(batch), 0
    comparison = session.execute_write(lambda tx: start(tx, load, first=True))
    chunks = differences(_no_run, batch, comparison, empty=True)
    for table, statements, size in ahead((one.table, statements_of(one), size) for one, size in chunks):
        session.execute_write(_write_chunk, load, statements)
        done += size
        if progress:
            progress(table, done, total)
    make_indexes()
    session.execute_write(_end, load, comparison)
    return comparison.plan


def _no_run(*_: Any, **__: Any) -> list[dict[str, Any]]:
    raise AssertionError("an empty store is not asked what it holds")


def _write_chunk(tx: ManagedTransaction, load: str, statements: list[Statement]) -> None:
    if tx.run(statement("touch_load"), load=load).single() is None:
        raise swept()
    apply(tx, statements)


def _end(tx: ManagedTransaction, load: str, comparison: Comparison) -> None:
    if tx.run(statement("touch_load"), load=load).single() is None:
        raise swept()
    finish(tx, comparison)
    tx.run(statement("end_load"), load=load).consume()
