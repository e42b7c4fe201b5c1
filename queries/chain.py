"""The chain as questions see it on a day: its stages, its rosters, and what serves every stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.fields import UNKNOWN_DAY
from ..graph.schema import schema
from .days import last_known
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


def newest_day(graph: AllianceGraph, stage: int | None = None) -> date | None:
    """The last possible day of the newest observation or census of a chain or a stage with all finer ones.

    A link belongs to the scope when it joins a stage of it, or an organisation that works there; a census when a roster
    of it lists something of the scope. Where there is no stage, everything belongs to the scope.
    """
    stages = Stages(graph)
    scope = stages.all if stage is None else stages.under(stage)
    if not scope:
        return graph.latest_observation
    columns = graph.relationships
    inside = np.zeros(len(graph), np.bool_)
    inside[scope] = True
    places = schema().instruments["organisation"].direct
    at_stage = schema().type_vocabulary.mask(columns.types, places) & inside[columns.targets]
    inside[columns.sources[at_stage]] = True
    joined = inside[columns.sources] | inside[columns.targets]
    newest = int(columns.observed_at[joined, 1].max(initial=UNKNOWN_DAY))
    listed = scope if stage is None else [*stages.above(stage), *scope]
    return last_known(graph, newest, set(listed).__contains__)
