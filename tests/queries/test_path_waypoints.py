"""Via and avoid by kind of node, type of relationship and class of ties: how they are written, and what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.errors import InputRefused, UnknownName, UnknownTerm
from alliance.graph import AllianceGraph
from alliance.queries import TieRule, influence_paths

KINDS = {"a": "government", "b": "enterprise", "c": "school", "z": "enterprise"}


@pytest.fixture
def two_ways(make_node: Any, make_link: Any) -> AllianceGraph:
    """From a to z through b by service and supply, and through c by guidance alone; c is the weaker way."""
    links = [
        make_link("a", "SERVES", "b", confidence=0.9), make_link("b", "SUPPLIES", "z", confidence=0.9),
        make_link("a", "SUBORDINATE_TO", "c", confidence=0.5), make_link("c", "SERVES", "z", confidence=0.5),
    ]  # fmt: skip
    return AllianceGraph.from_models([make_node(name, kind) for name, kind in KINDS.items()], links)


def inner(graph: AllianceGraph, **given: Any) -> list[str]:
    answer = influence_paths(graph, "a", "z", **given)
    return ["".join(node.id for node in row.nodes[1:-1]) for row in answer.rows]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("kind:school", "kind:school"), ("种类:院校", "kind:school"), ("kind: School", "kind:school"),
        ("种类\uff1a院校", "kind:school"), ("type:SUBORDINATE_TO", "type:SUBORDINATE_TO"),
        ("关系:隶属", "type:SUBORDINATE_TO"), ("type:subordinate to", "type:SUBORDINATE_TO"),
        ("tie:command", "tie:command"), ("联系:隶属指挥", "tie:command"), ("c", "c"),
    ],
)  # fmt: skip
def test_one_notation_in_both_languages(two_ways: AllianceGraph, written: str, told: str) -> None:
    assert inner(two_ways) == ["b", "c"]
    answer = influence_paths(two_ways, "a", "z", via=[written])
    assert answer.parameters["via"] == answer.bounds["via"] == [told]
    assert inner(two_ways, via=[written]) == ["c"]
    assert inner(two_ways, avoid=[written]) == ["b"]


def test_the_ends_are_no_stops_and_may_be_of_a_kind_that_is_avoided(two_ways: AllianceGraph) -> None:
    assert inner(two_ways, via=["kind:enterprise"]) == ["b"]
    assert inner(two_ways, avoid=["kind:enterprise"]) == ["c"]
    assert influence_paths(two_ways, "a", "z", via=["kind:government"]).status == "none"


def test_a_class_is_all_of_its_types(two_ways: AllianceGraph) -> None:
    assert inner(two_ways, via=["tie:service"]) == ["b", "c"]
    assert inner(two_ways, via=["tie:service", "tie:material"]) == ["b"]
    assert inner(two_ways, avoid=["tie:material"]) == ["c"]


def test_the_sentence_names_what_was_asked(two_ways: AllianceGraph) -> None:
    via, avoid = ["c", "kind:school"], ["type:SUPPLIES", "tie:advisory"]
    answer = influence_paths(two_ways, "a", "z", via=via, avoid=avoid)
    assert "via c and nodes of the kind “school”" in answer.sentence.en
    assert "avoiding links of the type “supplies” and ties of the class “advisory”" in answer.sentence.en
    assert "经过 c、“院校”这类节点" in answer.sentence.zh
    assert "避开 “供货”这种关系、“指导”这类联系" in answer.sentence.zh


def test_an_unknown_word_names_the_nearest(two_ways: AllianceGraph) -> None:
    with pytest.raises(UnknownTerm) as refused:
        influence_paths(two_ways, "a", "z", via=["kind:scool"])
    assert refused.value.message.en.startswith('Unknown kind of node "scool". Known: school')
    with pytest.raises(UnknownTerm) as refused:
        influence_paths(two_ways, "a", "z", avoid=["种类:测试机构"])
    assert "科研检测机构" in refused.value.message.zh
    with pytest.raises(UnknownName):
        influence_paths(two_ways, "a", "z", via=["sort:school"])


@pytest.mark.parametrize(
    ("via", "avoid"),
    [
        ("c", "c"), ("c", "kind:school"), ("kind:school", "kind:school"), ("type:SERVES", "tie:service"),
        ("tie:service", "tie:service"), ("b", "z"),
    ],
)  # fmt: skip
def test_what_no_path_can_do_is_refused(two_ways: AllianceGraph, via: str, avoid: str) -> None:
    with pytest.raises(InputRefused, match="must be both visited and avoided"):
        influence_paths(two_ways, "a", "z", via=[via], avoid=[avoid])


def test_a_type_that_no_path_walks_cannot_be_passed(two_ways: AllianceGraph) -> None:
    for via, rule in (("type:HOSTED_BY", TieRule()), ("tie:material", TieRule(types=("SERVES",)))):
        with pytest.raises(InputRefused, match="none can pass it"):
            influence_paths(two_ways, "a", "z", via=[via], rule=rule)


def test_the_best_through_a_kind_is_found_however_many_paths_are_better(make_node: Any, make_link: Any) -> None:
    names = [f"m{place:03}" for place in range(300)]
    links = [link for name in names for link in (make_link("a", "SERVES", name), make_link(name, "SERVES", "z"))]
    links += [make_link("a", "SERVES", "s", confidence=0.01), make_link("s", "SERVES", "z", confidence=0.01)]
    nodes = [make_node(name) for name in ["a", "z", *names]]
    graph = AllianceGraph.from_models([*nodes, make_node("s", "school")], links)
    answer = influence_paths(graph, "a", "z", via=["kind:school"], count=1, budget=20)
    assert [node.id for node in answer.rows[0].nodes] == ["a", "s", "z"]
    assert answer.bounds["steps"] < 20


def test_a_search_that_ends_early_is_no_no(make_node: Any, make_link: Any) -> None:
    """The one supply lies behind a node that would have to be visited twice: walks pass it, paths do not."""
    names = [f"n{place}" for place in range(8)]
    links = [make_link(one, "SERVES", other) for one in names for other in names if one != other]
    links += [make_link("n7", "SERVES", "x"), make_link("x", "SUPPLIES", "n7"), make_link("n7", "SERVES", "z")]
    graph = AllianceGraph.from_models([make_node(name) for name in [*names, "x", "z"]], links)
    answer = influence_paths(graph, "n0", "z", via=["type:SUPPLIES"], hops=8, budget=50)
    assert (answer.status, answer.bounds["clipped"]) == ("unknown", True)
    assert influence_paths(graph, "n0", "z", via=["type:SUPPLIES"], hops=4).status == "none"


def test_a_type_that_only_may_be_there_leaves_the_answer_open(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", "b"), make_link("a", "SUPPLIES", "b", status="disputed")]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], links)
    answer = influence_paths(graph, "a", "b", via=["type:SUPPLIES"])
    assert (answer.status, answer.rows[0].truth) == ("unknown", "may")
    assert "whether it holds: a supplies b" in [entry.what.en for entry in answer.unknown]
