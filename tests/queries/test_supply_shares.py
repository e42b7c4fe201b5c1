"""Parts of supply: bounds against every world, G5 over censuses, G6 by places, and what is said without parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product as choices
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.graph.share_ranges import ShareRange
from alliance.queries import gaps
from alliance.queries.register.supply_shares import SharedSupply, Supplied, is_outside

TENTHS = 10
SEEN = (Evidence(source="made-up"),)


# ---- bounds against every world ----


@st.composite
def supplies(draw: st.DrawFn) -> SharedSupply:
    """A customer with up to three suppliers, whose parts are ranges of tenths."""
    suppliers = []
    for place in range(draw(st.integers(1, 3))):
        low = draw(st.integers(0, TENTHS))
        high = draw(st.integers(low, TENTHS))
        sure, stated = draw(st.booleans()), draw(st.booleans())
        share = ShareRange(low / TENTHS, high / TENTHS) if stated else ShareRange(0.0, 1.0)
        suppliers.append(Supplied(place, share, stated, sure, (place,)))
    return SharedSupply(9, "tea", tuple(suppliers), draw(st.booleans()))


def worlds(supplied: SharedSupply) -> Iterator[tuple[list[int], int]]:
    """What every supplier gives in tenths, and what is left for others who are not named."""
    ranges = []
    for each in supplied.suppliers:
        values = set(range(round(each.share.low * TENTHS), round(each.share.high * TENTHS) + 1))
        ranges.append(sorted(values if each.sure else values | {0}))
    for parts in choices(*ranges):
        rest = TENTHS - sum(parts)
        if rest == 0 or (rest > 0 and not supplied.complete):
            yield list(parts), rest


@given(supplies())
@settings(max_examples=300, deadline=None)
def test_no_world_lies_outside_the_bounds_of_the_index(supplied: SharedSupply) -> None:
    found = list(worlds(supplied))
    assert not (found and supplied.contradicted)
    if not found:
        return
    low, high = supplied.concentration()
    named = [sum(part * part for part in parts) / TENTHS**2 for parts, _ in found]
    in_one_hand = [index + (rest / TENTHS) ** 2 for index, (_, rest) in zip(named, found, strict=True)]
    assert low <= min(named) + 1e-9
    assert max(in_one_hand) <= high + 1e-9
    exact = all(each.sure and each.share.low == each.share.high for each in supplied.suppliers)
    if exact:
        assert [low, high] == pytest.approx([min(named), max(in_one_hand)])


@given(supplies(), st.data())
@settings(max_examples=300, deadline=None)
def test_what_some_suppliers_give_is_bounded_and_exactly_where_all_of_them_surely_supply(
    supplied: SharedSupply, data: st.DataObject
) -> None:
    size = len(supplied.suppliers)
    kinds = data.draw(st.lists(st.sampled_from(["yes", "perhaps", "no"]), min_size=size, max_size=size))
    rest_too = data.draw(st.booleans())
    found = list(worlds(supplied))
    if not found:
        return
    sure, possible = [kind == "yes" for kind in kinds], [kind != "no" for kind in kinds]
    least = min(sum(part for part, inside in zip(parts, sure, strict=True) if inside) for parts, _ in found)
    most = max(
        sum(part for part, inside in zip(parts, possible, strict=True) if inside) + (rest if rest_too else 0)
        for parts, rest in found
    )
    low, high = supplied.from_some(sure, possible, rest=rest_too)
    assert low <= least / TENTHS + 1e-9
    assert most / TENTHS <= high + 1e-9
    if all(each.sure for each in supplied.suppliers):
        assert [low, high] == pytest.approx([least / TENTHS, most / TENTHS])


def test_parts_that_exceed_the_whole_decide_nothing() -> None:
    half = [Supplied(place, ShareRange(0.6, 0.6), True, True, (place,)) for place in (0, 1)]
    contradicted = SharedSupply(9, "tea", tuple(half), False)
    assert contradicted.contradicted
    assert contradicted.concentration() == (0.0, 1.0)


# ---- the register ----

CENSUSES = [Census(label=label, date=PartialDate.parse(day)) for label, day in (
    ("2023H1", "2023-06-30"), ("2023H2", "2023-12-31"), ("2024H1", "2024-06-30"))]  # fmt: skip


def firm(name: str, place: str = "") -> Node:
    return Node(id=name, kind="enterprise", name=name, place=place, attributes={"operating": True}, evidence=SEEN)


def supply(supplier: str, share: str | None, since: str = "2020", until: str | None = None) -> Relationship:
    dates: dict[str, Any] = {"valid_from": since, "valid_to": until} if until else {"valid_from": since}
    return Relationship(
        source=supplier, type="SUPPLIES", target="buyer", product="boxes", status="confirmed", evidence=SEEN,
        attributes={} if share is None else {"share": share}, **dates,
    )  # fmt: skip


def graph_of(*links: Relationship, censuses: list[Census] | None = None, rosters: bool = True) -> AllianceGraph:
    """A chain in 云湖县 (made up), a buyer in it, a supplier in it and two elsewhere."""
    nodes = [
        Node(id="chain", kind="chain", name="chain", place="云湖县", evidence=SEEN),
        Node(id="make", kind="stage", name="make", parent="chain", evidence=SEEN),
        firm("buyer", "云湖县"), firm("near", "云湖县甲镇"), firm("far", "山海县"), firm("further", "山海县"),
    ]  # fmt: skip
    known = CENSUSES if censuses is None else censuses
    at_work = [
        Relationship(source=each, type="OPERATES_IN", target="make", status="confirmed", evidence=SEEN)
        for each in ("buyer", "near", "far", "further")
    ]
    promised = [
        Roster(census=census.label, scope="", instrument=instrument)
        for census in known for instrument in ("organisation", "supply") if rosters
    ]  # fmt: skip
    return AllianceGraph.from_models(nodes, [*at_work, *links], [*known, *promised])


def found(graph: AllianceGraph, kind: str) -> Any:
    return gaps(graph, kinds=[kind], as_of=date(2024, 6, 30))


def test_g5_is_certain_when_it_held_in_two_of_the_last_three_censuses() -> None:
    answer = found(graph_of(supply("near", "0.9"), supply("far", "10%")), "G5")
    (row,) = answer.rows
    assert (answer.status, row.gap, row.subject, row.severity) == ("found", "G5", "buyer", 0.82)
    assert row.formula.en == "HHI = Σ share² = 0.82 (far 10 %, near 90 %) > 0.4; so in 3 of the last 3 censuses"
    assert len(row.evidence) >= 2


def test_g5_of_one_census_alone_is_no_gap() -> None:
    links = [supply("near", "0.34", until="2024-01-31"), supply("far", "0.33", until="2024-01-31"),
             supply("further", "0.33", until="2024-01-31"), supply("near", "1", since="2024-02-01")]  # fmt: skip
    assert found(graph_of(*links), "G5").status == "none"


def test_g5_closes_when_supply_is_spread() -> None:
    thirds = [supply(each, "0.33") for each in ("near", "far")]
    assert found(graph_of(*thirds, supply("further", "0.34")), "G5").status == "none"


def test_g5_without_earlier_censuses_is_open_and_says_what_to_load() -> None:
    answer = found(graph_of(supply("near", "0.9"), supply("far", "0.1"), censuses=CENSUSES[-1:]), "G5")
    assert answer.status == "unknown"
    assert answer.rows[0].lacks == "censuses"
    assert "--census" in answer.rows[0].closes_when.en


def test_g5_with_a_part_that_nobody_states_is_open() -> None:
    answer = found(graph_of(supply("near", "0.5"), supply("far", None)), "G5")
    assert (answer.status, answer.rows[0].lacks) == ("unknown", "shares")


def test_g5_does_not_count_what_unnamed_suppliers_may_give() -> None:
    """Without the roster of supply the other half may come from one hand or from many."""
    answer = found(graph_of(supply("near", "0.5"), rosters=False), "G5")
    assert (answer.status, answer.rows[0].lacks) == ("unknown", "supply")


def test_g6_counts_what_surely_comes_from_elsewhere() -> None:
    answer = found(graph_of(supply("near", "0.3"), supply("far", "0.4"), supply("further", "0.3")), "G6")
    (row,) = answer.rows
    assert (answer.status, row.subject, row.severity) == ("found", "buyer", 0.7)
    assert row.formula.en == "supply from outside 云湖县 / all supply = 70 % (far 40 %, further 30 %) > 0.5"


def test_g6_of_a_range_is_certain_only_when_its_least_is() -> None:
    ranges = graph_of(supply("near", "0.2-0.6"), supply("far", "0.4-0.8"))
    assert found(ranges, "G6").status == "unknown"
    assert found(graph_of(supply("near", "0.2-0.45"), supply("far", "0.4-0.8")), "G6").rows[0].severity == 0.55


def test_g6_closes_when_half_is_local() -> None:
    assert found(graph_of(supply("near", "0.5"), supply("far", "0.5")), "G6").status == "none"


def test_without_any_part_the_register_says_that_it_cannot_judge() -> None:
    answer = found(graph_of(supply("near", None)), "G6")
    assert answer.status == "unknown"
    assert [entry.what.en for entry in answer.unknown] == ["whether supply is concentrated or from outside (G5, G6)"]


@pytest.mark.parametrize(
    ("place", "region", "outside"),
    [
        ("云湖县甲镇", "云湖县", False), ("山海县", "云湖县", True), ("", "云湖县", None), ("云湖县", "", None),
        ("广西南宁市横县", "横州市", False), ("广西", "广西南宁市横州市", None),
    ],
)  # fmt: skip
def test_whether_a_place_lies_outside(place: str, region: str, outside: bool | None) -> None:
    assert is_outside(place, region) is outside


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.3", (0.3, 0.3)), ("30%", (0.3, 0.3)), ("75%-100%", (0.75, 1)), ("75–100%", (0.75, 1)), ("0.75-1", (0.75, 1)),
     ("≥50%", (0.5, 1)), ("50%以上", (0.5, 1)), ("0", (0, 0)), ("60 %", (0.6, 0.6))],
)  # fmt: skip
def test_how_parts_are_written(text: str, share: tuple[float, float]) -> None:
    parsed = ShareRange.parse(text)
    assert parsed == pytest.approx(share)
    assert ShareRange.parse(str(parsed)) == parsed


@pytest.mark.parametrize("text", ["", "30", "130%", "-1", "0.6-0.4", "half", "1.1"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="30%"):
        ShareRange.parse(text)
