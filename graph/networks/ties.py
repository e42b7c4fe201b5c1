"""Which links carry influence, in which direction and how well: the rules before any search.

Value of a link: the certainty view takes p = c, the influence view p = c · s, where c is the confidence and s the
strength. An unknown strength is the visible default of the type in `schema.toml`; an unknown confidence is the declared
prior there, or excludes the link. Neither is ever 0 or 1.

Which links are looked at and how far each holds are two things: a status that is looked at may be one whose facts only
may hold (`graph.truth`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import InputRefused, UnknownTerm
from ...option import Option, Shorthand, Terms
from ...wording import Text, some
from ..alliance_graph import AllianceGraph
from ..columns import Floats, Integers, Mask, RelationshipColumns
from ..declarations import RelationshipType
from ..models import STATUSES
from ..schema import schema
from ..truth import HOLDING_STATUSES

View = Literal["influence", "certainty"]
Way = Literal["with", "either"]
UnknownConfidence = Literal["prior", "exclude"]
UNREACHED = np.int32(2**30)
Statuses = Annotated[
    tuple[str, ...] | None,
    Option(
        "只用这些状态的关系,可多次(默认先看已证实和待核实,都不成立时再看其余,其余的只是可能成立)",
        "links of these statuses only; repeatable (default: confirmed and tentative, and where none of their paths "
        "holds the others, which only may hold)",
        terms=Terms(Text("状态", "status"), lambda: STATUSES.terms),
        names=("--status",),
        shorthands=(Shorthand("--confirmed-only", "只用已证实的关系", "confirmed links only", ("confirmed",)),),
    ),
]
"""Which links are looked at."""
_TYPES = Option(
    "只走这类关系,可多次",
    "only links of this type; repeatable",
    terms=Terms(Text("关系类型", "relationship type"), lambda: schema().types),
    names=("--type",),
    metavar="TYPE",
)
_DIRECTION = Option("with 顺着影响的方向;either 不论方向", "with: along the influence; either: both ways")
_VIEW = Option(
    "influence 可信度×强度;certainty 只看可信度", "influence: confidence × strength; certainty: confidence alone"
)
_UNKNOWN_CONFIDENCE = Option(
    "可信度未知的关系:prior 按公开的先验,exclude 不用",
    "links of unknown confidence: prior takes the declared prior, exclude leaves them out",
)
_UMBRELLA = Option("允许经过伞形节点、成员和位置关系", "allow umbrella nodes, membership, location")


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
        Which links are looked at. None: confirmed and tentative ones, and the others, which only may hold, where no
        path holds among these.
    unknown_confidence
        `prior`: a link of unknown confidence counts with the declared prior; `exclude`: it does not count.
    umbrella
        Umbrella nodes may stand between, and membership and location count, both ways.
    """

    types: Annotated[tuple[str, ...] | None, _TYPES] = None
    direction: Annotated[Way, _DIRECTION] = "with"
    view: Annotated[View, _VIEW] = "influence"
    statuses: Statuses = None
    unknown_confidence: Annotated[UnknownConfidence, _UNKNOWN_CONFIDENCE] = "prior"
    umbrella: Annotated[bool, _UMBRELLA] = False

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The statuses that are looked at first."""
        return HOLDING_STATUSES if self.statuses is None else self.statuses

    def widened(self) -> TieRule:
        """The rule that looks at links of every status."""
        return replace(self, statuses=STATUSES.terms)

    def walked(self) -> list[str]:
        """The types that paths walk under this rule."""
        return [declared.id for declared in schema().types.values() if any(self.ways(declared))]

    def check(self) -> None:
        """Refuse what the schema does not have, and types that no path walks.

        Raises
        ------
        UnknownTerm
            A type, direction, view or status that does not exist.
        InputRefused
            A type that carries no influence, or an umbrella type without `umbrella`.
        """
        for type_id in self.types or ():
            schema().type(type_id)
        for what, value, known in (
            (Text("方向", "direction"), self.direction, ("with", "either")),
            (Text("算法视角", "view"), self.view, ("influence", "certainty")),
            (Text("未知可信度的处理", "rule for unknown confidence"), self.unknown_confidence, ("prior", "exclude")),
            *((Text("状态", "status"), status, STATUSES.terms) for status in self.looked_at),
        ):
            if value not in known:
                raise UnknownTerm(what, value, known)
        for type_id in self.types or ():
            if not any(self.ways(schema().type(type_id))):
                raise InputRefused(self._refusal(schema().type(type_id)))

    def _refusal(self, declared: RelationshipType) -> Text:
        if declared.umbrella:
            return Text(
                f"{declared.id}({declared.zh})只有允许伞形节点时才能走。请加 --umbrella,或换一类关系。",
                f"{declared.id} ({declared.en}) is walked only where umbrella nodes are allowed. Add --umbrella, or "
                "name another type.",
            )
        walked = some(replace(self, types=None).walked(), limit=8)
        return Text(
            f"{declared.id}({declared.zh})不传递影响,路径不走这类关系。可走:{walked.zh}。",
            f"{declared.id} ({declared.en}) carries no influence, so no path walks it. Walked are: {walked.en}.",
        )

    def ways(self, declared: RelationshipType) -> tuple[bool, bool]:
        """Whether influence may run from source to target, and from target to source."""
        carries = declared.influence is not None or (declared.umbrella and self.umbrella)
        if declared.record or not carries or (self.types is not None and declared.id not in self.types):
            return False, False
        if self.direction == "either" or declared.umbrella:
            return True, True
        return declared.influence in ("forward", "both"), declared.influence in ("backward", "both")

    @property
    def runs_both_ways(self) -> bool:
        """Whether every link that is walked may be walked both ways."""
        return all(forward == backward for forward, backward in map(self.ways, schema().types.values()))


@dataclass(frozen=True, slots=True)
class Arcs:
    """Directed arcs, each one way of one relationship.

    Parameters
    ----------
    tails, heads
        Positions of the nodes that influence runs from and to.
    confidences, strengths
        The factors of p, each above 0 and at most 1; the strength is 1 where it does not count.
    relationships
        Position of the relationship behind each arc.
    """

    tails: Integers
    heads: Integers
    confidences: Floats
    strengths: Floats
    relationships: Integers

    def __len__(self) -> int:
        return len(self.tails)

    def take(self, which: Mask) -> Arcs:
        """The arcs under a mask."""
        return Arcs(*(getattr(self, field.name)[which] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Iterable[Arcs]) -> Arcs:
        """The arcs of several lists as one."""
        parts = list(parts)
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def link_confidences(graph: AllianceGraph, rule: TieRule) -> Floats:
    """The confidence of every relationship: its own, else the prior; 0 where the rule does not count it."""
    columns = graph.relationships
    unknown = schema().prior_confidence if rule.unknown_confidence == "prior" else 0.0
    counted = STATUSES.mask(columns.statuses, rule.looked_at)
    known = np.where(np.isnan(columns.confidences), unknown, columns.confidences)
    return np.where(counted, known, 0.0)


def link_strengths(graph: AllianceGraph) -> Floats:
    """The strength of every relationship: its own, else the default of its type, else 0."""
    defaults = np.array([declared.strength or 0.0 for declared in schema().types.values()])
    columns = graph.relationships
    return np.where(np.isnan(columns.strengths), defaults[columns.types], columns.strengths)


def link_factors(columns: RelationshipColumns, rule: TieRule, position: int) -> tuple[float, float]:
    """Confidence and strength of a relationship, as `link_confidences` and `link_strengths` give them for all."""
    confidence, strength = float(columns.confidences[position]), float(columns.strengths[position])
    if rule.view == "certainty":
        strength = 1.0
    elif np.isnan(strength):
        strength = schema().type(schema().type_vocabulary.term(columns.types[position])).strength or 0.0
    return schema().prior_confidence if np.isnan(confidence) else confidence, strength


def arcs(graph: AllianceGraph, rule: TieRule) -> Arcs:
    """Every arc that a rule admits, umbrella nodes not yet considered."""
    columns, confidences = graph.relationships, link_confidences(graph, rule)
    strengths = link_strengths(graph) if rule.view == "influence" else np.ones(len(columns))
    ways = np.array([rule.ways(declared) for declared in schema().types.values()], np.bool_)
    counted = (confidences > 0) & (strengths > 0)
    positions = np.arange(len(columns))
    parts = []
    for way, (tails, heads) in enumerate(((columns.sources, columns.targets), (columns.targets, columns.sources))):
        mask = ways[columns.types, way] & counted
        parts.append(Arcs(tails[mask], heads[mask], confidences[mask], strengths[mask], positions[mask]))
    return Arcs.joined(parts)


@dataclass(frozen=True, slots=True)
class Gates:
    """Which nodes a path may leave and enter, shape (n,) each: never the source again, never beyond the target."""

    leave: Mask
    enter: Mask

    @classmethod
    def of(cls, graph: AllianceGraph, source: int, target: int, closed: Iterable[int], umbrella: bool) -> Gates:
        """The gates of a question.

        Parameters
        ----------
        graph
            The graph.
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
        leave, enter = between.copy(), between
        leave[source], enter[source] = True, False
        leave[target], enter[target] = False, True
        return cls(leave, enter)

    def passable(self, found: Arcs) -> Arcs:
        """The arcs that a path may use."""
        return found.take(self.leave[found.tails] & self.enter[found.heads])


