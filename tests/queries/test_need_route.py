"""The way of a problem or need: against earliest arrivals in every world of days, and as the public report tells it."""

from __future__ import annotations

import csv
import math
import shutil
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import InputRefused
from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.graph.dates import PartialDate
from alliance.loaders import read_folder
from alliance.queries import need_route

STORY = Path(__file__).parents[1] / "loaders" / "food_standard"
SEEN = (Evidence(source="s1"),)
LATER = date(2025, 1, 1)
KINDS = {"firm": "enterprise", "need": "need", "list": "list", "A": "government", "lab": "research_institute",
         "result": "policy"}  # fmt: skip
STEPS = [
    ("need", "LISTED_IN", "list"), ("list", "ROUTED_TO", "lab"), ("list", "ROUTED_TO", "A"), ("need", "ROUTED_TO", "A"),
    ("need", "HANDLES", "lab"), ("lab", "TESTS_FOR", "need"), ("A", "ISSUED", "result"), ("lab", "PROMOTED", "result"),
    ("need", "RESOLVED_BY", "result"), ("need", "RESOLVED_BY", "A"),
]  # fmt: skip
Link = tuple[str, str, str]
MONTHS = [f"2024-{month:02}" for month in range(1, 7)]
UNDATED = ""
dates = st.sampled_from([*MONTHS, *(f"{month}-15" for month in MONTHS), "2024Q1", "2024Q2"])


def points(written: str) -> list[int]:
    """The days of an interval that tell every order apart: the ends and the middle of its months, or its only day."""
    inside = PartialDate.parse(written) if written else PartialDate(date(2024, 1, 1), date(2024, 6, 30))
    ends = {inside.first, inside.last}
    for month in map(PartialDate.parse, MONTHS):
        days = (month.first, month.first.replace(day=15), month.last)
        ends |= {day for day in days if inside.first <= day <= inside.last}
    return sorted(day.toordinal() for day in ends)


@st.composite
def stories(draw: Any) -> dict[Link, str]:
    """Which steps there are, and when each was taken, as it is written; at most one is not dated."""
    chosen = draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=4, unique=True))
    told = {link: draw(dates) for link in [("firm", "RAISED", "need"), *chosen]}
    undated = draw(st.none() | st.sampled_from(sorted(told)))
    return {link: UNDATED if link == undated else written for link, written in told.items()}


def graph_of(story: dict[Link, str]) -> AllianceGraph:
    nodes = [Node(id=name, kind=kind, name=name, evidence=SEEN) for name, kind in KINDS.items()]
    links = [
        Relationship(source=source, type=kind, target=target, evidence=SEEN, status="confirmed",
                     valid_from=PartialDate.parse(written) if written else None)
        for (source, kind, target), written in story.items()
    ]  # fmt: skip
    return AllianceGraph.from_models(nodes, links)


def arrival(days: dict[Link, int]) -> float:
    """The earliest day on which it can be solved in a world, or given where nothing solved it; infinite: never."""

    def after(time: float, link: Link) -> float:
        day = days.get(link, math.inf)
        return day if day >= time else math.inf

    raised = days["firm", "RAISED", "need"]
    listed = after(raised, ("need", "LISTED_IN", "list"))
    had = {
        unit: min(after(listed, ("list", "ROUTED_TO", unit)), after(raised, ("need", "ROUTED_TO", unit)),
                  after(raised, ("need", "HANDLES", unit)))
        for unit in ("A", "lab")
    }  # fmt: skip
    if not any(kind == "RESOLVED_BY" for _, kind, _ in days):
        return min(had.values())
    by_policy = ("need", "RESOLVED_BY", "result") in days
    tested = after(had["lab"], ("lab", "TESTS_FOR", "need"))
    ends = [after(had["A"], ("need", "RESOLVED_BY", "A"))]
    ends += [after(tested, ("need", "RESOLVED_BY", target)) for target in ("result", "A")]
    if by_policy:
        ends += [after(had["A"], ("A", "ISSUED", "result")), after(had["lab"], ("lab", "PROMOTED", "result"))]
    return min(ends)


@settings(max_examples=150, deadline=None)
@given(story=stories())
def test_there_is_a_way_where_some_world_has_one(story: dict[Link, str]) -> None:
    answer = need_route(graph_of(story), "need", as_of=LATER)
    worlds = product(*map(points, story.values()))
    found = [arrival(dict(zip(story, days, strict=True))) < math.inf for days in worlds]
    assert bool(answer.rows) == any(found)
    if answer.status == "found":
        assert all(found)
    assert (answer.status == "none") == (not any(found))


@settings(max_examples=100, deadline=None)
@given(story=stories(), seed=st.randoms(use_true_random=False))
def test_with_exact_days_every_step_follows_the_one_before(story: dict[Link, str], seed: Any) -> None:
    exact = {link: str(date.fromordinal(points(written)[0])) for link, written in story.items()}
    answer = need_route(graph_of(exact), "need", as_of=LATER)
    assert answer.status == ("found" if answer.rows else "none")
    days = [row.since for row in answer.rows]
    assert days == sorted(str(day) for day in days)
    reached = {"firm"}
    for row in answer.rows:
        assert {row.source.id, row.target.id} & reached
        reached |= {row.source.id, row.target.id}
    shuffled = list(exact.items())
    seed.shuffle(shuffled)
    assert need_route(graph_of(dict(shuffled)), "need", as_of=LATER).to_json() == answer.to_json()


