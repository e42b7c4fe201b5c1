"""Brokers, bridges and the bridging gain: worked values, and every measure against its definition on random graphs."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import networkx as nx
import pytest

from alliance.errors import InputRefused
from alliance.graph import AllianceGraph, Node, Relationship
from alliance.queries import TieRule, bridges, bridging_gain, brokers
from alliance.tests.queries.strengths import holding, random_facts, shuffled, ways

EITHER = TieRule(direction="either")


def star(make_node: Any, make_link: Any) -> AllianceGraph:
    links = [make_link("hub", "SERVES", leaf) for leaf in "abcd"]
    return AllianceGraph.from_models([make_node(name) for name in ("hub", *"abcd", "alone")], links)


def test_worked_values_of_a_star_and_an_isolate(make_node: Callable[..., Node], make_link: Any) -> None:
    answer = brokers(star(make_node, make_link), rule=EITHER)
    rows = {row.id: row for row in answer.rows}
    hub, leaf, alone = rows["hub"], rows["a"], rows["alone"]
    assert (hub.constraint, leaf.constraint, hub.effective_size) == (0.25, 1.0, 4.0)
    assert (hub.betweenness, hub.share, hub.cuts, hub.fragmentation) == (12.0, 1.0, True, 1.0)
    assert (alone.constraint, alone.effective_size, alone.contacts) == (None, None, 0)
    told = {row["id"]: row for row in answer.cells("en")}
    assert (told["alone"]["constraint_label"], told["alone"]["effective_size_label"]) == ("no ties", "no ties")
    assert told["alone"]["constraint"] is None
    assert answer.rows[-1].id == "alone"


def test_worked_values_of_a_complete_graph_and_a_directed_triangle(make_node: Any, make_link: Any) -> None:
    links = [make_link(one, "SERVES", other) for one, other in combinations("abcde", 2)]
    graph = AllianceGraph.from_models([make_node(name) for name in "abcde"], links)
    assert {(row.constraint, row.effective_size) for row in brokers(graph, rule=EITHER).rows} == {(0.765625, 1.0)}
    small = AllianceGraph.from_models([make_node(name) for name in "abc"], [
        make_link("a", "SERVES", "b"), make_link("a", "SERVES", "c"), make_link("b", "SERVES", "c")])  # fmt: skip
    assert {row.constraint for row in brokers(small).rows} == {1.125}


def test_an_umbrella_node_is_no_broker(make_node: Any, make_link: Any) -> None:
    members = [make_link(name, "MEMBER_OF", "u") for name in "abc"]
    graph = AllianceGraph.from_models([make_node("u", "alliance"), *(make_node(name) for name in "abc")], members)
    assert brokers(graph).status == "none"
    wide = brokers(graph, rule=TieRule(umbrella=True))
    assert (wide.rows[0].id, wide.rows[0].share) == ("u", 1.0)


def test_a_scope_limits_the_list_and_not_the_network(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", "b"), make_link("b", "SERVES", "c"), make_link("b", "MEMBER_OF", "u"),
             make_link("c", "MEMBER_OF", "u", status="inferred")]  # fmt: skip
    graph = AllianceGraph.from_models([make_node("u", "alliance"), *(make_node(name) for name in "abc")], links)
    answer = brokers(graph, scope="u")
    assert [(row.id, row.truth, row.betweenness) for row in answer.rows] == [("b", "holds", 1.0), ("c", "may", 0.0)]
    with pytest.raises(InputRefused):
        brokers(graph, scope="a")


def test_links_that_only_may_hold_are_left_out_and_named(make_node: Any, make_link: Any) -> None:
    graph = AllianceGraph.from_models(
        [make_node(name) for name in "ab"], [make_link("a", "SERVES", "b", status="disputed")]
    )
    answer = brokers(graph)
    assert (answer.status, answer.rows) == ("unknown", ())
    assert "a serves b" in answer.unknown[0].what.en


def network(links: list[Relationship], *, either: bool = False) -> Any:
    arcs = {arc for link in links for arc in ways(link)}
    arcs = {arc for arc in arcs if "hub" not in arc}
    return nx.DiGraph([*arcs, *([(head, tail) for tail, head in arcs] if either else [])])


@pytest.mark.parametrize("seed", range(200))
def test_every_measure_is_that_of_its_definition(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice, open_links=True)
    either, kinds = dice.random() < 0.5, {node.id: node.kind for node in nodes}
    rule = EITHER if either else TieRule()
    ends = [dice.sample(["n0", "n1", "n2", "government"], dice.randint(0, 2)) for _ in range(2)]
    answer = brokers(shuffled(nodes, links, dice), rule=rule, sources=ends[0], targets=ends[1])
    graph = network(holding(links), either=either)
    if not len(graph):
        assert answer.rows == ()
        return
    starts, stops = ([node for node in graph if not named or node in named or kinds[node] in named] for named in ends)
    between = nx.betweenness_centrality_subset(graph, starts, stops, normalized=False)
    rows = {row.id: row for row in answer.rows}
    for node in graph:
        assert rows[node].betweenness == pytest.approx(between[node], rel=1e-5)
        _check_node(rows[node], graph, node, kinds)


def burt(graph: Any, node: str) -> float:
    """Σ_j (p_ij + Σ_q p_iq p_qj)², by its letters."""

    def share(one: str, other: str) -> float:
        tied = [graph.has_edge(one, third) + graph.has_edge(third, one) for third in graph]
        return float((graph.has_edge(one, other) + graph.has_edge(other, one)) / sum(tied))

    near: set[str] = set(graph.successors(node)) | set(graph.predecessors(node))
    return float(sum((share(node, j) + sum(share(node, q) * share(q, j) for q in near - {j})) ** 2 for j in near))


def _check_node(row: Any, graph: Any, node: str, kinds: dict[str, str]) -> None:
    plain: Any = nx.Graph(graph)
    assert row.constraint == pytest.approx(burt(graph, node), rel=1e-5)
    if graph.out_degree(node):  # without, NetworkX says "not a number"
        assert row.constraint == pytest.approx(nx.constraint(graph, [node])[node], rel=1e-5)
    assert row.effective_size == pytest.approx(nx.effective_size(plain, [node])[node], rel=1e-5)
    assert row.cuts == (node in set(nx.articulation_points(plain)))
    left = [other for other in plain if other != node]
    rest = plain.subgraph(left)
    apart = sum(not nx.has_path(rest, one, other) for one, other in combinations(left, 2))
    pairs = len(left) * (len(left) - 1) / 2
    assert row.fragmentation == pytest.approx(apart / pairs if pairs else 0, abs=1e-5)
    counts = dict.fromkeys(["coordinator", "itinerant", "gatekeeper", "representative", "liaison"], 0)
    for first, last in permutations(left, 2):
        if (first, node) in graph.edges and (node, last) in graph.edges and not plain.has_edge(first, last):
            one, own, other = kinds[first], kinds[node], kinds[last]
            role = {
                one == own == other: "coordinator",
                one == other != own: "itinerant",
                one != own == other: "gatekeeper",
                one == own != other: "representative",
                len({one, own, other}) == 3: "liaison",
            }[True]
            counts[role] += 1
    assert row.roles.model_dump() == counts


def test_three_groups_make_a_liaison_and_an_unknown_group_makes_nothing(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", "b"), make_link("b", "SERVES", "c")]
    levels = {"a": "city", "b": "county", "c": "town"}
    graph = AllianceGraph.from_models([make_node(name, level=level) for name, level in levels.items()], links)
    roles = {row.id: row.roles for row in brokers(graph, group_by="level").rows}
    assert roles["b"] is not None
    assert roles["b"].liaison == 1
    assert {row.roles for row in brokers(graph, group_by="place").rows} == {None}


@pytest.mark.parametrize("seed", range(150))
def test_bridges_are_those_of_the_definition(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice)
    answer = bridges(shuffled(nodes, links, dice))
    plain: Any = nx.Graph(network(links))
    assert {frozenset((row.near.id, row.far.id)) for row in answer.rows} == set(map(frozenset, nx.bridges(plain)))
    for row in answer.rows:
        cut: Any = nx.Graph(plain)
        cut.remove_edge(row.near.id, row.far.id)
        sides = [len(nx.node_connected_component(cut, end)) for end in (row.near.id, row.far.id)]
        apart = sum(not nx.has_path(cut, one, other) for one, other in combinations(cut, 2))
        assert [row.near_size, row.far_size] == sides
        assert row.fragmentation == pytest.approx(2 * apart / (len(cut) * (len(cut) - 1)), abs=1e-5)


def test_betweenness_of_some_sources_is_an_estimate_that_says_so(make_node: Any, make_link: Any) -> None:
    answer = brokers(star(make_node, make_link), rule=EITHER, searches=2, seed=3)
    assert (answer.bounds["sources"], answer.bounds["searched"]) == (5, 2)
    assert "estimate from 2/5 sources, seed 3" in answer.sentence.en


# ---- the bridging gain ----


def alliance_of_five(make_node: Any, make_link: Any, *more: Relationship) -> AllianceGraph:
    """a and b are under one superior, c and d work on one problem, e does nothing."""
    nodes = [make_node("u", "alliance"), make_node("g", "government"), make_node("p", "problem")]
    nodes += [make_node(name) for name in "abcde"]
    links = [make_link(name, "MEMBER_OF", "u") for name in "abcde"]
    links += [make_link(name, "SUBORDINATE_TO", "g") for name in "ab"]
    links += [make_link("a", "SERVES", "c"), make_link("a", "PAIRED_WITH", "b"), *more]
    links += [make_link("c", "RAISED", "p"), make_link("p", "ROUTED_TO", "d")]
    return AllianceGraph.from_models(nodes, links)


def test_the_gain_counts_working_pairs_that_no_command_joins(make_node: Any, make_link: Any) -> None:
    answer = bridging_gain(alliance_of_five(make_node, make_link), "u")
    assert (answer.bounds["pairs"], answer.bounds["bridged"]) == (9, 3)
    assert (answer.bounds["gain_low"], answer.bounds["gain_high"]) == (0.333333, 0.333333)
    assert [(row.one.id + row.other.id, row.middle and row.middle.id) for row in answer.rows] == [
        ("ac", None), ("bc", "a"), ("cd", "p")]  # fmt: skip


def test_what_only_may_hold_makes_the_gain_an_interval(make_node: Any, make_link: Any) -> None:
    more = make_link("d", "SERVES", "e", status="inferred")
    answer = bridging_gain(alliance_of_five(make_node, make_link, more), "u")
    assert (answer.bounds["bridged"], answer.bounds["bridged_high"]) == (3, 4)
    assert (answer.bounds["gain_low"], answer.bounds["gain_high"]) == (0.333333, 0.444444)
    assert answer.rows[-1].truth == "may"


@pytest.mark.parametrize("seed", range(60))
def test_the_gain_lies_between_its_ends_in_every_world(seed: int, make_node: Any, make_link: Any) -> None:
    dice = random.Random(seed)
    names, links = "abcd", {}
    for _ in range(8):
        one, other = dice.sample(names, 2)
        status = dice.choice(["confirmed", "inferred"])
        link = make_link(one, dice.choice(["SUBORDINATE_TO", "SERVES"]), other, status=status)
        links[link.id] = link
    members = [make_link(name, "MEMBER_OF", "u", status=dice.choice(["confirmed", "inferred"])) for name in names]
    facts = [make_node("u", "alliance"), *(make_node(name) for name in names)]
    bounds = bridging_gain(AllianceGraph.from_models(facts, [*links.values(), *members]), "u").bounds
    every = [*links.values(), *members]
    maybe = [link for link in every if link.status == "inferred"]
    for number in range(2 ** len(maybe)):
        left_out = {link.id for place, link in enumerate(maybe) if number >> place & 1}
        pairs, bridged = _counted([link for link in every if link.id not in left_out])
        assert bounds["pairs"] <= pairs <= bounds["pairs_high"]
        assert bounds["bridged"] <= bridged <= bounds["bridged_high"]
        if pairs:
            assert bounds["gain_low"] - 1e-6 <= bridged / pairs <= bounds["gain_high"] + 1e-6


def _counted(links: list[Relationship]) -> tuple[int, int]:
    members = sorted(link.source for link in links if link.type == "MEMBER_OF")
    command: Any = nx.Graph([(link.source, link.target) for link in links if link.type == "SUBORDINATE_TO"])
    work: Any = nx.Graph([(link.source, link.target) for link in links if link.type == "SERVES"])
    command.add_nodes_from(members)
    work.add_nodes_from(members)
    pairs = [pair for pair in combinations(members, 2) if not nx.has_path(command, *pair)]
    near = [pair for pair in pairs if nx.has_path(work, *pair) and nx.shortest_path_length(work, *pair) <= 2]
    return len(pairs), len(near)
