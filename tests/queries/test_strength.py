"""How strongly one reaches another: worked values, and every number against its definition on random graphs."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations, pairwise
from math import prod
from typing import Any

import networkx as nx
import pytest

from alliance.errors import InputRefused
from alliance.graph import AllianceGraph, Measure, Node, Relationship
from alliance.graph.quantities import Quantity
from alliance.queries import TieRule, influence_strength
from alliance.tests.queries.strengths import (
    CERTAINTY,
    SEEN,
    best_arcs,
    holding,
    random_facts,
    shuffled,
    simple_paths,
    worlds,
)

A = {("O", "S"): 0.9, ("S", "M"): 0.9, ("M", "L"): 0.8, ("O", "T"): 0.6, ("T", "L"): 0.95, ("O", "L"): 0.5}
B = {("O", "H"): 0.5, ("H", "A"): 0.9, ("H", "B"): 0.9, ("A", "L"): 0.9, ("B", "L"): 0.9}


def worked(values: dict[tuple[str, str], float], make_node: Any, make_link: Any) -> AllianceGraph:
    names = sorted({end for ends in values for end in ends})
    links = [make_link(one, "SERVES", other, confidence=value) for (one, other), value in values.items()]
    return AllianceGraph.from_models([make_node(name) for name in names], links)


def ids(nodes: Any) -> list[str]:
    return [node.id for node in nodes]


def test_oracle_a(make_node: Callable[..., Node], make_link: Callable[..., Relationship]) -> None:
    answer = influence_strength(worked(A, make_node, make_link), "O", "L", rule=CERTAINTY)
    (row,) = answer.rows
    assert answer.status == "found"
    assert (row.strength_low, row.strength_high, row.method) == (0.92432, 0.92432, "exact")
    assert (row.best_path, row.bound_high) == (0.648, 0.92432)
    assert sorted("".join(ids(route.nodes)) for route in row.routes) == ["OL", "OSML", "OTL"]
    assert (row.routes_low, row.cut, row.necks) == (3, None, ())
    assert len(answer.evidence) == 6


def test_oracle_b(make_node: Callable[..., Node], make_link: Callable[..., Relationship]) -> None:
    (row,) = influence_strength(worked(B, make_node, make_link), "O", "L", rule=CERTAINTY).rows
    assert (row.strength_low, row.bound_high, row.best_path) == (0.48195, 0.645975, 0.405)
    assert row.cut is not None
    assert (ids(row.cut), ids(row.necks), row.routes_low) == (["H"], ["H"], 1)


def test_what_only_may_hold_makes_two_numbers(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "b", confidence=0.5),
        make_link("a", "SERVES", "c", confidence=0.5, status="inferred"),
        make_link("c", "SERVES", "b", confidence=1.0),
    ]
    graph = AllianceGraph.from_models([make_node(name) for name in "abc"], links)
    answer = influence_strength(graph, "a", "b", rule=CERTAINTY)
    assert (answer.status, answer.rows[0].strength_low, answer.rows[0].strength_high) == ("found", 0.5, 0.75)
    assert any("hold" in unknown.what.en for unknown in answer.unknown)
    assert "0.5–0.75" in answer.sentence.en
    unsure = influence_strength(graph, "a", "c", rule=CERTAINTY)
    assert (unsure.status, unsure.rows[0].strength_low, unsure.rows[0].strength_high) == ("unknown", 0.0, 0.5)
    named = influence_strength(graph, "a", "c", rule=TieRule(view="certainty", statuses=("confirmed",)))
    assert (named.status, named.rows) == ("none", ())


def test_a_known_hole_keeps_a_no_from_being_one(make_node: Any) -> None:
    count = Measure(subject="g", metric="服务企业数", value=Quantity(value=3), evidence=SEEN)
    graph = AllianceGraph.from_models([make_node("g", "government"), make_node("e")], [], [count])
    answer = influence_strength(graph, "g", "e")
    assert (answer.status, answer.rows) == ("unknown", ())
    assert answer.unknown
    assert influence_strength(graph, "e", "g").status == "none"


def test_umbrella_nodes_are_no_way_through(make_node: Any, make_link: Any) -> None:
    members = [make_link(name, "MEMBER_OF", "u", confidence=0.5, strength=1.0) for name in "ab"]
    graph = AllianceGraph.from_models([make_node("u", "alliance"), make_node("a"), make_node("b")], members)
    assert influence_strength(graph, "a", "b").status == "none"
    (row,) = influence_strength(graph, "a", "b", rule=TieRule(umbrella=True)).rows
    assert (row.strength_low, ids(row.necks)) == (0.25, ["u"])


def test_both_ends_must_differ(make_node: Any) -> None:
    with pytest.raises(InputRefused):
        influence_strength(AllianceGraph.from_models([make_node("a")], []), "a", "a")


@pytest.mark.parametrize("seed", range(300))
def test_every_number_is_that_of_its_definition(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice, open_links=True)
    source, target = dice.sample([node.id for node in nodes], 2)
    hops = dice.choice([1, 2, 3, 4, 9])
    answer = influence_strength(shuffled(nodes, links, dice), source, target, hops=hops, rule=CERTAINTY)
    truth = [_by_definition(holding(links, wide=wide), source, target, hops) for wide in (False, True)]
    assert answer.status == ("found" if truth[0] else "unknown" if truth[1] else "none")
    if not truth[1]:
        assert answer.rows == ()
        return
    (row,) = answer.rows
    assert row.strength_low == pytest.approx(truth[0], rel=1e-5)
    assert row.strength_high == pytest.approx(truth[1], rel=1e-5)
    _check_structure(row, holding(links), links, (source, target), hops)


def _arcs(links: list[Relationship], source: str) -> dict[tuple[str, str], Relationship]:
    return best_arcs(links, lambda tail: tail != "hub" or tail == source)


def _by_definition(links: list[Relationship], source: str, target: str, hops: int) -> float:
    """The sum of the probabilities of the worlds in which some path works."""
    paths = simple_paths(_arcs(links, source), source, target, hops)
    arcs = {arc: link for arc, link in _arcs(links, source).items() if any(arc in pairwise(path) for path in paths)}
    return sum(weight for weight, working in worlds(arcs) if any(working.issuperset(pairwise(path)) for path in paths))


def _check_structure(
    row: Any, sure: list[Relationship], links: list[Relationship], ends: tuple[str, str], hops: int
) -> None:
    arcs, certain = _arcs(links, ends[0]), _arcs(sure, ends[0])
    paths, held = simple_paths(arcs, *ends, hops), simple_paths(certain, *ends, hops)
    between = {node for path in paths for node in path[1:-1]}
    assert set(ids(row.necks)) == {node for node in between if all(node in path for path in paths)}
    strengths = [prod(arcs[step].confidence or 0 for step in pairwise(path)) for path in paths]
    assert row.bound_high == pytest.approx(1 - prod(1 - strength for strength in strengths), rel=1e-5)
    best = max((prod(certain[step].confidence or 0 for step in pairwise(path)) for path in held), default=0)
    assert row.best_path == pytest.approx(best, rel=1e-5)
    assert row.best_path <= row.strength_low <= row.strength_high <= row.bound_high + 1e-9
    if row.cut is None:
        assert ends in arcs
    else:
        assert all(set(ids(row.cut)) & set(path) for path in paths)
    ways = [tuple(ids(route.nodes)) for route in row.routes]
    assert all(way in (held or paths) for way in ways)
    assert all(not set(one[1:-1]) & set(other[1:-1]) for one, other in combinations(ways, 2))


@pytest.mark.parametrize("seed", range(150))
def test_without_a_limit_routes_cuts_and_necks_are_those_of_menger_and_the_dominators(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice)
    source, target = dice.sample([node.id for node in nodes], 2)
    answer = influence_strength(shuffled(nodes, links, dice), source, target, hops=99, rule=CERTAINTY)
    graph: Any = nx.DiGraph([arc for arc in _arcs(links, source) if arc != (target, source)])  # NetworkX refuses it
    if not answer.rows:
        return
    (row,) = answer.rows
    dominators, node, expected = nx.immediate_dominators(graph, source), target, []
    while dominators.get(node, source) not in (source, node):
        node = dominators[node]
        expected.append(node)
    assert ids(row.necks) == expected[::-1]
    assert row.routes_low == row.routes_high == len(list(nx.node_disjoint_paths(graph, source, target)))
    if row.cut is not None:
        assert len(row.cut) == len(nx.minimum_node_cut(graph, source, target)) == row.routes_low


@pytest.mark.parametrize("seed", range(40))
def test_what_was_drawn_agrees_with_what_was_counted(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice)
    graph = shuffled(nodes, links, dice)
    exact = influence_strength(graph, "n0", "n1", rule=CERTAINTY)
    drawn = influence_strength(graph, "n0", "n1", rule=CERTAINTY, budget=1, runs=20_000)
    assert drawn.status == exact.status
    for one, other in zip(exact.rows, drawn.rows, strict=True):
        assert other.strength_low == pytest.approx(one.strength_low, abs=0.02)
        assert other.range_low <= other.strength_low <= other.range_high
        assert other.method == "exact" or "20032 runs, seed 1" in drawn.sentence.en


def test_an_irrelevant_component_and_the_order_change_nothing() -> None:
    dice = random.Random(5)
    nodes, links = random_facts(dice)
    more = [Node(id=name, kind="enterprise", name=name, evidence=SEEN) for name in ("a0", "z9")]
    other = Relationship(source="a0", type="SERVES", target="z9", confidence=0.5, status="confirmed", evidence=SEEN)
    for budget in (1, 2000):
        plain = influence_strength(AllianceGraph.from_models(nodes, links), "n0", "n1", budget=budget)
        mixed = influence_strength(shuffled([*nodes, *more], [*links, other], dice), "n0", "n1", budget=budget)
        assert (
            plain.model_copy(update={"data_version": ""}).to_json()
            == mixed.model_copy(update={"data_version": ""}).to_json()
        )
