"""Since which census a gap has been there, against asking the register on the day of each census."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import gaps

SEEN = (Evidence(source="made-up"),)
LABELS = {"2023H1": "2023-06-30", "2023H2": "2023-12-31", "2024H1": "2024-06-30"}
DAY = date(2024, 6, 30)


def graph_of(*spans: tuple[str, str | None]) -> AllianceGraph:
    """A stage at which a firm works in some spans of time; a roster of every census lists all organisations."""
    nodes = [
        Node(id="make", kind="stage", name="make", attributes={"needs": "none"}, evidence=SEEN),
        *(Node(id=f"firm{place}", kind="enterprise", name=f"firm{place}", attributes={"operating": True}, evidence=SEEN)
          for place in range(len(spans))),
    ]  # fmt: skip
    links = [
        Relationship(source=f"firm{place}", type="OPERATES_IN", target="make", status="confirmed", evidence=SEEN,
                     valid_from=begin, valid_to=end)
        for place, (begin, end) in enumerate(spans)
    ]  # fmt: skip
    censuses = [Census(label=label, date=PartialDate.parse(day)) for label, day in LABELS.items()]
    rosters = [Roster(census=label, scope="", instrument="organisation") for label in LABELS]
    return AllianceGraph.from_models(nodes, links, [*censuses, *rosters])


@pytest.mark.parametrize(
    ("spans", "first_seen", "censuses"),
    [
        ([], "2023H1", 3),
        ([("2020", "2023-07-31")], "2023H2", 2),
        ([("2023-12-01", "2024-01-31")], "2024H1", 1),
    ],
)
def test_a_gap_persists_from_the_census_that_first_shows_it_without_a_break(
    spans: list[tuple[str, str | None]], first_seen: str, censuses: int
) -> None:
    (row,) = gaps(graph_of(*spans), kinds=["G1"], as_of=DAY).rows
    assert (row.gap, row.first_seen, row.censuses) == ("G1", first_seen, censuses)
    assert row.since().en == f"{first_seen} ({censuses} census{'es' if censuses > 1 else ''})"


def test_a_gap_that_no_census_shows_is_not_dated() -> None:
    graph = graph_of(("2020", "2024-07-15"))
    (row,) = gaps(graph, kinds=["G1"], as_of=date(2024, 8, 1)).rows
    assert (row.first_seen, row.censuses, row.since().zh) == ("", 0, "")


@pytest.mark.parametrize("seed", range(30))
def test_persistence_is_what_the_register_says_on_each_day(seed: int) -> None:
    random = Random(seed)
    days = ["2023-01-01", "2023-06-01", "2023-10-01", "2024-02-01", "2024-05-01", "2024-12-01"]
    spans = []
    for _ in range(random.randint(0, 2)):
        begin, end = sorted(random.sample(days, 2))
        spans.append((begin, end))
    graph = graph_of(*spans)
    rows = {row.subject: row for row in gaps(graph, as_of=DAY).rows if row.gap == "G1"}
    run: list[str] = []
    for label, day in reversed(LABELS.items()):
        shown = {row.subject for row in gaps(graph, as_of=date.fromisoformat(day)).rows if row.gap == "G1"}
        if "make" not in shown:
            break
        run.append(label)
    assert ("make" in rows) == bool(run)
    if run:
        assert (rows["make"].first_seen, rows["make"].censuses) == (run[-1], len(run))
