"""Overlap of alliances: least and greatest number of shared members against every world of unnamed ones."""

from __future__ import annotations

import random
from itertools import chain, combinations
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Census, Evidence, Measure, Node, Quantity, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import overlap

SEEN = (Evidence(source="s1"),)
NAMES = "abcd"


def facts(dice: random.Random) -> tuple[list[Node], list[Relationship], list[Any]]:
    nodes = [Node(id=name, kind="alliance", name=name) for name in "UV"]
    nodes += [Node(id=name, kind="school", name=name, evidence=SEEN) for name in NAMES]
    links = [
        Relationship(source=name, type="MEMBER_OF", target=alliance, evidence=SEEN,
                     status=dice.choice(["confirmed", "disputed"]))
        for name in NAMES for alliance in "UV" if dice.random() < 0.4
    ]  # fmt: skip
    records: list[Any] = [Census(label="2024H1", date=PartialDate.parse("2024-06-30"))]
    for alliance in "UV":
        if dice.random() < 0.6:
            total = Quantity(value=dice.randint(1, 5))
            records.append(Measure(subject=alliance, metric="成员", value=total, evidence=SEEN))
        elif dice.random() < 0.6:
            records.append(Roster(census="2024H1", scope=alliance, instrument="member", evidence=SEEN))
    return nodes, links, records


def subsets(items: list[str], most: int) -> Any:
    return chain.from_iterable(combinations(items, size) for size in range(min(most, len(items)) + 1))


def greatest(mine: set[str], my_rest: int, theirs: set[str], their_rest: int) -> int:
    """By every choice of who the unnamed members are, of all that are named and as many strangers as are needed."""
    strangers = [f"x{number}" for number in range(min(my_rest, their_rest))]
    everybody = sorted({*NAMES, *strangers})
    return max(
        len((mine | set(more)) & (theirs | set(others)))
        for more in subsets([name for name in everybody if name not in mine], my_rest)
        for others in subsets([name for name in everybody if name not in theirs], their_rest)
    )


@pytest.mark.parametrize("seed", range(120))
def test_the_bounds_are_those_of_every_world(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links, records = facts(dice)
    may = {alliance: {link.source for link in links if link.target == alliance} for alliance in "UV"}
    sure = {a: {link.source for link in links if link.target == a and link.status == "confirmed"} for a in "UV"}
    rest: dict[str, int | None] = {}
    for alliance in "UV":
        totals = [r.value for r in records if isinstance(r, Measure) and r.subject == alliance and r.value]
        whole = any(isinstance(r, Roster) and r.scope == alliance for r in records)
        rest[alliance] = max(0, int(totals[0].value) - len(sure[alliance])) if totals else 0 if whole else None
    answer = overlap(AllianceGraph.from_models(nodes, links, records))
    low = len(sure["U"] & sure["V"])
    (mine, theirs) = rest["U"], rest["V"]
    high = None
    if mine is not None or theirs is not None:  # as many as there could ever be stand for "any number"
        high = greatest(may["U"], 9 if mine is None else mine, may["V"], 9 if theirs is None else theirs)
    if high == 0:
        assert answer.rows == ()
        assert answer.status == "none"
        return
    (row,) = answer.rows
    assert (row.low, row.high) == (low, high)
    assert {ref.id for ref in row.bridges} == may["U"] & may["V"]
    assert answer.status == ("found" if low else "unknown")


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links, records = facts(dice)
    first = overlap(AllianceGraph.from_models(nodes, links, records)).to_json()
    dice.shuffle(nodes)
    dice.shuffle(links)
    assert overlap(AllianceGraph.from_models(nodes, links, records)).to_json() == first


def test_hengzhou_cannot_tell_and_says_what_would(hengzhou: AllianceGraph) -> None:
    answer = overlap(hengzhou, of="hz-jasmine-party-alliance")
    assert answer.status == "unknown"
    assert {(row.one.id, row.low, row.high) for row in answer.rows} == {("hz-jasmine-party-alliance", 0, 54)}
    told = " ".join(entry.what.en for entry in answer.unknown)
    assert "54 of them not named" in told
    assert "11" in told


def test_one_alliance_alone_has_nothing_to_compare(make_node: Any) -> None:
    answer = overlap(AllianceGraph.from_models([make_node("u", "alliance")]))
    assert answer.status == "unknown"
    assert "no two alliances" in answer.sentence.en
