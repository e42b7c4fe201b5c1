"""Two thousand command lines from the real tree of commands, with hostile values: a code and a message, never a crash.

The lines are the same in every run. A failure prints its number and the line; `line_of(number)` builds it again.
`ALLIANCE_TEST_SEED=…` looks at two thousand others.
"""

from __future__ import annotations

import os
import shlex
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from alliance.cli.root import COMMANDS, root
from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore

SEED = os.environ.get("ALLIANCE_TEST_SEED", "20240630")
LINES, BATCH = 2_000, 100
CODES = {0, 2, 3, 4, 130}
SECRET = "sEcReT-9f3"
CLOSED_PORT = "{closed}"  # stands for a loopback port on which nobody listens
SECONDS_EACH = 20
STORE = "hengzhou.db"
WRITERS = {("load",), ("demo",), ("store", "copy")}

# ---- values ----

HOSTILE = [
    "", " ", "-", "--", "-1", ".", "..", "/", "~", "~nobody-of-this-name/x", "*", "%s%n", "$(id)", "';--",
    "茉" * 100, "x" * 300, "x" * 20_000, "/".join(["deep"] * 2_000), "a\0b", "\n", "\r\n", "\t", "\x1b[2J", "\x7f\x85",
    "🌼", "👩\u200d👩\u200d👧", "e\u0301", "\u202eabc", "\ufeff茶", "\udcff\udcfe.db", "茶\udc80", "\ud800", "NaN",
    "inf", "1e999", "0x10", "１２", "0", "-0", "9" * 24, "9" * 5_000, "-9223372036854775809", "1_000", "3.5", '{"a":1}',
    "true", "null", "<script>alert(1)</script>", "{{ 7*7 }}", "[bold]x[/bold]", "zh", "en", "link", "dangling", "fifo",
    "folder", STORE, "/dev/null", "/dev/zero", "/dev/full", "/proc/self/status", "empty.db", "damaged.db",
    f"http://u:{SECRET}@h", f"neo4j://u:{SECRET}@127.0.0.1", f"u:{SECRET}@h", f"neo4j://u/{SECRET}@h",
    f"x://[{SECRET}@h", f"bolt://u:{SECRET}%40h", "bolt://[::1", "bolt://h:99999",
    "bolt://h:abc", "bolt://", "sqlite://", "sqlite:///", "://",
    f"bolt://127.0.0.1:{CLOSED_PORT}", f"neo4j://127.0.0.1:{CLOSED_PORT}/a b", f"bolt+s://[::1]:{CLOSED_PORT}",
]  # fmt: skip
DAYS = ["2024-06-30", "2010-01-01", "0001-01-01", "0001-06-30", "9999-12-31"]
WRONG_DAYS = [
    "2024-02-30",
    "2023-02-29",
    "2024",
    "2024Q1",
    "2023H2",
    "0000-00-00",
    "10000-01-01",
    "２０２４-01-01",
    "2024-1-1",
]
STORES = [*[STORE] * 8, f"sqlite:///{STORE}", f"./{STORE}", "empty.db", "damaged.db", "cut.db", "notes.db",
          "foreign.db", "missing.db", "no/folder.db", ":memory:", "neo4j",
          f"bolt://127.0.0.1:{CLOSED_PORT}"]  # fmt: skip
NAMES = ["星巴克", "xbk", "校椅供电所党支部", "横县桔扬茶业有限公司", "桔扬", "星巴可", "花茶", "横州市委组织部", "茶"]
TERMS = ["enterprise", "party_organization", "stage", "core", "cluster9", "post", "SELLS_TO", "SUPPLIES", "enterprize"]
FILES = ["map.html", "earlier.html", "notes.db", STORE, "empty.db", "folder", "fifo", "link", "no/map.html", "tables"]
BY_METAVAR = {"DAY": DAYS, "STORE": STORES, "NAME": NAMES, "KIND": TERMS, "TYPE": TERMS, "LEVEL": TERMS, "ID": TERMS}
# Most lines go where a store is read; those that draw a map take a hundred times as long as the others.
WEIGHTS: dict[tuple[str, ...], int] = {("demo",): 1, ("map",): 2}
BY_ARGUMENT: dict[tuple[str, ...], list[str]] = {
    ("store", "copy"): STORES,
    ("load",): ["tables", "tables", "broken", *FILES],
}


