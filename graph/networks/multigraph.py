"""The graph as a NetworkX multigraph for an analyst's own algorithms, rich or flat."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np

from ...wording import legible
from ..alliance_graph import AllianceGraph
from ..models import Relationship
from ..schema import schema
from .ties import TieRule, link_confidences, link_strengths


def multigraph(graph: AllianceGraph, *, flat: bool) -> nx.MultiDiGraph[Any]:
    """See `AllianceGraph.to_networkx`.

    Parameters
    ----------
    graph
        The graph.
    flat
        Only texts, numbers and yes or no, as GraphML and GEXF take them.
    """
    network: nx.MultiDiGraph[Any] = nx.MultiDiGraph(data_version=graph.data_version)
    for node_id, fields in node_fields(graph, flat=flat):
        network.add_node(node_id, **fields)
    for link, fields in link_fields(graph, flat=flat):
        network.add_edge(link.source, link.target, key=link.id, **fields)
    return network


def node_fields(graph: AllianceGraph, *, flat: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each node by id with its fields, as an analyst sees them.

    Parameters
    ----------
    graph
        The graph.
    flat
        As for `multigraph`.
    """
    umbrellas = _umbrellas(graph)
    for position, node_id in enumerate(graph.node_ids):
        fields = graph.node_at(position).model_dump(mode="json", exclude={"id", "evidence"})
        fields["umbrella"] = position in umbrellas
        yield node_id, _flat({"label": fields["name"], **fields}) if flat else fields


def link_fields(graph: AllianceGraph, *, flat: bool) -> Iterator[tuple[Relationship, dict[str, Any]]]:
    """Each link with its fields, and what an algorithm weighs it by.

    Parameters
    ----------
    graph
        The graph.
    flat
        As for `multigraph`.
    """
    umbrellas = list(_umbrellas(graph))
    values = link_confidences(graph, TieRule()) * link_strengths(graph)
    columns = graph.relationships
    crowded = np.isin(columns.sources, umbrellas) | np.isin(columns.targets, umbrellas)
    for position, (value, touches) in enumerate(zip(values.tolist(), crowded.tolist(), strict=True)):
        link = graph.relationship_at(position)
        fields = link.model_dump(mode="json", exclude={"source", "target", "evidence"})
        fields |= _worth(link.type, value, touches)
        yield link, _flat(_renamed(link.id, fields)) if flat else fields


def _umbrellas(graph: AllianceGraph) -> set[int]:
    return set(graph.nodes_of(*schema().kinds_with("umbrella")).tolist())


def _worth(type_id: str, value: float, touches: bool) -> dict[str, Any]:
    """What an algorithm weighs a link by."""
    declared = schema().type(type_id)
    return {
        "tie": declared.tie,
        "influence": declared.influence,
        "umbrella": declared.umbrella or touches,
        "value": value,
        "cost": -math.log(value) + 0.0 if value else math.inf,
    }


def _renamed(link_id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """GEXF keeps `type` for directed or undirected; a reader of GraphML may take a key of digits for a number."""
    return {"id": link_id, "relationship": fields["type"], **{key: fields[key] for key in fields if key != "type"}}


def _flat(fields: dict[str, Any], prefix: str = "") -> dict[str, str | float | bool]:
    """Fields without nesting: inner ones have a name with a dot, lists are one text, the unknown is absent."""
    flat: dict[str, str | float | bool] = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{legible(name)}.")
        elif isinstance(value, list):
            flat[prefix + legible(name)] = "; ".join(str(legible(item)) for item in value)
        elif value is not None:
            flat[prefix + legible(name)] = legible(value)
    return flat
