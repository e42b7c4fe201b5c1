"""A file that is changed behind our back: what snapshots answer is what the file answers, which may be a refusal."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alliance.errors import StoreDamaged, StoreFailed
from alliance.graph import AllianceGraph, Node
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.tests.graph.stores.snapshot_steps import ANEW, KEPT, answers, columns, read

SAME_SIZE = "UPDATE nodes SET name = 'Starbuckz' || substr(name, 10) WHERE id = 'starbucks'"
HARMLESS = "CREATE TABLE IF NOT EXISTS notes (note)"
EDITOR = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[3:]:
    connection.execute(statement).fetchall()
if sys.argv[2] == "close":
    connection.close()
elif sys.argv[2] == "wait":
    print("now", flush=True)
    input()
os.kill(os.getpid(), 9)
"""


def edit(path: Path, ending: str, *statements: str) -> None:
    """Change a file in another process by the `sqlite3` of Python."""
    subprocess.run([sys.executable, "-c", EDITOR, str(path), ending, *statements], check=False, capture_output=True)


@contextmanager
def editor(path: Path, *statements: str) -> Iterator[None]:
    """Another process that has changed a file and holds it open."""
    command = [sys.executable, "-c", EDITOR, str(path), "wait", *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"now\n"
        try:
            yield
        finally:
            process.kill()


def outcome(path: Path) -> object:
    """What a question gets from a file, opened by itself."""
    try:
        with SQLiteStore(path) as store:
            return answers(read(store)[0])
    except StoreFailed as error:
        return error.message.en


@pytest.fixture
def compare(snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], object]:
    """The outcome with snapshots, which must be that without."""

    def both(path: Path) -> object:
        found = [outcome(path) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setenv("ALLIANCE_SNAPSHOTS", "off")
            assert found == [outcome(path)] * 2
        return found[0]

    return both


def keep(path: Path) -> None:
    """Make a snapshot, and see that it answers."""
    with SQLiteStore(path) as store:
        assert [read(store)[1] for _ in range(3)][1:] == [KEPT, KEPT]
    with SQLiteStore(path) as store:
        assert read(store)[1] == KEPT


@pytest.mark.parametrize("ending", ["close", "kill"])
@pytest.mark.parametrize(
    "before",
    [
        (),
        ("PRAGMA journal_mode = DELETE",),
        ("PRAGMA journal_mode = TRUNCATE",),
        ("PRAGMA journal_mode = MEMORY",),
        ("PRAGMA wal_autocheckpoint = 0",),
        ("PRAGMA wal_autocheckpoint = 1",),
    ],
)
def test_an_edit_that_keeps_the_size(
    path: Path, compare: Callable[[Path], object], before: tuple[str, ...], ending: str
) -> None:
    if before:
        edit(path, "close", *before)
    keep(path)
    size = path.stat().st_size
    edit(path, ending, *before, SAME_SIZE)
    assert path.stat().st_size == size
    assert "is not what was written" in str(compare(path))


def test_an_edit_that_stays_in_the_log(path: Path, compare: Callable[[Path], object]) -> None:
    keep(path)
    before = path.read_bytes()
    edit(path, "kill", "PRAGMA wal_autocheckpoint = 0", SAME_SIZE)
    assert path.read_bytes() == before, "the test is vacuous: the edit is in the file"
    assert path.with_name("alliance.db-wal").stat().st_size
    assert "is not what was written" in str(compare(path))


@pytest.mark.parametrize("mode", ["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
def test_an_edit_that_is_brought_into_the_file(path: Path, compare: Callable[[Path], object], mode: str) -> None:
    keep(path)
    with editor(path, SAME_SIZE, f"PRAGMA wal_checkpoint({mode})"):
        assert "is not what was written" in str(compare(path))
    assert "is not what was written" in str(compare(path))


def test_edits_in_a_log_that_is_used_again(path: Path, compare: Callable[[Path], object]) -> None:
    """Its size stays as it is, and neither does the file move."""
    keep(path)
    with editor(path, "PRAGMA wal_autocheckpoint = 0", HARMLESS, *["INSERT INTO notes VALUES (1)"] * 20,
                "PRAGMA wal_checkpoint(RESTART)", "INSERT INTO notes VALUES (2)"):  # fmt: skip
        assert isinstance(compare(path), list)
        size = path.with_name("alliance.db-wal").stat().st_size
        connection = sqlite3.connect(path)
        with connection:
            connection.execute(SAME_SIZE)
        assert path.with_name("alliance.db-wal").stat().st_size == size
        assert "is not what was written" in str(compare(path))
        connection.close()


def test_an_edit_with_the_time_set_back(path: Path, compare: Callable[[Path], object]) -> None:
    edit(path, "close", "PRAGMA journal_mode = DELETE")
    keep(path)
    before = path.stat()
    data = bytearray(path.read_bytes())
    place = data.index(b"starbucks")
    data[place : place + 9] = b"starbuckz"
    with path.open("r+b") as file:  # the header, its change counter among it, stays
        file.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)
    assert isinstance(compare(path), str)


def test_another_file_in_its_place(path: Path, compare: Callable[[Path], object], tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with SQLiteStore(other, create=True) as store:
        firms = [Node(id=name, kind="enterprise", name=name) for name in ("another firm", "its customer")]
        store.write(AllianceGraph.from_models(firms))
    keep(path)
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    with SQLiteStore(path) as opened:
        other.replace(path)
        assert opened.read().data_version != ""  # whichever of the two it is
    assert "another firm" in str(compare(path))


def test_a_copy_elsewhere_and_a_link_to_it(path: Path, compare: Callable[[Path], object], tmp_path: Path) -> None:
    keep(path)
    copy = tmp_path / "copy.db"
    shutil.copy2(path, copy)
    edit(copy, "close", SAME_SIZE)
    assert "is not what was written" in str(compare(copy))
    assert isinstance(compare(path), list)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with SQLiteStore(link) as store:
        assert read(store)[1] == KEPT
    link.unlink()
    link.symlink_to(copy)
    assert "is not what was written" in str(compare(link))


def test_an_edit_while_it_is_read(path: Path, snapshots: Path) -> None:
    """What was read is then of neither state, as far as anybody can tell."""
    with SQLiteStore(path) as store:
        edited = False

        def report(step: str, done: int, total: int) -> None:
            nonlocal edited
            if not edited:
                edited = True
                edit(path, "close", HARMLESS)

        store.read(report)
        assert not columns(snapshots)
        assert read(store)[1] == ANEW


def test_a_change_within_a_tick_of_the_clock_is_no_matter(path: Path, snapshots: Path) -> None:
    """A file that was read faster than times move has no snapshot."""
    with SQLiteStore(path) as store:
        store.read()
        assert not columns(snapshots)
        assert read(store)[1] == ANEW
        assert columns(snapshots)


def test_another_writer_of_ours(path: Path, compare: Callable[[Path], object]) -> None:
    keep(path)
    with SQLiteStore(path) as store:
        assert read(store)[1] == KEPT
        with SQLiteStore(path) as other:
            other.write(AllianceGraph.from_models([Node(id="later", kind="enterprise", name="a later firm")]))
            assert "later" in store.read().node_ids
        assert "later" in store.read().node_ids
    assert "a later firm" in str(compare(path))


def test_a_damaged_file_is_never_hidden(path: Path, snapshots: Path) -> None:
    keep(path)
    path.write_bytes(path.read_bytes()[:-4096])
    for _ in range(2):
        with pytest.raises(StoreDamaged), SQLiteStore(path) as store:
            read(store)
