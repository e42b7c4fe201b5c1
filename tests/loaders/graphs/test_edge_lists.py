"""Lists of edges and data frames about made-up firms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from alliance.errors import FileRefused
from alliance.graph import GraphStore, Node, open_store
from alliance.graph.alliance_graph import AllianceGraph
from alliance.loaders import load_folder, load_frames
from alliance.loaders.graphs.terms import UnmappedWords
from alliance.loaders.row_errors import RowErrors


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    """A store that knows one made-up firm, with more than a list of edges says of it."""
    with open_store(tmp_path / "alliance.db", create=True) as opened:
        tea = Node(id="tea", kind="enterprise", name="甲茶厂", place="横州")
        opened.write(AllianceGraph.from_models([tea]))
        yield opened


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edges.csv", "Source,Target,Type,Weight,产品\n乙纸箱厂,甲茶厂,Directed,3.5,箱\n"),
        ("links.csv", "source;target;weight;产品\n乙纸箱厂;甲茶厂;3.5;箱\n"),
        ("pairs.edgelist", "# made up\n乙纸箱厂 甲茶厂 3.5\n"),
    ],
)
def test_a_list_of_edges_is_loaded(name: str, text: str, store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    options = {"source": "made up", "types": ("SUPPLIES",)}
    with pytest.raises(RowErrors, match="error"):
        load_folder(tmp_path / name, store, **options)  # type: ignore[arg-type]
    load_folder(tmp_path / name, store, kinds=("enterprise",), **options)  # type: ignore[arg-type]
    graph = store.read()
    assert graph.node("tea").place == "横州"
    assert list(graph.node_names) == ["甲茶厂", "乙纸箱厂"]
    (link,) = map(graph.relationship_at, range(len(graph.relationships)))
    assert (link.source, link.type, link.target) == ("乙纸箱厂", "SUPPLIES", "tea")
    assert {key.casefold(): value for key, value in link.attributes.items()} == {"weight": 3.5}
    assert link.product == ("箱" if name.endswith("csv") else "")
    assert link.evidence[0].locator == f"{name}:2"
    assert load_folder(tmp_path / name, store, kinds=("enterprise",), **options).plan.empty  # type: ignore[arg-type]


def test_what_networkx_writes_as_edges_is_loaded(store: GraphStore, tmp_path: Path) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("a", "b", weight=2)
    nx.write_weighted_edgelist(graph, tmp_path / "w.edgelist")
    nx.write_edgelist(nx.DiGraph([("b", "c")]), tmp_path / "p.edgelist")
    for name in ("w.edgelist", "p.edgelist"):
        load_folder(tmp_path / name, store, source="x", kinds=("enterprise",), types=("SUPPLIES",))
    assert len(store.read().relationships) == 2


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("e.csv", "source,target\na\n", "e.csv:2 has 1 cells"),
        ("e.csv", 'source,target\na,"b\n', "e.csv:2"),
        ("e.edgelist", "a b\n\nc\n", "e.edgelist:3 is no edge"),
        ("e.edgelist", "a b strong\n", "e.edgelist:1 is no edge"),
    ],
)
def test_what_is_no_edge_is_told_with_its_place(
    name: str, text: str, words: str, store: GraphStore, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused, match=words):
        load_folder(tmp_path / name, store, source="x", kinds=("enterprise",), types=("SUPPLIES",))


def test_a_type_that_is_not_said_is_asked_for(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("source,target\na,b\n", encoding="utf-8")
    with pytest.raises(UnmappedWords, match="--type SUPPLIES"):
        load_folder(tmp_path / "e.csv", store, source="x", kinds=("enterprise",))


# ---- data frames ----


def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    nodes = pd.DataFrame(
        {
            "id": ["box", "lab"],
            "name": ["乙纸箱厂", "丙检测所"],
            "kind": ["企业", "研究所"],
            "staff": [12, None],
            "listed": [True, False],
            "founded": [pd.Timestamp("2001-02-03"), pd.NaT],
        }
    )
    links = pd.DataFrame(
        {
            "source": ["box", "lab"],
            "target": ["甲茶厂", "tea"],
            "type": ["供货", "TESTS_FOR"],
            "confidence": [0.8, None],
        }
    )
    return nodes, links


def test_data_frames_are_loaded(store: GraphStore) -> None:
    nodes, links = frames()
    result = load_frames(nodes, links, store, source="made up")
    assert result.plan.added["relationship"] == 2
    graph = store.read()
    box = graph.node("box")
    assert box.attributes == {"staff": 12.0, "listed": True, "founded": "2001-02-03"}
    assert type(box.attributes["listed"]) is bool
    assert graph.node("lab").attributes == {"listed": False}
    found = {link.source: link for link in map(graph.relationship_at, range(2))}
    assert (found["box"].target, found["box"].confidence, found["lab"].confidence) == ("tea", 0.8, None)
    assert load_frames(nodes, links, store, source="made up").plan.empty


def test_wrong_rows_of_frames_are_told_and_nothing_is_written(store: GraphStore) -> None:
    nodes, links = frames()
    links["confidence"] = [7, 0.5]
    links.loc[1, "target"] = "nobody"
    with pytest.raises(RowErrors) as refused:
        load_frames(nodes, links, store, source="made up")
    told = refused.value.in_("en")
    assert "relationships:1 (box → 甲茶厂) confidence='7'" in told
    assert "relationships:2 (lab → nobody)" in told
    assert len(store.read()) == 1
    with pytest.raises(FileRefused, match="lacks a column: target"):
        load_frames(None, links.drop(columns="target"), store, source="made up")
