"""What rules judge when tables are loaded. All organisations are made up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from alliance.graph import GraphStore
from alliance.graph.merging import identities_of
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.loaders.identity.open_questions import open_questions

CODE = "91350100M000100Y43"
ROSTERS = {
    "one": "横州市南方茶厂有限责任公司,企业,横州市,\n横州市丽妃茶叶有限公司,企业,横州市,\n某协会第一党支部,党组织,,\n",
    "two": f"横县南方茶厂有限公司,企业,广西横县,{CODE}\n横州市丽妃茶业有限公司,企业,,\n某协会第二党支部,党组织,,\n",
    "three": f"南方茶业,企业,,{CODE}\n石溪茶厂,企业,,\n石溪茶厂,企业,甲县,\n石溪茶厂,企业,乙县,\n",
}


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    for name, rows in ROSTERS.items():
        (tmp_path / name).mkdir()
        sources = f"id,title,date\nsource-{name},名册{name},2024-06-01\n"
        (tmp_path / name / "sources.csv").write_text(sources, encoding="utf-8")
        table = "name,kind,place,uscc\n" + rows
        (tmp_path / name / "organizations.csv").write_text(table, encoding="utf-8")
    return {name: tmp_path / name for name in ROSTERS}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[GraphStore]]:
    opened: list[GraphStore] = [SQLiteStore(tmp_path / f"{number}.db", create=True) for number in range(6)]
    yield opened
    for store in opened:
        store.close()


def test_every_order_of_loads_gives_equal_facts_and_judgements(
    folders: dict[str, Path], stores: list[GraphStore]
) -> None:
    for store, order in zip(stores, permutations(folders.values()), strict=True):
        for folder in order:
            load_folder(folder, store)
    assert len({store.data_version() for store in stores}) == 1
    stored = stores[0].read_stored()
    joined = [
        sorted(stored.node(node_id).name for node_id in group) for group in identities_of(stored).members.values()
    ]
    assert joined == [sorted(["横州市南方茶厂有限责任公司", "横县南方茶厂有限公司", "南方茶业"])]
    assert {judgement.by for judgement in stored.records.judgements.values()} == {"rule"}


def test_the_same_load_twice_changes_nothing(folders: dict[str, Path], stores: list[GraphStore]) -> None:
    for folder in (*folders.values(), *folders.values()):
        last = load_folder(folder, stores[0])
    assert last.plan.empty
    assert [note.en for note in last.open] == ["2 questions: alliance review"]


def test_a_load_counts_only_the_questions_that_it_brings(folders: dict[str, Path], stores: list[GraphStore]) -> None:
    assert load_folder(folders["one"], stores[0]).open == ()
    assert [note.en for note in load_folder(folders["two"], stores[0]).open] == ["1 question: alliance review"]
    assert load_folder(folders["one"], stores[0], dry_run=True).open == ()


def test_three_rows_of_one_name_and_place_with_three_ids_are_questions(tmp_path: Path) -> None:
    rows = "".join(f"{key},石溪茶厂,企业,甲县,s1\n" for key in "abc")
    (tmp_path / "sources.csv").write_text("id,title\ns1,名册\n", encoding="utf-8")
    (tmp_path / "organizations.csv").write_text("id,name,kind,place,source\n" + rows, encoding="utf-8")
    batch = read_folder(tmp_path).batch
    assert not batch.records.judgements
    assert {question.about for question in open_questions(batch)} == {("a", "b"), ("a", "c"), ("b", "c")}


def test_the_hengzhou_facts_raise_no_question() -> None:
    batch = read_folder(Path(__file__).parents[3] / "data" / "hengzhou").batch
    assert not batch.records.judgements
    assert open_questions(batch) == []


def test_a_name_of_the_store_refers_to_the_node_that_is_left(
    folders: dict[str, Path], stores: list[GraphStore], tmp_path: Path
) -> None:
    store = stores[0]
    for name in ("one", "two"):
        load_folder(folders[name], store)
    links = tmp_path / "links"
    links.mkdir()
    (links / "sources.csv").write_text("id,title\ns9,供货表\n", encoding="utf-8")
    (links / "relationships.csv").write_text(
        "source_id,type,target_id\n横州市南方茶厂有限责任公司,供货,横州市丽妃茶叶有限公司\n", encoding="utf-8"
    )
    load_folder(links, store)
    stored, graph = store.read_stored(), store.read()
    assert len(stored) == 6
    assert len(graph) == 5
    link = graph.relationship_at(0)
    assert "横州市南方茶厂有限责任公司" in (graph.node(link.source).name, *graph.node(link.source).aliases)
    assert all(len(stored.node(key).aliases) == 0 for key in stored.node_ids)
