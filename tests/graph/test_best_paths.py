"""The k best paths against brute force, in both forms of the kernels.

The oracle walks every simple path and shares no code with the search. `ALLIANCE_TEST_KERNELS` sets how many random
multigraphs are compared.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import prod
from textwrap import dedent
from types import ModuleType

import numpy as np
import pytest

from alliance.graph import AllianceGraph, Node
from alliance.graph.networks import best_paths as module
from alliance.graph.networks import limited_kernels
from alliance.graph.networks.best_paths import MOST_STOPS, Found, best_paths
from alliance.graph.networks.compiling import can_compile, compiled
from alliance.graph.networks.stops import Stop
from alliance.graph.networks.tie_network import TieNetwork, network_of
from alliance.graph.networks.ties import Arcs

GRAPHS = int(os.environ.get("ALLIANCE_TEST_KERNELS", "2000"))
FEW = [0.1, 0.9, 0.3, 0.09, 0.5, 0.25, 1.0]
NEAR = [0.3, 0.333, 0.3330000000001, 0.33299999999999, 1.0, 0.0000012345]
MANY = [place / 100 for place in range(1, 100)]
FORMS = ["plain", "machine code"]


@dataclass(frozen=True)
class Asked:
    """A multigraph of (tail, head, confidence, strength), and a question."""

    size: int
    links: list[tuple[int, int, float, float]]
    umbrellas: list[int]
    source: int
    target: int
    hops: int
    count: int
    via: list[int]
    avoid: list[int]
    umbrella: bool
    groups: tuple[list[int], ...] = ()
    marked: tuple[list[int], ...] = ()
    """Further stops: one of some nodes between the ends, and a step that has one of some links."""


def random_question(dice: random.Random) -> Asked:
    size, factors = dice.randint(3, 8), dice.choice([FEW, FEW, NEAR, MANY])
    links = []
    for _ in range(dice.randint(1, 4 * size)):
        tail, head = dice.sample(range(size), 2)
        links.append((tail, head, dice.choice(factors), dice.choice([1.0, *factors])))
        if dice.random() < 0.4:
            links.append((head, tail, *links[-1][2:]))
    source, target, *others = dice.sample(range(size), size)
    stops = dice.choice([0, 0, 0, 1, 2, 3]) if len(others) > 3 else 0
    return Asked(
        size, links, [node for node in others if dice.random() < 0.1], source, target, dice.randint(1, 8),
        dice.choice([1, 1, 2, 3, 5, 20]), others[:stops], others[stops : stops + dice.choice([0, 0, 1])],
        dice.random() < 0.5,
        tuple(dice.sample(range(size), 2) for _ in range(dice.choice([0, 0, 0, 1, 2]))),
        tuple(dice.sample(range(len(links)), min(len(links), 3)) for _ in range(dice.choice([0, 0, 0, 1, 2]))),
    )  # fmt: skip


@lru_cache(maxsize=10_000)
def graph_of(ids: tuple[int, ...], umbrellas: tuple[int, ...]) -> AllianceGraph:
    """Nodes whose names are in order of their numbers, whatever their ids; no relationships are needed."""
    return AllianceGraph.from_models(
        Node(id=f"n{node_id}", kind="alliance" if place in umbrellas else "enterprise", name=f"{place:02}")
        for place, node_id in enumerate(ids)
    )


def searched(asked: Asked, ids: list[int], order: list[int], budget: int = 10**6) -> tuple[Found, TieNetwork]:
    """What the search finds, its paths as numbers of nodes, for nodes of some ids and links in some order."""
    graph = graph_of(tuple(ids), tuple(sorted(asked.umbrellas)))
    place = {number: graph.position(f"n{node_id}") for number, node_id in enumerate(ids)}
    rows = [asked.links[link] for link in order]
    tails, heads = (
        np.array([place[end] for end in ends], np.int32) for ends in zip(*(row[:2] for row in rows), strict=True)
    )
    confidences, strengths = (np.array([row[factor] for row in rows]) for factor in (2, 3))
    values = {link: Fraction(str(row[2])) * Fraction(str(row[3])) for link, row in enumerate(asked.links)}
    network = network_of(
        graph, Arcs(tails, heads, confidences, strengths, np.array(order)), values.__getitem__, umbrella=asked.umbrella
    )
    positions = [place[node] for node in (asked.source, asked.target)]
    marks = np.zeros((len(asked.marked), len(asked.links)), np.bool_)
    for mark, chosen in zip(marks, asked.marked, strict=True):
        mark[chosen] = True
    nowhere = np.empty(0, np.int64)
    stops = [*(Stop(np.array([place[node] for node in group]))
               for group in (*([node] for node in asked.via), *asked.groups)),
             *(Stop(nowhere, mark) for mark in marks)]  # fmt: skip
    found = best_paths(
        network, positions[0] or 0, positions[1] or 0, count=asked.count, hops=asked.hops, stops=stops,
        avoid=[place[node] or 0 for node in asked.avoid], budget=budget,
    )  # fmt: skip
    names = [int(name) for name in graph.node_names]
    return Found([tuple(names[node] for node in path) for path in found.paths], *rest(found)), network


def rest(found: Found) -> tuple[int, bool, int]:
    return found.steps, found.clipped, found.links


def stops_of(asked: Asked) -> int:
    return len(asked.via) + len(asked.groups) + len(asked.marked)


# ---- the oracle ----


def passable(asked: Asked) -> list[tuple[int, int, Fraction]]:
    closed = {*asked.avoid, *([] if asked.umbrella else asked.umbrellas)}
    return [
        (tail, head, Fraction(str(confidence)) * Fraction(str(strength)))
        for tail, head, confidence, strength in asked.links
        if tail not in {*closed, asked.target} and head not in {*closed, asked.source}
    ]


def passes(asked: Asked, path: tuple[int, ...]) -> bool:
    """Whether a path passes one of each group between its ends, and has one of each lot of marked links."""
    steps = set(pairwise(path))
    return all(set(group) & set(path[1:-1]) for group in asked.groups) and all(
        any(asked.links[link][:2] in steps for link in chosen) for chosen in asked.marked
    )


def simple_paths(asked: Asked, heads: dict[int, set[int]], path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if path[-1] == asked.target:
        if set(asked.via) <= set(path) and passes(asked, path):
            yield path
    elif len(path) <= asked.hops:
        for head in heads.get(path[-1], set()) - set(path):
            yield from simple_paths(asked, heads, (*path, head))


def expected(asked: Asked) -> list[tuple[int, ...]]:
    best: dict[tuple[int, int], Fraction] = {}
    heads: dict[int, set[int]] = {}
    for tail, head, value in passable(asked):
        best[tail, head] = max(value, best.get((tail, head), Fraction(0)))
        heads.setdefault(tail, set()).add(head)
    paths = simple_paths(asked, heads, (asked.source,))
    ranked = sorted(paths, key=lambda path: (-prod(best[pair] for pair in pairwise(path)),
                                             len(path), path))  # fmt: skip
    return ranked[: asked.count]


def links_in_reach(asked: Asked) -> int:
    """Links that lie on a walk of at most so many steps, by walking both ways one step after the other."""
    links, far = passable(asked), asked.hops + 1
    ahead, behind = {asked.source: 0}, {asked.target: 0}
    for step in range(1, far):
        for tail, head, _ in links:
            if ahead.get(tail, far) < step:
                ahead.setdefault(head, step)
            if behind.get(head, far) < step:
                behind.setdefault(tail, step)
    return sum(ahead.get(tail, far) + 1 + behind.get(head, far) <= asked.hops for tail, head, _ in links)


# ---- the comparison ----


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The form that searches take, whatever they would choose."""
    machine = request.param == "machine code"
    if machine and not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    monkeypatch.setattr(module, "is_compiled", lambda _: machine)
    monkeypatch.setattr(module, "machine_code_is_kept", lambda _: machine)
    return str(request.param)


