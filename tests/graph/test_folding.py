"""A fact is the fold of its sightings: in any order, in any number of batches, as often as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import Evidence, Node, Relationship
from alliance.graph.dates import PartialDate
from alliance.graph.folding import FactRow, Said, Speaker, folded, in_order, said_of, united
from alliance.graph.identity import canonical_json
from alliance.graph.rows import NodeRow, RelationshipRow, node_model, node_row, relationship_model, relationship_row

WORDS = st.sampled_from(["甲茶厂", "甲厂", "Tea", "b"])
SCALARS = st.one_of(st.booleans(), st.integers(0, 3), WORDS)
DATES = {"s1": PartialDate.parse("2023"), "s2": PartialDate.parse("2024-05"), "s4": PartialDate.parse("2024-05")}
SPEAKERS = st.tuples(st.sampled_from(["s1", "s2", "s3", "s4", "s5"]), st.sampled_from(["a.csv", "b.csv", ""]))


def _evidence(speaker: tuple[str, str], lines: list[int]) -> tuple[Evidence, ...]:
    source, file = speaker
    return tuple(Evidence(source=source, locator=f"{file}:{line}" if file else "") for line in lines)


@st.composite
def node_tellings(draw: st.DrawFn) -> list[FactRow]:
    """What several speakers say of one made-up node."""
    return [
        node_row(
            Node(
                id="c1",
                kind=draw(st.sampled_from(["enterprise", "cooperative"])),
                name=draw(WORDS),
                aliases=tuple(draw(st.lists(WORDS, max_size=2, unique=True))),
                place=draw(st.sampled_from(["", "横州"])),
                aggregate=draw(st.booleans()),
                attributes=draw(st.dictionaries(st.sampled_from(["operating", "source", "a.b"]), SCALARS, max_size=2)),
                evidence=_evidence(speaker, draw(st.lists(st.integers(1, 12), min_size=1, max_size=2, unique=True))),
            )
        )
        for speaker in draw(st.lists(SPEAKERS, min_size=1, max_size=5, unique=True))
    ]


@st.composite
def link_tellings(draw: st.DrawFn) -> list[FactRow]:
    """What several speakers say of one made-up relationship."""
    return [
        relationship_row(
            Relationship(
                source="c1",
                type="SUPPLIES",
                target="c2",
                valid_to=draw(st.sampled_from([None, PartialDate.parse("2024")])),
                observed_at=DATES.get(speaker[0]),
                strength=draw(st.sampled_from([None, 0.0, 0.1, 1.0])),
                status=draw(st.sampled_from(["confirmed", "tentative", "disputed"])),
                attributes=draw(st.dictionaries(st.sampled_from(["quantity", "source"]), SCALARS, max_size=2)),
                evidence=_evidence(speaker, [draw(st.integers(1, 12))]),
            )
        )
        for speaker in draw(st.lists(SPEAKERS, min_size=1, max_size=5, unique=True))
    ]


def _after(before: FactRow, row: FactRow) -> FactRow:
    """What a store holds after a load of a row."""
    return folded(row, united(said_of(before), said_of(row)), DATES)


def _all(rows: Sequence[FactRow]) -> FactRow:
    """What a store holds after loads of all rows, one after the other."""
    return reduce(_after, rows[1:], folded(rows[0], said_of(rows[0]), DATES))


TELLINGS = st.one_of(node_tellings(), link_tellings())


@given(TELLINGS, st.randoms(use_true_random=False), st.integers(0, 5))
def test_order_and_batches_do_not_matter(told: list[FactRow], random: Random, cut: int) -> None:
    whole = _all(told)
    shuffled = random.sample(told, len(told))
    first, second = shuffled[:cut], shuffled[cut:]
    batches = [_all(batch) for batch in (first, second) if batch]
    assert _all(shuffled) == whole
    assert _all(batches) == whole
    assert _after(whole, whole) == whole
    if isinstance(whole, NodeRow):
        assert node_row(node_model(whole)) == whole
    else:
        assert relationship_row(relationship_model(whole)) == whole
    assert _after(whole, random.choice(told)) == whole


@given(TELLINGS)
def test_a_fact_can_be_taken_apart_again(told: list[FactRow]) -> None:
    whole, expected = _all(told), united(*map(said_of, told))
    right = {key: Said(said.values, in_order(said.evidence)) for key, said in expected.items()}
    assert _texts(said_of(whole)) == _texts(right)


def _texts(said: dict[Speaker, Said]) -> dict[Speaker, str]:
    """As JSON, in which 1 and true differ."""
    return {key: canonical_json([entry.values, entry.evidence]) for key, entry in said.items()}


@given(TELLINGS)
def test_the_newest_dated_source_counts_for_each_field(told: list[FactRow]) -> None:
    whole = _all(told)

    def rank(row: FactRow) -> tuple[Any, Speaker]:
        (speaker,) = said_of(row)
        date = DATES.get(speaker.source)
        return (date.last, date.first) if date else None, speaker

    dated = sorted((row for row in told if rank(row)[0]), key=rank)
    order = [*sorted((row for row in told if not rank(row)[0]), key=rank), *dated]
    for field in ("kind", "name", "place", "strength", "valid_to"):
        if hasattr(whole, field):
            stated = [getattr(row, field) for row in order if getattr(row, field) not in (None, "")]
            assert getattr(whole, field) == (stated[-1] if stated else getattr(told[0], field))


def test_one_source_leaves_no_trace() -> None:
    row = node_row(Node(id="c1", kind="enterprise", name="甲", evidence=_evidence(("s1", "a.csv"), [3])))
    assert folded(row, said_of(row), DATES) == row
    assert "states" not in row.body


def test_a_file_loaded_again_replaces_what_it_said() -> None:
    first, second, other = (
        node_row(Node(id="c1", kind="enterprise", name=name, place=place, evidence=_evidence(speaker, [3])))
        for name, place, speaker in (
            ("甲", "横州", ("s1", "a.csv")),
            ("甲厂", "", ("s1", "a.csv")),
            ("甲", "南宁", ("s2", "a.csv")),
        )
    )
    assert _after(first, second) == second
    both = _after(_after(first, other), second)
    assert isinstance(both, NodeRow)
    assert node_model(both).place == "南宁"
    assert said_of(both)[Speaker("s1", "a.csv")].values == {"kind": "enterprise", "name": "甲厂"}


def test_names_of_all_sources_find_the_node() -> None:
    rows = [
        node_row(Node(id="c1", kind="enterprise", name=name, evidence=_evidence((source, "a.csv"), [3])))
        for name, source in (("甲厂", "s1"), ("甲茶厂", "s2"))
    ]
    whole = _all(rows)
    assert isinstance(whole, NodeRow)
    node = node_model(whole)
    assert (node.name, node.aliases) == ("甲茶厂", ("甲厂",))
    assert [sighting.states for sighting in node.evidence] == [{"aliases": None, "name": "甲厂"}, {"aliases": None}]


def test_places_are_in_the_order_of_their_numbers() -> None:
    links = [
        relationship_row(
            Relationship(source="c1", type="SUPPLIES", target="c2", evidence=_evidence((source, "r.csv"), [line]))
        )
        for source, line in (("s2", 10), ("s1", 9))
    ]
    whole = _all(links)
    assert isinstance(whole, RelationshipRow)
    assert [sighting.locator for sighting in relationship_model(whole).evidence] == ["r.csv:9", "r.csv:10"]
