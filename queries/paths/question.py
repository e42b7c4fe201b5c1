"""A path question with its names resolved, and what its search found."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.best_paths import Found, best_paths, name_ranks, tie_graph, within_reach
from ...graph.networks.ties import Arcs, Gates, TieRule, arcs
from ...graph.truth import Truth, Truths, link_truths
from ..answer import Status
from .holes import HoleWay
from .rows import PathRow

MOST_LINKS = 2_000_000
"""How many links within reach one search takes: more do not fit the memory of a usual machine as a NetworkX graph."""


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """What is asked; nodes are positions in the graph."""

    source: int
    target: int
    via: tuple[int, ...]
    avoid: tuple[int, ...]
    count: int
    hops: int
    budget: int
    rule: TieRule

    def gates(self, view: AllianceGraph, rule: TieRule | None = None) -> Gates:
        """Which nodes its paths may leave and enter, under its own rule or another."""
        return Gates.of(view, self.source, self.target, self.avoid, (rule or self.rule).umbrella)


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """The arcs that a rule admits and that can lie on a path within the bounds.

    Parameters
    ----------
    view
        The graph on the day of the question.
    question
        What is asked.
    found
        The arcs.
    truths
        How far every relationship of the view holds.
    """

    view: AllianceGraph
    question: PathQuestion
    found: Arcs
    truths: Truths

    @classmethod
    def of(cls, view: AllianceGraph, question: PathQuestion, rule: TieRule) -> SearchSpace:
        """What a rule admits."""
        passable = question.gates(view, rule).passable(arcs(view, rule))
        reach = within_reach(passable, len(view), question.source, question.target, question.hops)
        return cls(view, question, reach, link_truths(view))

    def sure(self) -> SearchSpace:
        """The arcs that hold for certain."""
        holding = self.truths[self.found.relationships] == Truth.HOLDS
        return SearchSpace(self.view, self.question, self.found.take(holding), self.truths)

    def best(self, count: int, budget: int) -> tuple[Found, nx.DiGraph[int]]:
        """The best paths, and the ties that they walk."""
        ties, q = tie_graph(self.found), self.question
        ranks = name_ranks(self.view, ties)
        found = best_paths(ties, q.source, q.target, count=count, hops=q.hops, ranks=ranks, via=q.via, budget=budget)
        return found, ties


@dataclass(frozen=True, slots=True)
class PathSearch:
    """What was searched and found.

    Parameters
    ----------
    view
        The graph on the day of the question.
    question
        What was asked.
    rows
        The paths as rows.
    doubtful
        Links that only may hold, in steps where no parallel one holds.
    links_in_reach
        How many arcs can lie on a path within the bounds.
    steps
        How many beginnings of paths were looked at.
    clipped
        Whether the search ended before it was done.
    more
        Whether there are more paths than were asked for.
    way
        A path through what the sources count and do not name, looked for where there is no other.
    statuses
        Those whose links were looked at.
    """

    view: AllianceGraph
    question: PathQuestion
    rows: tuple[PathRow, ...] = ()
    doubtful: tuple[int, ...] = ()
    links_in_reach: int = 0
    steps: int = 0
    clipped: bool = False
    more: bool = False
    way: HoleWay | None = None
    statuses: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """`found` when some path holds for certain, `unknown` when the search cannot tell, else `none`."""
        if any(row.truth == "holds" for row in self.rows):
            return "found"
        return "unknown" if self.rows or self.clipped or self.way else "none"

    @property
    def ends(self) -> tuple[str, str]:
        """The names of both ends."""
        names = self.view.node_names
        return names[self.question.source], names[self.question.target]