# ---- the public report ----


def rewritten(folder: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> AllianceGraph:
    shutil.copytree(STORY, folder / "story")
    table = folder / "story" / "relationships.csv"
    with table.open(encoding="utf-8") as lines:
        rows = [row for row in map(change, csv.DictReader(lines)) if row]
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return read_folder(folder / "story").batch


def test_the_question_became_a_standard_step_by_step() -> None:
    answer = need_route(read_folder(STORY).batch, "茉莉花没有产业标准")
    assert answer.status == "found"
    assert [row.type for row in answer.rows] == [
        "RAISED", "RAISED_AT", "LISTED_IN", "ROUTED_TO", "HANDLES", "TESTS_FOR", "PROMOTED", "RESOLVED_BY",
    ]  # fmt: skip
    orders = [row.order for row in answer.rows]
    assert orders == sorted(order for order in orders if order is not None)
    assert all(row.quote for row in answer.rows)
    assert answer.rows[0].quote == "没有产业标准售价就没有依据"
    assert answer.rows[-1].quote == "于今年初获批准发布实施"
    helped = {(step.type, helper.type, helper.source.id) for step in answer.rows for helper in step.helpers}
    assert helped == {
        ("RAISED_AT", "ORGANISED", "lm"), ("RAISED_AT", "CHAIRS", "samr"), ("LISTED_IN", "ISSUED", "samr"),
        ("HANDLES", "ASSISTS", "question"), ("HANDLES", "SAMPLES_FOR", "agri"),
    }  # fmt: skip
    assert {h.target.id for h in answer.rows[4].helpers} == {"agri", "center", "lab"}


def test_days_that_the_report_does_not_give_are_not_stated() -> None:
    answer = need_route(read_folder(STORY).batch, "question")
    assert [row.since for row in answer.rows] == [None] * 6 + ["2024Q1"] * 2
    assert [row.days.text() if row.days else None for row in answer.rows] == [None] * 7 + ["0–90"]
    assert "how long it took is not stated" in answer.sentence.en
    assert any("on which day" in entry.what.en for entry in answer.unknown)


def test_without_the_routing_there_is_no_path_within_bounds(tmp_path: Path) -> None:
    graph = rewritten(tmp_path, lambda row: None if row["type"] == "ROUTED_TO" else row)
    answer = need_route(graph, "question")
    assert answer.status == "none"
    assert not answer.rows
    assert "no path within these bounds" in answer.sentence.en
    assert "在所述范围内没有" in answer.sentence.zh
    assert "to whom" in answer.unknown[-1].closes_when.en


def test_a_test_before_the_routing_ends_no_way(tmp_path: Path) -> None:
    orders = {"TESTS_FOR": "2", "PROMOTED": "2"}
    graph = rewritten(tmp_path, lambda row: row | {"order": orders.get(row["type"], row["order"]), "since": ""})
    assert need_route(graph, "question").status == "none"


def test_without_an_order_nobody_knows_which_was_first(tmp_path: Path) -> None:
    graph = rewritten(tmp_path, lambda row: row | {"order": ""})
    answer = need_route(graph, "question")
    assert answer.status == "unknown"
    assert any("which was first" in entry.what.en for entry in answer.unknown)


def test_with_days_the_time_between_steps_is_an_interval(tmp_path: Path) -> None:
    """The dates of this test are made up; the report gives none of them."""
    dates = {"RAISED": "2023-09-01", "LISTED_IN": "2023-10", "ROUTED_TO": "2023-11-05"}
    graph = rewritten(tmp_path, lambda row: row | {"since": dates.get(row["type"], row["since"])})
    by_type = {row.type: row for row in need_route(graph, "question").rows}
    days = by_type["ROUTED_TO"].days
    assert days
    assert days.text() == "5–35"
    bounds = need_route(graph, "question").bounds
    assert bounds["days"] == {"low": 122.0, "high": 212.0}


def test_what_is_open_has_a_way_to_who_has_it(make_node: Any, make_link: Any) -> None:
    nodes = [make_node("firm"), make_node("n", "need"), make_node("A", "government")]
    links = [
        make_link("firm", "RAISED", "n", valid_from="2024-01-02"),
        make_link("n", "HANDLES", "A", valid_from="2024-02"),
    ]
    answer = need_route(AllianceGraph.from_models(nodes, links), "n", as_of=LATER)
    assert (answer.status, [row.type for row in answer.rows]) == ("found", ["RAISED", "HANDLES"])
    assert "no solution is recorded" in answer.sentence.en


def test_a_budget_that_is_used_up_is_told() -> None:
    answer = need_route(read_folder(STORY).batch, "question", budget=1)
    assert answer.bounds["clipped"] is True
    assert answer.unknown[-1].what.en == "the other ways"


def test_only_problems_and_needs_have_a_way(hengzhou: AllianceGraph) -> None:
    with pytest.raises(InputRefused, match="Give a problem or need"):
        need_route(hengzhou, "横州茉莉花产业集群党建联盟")
