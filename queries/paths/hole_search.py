"""Paths through known holes: looked for only where nothing that is loaded leads from one end to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers, RelationshipColumns
from ...graph.networks.best_paths import best_paths
from ...graph.networks.link_factors import exact_value
from ...graph.networks.stops import Stop
from ...graph.networks.tie_network import TieNetwork, network_of
from ...graph.networks.ties import (
    UNREACHED,
    Arcs,
    Gates,
    Span,
    TieRule,
    arcs,
    hop_distances,
    link_factors,
)
from ...graph.schema import schema
from .holes import Hole, HoleTie, HoleWay, hole_ties

if TYPE_CHECKING:
    from .question import PathQuestion


@dataclass(frozen=True, slots=True)
class HoleSearch:
    """What a search through holes found.

    Parameters
    ----------
    way
        The strongest path by the declared priors; None when there is none.
    steps
        How many beginnings of paths were looked at.
    clipped
        Whether it ended before it was done.
    links
        How many arcs were within reach.
    """

    way: HoleWay | None
    steps: int
    clipped: bool
    links: int


def search_holes(view: AllianceGraph, question: PathQuestion, budget: int, most_links: int) -> HoleSearch:
    """The best path that walks what is loaded and what sources count without naming it.

    Parameters
    ----------
    view
        The graph on the day of the question.
    question
        What is asked; its types, direction, umbrellas, stops and steps bind the holes too.
    budget
        How many beginnings of paths may be looked at.
    most_links
        How many arcs the search may take.
    """
    q = question
    rule = q.rule.widened() if q.rule.statuses is None else q.rule
    passages = _passages(view, rule, q.gates(view))
    if not passages:
        return HoleSearch(None, 0, clipped=False, links=0)
    within = _within_reach(view, q, rule, passages, most_links)
    if within is None:
        return HoleSearch(None, 0, clipped=True, links=most_links + 1)
    values = _Values(view.relationships, rule, [passage.tie for passage in passages])
    network = network_of(view, within, values, umbrella=rule.umbrella)
    stops = q.stops(view, [passage.tie.type for passage in passages])
    choice = _HoleChoice(network, len(view.relationships), values.passages, stops)
    found = best_paths(
        network,
        q.source,
        q.target,
        count=1,
        hops=q.hops,
        stops=stops,
        avoid=q.closed(view),
        budget=budget,
        admits=lambda path: choice.links(path) is not None,
    )
    way = next((HoleWay(path, choice.links(path) or ()) for path in found.paths), None)
    return HoleSearch(way, found.steps, found.clipped, len(within))


def _within_reach(
    view: AllianceGraph, q: PathQuestion, rule: TieRule, passages: Sequence[_Passage], most_links: int
) -> Arcs | None:
    """The arcs of relationships and passages that can lie on a path; None when there are more than a search takes."""
    spans = [passage.span for passage in passages]
    real = q.gates(view).passable(arcs(view, rule))
    ahead = hop_distances(real, len(view), q.source, q.hops, spans=spans)
    behind = hop_distances(real, len(view), q.target, q.hops, backward=True, spans=spans)
    real = real.take((ahead[real.tails] < q.hops) & (behind[real.heads] < q.hops))  # so that the sum is a small one
    real = real.take(ahead[real.tails] + 1 + behind[real.heads] <= q.hops)
    if ahead[q.target] == UNREACHED:
        return real
    written = _written_out(passages, rule, len(view.relationships), (ahead, behind), q.hops, most_links - len(real))
    return None if written is None else Arcs.joined([real, written])


@dataclass(frozen=True, slots=True)
class _Passage:
    """One way that influence may run along a link with a hole.

    Parameters
    ----------
    tie
        The link.
    along
        Whether it runs from its source to its target.
    span
        The nodes of both ends that a path may leave and enter; those that an end surely is not are still among them.
    """

    tie: HoleTie
    along: bool
    span: Span

    def ends(self, ahead: Integers, behind: Integers, hops: int) -> tuple[Integers, Integers]:
        """The nodes of both ends that are near enough to lie on a path."""
        tails, heads = (self.tie.sources, self.tie.targets) if self.along else (self.tie.targets, self.tie.sources)
        near = self.span.tails[ahead[self.span.tails] < hops], self.span.heads[behind[self.span.heads] < hops]
        return tails.among(near[0]), heads.among(near[1])


def _passages(view: AllianceGraph, rule: TieRule, gates: Gates) -> list[_Passage]:
    """Each way that influence may run along a link with a hole."""
    open_nodes: dict[tuple[int, str], Integers] = {}

    def through(nodes: Integers, gate: str) -> Integers:
        """The nodes that a gate lets through; what many holes share is looked at once."""
        if (id(nodes), gate) not in open_nodes:
            open_nodes[id(nodes), gate] = nodes[getattr(gates, gate)[nodes]]
        return open_nodes[id(nodes), gate]

    found, ties = [], list(hole_ties(view, rule))  # the list keeps the shared arrays, by whose ids they are known
    for tie in ties:
        ends = (tie.sources.nodes, tie.targets.nodes)
        for along, open_, (tails, heads) in zip(
            (True, False), rule.ways(schema().type(tie.type)), (ends, ends[::-1]), strict=True
        ):
            if open_:
                found.append(_Passage(tie, along, Span(through(tails, "leave"), through(heads, "enter"))))
    return [passage for passage in found if len(passage.span.tails) and len(passage.span.heads)]


def _written_out(
    passages: Sequence[_Passage],
    rule: TieRule,
    first: int,
    distances: tuple[Integers, Integers],
    hops: int,
    most: int,
) -> Arcs | None:
    """The arcs of the passages that can lie on a path; None when there are more than a search takes.

    They are numbered on from `first`, the number of relationships, by their passage.
    """
    parts, (ahead, behind) = [], distances
    for place, passage in enumerate(passages):
        tails, heads = passage.ends(ahead, behind, hops)
        if len(tails) * len(heads) > most:
            return None
        fits = (ahead[tails][:, None] + 1 + behind[heads][None, :] <= hops) & (tails[:, None] != heads[None, :])
        rows, columns = np.nonzero(fits)
        most -= len(rows)
        confidences, strengths = (np.full(len(rows), factor) for factor in _factors(passage.tie, rule))
        parts.append(Arcs(tails[rows], heads[columns], confidences, strengths, np.full(len(rows), first + place)))
    return Arcs.joined(parts)


def _factors(tie: HoleTie, rule: TieRule) -> tuple[float, float]:
    """Confidence and strength of a link with a hole: what is declared where nobody states them."""
    return schema().prior_confidence, (schema().type(tie.type).strength or 0.0) if rule.view == "influence" else 1.0


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of relationships and, under higher numbers, of passages.

    Parameters
    ----------
    columns
        The relationships.
    rule
        What is walked.
    passages
        The link with a hole of each passage.
    """

    columns: RelationshipColumns
    rule: TieRule
    passages: Sequence[HoleTie]

    def __call__(self, number: int) -> Fraction:
        if number < len(self.columns):
            return exact_value(*link_factors(self.columns, self.rule, number))
        return exact_value(*_factors(self.passages[number - len(self.columns)], self.rule))


