"""How a question of enterprises became a published standard, as the public report tells it (Guangxi Daily, May 2024).

The report gives an order, and for the end "the beginning of this year", which is loaded as a quarter. What it does not
say stays unknown.
"""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance.graph import AllianceGraph
from alliance.loaders import read_folder
from alliance.queries import influence_paths, profile

STORY = Path(__file__).parent / "food_standard"
ROUTE = ["RAISED", "LISTED_IN", "ROUTED_TO", "PROMOTED"]


@pytest.fixture(scope="module")
def story() -> AllianceGraph:
    return read_folder(STORY).batch


def rewritten(folder: Path, change: Any) -> AllianceGraph:
    """The story with other rows of links; `change` takes a row and gives the row, or nothing to leave it out."""
    shutil.copytree(STORY, folder / "story")
    table = folder / "story" / "relationships.csv"
    with table.open(encoding="utf-8") as lines:
        rows = [row for row in map(change, csv.DictReader(lines)) if row]
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return read_folder(folder / "story").batch


def route(graph: AllianceGraph, **asked: Any) -> list[Any]:
    answer = influence_paths(graph, "firms", "standard", via=["list", "lab"], **asked)
    return [step[0] for step in answer.rows[0].relationships] if answer.rows else []


def test_the_question_became_a_standard(story: AllianceGraph) -> None:
    answer = influence_paths(story, "firms", "standard")
    assert answer.status == "found"
    assert answer.rows[0].text("zh").startswith("横州茉莉花企业(未列名) —[提出]→ 茉莉花没有产业标准 —[办结]→")


def test_the_route_runs_in_the_order_of_the_report(story: AllianceGraph) -> None:
    links = route(story)
    assert [link.type for link in links] == ROUTE
    orders = [_order(story, link.id) for link in links]
    assert orders == sorted(orders)


def _order(graph: AllianceGraph, link_id: str) -> int:
    found = next(position for position in range(len(graph.relationships)) if graph.relationship_id(position) == link_id)
    return int(graph.relationship_at(found).attributes["order"])


def test_missing_days_are_unknown_and_a_quarter_is_no_day(story: AllianceGraph) -> None:
    assert [link.valid_from for link in route(story)] == [None, None, None, "2024Q1"]


def test_all_who_helped_are_told(story: AllianceGraph) -> None:
    around = {(link.type, link.other.id) for link in profile(story, "question").rows[0].relationships}
    assert around == {
        ("RAISED", "firms"), ("RAISED_AT", "meeting"), ("LISTED_IN", "list"), ("HANDLES", "samr"), ("ASSISTS", "agri"),
        ("ASSISTS", "center"), ("TESTS_FOR", "lab"), ("RESOLVED_BY", "standard"),
    }  # fmt: skip
    assert {link.type for link in profile(story, "agri").rows[0].relationships} == {"ASSISTS", "SAMPLES_FOR"}
    assert influence_paths(story, "agri", "standard", hops=2).status == "found"
    assert {link.other.id for link in profile(story, "term").rows[0].relationships} == {"samr", "lm", "meeting"}


def test_who_approved_the_standard_is_not_stated(story: AllianceGraph) -> None:
    [entry] = profile(story, "standard").unknown
    assert "approved" in entry.what.en
    assert "批准机关没有写明" in entry.why.zh


def test_without_the_routing_there_is_no_such_path(tmp_path: Path) -> None:
    graph = rewritten(tmp_path, lambda row: None if row["type"] == "ROUTED_TO" else row)
    assert influence_paths(graph, "firms", "lab", hops=3, avoid=["agri"]).status == "none"
    assert route(graph) == []


DATES = {"RAISED": "2023", "LISTED_IN": "2023H2", "ROUTED_TO": "2023Q4", "PROMOTED": "2024-02"}


def test_with_dates_as_intervals_the_route_runs_forward_in_time(tmp_path: Path) -> None:
    """The dates of this test are made up; the report gives none of them."""
    graph = rewritten(tmp_path, lambda row: row | {"since": DATES.get(row["type"], row["since"])})
    assert [link.valid_from for link in route(graph)] == list(DATES.values())
    assert route(graph, as_of=date(2023, 6, 30)) == []
    before = influence_paths(graph, "firms", "list", as_of=date(2023, 9, 30))
    assert before.status == "unknown"
    assert before.rows[0].relationships[1][0].doubts == ("dates",)
    assert influence_paths(graph, "firms", "list", as_of=date(2024, 1, 1)).status == "found"
