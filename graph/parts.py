"""What is a finer part of what: a field of the finer stage, which every view shows as a link of the type `PART_OF`."""

from __future__ import annotations

import json
from typing import NamedTuple

from .alliance_graph import AllianceGraph
from .identity import relationship_id
from .rows import decoding
from .schema import schema

PART_OF = "PART_OF"


class Part(NamedTuple):
    """A finer stage and what it is a part of, as positions among the nodes.

    Parameters
    ----------
    part, whole
        The finer stage, and the stage or chain that it is a part of.
    """

    part: int
    whole: int

    def id(self, graph: AllianceGraph) -> str:
        """The id that a relationship between the two would have; no relationship of this type is ever loaded."""
        return relationship_id(graph.node_ids[self.part], PART_OF, graph.node_ids[self.whole], "", "")


def parts(graph: AllianceGraph) -> list[Part]:
    """Every stage of a graph whose whole is in the graph too, in order of the stages."""
    kinds = sorted({part for part, _ in schema().type(PART_OF).pairs})
    wholes = ((position, _whole(graph, position)) for position in graph.nodes_of(*kinds).tolist())
    return [Part(part, whole) for part, whole in wholes if whole is not None]


def _whole(graph: AllianceGraph, position: int) -> int | None:
    """By the one field that says it: making the models of all stages takes ten times as long."""
    with decoding(graph.node_ids[position]):
        parent = json.loads(graph.nodes.bodies[position]).get("parent", "")
        return graph.position(parent) if parent else None
