"""A row that is made without a model is the row of the model, and nothing that the model refuses has one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alliance.graph.models import Evidence, Node
from alliance.graph.plain_rows import plain_node_row
from alliance.graph.quantities import Quantity
from alliance.graph.rows import node_row

LONG = st.sampled_from(["长" * 101, "长" * 700, "a" * 501, "\ufdfa" * 90, "长" * 9_990, "x" * 10_001])
TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["", " ", "\u3000", "\0", "\ud800", "\u202e甲", "a\rb", "a\nb", "reported", '"aggregate":true', "茉莉花"]
    ),
    LONG,
)
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(), st.sampled_from([2**63, -(2**63) - 1, 10**15]), st.floats(), st.none(),
    st.tuples(st.text(max_size=2)),
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "id": TEXTS | st.none(), "kind": TEXTS | st.just(3), "name": TEXTS, "level": TEXTS, "place": TEXTS | st.just(1),
        "uscc": TEXTS, "parent": TEXTS, "aggregate": st.booleans(), "confidence": st.just(0.5),
        "aliases": st.lists(TEXTS, max_size=3).map(tuple) | st.lists(TEXTS, max_size=1) | TEXTS,
        "count": st.just(Quantity(value=3)) | st.none(),
        "attributes": st.dictionaries(TEXTS, SCALARS, max_size=3),
    },
)  # fmt: skip
SIGHTINGS = st.fixed_dictionaries(
    {},
    optional={
        "source": TEXTS | st.just(7), "locator": TEXTS, "quote": TEXTS, "method": st.sampled_from(["inferred", "said"]),
        "confidence": st.sampled_from([0.0, 0.5, 2.0]),
    },
)  # fmt: skip
PLAIN = st.text("ab茉莉花 -1", min_size=1, max_size=9).filter(str.strip)
PLAIN_FIELDS = st.fixed_dictionaries(
    {"id": PLAIN, "kind": PLAIN, "name": PLAIN},
    optional={
        "level": PLAIN, "place": PLAIN, "uscc": PLAIN, "parent": PLAIN,
        "aliases": st.lists(st.just("") | PLAIN, max_size=3).map(tuple),
        "attributes": st.dictionaries(PLAIN, PLAIN | st.just("") | st.booleans() | st.integers(-9, 9), max_size=3),
    },
)  # fmt: skip


def of_model(fields: dict[str, Any], sighting: dict[str, Any]) -> object:
    """The row by the model; None where it refuses."""
    try:
        return node_row(Node(**fields, evidence=(Evidence(**sighting),)))
    except ValidationError:
        return None


@given(FIELDS, SIGHTINGS)
def test_whatever_is_given_has_the_row_of_its_model_or_none(fields: dict[str, Any], sighting: dict[str, Any]) -> None:
    row = plain_node_row(fields, sighting)
    assert row is None or row == of_model(fields, sighting)


@given(FIELDS, PLAIN_FIELDS, st.fixed_dictionaries({"source": PLAIN}, optional={"locator": PLAIN, "quote": PLAIN}))
def test_one_odd_value_leaves_the_node_to_its_model(
    odd: dict[str, Any], fields: dict[str, Any], sighting: dict[str, str]
) -> None:
    assert plain_node_row(fields, sighting) == of_model(fields, sighting) is not None
    for name, value in odd.items():
        row = plain_node_row({**fields, name: value}, sighting)
        assert row is None or row == of_model({**fields, name: value}, sighting)


def test_a_node_with_a_count_or_for_several_is_left_to_its_model() -> None:
    fields, sighting = {"id": "a", "kind": "enterprise", "name": "甲"}, {"source": "s", "locator": "甲.csv:2"}
    assert plain_node_row(fields, sighting)
    for more in (
        {"count": Quantity(value=3)},
        {"aggregate": True},
        {"attributes": {"share": 0.5}},
        {"name": "甲" * 101},
    ):
        assert plain_node_row({**fields, **more}, sighting) is None
    for odd in ({"method": "inferred"}, {"confidence": 0.5}, {"source": ""}, {"quote": "\u202e甲"}):
        assert plain_node_row(fields, {**sighting, **odd}) is None
