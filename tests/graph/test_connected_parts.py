"""Which nodes hang together, against NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import AllianceGraph
from alliance.graph.connected_parts import connected_parts

KINDS = ("enterprise", "place", "party_organization")
ENDS = st.integers(0, 11)


@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=12, max_size=12),
    pairs=st.lists(st.tuples(ENDS, ENDS), max_size=20),
    umbrellas=st.booleans(),
)
def test_parts_are_those_of_networkx(
    kinds: list[str], pairs: list[tuple[int, int]], umbrellas: bool, make_node: Any, make_link: Any
) -> None:
    nodes = [make_node(f"n{number:02}", kind) for number, kind in enumerate(kinds)]
    type_of = {True: "LOCATED_IN", False: "SERVES"}
    links = [
        make_link(f"n{source:02}", type_of[kinds[target] == "place"], f"n{target:02}")
        for source, target in set(pairs)
        if source != target and kinds[source] == "enterprise"
    ]
    graph = AllianceGraph.from_models(nodes, links)
    joined: nx.Graph[int] = nx.Graph()
    joined.add_nodes_from(range(12))
    joined.add_edges_from(
        (int(source), int(target))
        for source, target in zip(graph.relationships.sources, graph.relationships.targets, strict=True)
        if umbrellas or "place" not in (kinds[source], kinds[target])
    )
    parts = connected_parts(graph, through_umbrellas=umbrellas).tolist()
    assert parts == [min(nx.node_connected_component(joined, node)) for node in range(12)]
