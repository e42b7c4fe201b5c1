"""Results of an analyst's own NetworkX algorithms on the map, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from alliance import AllianceMap
from alliance.errors import UnknownName
from alliance.graph import AllianceGraph
from alliance.tests.visualizations.test_map_page import Reader

pytestmark = pytest.mark.chromium


def test_a_result_of_their_own_is_drawn(browser: Any, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    network = hengzhou.to_networkx()
    firms = network.subgraph(node for node in network if network.nodes[node]["kind"] == "enterprise")
    community = max(nx.weakly_connected_components(firms), key=len)
    opened = Reader(browser, AllianceMap.of(hengzhou, nodes=community).save(tmp_path / "community.html"))
    assert opened.visible() == (len(community), network.subgraph(community).number_of_edges())
    opened.close()
    tree = nx.maximum_spanning_tree(nx.Graph(nx.subgraph_view(network, filter_node=lambda node: node in community)))
    opened = Reader(browser, AllianceMap.of(hengzhou, highlight=tree, language="en").save(tmp_path / "tree.html"))
    assert opened.text("#details h2") == "Chosen part"
    assert set(opened.page.evaluate("[...lit().nodes]")) == set(tree)
    ends = opened.page.evaluate("[...lit().links].map((id) => [linksById.get(id).from, linksById.get(id).to])")
    assert {frozenset(pair) for pair in ends} == {frozenset(edge) for edge in tree.edges}
    opened.close()


def test_a_path_of_their_own_is_lit(browser: Any, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    network = hengzhou.to_networkx()
    ties = nx.subgraph_view(network, filter_edge=lambda *edge: not network.edges[edge]["umbrella"])
    source, target = "jiaoyi-power-party-branch", "starbucks"
    path = nx.shortest_path(ties, source, target, weight="cost")
    opened = Reader(browser, AllianceMap.of(hengzhou, highlight=path).save(tmp_path / "path.html"))
    assert opened.text("#details h2") == "所选路径"
    assert opened.page.evaluate("[...lit().nodes]") == path
    assert len(opened.page.evaluate("[...lit().links]")) >= len(path) - 1
    opened.close()
    with pytest.raises(UnknownName, match="nobody"):
        AllianceMap.of(hengzhou, highlight=[*path, "nobody"])
    with pytest.raises(UnknownName, match="nobody"):
        AllianceMap.of(hengzhou, nodes={"nobody"})
