"""Known holes: what sources count and do not name, which may be any node of its kind.

Three facts leave a hole: a published count whose list is not full (54 members, 51 of them without a name), an aggregate
node (13 posts without names) with its links, and a silence (who leads it is not stated). A path through a hole shows
that nobody can say no; it never shows that there is a path. The nodes that a hole may be are not written out as links:
arcs are made only where a path of the question can use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.models import Evidence
from ...graph.networks.ties import TieRule, arcs
from ...graph.quantities import Quantity
from ...graph.records import record_key
from ...graph.schema import schema
from ...graph.truth import link_truths
from ...wording import Text
from ..silences import Silence, silences
from ..stated import StatedTotal, amount, is_aggregate, neighbours, stated_totals, total_and_named


@dataclass(frozen=True, eq=False)
class Hole:
    """Things that are counted and not named.

    Parameters
    ----------
    missing
        How many; None when nobody gives a number.
    words
        One of them: `one of 53 … that the source does not name`.
    why
        Where the number comes from and how many are named.
    closes_when
        What would close the hole.
    facts
        The facts that it follows from: id and evidence.
    total
        The published count that it comes from, if it does.
    aggregate
        Position of the aggregate node that it is, if it is one.
    """

    missing: Quantity | None
    words: Text
    why: Text
    closes_when: Text
    facts: tuple[tuple[str, tuple[Evidence, ...]], ...]
    total: StatedTotal | None = None
    aggregate: int | None = None

    @property
    def room(self) -> float:
        """How many nodes it can stand for: without bound where the number is no exact one."""
        exact = self.missing is not None and self.missing.bound == "exact"
        return max(1.0, self.missing.value) if exact and self.missing else float("inf")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The nodes that one end of a link may be.

    Parameters
    ----------
    nodes
        Positions in order; one array is shared by all holes of the same kinds.
    without
        Those among them that it surely is not.
    """

    nodes: Integers
    without: frozenset[int] = frozenset()

    @classmethod
    def only(cls, node: int) -> Candidates:
        """The end is known."""
        return cls(np.array([node]))

    def __contains__(self, node: int) -> bool:
        place = int(np.searchsorted(self.nodes, node))
        return node not in self.without and place < len(self.nodes) and int(self.nodes[place]) == node

    def among(self, nodes: Integers) -> Integers:
        """Those of some of the shared nodes that it may be."""
        return nodes[~np.isin(nodes, list(self.without))] if self.without else nodes


@dataclass(frozen=True, slots=True)
class HoleTie:
    """A link of which one end, or both, is a hole.

    Parameters
    ----------
    type
        The relationship type.
    sources, targets
        The nodes that each end may be.
    source_hole, target_hole
        The hole at each end; None where the end is a known node.
    relationship
        Position of the link of an aggregate that it follows from; None for a published count.
    """

    type: str
    sources: Candidates
    targets: Candidates
    source_hole: Hole | None
    target_hole: Hole | None
    relationship: int | None = None

    def stand_ins(self, tail: int, head: int) -> Iterator[tuple[int, Hole]]:
        """Which of two nodes stand for one of which hole where a path walks this link from one to the other."""
        ends = (tail, head) if self.runs(tail, head) else (head, tail)
        for node, hole in zip(ends, (self.source_hole, self.target_hole), strict=True):
            if hole is not None and node != hole.aggregate:
                yield node, hole

    def runs(self, tail: int, head: int) -> bool:
        """Whether the link points from one node to the other, and not back."""
        return tail in self.sources and head in self.targets


def hole_ties(view: AllianceGraph, rule: TieRule) -> Iterator[HoleTie]:
    """Every link with a hole that a rule walks, published counts first.

    Parameters
    ----------
    view
        The graph on a day.
    rule
        Which types are walked, and which links of aggregates are looked at.
    """
    holes = _Holes(view)
    for total in stated_totals(view):
        if total.missing and any(rule.ways(schema().type(total.stated.type))):
            yield holes.of_count(total, total.missing)
    for silence in silences(view):
        if any(rule.ways(schema().type(silence.type))):
            yield holes.of_silence(silence)
    yield from holes.of_aggregates(rule)


