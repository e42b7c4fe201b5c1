"""Graphs of other programs: what NetworkX, Neo4j, yEd and Gephi write, about made-up firms, is loaded as it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from alliance.errors import FileRefused, UnknownTerm
from alliance.graph import AllianceGraph, open_store
from alliance.loaders import load_folder, read_folder
from alliance.loaders.export import export_graph
from alliance.loaders.folder import FolderFacts
from alliance.loaders.graphs.terms import GraphTerms, UnmappedWords
from alliance.loaders.row_errors import RowErrors


def network() -> nx.MultiDiGraph[Any]:
    """Two made-up firms and a made-up bank, with values of every type."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_node("t", name="甲茶厂", kind="企业", staff=12, rate=0.5, listed=True, place="横州")
    graph.add_node("b", name="乙纸箱厂", kind="enterprise", note="made up")
    graph.add_node("f", name="丙银行", kind="银行")
    graph.add_edge("b", "t", relationship="SUPPLIES", product="箱", since="2023H2", weight=3.5, confidence=0.8)
    graph.add_edge("b", "t", relationship="供货", product="袋", status="已证实", weight=1.5)
    graph.add_edge("f", "t", relationship="服务", weight=1.0)
    return graph


def write_json(graph: nx.MultiDiGraph[Any], path: Path, edges: str) -> None:
    path.write_text(json.dumps(nx.node_link_data(graph, edges=edges), ensure_ascii=False), encoding="utf-8")


WRITERS: dict[str, tuple[str, Callable[[nx.MultiDiGraph[Any], Path], None]]] = {
    "links": ("g.json", lambda graph, path: write_json(graph, path, "links")),
    "edges": ("g.json", lambda graph, path: write_json(graph, path, "edges")),
    "graphml": ("g.graphml", nx.write_graphml),
    "gexf": ("g.gexf", nx.write_gexf),
}


def loaded(
    path: Path, *, kinds: tuple[str, ...] = (), types: tuple[str, ...] = (), source: str = "made up"
) -> FolderFacts:
    return read_folder(path, source=source, terms=GraphTerms.parse(kinds, types))


@pytest.mark.parametrize("form", WRITERS)
def test_what_networkx_writes_is_loaded(form: str, tmp_path: Path) -> None:
    name, write = WRITERS[form]
    write(network(), tmp_path / name)
    graph = loaded(tmp_path / name).batch
    tea = graph.node("t")
    assert (tea.kind, tea.name, tea.place) == ("enterprise", "甲茶厂", "横州")
    assert tea.attributes == {"staff": 12, "rate": 0.5, "listed": True}
    assert {name: type(value) for name, value in tea.attributes.items()} == {
        "staff": int,
        "rate": float,
        "listed": bool,
    }
    assert graph.node("f").kind == "financial_institution"
    assert graph.node("b").attributes == {"note": "made up"}
    links = {link.product: link for link in map(graph.relationship_at, range(3))}
    assert {link.type for link in links.values()} == {"SUPPLIES", "SERVES"}
    assert (str(links["箱"].valid_from), links["箱"].confidence) == ("2023H2", 0.8)
    assert links["箱"].attributes == {"weight": 3.5}
    assert links["袋"].status == "confirmed"
    (seen,) = links["箱"].evidence
    assert seen.locator == f"{name}[links]:1"
    (source,) = graph.records.sources.values()
    assert source.title == "made up"


