"""Whatever a file holds, it loads or is refused: never a traceback, never a part of it."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused, InputRefused
from alliance.graph import AllianceGraph
from alliance.loaders import read_folder
from alliance.loaders.export import export_graph
from alliance.loaders.graphs.terms import GraphTerms
from alliance.tests.loaders.facts.graph_strategies import graphs

TERMS = GraphTerms.parse(["enterprise"], ["SUPPLIES"])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(
    ["id", "name", "kind", "type", "source", "target", "labels", "properties", "start", "end", "key"]
)
ITEMS = st.dictionaries(WORDS | st.text(max_size=3), VALUES | st.sampled_from(["a", "b", "node", "企业"]), max_size=6)
NODE_LINK = st.fixed_dictionaries({"nodes": st.lists(ITEMS, max_size=3), "links": st.lists(ITEMS, max_size=3)})
LINES = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["node", "relationship"])},
        optional={
            "id": VALUES,
            "labels": VALUES,
            "properties": ITEMS | VALUES,
            "start": ITEMS,
            "end": ITEMS,
            "label": VALUES,
        },
    ),
    min_size=1,
    max_size=4,
)
STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {"statementType": st.sampled_from(["entityStatement", "personStatement", "ownershipOrControlStatement"])},
        optional={
            "statementID": VALUES,
            "entityType": VALUES,
            "name": VALUES,
            "identifiers": VALUES,
            "interests": VALUES,
            "subject": VALUES,
            "interestedParty": VALUES,
            "replacesStatements": VALUES,
            "statementDate": VALUES,
        },
    ),
    min_size=1,
    max_size=4,
)


def load(name: str, content: bytes) -> bool:
    """Whether a file is loaded, or refused with words in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            read_folder(path, source="made up", terms=TERMS)
        except InputRefused as refused:
            said = refused.in_("en"), refused.in_("zh")
            return all(said)
    return True


@QUICK
@given(VALUES | NODE_LINK | LINES | STATEMENTS)
def test_any_json_is_loaded_or_refused(value: Any) -> None:
    assert load("g.json", json.dumps(value).encode())


@QUICK
@given(LINES | STATEMENTS | st.lists(VALUES, max_size=3))
def test_any_lines_are_loaded_or_refused(values: list[Any]) -> None:
    assert load("g.jsonl", "\n".join(map(json.dumps, values)).encode())


@QUICK
@given(st.sampled_from(["g.json", "g.jsonl", "g.graphml", "g.gexf", "g.edgelist", "g.csv"]), st.binary(max_size=60))
def test_any_bytes_are_loaded_or_refused(name: str, content: bytes) -> None:
    assert load(name, content)


def element(name: str, attributes: dict[str, str], inner: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{inner}</{name}>"


XML_NAMES = st.sampled_from(
    [
        "graphml",
        "gexf",
        "graph",
        "node",
        "edge",
        "key",
        "data",
        "default",
        "attributes",
        "attribute",
        "attvalue",
        "attvalues",
        "spell",
        "nodes",
        "edges",
    ]
)
XML_ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["id", "source", "target", "key", "for", "title", "type", "attr.name", "attr.type", "class", "value", "start"]
    ),
    st.sampled_from(["a", "b", "", "node", "edge", "int", "boolean", "7", "x y"]),
    max_size=5,
)
TREES: st.SearchStrategy[str] = st.recursive(
    st.builds(
        element,
        XML_NAMES,
        XML_ATTRIBUTES,
        st.sampled_from(["", "5"]),
    ),
    lambda inner: st.builds(
        lambda name, attributes, parts: element(name, attributes, "".join(parts)),
        XML_NAMES,
        XML_ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=8,
)


@QUICK
@given(st.sampled_from(["graphml", "gexf"]), TREES)
def test_any_xml_is_loaded_or_refused(form: str, tree: str) -> None:
    assert load(f"g.{form}", f"<{form}>{tree}</{form}>".encode())


# ---- out, whatever the facts are ----


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_networkx_reads_whatever_we_write(graph: AllianceGraph) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graphml = nx.read_graphml(export_graph(graph, Path(folder) / "g.graphml").path, force_multigraph=True)
        gexf = nx.read_gexf(export_graph(graph, Path(folder) / "g.gexf").path)
        text = export_graph(graph, Path(folder) / "g.json").path.read_text(encoding="utf-8")
        plain = nx.node_link_graph(json.loads(text), edges="edges")
    links = [graph.relationship_at(position) for position in range(len(graph.relationships))]
    for network in (graphml, gexf, plain):
        assert set(network) == set(graph.node_ids)
        assert sorted(link["status"] for _, _, link in network.edges(data=True)) == sorted(
            link.status for link in links
        )
    shown = {node_id: fields["name"] for node_id, fields in plain.nodes(data=True)}
    assert shown == dict(zip(graph.node_ids, graph.node_names, strict=True))


# ---- what is no file ----


@pytest.mark.parametrize("name", ["g.json", "g.jsonl", "g.graphml", "g.gexf", "g.edgelist"])
def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(name: str, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    os.mkfifo(tmp_path / name)
    with pytest.raises(FileRefused, match="named pipe"):
        read_folder(tmp_path)


@pytest.mark.parametrize("name", ["g.json", "g.jsonl", "g.graphml"])
def test_a_file_that_is_too_large_is_refused(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(513 * 1024 * 1024)
    with pytest.raises(FileRefused, match="larger than 512 MB"):
        read_folder(tmp_path / name)


def test_json_of_too_many_values_is_refused(tmp_path: Path) -> None:
    (tmp_path / "g.json").write_bytes(b"[" + b"[]," * 13_000_000 + b"[]]")
    with pytest.raises(FileRefused, match="24,000,000 values"):
        read_folder(tmp_path / "g.json")
