"""The file of a SQLite store: opened, made by the first write, recognised as ours, and held on to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ....errors import StoreEmpty
from .contents import FORMAT, Contents, layout, write_contents
from .failures import foreign, mapped_errors, missing, no_folder, refused_by_system, replaced, too_new
from .leftover_log import copy_with_log, has_log
from .tables import definitions

APPLICATION_ID = 0x416C_4772  # "AlGr": marks the file as ours
IN_MEMORY = ":memory:"
_HEADER = b"SQLite format 3\x00"
_PATIENCE_SECONDS = 10.0
_Identity = tuple[int, int]


class StoreFile:
    """The file of a store and the connection to it; until a file is made, memory stands for it.

    Parameters
    ----------
    path
        The file.
    create
        Whether a file that is not there may be made by the first write.

    Raises
    ------
    StoreUnreachable, StoreEmpty, NotAStore, StoreDamaged
        See `SQLiteStore`.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self._closing = ExitStack()
        self._identity: _Identity | None = None
        self._to_be_made = False
        try:
            with mapped_errors(path):
                self.connection = self._open(create=create)
        except OSError as error:
            self.close()
            raise refused_by_system(path, error) from error
        except BaseException:
            self.close()
            raise

    def _open(self, *, create: bool) -> sqlite3.Connection:
        if str(self.path) == IN_MEMORY:
            return self._blank()
        if self.path.exists() and self.path.stat().st_size:
            return self._existing()
        _must_be_makeable(self.path, create=create)
        self._to_be_made = True
        return self._blank()

    def _blank(self) -> sqlite3.Connection:
        connection = self._connect("file::memory:")
        _make_tables(connection)
        return connection

    def _existing(self) -> sqlite3.Connection:
        with self.path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise foreign(self.path)
        before = _identity(self.path)
        connection = self._connect(self._uri())
        self._identity = before
        self._must_be_there()
        _must_be_ours(self.path, connection)
        return connection

    def _uri(self) -> str:
        """A file in a folder that cannot be written (a mail attachment, a share) is opened as it is.

        SQLite cannot read its write-ahead log there: one that a writer left behind is read in a copy.
        """
        path = self.path.absolute()
        if os.access(path.parent, os.W_OK):
            return path.as_uri()
        if not has_log(path):
            return f"{path.as_uri()}?immutable=1"
        return f"{copy_with_log(path, self._closing).as_uri()}?mode=ro"

    def _connect(self, uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)
        self._closing.callback(connection.close)
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view for all that is read inside."""
        with mapped_errors(self.path):
            self.connection.execute("BEGIN DEFERRED")
            try:
                yield self.connection
            finally:
                self._roll_back()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; what it writes is at the path when it is over, or `StoreUnreachable` says that it is not."""
        with mapped_errors(self.path):
            if self._to_be_made:
                self._make()
            self._must_be_there()
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            self._must_be_there()
            self._bring_log_into_file()

    def _bring_log_into_file(self) -> None:
        """As closing would do: snapshots need a file that is whole. A reader who is in the way is not waited for."""
        with suppress(sqlite3.Error):  # what was committed stands in the log as well
            self.connection.execute("PRAGMA busy_timeout = 0")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.connection.execute(f"PRAGMA busy_timeout = {int(_PATIENCE_SECONDS * 1000)}")

    def _make(self) -> None:
        """Take the file in place of the memory that stood for it until now."""
        try:
            connection = self._connect(self.path.absolute().as_uri())
            _make_tables(connection)
            _must_be_ours(self.path, connection)
            self._identity = _identity(self.path)
        except OSError as error:
            raise refused_by_system(self.path, error) from error
        self.connection, self._to_be_made = connection, False

    def _must_be_there(self) -> None:
        """A file that was deleted or replaced still takes what is written, and nobody ever sees it."""
        if self._identity is not None and _identity(self.path) != self._identity:
            raise replaced(self.path)

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):  # what went wrong before is what matters
            self.connection.rollback()

    def close(self) -> None:
        """Let go of the file and of a copy of it."""
        self._closing.close()


def _identity(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _must_be_makeable(path: Path, *, create: bool) -> None:
    if not create:
        raise StoreEmpty(str(path)) if path.exists() else missing(path)
    folder = path.absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise no_folder(path, folder)


def _must_be_ours(path: Path, connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise foreign(path)
    if layout(connection) > FORMAT:
        raise too_new(path, layout(connection), FORMAT)


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process has made some meanwhile.

    Write-ahead logging is switched on at the end: until then a process that dies leaves a file without content, which
    the next one takes for what it is.
    """
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in definitions():
            connection.execute(statement)
        write_contents(connection, Contents())
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
