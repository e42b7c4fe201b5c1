"""Folders in any order and in any number of loads give equal facts, and none wipes another."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from alliance.errors import StoreMoved
from alliance.graph import AllianceGraph, GraphStore, Node
from alliance.graph.stores.differences import Plan
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders.collisions import IdsTaken
from alliance.loaders.load import load_folder
from alliance.queries import profile

KINDS = ("enterprise", "school", "cooperative", "post")
FOLDERS = {
    "a": {
        "sources.csv": "id,title,date\nn1,茶讯,2023-05\n",
        "organizations.csv": "id,name,kind,aliases,place,source\nc1,甲茶厂,enterprise,甲,横州,n1\n"
        "c2,乙厂,enterprise,,,n1\n",
        "relationships.csv": "source_id,type,target_id,status,strength,evidence,source\n"
        "c1,SUPPLIES,c2,confirmed,0.4,made up,n1\n",
    },
    "b": {
        "sources.csv": "id,title,date\nn2,年报,2024\n",
        "organizations.csv": "id,name,kind,aliases,place,operating,source\n"
        "c1,甲茶厂有限公司,enterprise,甲茶厂,南宁,true,n2\n"
        "c3,丙社,cooperative,,,,n2\n",
        "relationships.csv": "source_id,type,target_id,since,strength,evidence,source\n"
        "甲茶厂有限公司,SUPPLIES,c3,2020,,made up,n2\nc3,SUPPLIES,c1,,0.7,made up,n2\n",
    },
    "c": {
        "sources.csv": "id,title\nn3,名录\n",
        "organizations.csv": "id,name,kind,aliases,uscc,source\nc2,乙厂,enterprise,乙,,n3\n"
        "c1,甲茶厂,enterprise,甲茶厂有限公司,,n3\n",
        "relationships.csv": "source_id,type,target_id,strength,evidence,source\nc1,SUPPLIES,c2,0.9,made up,n3\n",
    },
}


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Three made-up folders with the same firms."""
    for name, tables in FOLDERS.items():
        (tmp_path / name).mkdir()
        for file, text in tables.items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in FOLDERS}


def _loaded(store: GraphStore, *folders: Path) -> str:
    for folder in folders:
        load_folder(folder, store)
    return store.data_version()


def _in_file(path: Path, *folders: Path) -> str:
    with SQLiteStore(path, create=True) as store:
        return _loaded(store, *folders)


def test_every_order_gives_the_same_facts(folders: dict[str, Path], tmp_path: Path) -> None:
    versions = {
        _in_file(tmp_path / f"{''.join(order)}.db", *(folders[name] for name in (*order, order[0])))
        for order in permutations(folders)
    }
    assert len(versions) == 1


def test_one_batch_or_three_in_every_store(store: GraphStore, folders: dict[str, Path], tmp_path: Path) -> None:
    """Neo4j and the file, in another order each, and again."""
    apart = _loaded(store, folders["c"], folders["a"], folders["b"])
    assert apart == _in_file(tmp_path / "all.db", *folders.values())
    assert _loaded(store, folders["a"]) == apart
    assert store.read_anew().data_version == apart
    assert all(finding.sound for finding in store.check())


def test_relationships_of_several_sources_in_one_folder_are_those_of_several_loads(tmp_path: Path) -> None:
    """One table whose rows rest on two sources, against two loads of it."""
    head = "source_id,type,target_id,strength,evidence,source\n"
    rows = ["c1,SUPPLIES,c2,0.2,made up,n1\n", "c1,SUPPLIES,c2,0.6,made up,n2\n"]
    base = {
        "sources.csv": "id,title,date\nn1,茶讯,2023\nn2,年报,2024\n",
        "organizations.csv": "id,name,kind,source\nc1,甲,enterprise,n1\nc2,乙,enterprise,n1\n",
    }
    for name, text in {"both": head + "".join(rows), "one": head + rows[0], "two": head + "\n" + rows[1]}.items():
        (tmp_path / name).mkdir()
        for file, table in {**base, "relationships.csv": text}.items():
            (tmp_path / name / file).write_text(table, encoding="utf-8")
    whole = _in_file(tmp_path / "whole.db", tmp_path / "both")
    assert _in_file(tmp_path / "apart.db", tmp_path / "two", tmp_path / "one") == whole
    with SQLiteStore(tmp_path / "whole.db") as store:
        link = store.read().relationship_at(0)
    assert link.strength == 0.6
    assert [sighting.states for sighting in link.evidence] == [{"observed_at": "2023", "strength": 0.2}, {}]


