"""A write-ahead log beside a file whose folder cannot be written: facts are in it that the file alone would deny."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from .failures import being_written

_ATTEMPTS = 3


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with content lies beside a file."""
    log = _log(path)
    return log.exists() and log.stat().st_size > 0


def copy_with_log(path: Path, closing: ExitStack) -> Path:
    """A copy of a file and of its log, where SQLite can read both.

    Parameters
    ----------
    path
        The file.
    closing
        Removes the copy when it closes.

    Raises
    ------
    OSError
        They cannot be read, or there is no place for the copy.
    StoreBusy
        Somebody who may write there writes all the time: file and log of different moments would be half an answer.
    """
    folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="alliance-")))
    copy = folder / path.name
    for _ in range(_ATTEMPTS):
        before = _state(path)
        shutil.copyfile(path, copy)
        shutil.copyfile(_log(path), _log(copy))
        if _state(path) == before:
            return copy
    raise being_written(path)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _state(path: Path) -> list[tuple[int, int]]:
    return [(status.st_size, status.st_mtime_ns) for status in (path.stat(), _log(path).stat())]
