"""Loads that take several transactions: how they announce themselves, and what becomes of those that died."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import Any

import psutil
from neo4j import ManagedTransaction, Session

from ....errors import StoreBusy
from ....wording import Text
from ..differences import Comparison
from ..processes import living_process
from .loads import lock
from .statements import statement

_STALE_SECONDS = 900  # longer than any one step of a load: indexes are waited for up to 600 s


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
    return PendingLoad(
        id=values["id"],
        first=bool(values.get("first")),
        committed=bool(values.get("committed")),
        alive=_is_alive(values),
    )


def _is_alive(values: dict[str, Any]) -> bool:
    """A loader on this machine is alive while its process is; one on another must have been heard of lately."""
    if values["host"] != socket.gethostname():
        return bool(values["now"] - values["touched"] < _STALE_SECONDS)
    return values["pid"] != os.getpid() and living_process(values["pid"], values["started"]) is not None


def start(tx: ManagedTransaction, load: str, *, first: bool = False) -> Comparison:
    """Say that a load is under way; gives the state to compare with."""
    comparison = lock(tx, load)
    me = psutil.Process()
    loader: dict[str, Any] = {"host": socket.gethostname(), "pid": me.pid, "started": me.create_time()}
    tx.run(statement("start_load"), load=load, first=first, **loader).consume()
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
