"""Reach and starters: worked values, and every number against its definition on random graphs."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from alliance.errors import InputRefused
from alliance.graph import AllianceGraph, Measure, Node, Relationship
from alliance.graph.quantities import Quantity
from alliance.queries import TieRule, best_starters, influence_strength, reach
from alliance.tests.queries.strengths import (
    CERTAINTY,
    SEEN,
    best_arcs,
    holding,
    random_facts,
    reached_in,
    shuffled,
    worlds,
)


def arcs_of(links: list[Relationship], source: str, without: tuple[str, ...] = ()) -> Any:
    best = best_arcs(links, lambda tail: tail != "hub" or tail == source)
    return {arc: link for arc, link in best.items() if not set(arc) & set(without)}


def expected(arcs: Any, starts: list[str], hops: int, targets: set[str]) -> float:
    """The average number of targets that are reached, over every world."""
    total = 0.0
    for weight, working in worlds(arcs):
        found = {node for start in starts for node in reached_in(working, start, hops)}
        total += weight * len(found & targets)
    return total


# ---- reach ----


def test_a_chain_by_hand(make_node: Callable[..., Node], make_link: Callable[..., Relationship]) -> None:
    links = [make_link(one, "SERVES", other, confidence=0.5) for one, other in ("ab", "bc", "cd")]
    graph = AllianceGraph.from_models([make_node(name) for name in "abcde"], links)
    answer = reach(graph, "a", hops=2, rule=CERTAINTY)
    assert [(row.id, row.steps, row.probability) for row in answer.rows] == [("b", 1, 0.5), ("c", 2, 0.25)]
    told = answer.bounds
    assert (told["targets"], told["reached"], told["weighted"], told["expected"]) == (4, 2, 0.375, 0.75)
    assert told["runs"] == 0
    assert "2 of 4 targets" in answer.sentence.en
    assert reach(graph, "e").status == "none"


def test_what_depends_on_somebody(make_node: Any, make_link: Any) -> None:
    links = [make_link(one, "SERVES", other, confidence=1.0) for one, other in ("ax", "xb", "xc", "ac")]
    maybe = make_link("a", "SERVES", "b", confidence=1.0, status="inferred")
    nodes = [make_node(name) for name in "axbc"]
    answer = reach(AllianceGraph.from_models(nodes, links), "a", without=["x"], rule=CERTAINTY)
    assert {row.id: row.lost for row in answer.rows} == {"b": "yes", "c": "no"}
    assert (answer.bounds["lost"], answer.bounds["expected_lost"]) == (1, 1.0)
    open_ = reach(AllianceGraph.from_models(nodes, [*links, maybe]), "a", without=["x"], rule=CERTAINTY)
    assert {row.id: row.lost for row in open_.rows} == {"b": "may", "c": "no"}
    assert (open_.bounds["lost"], open_.bounds["lost_high"]) == (0, 1)
    with pytest.raises(InputRefused):
        reach(AllianceGraph.from_models(nodes, links), "a", without=["a"])


def test_a_known_hole_leaves_it_open_whom_one_reaches(make_node: Any) -> None:
    count = Measure(subject="g", metric="服务企业数", value=Quantity(value=3), evidence=SEEN)
    graph = AllianceGraph.from_models([make_node("g", "government"), make_node("e")], [], [count])
    answer = reach(graph, "g")
    assert (answer.status, answer.bounds["open"], answer.rows) == ("unknown", True, ())
    assert answer.unknown
    assert reach(graph, "e").status == "none"


def test_targets_are_of_kinds_and_of_a_scope_and_no_aggregates(make_node: Any, make_link: Any) -> None:
    nodes = [make_node("a"), make_node("b"), make_node("g", "government"), make_node("u", "alliance"),
             make_node("many", aggregate=True)]  # fmt: skip
    links = [make_link("a", "SERVES", other) for other in ("b", "g", "many")] + [make_link("g", "MEMBER_OF", "u")]
    graph = AllianceGraph.from_models(nodes, links)
    assert [row.id for row in reach(graph, "a").rows] == ["b", "g"]
    assert [row.id for row in reach(graph, "a", kinds=["enterprise"]).rows] == ["b"]
    assert [row.id for row in reach(graph, "a", scope="u").rows] == ["g"]


@pytest.mark.parametrize("seed", range(250))
def test_reach_is_that_of_its_definition(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice, open_links=True)
    names = [node.id for node in nodes if node.id != "hub"]
    source, out = dice.sample(names, 2)
    hops, without = dice.choice([1, 2, 3, 9]), [out] if dice.random() < 0.5 else []
    graph = shuffled(nodes, links, dice)
    answer = reach(graph, source, hops=hops, without=without, rule=CERTAINTY)
    targets = set(names) - {source, *without}
    told, rows = answer.bounds, {row.id: row for row in answer.rows}
    for wide, ending in ((False, ""), (True, "_high")):
        arcs = arcs_of(holding(links, wide=wide), source)
        steps = {node: step for node, step in reached_in(arcs, source, hops).items() if node in targets}
        assert told["reached" + ending] == len(steps)
        near = sum(1 / step for step in steps.values()) / max(1, len(targets))
        assert told["weighted" + ending] == pytest.approx(near, rel=1e-4)
        if len(arcs) <= 14:
            assert told["expected" + ending] == pytest.approx(expected(arcs, [source], hops, targets), rel=1e-4)
        assert set(steps) <= set(rows)
    assert answer.status == ("found" if told["reached"] else "unknown" if told["reached_high"] else "none")
    assert all((row.lost != "") == bool(without) for row in answer.rows)
    if without:
        _check_losses(rows, links, source, out, hops)


def _check_losses(rows: Any, links: list[Relationship], source: str, out: str, hops: int) -> None:
    """A loss that is sure is one in every world, and one that is excluded is one in none."""
    maybe = [link for link in links if link.status == "inferred"]
    for number in range(2 ** len(maybe)):
        gone = {link.id for place, link in enumerate(maybe) if number >> place & 1}
        world = [link for link in links if link.id not in gone]
        with_, left = (reached_in(arcs_of(world, source, who), source, hops) for who in ((), (out,)))
        for node, row in rows.items():
            lost = node in with_ and node not in left
            assert not (row.lost == "yes" and not lost)
            assert not (row.lost == "no" and lost)


@pytest.mark.parametrize("seed", range(30))
def test_the_probability_of_a_target_is_the_strength_of_the_way_there(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice)
    graph = shuffled(nodes, links, dice)
    answer = reach(graph, "n0", rule=CERTAINTY, runs=20_000)
    for row in answer.rows:
        (strength,) = influence_strength(graph, "n0", row.id, rule=CERTAINTY).rows
        assert row.probability == pytest.approx(strength.strength_low, abs=0.02 if answer.bounds["runs"] else 1e-5)


def test_many_links_are_drawn_and_say_so(make_node: Any, make_link: Any) -> None:
    names = [f"n{number:02}" for number in range(30)]
    links = [make_link("n00", "SERVES", name, confidence=0.5) for name in names[1:]]
    graph = AllianceGraph.from_models([make_node(name) for name in names], links)
    answer = reach(graph, "n00", rule=CERTAINTY)
    told = answer.bounds
    assert told["runs"] == 10_048
    assert told["range_low"] < told["expected"] < told["range_high"]
    assert told["expected"] == pytest.approx(14.5, abs=0.1)
    assert "10048 runs, seed 1" in answer.sentence.en


def test_an_irrelevant_component_changes_only_the_denominator(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", name, confidence=0.5) for name in "bcdefghijklmnopqr"]
    nodes = [make_node(name) for name in "abcdefghijklmnopqr"]
    more = [make_node("0a"), make_node("zz")], [make_link("0a", "SERVES", "zz")]
    plain = reach(AllianceGraph.from_models(nodes, links), "a")
    mixed = reach(AllianceGraph.from_models([*nodes, *more[0]], [*links, *more[1]]), "a")
    assert plain.rows == mixed.rows
    assert plain.bounds["expected"] == mixed.bounds["expected"]
    assert mixed.bounds["targets"] == plain.bounds["targets"] + 2


# ---- starters ----


@pytest.mark.parametrize("seed", range(120))
def test_starters_keep_the_guarantee_and_are_the_plain_greedy_choice(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice)
    names = sorted(node.id for node in nodes if node.id != "hub")
    count, hops = dice.choice([1, 2, 3]), dice.choice([1, 2, 9])
    answer = best_starters(shuffled(nodes, links, dice), count=count, hops=hops, rule=CERTAINTY, runs=20_000)
    arcs = arcs_of(links, "")
    able = sorted({tail for tail, _ in arcs} & set(names))
    chosen = [row.id for row in answer.rows]
    assert len(chosen) == min(count, len(able))
    values = {pick: expected(arcs, list(pick), hops, set(names)) for pick in combinations(able, len(chosen))}
    mine = values[tuple(sorted(chosen))] if chosen else 0.0
    assert answer.bounds["expected"] == pytest.approx(mine, abs=0.05)
    assert mine >= (1 - 1 / 2.718281828) * max(values.values(), default=0.0) - 0.05
    before: list[str] = []
    for row in answer.rows:
        gains = {name: expected(arcs, [*before, name], hops, set(names)) for name in able if name not in before}
        before.append(row.id)
        assert gains[row.id] >= max(gains.values()) - 0.05


def test_starters_are_chosen_by_what_holds(make_node: Any, make_link: Any) -> None:
    maybe = [make_link("b", "SERVES", name, status="inferred", confidence=1.0) for name in "cde"]
    nodes = [make_node(name) for name in "abcde"]
    unsure = best_starters(AllianceGraph.from_models(nodes, maybe))
    assert (unsure.status, unsure.rows) == ("unknown", ())
    links = [make_link("a", "SERVES", "b", confidence=1.0), *maybe]
    answer = best_starters(AllianceGraph.from_models(nodes, links), count=1, rule=TieRule(view="certainty"))
    assert [(row.id, row.gain) for row in answer.rows] == [("a", 2.0)]
    assert (answer.bounds["expected"], answer.bounds["expected_high"]) == (2.0, 5.0)
    assert best_starters(AllianceGraph.from_models(nodes, [])).status == "none"
