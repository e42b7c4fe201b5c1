"""Which nodes hang together: by links of every type and day, in either direction."""

from __future__ import annotations

import numpy as np

from .alliance_graph import AllianceGraph
from .columns import Integers
from .derived import derived
from .schema import schema


@derived
def connected_parts(graph: AllianceGraph, *, through_umbrellas: bool) -> Integers:
    """For every node the first node of the connected part that it lies in, shape (n,).

    Each node takes the least number among its neighbours, and then that of the node which it took it from, until
    nothing changes (Shiloach and Vishkin 1982, Journal of Algorithms 3(1)).

    Parameters
    ----------
    graph
        The graph.
    through_umbrellas
        Whether umbrella nodes join what they are linked to; if not, each is a part of its own.
    """
    columns, parts = graph.relationships, np.arange(len(graph))
    joins = np.ones(len(graph), np.bool_)
    if not through_umbrellas:
        joins[graph.nodes_of(*schema().kinds_with("umbrella"))] = False
    links = joins[columns.sources] & joins[columns.targets]
    tails, heads = columns.sources[links], columns.targets[links]
    while len(tails):
        least = np.minimum(parts[tails], parts[heads])
        np.minimum.at(parts, parts[tails], least)
        np.minimum.at(parts, parts[heads], least)
        while np.any(parts != (further := parts[parts])):
            parts = further
        apart = parts[tails] != parts[heads]
        tails, heads = tails[apart], heads[apart]
    return parts
