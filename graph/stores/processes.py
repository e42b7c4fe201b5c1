"""Processes by the two things that name one: its id and the time of its creation."""

from __future__ import annotations

from contextlib import suppress

import psutil


def living_process(pid: int, started: float) -> psutil.Process | None:
    """The process of this id that was created at this time, if it still runs; an id alone may be somebody else's now.

    Parameters
    ----------
    pid
        Its id.
    started
        When it was created, in seconds since 1970, as `psutil.Process.create_time` gives it.
    """
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if same else None


def is_paused(process: psutil.Process) -> bool:
    """Whether somebody has paused a process (SIGSTOP): it lives, and does nothing until it is resumed."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() == psutil.STATUS_STOPPED)
    return False
