"""The problems and needs of a scope on a day: which belong to it, and where each of them stands."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from functools import cached_property

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ...wording import Text, some
from ..answer import Unknown
from ..rosters import Rosters
from ..scopes import Scope
from ..stages import Stages
from .matters import RAISED, RAISED_AT, Act, Matter, Matters
from .standing import Standing

STEPS = "matter"
"""The instrument whose roster promises that all steps of problems and needs were listed."""
_JOINS_EVENTS = ("ORGANISED", "ORGANISES", "HOSTS", "CHAIRS", "IN_TERM", "TERM_OF", "LOCATED_IN")


class Caseload:
    """The problems and needs that belong, or may belong, to a scope.

    Parameters
    ----------
    graph
        The whole graph: what happened before a day is not valid on it any more.
    view
        The graph on the day.
    scope
        What they belong to.
    """

    def __init__(self, graph: AllianceGraph, view: AllianceGraph, scope: Scope) -> None:
        self.graph, self.view, self.scope = graph, view, scope

    @property
    def day(self) -> date | None:
        """The day."""
        return self.view.as_of_day

    @cached_property
    def standings(self) -> list[Standing]:
        """Where each of them stands, by name."""
        found = Matters(self.graph, self.day).all
        return [self._standing(matter) for matter in found if self.belongs(matter) > Truth.NO]

    def _standing(self, matter: Matter) -> Standing:
        day = float(self.day.toordinal()) if self.day else math.inf
        return Standing(matter, day, self._is_complete(matter), self._active)

    @cached_property
    def rosters(self) -> Rosters:
        """The rosters on the day."""
        return Rosters(self.view, Stages(self.view))

    def stage(self, matter: Matter) -> int | None:
        """The stage that a problem or need says it is about."""
        position = self.view.position(str(matter.attributes.get("stage", "")))
        return position if position is not None and self.view.kind(position) == "stage" else None

    def _is_complete(self, matter: Matter) -> bool:
        return self.rosters.complete(self.stage(matter), STEPS)

    def _active(self, act: Act) -> Truth:
        """How far a step is still valid on the day."""
        columns, truths = self.view.relationships, link_truths(self.view)
        found = [act.truth]
        for number in self.graph.relationships.ids[list(act.links)]:
            place = int(np.searchsorted(columns.ids, number))
            valid = place < len(columns) and columns.ids[place] == number
            found.append(Truth(int(truths[place])) if valid else Truth.NO)
        return min(found)

    # ---- what belongs to the scope ----

    def belongs(self, matter: Matter) -> Truth:
        """How far it belongs: its stage does, or who raised it, or the event at which it was raised."""
        if self.scope.position is None:
            return Truth.HOLDS
        found = [Truth.NO]
        stage = self.stage(matter)
        if stage is not None:
            found.append(self._inside(stage))
        found += [min(act.truth, self._inside(act.other)) for act in matter.of(RAISED)]
        found += [min(act.truth, self._event(act.other)) for act in matter.of(RAISED_AT)]
        return max(found)

    def _inside(self, node: int) -> Truth:
        if node == self.scope.position or self.scope.holds[node]:
            return Truth.HOLDS
        return Truth.MAY if self.scope.may[node] else Truth.NO

    def _event(self, event: int) -> Truth:
        """How far an event belongs: by who organised or chaired it, or by the chair term in which it was."""
        found, seen, steps = self._inside(event), {event}, [(event, Truth.HOLDS)]
        for node, reached in steps:
            for link, other in self._joined(node):
                truth = min(reached, Truth(int(link_truths(self.graph)[link])))
                if truth == Truth.NO or other in seen:
                    continue
                found = max(found, min(truth, self._inside(other)))
                if self.graph.kind(other) == "chair_term":
                    seen.add(other)
                    steps.append((other, truth))
        return found

    def _joined(self, node: int) -> Iterator[tuple[int, int]]:
        """The links of an event or a term that say whose it is, with their other ends."""
        columns = self.graph.relationships
        for links, ends in ((self.graph.outgoing(node), columns.targets), (self.graph.incoming(node), columns.sources)):
            for link in links.tolist():
                if schema().type_vocabulary.term(columns.types[link]) in _JOINS_EVENTS:
                    yield link, int(ends[link])

    # ---- what is not known ----

    def unknown(self) -> Iterator[Unknown]:
        """That there may be others, and of which nobody says whether they are solved, or when they were raised."""
        if not self.standings:
            yield _NONE_LOADED
            return
        names = self.graph.node_names
        silent = [names[case.matter.node] for case in self.standings if case.state in ("not_stated", "may_be_solved")]
        if silent:
            yield Unknown(what=_listed(_WHETHER_SOLVED, silent), why=_WHY_OPEN, closes_when=_CLOSES_OPEN)
        undated = [names[case.matter.node] for case in self.standings if case.lasted is None]
        if undated:
            yield Unknown(what=_listed(_HOW_LONG, undated), why=_WHY_DATES, closes_when=_CLOSES_DATES)
        if not self.rosters.complete(None, STEPS):
            yield _FURTHER


def _listed(template: Text, names: list[str]) -> Text:
    return template.fill(number=len(names), names=some(names))


_WHETHER_SOLVED = Text("{number} 项是否已经解决:{names}", "whether {number} of them are solved: {names}")
_WHY_OPEN = Text(
    "没有确定的办结记录,也没有写明未解决;没有名单保证全部办理情况都已载入。",
    "No certain solution is recorded, none says that it is open, and no roster promises that all steps were loaded.",
)
_CLOSES_OPEN = Text(
    "写明 status(open 或 solved)或载入 RESOLVED_BY 关系,或在 rosters.csv 写明办理情况完整(instrument=matter)",
    "its status (open or solved) or a RESOLVED_BY link is loaded, or rosters.csv states that all steps were listed "
    "(instrument=matter)",
)
_HOW_LONG = Text("{number} 项历时多久:{names}", "how long {number} of them took: {names}")
_WHY_DATES = Text(
    "提出或办结的日期没有写明,或两者前后矛盾。",
    "The day on which it was raised or solved is not stated, or they contradict each other.",
)
_CLOSES_DATES = Text(
    "RAISED 和 RESOLVED_BY 关系写明起始日期(since)", "the RAISED and RESOLVED_BY links state when they began (since)"
)
_FURTHER = Unknown(
    what=Text("没有载入的问题、需求和办理情况", "problems, needs and steps that were not loaded"),
    why=Text("没有名单保证全部载入。", "No roster promises that all of them were loaded."),
    closes_when=Text(
        "载入全部办理情况,并在 rosters.csv 写明完整(instrument=matter)",
        "all steps are loaded, and rosters.csv states that they are complete (instrument=matter)",
    ),
)
_NONE_LOADED = Unknown(
    what=Text("有哪些问题和需求,办得怎样", "which problems and needs there are, and how they fare"),
    why=Text(
        "在这一范围内没有载入一项问题或需求;公布的总数见 alliance figures。",
        "No problem or need of this scope was loaded; alliance figures shows totals that were published.",
    ),
    closes_when=Text(
        "载入问题和需求(kind=problem、need)及其 RAISED、LISTED_IN、ROUTED_TO、HANDLES、RESOLVED_BY 关系",
        "problems and needs (kind=problem, need) are loaded with their RAISED, LISTED_IN, ROUTED_TO, HANDLES and "
        "RESOLVED_BY links",
    ),
)
