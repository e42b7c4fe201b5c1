"""Along the chain: tiers against every possible world, rings, products, and what may be said where nothing is found."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance import along_chain
from alliance.errors import InputRefused, UnknownName
from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster, Source

SEEN = (Evidence(source="s1", quote="made up"),)
STAGES = [f"stage-{number}" for number in range(5)]
Feed = tuple[int, int, bool]
"""From, to, and whether it surely holds."""


def stage(node_id: str, parent: str = "") -> Node:
    return Node(id=node_id, kind="stage", name=node_id, parent=parent, evidence=SEEN)


def firm(node_id: str, *, operating: bool = True) -> Node:
    return Node(id=node_id, kind="enterprise", name=node_id, attributes={"operating": operating}, evidence=SEEN)


def link(source: str, kind: str, target: str, *, sure: bool = True, product: str = "") -> Relationship:
    status = "confirmed" if sure else "disputed"
    return Relationship(source=source, type=kind, target=target, status=status, product=product, evidence=SEEN)


def graph_of(nodes: Iterable[Node], links: Iterable[Relationship], *records: Census | Roster) -> AllianceGraph:
    return AllianceGraph.from_models(nodes, links, [Source(id="s1", title="made up"), *records])


def distances(edges: Iterable[tuple[int, int]], start: int) -> dict[int, int]:
    """The fewest steps from a start, by plain search."""
    found, waiting, edges = {start: 0}, deque([start]), list(edges)
    while waiting:
        here = waiting.popleft()
        for before, after in edges:
            if before == here and after not in found:
                found[after] = found[here] + 1
                waiting.append(after)
    return found


feeds = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()).filter(lambda feed: feed[0] != feed[1]),
    max_size=7,
    unique_by=lambda feed: feed[:2],
)


@settings(max_examples=150, deadline=None)
@given(feeds=feeds)
def test_a_tier_is_the_interval_of_the_distances_in_all_possible_worlds(feeds: list[Feed]) -> None:
    graph = graph_of(map(stage, STAGES), [link(STAGES[a], "FEEDS", STAGES[b], sure=sure) for a, b, sure in feeds])
    answer = along_chain(graph, STAGES[0])
    sure = [(a, b) for a, b, holds in feeds if holds]
    doubtful = [(a, b) for a, b, holds in feeds if not holds]
    worlds = [[*sure, *some] for size in range(len(doubtful) + 1) for some in combinations(doubtful, size)]
    for side, turned in (("downstream", False), ("upstream", True)):
        found = [distances([(b, a) if turned else (a, b) for a, b in world], 0) for world in worlds]
        expected = {}
        for node in range(1, 5):
            seen = [world.get(node) for world in found]
            if steps := [step for step in seen if step is not None]:
                expected[STAGES[node]] = (min(steps), None if None in seen else max(steps))
        rows = {row.node.id: (row.tier, row.tier_surely) for row in answer.rows if row.side == side}
        assert rows == expected


@settings(max_examples=100, deadline=None)
@given(feeds=feeds)
def test_a_ring_is_what_leads_back_to_itself(feeds: list[Feed]) -> None:
    graph = graph_of(map(stage, STAGES), [link(STAGES[a], "UPSTREAM_OF", STAGES[b]) for a, b, _ in feeds])
    edges = [(a, b) for a, b, _ in feeds]
    rows = along_chain(graph, STAGES[0]).rows
    listed = {STAGES.index(row.node.id) for row in rows}
    inside = [(a, b) for a, b in edges if a in listed and b in listed]
    back = {a for a in listed if any(a in distances(inside, b) for x, b in inside if x == a)}
    assert {STAGES.index(row.node.id) for row in rows if row.ring} == back


def test_finer_stages_belong_to_the_start_and_what_a_stage_has_is_told() -> None:
    graph = graph_of(
        [stage("tea"), stage("scenting", "tea"), stage("picking"), firm("a"), firm("b", operating=False)],
        [
            link("picking", "FEEDS", "scenting"),
            link("a", "OPERATES_IN", "picking"),
            link("b", "OPERATES_IN", "picking"),
        ],
    )
    answer = along_chain(graph, "tea")
    assert [(row.side, row.node.id, row.tier_text()) for row in answer.rows] == [
        ("start", "tea", "0"), ("start", "scenting", "0"), ("upstream", "picking", "1")
    ]  # fmt: skip
    picking = answer.rows[-1]
    assert (picking.count, picking.organisations) == ("1+", ("a",))
    assert [node.id for node in picking.through] == ["scenting"]
    assert answer.status == "found"


def supply_graph(*records: Census | Roster) -> AllianceGraph:
    return graph_of(
        [*map(firm, ("grower", "maker", "shop", "printer")), stage("making")],
        [
            link("grower", "SUPPLIES", "maker", product="leaf"),
            link("maker", "SELLS_TO", "shop", product="tea"),
            link("maker", "BUYS_FROM", "printer"),
            link("maker", "OPERATES_IN", "making"),
        ],
        *records,
    )


def test_a_firm_has_tiers_relative_to_it_whichever_way_round_a_link_is_written() -> None:
    rows = along_chain(supply_graph(), "maker").rows
    assert {(row.side, row.node.id, row.tier) for row in rows} == {
        ("start", "maker", 0), ("upstream", "grower", 1), ("upstream", "printer", 1), ("downstream", "shop", 1)
    }  # fmt: skip
    assert rows[0].at == ("making",)
    assert {row.node.id: row.tier for row in along_chain(supply_graph(), "shop").rows} == {
        "shop": 0, "maker": 1, "grower": 2, "printer": 2
    }  # fmt: skip


def test_a_product_begins_at_everybody_who_supplies_it_and_narrows_every_step() -> None:
    answer = along_chain(supply_graph(), "tea")
    assert [(row.side, row.node.id) for row in answer.rows if row.tier == 0] == [("start", "maker")]
    by_product = along_chain(supply_graph(), "maker", product="leaf").rows
    assert {row.node.id: row.tier_text() for row in by_product} == {"maker": "0", "grower": "1", "printer": "1?"}
    with pytest.raises(UnknownName):
        along_chain(supply_graph(), "coffee")
    with pytest.raises(InputRefused, match="is a stage"):
        along_chain(supply_graph(), "making", product="tea")


def test_nothing_found_is_none_only_where_a_roster_promises_that_links_were_listed() -> None:
    promise = Census(label="2024H1", date="2024-06-30"), Roster(census="2024H1", instrument="supply", evidence=SEEN)
    unlisted = along_chain(supply_graph(), "shop", side="downstream")
    assert (unlisted.status, len(unlisted.unknown)) == ("unknown", 1)
    assert along_chain(supply_graph(*promise), "shop", side="downstream").status == "none"


def test_a_stage_without_any_feed_in_its_chain_is_unknown_and_one_that_begins_it_is_none() -> None:
    no_chain = graph_of(map(stage, STAGES[:2]), [])
    assert along_chain(no_chain, STAGES[0]).status == "unknown"
    chain = graph_of(map(stage, STAGES[:2]), [link(STAGES[0], "FEEDS", STAGES[1])])
    assert along_chain(chain, STAGES[0], side="upstream").status == "none"


def test_a_walk_that_stops_early_says_that_the_chain_goes_on(make_node: Callable[..., Node]) -> None:
    chain = graph_of(map(stage, STAGES), [link(a, "FEEDS", b) for a, b in pairwise(STAGES)])
    short, whole = along_chain(chain, STAGES[0], tiers=2), along_chain(chain, STAGES[0], tiers=4)
    assert (short.bounds["goes_on"], whole.bounds["goes_on"]) == (True, False)
    assert "raise --tiers" in short.sentence.en
    assert short.rows == whole.rows[:3]
    with pytest.raises(InputRefused, match="neither a stage"):
        along_chain(graph_of([make_node("rule", "policy")], []), "rule")
