"""The chain as questions see it on a day: its stages, its rosters, and what serves every stage."""

from __future__ import annotations

from dataclasses import dataclass

from ..graph.alliance_graph import AllianceGraph
from .instruments import Instruments
from .rosters import Rosters
from .stages import Stages


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain in a view of the graph.

    Parameters
    ----------
    view
        The graph on the day of the question.
    stages, rosters, instruments
        What it consists of.
    """

    view: AllianceGraph
    stages: Stages
    rosters: Rosters
    instruments: Instruments

    @classmethod
    def of(cls, view: AllianceGraph) -> Chain:
        """The chain in a view."""
        stages = Stages(view)
        rosters = Rosters(view, stages)
        return cls(view, stages, rosters, Instruments(view, stages, rosters))
