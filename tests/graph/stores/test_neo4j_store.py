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

from alliance.errors import CredentialsRefused, NotAStore, StoreDamaged, StoreUnreachable
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
               RETURN p.name AS branch, e.name AS firm, s.status AS status, t.quotes AS quotes"""
    (found,) = ask(driver, query)
    assert found["branch"] == "南宁横县供电局校椅供电所党支部"
    assert found["firm"] == "横县桔扬茶业有限公司"
    assert found["status"] == "tentative"
    assert "该厂主要客户之一" in found["quotes"][0]


def test_a_partial_date_is_text_and_two_real_dates(loaded: Neo4jStore, driver: Driver) -> None:
    query = "MATCH (:Alliance)<-[r:LEADS]-() RETURN r.valid_from, r.valid_from_earliest, r.valid_from_latest"
    (found,) = ask(driver, query)
    written, earliest, latest = found
    assert written == "2023"
    assert (earliest.to_native(), latest.to_native()) == (date(2023, 1, 1), date(2023, 12, 31))


def test_what_is_unknown_is_absent(loaded: Neo4jStore, driver: Driver) -> None:
    (found,) = ask(driver, "MATCH ()-[r:SELLS_TO]->({name: '星巴克'}) RETURN properties(r) AS properties")
    shown = {key for key in found["properties"] if not key.startswith("_")}
    assert shown == {"product", "status", "confidence", "tie", "umbrella", "sources", "locators", "quotes"}


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
    assert {"alliance_entity_mark", "alliance_sells_to_mark", "alliance_source_mark"} <= constraints
    assert {"alliance_entity_name", "alliance_search", "alliance_names"} <= indexes
    with pytest.raises(Exception, match="already exists"):
        ask(driver, "CREATE (:Entity {_alliance: 'alliance/starbucks'})")


def test_evidence_can_be_walked_from_a_node_and_found_from_a_link(loaded: Neo4jStore, driver: Driver) -> None:
    query = "MATCH (:Entity {id: 'starbucks'})-[e:EVIDENCED_BY]->(s:Source) RETURN s.id, e.locator, e.method"
    (found,) = ask(driver, query)
    source, locator, method = found
    assert (source, method) == ("pwr", "reported")
    assert locator.startswith("organizations.csv:")
    query = """MATCH ()-[r:SELLS_TO]->(:Entity {id: 'starbucks'}) UNWIND range(0, size(r.sources) - 1) AS place
               MATCH (s:Source {id: r.sources[place]}) RETURN s.id, r.locators[place], r.quotes[place]"""
    (found,) = ask(driver, query)
    assert found[0] == "pwr"
    assert found[1].startswith("relationships.csv:")
    counts = ask(driver, "MATCH (:Entity)-[e:EVIDENCED_BY]->(:Source) RETURN count(e) AS n")[0]["n"]
    assert counts == sum(len(node.evidence) for node in map(loaded.read().node_at, range(206)))


def test_names_and_aliases_stand_in_a_full_text_index(loaded: Neo4jStore, driver: Driver) -> None:
    query = "CALL db.index.fulltext.queryNodes('alliance_names', $text) YIELD node RETURN node.id AS id"
    for text in ("starbucks", "桔扬"):
        assert len(ask(driver, query, text=text)) > 0
    assert ask(driver, query, text="starbucks")[0]["id"] == "starbucks"


def test_a_shortest_path_can_leave_umbrellas_out(loaded: Neo4jStore, driver: Driver, hengzhou: AllianceGraph) -> None:
    ends = {"a": hengzhou.find("横州市委组织部")[0][1].id, "b": "starbucks"}
    plain = "MATCH p = shortestPath((a:Entity {id: $a})-[*..9]-(b:Entity {id: $b})) RETURN p"
    working = """MATCH p = SHORTEST 1 (a:Entity {id: $a}) (()-[r]-(n) WHERE r.tie <> 'none' AND NOT n.umbrella){1,9} (b)
                 WHERE b.id = $b RETURN p"""
    assert any(link["tie"] == "none" for link in ask(driver, plain, **ends)[0]["p"].relationships)
    assert ask(driver, working, **ends) == []
    ends["a"] = hengzhou.find("校椅供电所党支部")[0][1].id
    (found,) = ask(driver, working, **ends)
    assert not any(node["umbrella"] for node in found["p"].nodes)
    assert all(link["tie"] != "none" for link in found["p"].relationships)


def test_stages_are_linked_to_what_they_are_a_finer_part_of(loaded: Neo4jStore, driver: Driver) -> None:
    query = "MATCH (n:Stage)-[:PART_OF]->(p) RETURN n.parent AS parent, p.id AS id"
    found = ask(driver, query)
    assert len(found) == ask(driver, "MATCH (n:Stage) WHERE n.parent IS NOT NULL RETURN count(n) AS n")[0]["n"] > 0
    assert all(hit["parent"] == hit["id"] for hit in found)


def test_changed_facts_keep_what_a_user_of_neo4j_added_to_them(
    loaded: Neo4jStore, driver: Driver, hengzhou: AllianceGraph
) -> None:
    ask(driver, "MATCH (n:Entity {id: 'starbucks'}) SET n.colour = 'green', n:Favourite")
    ask(driver, "MATCH (n:Entity {id: 'starbucks'}) CREATE (:Visitor)-[:KNOWS]->(n)")
    rows = [row for rows in hengzhou.nodes.rows() for row in rows if row.id == "starbucks"]
    with pytest.raises(NotAStore, match="Visitor 1"):
        loaded.write(AllianceGraph.from_rows([row._replace(name="anew") for row in rows], ()))
    ask(driver, "MATCH (v:Visitor) DETACH DELETE v")
    loaded.write(AllianceGraph.from_rows([row._replace(name="anew") for row in rows], ()))
    (found,) = ask(driver, "MATCH (n:Entity {id: 'starbucks'}) RETURN n.name, n.colour, n:Favourite, n.aliases")
    assert list(found) == ["anew", "green", True, ["Starbucks"]]
    (links,) = ask(driver, "MATCH (:Entity {id: 'starbucks'})-[e:EVIDENCED_BY]->() RETURN count(e) AS n")
    assert links["n"] == 1


def test_check_names_a_missing_constraint_and_a_fact_changed_outside(loaded: Neo4jStore, driver: Driver) -> None:
    ask(driver, "DROP CONSTRAINT alliance_sells_to_mark")
    ask(driver, "MATCH (n:Entity {id: 'starbucks'}) SET n.name = 'x'")
    broken = {finding.what.en: finding.detail.en for finding in loaded.check() if not finding.sound}
    content = {"digest of every fact", "names to search by", "data version"}
    assert broken.keys() == {"constraints and indexes", *content}
    assert "alliance_sells_to_mark" in broken["constraints and indexes"]
    assert "starbucks" in broken["digest of every fact"]
    said = [text.en for text in loaded.mend()]
    assert said == ["Wrote anew: starbucks.", "Made again: alliance_sells_to_mark.", "Corrected the data version."]
    assert all(finding.sound for finding in loaded.check())
    assert loaded.mend() == []


DRIFTS = [
    "MATCH (:Entity {id: 'starbucks'})-[e:EVIDENCED_BY]->() DELETE e",
    "MATCH (n:Stage)-[e:PART_OF]->() WITH e LIMIT 1 DELETE e",
    "MATCH (:Measure)-[e:MEASURES]->() WITH e LIMIT 1 DELETE e",
    "MATCH (n:Entity {id: 'starbucks'}) REMOVE n:Enterprise",
    "MATCH (n:Entity {id: 'starbucks'}) SET n._search = ''",
    "MATCH (n:Entity {id: 'starbucks'}) REMOVE n.umbrella",
    "MATCH ()-[r:LEADS]->() WHERE r.valid_from IS NOT NULL SET r.valid_from_earliest = date('1999-01-01')",
    "MATCH ()-[r:SELLS_TO]->() SET r._digest = 'no digest'",
    "MATCH (s:_AllianceStore) SET s.data_version = '00000000000000000000000000000000'",
    "MATCH (s:_AllianceStore) REMOVE s.data_version, s.facts",
    "MATCH (s:_AllianceStore) DELETE s",
]


@pytest.mark.parametrize("drift", DRIFTS)
def test_whatever_can_be_made_from_the_facts_is_found_and_mended(
    loaded: Neo4jStore, driver: Driver, hengzhou: AllianceGraph, drift: str
) -> None:
    ask(driver, drift)
    assert not all(finding.sound for finding in loaded.check())
    assert loaded.mend() != []
    assert [finding.what.en for finding in loaded.check() if not finding.sound] == []
    assert loaded.read().data_version == hengzhou.data_version
    assert loaded.find("星巴克")[0][1].id == "starbucks"


DAMAGES = [
    "MATCH (n:Entity {id: 'starbucks'}) REMOVE n.kind",
    "MATCH (n:Entity {id: 'starbucks'}) SET n.kind = 'spaceship'",
    "MATCH (n:Entity {id: 'starbucks'}) SET n._evidence = 'no JSON'",
    "MATCH ()-[r:SELLS_TO]->() REMOVE r.status",
    "MATCH (s:Source) WITH s LIMIT 1 SET s._body = 'no JSON'",
    "MATCH ()-[r:SELLS_TO]->() SET r._evidence = 'no JSON'",
    "MATCH (n:Entity {id: 'starbucks'}) SET n.aliases = 5",
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_bears_our_mark_and_is_no_fact_any_more_is_damage(loaded: Neo4jStore, driver: Driver, damage: str) -> None:
    ask(driver, damage)
    with pytest.raises(StoreDamaged, match="alliance store check"):
        _look_at_everything(loaded.read())
    assert not all(finding.sound for finding in loaded.check())
    with pytest.raises(StoreDamaged, match="Restore a backup"):
        loaded.mend()


# ---- databases and credentials that do not fit ----


def _look_at_everything(graph: AllianceGraph) -> None:
    for position in range(len(graph)):
        graph.node_at(position)
        graph.attributes(position)
    for position in range(len(graph.relationships)):
        graph.relationship_evidence(position)


def test_a_newer_format_is_refused(loaded: Neo4jStore, driver: Driver) -> None:
    ask(driver, "MATCH (s:_AllianceStore) SET s.format = 99")
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
