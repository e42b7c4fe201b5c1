"""Paths of positions made into rows: each link with what its value comes from, and how far it holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import prod

from ...graph.alliance_graph import AllianceGraph
from ...graph.fields import UNKNOWN_DAY
from ...graph.models import STATUSES
from ...graph.networks.link_factors import LinkFactors, significant
from ...graph.networks.stops import Stop
from ...graph.networks.tie_network import TieNetwork
from ...graph.truth import HOLDING_STATUSES, Truth, link_truths
from ...wording import Text
from ..evidence import EvidenceBook, node_ref
from .question import PathQuestion
from .ranks import Rank, why_behind
from .rows import Doubt, Link, PathRow, Weakest

_DOUBTS: dict[str, Doubt] = {"disputed": "disputed", "inferred": "inferred", "candidate": "candidate"}
STALE_DAYS = 184
"""The longest half-year: what was last seen longer ago need not be so any more."""


class RowMaker:
    """Makes rows of the paths of one network.

    Parameters
    ----------
    view
        The graph on the day of the question.
    network
        Where the paths were found.
    question
        What was asked.
    book
        Gets the evidence of the links.
    """

    def __init__(self, view: AllianceGraph, network: TieNetwork, question: PathQuestion, book: EvidenceBook) -> None:
        self._view, self._network, self._rule, self._book = view, network, question.rule, book
        self._stops = [stop for stop in question.stops(view) if stop.links is not None]
        self._truths = link_truths(view)
        self._link = cache(self._link_at)  # the best paths of a pair share most of their links

    def rows(self, paths: Sequence[tuple[int, ...]]) -> tuple[PathRow, ...]:
        """The rows of some paths, each after the first with what it lost by against the one before."""
        ranks = [self._rank(path) for path in paths]
        behind = [why_behind(self._view, before, rank) for before, rank in pairwise(ranks)]
        return tuple(self._row(path, why) for path, why in zip(paths, [None, *behind], strict=False))

    def _rank(self, path: tuple[int, ...]) -> Rank:
        return Rank(path, _exact_product([links[0][0] for links in self._steps(path)]))

    def _row(self, path: tuple[int, ...], behind: Text | None) -> PathRow:
        steps = self._steps(path)
        counted = [links[0] for links in steps]
        weakest, relationship = min(counted, key=lambda link: link[0])
        high = _product([value for value, _ in counted])
        return PathRow(
            nodes=tuple(node_ref(self._view, node) for node in path),
            relationships=tuple(tuple(self._link(place) for _, place in links) for links in steps),
            hops=len(steps),
            strength=high,
            weakest=Weakest(relationship=self._view.relationship_id(relationship), strength=_product([weakest])),
            strength_low=_product([self._least(links) for links in steps]),
            strength_high=high,
            truth="may" if self.doubtful(path) else "holds",
            behind=behind,
        )

    def doubtful(self, path: tuple[int, ...]) -> list[int]:
        """The links that the path hangs on and that only may hold.

        They are those that count in the steps where no parallel link holds for certain, and those by which alone it
        passes a type or class that it must pass.
        """
        steps = self._steps(path)
        return [
            *(links[0][1] for links in steps if not self._sure(links)),
            *(place for stop in self._stops for place in self._doubted(stop, steps)),
        ]

    def _doubted(self, stop: Stop, steps: list[list[tuple[Fraction, int]]]) -> list[int]:
        assert stop.links is not None
        passed = [place for links in steps for _, place in links if stop.links[place]]
        return [] if (self._truths[passed] == Truth.HOLDS).any() else passed

    def _steps(self, path: tuple[int, ...]) -> list[list[tuple[Fraction, int]]]:
        """For each step its parallel links with their values, the one that counts first."""
        steps = [self._network.parallels(tail, head) for tail, head in pairwise(path)]
        return [[(self._network.value(place), place) for place in links] for links in steps]

    def _sure(self, links: list[tuple[Fraction, int]]) -> list[Fraction]:
        """The values of the parallel links that hold for certain, best first."""
        return [value for value, place in links if self._truths[place] == Truth.HOLDS]

    def _least(self, links: list[tuple[Fraction, int]]) -> Fraction:
        """What the step is worth at least where it holds: its best sure link, else the weakest of those that may."""
        return next(iter(self._sure(links)), links[-1][0])

    def _link_at(self, position: int) -> Link:
        fact = self._view.relationship_at(position)
        factors = LinkFactors.of(fact, influence=self._rule.view == "influence")
        return Link(
            id=fact.id,
            type=fact.type,
            source=fact.source,
            target=fact.target,
            evidence=self._book.add(fact.id, fact.evidence),
            status=fact.status,
            valid_from=str(fact.valid_from) if fact.valid_from else None,
            valid_to=str(fact.valid_to) if fact.valid_to else None,
            value=factors.value,
            confidence=factors.confidence,
            confidence_origin=factors.confidence_origin,
            strength=factors.strength,
            strength_origin=factors.strength_origin,
            truth="holds" if self._truths[position] == Truth.HOLDS else "may",
            doubts=doubts(self._view, position),
            observed_at=str(fact.observed_at) if fact.observed_at else None,
            stale=is_stale(self._view, position),
        )


def _product(values: list[Fraction]) -> float:
    return significant(float(_exact_product(values)))


def _exact_product(values: list[Fraction]) -> Fraction:
    return Fraction(prod(value.numerator for value in values), prod(value.denominator for value in values))


def doubts(view: AllianceGraph, position: int) -> tuple[Doubt, ...]:
    """Why a relationship only may hold; nothing where it holds."""
    found: list[Doubt] = [] if view.certainly_valid[position] else ["dates"]
    status = STATUSES.term(view.relationships.statuses[position])
    if status not in HOLDING_STATUSES:
        found.append(_DOUBTS[status])
    return tuple(found)


def is_stale(view: AllianceGraph, position: int) -> bool:
    """Whether a relationship was last seen over half a year before the day of the view."""
    seen = int(view.relationships.observed_at[position, 1])
    day = view.as_of_day
    return day is not None and seen != UNKNOWN_DAY and seen < day.toordinal() - STALE_DAYS
