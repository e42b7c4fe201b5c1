"""Two folders that number their rows alike: refused, or kept apart by a namespace, in either order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders.collisions import IdsTaken
from alliance.loaders.identity.scopes import BadNamespace, IdScope
from alliance.loaders.load import load_folder

HEAD = "id,name,kind,parent_id,source\n"
FOLDERS = {
    "tea": HEAD + "org-1,甲茶产业党建联盟,alliance,,s1\norg-2,甲茶厂,enterprise,,s1\n",
    "silk": HEAD + "org-1,乙丝产业党建联盟,alliance,,s1\norg-2,乙丝厂,enterprise,org-3,s1\norg-3,乙局,government,,s1\n",
}
LINK = "source_id,type,target_id,evidence,source\norg-2,MEMBER_OF,org-1,made up,s1\n"


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Two made-up alliances with the same short ids, and a source of the same id."""
    for name, table in FOLDERS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "sources.csv").write_text(f"id,title\ns1,{name} 名册\n", encoding="utf-8")
        (tmp_path / name / "organizations.csv").write_text(table, encoding="utf-8")
        (tmp_path / name / "relationships.csv").write_text(LINK, encoding="utf-8")
    return {name: tmp_path / name for name in FOLDERS}


@pytest.mark.parametrize("titles", [True, False])
def test_the_same_ids_are_refused_with_both_sides(folders: dict[str, Path], tmp_path: Path, titles: bool) -> None:
    if not titles:
        for folder in folders.values():
            (folder / "sources.csv").write_text("id\ns1\n", encoding="utf-8")
    for first, second in permutations(folders):
        with SQLiteStore(tmp_path / f"{first}.db", create=True) as store:
            load_folder(folders[first], store)
            before = store.data_version()
            with pytest.raises(IdsTaken) as refused:
                load_folder(folders[second], store)
            message = refused.value.in_("en")
            assert "甲茶产业党建联盟" in message
            assert "乙丝产业党建联盟" in message
            assert ("source s1: " in message) == titles
            assert "--namespace NAME" in message
            assert store.data_version() == before


def _apart(tmp_path: Path, folders: dict[str, Path], order: tuple[str, ...]) -> AllianceGraph:
    with SQLiteStore(tmp_path / f"{'-'.join(order)}.db", create=True) as store:
        for name in order:
            load_folder(folders[name], store, namespace=name)
        assert load_folder(folders[order[0]], store, namespace=order[0]).plan.empty
        return store.read()


def test_namespaces_keep_them_apart_in_either_order(folders: dict[str, Path], tmp_path: Path) -> None:
    first, second = (_apart(tmp_path, folders, order) for order in permutations(folders))
    assert first.data_version == second.data_version
    assert sorted(first.node_ids) == ["silk:org-1", "silk:org-2", "silk:org-3", "tea:org-1", "tea:org-2"]
    assert first.node("silk:org-2").parent == "silk:org-3"
    assert {source.title for source in first.records.sources.values()} == {"tea 名册", "silk 名册"}
    links = [first.relationship_at(place) for place in range(2)]
    assert {(link.source, link.target, link.evidence[0].source) for link in links} == {
        ("tea:org-2", "tea:org-1", "tea:s1"),
        ("silk:org-2", "silk:org-1", "silk:s1"),
    }


def test_an_id_means_the_own_set_first_and_then_the_store(folders: dict[str, Path], tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(folders["tea"], store)
        later = tmp_path / "later"
        later.mkdir()
        (later / "sources.csv").write_text("id,title\ns1,续册\n", encoding="utf-8")
        (later / "organizations.csv").write_text(HEAD + "org-2,丙厂,enterprise,,s1\n", encoding="utf-8")
        (later / "relationships.csv").write_text(LINK, encoding="utf-8")
        load_folder(later, store, namespace="late")
        links = [store.read().relationship_at(place) for place in range(2)]
    assert {(link.source, link.target) for link in links} == {("org-2", "org-1"), ("late:org-2", "org-1")}


def test_ids_that_are_made_mean_the_same_everywhere(tmp_path: Path) -> None:
    table = tmp_path / "organizations.csv"
    table.write_text("name,kind\n丁厂,enterprise\n", encoding="utf-8")
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(table, store, source="名册")
        assert load_folder(table, store, source="名册", namespace="late").plan.empty


@pytest.mark.parametrize("name", ["a:b", "a b", "a/b", "x" * 61])
def test_what_cannot_stand_before_ids_is_refused(name: str) -> None:
    with pytest.raises(BadNamespace):
        IdScope(name)


def test_a_mapping_names_the_set_for_every_load(folders: dict[str, Path], tmp_path: Path) -> None:
    expected = _apart(tmp_path, folders, ("tea", "silk"))
    for name, folder in folders.items():
        (folder / "mapping.toml").write_text(f'namespace = "{name}"\n', encoding="utf-8")
    with SQLiteStore(tmp_path / "told.db", create=True) as store:
        for folder in folders.values():
            load_folder(folder, store)
        assert store.data_version() == expected.data_version
        load_folder(folders["tea"], store, namespace="other")
        assert store.nodes(["other:org-1"])


def test_mappings_that_name_two_sets_are_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    more = tmp_path / "more.toml"
    more.write_text('namespace = "silk"\n', encoding="utf-8")
    (folders["tea"] / "mapping.toml").write_text('namespace = "tea"\n', encoding="utf-8")
    with SQLiteStore(tmp_path / "x.db", create=True) as store, pytest.raises(FileRefused, match="A load has one"):
        load_folder(folders["tea"], store, mappings=[more])
