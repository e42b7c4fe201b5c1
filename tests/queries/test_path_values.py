"""Influence paths: the worked values, days, and the real facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Node, Relationship
from alliance.queries import TieRule, influence_paths


def answered(answer: Any) -> list[tuple[str, ...]]:
    return [tuple(node.id for node in row.nodes) for row in answer.rows]


# ---- worked values ----


def oracle_a(make_node: Callable[..., Node], make_link: Callable[..., Relationship]) -> AllianceGraph:
    """Worked value A: three paths of known strength."""
    values = {("O", "S"): 0.9, ("S", "M"): 0.9, ("M", "L"): 0.8, ("O", "T"): 0.6, ("T", "L"): 0.95, ("O", "L"): 0.5}
    links = [make_link(one, "SERVES", other, confidence=value) for (one, other), value in values.items()]
    return AllianceGraph.from_models([make_node(one) for one in "OSMLT"], links)


def test_oracle_a(make_node: Any, make_link: Any) -> None:
    answer = influence_paths(oracle_a(make_node, make_link), "O", "L", rule=TieRule(view="certainty"))
    assert [row.strength for row in answer.rows] == [0.648, 0.57, 0.5]
    assert [row.weakest.strength for row in answer.rows] == [0.8, 0.6, 0.5]
    assert [row.hops for row in answer.rows] == [3, 2, 1]


def test_fifty_four_members_of_one_alliance_are_joined_by_the_umbrella_alone(make_node: Any, make_link: Any) -> None:
    members = [f"m{number:02}" for number in range(54)]
    graph = AllianceGraph.from_models(
        [make_node("a", "alliance"), *(make_node(one) for one in members)],
        [make_link(one, "MEMBER_OF", "a") for one in members],
    )
    for one, other in list(combinations(members, 2))[::97]:
        assert influence_paths(graph, one, other).status == "none"
        wide = influence_paths(graph, one, other, rule=TieRule(umbrella=True))
        assert [row.hops for row in wide.rows] == [2]


def test_parallel_links_are_kept_as_evidence_and_the_best_counts(make_node: Any, make_link: Any) -> None:
    graph = AllianceGraph.from_models(
        [make_node("a"), make_node("b")],
        [
            make_link("a", "SERVES", "b", confidence=0.4),
            make_link("a", "SUPPLIES", "b", confidence=0.9),
            make_link("a", "SUPPLIES", "b", confidence=0.2, product="tea"),
        ],
    )
    (row,) = influence_paths(graph, "a", "b", rule=TieRule(view="certainty")).rows
    assert [one.value for one in row.relationships[0]] == [0.9, 0.4, 0.2]
    assert row.strength == row.weakest.strength == 0.9
    assert row.weakest.relationship == row.relationships[0][0].id


def test_unknown_strength_is_the_default_of_the_type_and_unknown_confidence_the_prior(
    make_node: Any, make_link: Any
) -> None:
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], [make_link("a", "SERVES", "b")])
    (row,) = influence_paths(graph, "a", "b").rows
    assert row.strength == 0.6 * 0.5
    assert influence_paths(graph, "a", "b", rule=TieRule(unknown_confidence="exclude")).status == "none"


# ---- time ----


@pytest.mark.parametrize(
    ("start", "end", "day", "status"),
    [
        ("2023", None, date(2024, 1, 1), "found"),
        ("2023", None, date(2023, 6, 1), "unknown"),
        ("2023", None, date(2022, 12, 31), "none"),
        (None, "2023", date(2022, 1, 1), "found"),
        (None, "2023", date(2023, 6, 1), "unknown"),
        (None, "2023", date(2024, 1, 1), "none"),
        (None, None, date(1990, 1, 1), "found"),
        ("2023-05-01", "2023-05-31", date(2023, 5, 31), "found"),
    ],
)
def test_a_link_that_need_not_hold_on_the_day_makes_the_answer_unknown(
    make_node: Any, make_link: Any, start: str | None, end: str | None, day: date, status: str
) -> None:
    one = make_link("a", "SERVES", "b", valid_from=start, valid_to=end)
    answer = influence_paths(AllianceGraph.from_models([make_node("a"), make_node("b")], [one]), "a", "b", as_of=day)
    assert answer.status == status
    assert any("validity on" in unknown.what.en for unknown in answer.unknown) == (status == "unknown")


def test_a_parallel_link_that_holds_for_certain_makes_the_path_certain(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "b", valid_from="2023", confidence=0.9),
        make_link("a", "SUPPLIES", "b", confidence=0.1),
    ]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], links)
    answer = influence_paths(graph, "a", "b", as_of=date(2023, 6, 1))
    assert answer.status == "found"
    assert [entry for entry in answer.unknown if "cannot be traced" not in entry.what.en] == []


def test_a_weaker_path_that_holds_for_certain_follows_those_that_need_not(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "c", valid_from="2023", confidence=0.9),
        make_link("a", "SERVES", "b", confidence=0.2),
        make_link("b", "SERVES", "c", confidence=0.2),
    ]
    graph = AllianceGraph.from_models([make_node(one) for one in "abc"], links)
    answer = influence_paths(graph, "a", "c", count=1, as_of=date(2023, 6, 1))
    assert answer.status == "found"
    assert answered(answer) == [("a", "c"), ("a", "b", "c")]


def test_the_day_is_the_newest_observation_and_not_the_calendar(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "b", valid_to="2020-06-30"),
        make_link("b", "SERVES", "c", observed_at="2020-05"),
    ]
    graph = AllianceGraph.from_models([make_node(one) for one in "abc"], links)
    answer = influence_paths(graph, "a", "c")
    assert answer.parameters["as_of"] == "2020-05-31"
    assert answer.status == "found"


# ---- real facts ----


def test_branch_to_customer_across_both_layers(hengzhou: AllianceGraph) -> None:
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克")
    assert answer.status == "found"
    (row,) = answer.rows
    assert [node.id for node in row.nodes] == ["jiaoyi-power-party-branch", "hengxian-juyang-tea", "starbucks"]
    assert (row.strength, row.weakest.strength, row.hops) == (0.23625, 0.45, 2)
    assert [step[0].type for step in row.relationships] == ["SERVES", "SELLS_TO"]
    assert {step[0].status for step in row.relationships} == {"tentative"}
    quotes = [answer.evidence[entry].quote for step in row.relationships for entry in step[0].evidence]
    assert quotes == ["党支部上门勘察并改善电压质量", "该厂主要客户之一"]
    assert "2 个环节待核实" in answer.sentence.zh


def test_confirmed_only_gives_none_and_says_what_would(hengzhou: AllianceGraph) -> None:
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克", rule=TieRule(statuses=("confirmed",)))
    assert answer.status == "none"
    assert "links of every status the shortest has 2" in answer.sentence.en


def test_the_organisation_department_reaches_the_customer_only_through_umbrellas(hengzhou: AllianceGraph) -> None:
    narrow = influence_paths(hengzhou, "横州市委组织部", "星巴克")
    assert narrow.status == "none"
    assert "--umbrella" in narrow.sentence.en
    assert "more steps do not help" in narrow.sentence.en
    wide = influence_paths(hengzhou, "横州市委组织部", "星巴克", rule=TieRule(umbrella=True))
    assert [row.hops for row in wide.rows] == [4]
    assert "LOCATED_IN" in [step[0].type for step in wide.rows[0].relationships]


def test_more_steps_are_suggested_where_they_help(make_node: Any, make_link: Any) -> None:
    names = "abcdefg"
    links = [make_link(one, "SERVES", other) for one, other in pairwise(names)]
    graph = AllianceGraph.from_models([make_node(one) for one in names], links)
    assert "--hops 6" in influence_paths(graph, "a", "g").sentence.en


def test_no_number_of_links_within_reach_is_too_many_to_search(
    hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("course", "words"):
        monkeypatch.setattr(f"alliance.queries.paths.{module}.MOST_LINKS", 1)
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克")
    assert answer.status == "found"
    assert answer.bounds["links_in_reach"] == 2
