"""Which links carry influence, in which direction and how well: the rules before any search.

Value of a link: the certainty view takes p = c, the influence view p = c · s, where c is the confidence and s the
strength. An unknown strength is the visible default of the type in `schema.toml`; an unknown confidence is the declared
prior there, or excludes the link. Neither is ever 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import UnknownTerm
from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Floats, Integers, Mask
from ..graph.declarations import RelationshipType
from ..graph.models import STATUSES
from ..graph.schema import schema
from ..wording import Text

View = Literal["influence", "certainty"]
Way = Literal["with", "either"]
UnknownConfidence = Literal["prior", "exclude"]
DEFAULT_STATUSES = ("confirmed", "tentative")
UNREACHED = np.int32(2**30)


@dataclass(frozen=True, slots=True)
class TieRule:
    """What a question admits as a tie.

    Parameters
    ----------
    types
        Relationship types; None means every type that carries influence.
    direction
        `with`: along the influence of each type; `either`: every link both ways.
    view
        `influence` (p = c · s) or `certainty` (p = c).
    statuses
        Which links count.
    unknown_confidence
        `prior`: a link of unknown confidence counts with the declared prior; `exclude`: it does not count.
    umbrella
        Umbrella nodes may stand between, and membership and location count, both ways.
    """

    types: tuple[str, ...] | None = None
    direction: Way = "with"
    view: View = "influence"
    statuses: tuple[str, ...] = DEFAULT_STATUSES
    unknown_confidence: UnknownConfidence = "prior"
    umbrella: bool = False

    def check(self) -> None:
        """Refuse what the schema does not have."""
        for one in self.types or ():
            schema().type(one)
        for what, value, known in (
            (Text("方向", "direction"), self.direction, ("with", "either")),
            (Text("算法视角", "view"), self.view, ("influence", "certainty")),
            (Text("未知可信度的处理", "rule for unknown confidence"), self.unknown_confidence, ("prior", "exclude")),
            *((Text("状态", "status"), status, STATUSES.terms) for status in self.statuses),
        ):
            if value not in known:
                raise UnknownTerm(what, value, known)

    def ways(self, declared: RelationshipType) -> tuple[bool, bool]:
        """Whether influence may run from source to target, and from target to source."""
        carries = declared.influence is not None or (declared.umbrella and self.umbrella)
        if declared.record or not carries or (self.types is not None and declared.id not in self.types):
            return False, False
        if self.direction == "either" or declared.umbrella:
            return True, True
        return declared.influence in ("forward", "both"), declared.influence in ("backward", "both")


@dataclass(frozen=True, slots=True)
class Arcs:
    """Directed arcs, each one way of one relationship.

    Parameters
    ----------
    tails, heads
        Positions of the nodes that influence runs from and to.
    values
        p of each arc, above 0 and at most 1.
    relationships
        Position of the relationship behind each arc.
    """

    tails: Integers
    heads: Integers
    values: Floats
    relationships: Integers

    def __len__(self) -> int:
        return len(self.tails)

    def take(self, which: Mask) -> Arcs:
        """The arcs under a mask."""
        return Arcs(self.tails[which], self.heads[which], self.values[which], self.relationships[which])


def link_values(graph: AllianceGraph, rule: TieRule) -> Floats:
    """P of every relationship, 0 where it does not count (wrong status, excluded, or no strength at all)."""
    columns = graph.relationships
    confidences = columns.confidences
    if rule.unknown_confidence == "prior":
        confidences = np.where(np.isnan(confidences), schema().prior_confidence, confidences)
    else:
        confidences = np.nan_to_num(confidences)
    counted = STATUSES.mask(columns.statuses, rule.statuses)
    values = np.where(counted, confidences, 0.0)
    if rule.view == "certainty":
        return values
    return np.asarray(values * link_strengths(graph), np.float64)


def link_strengths(graph: AllianceGraph) -> Floats:
    """The strength of every relationship: its own, else the default of its type, else 0."""
    defaults = np.array([one.strength or 0.0 for one in schema().types.values()])
    columns = graph.relationships
    return np.where(np.isnan(columns.strengths), defaults[columns.types], columns.strengths)


def arcs(graph: AllianceGraph, rule: TieRule) -> Arcs:
    """Every arc that a rule admits, umbrella nodes not yet considered."""
    columns, values = graph.relationships, link_values(graph, rule)
    ways = np.array([rule.ways(one) for one in schema().types.values()], np.bool_)
    positions = np.arange(len(columns))
    parts = []
    for way, (tails, heads) in enumerate(((columns.sources, columns.targets), (columns.targets, columns.sources))):
        mask = ways[columns.types, way] & (values > 0)
        parts.append((tails[mask], heads[mask], values[mask], positions[mask]))
    return Arcs(*(np.concatenate(pair) for pair in zip(*parts, strict=True)))


def passable(
    graph: AllianceGraph, found: Arcs, source: int, target: int, closed: Iterable[int], umbrella: bool
) -> Arcs:
    """The arcs that a path from source to target may use.

    Parameters
    ----------
    graph, found
        The graph and its arcs.
    source, target
        The ends of the path.
    closed
        Nodes that must not be on it.
    umbrella
        Whether umbrella nodes may stand between the ends.
    """
    between = np.ones(len(graph), np.bool_)
    between[list(closed)] = False
    if not umbrella:
        between[graph.nodes_of(*schema().kinds_with("umbrella"))] = False
    may_leave, may_enter = between.copy(), between.copy()
    may_leave[source], may_enter[source] = True, False
    may_leave[target], may_enter[target] = False, True
    return found.take(may_leave[found.tails] & may_enter[found.heads])


def hop_distances(
    found: Arcs, nodes: int, start: int, limit: int | None = None, *, backward: bool = False
) -> NDArray[Any]:
    """How many arcs each node is from a start (or, backward, to it); `UNREACHED` where there is no way.

    Parameters
    ----------
    found
        The arcs.
    nodes
        How many nodes there are.
    start
        Where to begin.
    limit
        Stop after this many steps; None goes on until nothing new is reached.
    """
    tails, heads = (found.heads, found.tails) if backward else (found.tails, found.heads)
    distances = np.full(nodes, UNREACHED, np.int32)
    distances[start] = 0
    step = 0
    while limit is None or step < limit:
        reached = heads[(distances[tails] == step) & (distances[heads] > step + 1)]
        if not len(reached):
            break
        step += 1
        distances[reached] = step
    return distances
