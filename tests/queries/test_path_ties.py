"""The order of paths is exact: equal products of decimal numbers are equal, whatever their binary approximations."""

from __future__ import annotations

import random
from fractions import Fraction
from math import prod
from typing import Any

import networkx as nx
import pytest

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.queries import TieRule, influence_paths

SEEN = (Evidence(source="s1"),)
VALUES = ["0.1", "0.9", "0.3", "0.09", "0.5", "0.25", "1", "0.75", "0.6", "0.45", "0.03", "0.27", "0.333", "0.3330001"]


def chain_of(values: dict[str, list[float]]) -> AllianceGraph:
    """From a to z, a way for each name, over as many steps as it has values."""
    nodes, links = [Node(id=end, kind="enterprise", name=end) for end in "az"], []
    for name, steps in values.items():
        stops = ["a", *(f"{name}{place}" for place in range(1, len(steps))), "z"]
        nodes += [Node(id=stop, kind="enterprise", name=stop) for stop in stops[1:-1]]
        links += [
            Relationship(source=tail, type="SERVES", target=head, product=name, confidence=value, evidence=SEEN)
            for (tail, head), value in zip(nx.utils.pairwise(stops), steps, strict=True)
        ]
    return AllianceGraph.from_models(nodes, links)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        ({"b": [0.1, 0.9], "c": [0.3, 0.3]}, ["b1", "c1"]),
        ({"c": [0.1, 0.9], "b": [0.3, 0.3]}, ["b1", "c1"]),
        ({"b": [0.5, 0.5], "c": [0.25]}, ["z", "b1"]),
        ({"b": [0.1, 0.1, 0.1], "c": [0.01, 0.1]}, ["c1", "b1"]),
        ({"b": [0.3, 0.333], "c": [0.3, 0.3330000000001]}, ["c1", "b1"]),
        ({"b": [1.0, 1.0, 0.7], "c": [0.7, 1.0]}, ["c1", "b1"]),
    ],
)
def test_equal_products_go_by_steps_and_then_by_names(values: dict[str, list[float]], order: list[str]) -> None:
    rows = influence_paths(chain_of(values), "a", "z", rule=TieRule(view="certainty")).rows
    assert [row.nodes[1].id for row in rows] == order


def test_parallel_links_of_equal_products_go_by_their_ids() -> None:
    nodes = [Node(id=name, kind="enterprise", name=name) for name in "ab"]
    links = [
        Relationship(source="a", type="SERVES", target="b", product=product, confidence=c, strength=s, evidence=SEEN)
        for product, c, s in (("x", 0.1, 0.9), ("y", 0.3, 0.3), ("z", 0.9, 0.1))
    ]
    (row,) = influence_paths(AllianceGraph.from_models(nodes, links), "a", "b").rows
    assert [link.id for link in row.relationships[0]] == sorted(link.id for link in links)
    assert {link.value for link in row.relationships[0]} == {0.09}


def test_the_order_of_random_graphs_full_of_equal_products_is_that_of_fractions() -> None:
    for seed in range(600):
        dice = random.Random(seed)
        names = [f"n{place}" for place in range(6)]
        nodes = [Node(id=name, kind="enterprise", name=dice.choice("甲乙")) for name in names]
        pairs = dice.sample([(one, other) for one in names for other in names if one != other], dice.randint(6, 20))
        written = {pair: dice.choice(VALUES) for pair in pairs}
        links = [
            Relationship(source=tail, type="SERVES", target=head, confidence=float(value), evidence=SEEN)
            for (tail, head), value in written.items()
        ]
        graph = AllianceGraph.from_models(nodes, links)
        rows = influence_paths(graph, "n0", "n1", rule=TieRule(view="certainty"), count=1000, hops=5).rows
        labels = {node.id: node.name for node in nodes}
        network = nx.DiGraph(pairs)
        network.add_nodes_from(names)
        expected = sorted(
            nx.all_simple_paths(network, "n0", "n1", cutoff=5),
            key=lambda path: (
                -prod(Fraction(written[step]) for step in nx.utils.pairwise(path)),
                len(path),
                [(labels[node], node) for node in path],
            ),
        )
        assert [[node.id for node in row.nodes] for row in rows] == expected, seed


def test_a_better_parallel_link_that_may_not_hold_makes_the_strength_an_interval(
    make_node: Any, make_link: Any
) -> None:
    links = [
        make_link("a", "SERVES", "b", confidence=0.5, strength=0.6),
        make_link("a", "SUPPLIES", "b", confidence=0.75, strength=0.6, status="disputed"),
    ]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], links)
    (narrow,) = influence_paths(graph, "a", "b").rows
    assert (narrow.strength_low, narrow.strength_high, narrow.strength_text()) == (0.3, 0.3, "0.3")
    answer = influence_paths(graph, "a", "b", rule=TieRule(statuses=("confirmed", "disputed")))
    (wide,) = answer.rows
    assert (answer.status, wide.truth) == ("found", "holds")
    assert (wide.strength, wide.strength_low, wide.strength_high) == (0.45, 0.3, 0.45)
    assert "0.3–0.45" in answer.sentence.en
    assert [link.truth for link in wide.relationships[0]] == ["may", "holds"]