def test_what_each_source_said_stays(folders: dict[str, Path], tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        _loaded(store, folders["b"], folders["a"])
        node = store.nodes(["c1"])[0]
    assert (node.name, node.aliases, node.place) == ("甲茶厂有限公司", ("甲茶厂", "甲"), "南宁")
    assert node.evidence[0].states["place"] == "横州"
    assert node.attributes == {"operating": True}


@pytest.mark.parametrize("begun", [False, True])
def test_a_load_that_is_overtaken_by_another_loses_nothing_of_it(
    folders: dict[str, Path], tmp_path: Path, *, begun: bool
) -> None:
    """The second load is written when the first one has combined its facts with the store and is about to write."""
    others = [folders["a"], folders["c"]] if begun else [folders["a"]]
    expected = _in_file(tmp_path / "apart.db", *others, folders["b"])

    class Overtaken(SQLiteStore):
        def write(self, *parts: Any, **options: Any) -> Plan:
            if others:
                _in_file(self.path, others.pop())
            return super().write(*parts, **options)

    if begun:
        _in_file(tmp_path / "x.db", others.pop())
    with Overtaken(tmp_path / "x.db", create=True) as store:
        assert _loaded(store, folders["b"]) == expected
    assert not others


def test_a_store_into_which_others_write_all_the_time_refuses(folders: dict[str, Path], tmp_path: Path) -> None:
    class Busy(SQLiteStore):
        def write(self, *parts: Any, **options: Any) -> Plan:
            with SQLiteStore(self.path, create=True) as other:
                number = len(other.info().nodes) if self.path.exists() else 0
                other.write(AllianceGraph.from_models([Node(id=f"x{number}", kind=KINDS[number], name="made up")]))
            return super().write(*parts, **options)

    with Busy(tmp_path / "x.db", create=True) as store, pytest.raises(StoreMoved):
        load_folder(folders["b"], store)
    with SQLiteStore(tmp_path / "x.db") as left:
        assert left.nodes(["c1", "c3"]) == []


def test_a_day_that_a_source_gains_later_counts_for_what_was_loaded_before(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    dated, undated = "id,title,date\nn3,名录,2025\n", FOLDERS["c"]["sources.csv"]
    table = folders["c"] / "sources.csv"
    only = tmp_path / "only"
    only.mkdir()
    (only / "sources.csv").write_text(dated, encoding="utf-8")
    for name, orders in {"late": ("c", "a", "b"), "later": ("a", "c", "b")}.items():
        _in_file(tmp_path / f"{name}.db", *(folders[order] for order in orders))
    table.write_text(undated, encoding="utf-8")
    late, later = (_in_file(tmp_path / f"{name}.db", only) for name in ("late", "later"))
    early = _in_file(tmp_path / "early.db", only, *folders.values())
    assert late == later == early
    with SQLiteStore(tmp_path / "early.db") as store:
        assert store.nodes(["c1"])[0].name == "甲茶厂"


@pytest.mark.parametrize(
    ("field", "other"),
    [("title", "另一份"), ("publisher", "另一局"), ("date", "2022"), ("link", "https://example.org/b")],
)
def test_another_source_of_the_same_id_is_refused_in_both_orders(tmp_path: Path, field: str, other: str) -> None:
    said = {"title": "茶讯", "publisher": "甲局", "date": "2023-05", "link": "https://example.org/a"}
    for name, values in {"a": said, "b": {**said, field: other}}.items():
        (tmp_path / name).mkdir()
        text = f"id,{','.join(values)}\nn1,{','.join(values.values())}\n"
        (tmp_path / name / "sources.csv").write_text(text, encoding="utf-8")
    for order in permutations("ab"):
        with SQLiteStore(tmp_path / f"{order[0]}.db", create=True) as store:
            load_folder(tmp_path / order[0], store)
            before = store.data_version()
            with pytest.raises(IdsTaken, match=r"(?s)n1: .*--namespace.*--correct-sources"):
                load_folder(tmp_path / order[1], store)
            assert store.data_version() == before
            load_folder(tmp_path / order[1], store, correct_sources=True)
            assert (
                str(getattr(store.records().sources["n1"], field))
                == {"a": said, "b": {**said, field: other}}[order[1]][field]
            )


def test_a_source_is_completed(tmp_path: Path) -> None:
    for name, text in {
        "a": "id,title,date\nn1,茶讯,2023\n",
        "b": "id,title,date,publisher\nn1,茶讯,2023-05,甲局\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "sources.csv").write_text(text, encoding="utf-8")
    assert _in_file(tmp_path / "x.db", tmp_path / "a", tmp_path / "b") == _in_file(
        tmp_path / "y.db", tmp_path / "b", tmp_path / "a"
    )
    with SQLiteStore(tmp_path / "x.db") as store:
        source = store.records().sources["n1"]
    assert (str(source.date), source.publisher) == ("2023-05", "甲局")


def test_show_tells_where_the_sources_differ(folders: dict[str, Path], tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        _loaded(store, *folders.values())
        answer = profile(store.read(), "c1")
    told = [entry.what.en for entry in answer.unknown if "differ" in entry.what.en]
    assert told == ['the sources differ on the place of "甲茶厂有限公司": 横州 (茶讯), 南宁 (年报)']
