"""How the program ends when it is told to, or when its streams take nothing more: real processes."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from alliance.graph.stores.sqlite.store import SQLiteStore

Run = Callable[..., Result]
OK, WRONG_USAGE, REFUSED, INTERRUPTED = 0, 2, 3, 130
PROGRAM = f"{sys.executable} -m alliance"
PATIENCE_SECONDS = 60


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=cwd, capture_output=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    return done


# ---- streams ----

PRINTING = ["--help", "schema", "schema types", "gaps --json", "gaps --csv"]
FULL, CLOSED = ("/dev/full", b"the disk is full"), ("&-", b"it is closed")


@pytest.mark.parametrize(
    ("words", "into", "reason"),
    [*((words, *FULL) for words in PRINTING), *((words, *CLOSED) for words in PRINTING[:3])],
)
def test_results_that_cannot_be_written_are_missed(
    loaded: Run, tmp_path: Path, words: str, into: str, reason: bytes
) -> None:
    done = shell(f"{PROGRAM} {words} >{into}", tmp_path)
    assert done.returncode == REFUSED
    assert b"could not be written to standard output: " + reason in done.stderr


@pytest.mark.parametrize("streams", ["2>/dev/full", "2>&- <&-"])
def test_notes_that_nobody_can_read_do_not_change_the_code(loaded: Run, tmp_path: Path, streams: str) -> None:
    for words, code in (("gaps", OK), ("gaps --top x", WRONG_USAGE), ("show nobody", REFUSED)):
        done = shell(f"{PROGRAM} {words} {streams}", tmp_path)
        assert (done.returncode, done.stderr) == (code, b"")
        assert bool(done.stdout) == (code == OK)
    assert shell(f"{PROGRAM} gaps {streams} >/dev/full", tmp_path).returncode == REFUSED


def test_a_file_opened_later_does_not_take_the_place_of_a_closed_stream(loaded: Run, tmp_path: Path) -> None:
    before = (tmp_path / "alliance.db").read_bytes()
    assert shell(f"{PROGRAM} map >&- 2>&- <&-", tmp_path).returncode == REFUSED
    assert (tmp_path / "alliance.db").read_bytes() == before
    assert (tmp_path / "alliance-map.html").read_bytes().startswith(b"<!doctype html>")


def test_a_reader_who_has_read_enough_is_no_error(loaded: Run, tmp_path: Path) -> None:
    for words in ("schema", "gaps --json"):
        done = shell(f"{{ {PROGRAM} {words}; echo $? >code; }} | true", tmp_path)
        assert ((tmp_path / "code").read_text(), b"rror" in done.stderr) == ("0\n", False)


def test_a_reader_who_is_slow_and_does_not_block_gets_everything(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writing, False)
    process = subprocess.Popen([sys.executable, "-m", "alliance", "schema"], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    time.sleep(1)  # longer than it takes to fill the pipe
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == shell(f"{PROGRAM} schema", tmp_path).stdout
    assert (process.communicate(timeout=PATIENCE_SECONDS)[1], process.returncode) == (b"", OK)


# ---- signals ----


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder whose load takes some seconds."""
    folder = tmp_path / "large"
    folder.mkdir()
    rows = "".join(f"n{number},made up {number},enterprise,s1\n" for number in range(15_000))
    (folder / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    (folder / "organizations.csv").write_text("id,name,kind,source\n" + rows, encoding="utf-8")
    return folder


@pytest.fixture
def loading(loaded: Run, tmp_path: Path, large: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts that load into the store beside it, and comes back when it has begun to write."""
    started = []

    def start(*before: str) -> subprocess.Popen[bytes]:
        words = [*before, sys.executable, "-m", "alliance", "load", "large"]
        process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.append(process)
        size, deadline = _size(tmp_path), time.monotonic() + PATIENCE_SECONDS
        while _size(tmp_path) < size + 200_000:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("alliance.db*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_load_that_is_told_to_end_leaves_the_store_as_it_was(
    loading: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, number: signal.Signals
) -> None:
    with SQLiteStore(tmp_path / "alliance.db") as store:
        before = store.data_version()
    process = loading()
    process.send_signal(number)
    if number != signal.SIGINT:
        process.send_signal(number)  # a second one does not break off the clearing up
    out, notes = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == INTERRUPTED
    assert out == b""
    assert notes.decode().strip() == "Interrupted; nothing was left half written."
    assert {path.name for path in tmp_path.iterdir()} == {"alliance.db", "large"}
    with SQLiteStore(tmp_path / "alliance.db") as store:
        assert store.data_version() == before
        assert all(finding.sound for finding in store.check())


def test_nohup_is_obeyed(loading: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = loading("nohup")
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == OK


def test_the_library_leaves_signals_alone() -> None:
    code = (
        "import signal, sys; before = signal.getsignal(signal.SIGTERM), sys.stdout\n"
        "import alliance, alliance.cli.root, alliance.visualizations\n"
        "assert (signal.getsignal(signal.SIGTERM), sys.stdout) == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
