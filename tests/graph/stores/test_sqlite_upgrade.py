"""Files of formats 1 (without sums) and 2 (without one script in search texts), and how they become files of today."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance.errors import StoreBusy, StoreDamaged, StoreOutdated
from alliance.graph import AllianceGraph, Node, open_store
from alliance.graph.names import initials, search_text
from alliance.graph.rows import NodeRow
from alliance.graph.stores.sqlite.contents import Contents, write_contents
from alliance.graph.stores.sqlite.mending import tally_of
from alliance.graph.stores.states import Broken, Ready

Alter = Callable[..., None]

FORMAT_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (key TEXT PRIMARY KEY, table_name TEXT NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL)
  WITHOUT ROWID;
CREATE TABLE nodes (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
  search TEXT NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE relationships (id TEXT PRIMARY KEY, source TEXT NOT NULL, type TEXT NOT NULL, target TEXT NOT NULL,
  product TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, observed_at TEXT NOT NULL, strength REAL,
  confidence REAL, status TEXT NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
PRAGMA application_id = 1097615218;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
"""


@pytest.fixture
def path(tmp_path: Path, hengzhou: AllianceGraph) -> Path:
    """A file of format 1 with the Hengzhou facts."""
    file = tmp_path / "alliance.db"
    nodes = [(*row, search_text(row), row.digest)
             for rows in hengzhou.nodes.rows() for row in rows]  # fmt: skip
    links = [(*row, row.digest) for rows in hengzhou.relationships.rows(hengzhou.node_ids) for row in rows]
    records = [(f"{row.table}|{row.key}", row.table, row.body, row.digest) for row in hengzhou.records.rows()]
    connection = sqlite3.connect(file)
    connection.executescript(FORMAT_1)
    with connection:
        connection.execute("INSERT INTO meta VALUES ('data_version', ?)", (hengzhou.data_version,))
        for table, rows in (("nodes", nodes), ("relationships", links), ("records", records)):
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    connection.close()
    return file


def test_every_use_of_a_file_of_format_1_names_the_upgrade(path: Path, hengzhou: AllianceGraph) -> None:
    with open_store(path) as store:
        for use in (
            store.read, store.info, store.check, store.mend, store.records, store.censuses, store.data_version,
            lambda: store.find("x"), lambda: list(store.all_names()), lambda: store.nodes(["x"]),
            lambda: store.plan(hengzhou), lambda: store.write(hengzhou),
        ):  # fmt: skip
            with pytest.raises(StoreOutdated, match=r"alliance store upgrade --store .*alliance\.db"):
                use()
        state = store.state()
    assert isinstance(state, Broken)
    assert "alliance store upgrade" in state.reason.en


def test_an_upgrade_loses_nothing_and_a_second_one_does_nothing(path: Path, hengzhou: AllianceGraph) -> None:
    steps: list[str] = []
    with open_store(path) as store:
        (done,) = store.upgrade(lambda step, done, total: steps.append(step))
        assert "from format 1 to format 3" in done.en
        assert "641 facts stay" in done.en
        assert {"node", "record", "relationship"} == set(steps)
        assert store.upgrade() == []
        assert store.state() == Ready(hengzhou.data_version)
        assert store.plan(hengzhou).empty
        assert all(finding.sound for finding in store.check())
        assert store.find("xbk") == hengzhou.find("xbk")
        graph = store.read()
    assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == hengzhou.data_version


def _search_text_of_format_2(row: NodeRow) -> str:
    names = [re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold()) for name in (row.name, *row.aliases)]
    return "\n".join([row.id.casefold(), *names, *(f"\t{initials(name)}" for name in names)])


@pytest.fixture
def format_2(tmp_path: Path) -> Path:
    """A file of format 2, whose search texts are as names are written and hold no uscc."""
    nodes = [
        Node(id="tea", kind="enterprise", name="台灣桔揚茶業", uscc="91450127MA5NT1K22X"),
        Node(id="plain", kind="enterprise", name="茉莉花厂"),
    ]
    graph, file = AllianceGraph.from_models(nodes), tmp_path / "format-2.db"
    with open_store(file, create=True) as store:
        store.write(graph)
    connection = sqlite3.connect(file)
    texts = [(_search_text_of_format_2(row), row.id) for rows in graph.nodes.rows() for row in rows]
    connection.executemany("UPDATE nodes SET search = ? WHERE id = ?", texts)
    write_contents(connection, Contents(int(graph.data_version, 16), tally_of(connection)))
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    return file


