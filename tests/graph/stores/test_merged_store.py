"""What every store gives of nodes that were judged to be one; all organisations are made up."""

from __future__ import annotations

import pytest

from alliance.graph import AllianceGraph, Evidence, GraphStore, Judgement, Measure, Node, Quantity, Relationship, Source
from alliance.graph.identities import pair_question
from alliance.graph.stores.copying import copy_store
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.queries import find, profile

SEEN = (Evidence(source="s1", locator="a.csv:2"),)
OLD, NEW = "old-firm", "new-firm"


def judged(verdict: str, by: str = "person") -> Judgement:
    return Judgement(question=pair_question(OLD, NEW), about=(NEW, OLD), verdict=verdict, by=by)


def facts(*judgements: Judgement) -> AllianceGraph:
    nodes = [
        Node(id=OLD, kind="enterprise", name="横州市甲茶厂", aliases=("甲茶",), evidence=SEEN),
        Node(id=NEW, kind="enterprise", name="横州市甲茶业有限公司", evidence=SEEN),
        Node(id="buyer", kind="enterprise", name="乙商贸有限公司", evidence=SEEN),
    ]
    links = [Relationship(source=OLD, type="SUPPLIES", target="buyer", evidence=SEEN)]
    figure = Measure(subject=OLD, metric="出口额", value=Quantity(value=7), evidence=SEEN)
    return AllianceGraph.from_models(nodes, links, [Source(id="s1", title="测试"), figure, *judgements])


@pytest.mark.parametrize(
    "text", ["甲茶厂", "甲茶", "横县甲茶厂", "横縣甲茶業", OLD, NEW, "jcc", "出口额", "有限公司", "none"]
)
def test_a_store_finds_what_the_merged_graph_finds(store: GraphStore, text: str) -> None:
    store.write(facts(judged("same")))
    from_graph, from_store = find(store.read(), text), find(store, text)
    assert from_store.rows == from_graph.rows
    assert from_store.evidence == from_graph.evidence
    assert all(row.id in (NEW, "buyer") for row in from_store.rows)


def test_a_judgement_joins_and_its_withdrawal_parts_again(store: GraphStore) -> None:
    store.write(facts())
    before = profile(store.read(), OLD).to_json()
    version = store.data_version()
    store.write(AllianceGraph.from_models(records=[judged("same")]))
    joined = profile(store.read(), OLD)
    assert [row.id for row in joined.rows] == [NEW]
    assert [link.other.id for link in joined.rows[0].relationships] == ["buyer"]
    assert store.read_stored().data_version == store.read().data_version == store.data_version() != version
    assert all(finding.sound for finding in store.check())
    store.write(AllianceGraph.from_models(records=[judged("withdrawn")]))
    again = profile(store.read(), OLD).to_json()
    assert again.replace(store.data_version(), version) == before


def test_a_copy_keeps_facts_and_judgements_apart(store: GraphStore, tmp_path: object) -> None:
    store.write(facts(judged("same", "rule")))
    with SQLiteStore(tmp_path / "copy.db", create=True) as copy:  # type: ignore[operator]
        copy_store(store, copy)
        assert copy.data_version() == store.data_version()
        assert [node.id for node in copy.nodes([OLD])] == [OLD]
        assert len(copy.read()) == 2