def plausible(words: tuple[str, ...], parameter: click.Parameter, random: Random) -> str:
    """A value of the sort that a parameter takes."""
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return str(random.choice(list(kind.choices)))
    if isinstance(kind, click.IntRange):
        low, high = int(kind.min or 0), int(kind.max or 10**6)
        return str(random.choice([low, low + 1, min(high, low + 3), high]))
    if isinstance(parameter, click.Argument):
        return random.choice(BY_ARGUMENT.get(words, NAMES))
    return random.choice(BY_METAVAR.get(parameter.metavar or "", FILES))


def hostile(parameter: click.Parameter, random: Random) -> str:
    """A value that a parameter should refuse, or survive."""
    if isinstance(parameter.type, click.IntRange) and random.random() < 0.5:
        return str(random.choice([(parameter.type.min or 0) - 1, (parameter.type.max or 0) + 1, 10**30]))
    if parameter.metavar == "DAY" and random.random() < 0.5:
        return random.choice(WRONG_DAYS)
    return random.choice(HOSTILE)


# ---- command lines ----


def commands() -> dict[tuple[str, ...], click.Command]:
    """Every command and group by its words, without the one that starts a server."""
    found: dict[tuple[str, ...], click.Command] = {(): root}
    for name in COMMANDS:
        command = root.get_command(click.Context(root), name)
        assert command is not None
        found[(name,)] = command
        found |= {(name, sub): below for sub, below in getattr(command, "commands", {}).items()}
    del found["neo4j", "start"]
    return found


def line_of(number: int) -> list[str]:
    """The command line of this number."""
    random = Random(f"{SEED}:{number}")
    tree = commands()
    weights = [WEIGHTS.get(words, 6 if _reads_store(command) else 1) for words, command in tree.items()]
    ((words, command),) = random.choices(list(tree.items()), weights)
    wrong = random.choice([0.0, 0.05, 0.25])  # a line with many wrong parts is refused for the first of them
    parts: list[list[str]] = []
    for parameter in command.params:
        parts += _of(words, parameter, wrong, random) if random.random() < _often(command, parameter) else []
    if random.random() < wrong / 2:
        parts.append([random.choice(["--help", "--version", "--nonsense", "-x", *HOSTILE])])
    random.shuffle(parts)
    return [*words, *(word for part in parts for word in part)]


def _reads_store(command: click.Command) -> bool:
    return any(parameter.name in ("store", "source") for parameter in command.params)


def _often(command: click.Command, parameter: click.Parameter) -> float:
    if isinstance(parameter, click.Argument) or parameter.name == "store":
        return 0.97  # without a store a line asks the default one, which is not there
    return 0.5 if parameter.metavar == "DAY" else 2 / len(command.params)


def _of(words: tuple[str, ...], parameter: click.Parameter, wrong: float, random: Random) -> list[list[str]]:
    """One use of a parameter, sometimes two."""
    uses = 2 if random.random() < (0.3 if getattr(parameter, "multiple", False) else wrong / 5) else 1
    return [_use(words, parameter, wrong, random) for _ in range(uses)]


def _use(words: tuple[str, ...], parameter: click.Parameter, wrong: float, random: Random) -> list[str]:
    value = hostile(parameter, random) if random.random() < wrong else plausible(words, parameter, random)
    if not isinstance(parameter, click.Option):
        return [value]
    name = random.choice(parameter.opts)
    if parameter.is_flag:
        return [f"{name}={value}"] if random.random() < wrong / 5 else [name]
    if random.random() < wrong / 5:
        return [name]
    return [f"{name}={value}"] if random.random() < 0.3 else [name, value]


