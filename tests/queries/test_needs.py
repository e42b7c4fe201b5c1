"""Problems and needs on a day: every interval against worlds that are drawn from what the dates leave open."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from statistics import median as exact_median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.graph.dates import PartialDate
from alliance.loaders import read_folder
from alliance.queries import needs
from alliance.queries.matters.spans import Interval, median, span_text

SEEN = (Evidence(source="s1"),)
FIRST = date(2024, 3, 1)
DAY = 8
UNITS = "ABC"
STORY = Path(__file__).parents[1] / "loaders" / "food_standard"
Build = Any


def asked(graph: AllianceGraph, **options: Any) -> Any:
    return needs(graph, **options)


def moment(first: int, last: int) -> PartialDate:
    return PartialDate(FIRST + timedelta(first), FIRST + timedelta(last))


spans = st.tuples(st.integers(0, 7), st.integers(0, 2)).map(lambda drawn: (drawn[0], drawn[0] + drawn[1]))


@st.composite
def stories(draw: Any) -> dict[str, Any]:
    """One need: when it was raised, whose turn it was when, and whether and by whom it was solved."""
    turns = []
    for _ in range(draw(st.integers(0, 3))):
        began = draw(spans)
        more = draw(st.none() | st.integers(0, 3))
        ended = None if more is None else (began[1] + more, began[1] + more + 1)
        kind, sure = draw(st.sampled_from(["HANDLES", "HANDLES", "ROUTED_TO"])), draw(st.integers(0, 4)) > 0
        turns.append((kind, draw(st.sampled_from(UNITS)), began, ended, sure))
    solved = draw(st.none() | st.tuples(st.sampled_from([*UNITS, "law"]), spans, st.integers(0, 3)))
    return {"raised": draw(spans), "turns": turns, "solved": solved, "open": draw(st.booleans())}


def graph_of(story: dict[str, Any]) -> AllianceGraph:
    kinds = {**dict.fromkeys(UNITS, "government"), "law": "policy", "firm": "enterprise", "need": "need"}
    states = {"status": "open"} if story["open"] and not story["solved"] else {}
    nodes = [Node(id=name, kind=kind, name=name, evidence=SEEN, attributes=states if name == "need" else {})
             for name, kind in kinds.items()]  # fmt: skip
    links = [link("firm", "RAISED", "need", story["raised"])]
    for number, (kind, unit, began, ended, sure) in enumerate(story["turns"]):
        links.append(link("need", kind, unit, began, ended, sure=sure, product=str(number)))
    if story["solved"]:
        by, days, doubt = story["solved"]
        links.append(link("need", "RESOLVED_BY", by, days, sure=doubt > 0))
    return AllianceGraph.from_models(nodes, links)


def link(source: str, kind: str, target: str, began: Any, ended: Any = None, *, sure: bool = True, **more: Any) -> Any:
    return Relationship(source=source, type=kind, target=target, valid_from=moment(*began), evidence=SEEN,
                        valid_to=moment(*ended) if ended else None, status="confirmed" if sure else "disputed",
                        **more)  # fmt: skip


def world_of(story: dict[str, Any], dice: random.Random) -> dict[str, Any] | None:
    """What happened until the day in one possible world; None where the need was not yet raised."""
    raised = dice.randint(*story["raised"])
    solution = None
    if story["solved"]:
        by, days, doubt = story["solved"]
        day = dice.randint(*days)
        solution = (by, day) if (doubt or dice.random() < 0.5) and day <= DAY else None
    turns = []
    for kind, unit, began, ended, sure in story["turns"]:
        start = dice.randint(*began)
        end = dice.randint(*ended) if ended else dice.choice([None, dice.randint(start, start + 5)])
        if start <= DAY and (sure or dice.random() < 0.5):
            turns.append((kind, unit, start, end, ended is not None))
    return None if raised > DAY else measured(raised, turns, solution)


def measured(raised: int, turns: list[Any], solution: Any) -> dict[str, Any]:
    handled = {unit for kind, unit, *_ in turns if kind == "HANDLES"}
    counted = [turn for turn in turns if turn[0] == "HANDLES" or turn[1] not in handled]
    solved_day = solution[1] if solution else math.inf
    follows = returned = 0
    for _, unit, start, end, stated in counted:
        follows += any(
            other[1] != unit and other[2] < start and other[3] is not None and other[3] <= start for other in counted
        )
        last = not any(other[1] == unit and other[2] > start for other in counted)
        solver = solution is not None and solution[0] == unit and last
        returned += stated and end < min(DAY, solved_day) and not solver
    return {
        "to_handler": min((turn[2] for turn in turns), default=None),
        "raised": raised,
        "lasted": solved_day - raised if solution else None,
        "open": None if solution else DAY - raised,
        "hand_overs": follows,
        "returned": returned,
    }


def inside(value: float, interval: Interval | None) -> bool:
    return interval is not None and interval.low <= value <= (math.inf if interval.high is None else interval.high)


@settings(max_examples=120, deadline=None)
@given(story=stories(), seed=st.integers(0, 10**6))
def test_no_world_lies_outside_of_the_intervals(story: dict[str, Any], seed: int) -> None:
    answer = asked(graph_of(story), as_of=FIRST + timedelta(DAY))
    dice = random.Random(seed)
    for world in (world_of(story, dice) for _ in range(40)):
        if world is None:
            continue
        (row,) = answer.rows
        if world["open"] is not None and row.state != "solved":
            assert inside(world["open"], row.open_days)
            assert inside(world["open"], answer.bounds["days_to_solve"] and Interval(**answer.bounds["days_to_solve"]))
        if world["lasted"] is not None and world["lasted"] >= 0:
            assert row.state in ("solved", "may_be_solved")
            assert inside(world["lasted"], Interval(**answer.bounds["days_to_solve"]))
        if row.hand_overs is not None and row.state != "not_stated":
            assert inside(world["hand_overs"], row.hand_overs)
            assert inside(world["returned"], row.returned)
        if world["to_handler"] is not None and world["to_handler"] >= world["raised"] and row.days_to_handler:
            assert inside(world["to_handler"] - world["raised"], row.days_to_handler) or not _all_sure(story)


def _all_sure(story: dict[str, Any]) -> bool:
    return all(sure and began[1] <= DAY for *_, began, _, sure in story["turns"])


@settings(max_examples=80, deadline=None)
@given(story=stories())
def test_with_exact_days_the_numbers_are_exact(story: dict[str, Any]) -> None:
    def exact(days: Any) -> Any:
        return (days[0], days[0]) if days else None

    turns = [(kind, unit, exact(began), exact(ended or (began[0] + 1,)), True)
             for kind, unit, began, ended, _ in story["turns"]]  # fmt: skip
    solved = (story["solved"][0], exact(story["solved"][1]), 1) if story["solved"] else None
    told = {"raised": exact(story["raised"]), "turns": turns, "solved": solved, "open": True}
    world = world_of(told, random.Random(1))
    assert world is not None
    (row,) = asked(graph_of(told), as_of=FIRST + timedelta(DAY)).rows
    if world["to_handler"] is not None:
        for number, interval in ((world["hand_overs"], row.hand_overs), (world["returned"], row.returned)):
            assert (interval.low, interval.high) == (number, number)
    if world["open"] is not None:
        assert row.state == "open"
        assert (row.open_days.low, row.open_days.high) == (world["open"], world["open"])
    elif world["lasted"] >= 0:
        assert (row.days_to_solve.low, row.days_to_solve.high) == (world["lasted"], world["lasted"])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3) | st.none()), min_size=1, max_size=5))
def test_a_median_is_bounded_by_those_of_all_worlds(drawn: list[tuple[int, int | None]]) -> None:
    days = [(float(low), math.inf if more is None else float(low + more)) for low, more in drawn]
    ends = [(low, 99.0 if math.isinf(high) else high) for low, high in days]
    found = [exact_median(choice) for choice in product(*ends)]
    interval = median(days)
    assert interval is not None
    assert interval.low == min(found)
    assert interval.high == (None if max(found) > 40 else max(found))


def test_moments_are_written_as_intervals() -> None:
    days = [date(2024, 1, 1).toordinal(), date(2024, 3, 31).toordinal(), date(2024, 5, 2).toordinal()]
    assert span_text((days[0], days[1])) == "2024Q1"
    assert span_text((days[0], days[2])) == "2024-01-01/2024-05-02"
    assert span_text((-math.inf, days[1])) == "../2024-03-31"
    assert span_text((-math.inf, math.inf)) is None


# ---- what is told ----

BASE = [("firm", "enterprise"), ("n1", "need", {"status": "open"}), ("n2", "problem"), ("A", "government"),
        ("B", "government")]  # fmt: skip


def test_what_is_open_is_censored_and_comes_first(build: Build) -> None:
    graph = build(BASE, [
        ("firm", "RAISED", "n1", {"valid_from": "2024-03-02"}), ("n1", "HANDLES", "A", {"valid_from": "2024-03-12"}),
        ("firm", "RAISED", "n2", {"valid_from": "2024-01-01"}),
        ("n2", "RESOLVED_BY", "B", {"valid_from": "2024-01-11"}),
    ])  # fmt: skip
    answer = asked(graph, as_of=date(2024, 6, 30))
    assert [(row.need.id, row.state) for row in answer.rows] == [("n1", "open"), ("n2", "solved")]
    first, second = answer.rows
    assert (first.open_days.text(), first.days_to_handler.text(), first.days_to_solve) == ("120", "10", None)
    assert [ref.id for ref in first.holders] == ["A"]
    assert (second.days_to_solve.text(), second.hand_overs, second.returned) == ("10", None, None)
    assert answer.bounds["days_to_solve"] == {"low": 65.0, "high": None}
    assert "the longest for 120 days so far" in answer.sentence.en


def test_what_came_back_twice_has_no_owner(build: Build) -> None:
    turns = [("A", "2024-01-02", "2024-01-05"), ("B", "2024-01-06", "2024-01-09"), ("A", "2024-01-10", None)]
    links = [("n1", "HANDLES", unit, {"valid_from": since, "valid_to": until}) for unit, since, until in turns]
    (row, _) = asked(build(BASE, links), as_of=date(2024, 6, 30)).rows
    assert (row.hand_overs.text(), row.returned.text(), row.no_owner) == ("2", "2", True)
    assert [ref.id for ref in row.holders] == ["A"]


def test_nobody_has_it_only_where_all_steps_were_listed(build: Build) -> None:
    raised = [("firm", "RAISED", "n1", {"valid_from": "2024-03-02"})]
    silent, sure = (asked(build(BASE, raised, rosters), as_of=date(2024, 6, 30)) for rosters in ([], [("", "matter")]))
    assert [row.no_owner for row in silent.rows if row.need.id == "n1"] == [None]
    assert [row.no_owner for row in sure.rows if row.need.id == "n1"] == [True]
    assert {row.need.id: row.state for row in sure.rows} == {"n1": "open", "n2": "open"}
    assert {row.need.id: row.state for row in silent.rows} == {"n1": "open", "n2": "not_stated"}


def test_due_dates(build: Build) -> None:
    def in_time(attributes: dict[str, Any], solved: str | None) -> Any:
        links = [("n", "RESOLVED_BY", "A", {"valid_from": solved})] if solved else []
        graph = build([("n", "need", attributes), ("A", "government")], links)
        return asked(graph, as_of=date(2024, 6, 30)).rows[0].in_time

    due = {"due": "2024-05"}
    assert in_time(due, "2024-04-30") is True
    assert in_time(due, "2024-05-15") is None
    assert in_time(due, "2024-06-02") is False
    assert in_time({**due, "status": "open"}, None) is False
    assert in_time({"due": "2024-08", "status": "open"}, None) is None
    assert in_time({}, "2024-04-30") is None


def test_a_scope_keeps_what_belongs_to_it(build: Build) -> None:
    nodes = [*BASE, ("u", "alliance"), ("v", "alliance"), ("m", "meeting"), ("t", "chair_term"), ("other", "school")]
    links = [("firm", "RAISED", "n1"), ("firm", "MEMBER_OF", "u"), ("other", "RAISED", "n2"), ("n2", "RAISED_AT", "m"),
             ("m", "IN_TERM", "t"), ("t", "TERM_OF", "v")]  # fmt: skip
    graph = build(nodes, links)
    day = date(2024, 6, 30)
    assert [row.need.id for row in asked(graph, scope="u", as_of=day).rows] == ["n1"]
    assert [row.need.id for row in asked(graph, scope="v", as_of=day).rows] == ["n2"]
    assert len(asked(graph, as_of=day).rows) == 2


def test_before_a_day_nothing_later_is_known(build: Build) -> None:
    graph = build(BASE, [
        ("firm", "RAISED", "n1", {"valid_from": "2024-03-02"}),
        ("firm", "RAISED", "n2", {"valid_from": "2024-01-01"}),
        ("n2", "RESOLVED_BY", "B", {"valid_from": "2024-04-11"}),
    ])  # fmt: skip
    (row,) = asked(graph, as_of=date(2024, 2, 1)).rows
    assert (row.need.id, row.state, row.open_days.text()) == ("n2", "open", "31")


def test_the_food_standard_says_what_its_report_does_not() -> None:
    answer = asked(read_folder(STORY).batch)
    (row,) = answer.rows
    assert (row.state, row.solved, row.raised, row.days_to_solve) == ("solved", "2024Q1", None, None)
    assert {ref.id for ref in row.handlers} == {"samr", "lab"}
    assert row.units.text() == "4"
    assert any("took" in entry.what.en for entry in answer.unknown)


def test_hengzhou_names_no_need(hengzhou: AllianceGraph) -> None:
    answer = asked(hengzhou)
    assert answer.status == "unknown"
    assert answer.sentence.en.startswith("No problem or need is loaded")


@pytest.mark.parametrize("scope", ["", "matter"])
def test_none_is_certain_only_with_a_roster(build: Build, scope: str) -> None:
    graph = build([("firm", "enterprise")], [], [("", scope)] if scope else [])
    assert asked(graph, as_of=date(2024, 6, 30)).status == ("none" if scope else "unknown")