@dataclass(frozen=True, slots=True)
class Span:
    """Arcs from every node of one list to every node of another: what is known only by kind is not written out."""

    tails: Integers
    heads: Integers


def hop_distances(
    found: Arcs,
    nodes: int,
    start: int,
    limit: int | None = None,
    *,
    backward: bool = False,
    spans: Sequence[Span] = (),
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
    spans
        Further arcs.
    """
    tails, heads = (found.heads, found.tails) if backward else (found.tails, found.heads)
    wide = [(span.heads, span.tails) if backward else (span.tails, span.heads) for span in spans]
    distances = np.full(nodes, UNREACHED, np.int32)
    distances[start] = 0
    step = 0
    while limit is None or step < limit:
        new = np.concatenate([heads[distances[tails] == step], *_across(wide, distances == step)])
        new = new[distances[new] > step + 1]
        if not len(new):
            break
        step += 1
        distances[new] = step
    return distances


def _across(spans: Sequence[tuple[Integers, Integers]], near: Mask) -> list[Integers]:
    """The far sides of the spans of which some node is near; arrays that spans share are looked at once."""
    sides = {id(tails): tails for tails, _ in spans}
    touched = {key for key, tails in sides.items() if near[tails].any()}
    return list({id(heads): heads for tails, heads in spans if id(tails) in touched}.values())
