"""What the links say of every problem and need: who raised it, where it was listed, who got it, how it was solved.

A link of a problem or need is a step: it is taken once, when the link begins. So a step stays a step after its link has
ended, and what happened until a day is read from the whole graph, not from what is still valid on that day.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...graph.alliance_graph import AllianceGraph
from ...graph.limits import Scalar
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from .spans import ANY, Span, of_attribute, of_column

RAISED, RAISED_AT, LISTED_IN = "RAISED", "RAISED_AT", "LISTED_IN"
ROUTED_TO, HANDLES, RESOLVED_BY = "ROUTED_TO", "HANDLES", "RESOLVED_BY"
SOLVED, OPEN = "solved", "open"
"""What a problem or need may state of itself (attribute "status")."""


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a problem or need.

    Parameters
    ----------
    links
        Positions of its relationships: one, or two where a whole list was routed.
    type
        Of the last of them.
    other
        Position of who or what stands at the other end.
    began, ended
        When; `ended` is any day where it is not known to have ended.
    truth
        How far it had been taken on the day.
    order
        The place in the order that a source gives; None where it gives none.
    """

    links: tuple[int, ...]
    type: str
    other: int
    began: Span
    ended: Span
    truth: Truth
    order: float | None

    @property
    def holds(self) -> bool:
        """Whether it was taken for certain."""
        return self.truth == Truth.HOLDS


@dataclass(frozen=True)
class Matter:
    """A problem or need with its steps until a day.

    Parameters
    ----------
    node
        Its position.
    attributes
        What it states of itself.
    acts
        Its steps: all links that touch it, and who got the lists in which it stands.
    later
        The types of links that were only made after the day.
    """

    node: int
    attributes: Mapping[str, Scalar]
    acts: tuple[Act, ...]
    later: frozenset[str]

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Act, ...]]:
        found: dict[str, list[Act]] = defaultdict(list)
        for act in self.acts:
            found[act.type].append(act)
        return {kind: tuple(acts) for kind, acts in found.items()}

    def of(self, *types: str) -> tuple[Act, ...]:
        """Its steps of some types."""
        return tuple(act for kind in types for act in self._by_type.get(kind, ()))


class Matters:
    """The problems and needs of a graph until a day.

    Parameters
    ----------
    graph
        The whole graph.
    day
        The day; everything that was recorded when absent.
    """

    def __init__(self, graph: AllianceGraph, day: date | None) -> None:
        self.graph, self.day = graph, day
        self._last = float(day.toordinal()) if day else math.inf

    @cached_property
    def all(self) -> list[Matter]:
        """All of them, by name, that were not raised after the day."""
        nodes = self.graph.nodes_of(*schema().groups["matter"]).tolist()
        ranks = self.graph.name_ranks
        found = [self.matter(node) for node in sorted(nodes, key=lambda node: int(ranks[node]))]
        return [matter for matter in found if not self._is_later(matter)]

    def matter(self, node: int) -> Matter:
        """The one at a position."""
        links = self._touching(node)
        acts = [act for link in links for act in self._acts(node, link)]
        later = frozenset(self._type(link) for link in links if self._is_after(link))
        return Matter(node, self.graph.attributes(node), tuple(sorted(acts, key=self._order)), later)

    def _order(self, act: Act) -> tuple[Span, float, int, tuple[int, ...]]:
        order = math.inf if act.order is None else act.order
        return act.began, order, int(self.graph.name_ranks[act.other]), act.links

    def _touching(self, node: int) -> list[int]:
        return [*self.graph.outgoing(node).tolist(), *self.graph.incoming(node).tolist()]

    def _type(self, link: int) -> str:
        return schema().type_vocabulary.term(self.graph.relationships.types[link])

    def _is_after(self, link: int) -> bool:
        """Whether a link surely was made after the day."""
        began = of_column(self.graph.relationships.valid_from[link].tolist())
        return began != ANY and began[0] > self._last

    def _acts(self, node: int, link: int) -> Iterator[Act]:
        """The step of a link, and where its other end is a list, who got that list."""
        act = self.act(node, link)
        if act is None:
            return
        yield act
        if act.type != LISTED_IN:
            return
        for further in self.graph.outgoing(act.other).tolist():
            routed = self.act(act.other, further)
            if routed and routed.type == ROUTED_TO and routed.began[1] >= act.began[0]:
                began = tuple(map(max, routed.began, act.began))
                yield Act((link, further), ROUTED_TO, routed.other, (began[0], began[1]), routed.ended,
                          min(act.truth, routed.truth), routed.order)  # fmt: skip

    def act(self, node: int, link: int) -> Act | None:
        """The step that a link of a node is; None where it was not taken until the day."""
        columns = self.graph.relationships
        began = of_column(columns.valid_from[link].tolist())
        truth = Truth(int(link_truths(self.graph)[link]))
        if truth == Truth.NO or self._is_after(link):
            return None
        sure = began == ANY or began[1] <= self._last
        source, target = int(columns.sources[link]), int(columns.targets[link])
        order = self.graph.relationship_at(link).attributes.get("order")
        return Act(
            (link,),
            self._type(link),
            target if source == node else source,
            (began[0], min(began[1], self._last)) if began != ANY else ANY,
            of_column(columns.valid_to[link].tolist()),
            truth if sure else min(truth, Truth.MAY),
            float(order) if isinstance(order, (int, float)) else None,
        )

    def _is_later(self, matter: Matter) -> bool:
        """Whether it surely was raised after the day: then nothing is known of it on the day."""
        moment = of_attribute(matter.attributes.get("date"))
        if moment is not None:
            return moment[0] > self._last
        return RAISED in matter.later and not matter.of(RAISED)
