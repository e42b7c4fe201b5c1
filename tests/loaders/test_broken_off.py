"""A load that is broken off while it reads, checks or writes leaves nothing; killed, it leaves the store as it was."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from openpyxl import Workbook

from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder

ROWS = 8_000
PATIENCE_SECONDS = 120
INTERRUPTED = 130
Start = Callable[[], subprocess.Popen[bytes]]


def with_first_facts(folder: Path) -> None:
    """Make a store that holds something."""
    (folder / "first").mkdir(exist_ok=True)
    (folder / "first" / "sources.csv").write_text("id,title\ns0,made up before\n", encoding="utf-8")
    with SQLiteStore(folder / "x.db", create=True) as store:
        load_folder(folder / "first", store)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A workbook with wrong rows, and a store that holds other facts."""
    with_first_facts(tmp_path)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("sources")
    for row in (["id", "title"], ["s1", "made up"]):
        sheet.append(row)
    sheet = book.create_sheet("organizations")
    sheet.append(["id", "name", "kind", "source"])
    for number in range(ROWS):
        sheet.append([f"n{number}", f"made up {number}", "magic" if number % 50 == 7 else "enterprise", "s1"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path


@pytest.fixture
def start(begun: Path) -> Iterator[Start]:
    started = []

    def load() -> subprocess.Popen[bytes]:
        words = ["load", "a.xlsx", "--store", "x.db", "--skip-invalid", "--report", "e.xlsx", "--lang", "en"]
        command = [sys.executable, "-m", "alliance", *words]
        started.append(subprocess.Popen(command, cwd=begun, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        return started[-1]

    yield load
    for process in started:
        process.kill()
        process.communicate()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith("x.db-")}


def version(folder: Path) -> str:
    with SQLiteStore(folder / "x.db") as store:
        assert all(finding.sound for finding in store.check())
        return store.data_version()


def readers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """What reads the workbook for a load; none when the load has ended."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def has_ended(reader: psutil.Process) -> bool:
    """Whether a process ends; one that nobody has waited for yet has ended too."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if not reader.is_running() or reader.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def wait_for(process: subprocess.Popen[bytes], until: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.parametrize("moment", ["reading", "checking", "writing"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_load_that_is_interrupted_leaves_nothing(
    start: Start, begun: Path, moment: str, number: signal.Signals
) -> None:
    there, before, size = names(begun), version(begun), sum(path.stat().st_size for path in begun.glob("x.db*"))
    process = start()
    wait_for(process, lambda: readers(process))
    (reader,) = readers(process)
    if moment != "reading":
        wait_for(process, lambda: not readers(process))
    if moment == "writing":
        wait_for(process, lambda: sum(path.stat().st_size for path in begun.glob("x.db*")) > size + 100_000)
    process.send_signal(number)
    out, notes = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (INTERRUPTED, b"")
    assert b"Interrupted; nothing was left half written." in notes
    assert b"Traceback" not in notes
    assert has_ended(reader)
    if moment != "writing":
        assert version(begun) == before
    # A signal can come when all is written: then the rows that are left out are there too.
    left = set() if version(begun) == before else {"a.rejected.xlsx"}
    assert names(begun) == there | left


def test_a_load_that_is_killed_leaves_the_store_as_it_was(start: Start, begun: Path) -> None:
    before = version(begun)
    moments = random.Random(20260101)
    started = time.monotonic()
    whole = start()
    whole.communicate(timeout=PATIENCE_SECONDS)
    seconds, after = time.monotonic() - started, version(begun)
    assert after != before
    for _ in range(4):
        for path in begun.glob("x.db*"):
            path.unlink()
        with_first_facts(begun)
        assert version(begun) == before
        process = start()
        time.sleep(moments.uniform(0, seconds))
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)
        assert version(begun) in (before, after)
