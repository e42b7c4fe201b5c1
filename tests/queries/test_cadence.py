"""The expected calendar: held, surely missing, not known, against every day that each dated meeting can have had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Quantity
from alliance.graph.dates import PartialDate
from alliance.queries import cadence
from alliance.queries.cadences.periods import periods
from alliance.tests.queries.made_up_alliance import SEEN, THEM, US, Made

DAY = date(2024, 6, 30)


def states(made: Made, **options: Any) -> dict[str, str]:
    answer = cadence(made.graph(), US, as_of=options.pop("as_of", DAY), **options)
    return {f"{row.mechanism.name if row.mechanism else ''} {row.period}".strip(): row.state for row in answer.rows}


# ---- against every world ----

DATES = ("2024-01-15", "2024-01-31", "2024-02-01", "2024-02", "2024-03", "2024Q1", "")
EVENT = st.fixed_dictionaries(
    {
        "date": st.sampled_from(DATES),
        "of": st.sampled_from(["contact", "other", US, THEM, ""]),
        "status": st.sampled_from(["confirmed", "disputed"]),
        "kind": st.sampled_from(["meeting", "activity"]),
        "count": st.sampled_from([0, 0, 2]),
    }
)
ROSTERS = st.lists(
    st.tuples(
        st.sampled_from(["2024-01", "2024-02", "2024Q1", "2024H1"]),
        st.sampled_from(["meeting", "activity"]),
        st.sampled_from([US, THEM, ""]),
    ),
    max_size=3,
    unique_by=lambda entry: entry[0],
)


def made_of(events: list[dict[str, Any]], rosters: list[tuple[str, str, str]], least: int, begins: str) -> Made:
    made = Made()
    made.node(THEM, "alliance")
    made.mechanism("contact", rhythm="monthly", sessions="meeting", least=least, begins=begins)
    made.mechanism("other", rhythm="ad_hoc")
    for number, event in enumerate(events):
        made.event(f"e{number}", **event)
    for label, kind, scope in rosters:
        made.promise(label, kind, scope=scope)
    return made


def days_of(text: str) -> list[date]:
    if not text:  # any day: one of each month that is looked at, and one that lies outside
        return [
            date(2020, 1, 1),
            date(2024, 1, 5),
            date(2024, 2, 5),
            date(2024, 3, 5),
            *(date(2024, month, 5) for month in (4, 5, 6)),
        ]
    when = PartialDate.parse(text)
    return [when.first + timedelta(days=number) for number in range((when.last - when.first).days + 1)]


def memberships(event: dict[str, Any]) -> list[bool]:
    """Whether it is a session of the mechanism, in each world."""
    sure = event["status"] == "confirmed"
    if event["of"] == "contact":
        return [True] if sure else [True, False]
    can_be = event["kind"] == "meeting"
    if event["of"] in ("other", THEM) and sure:
        return [False]
    return [True, False] if can_be else [False]


def worlds(events: list[dict[str, Any]]) -> Iterator[list[date]]:
    """The days of the sessions of the mechanism."""
    each = []
    for event in events:
        weight = event["count"] or 1
        day_lists = [list(combined) for combined in product(days_of(event["date"]), repeat=1)]
        each.append([days * weight for member in memberships(event) for days in (day_lists if member else [[]])])
    for choice in product(*each):
        yield [day for days in choice for day in days]


def listed(rosters: list[tuple[str, str, str]], period: PartialDate) -> bool:
    """Whether every day of the period lies in a roster of meetings of ours."""
    covered = {
        day for label, kind, scope in rosters if kind == "meeting" and scope in (US, "") for day in days_of(label)
    }
    return set(days_of(str(period))) <= covered


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENT, max_size=2), ROSTERS, st.integers(1, 2), st.sampled_from(["", "2024-02", "2023"]))
def test_every_period_is_what_it_is_in_every_world(
    events: list[dict[str, Any]], rosters: list[tuple[str, str, str]], least: int, begins: str
) -> None:
    answer = cadence(made_of(events, rosters, least, begins).graph(), US, as_of=DAY, since=date(2024, 1, 1))
    rows = {row.period: row for row in answer.rows if row.mechanism and row.mechanism.id == "contact"}
    counts: dict[str, set[int]] = {period: set() for period in rows}
    for days in worlds(events):
        for period in rows:
            when = PartialDate.parse(period)
            counts[period].add(sum(when.first <= day <= when.last for day in days))
    start = PartialDate.parse(begins).last if begins else date.min
    for period, row in rows.items():
        when = PartialDate.parse(period)
        whole = listed(rosters, when)
        assert row.low == min(counts[period])
        assert row.high == (max(counts[period]) if whole else None)
        if min(counts[period]) >= least:
            assert row.state == "held"
        elif whole and max(counts[period]) < least and start <= when.first:
            assert row.state == "missing"
        else:
            assert row.state == "unknown"
    expected = {str(period) for period in periods(1, date(2024, 1, 1), DAY)}
    assert rows.keys() == expected - ({"2024-01"} if begins == "2024-02" else set())
    open_periods = {period for period, row in rows.items() if row.state == "unknown"}
    assert bool(open_periods) == any("contact" in entry.what.en for entry in answer.unknown)


# ---- what the words of the definition say ----


def test_a_meeting_of_a_quarter_may_be_in_each_of_its_months_and_surely_is_in_the_quarter() -> None:
    made = Made()
    for name, rhythm in (("contact", "monthly"), ("consultation", "quarterly"), ("review", "annual")):
        made.mechanism(name, rhythm=rhythm, sessions="meeting")
        made.event(f"{name} 1", "2024Q1", of=name)
    made.promise("2024H1", "meeting")
    made.promise("2023", "meeting")
    told = states(made, since=date(2024, 1, 1))
    assert told["consultation 2024Q1"] == "held"
    assert {told[f"contact 2024-0{month}"] for month in (1, 2, 3)} == {"unknown"}
    assert {told[f"contact 2024-0{month}"] for month in (4, 5, 6)} == {"missing"}
    assert told["consultation 2024Q2"] == "missing"
    assert told["review 2024"] == "held"
    assert states(made)["review 2023"] == "missing"


def test_without_a_roster_of_the_period_nothing_is_missing() -> None:
    made = Made()
    made.mechanism("consultation", rhythm="quarterly", sessions="meeting")
    made.promise("2024H1", "activity")
    made.promise("2023H2", "meeting")
    made.promise("spring", "meeting", date="2024-03-31")  # says no period
    assert states(made) == {
        "consultation 2023Q3": "missing", "consultation 2023Q4": "missing",
        "consultation 2024Q1": "unknown", "consultation 2024Q2": "unknown",
    }  # fmt: skip
    answer = cadence(made.graph(), US, as_of=DAY)
    (entry,) = answer.unknown
    assert entry.what.en == "consultation: whether it was held in 2024Q1, 2024Q2"
    assert "no roster promises all meetings" in entry.why.en.lower()


def test_a_roster_drawn_up_in_the_middle_of_its_period_promises_the_days_before() -> None:
    made = Made()
    made.mechanism("contact", rhythm="monthly", sessions="meeting")
    made.promise("2024H1", "meeting", date="2024-05-31")
    told = states(made, since=date(2024, 1, 1))
    assert {told[f"contact 2024-0{month}"] for month in range(1, 6)} == {"missing"}
    assert told["contact 2024-06"] == "unknown"
    assert set(states(made, since=date(2024, 1, 1), as_of=date(2024, 5, 15)).values()) == {"unknown", "running"}


def test_a_period_that_is_not_over_is_running_and_may_be_held_already() -> None:
    made = Made()
    made.mechanism("consultation", rhythm="quarterly")
    made.promise("2024H1", "meeting", "activity")
    day = date(2024, 5, 15)
    assert states(made, as_of=day, since=day) == {"consultation 2024Q2": "running"}
    made.event("early", "2024-04", of="consultation")
    assert states(made, as_of=day, since=day) == {"consultation 2024Q2": "held"}
    assert states(made, as_of=date(2024, 4, 10), since=date(2024, 4, 10)) == {"consultation 2024Q2": "running"}


def test_what_is_ad_hoc_is_never_missing_and_a_rhythm_that_nobody_states_is_told() -> None:
    made = Made()
    made.mechanism("urgent", rhythm="ad_hoc")
    made.mechanism("forum")
    made.event("flood", "2024-03", of="urgent")
    made.event("visit", "2024-02", of=US, kind="activity")
    made.promise("2024H1", "meeting", "activity")
    assert states(made) == {"urgent": "ad_hoc", "forum": "not_stated", "": "not_stated"}
    answer = cadence(made.graph(), US, as_of=DAY)
    assert answer.status == "found"
    assert [entry.what.en for entry in answer.unknown] == ["how often forum is due"]


def test_the_calendar_of_another_alliance_in_the_store_changes_nothing() -> None:
    made = Made()
    made.mechanism("consultation", rhythm="quarterly")
    made.promise("2024H1", "meeting", "activity")
    alone = states(made)
    made.node(THEM, "alliance")
    made.event("theirs", "2024-02", of=THEM)
    made.node("c", "mechanism", rhythm="monthly")
    made.link("c", "MECHANISM_OF", THEM)
    made.event("theirs too", "2024-02", of="c")
    assert states(made) == alone


def test_the_order_of_rows_does_not_matter() -> None:
    made = made_of(
        [{"date": "2024Q1", "of": "contact", "status": "confirmed", "kind": "meeting", "count": 2}], [], 1, ""
    )
    first = cadence(made.graph(), US, as_of=DAY).to_json()
    for seed in range(5):
        for facts in (made.nodes, made.links, made.records):
            Random(seed).shuffle(facts)
        assert cadence(made.graph(), US, as_of=DAY).to_json() == first


@pytest.mark.parametrize(("months", "told"), [(3, ["2024Q1", "2024Q2"]), (6, ["2024H1"]), (12, ["2024"])])
def test_periods_are_those_of_the_calendar(months: int, told: list[str]) -> None:
    assert [str(period) for period in periods(months, date(2024, 2, 29), date(2024, 6, 1))] == told


def test_the_last_period_of_a_year_is_followed_by_the_first_of_the_next() -> None:
    assert [str(period) for period in periods(1, date(2023, 12, 31), date(2024, 1, 1))] == ["2023-12", "2024-01"]


def test_a_count_without_names_is_so_many_sessions() -> None:
    made = Made()
    made.mechanism("contact", rhythm="quarterly", least=3)
    made.event("three", "2024Q1", of="contact", count=3)
    assert states(made)["contact 2024Q1"] == "held"
    made.nodes[-1] = made.nodes[-1].model_copy(update={"count": Quantity(value=2, bound="at_least"), "evidence": SEEN})
    assert states(made)["contact 2024Q1"] == "unknown"


def test_hengzhou_states_no_mechanism(hengzhou: AllianceGraph) -> None:
    answer = cadence(hengzhou, "横州茉莉花产业集群党建联盟")
    assert (answer.status, [row.state for row in answer.rows]) == ("unknown", ["not_stated"])
    assert "the list of mechanisms is loaded" in answer.unknown[0].closes_when.en
