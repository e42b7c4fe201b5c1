"""Names are found in a store alike one by one and by the index of them all. All names are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance.graph import AllianceGraph, Judgement, Node
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders.identity import stored_names
from alliance.loaders.identity.stored_names import StoredNames

CODE = "91350100M000100Y43"


@pytest.mark.parametrize("few", [0, 50])
def test_nodes_are_found_by_name_alias_and_code(
    make_node: Callable[..., Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(stored_names, "FEW", few)
    nodes = [
        make_node("a", name="虚构茶厂", aliases=("茶厂",), uscc=CODE),
        make_node("b", name="虚构(茶)厂"),
        make_node("c", name="虚构茶厂二分厂"),
    ]
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        assert StoredNames(store).nodes("虚构茶厂") == ()
        store.write(AllianceGraph.from_models(nodes))
        names = StoredNames(store)
        assert {node.id for node in names.nodes("虚构 茶厂")} == {"a", "b"}
        assert [node.id for node in names.nodes("茶厂")] == ["a"]
        assert [node.id for node in names.nodes(CODE.lower())] == ["a"]
        assert names.nodes("没有这一家") == ()
    assert StoredNames(None).nodes("虚构茶厂") == ()


def test_many_names_need_no_search_each(make_node: Callable[..., Node], tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        store.write(AllianceGraph.from_models([make_node(f"n{number}") for number in range(300)]))
        asked = 0
        find = store.find_stored

        def counted(text: str) -> object:
            nonlocal asked
            asked += 1
            return find(text)

        store.find_stored = counted  # type: ignore[method-assign, assignment]
        names = StoredNames(store)
        assert [names.nodes(f"n{number}")[0].id for number in range(300)] == [f"n{number}" for number in range(300)]
        assert asked == stored_names.FEW


def test_a_node_that_is_another_keeps_its_name_and_a_name_of_both_means_one(
    make_node: Callable[..., Node], tmp_path: Path
) -> None:
    nodes = [make_node("a", name="虚构茶厂"), make_node("b", name="虚构荼厂"), make_node("c", name="虚构(茶)厂")]
    same = [Judgement(question=f"a|{other}", about=("a", other), verdict="same") for other in ("b", "c")]
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        store.write(AllianceGraph.from_models(nodes, records=same))
        assert [node.id for node in StoredNames(store).nodes("虚构荼厂")] == ["b"]
        assert [node.id for node in StoredNames(store).nodes("虚构茶厂")] == ["a"]
