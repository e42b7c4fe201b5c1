"""Which server runs: what its start wrote down, and, when that is lost, what the processes of this machine say."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from ..processes import living_process
from .files import read_text, write_private

DEFAULT_PORT = 7687
_HOME_OPTION = "--home-dir="
_MAIN_CLASSES = "org.neo4j.server."


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

    def process(self) -> psutil.Process | None:
        """Its process, if it still runs."""
        return living_process(self.pid, self.started)


def write_state(path: Path, state: Running) -> None:
    """Write down which server runs."""
    write_private(path, json.dumps(asdict(state)))


def running_server(state_file: Path, home: Path) -> Running | None:
    """The server of a home folder, if one runs.

    Parameters
    ----------
    state_file
        What the last start wrote down. It only saves time, so it may stay when the server ends: when it is lost,
        unreadable or tells of another process, the server is looked for among the processes.
    home
        The folder of the server, resolved.
    """
    state = _read_state(state_file)
    process = state.process() if state else None
    if process and _serves(_words(process), home):
        return state
    return _among_processes(home)


def _read_state(path: Path) -> Running | None:
    try:
        raw = json.loads(read_text(path) or "")
        return Running(int(raw["pid"]), float(raw["started"]), int(raw["port"]), str(raw["version"]))
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def _among_processes(home: Path) -> Running | None:
    for process in psutil.process_iter():
        words = _words(process)
        if not _serves(words, home):
            continue
        try:
            return Running(process.pid, process.create_time(), _configured_port(home), _version(words))
        except psutil.NoSuchProcess:
            continue
    return None


def _words(process: psutil.Process) -> list[str]:
    """The command line; empty when the process has ended or belongs to somebody who hides it."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _serves(words: list[str], home: Path) -> bool:
    homes = [Path(word.removeprefix(_HOME_OPTION)).resolve() for word in words if word.startswith(_HOME_OPTION)]
    return home in homes and any(word.startswith(_MAIN_CLASSES) for word in words)


def _configured_port(home: Path) -> int:
    """The port in the configuration: no start rewrites it while a server runs."""
    text = read_text(home / "conf" / "neo4j.conf") or ""
    address = re.search(r"^server\.bolt\.listen_address=.*:(\d+)$", text, re.MULTILINE)
    return int(address[1]) if address else DEFAULT_PORT


def _version(words: list[str]) -> str:
    """The version whose jars it was started with, which an update of this package does not change."""
    first_jar = words[words.index("-cp") + 1].split(os.pathsep)[0] if "-cp" in words[:-1] else ""
    return Path(first_jar).parent.name.removeprefix("neo4j-")
