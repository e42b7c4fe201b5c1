"""The chain as questions see it on a day: its stages, its rosters, and what serves every stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..graph.alliance_graph import AllianceGraph
from .days import newest_day
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

    @classmethod
    def on(cls, graph: AllianceGraph, as_of: date | None, stage: int | None = None) -> Chain:
        """The chain on the day of a question.

        Parameters
        ----------
        graph
            The graph.
        as_of
            The day; when absent, the newest that is known of the scope, so that news of another alliance does not
            make the rosters of this one look old.
        stage
            The scope: a stage with all finer ones; the whole chain when absent.
        """
        day = as_of or newest_day(graph, stage)
        return cls.of(graph.as_of(day) if day else graph)
