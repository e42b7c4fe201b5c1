"""Influence paths: against brute force, the worked values, the real facts, and the three statuses."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Evidence, Node, Relationship, schema
from alliance.queries import TieRule, influence_paths

SEEN = (Evidence(source="s1"),)
STRENGTHS = [0.1, 0.2, 0.5, 0.8, 1.0]
NAMES = ["甲", "乙", "丙", "丁", "丙"]  # two nodes share a name, so that ids must decide


# ---- against brute force ----


@st.composite
def multigraphs(draw: st.DrawFn) -> AllianceGraph:
    """Small graphs with many ties, parallel links, both directions, umbrella nodes and unknown values."""
    size = draw(st.integers(3, 6))
    kinds = draw(st.lists(st.sampled_from(["enterprise", "enterprise", "platform"]), min_size=size, max_size=size))
    nodes = [Node(id=f"n{place}", kind=kind, name=draw(st.sampled_from(NAMES))) for place, kind in enumerate(kinds)]
    nodes.append(Node(id="hub", kind="alliance", name="联盟"))
    links = {}
    for _ in range(draw(st.integers(3, 14))):
        one = draw(link(size))
        links[one.id] = one
    return AllianceGraph.from_models(nodes, links.values())


@st.composite
def link(draw: st.DrawFn, size: int) -> Relationship:
    source, target = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    kind = draw(st.sampled_from(["SERVES", "SUBORDINATE_TO", "CO_BUILDS", "USES_HUB", "TO_HUB", "LOCATED_IN"]))
    ends = {"USES_HUB": (f"n{source}", "MEMBER_OF", "hub"), "TO_HUB": (f"n{source}", "SERVES", "hub"),
            "LOCATED_IN": (f"n{source}", "LOCATED_IN", f"n{target}")}  # fmt: skip
    start, type_id, end = ends.get(kind, (f"n{source}", kind, f"n{target}"))
    if type_id == "LOCATED_IN":
        type_id = "SERVES"
    return Relationship(
        source=start, type=type_id, target=end, product=draw(st.sampled_from(["", "x"])), evidence=SEEN,
        strength=draw(st.none() | st.sampled_from(STRENGTHS)),
        confidence=draw(st.none() | st.sampled_from([*STRENGTHS, 0.0])),
        status=draw(st.sampled_from(["confirmed", "tentative", "disputed"])),
    )  # fmt: skip


rules = st.builds(
    TieRule,
    types=st.none() | st.just(("SERVES", "MEMBER_OF")) | st.just(("SERVES",)),
    direction=st.sampled_from(["with", "either"]),
    view=st.sampled_from(["influence", "certainty"]),
    statuses=st.sampled_from(
        [None, ("confirmed", "tentative"), ("confirmed",), ("confirmed", "tentative", "disputed")]
    ),
    unknown_confidence=st.sampled_from(["prior", "exclude"]),
    umbrella=st.booleans(),
).filter(lambda rule: rule.umbrella or "MEMBER_OF" not in (rule.types or ()))
HOLDING = ("confirmed", "tentative")
ALL = ("confirmed", "tentative", "disputed", "inferred", "candidate")

WAYS = {"SERVES": (True, False), "SUBORDINATE_TO": (True, True), "CO_BUILDS": (True, True)}


def value_of(one: Relationship, rule: TieRule) -> Fraction:
    """p of a link by its definition, written anew, of the decimal numbers as written."""
    if one.status not in (rule.statuses or ()) or (rule.types is not None and one.type not in rule.types):
        return Fraction(0)
    if one.type == "MEMBER_OF" and not rule.umbrella:
        return Fraction(0)
    confidence = one.confidence
    if confidence is None:
        confidence = 0.5 if rule.unknown_confidence == "prior" else 0.0
    strength = one.strength if one.strength is not None else schema().types[one.type].strength
    return Fraction(str(confidence)) * (1 if rule.view == "certainty" else Fraction(str(strength)))


def brute_force(
    graph: AllianceGraph, source: str, target: str, rule: TieRule, hops: int, via: Sequence[str], avoid: Sequence[str]
) -> list[tuple[str, ...]]:
    """Every admissible path, by NetworkX' own enumeration, in the order that the definition asks for."""
    best: dict[tuple[str, str], Fraction] = {}
    for place in range(len(graph.relationships)):
        one = graph.relationship_at(place)
        value = value_of(one, rule)
        forward, backward = (True, True) if rule.direction == "either" or one.type == "MEMBER_OF" else WAYS[one.type]
        for start, end, open_ in ((one.source, one.target, forward), (one.target, one.source, backward)):
            if open_ and value > 0:
                best[start, end] = max(value, best.get((start, end), Fraction(0)))
    network = nx.DiGraph(list(best))
    network.add_nodes_from(graph.node_ids)
    names = dict(zip(graph.node_ids, graph.node_names, strict=True))
    found = []
    for path in nx.all_simple_paths(network, source, target, cutoff=hops):
        between = set(path[1:-1])
        if between & set(avoid) or not set(via) <= set(path) or ("hub" in between and not rule.umbrella):
            continue
        product = math.prod(best[step] for step in nx.utils.pairwise(path))
        found.append((-product, len(path), [(names[node], node) for node in path], tuple(path)))
    return [path for *_, path in sorted(found)]


