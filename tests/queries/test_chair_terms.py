"""Chair terms: whose, duty met or not, who is next, against every day on which terms and activities can have been."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Measure, Quantity
from alliance.graph.dates import PartialDate
from alliance.queries import chair_terms
from alliance.tests.queries.made_up_alliance import SEEN, US, Made

DAY = date(2024, 6, 30)
DUTY = "轮值期间最少集体活动"
UNITS = ("a", "b", "c")


def made_up(*, least: int | None = 1, rotating: bool = True) -> Made:
    made = Made()
    for unit in UNITS:
        made.node(unit, "government")
        if rotating:
            made.link(unit, "ROTATING_CHAIR_OF", US)
    if least is not None:
        made.records.append(Measure(subject=US, metric=DUTY, value=Quantity(value=least), evidence=SEEN))
    return made


def by_chair(made: Made, day: date = DAY) -> dict[str, tuple[str, str]]:
    answer = chair_terms(made.graph(), US, as_of=day)
    return {"".join(chair.id for chair in row.chairs): (row.standing, row.duty) for row in answer.rows}


def following(made: Made, day: date = DAY) -> str | None:
    found = chair_terms(made.graph(), US, as_of=day).bounds["next"]
    return found["id"] if found else None


# ---- against every world ----

BEGINS, ENDS = ("2024-01-01", "2024-01", "2023Q4"), ("2024-03-31", "2024-03", "2024Q2", "2024-09-30", "")
ACTIVITY = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2024-01-01", "2024-01", "2024-02", "2024Q1", "2024-03-31", "2024-07", ""]),
        "of": st.sampled_from([US, ""]),
        "kind": st.sampled_from(["activity", "activity", "meeting"]),
        "term": st.sampled_from(["", "", "this", "other"]),
    }
)


def choices(text: str, *others: str) -> list[date]:
    """The days of a date that can make a difference: where it or another begins or ends, and the days beside those."""
    first, last = (date(2020, 1, 1), date(2025, 12, 31)) if not text else _ends(text)
    marks = {first, last, DAY, *(day for other in others if other for day in _ends(other))}
    near = {day + timedelta(days=step) for day in marks for step in (-1, 0, 1)}
    return sorted(day for day in near if first <= day <= last)


def _ends(text: str) -> tuple[date, date]:
    when = PartialDate.parse(text)
    return when.first, when.last


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BEGINS), st.sampled_from(ENDS), st.lists(ACTIVITY, max_size=2), st.integers(1, 2), st.booleans())
def test_every_term_is_what_it_is_in_every_world(
    begins: str, ends: str, activities: list[dict[str, Any]], least: int, whole: bool
) -> None:
    made = made_up(least=least)
    term, other = made.term("a", begins, ends), made.term("b", "2022-01-01", "2022-02-01")
    for number, said in enumerate(activities):
        name = made.event(f"e{number}", said["date"], of=said["of"], kind=said["kind"])
        if said["term"]:
            made.link(name, "IN_TERM", term if said["term"] == "this" else other)
    for label in ("2023", "2024H1", "2024H2") if whole else ():
        made.promise(label, "activity")
    row = next(row for row in chair_terms(made.graph(), US, as_of=DAY).rows if row.chairs[0].id == "a")
    counts, now = worlds(begins, ends, activities)
    if not counts:
        assert row.standing == "ahead"
        return
    assert row.low == min(counts)
    assert (row.standing == "now") == (now == {True})
    assert (row.standing == "maybe_now") == (now == {True, False})
    over = bool(ends) and PartialDate.parse(ends).last <= DAY
    surely_on = not ends or PartialDate.parse(ends).first > DAY
    if min(counts) >= least:
        assert row.duty == "met"
    elif surely_on and ends:
        assert row.duty == "running"
    elif whole and over and max(counts) < least:
        assert row.duty == "not_met"
        assert row.high == max(counts)
    else:
        assert row.duty == "unknown"


def worlds(begins: str, ends: str, activities: list[dict[str, Any]]) -> tuple[set[int], set[bool]]:
    """How many activities lie in the term in each world, and whether the day lies in it."""
    counted = [said for said in activities if said["kind"] == "activity"]
    dates = [said["date"] for said in counted]
    counts, now = set(), set()
    for begin, end, *days in product(
        choices(begins, ends, *dates), choices(ends, begins, *dates), *(choices(d, begins, ends) for d in dates)
    ):
        if end < begin:
            continue
        now.add(begin <= DAY <= end)
        sure = [_inside(said, day, begin, end) for said, day in zip(counted, days, strict=True)]
        counts.add(sum(sure))
        mine = [_inside(said, day, begin, end) and _is_ours(said) for said, day in zip(counted, days, strict=True)]
        counts.add(sum(mine))
    return counts, now


def _inside(said: dict[str, Any], day: date, begin: date, end: date) -> bool:
    if day > DAY:
        return False
    return said["term"] == "this" if said["term"] else begin <= day <= end


def _is_ours(said: dict[str, Any]) -> bool:
    return bool(said["of"] or said["term"])


# ---- what the words of the definition say ----


def test_who_is_next_is_stated_or_not_known() -> None:
    made = made_up()
    made.term("a", "2024-04-01", "2024-06-30")
    assert following(made) is None
    made.term("b", "2024-07-01", "2024-09-30")
    assert following(made) == "b"
    assert following(made, date(2024, 9, 30)) is None
    assert by_chair(made)["a"][0] == "now"
    assert by_chair(made)["b"] == ("ahead", "ahead")


def test_a_term_that_leaves_room_for_another_before_it_is_not_next() -> None:
    made = made_up()
    made.term("a", "2024-04-01", "2024-06-30")
    made.term("b", "2024-10-01", "2024-12-31")
    assert following(made) is None


@pytest.mark.parametrize(("total", "told"), [(3, "a"), (8, None), (None, None)])
def test_after_the_last_in_the_order_comes_the_first_only_if_it_is_the_last(
    total: int | None, told: str | None
) -> None:
    made = made_up(rotating=False)
    for order, unit in enumerate(UNITS, start=1):
        made.link(unit, "ROTATING_CHAIR_OF", US, order=order)
    made.term("a", "2024-01-01", "2024-03-31")
    made.term("c", "2024-04-01", "2024-06-30")
    if total:
        made.records.append(Measure(subject=US, metric="轮值主席单位数", value=Quantity(value=total), evidence=SEEN))
    assert following(made, date(2024, 2, 1)) == "c"  # a term that is stated comes before the order
    assert following(made) == told


def test_the_order_says_who_follows() -> None:
    made = made_up(rotating=False)
    for order, unit in enumerate(UNITS, start=1):
        made.link(unit, "ROTATING_CHAIR_OF", US, order=order)
    made.term("a", "2024-04-01", "2024-06-30")
    assert following(made) == "b"


def test_who_never_chaired_is_certain_only_where_all_terms_were_listed() -> None:
    made = made_up()
    made.term("a", "2024-01-01", "2024-03-31")
    made.term("b", "2024-04-01", "2024-06-30")
    assert by_chair(made)["c"] == ("no_term_known", "no_term")
    made.promise("2024Q1", "chair_term")
    assert by_chair(made)["c"] == ("no_term_known", "no_term")
    made.promise("2024Q2", "chair_term")
    assert by_chair(made)["c"] == ("never", "no_term")
    made.link("c", "ROTATING_CHAIR_OF", US, begins="2024-05-01", ends="2024-05-31")
    assert by_chair(made)["c"] == ("no_term_known", "no_term")


def test_a_disputed_chair_is_not_the_chair_now() -> None:
    made = made_up()
    made.term("a", "2024-04-01", "2024-06-30", status="disputed")
    answer = chair_terms(made.graph(), US, as_of=DAY)
    assert answer.bounds["now"] == ()
    assert answer.rows[0].truth == "may"
    assert "who chairs now" in [entry.what.en for entry in answer.unknown]


def test_without_a_stated_duty_nobody_failed_it() -> None:
    made = made_up(least=None)
    made.term("a", "2024-01-01", "2024-03-31")
    made.promise("2024Q1", "activity")
    assert by_chair(made)["a"] == ("past", "not_stated")


def test_the_order_of_rows_does_not_matter() -> None:
    made = made_up()
    for begins, ends, unit in (("2024-01", "2024-03", "a"), ("2024-04-01", "2024-06-30", "b")):
        made.event(f"e {unit}", "2024Q1", of=US, kind="activity")
        made.term(unit, begins, ends)
    first = chair_terms(made.graph(), US, as_of=DAY).to_json()
    for seed in range(5):
        for facts in (made.nodes, made.links, made.records):
            Random(seed).shuffle(facts)
        assert chair_terms(made.graph(), US, as_of=DAY).to_json() == first


def test_hengzhou_names_three_of_eight_chairs_and_no_term(hengzhou: AllianceGraph) -> None:
    answer = chair_terms(hengzhou, "横州茉莉花产业集群党建联盟")
    assert answer.status == "unknown"
    assert [(row.standing, row.duty) for row in answer.rows] == [("no_term_known", "no_term")] * 3
    assert answer.bounds["least"] == (1.0,)
    told = " ".join(entry.what.en for entry in answer.unknown)
    assert "5 of them not named" in told
    assert "who chairs next" in told
