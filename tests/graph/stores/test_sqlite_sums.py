"""The sums of rows: whatever the order and the way there, equal content has equal sums, and other content others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Node
from alliance.graph.rows import kept_model, transposed
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.graph.stores.sqlite.sums import MODULUS, Tally, row_sum

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SHARES = st.none() | st.floats(0, 1)
Rows = list[tuple[Any, ...]]
NODES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=8)
LINKS = st.lists(st.tuples(*[TEXTS] * 8, SHARES, SHARES, TEXTS, TEXTS), min_size=1, max_size=8)


@given(before=NODES, added=NODES, removed=st.data())
def test_a_tally_is_that_of_the_rows_that_are_there(before: Rows, added: Rows, removed: st.DataObject) -> None:
    tally = Tally()
    tally.add("node", transposed(before))
    tally.add("node", transposed(added))
    tally.remove("node", transposed(before))
    expected = Tally()
    expected.add("node", transposed(removed.draw(st.permutations(added))))
    assert tally == expected
    assert Tally.of_text(tally.text()) == tally


@given(rows=LINKS, data=st.data())
def test_one_altered_value_alters_the_sum(rows: Rows, data: st.DataObject) -> None:
    place, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 11))
    value = data.draw((SHARES if column in (8, 9) else TEXTS).filter(lambda value: value != rows[place][column]))
    altered = list(rows)
    altered[place] = (*rows[place][:column], value, *rows[place][column + 1 :])
    assert row_sum("relationship", transposed(rows)) != row_sum("relationship", transposed(altered))


@given(rows=LINKS)
def test_parts_add_up(rows: Rows) -> None:
    parts = sum(row_sum("relationship", transposed([row])) for row in rows)
    assert parts % MODULUS == row_sum("relationship", transposed(rows))


def test_two_rows_that_exchange_a_value_have_another_sum() -> None:
    for number in range(10_000):
        rows = [(f"a{number}", "k", "first", "{}"), (f"b{number}", "k", "other", "{}")]
        exchanged = [(f"a{number}", "k", "other", "{}"), (f"b{number}", "k", "first", "{}")]
        assert row_sum("node", transposed(rows)) != row_sum("node", transposed(exchanged))


def test_unknown_is_not_zero_and_zero_has_no_sign() -> None:
    sums = [row_sum("relationship", [["x"]] * 8 + [[share], [None], ["x"], ["x"]]) for share in (None, 0.0, -0.0, 1.0)]
    assert sums[1] == sums[2]
    assert len(set(sums)) == 3


@pytest.mark.parametrize("rows", [[("a", b"x", "n", "{}")], [("a", None, "n", "{}")], [("a", 1, "n", "{}")]])
def test_what_is_no_text_has_no_sum(rows: Rows) -> None:
    with pytest.raises(TypeError):
        row_sum("node", transposed(rows))


def test_what_sqlite_joins_is_what_is_summed() -> None:
    marks = ("\x1f", "\n", "星", "\x7f")
    nodes = [kept_model(Node, id=f"a{mark}b", kind="school", name=f"{mark}n") for mark in marks]
    graph = AllianceGraph.from_models(nodes)
    with SQLiteStore(Path(":memory:")) as store:
        store.write(graph)
        assert store.find("nothing like it") == []
        assert store.find("n") == graph.find("n")
