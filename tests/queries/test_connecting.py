"""Networks that join several nodes: against every tree on random graphs, and who is left over."""

from __future__ import annotations

import random
from itertools import combinations
from math import prod
from typing import Any

import networkx as nx
import numpy as np
import pytest

from alliance.errors import InputRefused
from alliance.graph import AllianceGraph, Measure, Relationship
from alliance.graph.networks import steiner
from alliance.graph.quantities import Quantity
from alliance.queries import TieRule, connecting_network
from alliance.tests.queries.strengths import CERTAINTY, SEEN, holding, random_facts, shuffled


def strongest(links: list[Relationship], named: set[str]) -> float:
    """The greatest product of any tree that joins the named nodes; 0 when there is none."""
    graph: Any = nx.Graph()
    for link in links:
        ends, value = (link.source, link.target), link.confidence or 0.0
        if ("hub" not in ends or "hub" in named) and value > graph.get_edge_data(*ends, {"value": 0})["value"]:
            graph.add_edge(*ends, value=value, cost=-np.log(value))
    graph.add_nodes_from(named)
    others, best = sorted(set(graph) - named), 0.0
    for count in range(len(others) + 1):
        for more in combinations(others, count):
            part = graph.subgraph({*named, *more})
            if nx.is_connected(part):
                tree: Any = nx.minimum_spanning_tree(part, weight="cost")
                best = max(best, prod(tree.edges[edge]["value"] for edge in tree.edges))
    return best


@pytest.mark.parametrize("seed", range(250))
@pytest.mark.parametrize("few", [6, 2])
def test_the_network_is_the_strongest_or_within_its_guarantee(
    seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steiner, "_FEW", few)
    dice = random.Random(seed)
    nodes, links = random_facts(dice, open_links=True)
    named = dice.sample([node.id for node in nodes], dice.choice([2, 3, 3, len(nodes) - 1]))
    answer = connecting_network(shuffled(nodes, links, dice), named, rule=CERTAINTY)
    sure, wide = (strongest(holding(links, wide=wide), set(named)) for wide in (False, True))
    assert answer.status == ("found" if sure else "unknown" if wide else "none")
    best = sure or wide
    if not best:
        assert answer.bounds["left_over"]
        return
    mine, tree = answer.bounds["strength"], nx.Graph([(row.one.id, row.other.id) for row in answer.rows])
    assert set(named) <= set(tree)
    assert nx.is_tree(tree)
    assert mine == pytest.approx(prod(row.value for row in answer.rows), rel=1e-5)
    assert best**2 * (1 - 1e-5) <= mine <= best * (1 + 1e-5)
    assert answer.bounds["exact"] == (few == 6 or len(named) == 2)
    if answer.bounds["exact"]:
        assert mine == pytest.approx(best, rel=1e-5)


def test_who_cannot_be_joined_is_a_part_of_the_answer(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", "x"), make_link("b", "SERVES", "x"), make_link("d", "SERVES", "e")]
    graph = AllianceGraph.from_models([make_node(name) for name in "abcdex"], links)
    answer = connecting_network(graph, ["c", "a", "d", "b", "e"])
    assert (answer.status, answer.bounds["joined"]) == ("none", ["a", "b"])
    assert answer.bounds["left_over"] == ["c", "d", "e"]
    assert [(row.group, row.one.id, row.other.id) for row in answer.rows] == [
        (1, "a", "x"),
        (1, "b", "x"),
        (2, "d", "e"),
    ]
    assert "cannot be joined: c, d, e" in answer.sentence.en
    assert answer.unknown


def test_a_known_hole_may_join_them(make_node: Any) -> None:
    count = Measure(subject="g", metric="服务企业数", value=Quantity(value=3), evidence=SEEN)
    graph = AllianceGraph.from_models([make_node("g", "government"), make_node("e")], [], [count])
    answer = connecting_network(graph, ["g", "e"])
    assert (answer.status, answer.rows) == ("unknown", ())
    assert answer.unknown


def test_umbrella_nodes_join_only_where_they_are_named_or_allowed(make_node: Any, make_link: Any) -> None:
    links = [make_link(name, "LEADS", "u") for name in "ab"] + [make_link(name, "MEMBER_OF", "u") for name in "cd"]
    graph = AllianceGraph.from_models([make_node("u", "alliance"), *(make_node(name) for name in "abcd")], links)
    assert connecting_network(graph, ["a", "b"]).status == "none"
    assert connecting_network(graph, ["a", "b", "u"]).status == "found"
    assert connecting_network(graph, ["c", "u"]).status == "none"
    assert connecting_network(graph, ["a", "c"], rule=TieRule(umbrella=True)).status == "found"


def test_two_different_nodes_are_needed(make_node: Any) -> None:
    graph = AllianceGraph.from_models([make_node("a")], [])
    with pytest.raises(InputRefused):
        connecting_network(graph, ["a", "a"])


def test_an_irrelevant_component_changes_nothing() -> None:
    dice = random.Random(4)
    nodes, links = random_facts(dice)
    more, other = random_facts(random.Random(9))
    apart = [node.model_copy(update={"id": f"0{node.id}", "name": f"0{node.id}"}) for node in more]
    moved = [
        Relationship(source=f"0{link.source}", type=link.type, target=f"0{link.target}", evidence=SEEN)
        for link in other
    ]
    plain = connecting_network(AllianceGraph.from_models(nodes, links), ["n0", "n1", "n2"])
    mixed = connecting_network(shuffled([*nodes, *apart], [*links, *moved], dice), ["n0", "n1", "n2"])
    version = {"data_version": ""}
    assert plain.model_copy(update=version).to_json() == mixed.model_copy(update=version).to_json()
