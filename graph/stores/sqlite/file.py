"""The file of a SQLite store: opened, made by the first write, recognised as ours, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from ....errors import NotAStore, StoreBusy, StoreDamaged, StoreEmpty, StoreFailed, StoreUnreachable
from ....wording import Text
from ...identity import version_text

APPLICATION_ID = 0x416C_4772  # "AlGr": marks the file as ours
FORMAT = 1
_HEADER = b"SQLite format 3\x00"
_PATIENCE_SECONDS = 10.0


def has_content(path: Path) -> bool:
    """Whether there is a file with something in it; one without is taken as not yet made."""
    return path.exists() and path.stat().st_size > 0


def must_be_makeable(path: Path, *, create: bool) -> None:
    """Refuse a file that is not there and cannot, or may not, be made."""
    if not create:
        raise StoreEmpty(str(path)) if path.exists() else StoreUnreachable(_missing(path))
    folder = path.absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise StoreUnreachable(_no_folder(path, folder))


def open_file(path: Path) -> sqlite3.Connection:
    """A connection to a file that is there and ours."""
    _must_be_sqlite(path)
    connection = _connect(_uri(path))
    _must_be_ours(path, connection)
    return connection


def make_file(path: Path) -> sqlite3.Connection:
    """A connection to a file that is made now, or that another process has made meanwhile."""
    connection = _connect(_uri(path))
    _make_tables(connection)
    _must_be_ours(path, connection)
    return connection


def blank() -> sqlite3.Connection:
    """A store without facts that no file holds."""
    connection = _connect("file::memory:")
    _make_tables(connection)
    return connection


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)


def _uri(path: Path) -> str:
    """A file in a folder that cannot be written (a mail attachment, a share) is opened as it is."""
    writable = os.access(path.absolute().parent, os.W_OK)
    return path.absolute().as_uri() + ("" if writable else "?immutable=1")


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process has made some meanwhile.

    Write-ahead logging is switched on at the end: until then a process that dies leaves a file without content, which
    the next one takes for what it is.
    """
    script = files(__package__).joinpath("tables.sql").read_text(encoding="utf-8")
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in script.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('data_version', ?)", (version_text(0),))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def _application(connection: sqlite3.Connection) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return int(application)


def _must_be_sqlite(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise StoreUnreachable(
            Text(f"打不开 {path}:{error.strerror}。", f"Cannot open {path}: {error.strerror}.")
        ) from error
    if header != _HEADER:
        raise NotAStore(_foreign(path))


def _must_be_ours(path: Path, connection: sqlite3.Connection) -> None:
    if _application(connection) != APPLICATION_ID:
        connection.close()
        raise NotAStore(_foreign(path))
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > FORMAT:
        connection.close()
        raise NotAStore(
            Text(
                f"{path} 由更新的版本写成(格式 {version},本版本 {FORMAT})。请升级 alliance-graph。",
                f"{path} was written by a newer version (format {version}, this one reads {FORMAT}). "
                "Upgrade alliance-graph.",
            )
        )


# ---- errors ----


@contextmanager
def mapped_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into errors of ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(_damaged(path, str(error))) from error


def _operational(path: Path, error: sqlite3.OperationalError) -> StoreFailed:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(
            Text(f"{path} 正被另一个载入占用。请稍后再试。", f"Another load is using {path}. Try again later.")
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StoreUnreachable(Text(f"无法使用 {path}:{error}。", f"Cannot use {path}: {error}."))
    return StoreDamaged(_damaged(path, str(error)))


def _damaged(path: Path, reason: str) -> Text:
    return Text(
        f"{path} 已损坏({reason})。请用备份恢复,或删除后重新载入。",
        f"{path} is damaged ({reason}). Restore a backup, or delete it and load again.",
    )


def _missing(path: Path) -> Text:
    return Text(
        f"没有 {path}。先运行 alliance demo(示例)或 alliance load 文件夹,或用 --store 指定另一处。",
        f"There is no {path}. Run alliance demo (sample) or alliance load FOLDER first, or name another --store.",
    )


def _no_folder(path: Path, folder: Path) -> Text:
    return Text(
        f"{path} 无处可放:没有文件夹 {folder},或不能写入。请先建好,或用 --store 指定另一处。",
        f"There is no place for {path}: the folder {folder} does not exist or cannot be written. Make it first, or "
        "name another --store.",
    )


def _foreign(path: Path) -> Text:
    return Text(
        f"{path} 不是联盟图谱的库,未作任何改动。请用 --store 指定另一个文件。",
        f"{path} is not an Alliance Graph store; nothing in it was touched. Name another file with --store.",
    )
