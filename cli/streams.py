"""The standard streams of the program: results that cannot be written are an error with a name, notes never are.

What goes wrong when standard output is written (a full disk, a closed stream, a reader who went away) can surface in
every command and in every library that prints. So it is named where it happens, at the bottom of the stream.
"""

from __future__ import annotations

import io
import os
import select
import sys
from typing import TYPE_CHECKING, Any, TextIO

from ..errors import ResultsNotWritten
from ..wording import system_reason

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class ReaderGone(Exception):
    """Whoever reads standard output has closed it, as `head` does."""


class _Stream(io.RawIOBase):
    """What lies at the bottom of a standard stream; after the first failure it takes everything and writes nothing."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__()
        self._raw, self._failed = raw, False

    def write(self, data: ReadableBuffer, /) -> int | None:
        """Write, or fail as the stream does."""
        if self._failed:
            return memoryview(data).nbytes
        try:
            while (written := self._raw.write(data)) is None:  # the reader made it non-blocking, and reads slowly
                select.select([], [self._raw], [])
        except OSError as error:
            self._failed = True
            self._fail(error)
            return memoryview(data).nbytes
        return written

    def _fail(self, error: OSError) -> None:
        """Say that a write failed."""

    def writable(self) -> bool:
        """Yes."""
        return True

    def fileno(self) -> int:
        """Of the stream below."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self._raw.isatty()


class _Results(_Stream):
    def _fail(self, error: OSError) -> None:
        if isinstance(error, BrokenPipeError):
            raise ReaderGone from error
        raise ResultsNotWritten(system_reason(error)) from error


class _Notes(_Stream):
    """Notes that nobody can read are dropped: the exit code still says how it went."""


def guard_streams() -> None:
    """Give the program standard streams that can always be used, and whose failures have names.

    A stream that was closed before the start is opened on the null device, so that no file which is opened later
    takes its number and receives what is printed. Results written to a closed one are still missed: it cannot be
    written.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - it stays open
    sys.stdout = _guarded(sys.stdout, _Results, os.O_RDONLY)
    sys.stderr = _guarded(sys.stderr, _Notes, os.O_WRONLY)


def _guarded(stream: TextIO | None, sort: type[_Stream], mode: int) -> TextIO:
    if stream is None:
        closed = io.FileIO(os.open(os.devnull, mode), "w", closefd=False)
        return io.TextIOWrapper(io.BufferedWriter(sort(closed)), encoding="utf-8", errors="replace")
    raw: Any = getattr(stream.buffer, "raw", stream.buffer)  # without buffering there is no layer between
    return io.TextIOWrapper(
        io.BufferedWriter(sort(raw)),
        encoding=stream.encoding,
        errors="replace",
        line_buffering=bool(stream.line_buffering),
    )
