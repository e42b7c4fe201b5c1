"""G3 and G13: against days counted by hand, and what is open where nobody says that a need is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Census, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import gaps
from alliance.queries.register.open_matters import MOST_OPEN_DAYS

DAY = date(2024, 6, 30)
NOW = Census(label="now", date=PartialDate.parse("2024-06-30"))
COMPLETE = Roster(census="now", scope="", instrument="matter")


@pytest.fixture
def graph_of(make_node: Any, make_link: Any) -> Any:
    """A need that firms raised, with what else is told of it."""

    def build(
        raised: str | None, *links: Any, firms: int = 1, complete: bool = True, **attributes: Any
    ) -> AllianceGraph:
        nodes = [make_node("n", "need", attributes=attributes), make_node("A", "government"),
                 *(make_node(f"f{number}") for number in range(firms))]  # fmt: skip
        dates = {} if raised is None else {"valid_from": raised}
        steps = [make_link(f"f{number}", "RAISED", "n", **dates) for number in range(firms)]
        steps += [make_link("n", kind, "A", **fields) for kind, fields in links]
        return AllianceGraph.from_models(nodes, steps, [NOW, *([COMPLETE] if complete else [])])

    return build


def judged(graph: AllianceGraph, kind: str) -> Any:
    return gaps(graph, kinds=[kind], as_of=DAY)


@pytest.mark.parametrize("days", [MOST_OPEN_DAYS - 1, MOST_OPEN_DAYS, MOST_OPEN_DAYS + 1, 200])
def test_g3_counts_the_days_beyond_the_limit(graph_of: Any, days: int) -> None:
    raised = str(DAY - timedelta(days))
    rows = [row for row in judged(graph_of(raised, firms=2), "G3").rows if row.gap == "G3"]
    over = days - MOST_OPEN_DAYS
    assert [row.severity for row in rows] == ([2 * over] if over > 0 else [])
    if over == 110:
        assert rows[0].formula.en == "110 days beyond the limit (90 days) × 2 units that raised it = 220"


def test_g3_goes_by_the_day_by_which_it_is_due(graph_of: Any) -> None:
    (row,) = judged(graph_of("2024-06-01", due="2024-06-20"), "G3").rows
    assert (row.gap, row.severity) == ("G3", 10)
    assert judged(graph_of("2023-01-01", due="2024-07-20"), "G3").rows == ()


def test_g3_closes_when_it_is_solved(graph_of: Any) -> None:
    assert judged(graph_of("2023-01-01", ("RESOLVED_BY", {"valid_from": "2024-06-01"})), "G3").rows == ()


def test_g3_of_a_partial_date_is_certain_only_when_every_day_of_it_is_beyond(graph_of: Any) -> None:
    assert judged(graph_of("2024-04", firms=1), "G3").status == "unknown"
    assert {row.gap for row in judged(graph_of("2024-02"), "G3").rows} == {"G3"}


@pytest.mark.parametrize("kind", ["G3", "G13"])
def test_where_no_roster_says_that_it_is_open_it_is_not_known(graph_of: Any, kind: str) -> None:
    answer = judged(graph_of("2023-01-01", complete=False), kind)
    assert (answer.status, answer.rows[0].lacks, answer.rows[0].severity) == ("unknown", "matter", 2)


def test_g13_is_open_and_with_nobody(graph_of: Any) -> None:
    (row,) = judged(graph_of("2024-06-01"), "G13").rows
    assert (row.gap, row.severity) == ("G13", 29)
    assert row.formula.en == "nobody has it (roster complete); open for 29 days"


def test_g13_closes_when_somebody_handles_it(graph_of: Any) -> None:
    assert judged(graph_of("2024-06-01", ("HANDLES", {"valid_from": "2024-06-02"})), "G13").rows == ()


def test_g13_of_what_came_back_twice(graph_of: Any) -> None:
    turns = [("HANDLES", {"valid_from": "2024-05-01", "valid_to": "2024-05-05"}),
             ("HANDLES", {"valid_from": "2024-05-10", "valid_to": "2024-05-12"}),
             ("HANDLES", {"valid_from": "2024-05-20"})]  # fmt: skip
    (row,) = judged(graph_of("2024-04-01", *turns), "G13").rows
    assert (row.gap, row.severity) == ("G13", 90)
    assert row.formula.en == "it came back 2 times; open for 90 days"
