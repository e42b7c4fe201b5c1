"""Loads whose client is killed, whose server is killed, or whose server is stopped for a while: never a state between.

`ALLIANCE_TEST_ROUNDS` says how often each is done, each time at another moment; 1 when it is not set.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from alliance.errors import StoreEmpty, StoreUnreachable
from alliance.graph import AllianceGraph, GraphStore, Node, Relationship
from alliance.graph.rows import NodeRow
from alliance.graph.stores.neo4j import writing
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.graph.stores.states import Ready

ROUNDS = range(int(os.environ.get("ALLIANCE_TEST_ROUNDS", "1")))
LINES = ["5.26", "2026"]
NODES = 6_000
PAUSE_SECONDS = 20

# Writes many made-up facts and says how far it is, so that the test can kill it at any step.
WRITER = """
import sys
from alliance.graph import AllianceGraph
from alliance.graph.rows import NodeRow

kind, done_at_least = sys.argv[1:3]
rows = [NodeRow(f"n{number:06}", "school", f"made up {number}", "{}") for number in range(int(sys.argv[4]))]
batch = AllianceGraph.from_rows([*rows, NodeRow("a", "enterprise", "another name", "{}")], ())
if kind == "sqlite":
    from alliance.graph.stores.sqlite.store import SQLiteStore as open_it
    import alliance.graph.stores.sqlite.store as module, pathlib
    store = open_it(pathlib.Path(sys.argv[3]))
else:
    from alliance.graph.stores.neo4j.store import Neo4jStore
    import alliance.graph.stores.neo4j.writing as module, os
    store = Neo4jStore(sys.argv[3], "neo4j", os.environ["TEST_PASSWORD"], single_transaction_facts=1)
module.CHUNK = 500

def report(what, done, total):
    if done >= int(done_at_least):
        print("now", flush=True)
        input()

store.write(batch, report)
print("written", flush=True)
"""


def before() -> AllianceGraph:
    """What is committed before."""
    seen = ({"source": "made up"},)
    return AllianceGraph.from_models(
        [Node(id="a", kind="enterprise", name="a"), Node(id="b", kind="enterprise", name="b")],
        [Relationship(source="a", type="SUPPLIES", target="b", evidence=seen)],
    )


def batch() -> AllianceGraph:
    """Many new facts, and one that changes what is there."""
    rows = [NodeRow(f"n{number:06}", "school", f"made up {number}", "{}") for number in range(NODES)]
    return AllianceGraph.from_rows([*rows, NodeRow("a", "enterprise", "another name", "{}")], ())


def kill_while_writing(kind: str, done: int, place: str, password: str = "") -> None:
    command = [sys.executable, "-c", WRITER, kind, str(done), place, str(NODES)]
    environment = {**os.environ, "TEST_PASSWORD": password}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "now\n"
        writer.kill()


def is_as_before(store: GraphStore) -> bool:
    graph = store.read()
    recomputed = AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version
    return recomputed == graph.data_version == before().data_version and store.find("a")[0][1].name == "a"


def holds_everything(store: GraphStore) -> bool:
    graph = store.read()
    recomputed = AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version
    sound = all(finding.sound for finding in store.check())
    return len(graph) == NODES + 2 and recomputed == graph.data_version and sound


def moments(name: str) -> Iterator[int]:
    """After how many facts a load is hit, each time another number."""
    chance = random.Random(name)
    yield from (chance.randrange(1, NODES + 1) for _ in ROUNDS)


# ---- the client ----


@pytest.mark.parametrize("done", [500, 3_000, NODES])
def test_sqlite_writer_killed(tmp_path: Path, done: int) -> None:
    path = tmp_path / "test.db"
    with SQLiteStore(path, create=True) as store:
        store.write(before())
    kill_while_writing("sqlite", done, str(path))
    with SQLiteStore(path) as store:
        assert is_as_before(store)
        assert all(finding.sound for finding in store.check())


@pytest.mark.neo4j
@pytest.mark.parametrize("line", LINES)
def test_neo4j_writer_killed(servers: Any, line: str) -> None:
    url, user, password = servers.empty(line)
    with Neo4jStore(url, user, password) as store:
        store.write(before())
        for done in (*moments("client"), NODES + 1):
            kill_while_writing("neo4j", done, url, password)
            assert is_as_before(store)
        store.give_up()
        assert all(finding.sound for finding in store.check())
        kill_while_writing("neo4j", 3_000, url, password)
        store.write(batch())
        assert holds_everything(store)


@pytest.mark.neo4j
def test_neo4j_writer_killed_in_the_first_load(servers: Any, hengzhou: AllianceGraph) -> None:
    url, user, password = servers.empty("5.26")
    kill_while_writing("neo4j", 3_000, url, password)
    with Neo4jStore(url, user, password) as store:
        with pytest.raises(StoreEmpty):
            store.read()
        store.write(hengzhou)
        assert store.read().data_version == hengzhou.data_version
        assert all(finding.sound for finding in store.check())


INTERRUPTED = """
import os, sys
from alliance.graph import AllianceGraph
from alliance.graph.rows import NodeRow
from alliance.graph.stores.neo4j.store import Neo4jStore

