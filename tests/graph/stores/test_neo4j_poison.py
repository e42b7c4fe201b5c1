"""A fact that Neo4j cannot take, in a load of 25,000 into a graph that holds facts: named, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from alliance.errors import FactRefused
from alliance.graph import AllianceGraph
from alliance.graph.rows import NodeRow, RelationshipRow
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.states import Ready

pytestmark = pytest.mark.neo4j
Connection = tuple[str, str, str]
SEEN = [{"locator": "organizations.csv:77", "source": "s1"}]


def rows(count: int) -> Iterator[NodeRow]:
    for number in range(count):
        yield NodeRow(f"n{number:06}", "school", f"made up {number}", json.dumps({"evidence": SEEN}))


def node(node_id: str = "poison", name: str = "poison", **body: object) -> NodeRow:
    return NodeRow(node_id, "school", name, json.dumps({**body, "evidence": SEEN}, sort_keys=True))


def link(**body: object) -> RelationshipRow:
    text = json.dumps({**body, "evidence": SEEN}, sort_keys=True)
    return RelationshipRow(
        "00000000000000aa", "n000001", "SERVES", "n000002", "", "", "", "", None, None, "tentative", text
    )


# The models refuse all of these; rows that a store of an earlier version holds do not pass through them.
POISONS: dict[str, NodeRow | RelationshipRow] = {
    "an id over 8 kB": node(node_id="i" * 9_000),
    "a name over 8 kB": node(name="茉" * 3_000),
    "aliases over 32 kB": node(aliases=["茉" * 3_000] * 8),
    "an attribute without a name": node(attributes={"": "stray"}),
    "a name of an attribute with a NUL": node(attributes={"a\0b": 1}),
    "an integer past 64 bits": node(attributes={"big": 2**70}),
    "a link with an attribute without a name": link(attributes={"": "stray"}),
    "a link with an integer past 64 bits": link(attributes={"big": 2**70}),
}


def batch_with(poison: NodeRow | RelationshipRow, count: int) -> AllianceGraph:
    if isinstance(poison, NodeRow):
        return AllianceGraph.from_rows([*rows(count), poison], ())
    return AllianceGraph.from_rows(rows(count), [poison])


@pytest.mark.parametrize(("count", "most"), [(25_000, 20_000), (500, 20_000)], ids=["chunks", "one transaction"])
def test_a_poison_fact_is_named_and_the_store_stays_as_it_was(
    connection: Connection, hengzhou: AllianceGraph, count: int, most: int
) -> None:
    with Neo4jStore(*connection, single_transaction_facts=most) as store:
        store.write(hengzhou)
        for poison in POISONS.values():
            with pytest.raises(FactRefused, match=r"organizations\.csv:77") as caught:
                store.write(batch_with(poison, count))
            assert caught.value.key == poison.id
            assert len(str(caught.value)) < 800
            assert store.state() == Ready(hengzhou.data_version)
            assert store.find("星巴克")[0][1].id == "starbucks"
        assert store.read().data_version == hengzhou.data_version
        assert [finding.what.en for finding in store.check() if not finding.sound] == []
        assert store.write(hengzhou).empty


def test_a_poison_fact_in_a_first_load_leaves_an_empty_graph(connection: Connection, hengzhou: AllianceGraph) -> None:
    with Neo4jStore(*connection) as store:
        with pytest.raises(FactRefused, match=r"organizations\.csv:77"):
            store.write(batch_with(node(attributes={"": "stray"}), 25_000))
        store.write(hengzhou)
        assert store.read().data_version == hengzhou.data_version
        assert all(finding.sound for finding in store.check())
