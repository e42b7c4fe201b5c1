"""Texts as bytes and bounds, against plain lists of the same texts."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import AllianceGraph
from alliance.graph.columns import order_of
from alliance.graph.rows import NodeRow
from alliance.graph.texts import Texts, TextsBuilder, of_bounds

TEXTS = st.lists(st.text(st.sampled_from('ab"联盟😀\0\n'), max_size=6), max_size=12)


@st.composite
def views(draw: st.DrawFn) -> tuple[Texts, list[str]]:
    """Texts that came in parts, or a view of them in any order with repetitions; and the same as a list."""
    values = draw(TEXTS)
    half = draw(st.integers(0, len(values)))
    builder = TextsBuilder()
    for part in (values[:half], values[half:]):
        builder.extend(part)
    texts = builder.finish(None)
    if not values or draw(st.booleans()):
        return texts, values
    which = draw(st.lists(st.integers(0, len(values) - 1), max_size=15))
    return texts[np.array(which, np.intp)], [values[place] for place in which]


@given(views(), st.text(st.sampled_from('ab"联盟😀'), min_size=1, max_size=2))
def test_texts_are_as_a_list(view: tuple[Texts, list[str]], part: str) -> None:
    texts, values = view
    assert texts == values
    assert len(texts) == len(values)
    assert texts.tolist() == list(texts) == [texts[place] for place in range(len(values))] == values
    assert texts.holding(part).tolist() == [part in value for value in values]
    different, numbers = texts.different()
    assert different == sorted(set(values))
    assert [different[number] for number in numbers.tolist()] == values
    data, bounds = texts.packed()
    assert bytes(data) == "".join(values).encode()
    assert of_bounds(data, bounds) == values
    mask = np.array([part in value for value in values], np.bool_)
    assert texts[mask] == [value for value in values if part in value]
    assert texts[1:3] == values[1:3]


@given(TEXTS)
def test_bytes_have_the_order_of_texts(values: list[str]) -> None:
    texts = Texts.of(values)
    order = order_of(texts)
    in_order = texts if order is None else texts[order]
    assert in_order == sorted(values)
    assert [bisect_left(in_order, value) for value in values] == [sorted(values).index(value) for value in values]


def test_equal_keys_stay_as_they_stand() -> None:
    assert order_of(Texts.of(["b", "a", "b", "a"])).tolist() == [1, 3, 0, 2]  # type: ignore[union-attr]


def test_what_is_no_text_is_refused() -> None:
    for values, error in ((["half \ud800"], UnicodeEncodeError), ([None], TypeError), ([b"bytes"], TypeError)):
        with pytest.raises(error):
            Texts.of(values)  # type: ignore[arg-type]
    assert Texts.of(["a"]) != "a"


def test_a_column_of_more_than_four_gigabytes_counts_in_wide_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance.graph.texts._WIDE", 4)
    texts = Texts.of(["联盟", "", "ab"])
    assert texts.packed()[1].dtype == np.int64
    assert texts == ["联盟", "", "ab"]
    assert texts.holding("b").tolist() == [False, False, True]


@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), st.sampled_from(["甲", "乙", "b", ""])), max_size=9))
def test_ranks_are_places_in_the_order_of_names_and_ids(pairs: list[tuple[str, str]]) -> None:
    names: dict[str, Any] = dict(pairs)
    graph = AllianceGraph.from_rows([NodeRow(key, "school", name, "{}") for key, name in names.items()], ())
    ranks = graph.name_ranks
    assert ranks.dtype == np.int32
    by_rank = [node for _, node in sorted(zip(ranks.tolist(), graph.node_ids, strict=True))]
    assert by_rank == sorted(names, key=lambda key: (names[key], key))
