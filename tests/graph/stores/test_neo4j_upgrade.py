"""A store of format 1, as version 0.1 wrote it, is brought into this layout by one command and loses nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from neo4j import Driver

from alliance.errors import StoreEmpty, StoreOutdated
from alliance.graph import AllianceGraph, Node
from alliance.graph.dates import PartialDate
from alliance.graph.names import search_text
from alliance.graph.rows import NodeRow, node_row
from alliance.graph.schema import schema
from alliance.graph.stores.neo4j import upgrading
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.states import Broken, Ready

pytestmark = pytest.mark.neo4j
Connection = tuple[str, str, str]
RECORD_LABELS = {"source": "Source", "census": "Census", "roster": "Roster", "measure": "Measure"}
FIELDS = ("aggregate", "level", "parent", "place", "uscc", "aliases")


def ask(driver: Driver, query: str, **given: Any) -> list[Any]:
    return [record.data() for record in driver.execute_query(query, given).records]


# ---- the layout of format 1, written out ----


def old_evidence(body: dict[str, Any]) -> dict[str, Any]:
    evidence = body.get("evidence", [])
    text = json.dumps(evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"evidence": text, "sources": list({entry["source"]: 1 for entry in evidence})} if evidence else {}


def old_attributes(body: dict[str, Any]) -> dict[str, Any]:
    attributes = body.get("attributes", {})
    named = {f"{key}_" if key in ("kind", "note_", "digest") else key: value for key, value in attributes.items()}
    return {**named, "attribute_names": list(named)} if named else {}


def old_node(row: NodeRow) -> dict[str, Any]:
    body = json.loads(row.body)
    count = body.get("count")
    counted = {"count": count["value"], "count_bound": count.get("bound", "exact")} if count else {}
    search = {"search": search_text(row), "digest": row.digest.hex()}
    fields = {key: body[key] for key in FIELDS if key in body}
    named = {"id": row.id, "kind": row.kind, "name": row.name}
    return {**named, **fields, **counted, **old_attributes(body), **old_evidence(body), **search}


def old_link(row: Any) -> list[Any]:
    body = json.loads(row.body)
    values: dict[str, Any] = {"id": row.id, "status": row.status, "digest": row.digest.hex()}
    values |= {key: getattr(row, key) for key in ("product", "strength", "confidence") if getattr(row, key)}
    for key in ("valid_from", "valid_to", "observed_at"):
        if text := getattr(row, key):
            date = PartialDate.parse(text)
            values |= {key: text, f"{key}_earliest": date.first, f"{key}_latest": date.last}
    return [row.source, row.target, {**values, **old_attributes(body), **old_evidence(body)}]


def write_format_1(driver: Driver, graph: AllianceGraph) -> None:
    ask(driver, "CREATE CONSTRAINT alliance_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
    ask(driver, "CREATE CONSTRAINT alliance_source_key IF NOT EXISTS FOR (n:Source) REQUIRE n.key IS UNIQUE")
    ask(driver, "CREATE CONSTRAINT alliance_sells_to_id IF NOT EXISTS FOR ()-[r:SELLS_TO]-() REQUIRE r.id IS UNIQUE")
    ask(driver, "CREATE TEXT INDEX alliance_entity_search IF NOT EXISTS FOR (n:Entity) ON (n.search)")
    for rows in graph.nodes.rows():
        for row in rows:
            label = schema().kind(row.kind).neo4j_label
            ask(driver, f"CREATE (n:Entity:{label}) SET n = $row", row=old_node(row))
    for record in graph.records.rows():
        values = {"key": record.key, "table": record.table, "body": record.body, "digest": record.digest.hex()}
        ask(driver, f"CREATE (n:{RECORD_LABELS[record.table]}) SET n = $row", row=values)
    links = "MATCH (a:Entity {id: $row[0]}) MATCH (b:Entity {id: $row[1]})"
    for relationships in graph.relationships.rows(graph.node_ids):
        for link in relationships:
            ask(driver, f"{links} CREATE (a)-[r:{link.type}]->(b) SET r = $row[2]", row=old_link(link))
    measures = "MATCH (m:Measure {key: $key}) MATCH (n:Entity {id: $subject}) CREATE (m)-[:MEASURES]->(n)"
    for record in graph.records.rows():
        if record.table == "measure":
            ask(driver, measures, key=record.key, subject=json.loads(record.body)["subject"])
    facts = len(graph) + len(graph.relationships) + len(graph.records.all())
    store = {"id": "store", "format": 1, "version": 3, "data_version": graph.data_version, "facts": facts}
    ask(driver, "CREATE (s:AllianceStore) SET s = $store", store=store)


@pytest.fixture
def small(hengzhou: AllianceGraph) -> AllianceGraph:
    """The Hengzhou facts, and a node with every awkward value."""
    awkward = Node(id="awkward", kind="school", name="awkward", attributes={"kind": "named like a field", "n": 4})
    rows = [row for rows in hengzhou.nodes.rows() for row in rows]
    links = [row for rows in hengzhou.relationships.rows(hengzhou.node_ids) for row in rows]
    return AllianceGraph.from_rows([*rows, node_row(awkward)], links, hengzhou.records.all())


@pytest.fixture
def outdated(connection: Connection, driver: Driver, small: AllianceGraph) -> Iterator[Neo4jStore]:
    write_format_1(driver, small)
    with Neo4jStore(*connection) as store:
        yield store


# ---- the upgrade ----


def test_an_old_store_says_how_it_is_upgraded_and_is_not_touched(
    outdated: Neo4jStore, driver: Driver, small: AllianceGraph
) -> None:
    for use in (outdated.read, outdated.info, outdated.check, lambda: outdated.write(small), outdated.give_up):
        with pytest.raises(StoreOutdated, match="alliance store upgrade"):
            use()
    assert isinstance(outdated.state(), Broken)
    assert ask(driver, "MATCH (n) WHERE n._alliance IS NOT NULL RETURN count(n) AS n") == [{"n": 0}]


def test_an_upgrade_loses_nothing_and_needs_to_be_done_once(
    outdated: Neo4jStore, driver: Driver, small: AllianceGraph
) -> None:
    ask(driver, "MATCH (n {id: 'starbucks'}) SET n.colour = 'green' CREATE (:Visitor)-[:KNOWS]->(n)")
    said = outdated.upgrade()
    assert [text.en for text in said] == ["642 facts are in the new layout."]
    assert outdated.upgrade() == []
    assert outdated.state() == Ready(small.data_version)
    graph = outdated.read()
    assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == small.data_version
    assert [finding.what.en for finding in outdated.check() if not finding.sound] == []
    assert ask(driver, "MATCH (:Visitor)-[:KNOWS]->(n) RETURN n.colour AS colour") == [{"colour": "green"}]
    left = "MATCH (n) WHERE n.digest IS NOT NULL OR n:AllianceStore OR n:AllianceLoad RETURN count(n) AS n"
    assert ask(driver, left) == [{"n": 0}]
    names = {hit["name"] for hit in ask(driver, "SHOW CONSTRAINTS YIELD name")}
    assert not names & {"alliance_entity_id", "alliance_source_key", "alliance_sells_to_id"}


@pytest.mark.parametrize("step", [1, 3, 5])
def test_an_upgrade_that_broke_off_goes_on(
    outdated: Neo4jStore, small: AllianceGraph, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps = upgrading._steps

    def some_steps(*given: Any) -> Iterator[Any]:
        for number, mark in enumerate(steps(*given)):
            if number == step:
                raise KeyboardInterrupt
            yield mark

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "_steps", some_steps)
        with pytest.raises(KeyboardInterrupt):
            outdated.upgrade()
    with pytest.raises(StoreOutdated):
        outdated.read()
    outdated.upgrade()
    graph = outdated.read()
    assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == small.data_version
    assert all(finding.sound for finding in outdated.check())


def test_a_load_of_the_old_layout_that_could_not_be_completed_is_given_up_by_name(
    outdated: Neo4jStore, driver: Driver, small: AllianceGraph
) -> None:
    """The database that could not be used any more: committed, and one fact of it cannot be written."""
    good = NodeRow("good", "school", "good", "{}")
    poison = NodeRow("poison", "school", "poison", json.dumps({"attributes": {"": "stray"}}))
    changed = small.nodes.row(small.node_ids.index("starbucks"))._replace(name="anew")
    chunk = zlib.compress(json.dumps(["node", [list(good), list(poison)], [list(changed)]]).encode())
    ask(driver, "CREATE (:AllianceLoad {id: 'l', committed: true})")
    ask(driver, "CREATE (:AllianceChunk {id: 'l:0', load: 'l', number: 0, facts: $chunk})", chunk=chunk)
    ask(driver, "MATCH (s:AllianceStore) SET s.data_version = '11111111111111111111111111111111'")
    said = [text.en for text in outdated.upgrade()]
    assert len(said) == 2
    assert "The fact poison cannot be kept" in said[1]
    graph = outdated.read()
    assert graph.node("good").name == "good"
    assert graph.node("starbucks").name == "anew"
    assert len(graph) == len(small) + 1
    assert all(finding.sound for finding in outdated.check())


def test_a_first_load_of_the_old_layout_that_never_ended_is_swept(
    connection: Connection, driver: Driver, small: AllianceGraph
) -> None:
    write_format_1(driver, small)
    ask(driver, "MATCH (s:AllianceStore) SET s.data_version = $zero, s.facts = 0", zero="0" * 32)
    ask(driver, "CREATE (:AllianceLoad {id: 'l', first: true})")
    with Neo4jStore(*connection) as store:
        store.upgrade()
        with pytest.raises(StoreEmpty):
            store.read()
        store.write(small)
        assert all(finding.sound for finding in store.check())


# ---- format 2: search texts as names are written, without the uscc ----


@pytest.fixture
def format_2(connection: Connection, driver: Driver) -> Iterator[Neo4jStore]:
    graph = AllianceGraph.from_models(
        [Node(id="tea", kind="enterprise", name="台灣桔揚茶業", uscc="91450127MA5NT1K22X", attributes={"n": 1})]
    )
    with Neo4jStore(*connection) as store:
        store.write(graph)
        ask(driver, "MATCH (n:Entity) SET n._search = 'tea\n台灣桔揚茶業\n\ttwjycy'")
        ask(driver, "MATCH (s:_AllianceStore) SET s.format = 2")
        yield store


def test_a_store_of_format_2_is_refused_until_its_search_texts_are_made_again(format_2: Neo4jStore) -> None:
    for use in (lambda: format_2.find("桔扬"), format_2.read, format_2.check, format_2.give_up):
        with pytest.raises(StoreOutdated, match="alliance store upgrade"):
            use()
    assert isinstance(format_2.state(), Broken)
    (said,) = format_2.upgrade()
    assert said.en == "now of format 3: names to search by made again of 1 node, all else stays"
    assert [node.id for _, node in format_2.find("台湾桔扬茶业")] == ["tea"]
    assert [node.id for _, node in format_2.find("91450127ma5nt1k22x")] == ["tea"]
    assert [finding.what.en for finding in format_2.check() if not finding.sound] == []
    assert format_2.upgrade() == []


def test_a_load_that_broke_off_in_format_2_is_taken_back(format_2: Neo4jStore, driver: Driver) -> None:
    ask(driver, "CREATE (:_AllianceLoad {graph: 'alliance', id: 'l', first: false, host: 'elsewhere', pid: 1, "
        "started: 0.0, facts: 1, since: datetime(), touched: datetime() - duration({days: 1})})")  # fmt: skip
    format_2.upgrade()
    assert isinstance(format_2.state(), Ready)
