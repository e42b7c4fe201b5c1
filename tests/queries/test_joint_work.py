"""The seven 共: alive, surely idle or not known, against every day and every sort that each event can have had."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, schema
from alliance.graph.dates import PartialDate
from alliance.queries import joint_work
from alliance.queries.cadences.works import look_back
from alliance.tests.queries.made_up_alliance import THEM, US, Made

DAY, SINCE = date(2024, 6, 30), date(2024, 1, 1)
SORTS = tuple(schema().joint_work)


def states(made: Made, **options: Any) -> dict[str, str]:
    return {row.work: row.state for row in joint_work(made.graph(), US, as_of=DAY, **options).rows}


EVENT = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2024-01-01", "2023-12-31", "2024-02", "2023Q4", "2024-07", "2023", "2024", ""]),
        "of": st.sampled_from([US, THEM, "", "plain", "works"]),
        "status": st.sampled_from(["confirmed", "disputed"]),
        "kind": st.sampled_from(["meeting", "activity"]),
        "joint_work": st.sampled_from(["", "talent", "venue;service"]),
    }
)
ROSTERS = st.sampled_from([(), ("meeting",), ("meeting", "activity")])


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENT, max_size=3), ROSTERS)
def test_every_sort_is_what_it_is_in_every_world(events: list[dict[str, Any]], rosters: tuple[str, ...]) -> None:
    made = Made()
    made.node(THEM, "alliance")
    made.mechanism("plain", rhythm="monthly")
    made.mechanism("works", rhythm="monthly", joint_work="industry")
    for number, event in enumerate(events):
        made.event(f"e{number}", **event)
    if rosters:
        made.promise("2024H1", *rosters)
    rows = {row.work: row for row in joint_work(made.graph(), US, as_of=DAY).rows}
    assert list(rows) == list(SORTS)
    options = [one_event(event) for event in events]
    for sort, row in rows.items():
        counts = {sum(sort in chosen for chosen in world) for world in product(*options)}
        assert row.low == min(counts)
        assert row.high == (max(counts) if len(rosters) == 2 else None)
        expected = "alive" if min(counts) else "idle" if len(rosters) == 2 and not max(counts) else "unknown"
        assert row.state == expected


def one_event(event: dict[str, Any]) -> list[frozenset[str]]:
    """Of which sorts an event of ours in the time is, in each of its worlds; none where it is not one."""
    sure = event["status"] == "confirmed"
    when = PartialDate.parse(event["date"]) if event["date"] else PartialDate(date(2020, 1, 1), date(2025, 1, 1))
    days = (when.last - when.first).days
    inside = {SINCE <= when.first + timedelta(days=number) <= DAY for number in range(days + 1)}
    ours = {event["of"] != THEM} if sure and event["of"] else {True, False}
    sorts = sorts_of(event, sure=sure)
    return [chosen if there and own else frozenset() for there in inside for own in ours for chosen in sorts]


def sorts_of(event: dict[str, Any], *, sure: bool) -> list[frozenset[str]]:
    if event["joint_work"]:
        return [frozenset(event["joint_work"].split(";"))]
    if event["of"] == "works" and sure:
        return [frozenset({"industry"})]
    return [frozenset(SORTS), frozenset()]


def test_a_count_of_units_and_the_last_day_are_told() -> None:
    made = Made()
    made.event("fair", "2024-03-05", of=US, kind="activity", joint_work="industry")
    made.event("visit", "2024-05", of=US, kind="activity", joint_work="industry")
    for unit in ("b", "a"):
        made.node(unit, "enterprise")
        made.link(unit, "ATTENDED", "fair")
    (row,) = (row for row in joint_work(made.graph(), US, as_of=DAY).rows if row.work == "industry")
    assert (row.state, row.low, row.last) == ("alive", 2, "2024-05")
    assert [unit.id for unit in row.units] == ["a", "b"]
    assert [(event.event.id, event.date) for event in row.events] == [("fair", "2024-03-05"), ("visit", "2024-05")]


def test_none_is_said_only_where_all_are_surely_idle() -> None:
    made = Made()
    assert joint_work(made.graph(), US, as_of=DAY).status == "unknown"
    made.promise("2024H1", "meeting", "activity")
    answer = joint_work(made.graph(), US, as_of=DAY)
    assert (answer.status, answer.unknown) == ("none", ())
    assert set(states(made, months=7).values()) == {"unknown"}


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [("2024-06-30", 6, "2024-01-01"), ("2024-08-31", 6, "2024-03-01"), ("2024-03-15", 12, "2023-03-16"),
     ("2024-03-30", 1, "2024-03-01"), ("0001-05-01", 12, "0001-01-01")],
)  # fmt: skip
def test_the_months_that_end_with_a_day(day: str, months: int, first: str) -> None:
    assert look_back(date.fromisoformat(day), months) == date.fromisoformat(first)


def test_the_order_of_rows_does_not_matter() -> None:
    made = Made()
    for number, sort in enumerate(SORTS):
        made.event(f"e{number}", "2024Q1", of=US, joint_work=sort)
    first = joint_work(made.graph(), US, as_of=DAY).to_json()
    for seed in range(5):
        for facts in (made.nodes, made.links, made.records):
            Random(seed).shuffle(facts)
        assert joint_work(made.graph(), US, as_of=DAY).to_json() == first


def test_hengzhou_claims_seven_and_dates_none(hengzhou: AllianceGraph) -> None:
    answer = joint_work(hengzhou, "横州茉莉花产业集群党建联盟")
    assert (answer.status, [row.state for row in answer.rows]) == ("unknown", ["unknown"] * 7)
    assert "promised to be complete" in answer.unknown[0].closes_when.en
