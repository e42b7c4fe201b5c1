"""Loads of Neo4j that take several transactions: under way, broken off, taken back, given up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from neo4j import Driver

from alliance.errors import StoreBusy, StoreEmpty, StoreFailed
from alliance.graph import AllianceGraph
from alliance.graph.rows import NodeRow, relationship_model
from alliance.graph.stores.neo4j import loading, undoing, writing
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.states import Empty, Loading, Ready

pytestmark = pytest.mark.neo4j
Connection = tuple[str, str, str]


def ask(driver: Driver, query: str, **given: Any) -> list[Any]:
    return driver.execute_query(query, given).records


def bookkeeping(driver: Driver) -> int:
    return int(ask(driver, "MATCH (n:_AllianceLoad|_AllianceUndo) RETURN count(n) AS n")[0]["n"])


def a_graph(count: int) -> AllianceGraph:
    return AllianceGraph.from_rows([NodeRow(f"n{number}", "school", "made up", "{}") for number in range(count)], ())


def another(graph: AllianceGraph) -> AllianceGraph:
    """The same facts with other content: every name and strength differs, and there is a node and a link more."""
    nodes = [row._replace(name=f"{row.name} anew") for rows in graph.nodes.rows() for row in rows]
    links = [row._replace(strength=0.123) for rows in graph.relationships.rows(graph.node_ids) for row in rows]
    late = NodeRow("late", "school", "late", "{}")
    link = links[0]._replace(product="made up")
    added = link._replace(id=relationship_model(link).id)
    return AllianceGraph.from_rows([*nodes, late], [*links, added], graph.records.all())


def stop_at(number: int) -> Callable[..., None]:
    """A `_write_chunk` that stops as if the process had died before the chunk of this number."""
    write_chunk = loading._write_chunk

    def write(tx: Any, graph: str, load: str, place: int, *given: Any, **named: Any) -> None:
        if place == number:
            raise KeyboardInterrupt
        write_chunk(tx, graph, load, place, *given, **named)

    return write


def broken_off(connection: Connection, graph: AllianceGraph, monkeypatch: pytest.MonkeyPatch, number: int = 4) -> None:
    """A load whose process died before a chunk: nobody took it back."""
    with monkeypatch.context() as patch, Neo4jStore(*connection, single_transaction_facts=1) as store:
        patch.setattr(loading, "_write_chunk", stop_at(number))
        patch.setattr(writing, "CHUNK", 50)
        patch.setattr(Neo4jStore, "_after_a_failure", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            store.write(graph)


def as_if_by(driver: Driver, pid: int) -> None:
    """Let the load under way be one of another process of this machine."""
    started = psutil.Process(pid).create_time()
    ask(driver, "MATCH (l:_AllianceLoad) SET l.pid = $pid, l.started = $started", pid=pid, started=started)


def answers_as(store: Neo4jStore, graph: AllianceGraph) -> bool:
    """Whether every way of reading gives what a graph holds."""
    seen = store.read()
    recomputed = AllianceGraph(seen.nodes, seen.relationships, seen.records).data_version
    return (
        recomputed == seen.data_version == graph.data_version == store.data_version()
        and store.find("星巴克") == graph.find("星巴克")
        and store.nodes(["starbucks", "late"]) == [graph.node("starbucks")]
        and set(store.all_names()) == set(graph.all_names())
        and store.records() == graph.records
        and store.info().nodes == {kind: len(graph.nodes_of(kind)) for kind in store.info().nodes}
        and sum(store.info().relationships.values()) == len(graph.relationships)
    )


# ---- a load into a graph that holds facts ----


@pytest.mark.parametrize("number", [1, 6, 10])
def test_readers_see_what_was_there_before_a_load_that_broke_off(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        broken_off(connection, another(hengzhou), monkeypatch, number)
        assert store.state() == Loading(Ready(hengzhou.data_version), alive=False)
        assert answers_as(store, hengzhou)
        assert store.plan(another(hengzhou)).changed["node"] == 206
        assert [finding.what.en for finding in store.check()] == ["loads have ended"]
        store.write(another(hengzhou))
        assert answers_as_another(store, hengzhou)
        assert all(finding.sound for finding in store.check())
    assert bookkeeping(driver) == 0


def answers_as_another(store: Neo4jStore, graph: AllianceGraph) -> bool:
    seen = store.read()
    recomputed = AllianceGraph(seen.nodes, seen.relationships, seen.records).data_version
    return recomputed == seen.data_version == another(graph).data_version


@pytest.mark.parametrize("number", [1, 6, 10])
def test_a_load_that_broke_off_is_given_up_and_nothing_from_before_is_lost(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        assert store.give_up() is None
        broken_off(connection, another(hengzhou), monkeypatch, number)
        said = store.give_up()
        assert said is not None
        assert "643 facts" in said.en
        assert store.state() == Ready(hengzhou.data_version)
        assert answers_as(store, hengzhou)
        assert [finding.what.en for finding in store.check() if not finding.sound] == []
        assert store.write(hengzhou).empty
    assert bookkeeping(driver) == 0


def test_giving_up_may_itself_break_off(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_back, calls = undoing._take_back_chunk, 0

    def third_fails(*given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        take_back(*given)

    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        broken_off(connection, another(hengzhou), monkeypatch, 9)
        with monkeypatch.context() as patch:
            patch.setattr(undoing, "_take_back_chunk", third_fails)
            with pytest.raises(KeyboardInterrupt):
                store.give_up()
        assert answers_as(store, hengzhou)
        store.give_up()
        assert answers_as(store, hengzhou)
        assert all(finding.sound for finding in store.check())


def test_an_interrupted_load_is_taken_back_at_once(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if done > 400:
            raise KeyboardInterrupt

    monkeypatch.setattr(writing, "CHUNK", 50)
    with Neo4jStore(*connection, single_transaction_facts=1) as store:
        with pytest.raises(KeyboardInterrupt):
            store.write(hengzhou, stop)
        assert store.state() == Empty()
        assert ask(driver, "MATCH (n) WHERE n._alliance IS NOT NULL RETURN count(n) AS n")[0]["n"] == 0
        store.write(hengzhou)
        with pytest.raises(KeyboardInterrupt):
            store.write(another(hengzhou), stop)
        assert store.state() == Ready(hengzhou.data_version)
        assert answers_as(store, hengzhou)
        assert all(finding.sound for finding in store.check())
    assert bookkeeping(driver) == 0


def test_readers_see_what_was_there_before_at_every_step_of_a_load(
    connection: Connection, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 50)
    with Neo4jStore(*connection, single_transaction_facts=1) as store, Neo4jStore(*connection) as reader:
        store.write(hengzhou)
        seen: list[bool] = []
        store.write(another(hengzhou), lambda *_: seen.append(answers_as(reader, hengzhou)))
        assert len(seen) > 10
        assert all(seen)
        assert answers_as_another(reader, hengzhou)


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


def test_a_read_starts_again_when_a_load_began_and_was_taken_back_meanwhile(
    connection: Connection, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Neo4jStore(*connection) as reader:
        reader.write(hengzhou)
        states: list[int] = []

        def load_on_the_way(*_: object) -> None:
            if not states:
                states.append(1)
                broken_off(connection, another(hengzhou), monkeypatch, 9)
            elif len(states) == 1:
                states.append(2)
                with Neo4jStore(*connection) as other:
                    other.give_up()

        graph = reader.read(load_on_the_way)
        assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == hengzhou.data_version


# ---- a first load ----


def test_a_first_load_that_broke_off_leaves_an_empty_store_and_the_next_one_sweeps_it(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(connection, hengzhou, monkeypatch, 10)
    with Neo4jStore(*connection, single_transaction_facts=1) as store:
        assert ask(driver, "MATCH (n:Entity) RETURN count(n) AS n")[0]["n"] == 206
        for use in (store.read, store.info, lambda: store.find("xbk")):
            with pytest.raises(StoreEmpty):
                use()
        assert store.state() == Loading(Empty(), alive=False)
        assert store.nodes(["starbucks"]) == []
        assert store.plan(hengzhou).added["node"] == 206
        store.write(a_graph(60))
        assert store.read().node_ids == sorted(f"n{number}" for number in range(60))
        assert all(finding.sound for finding in store.check())


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
            for use in (other.read, lambda: other.write(hengzhou), lambda: other.plan(hengzhou), other.give_up):
                with pytest.raises(StoreBusy, match="Another load is running"):
                    use()

        store.write(a_graph(3), look)
        assert other.read().node_ids == ["n0", "n1", "n2"]
        alive.communicate(b"\n")


# ---- who may take a load back ----


def test_a_load_of_a_living_process_makes_another_wait(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive:
        with Neo4jStore(*connection) as store:
            store.write(hengzhou)
            broken_off(connection, another(hengzhou), monkeypatch)
            as_if_by(driver, alive.pid)
            for use in (lambda: store.write(hengzhou), store.give_up):
                with pytest.raises(StoreBusy, match="Another load is running"):
                    use()
            assert answers_as(store, hengzhou)
        alive.communicate(b"\n")
    with Neo4jStore(*connection) as store:
        store.write(another(hengzhou))


def test_a_living_process_is_waited_for_however_long_and_a_silent_machine_is_not(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = "MATCH (l:_AllianceLoad) SET l.touched = datetime() - duration('PT1H')"
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive,
        Neo4jStore(*connection) as store,
    ):
        store.write(a_graph(1))
        broken_off(connection, hengzhou, monkeypatch)
        as_if_by(driver, alive.pid)
        ask(driver, long_ago)
        with pytest.raises(StoreBusy):
            store.write(hengzhou)
        ask(driver, "MATCH (l:_AllianceLoad) SET l.started = l.started - 60")  # another process had this id then
        store.write(a_graph(2))
        broken_off(connection, hengzhou, monkeypatch)
        ask(driver, "MATCH (l:_AllianceLoad) SET l.host = 'elsewhere'")
        with pytest.raises(StoreBusy):
            store.write(hengzhou)
        ask(driver, long_ago)
        store.write(hengzhou)
        assert len(store.read()) == 208
        alive.communicate(b"\n")


@pytest.mark.parametrize("step", ["_write_chunk", "_end"])
def test_a_loader_that_was_taken_back_cannot_go_on(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    go_on = getattr(loading, step)

    def taken_back_before(*given: Any, **named: Any) -> None:
        ask(driver, "MATCH (n:_AllianceLoad|_AllianceUndo) DETACH DELETE n")
        go_on(*given, **named)

    with Neo4jStore(*connection, single_transaction_facts=1) as store:
        store.write(a_graph(1))
        monkeypatch.setattr(loading, step, taken_back_before)
        with pytest.raises(StoreBusy, match="nothing was written"):
            store.write(hengzhou)


def test_links_of_somebody_else_on_what_a_load_added_are_not_deleted_with_it(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Neo4jStore(*connection, shared=True) as store:
        store.write(a_graph(1))
        broken_off(connection, hengzhou, monkeypatch, 9)
        ask(driver, "MATCH (n:Entity {id: 'starbucks'}) CREATE (:Visitor)-[:KNOWS]->(n)")
        with pytest.raises(StoreFailed, match="links of somebody else"):
            store.give_up()
        assert store.read().node_ids == ["n0"]
        assert ask(driver, "MATCH (:Visitor)-[r:KNOWS]->() RETURN count(r) AS n")[0]["n"] == 1
        ask(driver, "MATCH ()-[r:KNOWS]->() DELETE r")
        assert store.give_up() is not None
        assert store.read().node_ids == ["n0"]
    assert ask(driver, "MATCH (v:Visitor) RETURN count(v) AS n")[0]["n"] == 1
