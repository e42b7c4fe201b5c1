"""The local server with real servers: starts at once, starts that die, lost files, pauses, interruptions."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from neo4j import GraphDatabase

from alliance.errors import AllianceError, ServerFailed, StoreUnreachable
from alliance.graph.stores.server import LocalServer, Running, line
from alliance.graph.stores.server.bolt import bolt_answer
from alliance.graph.stores.server.fetch import jars
from alliance.graph.stores.server.java import java_program

ROOT = Path(__file__).parents[3]
OK, STORE_FAILED, INTERRUPTED = 0, 4, 130
SECONDS = 120
needs_modes = pytest.mark.skipif(os.name == "nt", reason="this system has no modes of files")


class Terminal:
    """Runs `alliance neo4j …` as a person would, with a home folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home / "neo4j" / "5.26"
        self.environment = {**os.environ, "ALLIANCE_HOME": str(home), "ALLIANCE_LANG": "en"}

    def begin(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "alliance", "neo4j", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT.parent, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return self.begin("start", "--line", "5.26", "--heap", "512", *words)

    def run(self, *words: str) -> tuple[int, str]:
        """Exit code, and all that was printed."""
        process = self.begin(*words)
        out, err = process.communicate(timeout=SECONDS)
        return process.returncode, out + err

    def server(self) -> LocalServer:
        return LocalServer(line("5.26"), home=self.home, heap_mb=512)

    def javas(self) -> list[psutil.Process]:
        """The servers of this home."""
        return javas_below(self.home)


def javas_below(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if any(word.startswith(f"--home-dir={folder}") for word in words) and "java" in words[0]:
            found.append(process)
    return found


def wait_for(seen: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def answers(url: str, password: str) -> bool:
    with GraphDatabase.driver(url, auth=("neo4j", password)) as driver:
        driver.verify_connectivity()
    return True


@pytest.fixture(scope="module", autouse=True)
def local_jars(require: Callable[[str, str], None]) -> None:
    """Java and the jars of the server, without which nothing here can run."""
    try:
        java_program()
        jars(line("5.26"))
    except AllianceError as error:
        require("neo4j", str(error))


@pytest.fixture(scope="module")
def make_terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Terminal]]:
    """Terminals whose servers are ended with the module."""
    terminals: list[Terminal] = []

    def make() -> Terminal:
        terminals.append(Terminal(tmp_path_factory.mktemp("server")))
        return terminals[-1]

    yield make
    for each in terminals:
        for process in each.javas():
            process.kill()
            process.wait(SECONDS)


class TwoStarts(NamedTuple):
    """Exit code and output of two starts at once in an empty home, and of `status` meanwhile."""

    terminal: Terminal
    outputs: list[tuple[int, str, str]]
    status: tuple[int, str]


@pytest.fixture(scope="module")
def two_starts(make_terminal: Callable[[], Terminal]) -> TwoStarts:
    terminal = make_terminal()
    starts = [terminal.start() for _ in range(2)]
    wait_for(lambda: terminal.javas() or any(start.poll() is not None for start in starts))
    status = terminal.run("status")
    outputs = []
    for process in starts:
        out, err = process.communicate(timeout=SECONDS)
        assert "is up" not in out or answers(out.split()[4].rstrip(","), terminal.server().password())
        outputs.append((process.returncode, out, err))
    return TwoStarts(terminal, outputs, status)


@pytest.fixture
def terminal(two_starts: TwoStarts) -> Terminal:
    """The home in which a server runs."""
    return two_starts.terminal


pytestmark = pytest.mark.neo4j


# ---- starts ----


def test_two_starts_at_once_give_one_server_that_both_report(two_starts: TwoStarts) -> None:
    terminal, outputs, _ = two_starts
    assert [code for code, _, _ in outputs] == [OK, OK], outputs
    assert len({out for _, out, _ in outputs}) == 1, outputs
    assert sorted("Another start of Neo4j 5.26 is under way" in err for _, _, err in outputs) == [False, True]
    assert len(terminal.javas()) == 1
    assert not any("WARNING" in out + err for _, out, err in outputs)


def test_status_during_a_start_says_that_it_is_starting(two_starts: TwoStarts) -> None:
    code, text = two_starts.status
    assert code == STORE_FAILED
    assert "Neo4j 5.26 is starting" in text


def test_java_warns_of_nothing_in_the_log(terminal: Terminal) -> None:
    assert "WARNING" not in terminal.server().log_file.read_text(encoding="utf-8")


@needs_modes
def test_only_the_owner_can_enter_the_home_and_a_start_repairs_its_mode(terminal: Terminal) -> None:
    assert terminal.home.stat().st_mode & 0o777 == 0o700
    assert terminal.server().password_file.stat().st_mode & 0o777 == 0o600
    terminal.home.chmod(0o755)
    code, text = terminal.run("start")
    assert code == OK
    assert "Runs already: bolt://127.0.0.1:" in text
    assert terminal.home.stat().st_mode & 0o777 == 0o700


def test_a_server_does_not_answer_for_another_process(terminal: Terminal) -> None:
    server, me = terminal.server(), psutil.Process()
    state = server.running()
    assert state is not None
    assert bolt_answer(state, server.password()) == "yes"
    assert bolt_answer(state, "wrong") == "refused"
    assert bolt_answer(Running(me.pid, me.create_time(), state.port, state.version), server.password()) == "no"


# ---- what is lost ----

UNREADABLE = [
    None,
    "",
    "{",
    "[]",
    "null",
    '{"pid": 1}',
    '{"pid": -1, "started": 1e999, "port": [], "version": 0}',
    "\0",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_lost_state_file_denies_no_server(terminal: Terminal, text: str | None) -> None:
    server, state_file = terminal.server(), terminal.home / "running.json"
    state = server.running()
    assert state is not None
    if text is None:
        state_file.unlink(missing_ok=True)
    else:
        state_file.write_text(text, encoding="utf-8")
    assert server.running() == state
    assert server.condition() == "up"


def test_a_state_file_of_another_process_is_not_believed(terminal: Terminal) -> None:
    server, me = terminal.server(), psutil.Process()
    state = server.running()
    assert state is not None
    foreign = {"pid": me.pid, "started": me.create_time(), "port": 1, "version": "0"}
    (terminal.home / "running.json").write_text(json.dumps(foreign), encoding="utf-8")
    assert server.running() == state


def test_a_server_is_found_through_another_name_of_its_folder(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(terminal.home, target_is_directory=True)
    assert LocalServer(line("5.26"), home=tmp_path / "link").running() == terminal.server().running()


def test_a_lost_password_is_told_with_what_to_do(terminal: Terminal) -> None:
    server = terminal.server()
    password = server.password()
    for text in (None, ""):
        server.password_file.unlink() if text is None else server.password_file.write_text(text)
        for use in (server.password, server.connection, server.start):
            with pytest.raises(ServerFailed, match=r"move .*data away") as error:
                use()
            assert "备份" in error.value.in_("zh")
    server.password_file.write_text("another")
    with pytest.raises(ServerFailed, match="Write the present password into this file"):
        server.start()
    server.password_file.write_text(password)
    wait_for(lambda: server.condition() == "up")


# ---- pauses and ends ----


def test_a_paused_server_runs_but_does_not_answer(terminal: Terminal) -> None:
    (process,) = terminal.javas()
    process.suspend()
    try:
        code, text = terminal.run("status")
        assert code == STORE_FAILED
        assert f"runs (process {process.pid}" in text
        assert "does not answer now" in text
        with pytest.raises(ServerFailed, match="does not answer now"):
            terminal.server().start()
    finally:
        process.resume()
    assert terminal.run("status")[0] == OK


def test_stop_ends_a_paused_server_whose_state_is_lost(terminal: Terminal) -> None:
    (process,) = terminal.javas()
    (terminal.home / "running.json").unlink(missing_ok=True)
    process.suspend()
    assert terminal.run("stop", "--line", "5.26") == (OK, "Neo4j 5.26 has stopped.\n")
    assert terminal.javas() == []
    assert terminal.run("status", "--line", "5.26")[0] == STORE_FAILED
    assert terminal.run("stop", "--line", "5.26") == (OK, "Neo4j 5.26 was not running.\n")


def test_a_lost_password_of_a_stopped_server_costs_no_start(terminal: Terminal) -> None:
    server = terminal.server()
    password = server.password()
    server.password_file.unlink()
    begun = time.monotonic()
    with pytest.raises(ServerFailed, match=r"move .*data away"):
        server.start()
    assert time.monotonic() - begun < 5
    server.password_file.write_text(password)


def test_why_it_did_not_start_is_told_without_the_notes_of_java(terminal: Terminal) -> None:
    lock = terminal.home / "data" / "databases" / "store_lock"
    lock.unlink()
    lock.mkdir()
    code, text = terminal.run("start", "--line", "5.26", "--heap", "512")
    lock.rmdir()
    assert code == STORE_FAILED
    assert "did not start. It said: " in text
    assert "store_lock" in text
    assert "WARNING" not in text
    assert "\tat " not in text
    assert terminal.javas() == []


def test_a_taken_port_and_a_heap_beyond_the_memory_are_refused_before_a_start(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        code, text = terminal.run("start", "--line", "5.26", "--port", str(port))
    assert code == STORE_FAILED
    assert f"Port {port} is taken by another program" in text
    with pytest.raises(ServerFailed, match="A heap of 900000000 MB is more than the memory"):
        LocalServer(line("5.26"), home=terminal.home, heap_mb=900_000_000).start()


def test_ctrl_c_and_stop_during_a_start_leave_no_server(terminal: Terminal) -> None:
    start = terminal.start()
    wait_for(terminal.javas)
    with pytest.raises(StoreUnreachable, match="is starting"):
        terminal.server().connection()
    start.send_signal(signal.SIGINT)
    _, err = start.communicate(timeout=SECONDS)
    assert start.returncode == INTERRUPTED, err
    assert terminal.javas() == []
    start = terminal.start()
    wait_for(terminal.javas)
    assert terminal.run("stop")[0] == OK
    _, err = start.communicate(timeout=SECONDS)
    assert start.returncode == STORE_FAILED
    assert "was stopped while it was starting" in err
    assert terminal.javas() == []


# ---- starts that die ----


def test_the_next_start_recovers_from_one_that_died_at_any_step(make_terminal: Callable[[], Terminal]) -> None:
    terminal = make_terminal()
    arguments = terminal.home / "conf" / "initial-password"
    steps: dict[str, Callable[[], object]] = {
        "the password is written": (terminal.home / "password").is_file,
        "Neo4j is about to be given it": arguments.is_file,
        "Neo4j was given it": (terminal.home / "data" / "dbms" / "auth.ini").is_file,
        "the server has a process": terminal.javas,
    }
    for step in steps.values():
        start = terminal.start()
        wait_for(step)
        start.kill()
        start.communicate(timeout=SECONDS)
    (orphan,) = terminal.javas()
    start = terminal.start()
    _, err = start.communicate(timeout=SECONDS)
    assert start.returncode == OK, err
    server = terminal.server()
    assert answers(*server.connection()[::2])
    assert terminal.javas() == [orphan]
    assert not arguments.exists()
    assert str(orphan.pid) in terminal.run("status")[1]
    orphan.kill()
    orphan.wait(SECONDS)
    assert server.condition() == "stopped"
