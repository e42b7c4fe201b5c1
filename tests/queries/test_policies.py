"""Policies by stage: in force, expired, ahead or not known, against every day that their dates can mean."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from alliance.graph import AllianceGraph
from alliance.graph.dates import PartialDate
from alliance.queries import policies
from alliance.tests.queries.made_up_alliance import Made

DAY = date(2024, 6, 30)
DATES = ("", "2023", "2024-06-30", "2024-07-01", "2024-06", "2024", "2025")


def made_up() -> Made:
    made = Made()
    made.node("growing", "stage")
    made.node("drying", "stage")
    return made


def days(text: str) -> list[date]:
    when = PartialDate.parse(text)
    return [when.first + timedelta(days=number) for number in range((when.last - when.first).days + 1)]


@pytest.mark.parametrize(("begins", "ends"), list(product(DATES, DATES)))
@pytest.mark.parametrize("on_link", [False, True])
def test_validity_is_that_of_every_world(begins: str, ends: str, on_link: bool) -> None:
    if begins and ends and PartialDate.parse(ends).last < PartialDate.parse(begins).first:
        return
    made = made_up()
    if on_link:
        made.node("rule", "policy")
        made.link("rule", "APPLIES_TO", "growing", begins=begins, ends=ends)
    else:
        made.node("rule", "policy", date_effective=begins, date_expires=ends)
        made.link("rule", "APPLIES_TO", "growing")
    (row,) = policies(made.graph(), as_of=DAY).rows
    before = {begin > DAY for begin in days(begins)} if begins else {True, False}
    after = {end < DAY for end in days(ends)} if ends else {False}
    if after == {True}:
        expected = "expired"
    elif before == {True}:
        expected = "ahead"
    elif True in before or True in after:
        expected = "unknown"
    else:
        expected = "in_force" if ends else "no_end_stated"
    assert (row.validity, row.begins, row.ends) == (expected, begins, ends)


@pytest.mark.parametrize(
    ("written", "begins"), [("2024年初", "2024"), ("2021-11-20(批准)", "2021-11-20"), ("去年", ""), ("2024-13", "")]
)
def test_a_date_with_a_remark_is_read_and_anything_else_is_no_date(written: str, begins: str) -> None:
    made = made_up()
    made.node("rule", "policy", date_effective=written)
    (row,) = policies(made.graph(), as_of=DAY).rows
    assert row.begins == begins


def test_a_stage_shows_its_own_policies_those_of_finer_and_of_coarser_stages() -> None:
    made = made_up()
    made.nodes[-1] = made.nodes[-1].model_copy(update={"parent": "growing"})  # drying, a finer stage of it here
    made.node("other", "stage")
    for stage in ("growing", "drying", "other"):
        made.node(f"for {stage}", "policy")
        made.link(f"for {stage}", "APPLIES_TO", stage)
    made.node("nowhere", "policy")
    graph = made.graph()
    for asked in ("growing", "drying"):
        answer = policies(graph, stage=asked, as_of=DAY)
        assert {row.policy.id for row in answer.rows} == {"for growing", "for drying"}
        assert any("to which stages these apply: nowhere" in entry.what.en for entry in answer.unknown)
    assert [row.stage and row.stage.id for row in policies(graph, as_of=DAY).rows][-1] is None


def test_none_is_said_only_where_a_roster_promises_all() -> None:
    made = made_up()
    assert policies(made.graph(), stage="growing", as_of=DAY).status == "unknown"
    made.promise("2024H1", "policy", scope="growing")
    assert policies(made.graph(), stage="growing", as_of=DAY).status == "none"
    assert policies(made.graph(), stage="drying", as_of=DAY).status == "unknown"
    made.node("nowhere", "policy")
    assert policies(made.graph(), stage="growing", as_of=DAY).status == "unknown"
    made.node("rule", "policy")
    made.link("rule", "APPLIES_TO", "growing", status="disputed")
    answer = policies(made.graph(), stage="growing", as_of=DAY)
    assert (answer.status, [row.truth for row in answer.rows]) == ("unknown", ["may"])


def test_the_order_of_rows_does_not_matter() -> None:
    made = made_up()
    for name, stage in (("b", "growing"), ("a", "growing"), ("c", "drying")):
        made.node(name, "policy", date_effective="2023")
        made.link(name, "APPLIES_TO", stage)
    first = policies(made.graph(), as_of=DAY).to_json()
    for seed in range(5):
        for facts in (made.nodes, made.links, made.records):
            Random(seed).shuffle(facts)
        assert policies(made.graph(), as_of=DAY).to_json() == first


def test_hengzhou_dates_some_and_says_the_end_of_none(hengzhou: AllianceGraph) -> None:
    answer = policies(hengzhou)
    assert answer.status == "found"
    states = {row.policy.id: row.validity for row in answer.rows}
    assert states["pol-regulation"] == "no_end_stated"
    assert states["pol-award-2023"] == "unknown"
    assert "expired" not in states.values()
