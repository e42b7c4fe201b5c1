"""A path question with its names resolved, and what its search found."""

from __future__ import annotations

from dataclasses import dataclass

from ..graph.alliance_graph import AllianceGraph
from .answer import Status
from .path_rows import PathRow
from .path_search import Found
from .ties import TieRule

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


@dataclass(frozen=True, slots=True)
class PathSearch:
    """What was searched and found.

    Parameters
    ----------
    view
        The graph on the day of the question.
    question
        What was asked.
    found
        Paths as positions.
    links_in_reach
        How many arcs can lie on a path within the bounds.
    rows
        The paths as rows.
    uncertain
        For each path, its links that need not have been valid on the day and have no parallel one that was.
    """

    view: AllianceGraph
    question: PathQuestion
    found: Found
    links_in_reach: int
    rows: tuple[PathRow, ...] = ()
    uncertain: tuple[tuple[int, ...], ...] = ()

    @property
    def status(self) -> Status:
        """`found` when some path holds for certain, `unknown` when the search cannot tell, else `none`."""
        if any(not links for links in self.uncertain):
            return "found"
        return "unknown" if self.rows or self.found.clipped else "none"

    @property
    def ends(self) -> tuple[str, str]:
        """The names of both ends."""
        names = self.view.node_names
        return names[self.question.source], names[self.question.target]
