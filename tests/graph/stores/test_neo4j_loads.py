"""Loads of Neo4j that take several transactions: under way, broken off, committed and not finished, swept."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import psutil
import pytest
from neo4j import Driver

from alliance.errors import StoreBusy, StoreEmpty
from alliance.graph import AllianceGraph, Node
from alliance.graph.stores.neo4j import loads, staging
from alliance.graph.stores.neo4j.store import Neo4jStore

pytestmark = pytest.mark.neo4j
Connection = tuple[str, str, str]


def ask(driver: Driver, query: str, **given: Any) -> list[Any]:
    return driver.execute_query(query, given).records


def a_graph(count: int) -> AllianceGraph:
    return AllianceGraph.from_models(
        Node(id=f"n{number}", kind="school", name=f"made up {number}") for number in range(count)
    )


def broken_off(connection: Connection, graph: AllianceGraph, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A staged load whose process stopped at a step."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, Neo4jStore(*connection, single_transaction_facts=1) as store:
        patch.setattr(staging, step, stop)
        patch.setattr(loads, "CHUNK", 50)
        with pytest.raises(KeyboardInterrupt):
            store.write(graph)


def as_if_by(driver: Driver, pid: int) -> None:
    """Let the load under way be one of another process of this machine."""
    started = psutil.Process(pid).create_time()
    ask(driver, "MATCH (l:AllianceLoad) SET l.pid = $pid, l.started = $started", pid=pid, started=started)


def test_a_load_that_was_never_committed_is_not_seen_and_the_next_one_sweeps_it(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(a_graph(1))
        broken_off(connection, hengzhou, monkeypatch, "_commit")
        assert ask(driver, "MATCH (c:AllianceChunk) RETURN count(c) AS n")[0]["n"] > 5
        assert store.read().node_ids == ["n0"]
        assert store.info().nodes == {"school": 1}
        store.write(hengzhou)
        assert len(store.read()) == 207
    assert ask(driver, "MATCH (c:AllianceChunk|AllianceLoad) RETURN count(c) AS n")[0]["n"] == 0


def test_a_committed_load_is_finished_by_the_next_reader(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(a_graph(1))
        broken_off(connection, hengzhou, monkeypatch, "finish_load")
        graph = store.read()
        assert (len(graph), len(graph.relationships)) == (207, 279)
        assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == graph.data_version
    assert ask(driver, "MATCH (c:AllianceChunk|AllianceLoad) RETURN count(c) AS n")[0]["n"] == 0


def test_a_committed_load_that_stopped_between_chunks_is_finished_by_the_next_writer(
    connection: Connection, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = staging._apply_chunk
    calls = 0

    def third_fails(*given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        applied(*given)

    with monkeypatch.context() as patch, Neo4jStore(*connection, single_transaction_facts=1) as store:
        store.write(a_graph(1))
        patch.setattr(staging, "_apply_chunk", third_fails)
        patch.setattr(loads, "CHUNK", 50)
        with pytest.raises(KeyboardInterrupt):
            store.write(hengzhou)
    with Neo4jStore(*connection) as store:
        assert store.write(hengzhou).empty
        assert len(store.read()) == 207
        assert all(one.sound for one in store.check())


def test_a_first_load_that_broke_off_leaves_an_empty_store_and_the_next_one_sweeps_it(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if done > 400:
            raise KeyboardInterrupt

    monkeypatch.setattr(loads, "CHUNK", 50)
    with Neo4jStore(*connection, single_transaction_facts=1) as store:
        with pytest.raises(KeyboardInterrupt):
            store.write(hengzhou, stop)
        assert ask(driver, "MATCH (n:Entity) RETURN count(n) AS n")[0]["n"] == 206
        for use in (store.read, store.info, store.check, lambda: store.find("xbk")):
            with pytest.raises(StoreEmpty):
                use()
        assert store.nodes(["starbucks"]) == []
        assert store.plan(hengzhou).added["node"] == 206
        store.write(a_graph(60))
        assert store.read().node_ids == sorted(f"n{number}" for number in range(60))
        assert all(one.sound for one in store.check())


def test_a_first_load_of_a_living_process_makes_readers_and_writers_wait(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive,
        Neo4jStore(*connection, single_transaction_facts=1) as store,
        Neo4jStore(*connection) as other,
    ):

        def look(what: str, done: int, total: int) -> None:
            as_if_by(driver, alive.pid)
            for use in (other.read, lambda: other.write(hengzhou), lambda: other.plan(hengzhou)):
                with pytest.raises(StoreBusy, match="Another load is running"):
                    use()

        store.write(a_graph(3), look)
        assert other.read().node_ids == ["n0", "n1", "n2"]
        alive.communicate(b"\n")


def test_a_load_of_a_living_process_makes_another_wait(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive:
        with Neo4jStore(*connection) as store:
            store.write(a_graph(1))
            broken_off(connection, hengzhou, monkeypatch, "_commit")
            as_if_by(driver, alive.pid)
            with pytest.raises(StoreBusy, match="Another load is running"):
                store.write(hengzhou)
            assert store.read().node_ids == ["n0"]
        alive.communicate(b"\n")
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)


def test_a_living_process_is_waited_for_however_long_and_a_silent_machine_is_not(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = "MATCH (l:AllianceLoad) SET l.touched = datetime() - duration('PT1H')"
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive,
        Neo4jStore(*connection) as store,
    ):
        store.write(a_graph(1))
        broken_off(connection, hengzhou, monkeypatch, "_commit")
        as_if_by(driver, alive.pid)
        ask(driver, long_ago)
        with pytest.raises(StoreBusy):
            store.write(hengzhou)
        ask(driver, "MATCH (l:AllianceLoad) SET l.started = l.started - 60")  # another process had this id then
        store.write(a_graph(2))
        broken_off(connection, hengzhou, monkeypatch, "_commit")
        ask(driver, "MATCH (l:AllianceLoad) SET l.host = 'elsewhere'")
        with pytest.raises(StoreBusy):
            store.write(hengzhou)
        ask(driver, long_ago)
        store.write(hengzhou)
        assert len(store.read()) == 208
        alive.communicate(b"\n")


def test_a_loader_that_was_swept_cannot_commit(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = staging._commit

    def swept_before_commit(*given: Any) -> None:
        ask(driver, "MATCH (n:AllianceLoad|AllianceChunk) DETACH DELETE n")
        commit(*given)

    with Neo4jStore(*connection, single_transaction_facts=1) as store:
        store.write(a_graph(1))
        monkeypatch.setattr(staging, "_commit", swept_before_commit)
        with pytest.raises(StoreBusy, match="nothing was written"):
            store.write(hengzhou)
        assert store.read().node_ids == ["n0"]


def test_a_read_starts_again_when_a_load_became_visible_meanwhile(
    connection: Connection, hengzhou: AllianceGraph
) -> None:
    with Neo4jStore(*connection) as reader, Neo4jStore(*connection, single_transaction_facts=1) as writer:
        writer.write(a_graph(3))
        wrote = False

        def write_on_the_way(*_: object) -> None:
            nonlocal wrote
            if not wrote:
                wrote = True
                writer.write(hengzhou)

        graph = reader.read(write_on_the_way)
        assert len(graph) == 209
        assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == graph.data_version