@pytest.mark.parametrize("ending", [".json", ".graphml", ".gexf"])
def test_the_forms_that_we_write_are_read_again(ending: str, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    """But for evidence and records; sources differ, and so does when a link was seen."""
    again = loaded(export_graph(hengzhou, tmp_path / f"facts{ending}").path).batch
    assert list(again.node_ids) == list(hengzhou.node_ids)
    away = {"evidence", "observed_at"}
    for position in range(len(hengzhou.nodes)):
        before, after = hengzhou.node_at(position), again.node_at(position)
        assert before.model_dump(exclude=away) == after.model_dump(exclude=away)
    assert again.relationships.ids.tolist() == hengzhou.relationships.ids.tolist()
    for position in range(len(hengzhou.relationships)):
        one, other = hengzhou.relationship_at(position), again.relationship_at(position)
        assert one.model_dump(exclude=away) == other.model_dump(exclude=away)


NEO4J = [
    {"type": "node", "id": "0", "labels": ["Firm"], "properties": {"name": "甲茶厂", "staff": 12, "tags": ["a", "b"]}},
    {"type": "node", "id": "1", "labels": ["Firm", "Listed"], "properties": {"name": "乙纸箱厂", "odd": [{"x": 1}]}},
    {"type": "node", "id": "2", "labels": ["Person"], "properties": {"name": "nobody"}},
    {
        "type": "relationship", "id": "0", "label": "SUPPLIES", "properties": {"product": "箱"},
        "start": {"id": "1", "labels": ["Firm"]}, "end": {"id": "0", "labels": ["Firm"]},
    },
    {"type": "relationship", "id": "1", "label": "KNOWS", "start": {"id": "2"}, "end": {"id": "0"}},
]  # fmt: skip


def neo4j_file(path: Path) -> Path:
    if path.suffix == ".json":
        nodes, links = NEO4J[:3], NEO4J[3:]
        value: Any = {"nodes": nodes, "rels": links} if path.stem == "rels" else NEO4J
        path.write_text(json.dumps(value), encoding="utf-8")
    else:
        path.write_text("\n".join(map(json.dumps, NEO4J)), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["g.jsonl", "g.json", "rels.json", "g.ndjson"])
def test_what_neo4j_writes_is_loaded(name: str, tmp_path: Path) -> None:
    facts = loaded(neo4j_file(tmp_path / name), kinds=("Firm=企业", "Person=-"))
    graph = facts.batch
    assert list(graph.node_ids) == ["0", "1"]
    assert graph.node("0").attributes == {"staff": 12, "tags": "a;b"}
    assert graph.relationship_at(0).product == "箱"
    told = "\n".join(note.en for note in facts.notes)
    assert "1 node and 1 link left out" in told
    assert "odd × 1" in told


def test_words_that_nobody_explained_are_named_all_at_once(tmp_path: Path) -> None:
    path = neo4j_file(tmp_path / "g.jsonl")
    with pytest.raises(UnmappedWords) as refused:
        loaded(path)
    told = refused.value.in_("en")
    assert "Firm × 1, Firm:Listed × 1, Person × 1" in told
    assert "--kind Firm=enterprise" in told
    assert "KNOWS × 1" in told
    assert "--type KNOWS=SUPPLIES" in told
    with pytest.raises(UnknownTerm, match="firma"):
        loaded(path, kinds=("Firm=firma",))


def test_a_word_alone_is_for_what_says_nothing(tmp_path: Path) -> None:
    graph = nx.DiGraph([("甲茶厂", "乙茶厂")])
    nx.write_graphml(graph, tmp_path / "g.graphml")
    batch = loaded(tmp_path / "g.graphml", kinds=("enterprise",), types=("SUPPLIES",)).batch
    assert batch.node("甲茶厂").name == "甲茶厂"
    assert batch.relationship_at(0).type == "SUPPLIES"


def test_labels_of_yed_are_names(tmp_path: Path) -> None:
    (tmp_path / "g.graphml").write_text(
        '<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">'
        '<key for="node" id="d0" yfiles.type="nodegraphics"/><key for="edge" id="d1" yfiles.type="edgegraphics"/>'
        '<graph edgedefault="directed"><node id="n0"><data key="d0"><y:ShapeNode>'
        "<y:NodeLabel>甲茶厂</y:NodeLabel></y:ShapeNode>"
        '</data></node><node id="n1"/><edge id="e0" source="n0" target="n1"><data key="d1"><y:PolyLineEdge>'
        "<y:EdgeLabel>SUPPLIES"
        "</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>",
        encoding="utf-8",
    )
    batch = loaded(tmp_path / "g.graphml", kinds=("enterprise",)).batch
    assert batch.node("n0").name == "甲茶厂"
    assert batch.relationship_at(0).type == "SUPPLIES"


def test_days_of_a_gexf_are_read(tmp_path: Path) -> None:
    (tmp_path / "g.gexf").write_text(
        '<gexf xmlns="http://www.gexf.net/1.2draft"><graph mode="dynamic" timeformat="date"><nodes>'
        '<node id="a" label="甲厂"/>'
        '<node id="b" label="乙厂"/></nodes><edges><edge id="1" source="a" target="b" label="SUPPLIES"><spells>'
        '<spell start="2020-01-01" end="2020-12-31"/><spell start="2022-01-01" end="2023-12-31T00:00:00"/>'
        "</spells></edge></edges>"
        "</graph></gexf>",
        encoding="utf-8",
    )
    link = loaded(tmp_path / "g.gexf", kinds=("enterprise",)).batch.relationship_at(0)
    assert (str(link.valid_from), str(link.valid_to)) == ("2020-01-01", "2023-12-31")


# ---- what is wrong ----


def test_wrong_nodes_and_links_are_told_all_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    graph = network()
    graph.add_node("bad", name="丁厂", kind="企业", uscc="123")
    graph.add_edge("t", "bad", relationship="SUPPLIES", since="2024-13", strength=7)
    graph.add_edge("t", "f", relationship="HOSTED_BY")
    nx.write_graphml(graph, tmp_path / "g.graphml")
    with open_store(tmp_path / "a.db", create=True) as store, pytest.raises(RowErrors) as refused:
        load_folder(tmp_path / "g.graphml", store, source="x")
    told = refused.value.in_("en")
    assert "(bad) uscc='123'" in told
    assert "(t → bad) since='2024-13'" in told
    assert "(t → bad) strength='7'" in told
    assert "(t → f): HOSTED_BY" in told
    assert not (tmp_path / "a.db").exists()


def test_a_source_is_needed_once(tmp_path: Path) -> None:
    nx.write_graphml(network(), tmp_path / "g.graphml")
    with pytest.raises(RowErrors, match="--source"):
        loaded(tmp_path / "g.graphml", source="")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><graphml><graph><node id="&c;"/></graph></graphml>'
)
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "billion laughs": ("g.graphml", BOMB.encode(), "DOCTYPE or entities at line 1"),
    "entity from elsewhere": ("g.gexf", b'<!DOCTYPE g [<!ENTITY x SYSTEM "x.txt">]><gexf>&x;</gexf>', "DOCTYPE"),
    "cut off": ("g.graphml", b'<graphml>\n<graph><node id="a"', "not valid XML at line 2, column"),
    "another root": ("g.graphml", b"<html/>", "no GraphML: its root element is html"),
    "no id": ("g.graphml", b"<graphml><graph><node/></graph></graphml>", "g.graphml:1: a node has no id"),
    "no ends": ("g.gexf", b'<gexf><graph><edges><edge id="1" source="a"/></edges></graph></gexf>', "no ends"),
    "deep": ("g.graphml", b"<graphml>" + b"<graph>" * 300, "nested too deeply"),
    "encoding of nobody": ("g.graphml", b'<?xml version="1.0" encoding="klingon"?><graphml/>', "unknown encoding"),
    "undeclared": ("g.graphml", b'<graphml><graph><node id="a"><data key="z">1</data></node>', "z is not declared"),
    "wrong number": (
        "g.graphml",
        b'<graphml><key id="k" attr.name="staff" attr.type="int"/><graph>\n<node id="a"><data key="k">many</data>',
        'g.graphml:2: staff should be of type int and is "many"',
    ),
    "JSON cut off": ("g.json", b'{"nodes": [\n{"id": "a"', "not valid JSON at line 2, column"),
    "JSON in GBK": ("g.json", '{"nodes":\n[{"id": "甲"}], "links": []}'.encode("gbk"), r"not UTF-8 \(line 2"),
    "deep JSON": ("g.json", b"[" * 100_000, "nested too deeply"),
    "NaN": ("g.json", b'{"nodes": [{"id": "a", "x": NaN}], "links": []}', "holds NaN"),
    "JSON of no form": ("g.json", b'{"name": "x", "version": "1"}', "nodes and links.* has: name, version"),
    "lines of no form": ("g.jsonl", b'{"name": "x"}\n', "JSON of no form"),
    "a line cut off": ("g.jsonl", b'{"type": "node", "id": "1"}\n{"type": "no', "not valid JSON at line 2"),
    "a line that is no fact": ("g.jsonl", b'{"type": "node", "id": "1"}\n[1]', "g.jsonl:2 is no node or relationship"),
    "a node without id": ("g.json", b'{"nodes": [{"name": "a"}, {}], "links": []}', r"nodes\[1\] is no node .*no id"),
    "empty": ("g.jsonl", b"", "it is empty"),
    "empty JSON": ("g.json", b"", "not valid JSON at line 1"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_broken_files_are_refused_with_their_place(case: str, tmp_path: Path) -> None:
    name, content, words = HOSTILE[case]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileRefused, match=words):
        loaded(tmp_path / name, kinds=("enterprise",))


def test_json_of_another_form_in_a_folder_is_named(hengzhou_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    nx.write_graphml(network(), tmp_path / "g.graphml")
    facts = loaded(tmp_path, source="")
    assert len(facts.batch.nodes) == 3
    assert any("package.json is not read: it is JSON of no form" in note.en for note in facts.notes)
