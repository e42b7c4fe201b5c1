"""What goes wrong with a file, in both languages, and what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ....errors import NotAStore, StoreBusy, StoreDamaged, StoreFailed, StoreUnreachable
from ....wording import Text, system_reason
from ..states import RESTORE

_UNREACHABLE = {
    sqlite3.SQLITE_CANTOPEN: Text("打不开它或它旁边的日志文件", "it or the log beside it cannot be opened"),
    sqlite3.SQLITE_FULL: Text("磁盘已满", "the disk is full"),
    sqlite3.SQLITE_IOERR: Text("磁盘读写出错", "the disk cannot be read or written"),
    sqlite3.SQLITE_NOMEM: Text("内存不足", "not enough memory"),
    sqlite3.SQLITE_PERM: Text("没有权限", "permission denied"),
    sqlite3.SQLITE_PROTOCOL: Text("无法锁定", "it cannot be locked"),
    sqlite3.SQLITE_READONLY: Text(
        "文件或所在文件夹不能写入", "the file, or the folder that it lies in, cannot be written"
    ),
}
_DAMAGED = {
    sqlite3.SQLITE_CONSTRAINT: Text("同一个键有两条事实", "two facts have one key"),
    sqlite3.SQLITE_CORRUPT: Text("文件结构已坏", "its structure is broken"),
    sqlite3.SQLITE_ERROR: Text("缺少表或列,或文字不是 UTF-8", "a table or column is missing, or a text is not UTF-8"),
    sqlite3.SQLITE_FORMAT: Text("文件格式已坏", "its format is broken"),
    sqlite3.SQLITE_MISMATCH: Text("值的类型不对", "a value is of another type"),
    sqlite3.SQLITE_NOTADB: Text("文件头已坏", "its header is broken"),
    sqlite3.SQLITE_SCHEMA: Text("表的定义已坏", "the definition of its tables is broken"),
}


@contextmanager
def mapped_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into errors of ours."""
    try:
        yield
    except sqlite3.ProgrammingError:  # a closed store was used: a mistake of the program, not of the file
        raise
    except sqlite3.Error as error:
        raise _failure(path, error) from error


@contextmanager
def unreadable_is_damage(path: Path) -> Iterator[None]:
    """What a store has written can be parsed: where it cannot, the file has changed since."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise altered(path) from error


def _failure(path: Path, error: sqlite3.Error) -> StoreFailed:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(
            Text("{path} 正被另一个载入占用。请稍后再试。", "Another load is using {path}. Try again later."), path=path
        )
    if code in _UNREACHABLE:
        return unreachable(path, _UNREACHABLE[code])
    reason = _DAMAGED.get(code, Text(f"SQLite 错误 {code}", f"SQLite error {code}"))
    sentence = Text("{path} 已损坏:{reason}。", "{path} is damaged: {reason}. ") + RESTORE
    return StoreDamaged(sentence, path=path, reason=reason)


def unreachable(path: Path, reason: Text) -> StoreUnreachable:
    """The file cannot be used, for a reason in few words."""
    sentence = Text(
        "无法使用 {path}:{reason}。请先解决,或用 --store 指定另一处。",
        "Cannot use {path}: {reason}. Solve this first, or name another --store.",
    )
    return StoreUnreachable(sentence, path=path, reason=reason)


def refused_by_system(path: Path, error: OSError) -> StoreUnreachable:
    """The operating system does not give the file."""
    return unreachable(path, system_reason(error))


def altered(path: Path) -> StoreDamaged:
    """The content is not what was written."""
    return StoreDamaged(
        Text(
            "{path} 的内容与写入时不同,不能据此作答。请运行 alliance store check --store {path}:它说明哪里不同,"
            "--mend 可以重做能重做的;否则请用备份恢复,或把原始表格载入一个新库。",
            "The content of {path} is not what was written, so it cannot answer. Run alliance store check --store "
            "{path}: it says what differs, and --mend corrects what can be corrected. Otherwise restore a backup, "
            "or load the original tables into a new store.",
        ),
        path=path,
    )


def replaced(path: Path) -> StoreUnreachable:
    """The path does not lead to the opened file any more."""
    return StoreUnreachable(
        Text(
            "{path} 在此期间被删除或替换,写入的内容不在其中。请再运行一次同样的命令。",
            "{path} was deleted or replaced meanwhile and does not hold what was written. Run the same command again.",
        ),
        path=path,
    )


def missing(path: Path) -> StoreUnreachable:
    """There is no file."""
    return StoreUnreachable(
        Text(
            "没有 {path}。先运行 alliance demo(示例)或 alliance load 文件夹,或用 --store 指定另一处。",
            "There is no {path}. Run alliance demo (sample) or alliance load FOLDER first, or name another --store.",
        ),
        path=path,
    )


def no_folder(path: Path, folder: Path) -> StoreUnreachable:
    """There is no place for the file."""
    return StoreUnreachable(
        Text(
            "{path} 无处可放:没有文件夹 {folder},或不能写入。请先建好,或用 --store 指定另一处。",
            "There is no place for {path}: the folder {folder} does not exist or cannot be written. Make it first, or "
            "name another --store.",
        ),
        path=path,
        folder=folder,
    )


def foreign(path: Path) -> NotAStore:
    """The file is somebody else's."""
    return NotAStore(
        Text(
            "{path} 不是联盟图谱的库,未作任何改动。请用 --store 指定另一个文件;如果它本是联盟图谱的库,请用备份恢复。",
            "{path} is not an Alliance Graph store; nothing in it was touched. Name another file with --store; if it "
            "was one, restore a backup.",
        ),
        path=path,
    )


def too_new(path: Path, version: int, known: int) -> NotAStore:
    """A later version of this program wrote the file."""
    return NotAStore(
        Text(
            "{path} 由更新的版本写成(格式 {version},本版本 {known})。请升级 alliance-graph。",
            "{path} was written by a newer version (format {version}, this one reads {known}). Upgrade alliance-graph.",
        ),
        path=path,
        version=version,
        known=known,
    )


def being_written(path: Path) -> StoreBusy:
    """A file that can only be copied changes all the time."""
    return StoreBusy(
        Text(
            "{path} 正在被写入,而它的文件夹不能写入,读不到完整的内容。请稍后再试。",
            "{path} is being written, and its folder cannot be written, so no complete state can be read. Try again "
            "later.",
        ),
        path=path,
    )