rows = [NodeRow(f"n{number:06}", "school", f"made up {number}", "{}") for number in range(60_000)]
store = Neo4jStore(sys.argv[1], "neo4j", os.environ["TEST_PASSWORD"])
store.write(AllianceGraph.from_rows(rows, ()), lambda *_: print("now", flush=True))
"""


@pytest.mark.neo4j
@pytest.mark.parametrize("line", LINES)
def test_neo4j_writer_interrupted_while_the_server_works(servers: Any, line: str) -> None:
    """In the middle of a transaction, which would keep its locks if it were not ended first."""
    url, user, password = servers.empty(line)
    with Neo4jStore(url, user, password) as store:
        store.write(before())
        command, environment = [sys.executable, "-c", INTERRUPTED, url], {**os.environ, "TEST_PASSWORD": password}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.2)
            writer.send_signal(signal.SIGINT)
            _, words = writer.communicate(timeout=90)
        assert b"KeyboardInterrupt" in words
        assert store.state() == Ready(before().data_version)
        assert is_as_before(store)
        assert all(finding.sound for finding in store.check())


# ---- the server ----


def skip_where_it_is_not_ours() -> None:
    if "ALLIANCE_TEST_NEO4J" in os.environ:
        pytest.skip("the given Neo4j server is not ours to kill or to stop")


@pytest.mark.neo4j
@pytest.mark.parametrize("line", LINES)
def test_neo4j_server_killed(servers: Any, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_where_it_is_not_ours()
    monkeypatch.setattr(writing, "CHUNK", 500)
    server = servers.local(line)
    with Neo4jStore(*servers.empty(line)) as store:
        store.write(before())
    for moment in moments(f"server {line}"):
        with Neo4jStore(*server.connection(), single_transaction_facts=1) as store:
            process = psutil.Process(server.running().pid)

            def kill(what: str, done: int, total: int, process: Any = process, moment: int = moment) -> None:
                if done >= moment and process.is_running():
                    process.kill()
                    process.wait()

            with pytest.raises(StoreUnreachable, match="run the same command"):
                store.write(batch(), kill)
        server.start()
        with Neo4jStore(*server.connection()) as store:
            assert is_as_before(store)
    with Neo4jStore(*server.connection(), single_transaction_facts=1) as store:
        store.write(batch())
        assert holds_everything(store)


@pytest.mark.neo4j
@pytest.mark.parametrize("line", LINES)
def test_neo4j_server_stopped_for_a_while(servers: Any, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_where_it_is_not_ours()
    monkeypatch.setattr(writing, "CHUNK", 500)
    server = servers.local(line)
    process = psutil.Process(server.running().pid)
    for moment in moments(f"stop {line}"):
        with Neo4jStore(*servers.empty(line), single_transaction_facts=1) as store:
            store.write(before())
            stopped = False

            def stop(what: str, done: int, total: int, moment: int = moment) -> None:
                nonlocal stopped
                if done >= moment and not stopped:
                    stopped = True
                    process.send_signal(signal.SIGSTOP)
                    threading.Timer(PAUSE_SECONDS, process.send_signal, (signal.SIGCONT,)).start()
                    with pytest.raises(StoreUnreachable, match="may be paused"):
                        Neo4jStore(*server.connection())

            try:
                store.write(batch(), stop)
            except StoreUnreachable:
                assert is_as_before(store)
                store.write(batch())
            assert stopped
            assert holds_everything(store)
