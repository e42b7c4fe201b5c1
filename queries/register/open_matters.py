"""G3 and G13: problems and needs that have been open beyond their limit, and those that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.truth import Truth
from ...wording import Text, plural
from ..chain import Chain
from ..matters.caseload import STEPS, Caseload
from ..matters.matters import RAISED
from ..matters.spans import of_attribute
from ..matters.standing import MOST_RETURNS, Standing
from ..scopes import Scope
from .rules import FACTS, Gap, Judgement, Undecided

MOST_OPEN_DAYS = 90
"""How long a problem or need may be open where it states no day by which it is due: a quarter, ours."""
DAYS_AND_UNITS = Text("超期天数 × 提出单位", "days over × units that raised it")
DAYS_OPEN = Text("未解决天数", "days open")


def open_matters(chain: Chain) -> Iterator[Judgement]:
    """G3 and G13 of every problem and need.

    G3: open for longer than its limit, which is the day by which it is due (`due`), else 90 days. G13: open, and nobody
    has it, or it came back twice or more (the handing over of work: van der Aalst, Reijers and Song 2005).
    """
    view = chain.view
    if not chain.rosters.complete(None, STEPS):
        yield from (Undecided(gap, None, (STEPS,), _NOT_LOADED) for gap in ("G3", "G13"))
    for case in Caseload(view.whole, view, Scope.of(view, None)).standings:
        if case.state != "solved":
            yield from _overdue(view, case)
            yield from _without_owner(view, case)


_NOT_LOADED = Text("没有载入的问题和需求", "problems and needs that are not loaded")


def _lacks(case: Standing) -> tuple[str, ...]:
    return (FACTS,) if case.complete else (STEPS,)


def _overdue(view: AllianceGraph, case: Standing) -> Iterator[Judgement]:
    over = _days_over(case)
    node = case.matter.node
    if over is None or (over[1] > 0 and (case.state != "open" or over[0] <= 0)):
        yield Undecided("G3", node, _lacks(case))
    elif over[0] > 0:
        raisers = [act for act in case.matter.of(RAISED) if act.truth == Truth.HOLDS]
        units = max(1, len({act.other for act in raisers}))
        yield Gap(
            "G3",
            node,
            over[0] * units,
            DAYS_AND_UNITS,
            Text(
                "已超过期限{limit} {days:g} 天 × 提出单位 {units} 家 = {severity:g}",
                "{over} beyond the limit{limit} × {raised} = {severity:g}",
            ).fill(
                limit=_limit_words(case),
                days=over[0],
                units=units,
                over=plural(over[0], "day"),
                raised=plural(units, "unit that raised it", "units that raised it"),
                severity=over[0] * units,
            ),
            Text("这一项办结,或改定期限", "it is solved, or another due date is set"),
            links=_links(view, case),
        )


def _days_over(case: Standing) -> tuple[float, float] | None:
    """By how many days it is beyond its limit, at least and at most; None where no day says since when it is open."""
    due = of_attribute(case.matter.attributes.get("due"))
    if due is not None:
        return case.day - due[1], case.day - due[0]
    if case.open_so_far is None:
        return None
    most = float("inf") if case.open_so_far.high is None else case.open_so_far.high
    return case.open_so_far.low - MOST_OPEN_DAYS, most - MOST_OPEN_DAYS


def _limit_words(case: Standing) -> Text:
    if due := case.matter.attributes.get("due"):
        return Text("({due})", " ({due})").fill(due=str(due))
    return Text("({days} 天)", " ({days} days)").fill(days=MOST_OPEN_DAYS)


def _without_owner(view: AllianceGraph, case: Standing) -> Iterator[Judgement]:
    if case.no_owner is None:
        yield Undecided("G13", case.matter.node, _lacks(case))
    elif case.no_owner:
        came_back = case.returned.low if case.returned else 0.0
        how = Text("没有单位在办(名单完整)", "nobody has it (roster complete)")
        if came_back >= MOST_RETURNS:
            how = Text("退回 {times:g} 次", "it came back {count}").fill(
                times=came_back, count=plural(came_back, "time")
            )
        days = case.open_so_far
        yield Gap(
            "G13",
            case.matter.node,
            days.low if days else None,
            DAYS_OPEN,
            Text("{how};未解决 {days} 天", "{how}; open for {days} days").fill(
                how=how, days=days.text() if days else "?"
            ),
            Text("写明由谁办理", "somebody is named who handles it"),
            links=_links(view, case),
        )


def _links(view: AllianceGraph, case: Standing) -> tuple[int, ...]:
    """Its steps that are still valid on the day, as positions in the view; the others are of the whole graph."""
    steps = np.unique([link for act in case.matter.acts for link in act.links]).astype(np.int64)
    known = np.isin(view.relationships.ids, view.whole.relationships.ids[steps])
    return tuple(np.flatnonzero(known).tolist())
