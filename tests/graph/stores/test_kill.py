"""kill -9 in the middle of a write, on the file and on Neo4j: nothing committed is lost, nothing half is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from alliance.errors import StoreEmpty, StoreUnreachable
from alliance.graph import AllianceGraph, GraphStore, Node, Relationship
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.sqlite.store import SQLiteStore

NODES = 12_000

# Writes many made-up facts and says how far it is, so that the test can kill it at any step.
WRITER = """
import sys
from alliance.graph import AllianceGraph, Node
from alliance.graph.rows import NodeRow

kind, step, done_at_least = sys.argv[1:4]
rows = [NodeRow(f"n{number:06}", "school", f"made up {number}", "{}") for number in range(int(sys.argv[5]))]
batch = AllianceGraph.from_rows(rows, ())
if kind == "sqlite":
    from alliance.graph.stores.sqlite.store import SQLiteStore as open_it
    import alliance.graph.stores.sqlite.store as module, pathlib
    store = open_it(pathlib.Path(sys.argv[4]))
else:
    from alliance.graph.stores.neo4j.store import Neo4jStore
    import alliance.graph.stores.neo4j.loads as module, os
    store = Neo4jStore(sys.argv[4], "neo4j", os.environ["TEST_PASSWORD"], single_transaction_facts=1)
module.CHUNK = 1_000

def report(what, done, total):
    if what == step and done >= int(done_at_least):
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


def kill_while_writing(kind: str, step: str, done: int, place: str, password: str = "") -> None:
    command = [sys.executable, "-c", WRITER, kind, step, str(done), place, str(NODES)]
    environment = {**os.environ, "TEST_PASSWORD": password}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "now\n"
        writer.kill()


def holds_only_what_was_committed(store: GraphStore) -> bool:
    return store.read().data_version == before().data_version and all(one.sound for one in store.check())


def holds_everything(store: GraphStore) -> bool:
    graph = store.read()
    recomputed = AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version
    return len(graph) == NODES + 2 and recomputed == graph.data_version and all(one.sound for one in store.check())


@pytest.mark.parametrize("done", [1_000, 6_000, NODES])
def test_sqlite_writer_killed(tmp_path: Path, done: int) -> None:
    path = tmp_path / "test.db"
    with SQLiteStore(path, create=True) as store:
        store.write(before())
    kill_while_writing("sqlite", "node", done, str(path))
    with SQLiteStore(path) as store:
        assert holds_only_what_was_committed(store)


@pytest.mark.neo4j
@pytest.mark.parametrize(("step", "done", "visible"), [("stage", 6_000, False), ("apply", NODES + 1_000, True)])
def test_neo4j_writer_killed(servers, step: str, done: int, visible: bool) -> None:  # type: ignore[no-untyped-def]
    url, user, password = servers.empty("5.26")
    with Neo4jStore(url, user, password) as store:
        store.write(before())
        kill_while_writing("neo4j", step, done, url, password)
        assert holds_everything(store) if visible else holds_only_what_was_committed(store)


@pytest.mark.neo4j
def test_neo4j_writer_killed_in_the_first_load(servers, hengzhou: AllianceGraph) -> None:  # type: ignore[no-untyped-def]
    url, user, password = servers.empty("5.26")
    kill_while_writing("neo4j", "node", 6_000, url, password)
    with Neo4jStore(url, user, password) as store:
        with pytest.raises(StoreEmpty):
            store.read()
        store.write(hengzhou)
        assert store.read().data_version == hengzhou.data_version
        assert all(one.sound for one in store.check())


@pytest.mark.neo4j
@pytest.mark.parametrize("step", ["stage", "apply", "node"])
def test_neo4j_server_killed(servers, hengzhou: AllianceGraph, step: str) -> None:  # type: ignore[no-untyped-def]
    if "ALLIANCE_TEST_NEO4J" in os.environ:
        pytest.skip("the given Neo4j server is not ours to kill")
    server = servers.local("5.26")
    most = 20_000 if step == "node" else 1
    with Neo4jStore(*servers.empty("5.26"), single_transaction_facts=most) as store:
        store.write(before())
        killed = False

        def kill(what: str, done: int, total: int) -> None:
            nonlocal killed
            if what == step and not killed:
                killed = True
                process = psutil.Process(server.running().pid)
                process.kill()
                process.wait()

        with pytest.raises(StoreUnreachable, match="run the same command"):
            store.write(hengzhou, kill)
    server.start()
    with Neo4jStore(*server.connection()) as store:
        seen = store.read()
        assert len(seen) == (208 if step == "apply" else 2)
        plan = store.write(hengzhou)
        assert plan.empty == (step == "apply")
        assert len(store.read()) == 208
        assert all(one.sound for one in store.check())
