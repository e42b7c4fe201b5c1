"""A graph as GEXF 1.2, as Gephi and NetworkX open it: with weights, and the days between which a link holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Relationship
from ...graph.networks.multigraph import link_fields, node_fields
from ...graph.stores.store import Progress
from .attribute_types import AttributeTypes, attribute_text, is_shown
from .writing_steps import counted

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'


def write_gexf(graph: AllianceGraph, path: Path, progress: Progress | None = None) -> None:
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
    nodes = AttributeTypes(_without(fields, "label") for _, fields in node_fields(graph, flat=True))
    links = AttributeTypes(_without(fields, "id") for _, fields in link_fields(graph, flat=True))
    yield _HEAD
    yield '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n'
    yield from _declared("node", nodes)
    yield from _declared("edge", links)
    yield "<nodes>\n"
    for node_id, fields in counted(node_fields(graph, flat=True), "node", len(graph.nodes), progress):
        head = f"id={_quoted(node_id)} label={_quoted(fields['label'])}"
        yield f"<node {head}>{_values(nodes, _without(fields, 'label'))}</node>\n"
    yield "</nodes>\n<edges>\n"
    for link, fields in counted(link_fields(graph, flat=True), "relationship", len(graph.relationships), progress):
        yield f"<edge {_edge_head(link, fields)}>{_values(links, _without(fields, 'id'))}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _edge_head(link: Relationship, fields: dict[str, Any]) -> str:
    """The element of a link; a partial date is as wide as it can be."""
    parts = [f'id="r{link.id}" source={_quoted(link.source)} target={_quoted(link.target)} label={_quoted(link.type)}']
    if fields["value"] > 0:
        parts.append(f'weight="{fields["value"]!r}"')
    if link.valid_from:
        parts.append(f'start="{link.valid_from.first.isoformat()}"')
    if link.valid_to:
        parts.append(f'end="{link.valid_to.last.isoformat()}"')
    return " ".join(parts)


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


def _quoted(text: str) -> str:
    return quoteattr(attribute_text(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _declared(of: str, attributes: AttributeTypes) -> Iterator[str]:
    yield f'<attributes class="{of}" mode="static">\n'
    for name, kind in attributes.types.items():
        yield f'<attribute id="{attributes.places[name]}" title={_quoted(name)} type="{kind}"/>\n'
    yield "</attributes>\n"


def _values(attributes: AttributeTypes, fields: dict[str, Any]) -> str:
    values = "".join(
        f'<attvalue for="{attributes.places[name]}" value={_quoted(attribute_text(value))}/>'
        for name, value in fields.items()
        if is_shown(value)
    )
    return f"<attvalues>{values}</attvalues>"
