"""Loads that take several transactions: how they announce themselves, and what becomes of those that died."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import Any

import psutil
from neo4j import ManagedTransaction, Session

from ...errors import StoreBusy
from ...wording import Text
from ..store import Comparison
from .loads import lock
from .statements import statement

_STALE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class PendingLoad:
    """A load that is under way, or was left by a loader that died.

    Parameters
    ----------
    id
        Its id.
    first
        It writes into an empty store (`first_load`); until it ends the store counts as empty.
    committed
        It counts, and waits to be finished (`staging`).
    alive
        Its process still runs.
    """

    id: str
    first: bool
    committed: bool
    alive: bool


def pending_load(values: dict[str, Any]) -> PendingLoad:
    """What `store_state.cypher` says of a load."""
    fresh = values["now"] - values["touched"] < _STALE_SECONDS
    here = values["host"] == socket.gethostname()
    gone = here and (values["pid"] == os.getpid() or not psutil.pid_exists(values["pid"]))
    return PendingLoad(
        id=values["id"],
        first=bool(values.get("first")),
        committed=bool(values.get("committed")),
        alive=fresh and not gone,
    )


def start(tx: ManagedTransaction, load: str, *, first: bool = False) -> Comparison:
    """Say that a load is under way; gives the state to compare with."""
    comparison = lock(tx, load)
    tx.run(statement("start_load"), load=load, first=first, host=socket.gethostname(), pid=os.getpid()).consume()
    return comparison


def swept() -> StoreBusy:
    """Say that this loader was silent for so long that another one took its place."""
    return StoreBusy(
        Text(
            "这次载入停顿过久,已被另一个载入取代;没有写入任何内容。请重新运行。",
            "This load paused for so long that another one took its place; nothing was written. Run it again.",
        )
    )


def sweep_load(session: Session, load: PendingLoad) -> None:
    """Remove what a load left that never became visible: its chunks, or, of a first load, its facts."""
    if load.first:
        session.run(statement("sweep_facts")).consume()
    session.run(statement("sweep_chunks"), load=load.id).consume()
    session.execute_write(lambda tx: tx.run(statement("end_load"), load=load.id).consume())