# ---- where they run ----


@pytest.fixture(scope="module")
def contents(hengzhou: AllianceGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the folder in which every line runs."""
    folder = tmp_path_factory.mktemp("contents")
    with SQLiteStore(folder / STORE, create=True) as store:
        store.write(hengzhou)
    with sqlite3.connect(folder / "foreign.db") as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    sound = (folder / STORE).read_bytes()
    return {
        STORE: sound,
        "foreign.db": (folder / "foreign.db").read_bytes(),
        "empty.db": b"",
        "notes.db": b"not ours",
        "damaged.db": sound[:4096] + b"\xff" * 8192 + sound[12_288:],
        "cut.db": sound[: len(sound) // 2],
        "tables/sources.csv": b"id,title\ns1,made up\n",
        "tables/organizations.csv": "id,name,kind,source\nx,茶,enterprise,s1\n".encode(),
        "broken/organizations.csv": b"id,name,kind,source\nx,\xff,enterprize,s9\n",
    }


def restore(contents: dict[str, bytes]) -> None:
    """Put every file back that a line has changed."""
    for name, content in contents.items():
        path = Path(name)
        if not path.is_file() or path.read_bytes() != content:
            for end in ("-wal", "-shm", "-journal"):
                Path(f"{name}{end}").unlink(missing_ok=True)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes]
) -> Iterator[Callable[[list[str]], list[str]]]:
    """A working folder with stores and traps; puts the closed port into a line."""
    work = tmp_path / "work"
    (work / "folder").mkdir(parents=True)
    monkeypatch.chdir(work)
    os.mkfifo("fifo")
    Path("link").symlink_to("notes.db")
    Path("dangling").symlink_to("nothing")
    restore(contents)
    for variable in ("HOME", "ALLIANCE_HOME", "ALLIANCE_CACHE"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("ALLIANCE_NEO4J_PASSWORD", SECRET)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there while the test runs
        port = str(held.getsockname()[1])
        yield lambda words: [word.replace(CLOSED_PORT, port) for word in words]


class TooSlowError(BaseException):
    """Not an `Exception`, so that no command takes it for one of its own."""


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def run(words: list[str]) -> Result:
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS_EACH)
    try:
        return CliRunner().invoke(root, words)
    finally:
        signal.alarm(0)


def complaint(words: list[str], result: Result) -> str | None:
    """What is wrong with how a line ended."""
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return f"raised {result.exception!r}"
    if result.exit_code not in CODES:
        return f"ended with {result.exit_code}"
    if "Traceback" in result.output:
        return "printed a traceback"
    if any(SECRET in text for text in (result.stderr, "" if words[:1] in ([], ["find"]) else result.stdout)):
        return "printed a secret"
    return None


@pytest.mark.parametrize("first", range(0, LINES, BATCH))
def test_every_command_line_ends_with_a_code(
    first: int, place: Callable[[list[str]], list[str]], contents: dict[str, bytes]
) -> None:
    for number in range(first, first + BATCH):
        words = place(line_of(number))
        shown = f"line {number}: alliance {ascii(shlex.join(words))[:2_000]}"
        try:
            result = run(words)
        except BaseException as error:
            raise AssertionError(f"{shown}\n{error!r}") from error
        wrong = complaint(words, result)
        assert wrong is None, f"{shown}\n{wrong}\n{result.output[:2_000]}"
        if not WRITERS & {tuple(words[:1]), tuple(words[:2])}:
            assert Path(STORE).read_bytes() == contents[STORE], f"{shown}\nchanged the store that it reads"
        restore(contents)


def test_the_lines_are_always_the_same_and_reach_every_command() -> None:
    lines: list[Any] = [line_of(number) for number in range(LINES)]
    assert lines == [line_of(number) for number in range(LINES)]
    for words in commands():
        assert any(tuple(line[: len(words)]) == words for line in lines)
