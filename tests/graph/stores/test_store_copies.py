"""A copy from one store to another loses nothing and mixes nothing; on every store."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.errors import ForeignFacts
from alliance.graph import AllianceGraph, GraphStore, copy_store, open_store
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.tests.graph.stores.test_store_contract import a_graph, same


def test_a_copy_is_equal_and_a_second_one_changes_nothing(store: GraphStore, hengzhou: AllianceGraph) -> None:
    store.write(hengzhou)
    with open_store(":memory:") as target:
        copy_store(store, target)
        assert target.read().data_version == hengzhou.data_version
        assert copy_store(store, target).empty
        assert same(target.read(), store.read())


def test_a_graph_goes_from_a_file_to_this_store_and_back(
    store: GraphStore, hengzhou: AllianceGraph, tmp_path: Path
) -> None:
    with (
        SQLiteStore(tmp_path / "first.db", create=True) as first,
        SQLiteStore(tmp_path / "last.db", create=True) as last,
    ):
        first.write(hengzhou)
        copy_store(first, store)
        copy_store(store, last)
        assert same(last.read(), hengzhou)
        assert last.data_version() == hengzhou.data_version


def test_a_copy_into_a_store_with_other_facts_is_refused(store: GraphStore, hengzhou: AllianceGraph) -> None:
    store.write(a_graph())
    with open_store(":memory:") as source:
        source.write(hengzhou)
        with pytest.raises(ForeignFacts, match="other facts"):
            copy_store(source, store)
    assert same(store.read(), a_graph())
