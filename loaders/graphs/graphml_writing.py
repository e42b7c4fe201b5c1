"""A graph as GraphML (Brandes et al. 2002), as Gephi, yEd and NetworkX open it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.multigraph import link_fields, node_fields
from ...graph.stores.store import Progress
from .attribute_types import AttributeTypes, attribute_text, is_shown
from .writing_steps import counted

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_LINE_END = {"\r": "&#13;"}


def write_graphml(graph: AllianceGraph, path: Path, progress: Progress | None = None) -> None:
    """Write the nodes and links of a graph with their flat fields.

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
    nodes = AttributeTypes(fields for _, fields in node_fields(graph, flat=True))
    links = AttributeTypes(_without_id(fields) for _, fields in link_fields(graph, flat=True))
    yield _HEAD
    yield from _keys("node", "n", nodes)
    yield from _keys("edge", "e", links)
    yield f'<graph id="{graph.data_version}" edgedefault="directed">\n'
    for node_id, fields in counted(node_fields(graph, flat=True), "node", len(graph.nodes), progress):
        yield f"<node id={quoteattr(attribute_text(node_id))}>{_data('n', nodes, fields)}</node>\n"
    for link, fields in counted(link_fields(graph, flat=True), "relationship", len(graph.relationships), progress):
        ends = f"source={quoteattr(attribute_text(link.source))} target={quoteattr(attribute_text(link.target))}"
        yield f'<edge id="r{link.id}" {ends}>{_data("e", links, _without_id(fields))}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _without_id(fields: dict[str, Any]) -> dict[str, Any]:
    """The id is one of the element; a reader may take one of digits alone for a number, so it begins with a letter."""
    return {name: value for name, value in fields.items() if name != "id"}


def _keys(of: str, letter: str, attributes: AttributeTypes) -> Iterator[str]:
    for name, kind in attributes.types.items():
        title = quoteattr(attribute_text(name))
        yield f'<key id="{letter}{attributes.places[name]}" for="{of}" attr.name={title} attr.type="{kind}"/>\n'


def _data(letter: str, attributes: AttributeTypes, fields: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{letter}{attributes.places[name]}">{escape(attribute_text(value), _LINE_END)}</data>'
        for name, value in fields.items()
        if is_shown(value)
    )
