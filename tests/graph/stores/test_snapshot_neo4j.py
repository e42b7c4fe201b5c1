"""A graph in Neo4j that is changed by somebody else: what snapshots answer is what the server answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, LiteralString

import pytest

from alliance.graph import AllianceGraph, Node
from alliance.graph.stores.neo4j import engine
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.tests.graph.stores.snapshot_steps import ANEW, KEPT, answers, columns, read

pytestmark = pytest.mark.neo4j
LINES = ["5.26", "2026"]
Browser = Callable[[LiteralString], None]


@pytest.fixture(params=LINES)
def connection(request: pytest.FixtureRequest, servers: Any) -> tuple[str, str, str]:
    """A server of each line with an empty database."""
    given: tuple[str, str, str] = servers.empty(request.param)
    return given


@pytest.fixture
def browser(connection: tuple[str, str, str]) -> Browser:
    """Runs Cypher as somebody in Neo4j Browser does, by a connection of its own."""
    from neo4j import GraphDatabase

    url, user, password = connection

    def run(statement: LiteralString) -> None:
        with GraphDatabase.driver(url, auth=(user, password)) as driver, driver.session() as session:
            session.run(statement).consume()

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (n:Entity {id: 'starbucks'}) SET n.name = 'Starbuckz'",
        "MATCH (n:Entity {id: 'starbucks'}) SET n.aliases = ['another alias']",
        "MATCH (:Entity {id: 'starbucks'})-[r:OPERATES_IN|SUPPLIES|MEMBER_OF]-() WITH r LIMIT 1 SET r.strength = 0.123",
        "MATCH (:Entity {id: 'starbucks'})-[r:OPERATES_IN|SUPPLIES|MEMBER_OF]-() WITH r LIMIT 1 DELETE r",
    ],
)
def test_an_edit_in_neo4j_browser(
    connection: tuple[str, str, str], browser: Browser, hengzhou: AllianceGraph, snapshots: Path,
    monkeypatch: pytest.MonkeyPatch, statement: LiteralString,
) -> None:  # fmt: skip
    """It does not move our data version: one content takes the place of the other under one name."""
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        assert [read(store)[1] for _ in range(2)] == [ANEW, KEPT]
        before = answers(store.read())
        browser(statement)
        graph, where = read(store)
        assert where == ANEW
        assert answers(graph) != before
        assert graph.data_version == hengzhou.data_version
    with Neo4jStore(*connection) as store:
        kept, where = read(store)
        assert where == KEPT
        monkeypatch.setenv("ALLIANCE_SNAPSHOTS", "off")
        assert answers(kept) == answers(graph) == answers(store.read())
    assert len(columns(snapshots)) == 1


def test_every_commit_moves_the_marks_and_nothing_else_does(
    connection: tuple[str, str, str], browser: Browser, make_node: Callable[..., Node]
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(AllianceGraph.from_models([make_node("a")]))
        states = [store.engine_state()]
        for number in range(50):
            browser("CREATE (n:Note) SET n.number = timestamp() + rand()")
            states.append(store.engine_state())
            if number % 10 == 0:
                browser("MATCH (n) RETURN n")
                store.find("a")
                assert store.engine_state() == states[-1]
        browser("MATCH (n:Note) DELETE n")
        marks = [state.marks for state in states if state]
        assert len(set(marks)) == len(marks) == 51


def test_a_change_of_rights_moves_the_marks(
    connection: tuple[str, str, str], servers: Any, make_node: Callable[..., Node]
) -> None:
    """What a user may see is kept in another database, whose transactions are others."""
    from neo4j import GraphDatabase

    url, user, password = connection
    with Neo4jStore(*connection) as store, GraphDatabase.driver(url, auth=(user, password)) as driver:
        store.write(AllianceGraph.from_models([make_node("a")]))
        before = store.engine_state()
        with driver.session(database="system") as session:
            session.run("CREATE USER visitor SET PASSWORD 'visitor-1' CHANGE NOT REQUIRED").consume()
        try:
            assert store.engine_state() != before
            with Neo4jStore(url, "visitor", "visitor-1") as other:
                theirs, mine = other.engine_state(), store.engine_state()
                assert theirs
                assert mine
                assert theirs.marks == mine.marks
                assert theirs.store != mine.store
        finally:
            with driver.session(database="system") as session:
                session.run("DROP USER visitor").consume()


def test_a_server_that_does_not_tell_has_no_snapshot(
    connection: tuple[str, str, str], hengzhou: AllianceGraph, snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_WHO", "SHOW NOBODY")
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        assert store.engine_state() is None
        assert [read(store)[1] for _ in range(2)] == [ANEW, ANEW]
    assert not snapshots.exists()


def test_graphs_in_one_database_never_meet(
    connection: tuple[str, str, str], hengzhou: AllianceGraph, snapshots: Path, make_node: Callable[..., Node]
) -> None:
    with Neo4jStore(*connection) as store, Neo4jStore(*connection, graph="other") as other:
        store.write(hengzhou)
        other.write(AllianceGraph.from_models([make_node("a")]))
        for where in (ANEW, KEPT):
            assert [read(each)[1] for each in (store, other)] == [where, where]
        assert read(other)[0].node_ids == ["a"]


def test_every_store_shares_one_snapshot(
    servers: Any, hengzhou: AllianceGraph, snapshots: Path, tmp_path: Path
) -> None:
    stores = [Neo4jStore(*servers.empty(line)) for line in LINES]
    stores.append(SQLiteStore(tmp_path / "test.db", create=True))  # type: ignore[arg-type]
    for store in stores:
        store.write(hengzhou)
        graphs = [read(store) for _ in range(2)]
        assert [where for _, where in graphs] == [ANEW, KEPT]
        assert answers(graphs[1][0]) == answers(hengzhou)
    assert len(columns(snapshots)) == 1
    assert [read(store)[1] for store in stores] == [KEPT] * 3
    for store in stores:
        store.close()
