"""Levels of administration: which have a path to the alliance, against a plain search in NetworkX."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest

from alliance.graph import AllianceGraph, Census, Evidence, Measure, Node, Quantity, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.graph.networks.ties import TieRule
from alliance.queries import levels

SEEN = (Evidence(source="s1"),)
LEVELS = {
    "国家级": "nation",
    "自治区": "province",
    "地级市": "city",
    "县": "county",
    "镇": "township",
    "村级": "village",
}
TYPES = {"SUBORDINATE_TO": "both", "LEADS": "forward", "GUIDES": "forward", "MEMBER_OF": None}
NOW = Census(label="now", date=PartialDate.parse("2024-06-30"))


def unit(name: str, level: str = "", **more: Any) -> Node:
    return Node(id=name, kind="government", name=name, level=level, evidence=SEEN, **more)


def link(source: str, type_id: str, target: str, **more: Any) -> Relationship:
    return Relationship(source=source, type=type_id, target=target, evidence=SEEN, **more)


ALLIANCE = Node(id="A", kind="alliance", name="联盟", level="县", evidence=SEEN)
ALL_TIES: list[Any] = [NOW, Roster(census="now", scope="A", instrument="tie", evidence=SEEN)]
ALL_UNITS: list[Any] = [Roster(census="now", instrument="organisation", evidence=SEEN)]


def states(nodes: list[Node], links: list[Relationship], records: list[Any] = []) -> dict[str, Any]:  # noqa: B006
    answer = levels(AllianceGraph.from_models([ALLIANCE, *nodes], links, records), "A")
    return {row.level: row for row in answer.rows}


def facts(dice: random.Random) -> tuple[list[Node], list[Relationship]]:
    nodes = [unit(name, dice.choice(list(LEVELS))) for name in "abcdef"]
    pairs = [(source, target) for source in "abcdef" for target in "Aabcdef" if source != target]
    links = []
    for source, target in dice.sample(pairs, dice.randint(2, 9)):
        types = ["SUBORDINATE_TO", "GUIDES", *(["LEADS", "MEMBER_OF"] if target == "A" else [])]
        status = dice.choice(["confirmed", "confirmed", "disputed"])
        links.append(link(source, dice.choice(types), target, status=status))
    return nodes, links


def walked(links: list[Relationship], *, sure: bool) -> nx.DiGraph[str]:
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from("Aabcdef")
    for one in links:
        if TYPES[one.type] and (not sure or one.status == "confirmed"):
            network.add_edge(one.source, one.target)
            if TYPES[one.type] == "both":
                network.add_edge(one.target, one.source)
    return network


def distances(network: nx.DiGraph[str], start: str) -> dict[str, int]:
    """Steps by hand: the alliance is only an end, and no unit is an umbrella."""
    return dict(nx.single_source_shortest_path_length(network, start))


@pytest.mark.parametrize("seed", range(150))
def test_a_level_is_reached_where_a_plain_search_reaches_a_unit_of_it(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = facts(dice)
    promised = dice.random() < 0.5
    found = states(nodes, links, ALL_TIES if promised else [])
    ways = {}
    for sure in (True, False):
        network = walked(links, sure=sure)
        there, back = distances(network, "A"), distances(network.reverse(), "A")
        ways[sure] = {name: min(there.get(name, 99), back.get(name, 99)) for name in "abcdef"}
    for written, level in LEVELS.items():
        of_level = [node.id for node in nodes if node.level == written]
        row = found[level]
        assert row.units == len(of_level)
        steps = {sure: [ways[sure][name] for name in of_level if ways[sure][name] < 99] for sure in (True, False)}
        assert row.reached == len(steps[True])
        if steps[True]:
            assert (row.state, row.steps) == ("reached", min(steps[True]))
        elif steps[False]:
            assert (row.state, row.steps) == ("unknown", min(steps[False]))
        else:
            assert row.state == ("not_reached" if promised and of_level else "unknown")
        if row.steps:
            assert "A" in (row.nodes[0].id, row.nodes[-1].id)
            assert len(row.relationships) == row.steps


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = facts(dice)
    first = levels(AllianceGraph.from_models([ALLIANCE, *nodes], links, ALL_TIES), "A").to_json()
    dice.shuffle(nodes)
    dice.shuffle(links)
    assert levels(AllianceGraph.from_models([*nodes, ALLIANCE], links, ALL_TIES), "A").to_json() == first


def test_membership_joins_nobody_unless_umbrellas_are_allowed() -> None:
    nodes, links = [unit("a", "镇")], [link("a", "MEMBER_OF", "A")]
    graph = AllianceGraph.from_models([ALLIANCE, *nodes], links, ALL_TIES)
    assert {row.level: row.state for row in levels(graph, "A").rows}["township"] == "not_reached"
    assert {row.level: row.state for row in levels(graph, "A", rule=TieRule(umbrella=True)).rows}[
        "township"
    ] == "reached"


def test_a_unit_without_a_level_may_be_of_any_level() -> None:
    row = states([unit("a"), unit("b", "村")], [link("a", "LEADS", "A")], ALL_TIES)["village"]
    assert (row.state, row.why.en) == ("unknown", "Some units that may have a path do not state their level.")


def test_units_that_are_only_counted_may_have_the_path() -> None:
    chairs = Measure(subject="A", metric="轮值主席单位", value=Quantity(value=8), evidence=SEEN)
    row = states([unit("b", "村")], [], [*ALL_TIES, chairs])["village"]
    assert (row.state, row.steps) == ("unknown", None)
    assert "counts and does not name" in row.why.en


def test_a_level_is_absent_only_where_a_roster_lists_all_units() -> None:
    assert states([unit("a", "镇")], [], ALL_TIES)["village"].state == "unknown"
    assert states([unit("a", "镇")], [], [*ALL_TIES, *ALL_UNITS])["village"].state == "absent"
    assert states([unit("a", "镇"), unit("x")], [], [*ALL_TIES, *ALL_UNITS])["village"].state == "unknown"


def test_below_the_alliance_only_its_own_place_counts() -> None:
    alliance = ALLIANCE.model_copy(update={"place": "甲市乙县"})
    near, far = unit("a", "镇", place="甲市乙县丙镇"), unit("b", "镇", place="甲市丁县戊镇")
    graph = AllianceGraph.from_models([alliance, near, far], [link("b", "GUIDES", "A")], ALL_TIES)
    rows = {row.level: row for row in levels(graph, "A").rows}
    assert (rows["township"].state, rows["township"].units) == ("not_reached", 1)


def test_hengzhou_reaches_its_own_level_and_claims_no_break(hengzhou: AllianceGraph) -> None:
    answer = levels(hengzhou, "横州茉莉花产业集群党建联盟")
    found = {row.level: row.state for row in answer.rows}
    assert answer.status == "found"
    assert found["county"] == "reached"
    assert "not_reached" not in found.values()
