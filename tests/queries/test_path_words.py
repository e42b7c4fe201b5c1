"""What a path answer says: its bounds, where its numbers come from, what it leaves open, and always the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alliance.graph import AllianceGraph
from alliance.queries import TieRule, influence_paths


@pytest.fixture
def two_ways(make_node: Any, make_link: Any) -> AllianceGraph:
    links = [make_link("a", "SERVES", stop) for stop in "bcde"] + [make_link(stop, "SUPPLIES", "z") for stop in "bcde"]
    return AllianceGraph.from_models([make_node(name) for name in "abcdez"], links)


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        ({}, "within 4 steps, without umbrella nodes"),
        ({"hops": 1}, "within 1 step, without umbrella nodes"),
        ({"as_of": date(2024, 1, 2)}, "within 4 steps as of 2024-01-02"),
        ({"via": ["b"], "avoid": ["c", "d"]}, "via b, avoiding c and d"),
        ({"rule": TieRule(umbrella=True)}, "umbrella nodes allowed"),
        ({"rule": TieRule(types=("SERVES", "SUPPLIES"))}, "along serves, supplies only"),
        ({"rule": TieRule(direction="either")}, "in either direction"),
        ({"rule": TieRule(statuses=("confirmed",))}, "confirmed links only"),
        ({"rule": TieRule(statuses=("confirmed", "disputed"))}, "confirmed and disputed links only"),
        ({"rule": TieRule(unknown_confidence="exclude")}, "without links of unknown confidence"),
        ({"rule": TieRule(view="certainty")}, "by certainty alone"),
    ],
)
@pytest.mark.parametrize("target", ["z", "y"])
def test_every_bound_stands_in_the_sentence(
    two_ways: AllianceGraph, make_node: Any, given: dict[str, Any], phrase: str, target: str
) -> None:
    nodes = [two_ways.node_at(place) for place in range(len(two_ways))]
    links = [two_ways.relationship_at(place) for place in range(len(two_ways.relationships))]
    graph = AllianceGraph.from_models([*nodes, make_node("y")], links)
    assert phrase in influence_paths(graph, "a", target, **given).sentence.en


def test_a_no_is_one_among_the_relations_loaded_and_names_what_nobody_promised(two_ways: AllianceGraph) -> None:
    answer = influence_paths(two_ways, "z", "a", rule=TieRule(types=("SERVES", "SUPPLIES")))
    assert answer.status == "none"
    assert answer.sentence.en.startswith("z to a: among the relations loaded there is no influence path")
    assert "在已载入的关系中没有影响路径" in answer.sentence.zh
    assert "放宽步数,在已载入的关系中也没有" in answer.sentence.zh
    (open_,) = answer.unknown
    assert open_.what.en == "relations that were not loaded (types walked: supplies, serves)"
    assert answer.bounds["types"] == ["SUPPLIES", "SERVES"]
    assert answer.bounds["statuses"] == ["confirmed", "tentative", "disputed", "inferred", "candidate"]


def test_more_paths_than_were_asked_for_are_announced(two_ways: AllianceGraph) -> None:
    few, all_ = (influence_paths(two_ways, "a", "z", count=count) for count in (3, 4))
    assert (len(few.rows), few.bounds["more"]) == (3, True)
    assert "3 paths (there are more; raise -k to see them)" in few.sentence.en
    assert (len(all_.rows), all_.bounds["more"]) == (4, False)
    assert "more" not in all_.sentence.en


def test_the_sure_path_that_follows_is_not_one_more(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "b", status="disputed"),
        make_link("a", "SERVES", "c", confidence=0.2),
        make_link("c", "SERVES", "b", confidence=0.2),
    ]
    graph = AllianceGraph.from_models([make_node(name) for name in "abc"], links)
    answer = influence_paths(graph, "a", "b", count=1, rule=TieRule(statuses=("confirmed", "disputed")))
    assert (answer.status, len(answer.rows), answer.bounds["more"]) == ("found", 2, False)
    assert "which only may hold; the strongest that holds" in answer.sentence.en


@pytest.mark.parametrize(("confidence", "strength"), [(0.75, 0.6), (None, 0.6), (0.75, None), (None, None)])
def test_both_factors_of_a_value_are_shown_with_their_origin(
    make_node: Any, make_link: Any, confidence: float | None, strength: float | None
) -> None:
    link = make_link("a", "SERVES", "b", confidence=confidence, strength=strength)
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], [link])
    answer = influence_paths(graph, "a", "b")
    (told,) = answer.rows[0].relationships[0]
    first = "0.75" if confidence else "0.5 (prior)"
    second = "0.6" if strength else "0.6 (default)"
    value = 0.45 if confidence else 0.3
    assert told.reckoning("en") == f"{first} × {second} = {value}"
    assert (told.confidence_origin == "prior") == (confidence is None)
    assert (told.strength_origin == "default") == (strength is None)
    assert ("default strength in 1 link" in answer.sentence.en) == (strength is None)
    assert ("prior confidence in 1 link" in answer.sentence.en) == (confidence is None)
    assert told.reckoning("en") in answer.cells("en")[0].values()
    (certain,) = influence_paths(graph, "a", "b", rule=TieRule(view="certainty")).rows[0].relationships[0]
    assert (certain.strength, certain.reckoning("en")) == (None, first)


@pytest.mark.parametrize(
    ("seen", "stale"), [("2023-12-31", True), ("2024-01-01", False), ("2023", True), ("2024", False), (None, False)]
)
def test_a_link_last_seen_over_half_a_year_before_is_stale(
    make_node: Any, make_link: Any, seen: str | None, stale: bool
) -> None:
    graph = AllianceGraph.from_models(
        [make_node("a"), make_node("b")], [make_link("a", "SERVES", "b", observed_at=seen)]
    )
    answer = influence_paths(graph, "a", "b", as_of=date(2024, 7, 3))
    (told,) = answer.rows[0].relationships[0]
    assert told.stale == stale
    assert any("whether 1 link is still so" in one.what.en for one in answer.unknown) == stale
    assert ("over half a year before" in told.remarks().en) == stale


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "disputed"}, "may hold (it is disputed)"),
        ({"status": "inferred"}, "may hold (it is only inferred)"),
        ({"status": "candidate"}, "may hold (the source says one of several, not which)"),
        ({"valid_from": "2024"}, "may hold (its dates are only partly known)"),
        ({"valid_from": "2024", "status": "disputed"}, "may hold (its dates are only partly known and it is disputed)"),
    ],
)
@pytest.mark.parametrize("statuses", [None, ("confirmed", "disputed", "inferred", "candidate")])
def test_a_path_that_needs_a_link_that_may_hold_is_listed_and_unknown(
    make_node: Any, make_link: Any, fields: dict[str, Any], reason: str, statuses: tuple[str, ...] | None
) -> None:
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], [make_link("a", "SERVES", "b", **fields)])
    answer = influence_paths(graph, "a", "b", as_of=date(2024, 7, 3), rule=TieRule(statuses=statuses))
    assert (answer.status, answer.rows[0].truth) == ("unknown", "may")
    assert reason in answer.rows[0].relationships[0][0].remarks().en
    assert "unknown. There is 1 path" in answer.sentence.en
    assert answer.unknown


def test_what_holds_hides_what_only_may_hold_where_nobody_named_statuses(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", "b", confidence=0.1), make_link("a", "SUPPLIES", "b", status="disputed")]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], links)
    answer = influence_paths(graph, "a", "b")
    assert answer.status == "found"
    assert [link.type for link in answer.rows[0].relationships[0]] == ["SERVES"]
