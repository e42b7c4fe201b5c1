"""What changed between two days: applied to the old answers, the rows give the new ones."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from alliance import coverage_matrix, diff, gaps
from alliance.errors import BadDate, InputRefused
from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster, Source
from alliance.queries.changes.row import ChangeRow
from alliance.tests.queries.worlds import DAY, sample

EARLY = date(2021, 1, 1)
SEEN = (Evidence(source="s1", quote="made up"),)
NONE = "没有"
UNDECIDED = "无法判断"


def rows_of(graph: AllianceGraph, part: str, since: date, until: date) -> list[ChangeRow]:
    return [row for row in diff(graph, str(since), str(until)).rows if row.part == part]


def certain(graph: AllianceGraph, day: date) -> Counter[tuple[str, str]]:
    return Counter((row.gap, row.subject) for row in gaps(graph, as_of=day).rows if row.gap != "G15")


def cells(graph: AllianceGraph, day: date) -> dict[str, str]:
    return {f"{row.scope}|{row.measure}": row.text() for row in coverage_matrix(graph, as_of=day).rows}


@pytest.mark.parametrize("days", [(EARLY, DAY), (DAY, date(2024, 12, 31)), (date(2023, 6, 1), DAY)], ids=str)
def test_the_rows_applied_to_the_old_register_and_matrix_give_the_new(days: tuple[date, date]) -> None:
    changed = 0
    for seed in range(40):
        graph = sample(Random(seed)).graph()
        found = certain(graph, days[0])
        for row in rows_of(graph, "gaps", *days):
            gap = (row.key.split("|")[0], row.subject.id if row.subject else "")
            found[gap] += (row.after.zh not in (NONE, UNDECIDED)) - (row.before.zh not in (NONE, UNDECIDED))
            changed += 1
        assert +found == certain(graph, days[1])
        matrix = cells(graph, days[0])
        for row in rows_of(graph, "coverage", *days):
            assert matrix[row.key] == row.before.zh
            matrix[row.key] = row.after.zh
            changed += 1
        assert matrix == cells(graph, days[1])
    assert changed


def test_nothing_changes_within_a_day() -> None:
    for seed in range(10):
        graph = sample(Random(seed)).graph()
        answer = diff(graph, str(DAY), str(DAY))
        assert answer.rows == ()
        assert answer.status in ("none", "unknown")


def firm(node_id: str) -> Node:
    return Node(id=node_id, kind="enterprise", name=node_id, attributes={"operating": True}, evidence=SEEN)


def link(source: str, target: str, valid_from: str | None, valid_to: str | None) -> Relationship:
    return Relationship(
        source=source, type="SUPPLIES", target=target, status="confirmed", valid_from=valid_from, valid_to=valid_to,
        evidence=SEEN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "change"),
    [
        ("2023-01-01", None, "new"), ("2020-01-01", "2022-12-01", "ended"), ("2023", None, "open"),
        ("2020", "2023", "open"), ("2022", None, "settled"), ("2020-01-01", None, None), ("2024", None, None),
        ("2022", "2023-01-01", "settled"),
    ],
)  # fmt: skip
def test_a_link_passes_from_one_state_to_another(valid_from: str, valid_to: str | None, change: str | None) -> None:
    graph = AllianceGraph.from_models(
        [firm("a"), firm("b")], [link("a", "b", valid_from, valid_to)], [Source(id="s1", title="made up")]
    )
    answer = diff(graph, "2022-06-01", "2023-06-01", parts=("links",))
    assert [row.change for row in answer.rows] == ([change] if change else [])
    assert all(row.evidence and row.subject and row.subject.id == "a" for row in answer.rows)
    assert answer.status == ("found" if change in ("new", "ended", "settled") else "unknown" if change else "none")


def a_chain(*rosters: Roster) -> AllianceGraph:
    stage = Node(id="picking", kind="stage", name="picking", evidence=SEEN)
    works = Relationship(
        source="a", type="OPERATES_IN", target="picking", valid_to="2023-12-31", status="confirmed", evidence=SEEN
    )
    censuses = [Census(label="2023H1", date="2023-06-30"), Census(label="2024H1", date="2024-06-30")]
    return AllianceGraph.from_models(
        [stage, firm("a")], [works], [Source(id="s1", title="made up"), *censuses, *rosters]
    )


def test_a_stage_that_loses_its_only_firm_between_two_censuses_has_a_new_gap() -> None:
    rosters = [Roster(census=label, instrument="organisation", evidence=SEEN) for label in ("2023H1", "2024H1")]
    answer = diff(a_chain(*rosters), "2023H1", "2024H1", parts=("gaps",))
    assert [(row.change, row.key) for row in answer.rows if row.key.startswith("G1|")] == [("new", "G1|picking|")]
    assert [row.change for row in answer.rows if row.key.startswith("G4|")] == ["ended"]
    assert answer.parameters["since"] == "2023-06-30"


def test_a_roster_that_grew_old_ends_no_gap() -> None:
    graph = a_chain(Roster(census="2024H1", instrument="organisation", evidence=SEEN))
    answer = diff(graph, "2024H1", "2025-06-30", parts=("gaps",))
    assert {row.key: row.change for row in answer.rows}["G1|picking|"] == "open"
    assert "8 gaps that cannot be judged on 2025-06-30" in " ".join(item.what.en for item in answer.unknown)


def test_gaps_that_persist_are_told_when_asked() -> None:
    graph = a_chain(Roster(census="2024H1", instrument="organisation", evidence=SEEN))
    quiet, told = (diff(graph, "2024H1", "2024-08-01", persisting=asked) for asked in (False, True))
    assert quiet.rows == ()
    assert [(row.change, row.key) for row in told.rows] == [("persists", "G1|picking|")]


def test_days_that_are_none_or_stand_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputRefused, match="earlier day first"):
        diff(a_chain(), "2024H1", "2023H1")
    with pytest.raises(BadDate):
        diff(a_chain(), "yesterday")
