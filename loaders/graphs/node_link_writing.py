"""A graph as node-link JSON, as `networkx.node_link_graph` and D3 take it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.multigraph import link_fields, node_fields
from ...graph.stores.store import Progress
from .attribute_types import is_shown
from .writing_steps import counted


def write_node_link(graph: AllianceGraph, path: Path, progress: Progress | None = None) -> None:
    """Write the nodes and links of a graph with their fields, nested as they are.

    Parameters
    ----------
    graph
        The graph.
    path
        The file, which is not there yet.
    progress
        Called while it writes.
    """
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(graph, progress))


def _lines(graph: AllianceGraph, progress: Progress | None) -> Iterator[str]:
    about = json.dumps({"data_version": graph.data_version})
    yield f'{{"directed": true, "multigraph": true, "graph": {about},\n"nodes": [\n'
    nodes = counted(node_fields(graph, flat=False), "node", len(graph.nodes), progress)
    yield from _joined({**fields, "id": node_id} for node_id, fields in nodes)
    yield '],\n"edges": [\n'
    links = counted(link_fields(graph, flat=False), "relationship", len(graph.relationships), progress)
    yield from _joined(
        {**fields, "source": link.source, "target": link.target, "key": link.id} for link, fields in links
    )
    yield "]}\n"


def _joined(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for item in items:
        shown = {name: value if is_shown(value) else None for name, value in item.items()}
        yield before + json.dumps(shown, ensure_ascii=False)
        before = ",\n"
    yield "\n"
