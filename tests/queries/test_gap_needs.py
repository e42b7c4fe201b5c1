"""What a stage must have and has not (G9, G10), and projects and households that nothing covers."""

from __future__ import annotations

from typing import Any

from alliance.queries import gaps
from alliance.tests.queries.test_gaps import EVERYTHING, register, stage

# ---- G9 ----


def test_g9_a_stage_without_a_branch_weighs_its_members(build: Any) -> None:
    nodes = [stage("s"), stage("t"), ("a", "enterprise", {"full_members": 5}), ("b", "enterprise")]
    nodes += [("c", "enterprise", {"full_members": 2}), ("d", "enterprise")]
    links = [("a", "OPERATES_IN", "s"), ("b", "OPERATES_IN", "t"), ("c", "OPERATES_IN", "s"), ("d", "OPERATES_IN", "t")]
    answer = gaps(build(nodes, links, EVERYTHING), kinds=["G9"])
    assert [(row.subject, row.severity) for row in answer.rows] == [("s", 7.0), ("t", None)]
    assert [one.id for one in answer.rows[0].candidates] == ["a", "c"]


def test_g9_a_branch_in_an_organisation_of_the_stage_serves_it(build: Any) -> None:
    nodes = [stage("s"), ("a", "enterprise"), ("b", "enterprise"), ("p", "party_organization")]
    links = [("a", "OPERATES_IN", "s"), ("b", "OPERATES_IN", "s"), ("p", "HOSTED_BY", "a")]
    assert register(build(nodes, links, EVERYTHING), kinds=["G9"]) == []


def test_g9_projects_and_households(build: Any) -> None:
    nodes = [("j1", "project"), ("j2", "project"), ("h1", "household"), ("h2", "household")]
    nodes += [("p", "party_organization"), ("o", "post")]
    links = [("p", "COVERS_PROJECT", "j1"), ("o", "CONTACTS", "h1")]
    assert register(build(nodes, links, EVERYTHING)) == [("G9", "h2", None), ("G9", "j2", None)]
    assert {gap for gap, *_ in register(build(nodes, links))} == {"G15"}


# ---- G10 ----


def test_g10_a_needed_service_that_nobody_gives(build: Any) -> None:
    nodes = [stage("s", needs="testing;finance"), stage("t", needs="testing"), stage("u"), ("p", "party_organization")]
    nodes += [(x, "enterprise") for x in "abcdef"] + [("lab", "research_institute"), ("n1", "need", {
        "stage": "s", "sort": "finance", "status": "open"}), ("n2", "problem", {"stage": "s", "sort": "finance"}),
        ("n3", "need", {"stage": "s", "sort": "finance", "status": "solved"})]  # fmt: skip
    links = [(x, "OPERATES_IN", one) for x, one in zip("abcdef", "ssttuu", strict=True)]
    links += [("p", "COVERS_STAGE", one) for one in "stu"] + [("s", "FEEDS", "t"), ("lab", "TESTS_FOR", "c")]
    answer = gaps(build(nodes, links, EVERYTHING), kinds=["G10"])
    assert [(row.subject, row.severity) for row in answer.rows] == [("s", 2.0), ("s", 0.0)]
    assert [one.id for one in answer.rows[1].candidates] == ["lab"]
    assert "finance" in answer.rows[0].formula.en


def test_what_a_stage_must_have_is_data_of_its_chain(build: Any) -> None:
    nodes = [("s", "stage", {"needs": "testing;law"}), ("t", "stage", {}, {"parent": "s"})]
    nodes += [("u", "stage", {"needs": "none"}, {"parent": "s"}), ("a", "enterprise"), ("b", "enterprise")]
    links = [(firm, "OPERATES_IN", part) for firm in "ab" for part in "tu"]
    answer = gaps(build(nodes, links, EVERYTHING), kinds=["G10"])
    assert sorted((row.gap, row.subject) for row in answer.rows) == [("G10", part) for part in "sstt"]
    assert {row.severity for row in answer.rows} == {None}


def test_a_chain_that_does_not_say_what_it_must_have_is_not_asked_for_what_another_has(build: Any) -> None:
    nodes = [("s", "stage"), ("a", "enterprise"), ("b", "enterprise")]
    answer = gaps(build(nodes, [("a", "OPERATES_IN", "s"), ("b", "OPERATES_IN", "s")], EVERYTHING), kinds=["G9", "G10"])
    assert (answer.status, answer.rows) == ("unknown", ())
    (unknown,) = answer.unknown
    assert unknown.what.en == "what 1 stage must have (G9, G10)"
