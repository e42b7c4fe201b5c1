"""What SQLite and the file system say of the last change of a file, whoever made it.

With write-ahead logging the change counter in the header does **not** move with a commit, so it proves nothing alone.
A commit stands in the log beside the file until it is brought into the file, and that writes the file. A file beside
which no log or journal has content is thus unchanged when its size, its times and its header are: the time of the
last change of its inode among them, which nobody can set back (Windows has none; there the time of the last write
alone stands for it). A file beside which a log or journal has content is read anew each time, until somebody closes
it.

Times move by ticks of the system, up to 16 ms, and on some file systems by whole seconds. Two looks must be further
apart than a tick, or a change just behind the second one might not show. A change between them shows to the open
connection (`PRAGMA data_version`).
"""

from __future__ import annotations

import os
from pathlib import Path

from ..differences import TABLES
from ..states import EngineState
from .reading import Reading

_HEADER = 100
_BESIDE = ("-wal", "-journal")
_TICK_SECONDS = 0.1
_COARSE_SECONDS = 2.5  # FAT counts by two seconds
_MILLISECOND = 1_000_000


def engine_state(reading: Reading) -> EngineState | None:
    """Where a file stands, as a reader sees it; None when a part of it may stand elsewhere, or it is no file.

    Parameters
    ----------
    reading
        What is being read.
    """
    if any(_has_content(reading.path.with_name(reading.path.name + end)) for end in _BESIDE):
        return None
    try:
        with reading.path.open("rb", buffering=0) as file:
            status, header = os.fstat(file.fileno()), file.read(_HEADER)
        store = f"sqlite {reading.path.resolve()}"
    except OSError:
        return None
    (moment,) = reading.connection.execute("PRAGMA data_version").fetchone()
    times = (status.st_mtime_ns, status.st_ctime_ns)
    marks = (status.st_dev, status.st_ino, status.st_size, *times, header.hex())
    coarse = not any(time % _MILLISECOND for time in times)
    return EngineState(
        store=store,
        marks=tuple(map(str, marks)),
        data_version=reading.data_version(),
        facts=reading.contents.tally.total(*TABLES),
        moment=moment,
        apart=_COARSE_SECONDS if coarse else _TICK_SECONDS,
    )


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:
        return True
