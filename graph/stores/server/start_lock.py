"""One start at a time: a lock that the system takes back from a process that dies, however it dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ....errors import MissingExtra

_NAME = "start.lock"
_AT_ONCE_SECONDS = 0.5  # longer than a question for the lock holds it


@contextmanager
def only_start(home: Path, tell_of_another: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a home folder; wait for another start to end.

    Parameters
    ----------
    home
        The folder of the server; it exists.
    tell_of_another
        Called before another start is waited for.

    Raises
    ------
    MissingExtra
        The extra `neo4j-local` is not installed.
    """
    try:
        from filelock import FileLock, Timeout
    except ImportError as error:
        raise MissingExtra("filelock", "neo4j-local") from error
    lock = FileLock(home / _NAME)
    try:
        lock.acquire(timeout=_AT_ONCE_SECONDS)
    except Timeout:
        tell_of_another()
        lock.acquire(timeout=-1)
    try:
        yield
    finally:
        lock.release()


def start_under_way(home: Path) -> bool:
    """Whether a start holds the lock of this home folder."""
    try:
        from filelock import FileLock, Timeout

        if not (home / _NAME).is_file():
            return False
        with FileLock(home / _NAME, timeout=0):
            return False
    except Timeout:
        return True
    except (ImportError, OSError):  # who cannot lock in the folder cannot start there either
        return False