def test_a_file_of_format_2_gets_search_texts_of_today(format_2: Path) -> None:
    with open_store(format_2) as store:
        for use in (lambda: store.find("桔扬"), store.read, store.check):
            with pytest.raises(StoreOutdated, match="alliance store upgrade"):
                use()
        names, done = store.upgrade()
        assert names.en == "1 node can be found by name again: tea"
        assert "from format 2 to format 3; all 2 facts stay" in done.en
        assert [node.id for _, node in store.find("台湾桔扬茶业")] == ["tea"]
        assert [node.id for _, node in store.find("91450127ma5nt1k22x")] == ["tea"]
        assert all(finding.sound for finding in store.check())
        assert store.upgrade() == []


def test_a_damaged_file_of_format_2_is_not_upgraded(format_2: Path) -> None:
    connection = sqlite3.connect(format_2)
    connection.execute("UPDATE nodes SET name = 'x' WHERE id = 'tea'")
    connection.commit()
    connection.close()
    with open_store(format_2) as store:
        with pytest.raises(StoreDamaged, match="digest of every fact"):
            store.upgrade()
        with pytest.raises(StoreOutdated):
            store.read()


def test_a_new_file_needs_no_upgrade(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    with open_store(tmp_path / "new.db", create=True) as store:
        assert store.upgrade() == []
        store.write(hengzhou)
        assert store.upgrade() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE nodes SET name = 'x' WHERE id = 'starbucks'", r"digest of every fact, data version \(starbucks\)"),
        ("UPDATE nodes SET body = '{' WHERE id = 'starbucks'", "every fact can be read"),
        ("DELETE FROM records WHERE key = (SELECT min(key) FROM records)", r"data version \(facts are missing"),
        ("DELETE FROM nodes WHERE id = 'starbucks'", "ends of relationships"),
        ("DELETE FROM meta", "data version"),
        ("DROP TABLE records", "damaged"),
    ],
)
def test_a_damaged_file_is_not_upgraded_and_stays_as_it_is(path: Path, alter: Alter, statement: str, said: str) -> None:
    alter(statement)
    before = sqlite3.connect(path)
    kept = list(before.iterdump())
    with open_store(path) as store:
        with pytest.raises(StoreDamaged, match=said) as caught:
            store.upgrade()
        assert "original tables" in caught.value.message.en
    assert list(before.iterdump()) == kept
    before.close()


def test_an_upgrade_makes_search_texts_again(path: Path, alter: Alter) -> None:
    alter("UPDATE nodes SET search = '' WHERE id = 'starbucks'")
    with open_store(path) as store:
        assert "can be found by name again" in store.upgrade()[0].en
        assert store.find("星巴克")[0][1].id == "starbucks"


def test_a_current_file_whose_format_number_was_altered_is_upgraded(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    file = tmp_path / "current.db"
    with open_store(file, create=True) as store:
        store.write(hengzhou)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with open_store(file) as store:
        store.upgrade()
        assert store.read().data_version == hengzhou.data_version


def test_an_upgrade_waits_for_a_load_and_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance.graph.stores.sqlite.file._PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(path) as store, pytest.raises(StoreBusy):
        store.upgrade()
    other.close()


UPGRADER = """
import sys
from pathlib import Path
from alliance.graph.stores.sqlite import upgrading
from alliance.graph.stores.sqlite.store import SQLiteStore

step = sys.argv[2]

def wait(*_):
    print("now", flush=True)
    input()

if step == "contents":
    usual = upgrading.write_contents
    def write_contents(*given):
        usual(*given)
        wait()
    upgrading.write_contents = write_contents
SQLiteStore(Path(sys.argv[1])).upgrade(wait if step == "verify" else None)
"""


@pytest.mark.parametrize("step", ["verify", "contents"])
def test_an_upgrade_that_is_killed_leaves_the_file_as_it_was(path: Path, hengzhou: AllianceGraph, step: str) -> None:
    command = [sys.executable, "-c", UPGRADER, str(path), step]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as upgrader:
        assert upgrader.stdout is not None
        assert upgrader.stdout.readline() == "now\n"
        upgrader.kill()
    with open_store(path) as store:
        with pytest.raises(StoreOutdated):
            store.read()
        assert store.upgrade()
        assert store.read().data_version == hengzhou.data_version
        assert all(finding.sound for finding in store.check())