class _HoleChoice:
    """Chooses what every step of a path walks, so that no hole stands for more nodes than are missing.

    Parameters
    ----------
    network
        What the path walks.
    known
        How many relationships there are; higher numbers are passages.
    passages
        The link with a hole of each passage.
    stops
        What a path must pass.
    """

    def __init__(
        self, network: TieNetwork, known: int, passages: Sequence[HoleTie], stops: Sequence[Stop] = ()
    ) -> None:
        self._network, self._known, self._passages = network, known, passages
        self._wanted = [stop.links for stop in stops if stop.links is not None]

    def links(self, path: tuple[int, ...]) -> tuple[int | HoleTie, ...] | None:
        """A relationship or a link with a hole for every step; None when the holes do not suffice."""
        steps = list(pairwise(path))
        chosen = next((chosen for chosen in self._chosen(steps, {}) if self._passes(steps, chosen)), None)
        return None if chosen is None else tuple(self._named(number) for number in chosen)

    def _chosen(self, steps: list[tuple[int, int]], used: dict[Hole, frozenset[int]]) -> Iterator[tuple[int, ...]]:
        if not steps:
            yield ()
            return
        for number in self._walked(*steps[0]):
            now, link = dict(used), self._named(number)
            if isinstance(link, HoleTie):
                for node, hole in link.stand_ins(*steps[0]):
                    now[hole] = now.get(hole, frozenset()) | {node}
            if all(len(nodes) <= hole.room for hole, nodes in now.items()):
                yield from ((number, *rest) for rest in self._chosen(steps[1:], now))

    def _named(self, number: int) -> int | HoleTie:
        return number if number < self._known else self._passages[number - self._known]

    def _walked(self, tail: int, head: int) -> list[int]:
        """What may be walked in a step: where a relationship is known it is enough, unless a stop is a link."""
        links = self._network.parallels(tail, head)
        known = [number for number in links if number < self._known]
        return [*known[:1], *(number for number in links if number >= self._known and (self._wanted or not known))]

    def _passes(self, steps: list[tuple[int, int]], chosen: tuple[int, ...]) -> bool:
        """Whether what is chosen passes the links that a path must pass; a known link beside it does too."""
        if not self._wanted:
            return True
        beside = [number for step in steps for number in self._network.parallels(*step) if number < self._known]
        return all(wanted[[*chosen, *beside]].any() for wanted in self._wanted)
