"""Looks and schema hold together, and what only the schema knows is drawn all the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from alliance import AllianceMap
from alliance.graph import AllianceGraph, Schema, schema
from alliance.visualizations.looks import Group, Looks, TieLook, looks
from alliance.visualizations.page_data import vocabulary

ADVISES = (
    'ADVISES = { zh = "献策", en = "advises", ends = ["chamber -> alliance"], tie = "friendly", '
    'influence = "forward", strength = 0.3 }'
)
ADDED = (
    ("[groups]", 'chamber = { zh = "商会", en = "chamber" }\n\n[groups]'),
    ("[ties]", '[ties]\nfriendly = { zh = "友好", en = "friendly" }'),
    ("[types]", f"[types]\n{ADVISES}"),
)


@pytest.fixture
def larger_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[Schema]:
    """The schema with a kind, a class of ties and a type more, in force while a test runs."""
    module = sys.modules["alliance.graph.schema"]
    read = module.read_schema

    def read_larger(text: str) -> Schema:
        for old, new in ADDED:
            assert old in text
            text = text.replace(old, new, 1)
        larger: Schema = read(text)
        return larger

    monkeypatch.setattr(module, "read_schema", read_larger)
    schema.cache_clear()
    yield schema()
    schema.cache_clear()


def test_every_look_is_that_of_a_kind_or_a_class_of_ties_that_exists() -> None:
    for group in looks().groups:
        assert {schema().kind(kind).record for kind in group.kinds} <= {False}
    assert looks().ties.keys() <= schema().ties.keys()


def test_every_kind_and_class_of_ties_has_a_look() -> None:
    numbers = range(len(looks().groups))
    assert all(looks().group_number(kind) in numbers for kind in schema().kinds)
    assert all(looks().tie(tie).stroke for tie in schema().ties)


def test_groups_and_ties_can_be_told_apart() -> None:
    groups = looks().groups
    assert len({(group.shape, group.fill) for group in groups}) == len(groups) <= 8
    strokes = [look.stroke for look in (*looks().ties.values(), looks().default_tie)]
    assert len(set(strokes)) == len(strokes)


def test_a_kind_a_tie_and_a_type_that_only_the_schema_knows_are_drawn(
    larger_schema: Schema, make_node: Callable[..., Any], make_link: Callable[..., Any]
) -> None:
    nodes = [make_node("chamber", "chamber"), make_node("alliance", "alliance")]
    graph = AllianceGraph.from_models(nodes, [make_link("chamber", "ADVISES", "alliance")])
    drawn = AllianceMap.of(graph)
    group = {node["id"]: vocabulary()["groups"][node["group"]]["id"] for node in drawn.nodes}
    assert group == {"chamber": looks().default_group, "alliance": "umbrella"}
    assert [link["tie"] for link in drawn.edges] == ["friendly"]
    assert vocabulary()["ties"]["friendly"] == {"zh": "友好", "en": "friendly", "stroke": looks().default_tie.stroke}
    page = drawn.generate_html()
    for name in ("商会", "友好", "献策"):
        assert name in page


@pytest.mark.parametrize(
    "groups",
    [
        [("other", ["stage"]), ("more", ["stage"])],
        [("more", ["stage"])],
    ],
)
def test_a_slip_in_the_looks_is_an_error_at_start(groups: list[tuple[str, list[str]]]) -> None:
    made = tuple(Group(id=name, zh=name, en=name, shape="dot", fill="#000000", kinds=kinds) for name, kinds in groups)
    with pytest.raises(ValueError, match="default group"):
        Looks(default_group="other", default_tie=TieLook(stroke="#000000"), groups=made, ties={}, board=looks().board)