@pytest.mark.usefixtures("form")
def test_paths_and_links_are_those_of_brute_force_whatever_the_ids_and_the_order_of_rows() -> None:
    seen = dict.fromkeys(("paths", "none", "more", "via", "near", "group", "mark", "many"), 0)
    for seed in range(GRAPHS):
        dice = random.Random(seed)
        asked = random_question(dice)
        plain, order = list(range(asked.size)), list(range(len(asked.links)))
        found, network = searched(asked, plain, order)
        assert found.paths == expected(asked), seed
        assert (found.clipped, found.links) == (False, links_in_reach(asked)), seed
        dice.shuffle(order)
        permuted, _ = searched(asked, random.Random(seed % 4).sample(plain, asked.size), order)
        assert permuted == found, seed
        what_was = {
            "paths": found.paths, "none": not found.paths, "more": len(found.paths) > 1,
            "via": asked.via and found.paths, "near": network.error > 20, "group": asked.groups and found.paths,
            "mark": asked.marked and found.paths, "many": stops_of(asked) > MOST_STOPS,
        }  # fmt: skip
        for what, value in what_was.items():
            seen[what] += bool(value)
    assert min(seen.values()) > GRAPHS / 100, seen


def dense(dice: random.Random) -> Asked:
    """Forty nodes with ten links each, both ways and of equal values: full of ties and of walks that turn back."""
    links = []
    for tail in range(40):
        for head in dice.sample([node for node in range(40) if node != tail], 10):
            value = dice.choice([0.5, 0.25, 0.9])
            links += [(tail, head, value, 1.0), (head, tail, value, 1.0)]
    return Asked(40, links, [], 0, 1, 6, 20, [], [], umbrella=True)


