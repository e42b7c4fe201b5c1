"""Hints of a no: each is a path that exists under the options that were given."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import networkx as nx

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.queries import TieRule, influence_paths

SEEN = (Evidence(source="s1"),)
ALL = ("confirmed", "tentative", "disputed", "inferred", "candidate")


SUPPLY = "type:SUPPLIES"


def random_graph(dice: random.Random) -> AllianceGraph:
    kinds = ["enterprise"] * 6 + ["alliance"]
    nodes = [Node(id=f"n{place}", kind=kind, name=f"n{place}") for place, kind in enumerate(kinds)]
    links = {}
    for _ in range(dice.randint(5, 13)):
        source, target = dice.sample(range(7), 2)
        if source == 6:
            continue
        kind = dice.choice(["SERVES", "MEMBER_OF"]) if target == 6 else dice.choice(["SERVES", "SUPPLIES"])
        status = dice.choice(["confirmed", "confirmed", "disputed"])
        link = Relationship(source=f"n{source}", type=kind, target=f"n{target}", status=status, evidence=SEEN)
        links[link.id] = link
    return AllianceGraph.from_models(nodes, links.values())


def shortest(graph: AllianceGraph, rule: TieRule, via: list[str], avoid: list[str]) -> int | None:
    """Fewest steps from n0 to n1, by enumeration of all simple paths."""
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(graph.node_ids)
    for place in range(len(graph.relationships)):
        link = graph.relationship_at(place)
        if link.status not in (rule.statuses or ALL) or (rule.types and link.type not in rule.types):
            continue
        if link.type == "MEMBER_OF" and not rule.umbrella:
            continue
        ways = [(link.source, link.target)]
        if rule.direction == "either" or link.type == "MEMBER_OF":
            ways.append((link.target, link.source))
        for way in ways:
            supply = link.type == "SUPPLIES" or (network.has_edge(*way) and network.edges[way]["supply"])
            network.add_edge(*way, supply=supply)
    network.remove_nodes_from([*avoid, *([] if rule.umbrella else ["n6"])])
    if not {"n0", "n1"} <= set(network):
        return None
    return min(
        (
            len(path) - 1
            for path in nx.all_simple_paths(network, "n0", "n1")
            if set(via) - {SUPPLY} <= set(path)
            and (SUPPLY not in via or any(network.edges[step]["supply"] for step in pairwise(path)))
        ),
        default=None,
    )


def test_every_hint_is_the_length_of_a_real_path_under_the_options_that_were_given() -> None:
    hinted = dict.fromkeys(("--hops", "umbrella", "status", "nothing"), 0)
    for seed in range(1_200):
        dice = random.Random(seed)
        graph = random_graph(dice)
        stops = dice.sample(["n2", "n3", "n4", "n5"], 3)
        via, avoid = stops[: dice.randint(0, 2)], stops[2 : 2 + dice.randint(0, 1)]
        rule = TieRule(
            types=dice.choice([None, None, ("SERVES",)]),
            direction=dice.choice(["with", "either"]),
            statuses=dice.choice([None, ("confirmed",)]),
            umbrella=dice.random() < 0.3,
        )
        if rule.types is None and dice.random() < 0.3:
            via.append(SUPPLY)
        hops = dice.randint(1, 3)
        answer = influence_paths(graph, "n0", "n1", rule=rule, via=via, avoid=avoid, hops=hops)
        if answer.status != "none":
            continue
        text = answer.sentence.en
        longer = shortest(graph, rule, via, avoid)
        assert re.findall(r"shortest has \d+ steps? \(--hops (\d+)\)", text) == ([str(longer)] if longer else []), seed
        assert ("among the relations loaded more steps do not help either" in text.lower()) == (longer is None), seed
        wide = None if rule.umbrella else shortest(graph, replace(rule, umbrella=True), via, avoid)
        wide = wide if wide and wide < (longer or wide + 1) else None
        expected = [] if wide is None else [f"{wide} (--umbrella{f', --hops {wide}' if wide > hops else ''})"]
        assert re.findall(r"umbrella nodes the shortest has (.*?\))", text) == expected, seed
        every = shortest(graph, replace(rule, statuses=None), via, avoid) if rule.statuses else None
        said = re.findall(r"every status the shortest has (\d+)", text)
        assert said == ([str(every)] if every and every < (longer or every + 1) else []), seed
        for what, value in (("--hops", longer), ("umbrella", wide), ("status", said), ("nothing", not longer)):
            hinted[what] += bool(value)
    assert min(hinted.values()) > 10, hinted


def test_what_the_budget_does_not_find_out_is_not_claimed(make_node: Any, make_link: Any) -> None:
    names = [f"n{place}" for place in range(9)]
    links = [make_link(one, "SERVES", other) for one in names[:8] for other in names[:8] if one != other]
    links.append(make_link("n7", "SERVES", "n8"))
    graph = AllianceGraph.from_models([make_node(name) for name in names], links)
    answer = influence_paths(graph, "n0", "n8", via=["n1", "n2", "n3"], hops=3, budget=3)
    assert answer.status == "none"
    assert "was not found out within the budget" in answer.sentence.en


def test_a_hint_says_when_no_such_path_holds_for_certain(make_node: Any, make_link: Any) -> None:
    links = [make_link(one, "SERVES", other) for one, other in pairwise("abcde")]
    links.append(make_link("a", "SERVES", "d", status="disputed"))
    graph = AllianceGraph.from_models([make_node(name) for name in "abcde"], links)
    answer = influence_paths(graph, "a", "e", hops=1)
    assert "the shortest has 2 steps (--hops 2), which only may hold" in answer.sentence.en.lower()
    assert influence_paths(graph, "a", "e", hops=2).status == "unknown"
    confirmed = influence_paths(graph, "a", "d", hops=2, rule=TieRule(statuses=("confirmed",))).sentence.en
    assert "The shortest has 3 steps (--hops 3);" in confirmed
    assert "every status the shortest has 1 (without --status and --confirmed-only), which only may hold" in confirmed


def test_a_hint_can_be_followed(make_node: Any, make_link: Any) -> None:
    names = "abcdefg"
    links = [make_link(one, "SERVES", other) for one, other in pairwise(names)]
    graph = AllianceGraph.from_models([make_node(name) for name in names], links)
    answer = influence_paths(graph, "a", "g", via=["d"])
    (hops,) = re.findall(r"--hops (\d+)", answer.sentence.en)
    assert influence_paths(graph, "a", "g", via=["d"], hops=int(hops)).status == "found"
