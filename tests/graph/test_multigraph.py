"""The graph as a NetworkX multigraph: what an analyst's own algorithm needs, and what files take."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.graph.networks.ties import TieRule, arcs
from alliance.graph.schema import schema
from alliance.queries import influence_paths

SEEN = (Evidence(source="s1"),)


def test_links_carry_the_value_that_paths_use(hengzhou: AllianceGraph) -> None:
    network = hengzhou.to_networkx()
    admitted = arcs(hengzhou, TieRule(umbrella=True))
    columns = (admitted.relationships.tolist(), (admitted.confidences * admitted.strengths).tolist())
    used = {hengzhou.relationship_id(link): value for link, value in zip(*columns, strict=True)}
    assert len(used) > 100
    for *_, key, link in network.edges(keys=True, data=True):
        declared = schema().type(link["type"])
        assert (link["tie"], link["influence"]) == (declared.tie, declared.influence)
        if key in used:
            assert link["value"] == used[key]
            assert math.exp(-link["cost"]) == pytest.approx(link["value"])
        else:
            assert (link["value"], link["cost"]) == (0, math.inf)


def test_an_own_algorithm_stays_out_of_the_hub_trap(hengzhou: AllianceGraph) -> None:
    network = hengzhou.to_networkx()
    hubs = {node for node, umbrella in network.nodes(data="umbrella") if umbrella}
    assert {hengzhou.node(node).kind for node in hubs} == {"alliance", "chain"}
    source, target = "hengzhou-cpc-org-dept", "starbucks"
    assert influence_paths(hengzhou, source, target).status != "found"
    counted = nx.subgraph_view(network, filter_edge=lambda *link: network.edges[link]["value"] > 0)
    everything: nx.Graph[Any] = nx.Graph(counted)
    trap = nx.shortest_path(everything, source, target)
    assert any(everything.edges[step]["umbrella"] for step in pairwise(trap))
    ties: nx.Graph[Any] = nx.Graph(
        nx.subgraph_view(counted, filter_edge=lambda *link: not network.edges[link]["umbrella"])
    )
    assert not any(set(edge) & hubs for edge in ties.edges)
    assert ties.number_of_edges() > 100
    assert not nx.has_path(ties, source, target)


def test_every_link_at_an_umbrella_is_marked_and_every_umbrella_type() -> None:
    nodes = [
        Node(id="a", kind="enterprise", name="made up a", evidence=SEEN),
        Node(id="hub", kind="alliance", name="made up hub", evidence=SEEN),
        Node(id="park", kind="platform", name="made up park", evidence=SEEN),
    ]
    links = [
        Relationship(source="a", target="hub", type="LEADS", confidence=0.5, evidence=SEEN),
        Relationship(source="a", target="park", type="MEMBER_OF", evidence=SEEN),
        Relationship(source="a", target="park", type="LEADS", status="disputed", evidence=SEEN),
    ]
    network = AllianceGraph.from_models(nodes, links).to_networkx()
    marked = {(link["type"], head): (link["umbrella"], link["value"]) for _, head, link in network.edges(data=True)}
    assert marked == {
        ("LEADS", "hub"): (True, 0.4),
        ("MEMBER_OF", "park"): (True, 0.15),
        ("LEADS", "park"): (False, 0),
    }


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_flat_form_is_written_and_read_back(hengzhou: AllianceGraph, tmp_path: Path, form: str) -> None:
    flat = hengzhou.to_networkx(flat=True)
    path = tmp_path / f"hengzhou.{form}"
    write: Any
    read: Any
    write, read = {"graphml": (nx.write_graphml, nx.read_graphml), "gexf": (nx.write_gexf, nx.read_gexf)}[form]
    write(flat, path)
    back: Any = read(path)
    assert (len(back), back.number_of_edges()) == (206, 279)
    assert back.is_multigraph()
    for node, fields in flat.nodes(data=True):
        kept = {name: value for name, value in back.nodes[node].items() if name != "label"}
        assert kept == {name: value for name, value in fields.items() if name != "label"}
        assert fields["label"] == hengzhou.node(node).name
    links = {fields["id"]: (tail, head, fields) for tail, head, fields in back.edges(data=True)}
    for tail, head, key, fields in flat.edges(keys=True, data=True):
        assert fields["id"] == key
        assert links[key] == (tail, head, fields)


def test_the_flat_form_takes_any_attribute(tmp_path: Path) -> None:
    node = Node(
        id="a",
        kind="enterprise",
        name="made up",
        aliases=("b", "c"),
        attributes={"note": "two\nlines", "share": 0.5, "listed": True},
        evidence=SEEN,
    )
    flat = AllianceGraph.from_models([node]).to_networkx(flat=True)
    fields = flat.nodes["a"]
    assert (fields["aliases"], fields["attributes.share"], fields["attributes.listed"]) == ("b; c", 0.5, True)
    assert "count" not in fields
    nx.write_graphml(flat, tmp_path / "a.graphml")
    assert nx.read_graphml(tmp_path / "a.graphml").nodes["a"] == fields