def test_both_forms_are_the_same_search(monkeypatch: pytest.MonkeyPatch) -> None:
    if not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    results = []
    for machine in (False, True):
        monkeypatch.setattr(module, "is_compiled", lambda _, machine=machine: machine)
        monkeypatch.setattr(module, "machine_code_is_kept", lambda _, machine=machine: machine)
        found = [searched(dense(random.Random(seed)), list(range(40)), list(range(800)))[0] for seed in range(5)]
        results.append(found)
        clipped, _ = searched(dense(random.Random(1)), list(range(40)), list(range(800)), budget=30)
        assert clipped.clipped
        assert clipped.steps == 30
        assert clipped.paths == found[1].paths[: len(clipped.paths)]
    assert results[0] == results[1]
    assert all(len(found.paths) == 20 and found.steps < 1000 for found in results[0])


def test_a_small_question_imports_no_compiler() -> None:
    script = """
        import sys
        from alliance.queries import influence_paths
        from alliance.graph import AllianceGraph, Evidence, Node, Relationship
        seen = (Evidence(source="s1"),)
        nodes = [Node(id=name, kind="enterprise", name=name) for name in "abc"]
        links = [Relationship(source=a, type="SERVES", target=b, evidence=seen) for a, b in ("ab", "bc")]
        assert influence_paths(AllianceGraph.from_models(nodes, links), "a", "c").status == "found"
        print("numba" in sys.modules)
    """
    run = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False"]


def test_a_large_search_takes_machine_code_only_where_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    if not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    asked, taken = dense(random.Random(2)), list[ModuleType]()
    monkeypatch.setattr(module, "is_compiled", lambda _: False)
    monkeypatch.setattr(module, "PLAIN_ARCS", 100)

    def noted(kernels: ModuleType) -> ModuleType:
        taken.append(kernels)
        return compiled(kernels)

    monkeypatch.setattr(module, "compiled", noted)
    for kept in (False, True):
        monkeypatch.setattr(module, "machine_code_is_kept", lambda _, kept=kept: kept)
        assert len(searched(asked, list(range(40)), list(range(800)))[0].paths) == 20
        assert taken == ([limited_kernels] if kept else [])
