"""The folder of snapshots: which store has which, room for new ones, and the oldest cleared away.

| file | what it is |
| --- | --- |
| `<data version>-<schema>-<format>.columns` | a snapshot, whatever stores have this content |
| `<digest of a store>.stamp` | where its engine stood when it was read, and the digest of its snapshot |
| `<random>.part` | one of the two while it is written; renamed at the end |

A stamp names the snapshot by the digest of its manifest as well: a store that was edited without its data version
moving has other columns under the same name, and the one of two such stores that came first is read anew.

Everything here can be removed at any time. What fails here, for want of room or of rights, costs time and no answer.
"""

from __future__ import annotations

import json
import os
import stat
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ...alliance_graph import AllianceGraph
from ..states import EngineState
from .file import Report, Snapshot, open_snapshot
from .layout import layout_name

_SNAPSHOT, _STAMP, _PART = ".columns", ".stamp", ".part"
_ABANDONED_SECONDS = 3600  # no single write of a piece takes as long


class SnapshotFolder:
    """Snapshots of all stores of a user.

    Parameters
    ----------
    path
        The folder; the first snapshot makes it.
    most_bytes
        How much they may take together.
    """

    def __init__(self, path: Path, most_bytes: int) -> None:
        self.path = path
        self._most = most_bytes

    def graph(self, state: EngineState) -> AllianceGraph | None:
        """What a store holds, when its engine stands where it stood when it was read.

        Parameters
        ----------
        state
            Where the engine stands.
        """
        digest = self._digest_for(state)
        if digest is None:
            return None
        path = self._path(state)
        graph = open_snapshot(path, digest)
        if graph is None or graph.data_version != state.data_version:
            return None
        with suppress(OSError):
            os.utime(path)  # the least recently used is cleared away first
        return graph

    def size(self, state: EngineState) -> int | None:
        """How many bytes the snapshot of a store takes; None when it has none that stands for it now."""
        if self._digest_for(state) is None:
            return None
        with suppress(OSError):
            return self._path(state).stat().st_size
        return None

    def keep(self, graph: AllianceGraph, state: EngineState, report: Report) -> None:
        """Keep a graph, unless there is no room for it.

        Parameters
        ----------
        graph
            What was read.
        state
            Where the engine stood before and after.
        report
            Called with the bytes that are written and those that there are.
        """
        with suppress(OSError):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            snapshot, path = Snapshot(graph), self._path(state)
            if snapshot.size > self._most or not self._is_private():
                return
            if open_snapshot(path, snapshot.digest) is None:
                self._clear(snapshot.size, keeping=path)
                self._put(path, lambda part: snapshot.write(part, report))
            stamp = json.dumps({"state": _lasting(state), "digest": snapshot.digest})
            self._put(self._stamp(state), lambda part: _write(part, stamp))

    def _digest_for(self, state: EngineState) -> str | None:
        try:
            if not self._is_private():
                return None
            stamp = json.loads(self._stamp(state).read_text("utf-8"))
            return str(stamp["digest"]) if stamp["state"] == _lasting(state) else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _is_private(self) -> bool:
        """Whether nobody else can put a file here: what others wrote would answer for a store."""
        status = self.path.stat()
        if os.name != "posix":
            return True
        return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

    def _path(self, state: EngineState) -> Path:
        return self.path / f"{state.data_version}-{layout_name()}{_SNAPSHOT}"

    def _stamp(self, state: EngineState) -> Path:
        return self.path / f"{blake2b(state.store.encode(), digest_size=16).hexdigest()}{_STAMP}"

    def _put(self, path: Path, write: Callable[[Path], None]) -> None:
        """Write a file under another name first: nobody sees a half one, and the later of two writers wins."""
        part = self.path / f"{uuid.uuid4().hex}{_PART}"
        try:
            write(part)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def _clear(self, wanted: int, *, keeping: Path) -> None:
        """Make room: what nobody finishes, the least recently used, and stamps of what is gone."""
        for part, status in self._files(_PART):
            if time.time() - status.st_mtime > _ABANDONED_SECONDS:
                _remove(part)
        snapshots = sorted(self._files(_SNAPSHOT), key=lambda entry: entry[1].st_mtime_ns)
        total = wanted + sum(status.st_size for path, status in snapshots if path != keeping)
        for path, status in snapshots:
            if total > self._most and path != keeping:
                total -= status.st_size
                _remove(path)
        names = {keeping.name} | {path.name for path, _ in self._files(_SNAPSHOT)}
        for stamp, _ in self._files(_STAMP):
            if _snapshot_of(stamp) not in names:
                _remove(stamp)

    def _files(self, ending: str) -> Iterator[tuple[Path, os.stat_result]]:
        for path in list(self.path.glob(f"*{ending}")):
            with suppress(OSError):  # another process cleared it away
                yield path, path.stat()


def _lasting(state: EngineState) -> dict[str, Any]:
    """What a stamp says of a state: all that means something in another process."""
    return {"store": state.store, "marks": list(state.marks), "data_version": state.data_version, "facts": state.facts}


def _snapshot_of(stamp: Path) -> str:
    try:
        return f"{json.loads(stamp.read_text('utf-8'))['state']['data_version']}-{layout_name()}{_SNAPSHOT}"
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _remove(path: Path) -> None:
    with suppress(OSError):  # mapped by a reader on Windows, or gone
        path.unlink()
