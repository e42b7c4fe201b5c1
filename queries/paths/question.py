"""A path question with its names resolved, and what its search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.best_paths import Found, best_paths
from ...graph.networks.stops import Stop
from ...graph.networks.tie_network import TieNetwork
from ...graph.networks.ties import Gates, TieRule
from ..answer import Status
from .holes import HoleWay
from .rows import PathRow
from .waypoints import Waypoint

MOST_LINKS = 2_000_000
"""How many links a search through holes takes: a hole may be any node of its kind, each of which is a link there."""


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """What is asked; nodes are positions in the graph."""

    source: int
    target: int
    via: tuple[Waypoint, ...]
    avoid: tuple[Waypoint, ...]
    count: int
    hops: int
    budget: int
    rule: TieRule

    def gates(self, view: AllianceGraph, rule: TieRule | None = None) -> Gates:
        """Which nodes its paths may leave and enter, under its own rule or another."""
        return Gates.of(view, self.source, self.target, self.closed(view), (rule or self.rule).umbrella)

    def closed(self, view: AllianceGraph) -> list[int]:
        """The nodes that must not stand between the ends."""
        return [node for waypoint in self.avoid for node in waypoint.nodes(view).tolist()]

    def stops(self, view: AllianceGraph, further: Sequence[str] = ()) -> list[Stop]:
        """What a path must pass; an end that is named is passed anyway. `further` is explained at `Waypoint.stop`."""
        ends = (self.source, self.target)
        return [waypoint.stop(view, further) for waypoint in dict.fromkeys(self.via) if waypoint.node not in ends]

    def best(self, view: AllianceGraph, network: TieNetwork, count: int, budget: int) -> Found:
        """The best paths in a network within the bounds."""
        return best_paths(
            network,
            self.source,
            self.target,
            count=count,
            hops=self.hops,
            stops=self.stops(view),
            avoid=self.closed(view),
            budget=budget,
        )


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
    too_many
        Whether a search through holes would have had more links than one takes, and was not begun.
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
    too_many: bool = False

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
