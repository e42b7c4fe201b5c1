"""What only Neo4j can do or do wrong: its look, foreign databases, credentials."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from neo4j import Driver

from alliance.errors import CredentialsRefused, NotAStore, StoreUnreachable
from alliance.graph import AllianceGraph, Node, open_store
from alliance.graph.stores.neo4j.store import Neo4jStore

pytestmark = pytest.mark.neo4j
Connection = tuple[str, str, str]


@pytest.fixture
def loaded(connection: Connection, hengzhou: AllianceGraph) -> Iterator[Neo4jStore]:
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
        yield store


def ask(driver: Driver, query: str, **given: Any) -> list[Any]:
    return driver.execute_query(query, given).records


def a_graph(count: int) -> AllianceGraph:
    return AllianceGraph.from_models(
        Node(id=f"n{number}", kind="school", name=f"made up {number}") for number in range(count)
    )


# ---- how it looks to a Neo4j user ----


def test_a_chinese_name_finds_a_node_with_its_kind_as_label(loaded: Neo4jStore, driver: Driver) -> None:
    (found,) = ask(driver, "MATCH (n:Enterprise {name: '星巴克'}) RETURN n, labels(n) AS labels")
    assert sorted(found["labels"]) == ["Enterprise", "Entity"]
    assert found["n"]["aliases"] == ["Starbucks"]
    assert found["n"]["sources"] == ["pwr"]


def test_the_supply_layer_and_the_party_layer_join_in_one_pattern(loaded: Neo4jStore, driver: Driver) -> None:
    query = """MATCH (p:PartyOrganization)-[s:SERVES]->(e:Enterprise)-[t:SELLS_TO]->(c {name: '星巴克'})
               RETURN p.name AS branch, e.name AS firm, s.status AS status, t.evidence AS evidence"""
    (found,) = ask(driver, query)
    assert found["branch"] == "南宁横县供电局校椅供电所党支部"
    assert found["firm"] == "横县桔扬茶业有限公司"
    assert found["status"] == "tentative"
    assert "该厂主要客户之一" in found["evidence"]


def test_a_partial_date_is_text_and_two_real_dates(loaded: Neo4jStore, driver: Driver) -> None:
    query = "MATCH (:Alliance)<-[r:LEADS]-() RETURN r.valid_from, r.valid_from_earliest, r.valid_from_latest"
    (found,) = ask(driver, query)
    written, earliest, latest = found
    assert written == "2023"
    assert (earliest.to_native(), latest.to_native()) == (date(2023, 1, 1), date(2023, 12, 31))


def test_what_is_unknown_is_absent(loaded: Neo4jStore, driver: Driver) -> None:
    (found,) = ask(driver, "MATCH ()-[r:SELLS_TO]->({name: '星巴克'}) RETURN properties(r) AS properties")
    assert found["properties"].keys() == {"id", "product", "status", "confidence", "digest", "evidence", "sources"}


def test_an_aggregate_stays_one_node_with_its_count(loaded: Neo4jStore, driver: Driver) -> None:
    (found,) = ask(driver, "MATCH (n:Post {id: 'post-demo-13'}) RETURN n.count AS count, n.aggregate AS aggregate")
    assert (found["count"], found["aggregate"]) == (13.0, True)


def test_measures_hang_on_their_nodes_with_readable_captions(loaded: Neo4jStore, driver: Driver) -> None:
    query = "MATCH (m:Measure)-[:MEASURES]->({id: 'hengzhou-gov'}) RETURN m.name AS name ORDER BY name"
    names = [found["name"] for found in ask(driver, query)]
    assert "在两新组织和合作社中建立党组织数 ≥300个" in names


def test_constraints_and_indexes_are_there(loaded: Neo4jStore, driver: Driver) -> None:
    constraints = {found["name"] for found in ask(driver, "SHOW CONSTRAINTS YIELD name")}
    indexes = {found["name"] for found in ask(driver, "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE'")}
    assert {"alliance_entity_id", "alliance_sells_to_id", "alliance_source_key"} <= constraints
    assert {"alliance_entity_name", "alliance_entity_search"} <= indexes
    with pytest.raises(Exception, match="already exists"):
        ask(driver, "CREATE (:Entity {id: 'starbucks'})")


def test_check_names_a_missing_constraint_and_a_fact_changed_outside(loaded: Neo4jStore, driver: Driver) -> None:
    ask(driver, "DROP CONSTRAINT alliance_sells_to_id")
    ask(driver, "MATCH (n:Entity {id: 'starbucks'}) SET n.name = 'x'")
    broken = {one.what.en: one.detail.en for one in loaded.check() if not one.sound}
    content = {"digest of every fact", "names to search by", "data version"}
    assert broken.keys() == {"constraints and indexes", *content}
    assert "alliance_sells_to_id" in broken["constraints and indexes"]
    assert "starbucks" in broken["digest of every fact"]


# ---- databases and credentials that do not fit ----


def test_a_database_of_somebody_else_is_refused_and_stays_as_it_is(connection: Connection, driver: Driver) -> None:
    ask(driver, "CREATE (:Movie {title: 'somebody else'})")
    with Neo4jStore(*connection) as store:
        for use in (lambda: store.write(a_graph(1)), store.read, store.info):
            with pytest.raises(NotAStore, match="holds other data"):
                use()
    assert ask(driver, "MATCH (n) RETURN count(n) AS n")[0]["n"] == 1


def test_a_newer_format_is_refused(loaded: Neo4jStore, driver: Driver) -> None:
    ask(driver, "MATCH (s:AllianceStore) SET s.format = 99")
    with pytest.raises(NotAStore, match="newer version"):
        loaded.read()


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_NEO4J_PASSWORD", "x")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreUnreachable, match="alliance neo4j start"):
        open_store(f"bolt://127.0.0.1:{port}")


def test_a_wrong_password_and_then_too_many(connection: Connection) -> None:
    url, user, _ = connection
    messages = []
    for _ in range(6):
        with pytest.raises(CredentialsRefused) as caught:
            Neo4jStore(url, user, "wrong-secret")
        messages.append(str(caught.value))
    assert "refused the user name or password" in messages[0]
    assert any("Wait some seconds" in message for message in messages)
    assert not any("wrong-secret" in message for message in messages)
    _until_let_in(connection)


def _until_let_in(connection: Connection) -> None:
    import time

    for _ in range(60):
        with contextlib.suppress(CredentialsRefused):
            Neo4jStore(*connection).close()
            return
        time.sleep(0.5)
    raise AssertionError("the server keeps refusing the right password")


def test_no_password_and_nobody_to_ask(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALLIANCE_NEO4J_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CredentialsRefused, match="ALLIANCE_NEO4J_PASSWORD"):
        open_store(connection[0])


def test_the_environment_may_give_the_password(
    loaded: Neo4jStore, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, user, password = connection
    monkeypatch.setenv("ALLIANCE_NEO4J_USER", user)
    monkeypatch.setenv("ALLIANCE_NEO4J_PASSWORD", password)
    with open_store(url) as store:
        assert store.info().nodes["enterprise"] == 57
    assert password not in os.environ.get("PYTEST_CURRENT_TEST", "")
