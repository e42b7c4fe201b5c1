"""What each level of administration is to an alliance: reached, not reached, unknown, or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Mask
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ...graph.truth import Truth
from ..administration import administration
from ..instruments import ORGANISATION
from ..rosters import Rosters
from .level_paths import LevelPaths, Way

TIE = "tie"
State = Literal["reached", "not_reached", "unknown", "absent"]
Reason = Literal["", "may", "level", "ties", "units"]


@dataclass(frozen=True, slots=True)
class LevelState:
    """A level.

    Parameters
    ----------
    level
        Its id.
    state
        `reached` where a unit of it surely has a path; `not_reached` where none has and a roster promises that all ties
        are listed; `absent` where a roster promises that it has no unit; else `unknown`.
    reason
        Why it is unknown: a path only `may` be there, units with a path do not state their `level`, no roster promises
        all `ties`, or no `units` are loaded.
    units, reached
        Positions of its named units, and of those of them that surely have a path.
    way
        A shortest path; of an unknown level one whose links only may hold. None without one.
    """

    level: str
    state: State
    reason: Reason
    units: tuple[int, ...]
    reached: tuple[int, ...]
    way: Way | None


class LevelStates:
    """The levels of administration around an alliance.

    Parameters
    ----------
    view
        The graph on the day of the question.
    alliance
        Position of the alliance.
    rule
        What counts as a tie.
    rosters
        What was promised to be listed.
    within
        Which nodes count; None: those of the alliance's own place (`Administration.around`).
    """

    def __init__(
        self, view: AllianceGraph, alliance: int, rule: TieRule, rosters: Rosters, within: Mask | None = None
    ) -> None:
        self.paths = LevelPaths(view, alliance, rule)
        self._administration = administration(view)
        self._within = self._administration.around(alliance) if within is None else within.copy()
        self._within[view.nodes_of(*schema().kinds_with("umbrella"))] = False  # the alliance itself too
        self.lacks = tuple(which for which in (TIE, ORGANISATION) if not rosters.complete(alliance, which))

    def __iter__(self) -> Iterator[LevelState]:
        """The levels, from the top down."""
        return iter(self.all)

    @cached_property
    def all(self) -> list[LevelState]:
        """The levels, from the top down."""
        return [self._state(level) for level in schema().administration]

    @property
    def own(self) -> int | None:
        """The place of the alliance's own level among the levels; None where no source states it."""
        level = int(self._administration.levels[self.paths.alliance])
        return level if level >= 0 else None

    def _state(self, level: str) -> LevelState:
        there = self._administration.at(level) & self._within
        named = there & ~self._administration.aggregates
        sure = named & (self.paths.reached == Truth.HOLDS)
        units, reached = (tuple(np.flatnonzero(mask).tolist()) for mask in (named, sure))
        if reached:
            return LevelState(level, "reached", "", units, reached, self.paths.nearest(sure, "sure"))
        state, reason = self._unreached(level, there)
        way = self.paths.nearest(there, "wide") if reason == "may" else None
        return LevelState(level, state, reason, units, (), way)

    def _unreached(self, level: str, there: Mask) -> tuple[State, Reason]:
        may = self.paths.reached >= Truth.MAY
        of_units = not schema().administration[level].kinds  # a household is known by its kind
        not_stated = self._administration.not_stated & self._within & of_units
        if np.any(may & there):
            return "unknown", "may"
        if np.any(may & not_stated):
            return "unknown", "level"
        if TIE in self.lacks:
            return "unknown", "ties"
        if there.any():
            return "not_reached", ""
        return ("unknown", "units") if ORGANISATION in self.lacks or not_stated.any() else ("absent", "")
