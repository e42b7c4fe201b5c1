"""What happens around a file: folders that cannot be written, logs left over, files deleted or replaced, reasons."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alliance.errors import FactRefused, StoreBusy, StoreFailed, StoreUnreachable
from alliance.graph import AllianceGraph, Evidence, Node, open_store
from alliance.graph.stores.sqlite import failures
from alliance.graph.stores.sqlite.store import SQLiteStore

Alter = Callable[..., None]
NOBODY = 65534

# Commits, and dies without bringing its log into the file.
WRITER = """
import os, sys
from pathlib import Path
from alliance.graph import AllianceGraph, Node
from alliance.graph.stores.sqlite.file import StoreFile
from alliance.graph.stores.sqlite.store import SQLiteStore

StoreFile._bring_log_into_file = lambda _: os.kill(os.getpid(), 9)
store = SQLiteStore(Path(sys.argv[1]))
store.write(AllianceGraph.from_models([Node(id="late", kind="school", name="late school")]))
"""

# Modules lie where nobody may look, so they are imported before the rights are given up.
READER = """
import os, sys
from pathlib import Path
from alliance.errors import StoreFailed
from alliance.graph import AllianceGraph, Node, open_store

with open_store(":memory:") as store:
    store.write(AllianceGraph.from_models([Node(id="x", kind="school", name="x")]))
    store.find("x"), store.read(), store.info()
import tempfile
os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
assert not os.access(Path(sys.argv[1]).parent, os.W_OK)
with open_store(sys.argv[1]) as store:
    print([node.id for _, node in store.find("late school")], len(store.read()), sum(store.info().nodes.values()))
    try:
        store.write(AllianceGraph.from_models([Node(id="y", kind="school", name="y")]))
    except StoreFailed as error:
        print(type(error).__name__, error.message.en)