def expected_answer(
    possible: Callable[[TieRule], list[tuple[str, ...]]],
    sure: Callable[[TieRule], list[tuple[str, ...]]],
    rule: TieRule,
    count: int,
) -> tuple[list[tuple[str, ...]], str]:
    """The rows and the status that the definition asks for; what holds comes before what only may hold."""
    looked_at = rule if rule.statuses is not None else replace(rule, statuses=HOLDING)
    certain = sure(replace(rule, statuses=tuple(set(looked_at.statuses or ()) & set(HOLDING))))
    if not certain and rule.statuses is None:
        looked_at = replace(rule, statuses=ALL)
    rows = possible(looked_at)[:count]
    if certain and not set(rows) & set(certain):
        rows.append(certain[0])
    return rows, "found" if certain else "unknown" if rows else "none"


def answered(answer: Any) -> list[tuple[str, ...]]:
    return [tuple(node.id for node in row.nodes) for row in answer.rows]


@settings(max_examples=400, deadline=None)
@given(graph=multigraphs(), rule=rules, hops=st.integers(1, 5), count=st.sampled_from([1, 3, 1000]), data=st.data())
def test_paths_and_their_order_are_those_of_brute_force(
    graph: AllianceGraph, rule: TieRule, hops: int, count: int, data: st.DataObject
) -> None:
    others = data.draw(st.permutations(graph.node_ids))
    source, target, *rest = others
    via, avoid = data.draw(st.sampled_from([((), ()), ((rest[0],), ()), ((), (rest[0],))]))

    def all_paths(admitted: TieRule) -> list[tuple[str, ...]]:
        return brute_force(graph, source, target, admitted, hops, via, avoid)

    answer = influence_paths(graph, source, target, rule=rule, hops=hops, count=count, via=via, avoid=avoid)
    assert (answered(answer), answer.status) == expected_answer(all_paths, all_paths, rule, count)


@settings(max_examples=150, deadline=None)
@given(graph=multigraphs(), budget=st.integers(1, 12))
def test_a_clipped_search_never_says_none_and_what_it_found_is_the_best(graph: AllianceGraph, budget: int) -> None:
    rule = TieRule(umbrella=True, direction="either")
    wide = influence_paths(graph, "n0", "n1", rule=rule, count=1000)
    tight = influence_paths(graph, "n0", "n1", rule=rule, count=1000, budget=budget)
    assert answered(tight) == answered(wide)[: len(tight.rows)]
    if tight.bounds["clipped"]:
        assert tight.status == ("found" if any(row.truth == "holds" for row in tight.rows) else "unknown")
        assert "unknown" in tight.sentence.en or tight.unknown
    else:
        assert answered(tight) == answered(wide)
        assert tight.status == wide.status


# ---- time ----


DAY = date(2023, 6, 1)
DATED = [("", ""), ("2023", ""), ("", "2023H1"), ("2022", "2023"), ("2023-06", ""), ("2024", ""), ("2020", "2022")]


def dated(graph: AllianceGraph, dates: Sequence[tuple[str, str]]) -> AllianceGraph:
    """The same graph with a start and an end for every link."""
    links = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    given = [{"valid_from": start or None, "valid_to": end or None} for start, end in dates]
    made = [Relationship(**{**one.model_dump(), **dates}) for one, dates in zip(links, given, strict=True)]
    return AllianceGraph.from_models([graph.node_at(place) for place in range(len(graph))], made)


def on_the_day(graph: AllianceGraph, *, certain: bool) -> AllianceGraph:
    """The links that may hold on the day, or those that hold whatever day within their intervals is the true one."""
    kept = []
    for place in range(len(graph.relationships)):
        one = graph.relationship_at(place)
        start = [one.valid_from.first, one.valid_from.last] if one.valid_from else [date.min, date.min]
        end = [one.valid_to.first, one.valid_to.last] if one.valid_to else [date.max, date.max]
        if start[certain] <= DAY <= end[not certain]:
            kept.append(one)
    return AllianceGraph.from_models([graph.node_at(place) for place in range(len(graph))], kept)


@settings(max_examples=200, deadline=None)
@given(graph=multigraphs(), count=st.integers(1, 2), data=st.data())
def test_the_status_is_that_of_brute_force_over_what_may_and_what_must_hold(
    graph: AllianceGraph, count: int, data: st.DataObject
) -> None:
    amount = len(graph.relationships)
    graph = dated(graph, data.draw(st.lists(st.sampled_from(DATED), min_size=amount, max_size=amount)))
    rule = TieRule(direction="either")
    possible, sure = (
        partial(brute_force, on_the_day(graph, certain=certain), "n0", "n1", hops=4, via=(), avoid=())
        for certain in (False, True)
    )
    answer = influence_paths(graph, "n0", "n1", rule=rule, count=count, as_of=DAY)
    rows, status = expected_answer(lambda rule: possible(rule=rule), lambda rule: sure(rule=rule), rule, count)
    assert (answered(answer), answer.status) == (rows, status)
