"""Work that an interruption ends between two messages to the server, and not in the middle of one.

An interruption that breaks into a message leaves its transaction open on the server, with its locks, and a connection
that cannot be used to end it. So the work is done in a thread, and the thread that is interrupted asks it to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Event
from typing import TypeVar

from ..store import Progress

Done = TypeVar("Done")


class StoppedError(Exception):
    """The work was asked to stop."""


def interruptible(work: Callable[[Progress], Done], progress: Progress | None) -> Done:
    """Do some work; an interruption ends it at its next step, and is raised when it has cleared up.

    Parameters
    ----------
    work
        Is given what it must call after every step, and raises what that raises.
    progress
        Called after every step.
    """
    stop = Event()

    def step(what: str, done: int, total: int) -> None:
        if stop.is_set():
            raise StoppedError
        if progress:
            progress(what, done, total)

    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(copy_context().run, work, step)
        try:
            return future.result()
        except KeyboardInterrupt:
            stop.set()
            raise
