"""The chain as questions see it on a day: its stages, its rosters, and what serves every stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.fields import UNKNOWN_DAY
from ..graph.schema import schema
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
    days = [int(columns.observed_at[joined, 1].max(initial=UNKNOWN_DAY)), *_census_days(graph, stages, stage)]
    newest = max(days)
    return date.fromordinal(newest) if newest != UNKNOWN_DAY else graph.latest_observation


def _census_days(graph: AllianceGraph, stages: Stages, stage: int | None) -> list[int]:
    wider = None if stage is None else {graph.node_ids[part] for part in (*stages.above(stage), *stages.under(stage))}
    censuses = {
        roster.census
        for roster in graph.records.rosters.values()
        if wider is None or not roster.scope or roster.scope in wider
    }
    known = graph.records.censuses
    return [known[label].date.last.toordinal() for label in sorted(censuses & known.keys())]
