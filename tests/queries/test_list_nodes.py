"""Lists by kind, role and scope: what they hold, what they say is not stated, and what is only counted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from alliance.errors import UnknownTerm
from alliance.graph import AllianceGraph, Census, Evidence, Measure, Node, Quantity, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import list_nodes, profile

SEEN = (Evidence(source="s1"),)
NOW = Census(label="now", date=PartialDate.parse("2024-06-30"))


def node(name: str, kind: str = "enterprise", **more: Any) -> Node:
    return Node(id=name, kind=kind, name=name, evidence=SEEN, **more)


def link(source: str, type_id: str, target: str, **more: Any) -> Relationship:
    return Relationship(source=source, type=type_id, target=target, evidence=SEEN, **more)


def roster(instrument: str, scope: str = "") -> Roster:
    return Roster(census="now", scope=scope, instrument=instrument, evidence=SEEN)


@pytest.mark.parametrize("seed", range(60))
def test_a_role_lists_who_has_such_a_link_and_how_surely(seed: int) -> None:
    dice = random.Random(seed)
    names = ["a", "b", "c", "d"]
    nodes = [node(name, dice.choice(["enterprise", "school"])) for name in names] + [node("t", "government")]
    links = []
    for name in names:
        if dice.random() < 0.7:
            ends = ("t", name) if dice.random() < 0.5 else (name, "t")
            type_id, status = dice.choice(["SERVES", "GUIDES"]), dice.choice(["confirmed", "disputed"])
            links.append(link(ends[0], type_id, ends[1], status=status))
    answer = list_nodes(AllianceGraph.from_models(nodes, links, []), "企业", role="服务", of="t")
    kinds = {one.id: one.kind for one in nodes}
    expected = {}
    for one in links:
        other = one.source if one.target == "t" else one.target
        if one.type == "SERVES" and kinds[other] == "enterprise":
            expected[other] = "holds" if one.status == "confirmed" else "may"
    assert {row.id: row.truth for row in answer.rows} == expected
    sure = sum(truth == "holds" for truth in expected.values())
    assert (answer.bounds["named"], answer.bounds["named_high"]) == (sure, len(expected))
    assert answer.status == ("found" if sure else "unknown")
    dice.shuffle(nodes)
    dice.shuffle(links)
    again = list_nodes(AllianceGraph.from_models(nodes, links, []), "enterprise", role="SERVES", of="t")
    assert again.to_json() == answer.to_json()


def test_what_no_source_states_is_not_stated() -> None:
    nodes = [node("a", level="村", place="甲镇"), node("b"), node("tea", "stage"), node("A", "alliance")]
    links = [link("a", "OPERATES_IN", "tea"), link("b", "LEADS", "A")]
    rows = {row.id: row for row in list_nodes(AllianceGraph.from_models(nodes, links, []), "unit").rows}
    assert rows["a"].not_stated == ("operating",)
    assert [stage.name for stage in rows["a"].stages] == ["tea"]
    assert rows["b"].not_stated == ("level", "place", "stage", "operating")
    (alliance,) = list_nodes(AllianceGraph.from_models(nodes, links, []), "alliance").rows
    assert [leader.name for leader in alliance.leaders] == ["b"]
    assert "leader" not in alliance.not_stated


def test_a_kind_is_meant_by_its_id_its_labels_or_a_part_of_one() -> None:
    graph = AllianceGraph.from_models([node("a"), node("A", "alliance")], [], [])
    meant = {"企业": "enterprise", "Enterprises": "enterprise", "联盟": "alliance", "单位": "organisation"}
    for text, kind in meant.items():
        assert list_nodes(graph, text).parameters["kind"] == kind
    for wrong in ("nothing", "", "组织"):
        with pytest.raises(UnknownTerm):
            list_nodes(graph, wrong)


def test_a_total_without_names_is_a_number_beside_none_named() -> None:
    nodes = [node("t", "government"), node("53 firms", aggregate=True, count=Quantity(value=53))]
    records = [Measure(subject="t", metric="服务企业", value=Quantity(value=53), evidence=SEEN)]
    graph = AllianceGraph.from_models(nodes, [], records)
    answer = list_nodes(graph, "enterprise", role="SERVES", of="t")
    assert (answer.status, answer.rows, answer.bounds["stated"]) == ("unknown", (), 1)
    assert "服务企业 53 (0 named)" in answer.sentence.en
    every = list_nodes(graph, "enterprise")
    assert (every.bounds["named"], every.bounds["aggregates"], every.rows[0].count) == (0, 1, "53")


def test_none_needs_rosters_of_what_is_listed_and_of_its_links() -> None:
    nodes = [node("A", "alliance"), node("a")]
    every: list[Any] = [NOW, roster("organisation"), roster("member", "A")]
    for records, status in (([], "unknown"), (every[:2], "unknown"), (every, "none")):
        graph = AllianceGraph.from_models(nodes, [], records)
        assert list_nodes(graph, "enterprise", role="MEMBER_OF", of="A").status == status


def test_a_scope_keeps_the_lists_of_two_alliances_apart() -> None:
    nodes = [node("A", "alliance"), node("B", "alliance"), node("a"), node("b")]
    graph = AllianceGraph.from_models(nodes, [link("a", "MEMBER_OF", "A"), link("b", "MEMBER_OF", "B")], [])
    assert [row.id for row in list_nodes(graph, "enterprise", scope="A").rows] == ["a"]


def test_hengzhou_names_none_of_the_53_firms(hengzhou: AllianceGraph) -> None:
    answer = list_nodes(hengzhou, "企业", role="服务", of="国家税务总局横州市税务局")
    assert (answer.status, answer.rows) == ("unknown", ())
    assert "53 (0 named)" in answer.sentence.en


def test_show_says_what_no_source_states(hengzhou: AllianceGraph) -> None:
    (row,) = profile(hengzhou, "西南茶城").rows
    assert row.not_stated == ("leader",)
    (row,) = profile(hengzhou, "横州茉莉花产业集群党建联盟").rows
    assert row.not_stated == ()
