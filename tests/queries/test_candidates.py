"""Candidates to fill a gap: proximity, density and common contacts by hand and by brute force, ranking and reasons."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, schema
from alliance.queries import gaps
from alliance.queries.chain import Chain
from alliance.queries.register.candidates import nearest
from alliance.queries.register.common_contacts import CommonContacts
from alliance.queries.register.relatedness import Relatedness

EVERYTHING = [("", instrument) for instrument in schema().instruments]


def made(build: Any, at: dict[str, str], feeds: str = "") -> AllianceGraph:
    """Firms at stages of one letter; stages of a pair feed each other in their order, all are parts of one stage."""
    stages = sorted({stage for stages in at.values() for stage in stages} | set(feeds.replace(" ", "")))
    nodes: list[tuple[Any, ...]] = [
        ("all", "stage", {"required": False}),
        *((one, "stage", {"needs": "none"}, {"parent": "all"}) for one in stages),
    ]
    links = [(firm, "OPERATES_IN", stage) for firm, there in at.items() for stage in there]
    links += [(pair[0], "FEEDS", pair[1]) for pair in feeds.split()]
    return build([*nodes, *((firm, "enterprise") for firm in at)], links, EVERYTHING)  # type: ignore[no-any-return]


def densities(graph: AllianceGraph, stage: str) -> dict[str, float] | None:
    position = graph.position(stage)
    assert position is not None
    found = Relatedness(Chain.of(graph)).densities(position)
    return (
        None if found is None else {graph.node_ids[node]: value for node, value in enumerate(found.tolist()) if value}
    )


WORKED = {"f1": "vu", "f2": "vu", "f3": "vw", "f4": "u", "f5": "uw", "f6": "w", "f7": "x"}
"""v has 3, u 4, w 3, x 1; v and u share 2, v and w 1: φ = min(2/4, 2/3) = 1/2 and min(1/3, 1/3) = 1/3, with x 0."""


def test_proximity_and_density_of_the_worked_example(build: Any) -> None:
    graph = made(build, WORKED)
    related, stage = Relatedness(Chain.of(graph)), graph.position("v")
    assert stage is not None
    assert sorted(related.proximities(stage).tolist()) == pytest.approx([0, 0, 0, 1 / 3, 1 / 2])
    found = densities(graph, "v")
    assert found == pytest.approx({"f1": 0.6, "f2": 0.6, "f3": 0.4, "f4": 0.6, "f5": 1.0, "f6": 0.4})
    names = [graph.node_ids[node] for node in nearest(Chain.of(graph), related, stage)]
    assert names == ["f5", "f4", "f6", "f7"]  # f7 is at a sibling, and nothing more
    assert related.nearest(stage, graph.position("f5") or 0) == [("u", 1 / 2), ("w", pytest.approx(1 / 3))]


def test_where_nobody_is_at_the_stage_nothing_is_said_of_relatedness(build: Any) -> None:
    graph = made(build, {"f1": "u"}, "uv")
    assert densities(graph, "v") is None
    (row,) = gaps(graph, kinds=["G1"]).rows
    assert [(candidate.id, candidate.why.en) for candidate in row.candidates] == [("f1", "works beside it, at u")]


def test_among_equals_who_is_at_more_stages_comes_first(build: Any) -> None:
    (row,) = gaps(made(build, {"f1": "u", "f2": "ux", "f3": "x"}, "uv"), kinds=["G1"]).rows
    assert [candidate.id for candidate in row.candidates] == ["f2", "f1"]


def test_stages_of_one_name_in_another_chain_tell_what_goes_together(build: Any) -> None:
    nodes: list[tuple[Any, ...]] = [("tea", "chain", {}), ("fruit", "chain", {})]
    names = {"t1": "processing", "t2": "testing", "t3": "sales", "r1": "processing", "r2": "testing"}
    nodes += [
        (stage, "stage", {"needs": "none"}, {"parent": "tea" if stage[0] == "t" else "fruit", "name": name})
        for stage, name in names.items()
    ]
    nodes += [(firm, "enterprise") for firm in ("a", "b", "c", "d")]
    links = [("a", "OPERATES_IN", "t1"), ("b", "OPERATES_IN", "t3"), ("c", "OPERATES_IN", "r1")]
    links += [("c", "OPERATES_IN", "r2"), ("d", "OPERATES_IN", "r1")]
    graph = build(nodes, links, EVERYTHING)
    assert densities(graph, "t2") == {"a": 1.0, "c": 1.0, "d": 1.0}
    (row,) = [row for row in gaps(graph, kinds=["G1"]).rows if row.subject == "t2"]
    assert [(candidate.id, candidate.why.en) for candidate in row.candidates] == [
        ("a", "works beside it, at processing; relatedness ω = 1.00 (processing 0.33)"),
        ("b", "works beside it, at sales"),
    ]


def test_who_only_may_be_at_a_stage_is_a_lead_and_marked(build: Any) -> None:
    nodes = [*((one, "stage", {"needs": "none"}) for one in "uv"), ("a", "enterprise", {"operating": None})]
    graph = build(nodes, [("u", "FEEDS", "v"), ("a", "OPERATES_IN", "u")], EVERYTHING)
    (row,) = [row for row in gaps(graph, kinds=["G1"]).rows if row.subject == "v"]
    assert row.candidates[0].why.en == "works beside it, at u (perhaps)"
    assert row.candidates[0].why.zh == "在相邻环节:u(可能)"


AT = st.lists(st.sets(st.sampled_from("uvwx"), max_size=3), min_size=1, max_size=7)


@given(at=AT)
@settings(max_examples=60, deadline=None)
def test_density_is_what_its_definition_says(build: Any, at: list[set[str]]) -> None:
    firms = {f"f{number}": "".join(sorted(stages)) for number, stages in enumerate(at)}
    graph = made(build, firms, "uv vw wx")

    def share(one: str, given_other: str) -> float:
        there = [stages for stages in at if given_other in stages]
        return sum(one in stages for stages in there) / len(there) if there else 0.0

    near = {stage: min(share(stage, "v"), share("v", stage)) for stage in "uwx"}
    expected = {
        firm: sum(near[stage] for stage in stages if stage != "v") / sum(near.values())
        for firm, stages in firms.items()
        if sum(near.values()) and any(near.get(stage) for stage in stages)
    }
    found = densities(graph, "v")
    assert (found or {}) == pytest.approx(expected)
    assert (found is None) == (not sum(near.values()))


# ---- supply links ----


def fed(build: Any, links: list[tuple[Any, ...]]) -> AllianceGraph:
    """a, b at s, which feeds t with c, d; e and h are elsewhere."""
    nodes = [*((one, "stage", {"needs": "none"}) for one in "st"), *((firm, "enterprise") for firm in "abcdeh")]
    at = [("a", "OPERATES_IN", "s"), ("b", "OPERATES_IN", "s"), ("c", "OPERATES_IN", "t"), ("d", "OPERATES_IN", "t")]
    return build(nodes, [("s", "FEEDS", "t"), *at, *links], EVERYTHING)  # type: ignore[no-any-return]


SHARED = [
    ("a", "SUPPLIES", "e"),
    ("e", "SUPPLIES", "d"),
    ("b", "SUPPLIES", "h"),
    ("h", "SUPPLIES", "c"),
    ("h", "SUPPLIES", "e"),
]
"""e has the ties a, d, h; h has b, c, e: a and d share e, b and c share h, each worth 1 / ln 3 = 0.91."""


def test_common_contacts_are_leads_for_a_broken_feed(build: Any) -> None:
    (row,) = gaps(fed(build, SHARED), kinds=["G2"]).rows
    assert [(candidate.id, candidate.why.en) for candidate in row.candidates] == [
        ("a", "shares 1 contact with d: e (Adamic–Adar 0.91)"),
        ("b", "shares 1 contact with c: h (Adamic–Adar 0.91)"),
    ]
    assert row.candidates[0].why.zh == "与d有 1 个共同联系:e(Adamic–Adar 0.91)"


def test_an_unconfirmed_link_and_an_own_supply_come_before_contacts(build: Any) -> None:
    links = [*SHARED, ("b", "SUPPLIES", "d", {"status": "tentative"}), ("d", "OPERATES_IN", "s")]
    (row,) = gaps(fed(build, links), kinds=["G2"]).rows
    assert [(candidate.id, candidate.why.en.split(":")[0]) for candidate in row.candidates] == [
        ("b", "a supply link to d waits to be verified"), ("d", "works at both stages"),
        ("a", "shares 1 contact with d"),
    ]  # fmt: skip


def test_a_second_source_supplies_the_same_product_or_works_at_the_same_stage(build: Any) -> None:
    links = [("a", "SUPPLIES", "c", {"product": "tea"}), ("e", "SUPPLIES", "h", {"product": "tea"})]
    rows = {row.subject: row for row in gaps(fed(build, links), kinds=["G4"]).rows}
    assert [(candidate.id, candidate.why.en) for candidate in rows["a"].candidates] == [
        ("e", "supplies the same product: tea"), ("b", "works at the same stage: s"),
    ]  # fmt: skip


PAIRS = st.sets(st.tuples(st.sampled_from("abcdeh"), st.sampled_from("abcdeh")).filter(lambda pair: pair[0] < pair[1]))


@given(pairs=PAIRS)
@settings(max_examples=60, deadline=None)
def test_scores_are_those_of_networkx(build: Any, pairs: set[tuple[str, str]]) -> None:
    graph = fed(build, [(one, "SUPPLIES", other) for one, other in sorted(pairs)])
    network = nx.Graph(pairs)
    network.add_nodes_from("abcdeh")
    common = CommonContacts(Chain.of(graph))
    for one in "abcdeh":
        scores = common.scores(graph.position(one) or 0)
        for other in "abcdeh":
            both = set(network[one]) & set(network[other]) if one != other else set()
            expected = sum(1 / math.log(len(network[node])) for node in both)
            assert scores[graph.position(other)] == pytest.approx(expected)
            if one != other:
                shared = common.shared(graph.position(one) or 0, graph.position(other) or 0)
                assert {graph.node_ids[node] for node in shared} == both