class _Holes:
    """Makes the links with holes of one view."""

    def __init__(self, view: AllianceGraph) -> None:
        self._view, self._truths = view, link_truths(view)
        self._nodes: dict[frozenset[str], Integers] = {}

    def _candidates(self, kinds: frozenset[str], without: Iterable[int]) -> Candidates:
        if kinds not in self._nodes:
            self._nodes[kinds] = self._view.nodes_of(*kinds)
        return Candidates(self._nodes[kinds], frozenset(without))

    def of_count(self, total: StatedTotal, missing: Quantity) -> HoleTie:
        """The link between the subject of a count and one of those that are missing."""
        stated, subject = total.stated, total.subject
        kinds = schema().other_ends(stated.type, stated.end, self._view.kind(subject))
        kinds = kinds & stated.kinds if stated.kinds else kinds
        return self._tie(stated.type, stated.end, subject, kinds, _counted(self._view, total, missing))

    def of_silence(self, silence: Silence) -> HoleTie:
        """The link between a node and what its source does not state."""
        return self._tie(silence.type, silence.end, silence.subject, silence.kinds, _unsaid(silence))

    def _tie(self, type_id: str, end: str, subject: int, kinds: frozenset[str], hole: Hole) -> HoleTie:
        """The link between a subject and a hole at its other end."""
        known = neighbours(self._view, self._truths, subject, type_id, end)
        others, only = self._candidates(kinds, [*known.tolist(), subject]), Candidates.only(subject)
        if end == "target":
            return HoleTie(type_id, others, only, hole, None)
        return HoleTie(type_id, only, others, None, hole)

    def of_aggregates(self, rule: TieRule) -> Iterator[HoleTie]:
        """The links of every aggregate, with any node of its kind in its place."""
        view, columns, type_ids = self._view, self._view.relationships, list(schema().types)
        marked = np.flatnonzero(view.nodes.bodies.holding('"aggregate"'))
        holes = {node: _aggregate(view, node) for node in marked.tolist() if is_aggregate(view, node)}
        for position in _links_of(view, list(holes), rule):
            source, target = int(columns.sources[position]), int(columns.targets[position])
            type_id, both = type_ids[columns.types[position]], {source, target} <= holes.keys()
            yield HoleTie(
                type_id,
                self._may_be(source, target, type_id, "target", both) if source in holes else Candidates.only(source),
                self._may_be(target, source, type_id, "source", both) if target in holes else Candidates.only(target),
                holes.get(source),
                holes.get(target),
                position,
            )

    def _may_be(self, aggregate: int, other: int, type_id: str, end: str, both: bool) -> Candidates:
        """The nodes that one of an aggregate may be: of its kind, and not known to be joined to the other end already.

        Between two aggregates one is joined to a single item of the other as a whole too, so it stays itself there.
        """
        named = neighbours(self._view, self._truths, other, type_id, end).tolist()
        without = {*named, other} - {aggregate} if both else {*named, other, aggregate}
        return self._candidates(frozenset([self._view.kind(aggregate)]), without)


def _counted(view: AllianceGraph, total: StatedTotal, missing: Quantity) -> Hole:
    stated = total.stated
    relation, number = schema().type(stated.type), amount(missing)
    return Hole(
        missing=missing,
        words=Text(
            f"{number.zh} {total.unit}未列名{stated.zh}之一",
            f"one of {number.en} {stated.en} that the source does not name",
        ),
        why=Text(f"{total.measures[0].metric} {total.value}。", f"{total.measures[0].metric} {total.value}. ")
        + total_and_named(view, total),
        closes_when=Text(
            f"载入名单(关系 {relation.id} {relation.zh})", f"the list is loaded (links {relation.id}, {relation.en})"
        ),
        facts=tuple((record_key(measure), measure.evidence) for measure in total.measures),
        total=total,
    )


def _unsaid(silence: Silence) -> Hole:
    return Hole(
        missing=None,
        words=Text("来源没有说明的一方", "somebody whom the source does not state"),
        why=silence.why(),
        closes_when=silence.closes_when(),
        facts=((record_key(silence.measure), silence.measure.evidence),),
    )


def _aggregate(view: AllianceGraph, position: int) -> Hole:
    node = view.node_at(position)
    number = amount(node.count)
    items = f" {number.zh} 个" if node.count else "若干个"
    return Hole(
        missing=node.count,
        words=Text(
            f"“{node.name}”未列名的{items}之一",
            f'one of {number.en} that "{node.name}" stands for without names',
        ),
        why=Text(
            f"“{node.name}”是合计,来源没有逐个列名。", f'"{node.name}" is a total; the source does not name the items.'
        ),
        closes_when=Text("载入逐个列出的名单", "a list of them is loaded"),
        facts=((node.id, node.evidence),),
        aggregate=position,
    )


def _links_of(view: AllianceGraph, nodes: Sequence[int], rule: TieRule) -> list[int]:
    """The links of some nodes that a rule looks at and walks, in order of their ids."""
    found = arcs(view, rule)
    inside = np.isin(found.tails, nodes) | np.isin(found.heads, nodes)
    return [int(position) for position in np.unique(found.relationships[inside])]


@dataclass(frozen=True, slots=True)
class HoleWay:
    """A path that needs at least one hole.

    Parameters
    ----------
    nodes
        Positions of its nodes.
    links
        For each step the position of a relationship, or the link with a hole that stands for one.
    """

    nodes: tuple[int, ...]
    links: tuple[int | HoleTie, ...]

    @property
    def holes(self) -> list[Hole]:
        """The holes that it needs, each once."""
        return list(dict.fromkeys(hole for node, hole in self.stand_ins()))

    @property
    def relationships(self) -> list[int]:
        """Positions of the relationships that it walks, and of those of aggregates that it follows from."""
        places = [link.relationship if isinstance(link, HoleTie) else link for link in self.links]
        return sorted({place for place in places if place is not None})

    def stand_ins(self) -> Iterator[tuple[int, Hole]]:
        """Which of its nodes stand for one of which hole."""
        for pair, link in zip(pairwise(self.nodes), self.links, strict=True):
            if isinstance(link, HoleTie):
                yield from link.stand_ins(*pair)
