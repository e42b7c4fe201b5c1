"""A database that holds other things than ours, and several graphs of ours in one database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from neo4j import Driver

from alliance.errors import InputRefused, NotAStore, StoreEmpty
from alliance.graph import AllianceGraph, Node, open_store
from alliance.graph.schema import schema
from alliance.graph.stores.neo4j import loading, writing
from alliance.graph.stores.neo4j.statements import ALL_LABELS
from alliance.graph.stores.neo4j.store import Neo4jStore

pytestmark = pytest.mark.neo4j
Connection = tuple[str, str, str]
LABELS = [*ALL_LABELS, *(kind.neo4j_label for kind in schema().kinds.values()), "Movie"]

# Nodes of somebody else under every label that we use, with the names of our properties, and links between them.
FOREIGN = """
UNWIND $labels AS label
CREATE (a:Theirs {id: 'starbucks', key: 's1', name: label, digest: '00'}), (b:Theirs {id: label})
CREATE (a)-[:SUPPLIES {id: '0123456789abcdef'}]->(b), (a)-[:EVIDENCED_BY]->(b), (b)-[:MEASURES]->(a)
WITH a, b, label
CALL (a, b, label) { SET a:$(label), b:$(label) }
"""
SEEN = """
MATCH (n:Theirs) OPTIONAL MATCH (n)-[r]-()
RETURN labels(n) AS labels, properties(n) AS properties, collect(type(r)) AS links, elementId(n) AS id ORDER BY id
"""


def ask(driver: Driver, query: str, **given: Any) -> list[Any]:
    return [record.data() for record in driver.execute_query(query, given).records]


def a_graph(count: int, start: int = 0) -> AllianceGraph:
    return AllianceGraph.from_models(
        Node(id=f"n{number}", kind="school", name=f"made up {number}") for number in range(start, start + count)
    )


@pytest.fixture
def theirs(driver: Driver) -> Iterator[list[Any]]:
    """What somebody else keeps in the database; the same afterwards as before."""
    ask(driver, FOREIGN, labels=LABELS)
    before = ask(driver, SEEN)
    assert len(before) == 2 * len(LABELS)
    yield before
    assert ask(driver, SEEN) == before


def test_a_database_of_somebody_else_is_refused_with_what_is_there(
    connection: Connection, driver: Driver, theirs: list[Any]
) -> None:
    with Neo4jStore(*connection) as store:
        for use in (lambda: store.write(a_graph(1)), store.read, store.info):
            with pytest.raises(NotAStore, match=r"holds other data.*Theirs \d+.*--shared"):
                use()
    assert ask(driver, "MATCH (n) WHERE NOT n:Theirs RETURN count(n) AS n") == [{"n": 0}]


def test_it_is_shared_after_the_user_said_so_once(
    connection: Connection, theirs: list[Any], hengzhou: AllianceGraph
) -> None:
    with Neo4jStore(*connection, shared=True) as store:
        with pytest.raises(StoreEmpty):
            store.read()
        store.write(a_graph(2))
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        assert store.info().nodes["school"] == len(hengzhou.nodes_of("school")) + 2
        assert sum(store.info().relationships.values()) == len(hengzhou.relationships)
        assert len(store.find("starbucks")) == 1
        assert len(store.read()) == 208
        assert [finding.what.en for finding in store.check() if not finding.sound] == []


def test_what_comes_later_is_not_read_and_stops_the_next_load_until_it_is_said(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        ask(driver, FOREIGN, labels=LABELS)
        before = ask(driver, SEEN)
        assert store.read().data_version == hengzhou.data_version
        assert store.info().nodes["enterprise"] == 57
        assert len(store.find("starbucks")) == 1
        with pytest.raises(NotAStore, match="--shared"):
            store.write(a_graph(1))
    with Neo4jStore(*connection, shared=True) as store:
        store.write(a_graph(1))
        assert len(store.read()) == 207
    assert ask(driver, SEEN) == before


def test_a_first_load_that_broke_off_is_swept_and_nothing_of_theirs_goes(
    connection: Connection, driver: Driver, theirs: list[Any], hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = loading._end

    def look_and_stop(*_: Any) -> None:
        assert ask(driver, SEEN) == theirs
        raise KeyboardInterrupt

    with Neo4jStore(*connection, shared=True, single_transaction_facts=1) as store:
        with monkeypatch.context() as patch:
            patch.setattr(loading, "_end", look_and_stop)
            patch.setattr(writing, "CHUNK", 50)
            patch.setattr(Neo4jStore, "_after_a_failure", lambda *_: None)
            with pytest.raises(KeyboardInterrupt):
                store.write(hengzhou)
        assert ask(driver, "MATCH (n:Entity) WHERE NOT n:Theirs RETURN count(n) AS n") == [{"n": 206}]
        store.write(a_graph(60))
        assert len(store.read()) == 60
    assert end is loading._end
    assert ask(driver, "MATCH (n:Entity) WHERE NOT n:Theirs RETURN count(n) AS n") == [{"n": 60}]


def test_several_graphs_live_in_one_database_under_their_names(
    connection: Connection, driver: Driver, hengzhou: AllianceGraph
) -> None:
    with (
        Neo4jStore(*connection) as first,
        Neo4jStore(*connection, graph="second", single_transaction_facts=3) as second,
        Neo4jStore(*connection, graph="third-茉莉") as third,
    ):
        first.write(hengzhou)
        second.write(hengzhou)
        with pytest.raises(StoreEmpty, match=r"\?graph=third-茉莉"):
            third.read()
        third.write(a_graph(3))
        second.write(a_graph(2))
        assert first.read().data_version == hengzhou.data_version
        assert len(second.read()) == 208
        assert len(third.read()) == 3
        for store in (first, second, third):
            assert [finding.what.en for finding in store.check() if not finding.sound] == []


@pytest.mark.parametrize("name", ["", "a/b", "a b", "x" * 61, "a'b"])
def test_a_name_that_cannot_name_a_graph_is_refused(name: str) -> None:
    with pytest.raises(InputRefused, match="cannot name a graph"):
        Neo4jStore("bolt://127.0.0.1:1", "neo4j", "x", graph=name)


def test_a_location_names_the_graph_and_says_that_the_database_is_shared(
    connection: Connection, theirs: list[Any], hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, user, password = connection
    monkeypatch.setenv("ALLIANCE_NEO4J_USER", user)
    monkeypatch.setenv("ALLIANCE_NEO4J_PASSWORD", password)
    with open_store(f"{url}?graph=茉莉") as store, pytest.raises(NotAStore, match="--shared"):
        store.write(hengzhou)
    with open_store(f"{url}/neo4j?graph=茉莉", shared=True) as store:
        store.write(hengzhou)
        assert store.location == f"{url}/neo4j?graph=茉莉"
    with open_store(f"{url}?graph=茉莉") as store:
        assert store.write(hengzhou).empty


@pytest.mark.parametrize("location", ["neo4j://h:7687?graph=", "neo4j://h:7687?name=x", "neo4j://h?graph=a#b"])
def test_a_location_that_names_no_graph_is_refused(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_NEO4J_PASSWORD", "x")
    with pytest.raises(InputRefused, match=r"\?graph=name|cannot name a graph"):
        open_store(location)