print(os.listdir(tempfile.gettempdir()) if len(sys.argv) > 3 else "")
"""


@pytest.fixture
def read_only_folder(hengzhou_bytes: bytes) -> Iterator[Path]:
    """A folder that another user can read and not write, with a file whose writer was killed after a commit."""
    if os.name != "posix" or os.geteuid():
        pytest.skip("only root can read as another user: the rights of a folder do not bind root itself")
    folder = Path(tempfile.mkdtemp(prefix="alliance-test-"))
    try:
        file = folder / "alliance.db"
        file.write_bytes(hengzhou_bytes)
        subprocess.run([sys.executable, "-c", WRITER, str(file)], check=False)
        assert (folder / "alliance.db-wal").stat().st_size > 0
        folder.chmod(0o555)
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def read_as_nobody(file: Path) -> list[str]:
    place = tempfile.mkdtemp(prefix="alliance-test-temporary-")
    Path(place).chmod(0o777)
    environment = {**os.environ, "TMPDIR": place}
    command = [sys.executable, "-c", READER, str(file), str(NOBODY), "list"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    shutil.rmtree(place)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


@pytest.mark.parametrize("left", ["log and index", "log alone"])
def test_facts_in_a_log_left_over_in_a_folder_that_cannot_be_written_are_not_denied(
    read_only_folder: Path, left: str
) -> None:
    if left == "log alone":
        (read_only_folder / "alliance.db-shm").unlink()
    before = {entry.name: entry.read_bytes() for entry in read_only_folder.iterdir()}
    found, refused, temporary = read_as_nobody(read_only_folder / "alliance.db")
    assert found == "['late'] 207 207"
    assert refused.startswith("StoreUnreachable")
    assert "cannot be written" in refused
    assert temporary == "[]"
    assert {entry.name: entry.read_bytes() for entry in read_only_folder.iterdir()} == before


def test_a_log_that_may_not_be_read_is_no_answer(read_only_folder: Path) -> None:
    (read_only_folder / "alliance.db-wal").chmod(0o600)
    with pytest.raises(AssertionError, match=r"StoreUnreachable: Cannot use .*permission denied"):
        read_as_nobody(read_only_folder / "alliance.db")


def test_a_file_that_changes_while_it_is_copied_is_not_half_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = shutil.copyfile

    def copyfile(source: Path, target: Path) -> None:
        usual(source, target)
        os.utime(source, ns=(0, target.stat().st_mtime_ns))

    path.with_name("alliance.db-wal").write_bytes(b"x")
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr("shutil.copyfile", copyfile)
    with pytest.raises(StoreBusy, match="being written"):
        open_store(path)


def test_a_file_in_a_folder_that_cannot_be_written_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with open_store(path) as store:
        assert len(store.read()) == 206
    assert [entry.name for entry in path.parent.iterdir()] == ["alliance.db"]


# ---- deleted and replaced ----


def new_facts(make_node: Callable[..., Node]) -> AllianceGraph:
    return AllianceGraph.from_models([make_node("new")])


@pytest.mark.parametrize("moment", ["before", "during"])
@pytest.mark.parametrize("what", ["deleted", "replaced"])
def test_a_write_into_a_file_that_is_gone_is_no_success(
    path: Path, hengzhou_bytes: bytes, make_node: Callable[..., Node], moment: str, what: str
) -> None:
    def intrude(*_: object) -> None:
        if what == "deleted":
            path.unlink()
            return
        other = path.with_name("other")
        other.write_bytes(hengzhou_bytes)
        other.replace(path)

    with open_store(path) as store:
        if moment == "before":
            intrude()
        with pytest.raises(StoreUnreachable, match=r"deleted or replaced meanwhile.*Run the same command again"):
            store.write(new_facts(make_node), intrude if moment == "during" else None)


def test_a_new_file_that_is_deleted_in_its_first_write_is_no_success(
    tmp_path: Path, make_node: Callable[..., Node]
) -> None:
    file = tmp_path / "new.db"
    with open_store(file, create=True) as store, pytest.raises(StoreUnreachable, match="deleted or replaced"):
        store.write(new_facts(make_node), lambda *_: file.unlink())


# ---- reasons ----

ENGLISH = ("disk", "malformed", "database", "unable", "file is", "Permission", "No such", "table", "error")


@pytest.mark.parametrize(
    ("code", "kind", "zh"),
    [
        (sqlite3.SQLITE_CORRUPT, "StoreDamaged", "文件结构已坏"),
        (sqlite3.SQLITE_NOTADB, "StoreDamaged", "文件头已坏"),
        (sqlite3.SQLITE_IOERR | 10 << 8, "StoreUnreachable", "磁盘读写出错"),
        (sqlite3.SQLITE_FULL, "StoreUnreachable", "磁盘已满"),
        (sqlite3.SQLITE_CANTOPEN, "StoreUnreachable", "打不开"),
        (sqlite3.SQLITE_READONLY, "StoreUnreachable", "不能写入"),
        (sqlite3.SQLITE_BUSY, "StoreBusy", "正被另一个载入占用"),
        (sqlite3.SQLITE_AUTH, "StoreDamaged", "SQLite 错误 23"),
    ],
)
def test_what_sqlite_says_is_said_in_both_languages(code: int, kind: str, zh: str) -> None:
    error = sqlite3.OperationalError("database disk image is malformed")
    error.sqlite_errorcode = code
    with pytest.raises(StoreFailed) as caught, failures.mapped_errors(Path("x")):
        raise error
    assert type(caught.value).__name__ == kind
    assert zh in caught.value.message.zh
    assert not any(word in caught.value.message.zh for word in ENGLISH)


def test_what_the_system_says_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable) as caught:
        SQLiteStore(tmp_path)
    assert "是文件夹" in caught.value.message.zh
    assert "it is a folder" in caught.value.message.en


def test_the_structure_of_a_broken_file_is_told_in_chinese(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 9 * 4096] = bytes(4096)
    path.write_bytes(content)
    with open_store(path) as store:
        wrong = [finding for finding in store.check() if not finding.sound]
    assert wrong[0].what.zh == "SQLite 文件结构"
    assert not any(word in finding.detail.zh for finding in wrong for word in ENGLISH)


# ---- facts that cannot be kept ----

SEEN = (Evidence(source="s", locator="made-up.csv:7"),)


def test_a_fact_that_is_too_long_is_named_with_its_place(path: Path) -> None:
    nodes = [Node(id=f"n{number}", kind="school", name="x" * number * 900, evidence=SEEN) for number in (1, 2)]
    nodes.append(Node(id="n3", kind="school", name="x", attributes={"note": "x" * 99_000}, evidence=SEEN))
    with SQLiteStore(path) as store:
        before = store.data_version()
        store._file.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000)
        with pytest.raises(FactRefused, match=r"The fact n3 \(made-up\.csv:7\) cannot be kept: it is too long"):
            store.write(AllianceGraph.from_models(nodes))
        assert store.data_version() == before
