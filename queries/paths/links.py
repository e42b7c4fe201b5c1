"""Paths of positions made into rows: each link with what its value comes from, and how far it holds."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import networkx as nx

from ...graph.alliance_graph import AllianceGraph
from ...graph.fields import UNKNOWN_DAY
from ...graph.models import STATUSES
from ...graph.networks.link_factors import LinkFactors, significant
from ...graph.truth import HOLDING_STATUSES, Truth
from ..evidence import EvidenceBook, node_ref
from .rows import Doubt, Link, PathRow, Weakest

if TYPE_CHECKING:
    from .question import SearchSpace

STALE_DAYS = 184
"""The longest half-year: what was last seen longer ago need not be so any more."""


class RowMaker:
    """Makes rows of the paths of one search space.

    Parameters
    ----------
    space
        Where the paths were found.
    ties
        Its ties, from `tie_graph`.
    book
        Gets the evidence of the links.
    """

    def __init__(self, space: SearchSpace, ties: nx.DiGraph[int], book: EvidenceBook) -> None:
        self._view, self._rule, self._truths = space.view, space.question.rule, space.truths
        self._ties, self._book = ties, book

    def row(self, path: tuple[int, ...]) -> PathRow:
        """The row of a path."""
        steps = [self._ties[tail][head]["links"] for tail, head in nx.utils.pairwise(path)]
        counted = [links[0] for links in steps]
        weakest, relationship = min(counted, key=lambda link: link[0])
        high = self._product([value for value, _ in counted])
        return PathRow(
            nodes=tuple(node_ref(self._view, node) for node in path),
            relationships=tuple(tuple(self._link(place) for _, place in links) for links in steps),
            hops=len(steps),
            strength=high,
            weakest=Weakest(relationship=self._view.relationship_id(relationship), strength=self._product([weakest])),
            strength_low=self._product([self._least(links) for links in steps]),
            strength_high=high,
            truth="holds" if all(self._sure(links) for links in steps) else "may",
        )

    def doubtful(self, path: tuple[int, ...]) -> list[int]:
        """The links that count in the steps where no parallel link holds for certain."""
        steps = [self._ties[tail][head]["links"] for tail, head in nx.utils.pairwise(path)]
        return [links[0][1] for links in steps if not self._sure(links)]

    def _product(self, values: list[int]) -> float:
        return significant(prod(values) / self._ties.graph["unit"] ** len(values))

    def _sure(self, links: list[tuple[int, int]]) -> list[int]:
        """The values of the parallel links that hold for certain, best first."""
        return [value for value, place in links if self._truths[place] == Truth.HOLDS]

    def _least(self, links: list[tuple[int, int]]) -> int:
        """What the step is worth at least where it holds: its best sure link, else the weakest of those that may."""
        return next(iter(self._sure(links)), links[-1][0])

    def _link(self, position: int) -> Link:
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


def doubts(view: AllianceGraph, position: int) -> tuple[Doubt, ...]:
    """Why a relationship only may hold; nothing where it holds."""
    found: list[Doubt] = [] if view.certainly_valid[position] else ["dates"]
    status = STATUSES.term(view.relationships.statuses[position])
    if status not in HOLDING_STATUSES:
        found.append("disputed" if status == "disputed" else "inferred")
    return tuple(found)


def is_stale(view: AllianceGraph, position: int) -> bool:
    """Whether a relationship was last seen over half a year before the day of the view."""
    seen = int(view.relationships.observed_at[position, 1])
    day = view.as_of_day
    return day is not None and seen != UNKNOWN_DAY and seen < day.toordinal() - STALE_DAYS
