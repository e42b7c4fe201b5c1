"""G12: a missed period, joint work without a dated fact, a member that took part in nothing; G15 comes first."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph
from alliance.queries import cadence, gaps, joint_work
from alliance.tests.queries.made_up_alliance import THEM, US, Made

DAY = date(2024, 6, 30)
EVERYTHING = ("meeting", "activity", "attendance")


def found(made: Made, day: date = DAY) -> tuple[dict[tuple[str, str], float | None], int]:
    """The certain gaps by subject and what they count, and the number of open questions."""
    answer = gaps(made.graph(), kinds=["G12"], as_of=day)
    rows = {(row.subject, row.counts.en): row.severity for row in answer.rows if row.gap == "G12"}
    return rows, answer.bounds["open_questions"]


def with_rosters(made: Made, *kinds: str) -> Made:
    for label in ("2023H2", "2024H1"):
        made.promise(label, *kinds)
    return made


def test_missed_periods_are_counted_and_those_that_nobody_listed_stay_open() -> None:
    made = Made()
    made.mechanism("consultation", rhythm="quarterly", sessions="meeting")
    made.event("first", "2024-02", of="consultation")
    assert found(made) == ({}, 3)
    made.promise("2024H1", "meeting")
    assert found(made) == ({("consultation", "periods missed"): 1.0}, 2)
    made.promise("2023H2", "meeting")
    assert found(made) == ({("consultation", "periods missed"): 3.0}, 0)
    made.event("second", "2024Q2", of="consultation")
    assert found(made) == ({("consultation", "periods missed"): 2.0}, 0)


def test_what_is_ad_hoc_or_without_a_rhythm_is_never_idle() -> None:
    made = with_rosters(Made(), *EVERYTHING)
    made.mechanism("urgent", rhythm="ad_hoc")
    made.mechanism("forum")
    assert found(made) == ({}, 0)


def test_joint_work_is_judged_where_the_alliance_states_any() -> None:
    made = Made()
    made.event("fair", "2024-03", of=US, kind="activity")
    assert found(made) == ({}, 0)
    made.event("talk", "2024-04", of=US, kind="activity", joint_work="talent")
    assert found(made) == ({}, 6)
    with_rosters(made, "meeting", "activity")
    assert found(made) == ({}, 6)  # the fair may be of any sort
    made.nodes = [node for node in made.nodes if node.id != "fair"]
    made.links = [link for link in made.links if link.source != "fair"]
    answer = gaps(made.graph(), kinds=["G12"], as_of=DAY)
    assert [(row.subject, row.severity) for row in answer.rows] == [(US, 1.0)] * 6


def member(made: Made, name: str, *, joined: str = "", kind: str = "enterprise", count: int = 0) -> None:
    made.node(name, kind, count=count)
    made.link(name, "MEMBER_OF", US, begins=joined)


def test_a_member_without_part_is_certain_only_where_attendance_was_listed_too() -> None:
    made = Made()
    made.event("fair", "2024-03", of=US, kind="activity")
    member(made, "a")
    member(made, "b")
    member(made, "late", joined="2024-05")
    made.link("a", "ATTENDED", "fair")
    assert found(made) == ({}, 1)
    with_rosters(made, "meeting", "activity")
    assert found(made) == ({}, 1)
    with_rosters(made, "attendance")
    assert found(made) == ({("b", "members that took no part"): 1.0}, 0)


def test_who_took_part_without_a_name_may_be_any_member_and_a_host_may_stand_for_its_branch() -> None:
    made = with_rosters(Made(), *EVERYTHING)
    made.event("fair", "2024-03", of=US, kind="activity")
    member(made, "branch", kind="party_organization")
    made.node("firm", "enterprise")
    assert found(made)[0] == {("branch", "members that took no part"): 1.0}
    made.link("branch", "HOSTED_BY", "firm")
    made.link("firm", "ATTENDED", "fair")
    assert found(made) == ({}, 1)
    member(made, "other")
    assert found(made) == ({("other", "members that took no part"): 1.0}, 1)
    made.node("eight firms", "enterprise", count=8)
    made.link("eight firms", "ATTENDED", "fair")
    assert found(made) == ({}, 2)


def test_a_member_that_only_may_be_one_is_an_open_question() -> None:
    made = with_rosters(Made(), *EVERYTHING)
    made.event("fair", "2024-03", of=US)
    made.node("a", "enterprise")
    made.link("a", "MEMBER_OF", US, status="disputed")
    assert found(made) == ({}, 1)


def test_an_alliance_of_which_nothing_is_loaded_is_named_and_not_judged() -> None:
    made = with_rosters(Made(), *EVERYTHING)
    member(made, "a")
    answer = gaps(made.graph(), kinds=["G12"], as_of=DAY)
    assert (answer.status, answer.rows) == ("unknown", ())
    assert "whether a mechanism is idle (G12) of: us" in [entry.what.en for entry in answer.unknown]


def test_another_alliance_keeps_its_own_gaps() -> None:
    made = with_rosters(Made(), *EVERYTHING)
    made.mechanism("consultation", rhythm="quarterly")
    alone = found(made)
    made.node(THEM, "alliance")
    made.node("theirs", "mechanism", rhythm="monthly")
    made.link("theirs", "MECHANISM_OF", THEM)
    gaps_found, undecided = found(made)
    assert (gaps_found, undecided) == (alone[0], alone[1] + 12)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["2024-01", "2024Q2", "2023Q4", "2024-02-29", ""]),
        st.sampled_from(["consultation", US, ""]),
        st.sampled_from(["", "venue"]),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.sampled_from([(), ("meeting",), ("meeting", "activity")]))
def test_the_register_agrees_with_the_questions(events: list[tuple[str, str, str]], kinds: tuple[str, ...]) -> None:
    made = with_rosters(Made(), *kinds) if kinds else Made()
    made.mechanism("consultation", rhythm="quarterly", sessions="meeting", joint_work="industry")
    for number, (when, of, sort) in enumerate(events):
        made.event(f"e{number}", when, of=of, joint_work=sort)
    graph = made.graph()
    calendar, works = cadence(graph, US, as_of=DAY), joint_work(graph, US, as_of=DAY)
    answer = gaps(graph, kinds=["G12"], as_of=DAY)
    certain = [row for row in answer.rows if row.gap == "G12"]
    assert sum(row.severity or 0 for row in certain if row.subject == "consultation") == calendar.bounds["missing"]
    assert sum(row.subject == US for row in certain) == works.bounds["idle"]
    assert answer.bounds["open_questions"] == calendar.bounds["unknown"] + works.bounds["unknown"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    made = with_rosters(Made(), *EVERYTHING)
    made.mechanism("consultation", rhythm="quarterly", joint_work="venue")
    for name in "cab":
        member(made, name)
    made.event("fair", "2024-03", of=US)
    first = gaps(made.graph(), as_of=DAY).to_json()
    for facts in (made.nodes, made.links, made.records):
        Random(seed).shuffle(facts)
    assert gaps(made.graph(), as_of=DAY).to_json() == first


def test_hengzhou_is_not_called_idle(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou, kinds=["G12"])
    assert (answer.status, answer.rows) == ("unknown", ())
    assert any("G12" in entry.what.en and "横州茉莉花产业集群党建联盟" in entry.what.en for entry in answer.unknown)
