"""One snapshot: a file of columns behind a head that says what they are, mapped into memory when it is opened.

The head comes first: a mark, the length of the manifest, and the manifest with the place, type, shape
and digest of every column. Opening compares the digest of the manifest, the size of the file and the digest of
**every** column, so nothing that is used later is unproven: `digests` says what that notices, and it costs less than
0.1 s for a gigabyte. It reads through a small piece of memory and does not fill that of the process; the columns are
mapped after it, and the system brings a page when somebody looks at it. A file that a dying machine left half written
is found in the same way, so a write need not wait for the disk.

A mapped file stays readable when it is removed (on Windows it cannot be removed, and stays until the next time).
"""

from __future__ import annotations

import json
import mmap
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ....errors import StoreDamaged
from ...alliance_graph import AllianceGraph
from .digests import PIECE, Digest, digest_of
from .layout import arrays_of, graph_of, layout_name

_MARK = b"alliance columns"
_LENGTH_BYTES = 8
_HEAD = len(_MARK) + _LENGTH_BYTES
_ALIGNED = 64
_MOST_MANIFEST = 1 << 20
_WRITTEN_AT_ONCE = 1 << 22
_UNUSABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, StoreDamaged)
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column lies in the file.

    Parameters
    ----------
    dtype
        As numpy writes it.
    shape
        Its shape.
    at
        How many bytes behind the head it begins.
    digest
        Of its bytes; see `digests`.
    """

    dtype: str
    shape: tuple[int, ...]
    at: int
    digest: str

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return int(np.prod(self.shape, dtype=np.int64)) * np.dtype(self.dtype).itemsize


class Snapshot:
    """A graph as it stands, or is to stand, in a file.

    Parameters
    ----------
    graph
        The graph.
    """

    def __init__(self, graph: AllianceGraph) -> None:
        self._graph = graph
        columns: dict[str, Column] = {}
        end = 0
        for name, array in arrays_of(graph):
            columns[name] = Column(array.dtype.str, array.shape, end, digest_of(array))
            end = _aligned(end + array.nbytes)
        manifest = _manifest(graph.data_version, columns)
        self._head = _MARK + len(manifest).to_bytes(_LENGTH_BYTES, "little") + manifest
        self.digest = _digest(manifest)
        self.size = _aligned(len(self._head)) + end

    def write(self, path: Path, report: Report) -> None:
        """Write it into a new file that only its owner can read.

        Parameters
        ----------
        path
            Where nothing is yet.
        report
            Called with the bytes that are written and those that there are.

        Raises
        ------
        OSError
            There is no room, or no right.
        """
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            done = _write(file, memoryview(self._head), 0)
            for _, array in arrays_of(self._graph):
                done = _write(file, memoryview(bytes(_aligned(done) - done)), done)
                view = array.reshape(-1).view(np.uint8).data
                for start in range(0, len(view), _WRITTEN_AT_ONCE):
                    done = _write(file, view[start : start + _WRITTEN_AT_ONCE], done)
                    report(done, self.size)
            _write(file, memoryview(bytes(_aligned(done) - done)), done)


def open_snapshot(path: Path, digest: str) -> AllianceGraph | None:
    """The graph in a file; None when it is not there, is another one, or is damaged.

    Parameters
    ----------
    path
        The file.
    digest
        What its manifest must be.
    """
    try:
        with path.open("rb", buffering=0) as file:
            return _mapped_graph(file, digest)
    except _UNUSABLE:
        return None


def _mapped_graph(file: BinaryIO, digest: str) -> AllianceGraph | None:
    head = file.read(_HEAD)
    length = int.from_bytes(head[len(_MARK) :], "little")
    if not head.startswith(_MARK) or length > _MOST_MANIFEST:
        return None
    text = file.read(length)
    if _digest(text) != digest:
        return None
    manifest = json.loads(text)
    if (manifest["layout"], manifest["byteorder"]) != (layout_name(), sys.byteorder):
        return None
    columns = {name: Column(**given) for name, given in manifest["columns"].items()}
    start = _aligned(_HEAD + length)
    end = max(_aligned(column.at + column.size) for column in columns.values())
    if os.fstat(file.fileno()).st_size != start + end or not all(
        _digest_in(file, start + column.at, column.size) == column.digest for column in columns.values()
    ):
        return None
    memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {name: _mapped(memory, start, column) for name, column in columns.items()}
    return graph_of(arrays, manifest["data_version"])


def _digest_in(file: BinaryIO, at: int, size: int) -> str:
    """The digest of a part of a file; of less when the file ends before."""
    digest, piece = Digest(), memoryview(bytearray(PIECE))
    file.seek(at)
    for part in _parts(file, piece, size):
        digest.update(part)
    return digest.text()


def _parts(file: Any, piece: memoryview, size: int) -> Iterator[memoryview]:
    while size:
        wanted, filled = min(size, len(piece)), 0
        while filled < wanted:
            more = file.readinto(piece[filled:wanted])
            if not more:
                yield piece[:filled]
                return
            filled += more
        yield piece[:wanted]
        size -= wanted


def _mapped(memory: mmap.mmap, start: int, column: Column) -> NDArray[Any]:
    dtype, number = np.dtype(column.dtype), int(np.prod(column.shape, dtype=np.int64))
    if not number:
        return np.empty(column.shape, dtype)
    return np.frombuffer(memory, dtype, number, start + column.at).reshape(column.shape)


def _manifest(data_version: str, columns: dict[str, Column]) -> bytes:
    """Equal for equal graphs: no time, no place and no name of a store is part of it."""
    values = {name: asdict(column) for name, column in columns.items()}
    manifest = {
        "layout": layout_name(), "byteorder": sys.byteorder, "data_version": data_version, "columns": values,
    }  # fmt: skip
    return json.dumps(manifest).encode()


def _digest(manifest: bytes) -> str:
    return blake2b(manifest, digest_size=16).hexdigest()


def _write(file: BinaryIO, data: memoryview, before: int) -> int:
    """Write all of some bytes, however many the system takes at once; gives how many stand there now."""
    done = 0
    while done < len(data):
        done += file.write(data[done:])
    return before + done


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
