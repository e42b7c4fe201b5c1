"""Rosters: for what and since when everything was listed. Only there is "none found" a zero.

A roster promises from the last possible day of its census on, and until it is stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Mask
from ..graph.models import Evidence
from ..graph.schema import schema
from ..graph.statements import Statements
from .stages import Stages

MOST_ROSTER_DAYS = 184
"""A census is half-yearly, and the longest half-year has so many days: an older roster is stale."""
_SAYS_OF_ITSELF = ("operating", "party_cover", "work_cover", "full_members")


@dataclass(frozen=True, slots=True)
class Promise:
    """A roster that was loaded.

    Parameters
    ----------
    scope
        The stage that it lists, with all finer ones; None for the whole graph.
    day
        The last possible day of its census.
    sources
        Where it stands.
    """

    scope: int | None
    day: date
    sources: frozenset[str]


class Rosters:
    """The rosters in a view of the graph.

    Parameters
    ----------
    view
        The graph on the day of the question.
    stages
        Its stages.
    """

    def __init__(self, view: AllianceGraph, stages: Stages) -> None:
        self.view, self.stages = view, stages

    @cached_property
    def statements(self) -> Statements:
        """What the nodes state of themselves."""
        return Statements(self.view)

    @property
    def oldest_census(self) -> date | None:
        """The earliest day of a census that still decides something on the day of the view."""
        day = self.view.as_of_day
        # The calendar of Python begins on day 1, so in its first half-year every census counts.
        return date.fromordinal(max(1, day.toordinal() - MOST_ROSTER_DAYS)) if day else None

    def complete(self, stage: int | None, instrument: str) -> bool:
        """Whether everything of an instrument was listed for a stage (None: for the whole graph), not too long ago."""
        return any(self._is_fresh(promise.day) for promise in self.promises(stage, instrument))

    def outdated(self, stage: int | None, instrument: str) -> date | None:
        """The day of the newest roster, where all are too old to decide anything; None where one is not, or none is."""
        days = [promise.day for promise in self.promises(stage, instrument)]
        return None if not days or any(map(self._is_fresh, days)) else max(days)

    def completeness(self, instrument: str) -> Mask:
        """`complete` for every stage, in the order of `Stages.all`."""
        return np.array([self.complete(stage, instrument) for stage in self.stages.all], np.bool_)

    def listed(self, instrument: str) -> Mask:
        """Which nodes stand on a roster for the whole graph that still decides something.

        A node stands on a roster when it rests on a source of the roster. Where a roster names no source, every node
        counts as listed except one that is only the end of a supply link: that says nothing of itself, works at no
        stage, and is there because somebody else trades with it.
        """
        fresh = [promise for promise in self.promises(None, instrument) if self._is_fresh(promise.day)]
        sources = frozenset[str]().union(*(promise.sources for promise in fresh))
        if fresh and all(promise.sources for promise in fresh):
            return self._rests_on(sources)
        return ~self._only_traded_with()

    def promises(self, stage: int | None, instrument: str) -> Sequence[Promise]:
        """The rosters of an instrument that list a stage (None: the whole graph), stale ones too."""
        wider = set() if stage is None else set(self.stages.above(stage))
        return [
            promise
            for promise in self._promises[instrument]
            if promise.scope is None or promise.scope in wider
        ]  # fmt: skip

    def _is_fresh(self, day: date) -> bool:
        oldest = self.oldest_census
        return oldest is None or day >= oldest

    @cached_property
    def _promises(self) -> dict[str, list[Promise]]:
        """By instrument; a roster whose census comes after the day of the view promises nothing yet."""
        promises: dict[str, list[Promise]] = defaultdict(list)
        for roster in self.view.records.rosters.values():
            census, today = self.view.records.censuses.get(roster.census), self.view.as_of_day
            if census is None or (today is not None and census.date.last > today):
                continue
            scope = self.view.position(roster.scope) if roster.scope else None
            if not roster.scope or scope is not None:
                sources = _sources(roster.evidence)
                promises[roster.instrument].append(Promise(scope, census.date.last, sources))
        return promises

    def _rests_on(self, sources: frozenset[str]) -> Mask:
        bodies = self.view.nodes.bodies
        rests = np.zeros(len(self.view), np.bool_)
        for position in np.flatnonzero(bodies.holding('"evidence"')).tolist():
            rests[position] = not sources.isdisjoint(_sources(self.view.node_at(position).evidence))
        return rests

    def _only_traded_with(self) -> Mask:
        columns, size = self.view.relationships, len(self.view)
        supply = [declared.id for declared in schema().types.values() if declared.supply]
        of_type = schema().type_vocabulary.mask
        places = of_type(columns.types, schema().instruments["organisation"].direct)
        ends = np.concatenate([columns.sources, columns.targets])
        traded = _marked(ends[np.tile(of_type(columns.types, supply), 2)], size)
        says = np.zeros(size, np.bool_)
        for attribute in _SAYS_OF_ITSELF:
            says |= self.statements.says(attribute)
        return traded & ~says & ~_marked(columns.sources[places], size)


def _marked(nodes: np.ndarray, size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[nodes] = True
    return mask


def _sources(evidence: Sequence[Evidence]) -> frozenset[str]:
    return frozenset(sighting.source for sighting in evidence)
