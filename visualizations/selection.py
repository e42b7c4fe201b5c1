"""What of a graph somebody has chosen: a path answer, a NetworkX graph of their own, a path or a set of ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import networkx as nx
import numpy as np

from ..errors import UnknownName
from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers, Mask
from ..queries.answer import Answer
from ..queries.paths.rows import PathRow
from .page_data import reckoning_item

Chosen: TypeAlias = "Answer[PathRow] | nx.Graph[Any] | Sequence[str] | AbstractSet[str]"
"""A path answer; a graph whose nodes are ids; a list of ids, which is a path; a set of ids, which is no path."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Nodes and links by their positions.

    Parameters
    ----------
    nodes
        Positions of the nodes, each once, in the order that they were named in.
    links
        Which relationships belong to it, shape (m,).
    """

    nodes: list[int]
    links: Mask


def selection_of(graph: AllianceGraph, chosen: nx.Graph[Any] | Iterable[str]) -> Selection:
    """Find what was chosen in a graph.

    Parameters
    ----------
    graph
        The graph.
    chosen
        A NetworkX graph whose nodes are ids: its own edges count, by relationship id where their key is one, else every
        link between the two ends. A list is a path: every link between neighbours counts. Of a set, every link inside.

    Raises
    ------
    UnknownName
        An id that the graph does not have.
    """
    ids = list(dict.fromkeys(chosen))
    places = {node_id: graph.position(node_id) for node_id in ids}
    nodes = []
    for node_id, place in places.items():
        if place is None:
            raise UnknownName(str(node_id))
        nodes.append(place)
    columns = graph.relationships
    if isinstance(chosen, nx.Graph):
        return Selection(nodes, _edges(graph, chosen))
    if isinstance(chosen, AbstractSet):
        return Selection(nodes, np.isin(columns.sources, nodes) & np.isin(columns.targets, nodes))
    return Selection(nodes, _between(graph, pairwise(places[node_id] or 0 for node_id in chosen)))


def _edges(graph: AllianceGraph, chosen: nx.Graph[Any]) -> Mask:
    """The links that edges stand for."""
    keyed = {key for *_, key in chosen.edges(keys=True)} if isinstance(chosen, nx.MultiGraph) else set()
    known = {key: place for place, key in enumerate(map(graph.relationship_id, range(len(graph.relationships))))}
    links = np.zeros(len(known), np.bool_)
    links[[known[key] for key in keyed & known.keys()]] = True
    edges = chosen.edges(keys=True) if isinstance(chosen, nx.MultiGraph) else ((*edge, None) for edge in chosen.edges)
    pairs = [(graph.position(tail) or 0, graph.position(head) or 0) for tail, head, key in edges if key not in known]
    return links | _between(graph, pairs)


def _between(graph: AllianceGraph, pairs: Iterable[tuple[int, int]]) -> Mask:
    """Every link between two nodes of a pair, whichever way it is written."""

    def numbers(tails: Integers, heads: Integers) -> Integers:
        return np.minimum(tails, heads).astype(np.int64) * len(graph) + np.maximum(tails, heads)

    table = np.array(list(pairs), np.int64).reshape(-1, 2)
    columns = graph.relationships
    return np.isin(numbers(columns.sources, columns.targets), numbers(table[:, 0], table[:, 1]))


def lit(view: AllianceGraph, chosen: Chosen) -> dict[str, Any] | None:
    """What a page lights from the start: ids of nodes and links, and whether they are a path; None lights nothing."""
    if isinstance(chosen, Answer):
        if not chosen.rows:
            return None
        best = chosen.rows[0]
        links = [link for step in best.relationships for link in step]
        return {
            "nodes": [node.id for node in best.nodes],
            "links": [link.id for link in links],
            # as the answer has it: its view may leave the strength out, or let membership count
            "reckonings": {link.id: reckoning_item(link.factors) for link in links},
            "path": True,
        }
    found = selection_of(view, chosen)
    return {
        "nodes": [view.node_ids[place] for place in found.nodes],
        "links": [view.relationship_id(int(place)) for place in np.flatnonzero(found.links)],
        "reckonings": {},
        "path": not isinstance(chosen, nx.Graph | AbstractSet),
    }
