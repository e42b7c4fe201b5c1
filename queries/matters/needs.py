"""Every problem and need of a scope: where it is, who has it, since when, and how long it took."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, NodeRef, Status
from ..evidence import node_ref
from ..question import Found, Frame, question
from ..scopes import Scope, newest_day_of
from ..shared_options import AsOf, ScopeName
from .caseload import Caseload
from .matters import HANDLES, LISTED_IN, RAISED, RAISED_AT, ROUTED_TO, Act
from .row import NeedRow
from .spans import Interval, between, median, of_attribute, span_text
from .standing import STATES, Standing


class NeedsBounds(AnswerModel):
    """What was counted.

    Parameters
    ----------
    as_of, scope
        The day, and the id of what they belong to.
    needs
        How many there are.
    solved, open
        How many are solved and how many are open, at least and at most.
    no_owner
        How many are without an owner, at least and at most.
    days_to_handler, days_to_solve
        The medians of those whose dates are known; what is not solved has no upper end and is counted.
    counted_to_handler, counted_to_solve
        How many the medians are of.
    longest_open
        For how many days the one that has been open longest has been so; None where none is surely open.
    rows, shown
        How many rows there are, and how many are shown.
    """

    as_of: str | None
    scope: str | None
    needs: int
    solved: Interval
    open: Interval
    no_owner: Interval
    days_to_handler: Interval | None
    counted_to_handler: int
    days_to_solve: Interval | None
    counted_to_solve: int
    longest_open: Interval | None
    rows: int
    shown: int


@question(
    Answer[NeedRow],
    about=Text(
        "先列未解决的,最久的在前。日期不全的以区间计算;没有办结的按“至今”计入,绝不略去;没有写明的就说没有写明,"
        "不当作 0。",
        "Those that are open come first, the longest in front. Where days are not known, numbers are intervals; what "
        "is not solved counts as lasting so far and is never left out; what is not stated is called so, never 0.",
    ),
    examples=("alliance needs", "alliance needs --scope 横州茉莉花产业集群党建联盟"),
)
def needs(
    frame: Frame[AllianceGraph],
    *,
    scope: ScopeName = None,
    as_of: AsOf = None,
    top: Annotated[
        int | None, Option("只列最前面的几行", "only the first rows", least=1, unit=Text("行", "rows"))
    ] = None,
) -> Found[NeedRow, NeedsBounds]:
    """The problems and needs of a scope, with their states, times and counts on a day.

    A step counts from the day on which its link begins. Medians hold for every possible day and every way in which what
    is open may go on (`spans.median`; Kaplan and Meier 1958 on censored times); hand-overs follow van der Aalst,
    Reijers and Song (2005).

    Parameters
    ----------
    graph
        The graph.
    scope
        Only those whose stage belongs to it, that were raised by what belongs to it or at an event of it; all when
        absent.
    as_of
        The day; when absent, the newest that is known of the scope. What was raised later is not listed.
    top
        Only the first rows; all when absent. Every number counts all of them.

    Returns
    -------
    Answer[NeedRow]
        `found`; `none`: a roster promises that all were listed, and none is; `unknown`: none was loaded.

    Raises
    ------
    UnknownName, AmbiguousName, InputRefused
        A scope that does not exist, or to which nothing belongs.
    """
    graph = frame.graph
    view = frame.on(as_of or newest_day_of(graph, scope, umbrella=False))
    load = Caseload(graph, view, Scope.of(view, scope))
    position = load.scope.position
    frame.tell(scope=None if position is None else view.node_ids[position])
    cases = sorted(load.standings, key=_order)
    rows = [need_row(frame, load, case) for case in cases[:top]]
    bounds = _bounds(frame, cases, len(rows))
    complete = load.rosters.complete(None, "matter")
    status: Status = "found" if rows else "none" if complete else "unknown"
    unknown = () if status == "none" else load.unknown()
    return Found(status, _sentence(bounds, load.scope.words(view)), rows, bounds, unknown)


def _order(case: Standing) -> tuple[int, float]:
    """Open ones first, then those of which it is not known, each the longest in front; solved ones last."""
    places = {"open": 0, "not_stated": 1, "may_be_solved": 1, "solved": 2}
    return places[case.state], -(case.open_so_far.low if case.open_so_far else -1.0)


# ---- rows ----


def need_row(frame: Frame[AllianceGraph], load: Caseload, case: Standing) -> NeedRow:
    """The row of a problem or need."""
    matter, graph = case.matter, load.graph
    stage, holders = load.stage(matter), case.holders
    solved = case.solved if case.state in ("solved", "may_be_solved") else None
    due = of_attribute(matter.attributes.get("due"))
    return NeedRow(
        need=node_ref(graph, matter.node),
        state=case.state,
        stage=node_ref(graph, stage) if stage is not None else None,
        raised_by=_others(graph, matter.of(RAISED)),
        lists=_others(graph, matter.of(LISTED_IN)),
        handlers=_others(graph, sorted(matter.of(ROUTED_TO, HANDLES), key=matter.acts.index)),
        holders=_nodes(graph, [node for node, truth in holders.items() if truth == Truth.HOLDS]),
        may_hold=_nodes(graph, [node for node, truth in holders.items() if truth == Truth.MAY]),
        solved_by=_others(graph, case.solutions),
        raised=span_text(case.raised),
        listed=span_text(case.listed),
        routed=span_text(case.first_handler),
        solved=span_text(solved),
        due=span_text(due),
        days_to_handler=_days(between(case.raised, case.first_handler)),
        days_to_solve=_days(case.lasted if case.state == "solved" else None),
        open_days=case.open_so_far,
        hand_overs=case.hand_overs,
        returned=case.returned,
        units=_units(graph, case),
        in_time=case.in_time,
        no_owner=case.no_owner,
        evidence=(
            *frame.book.of_node(graph, matter.node),
            *frame.book.of_relationships(graph, sorted({link for act in matter.acts for link in act.links})),
        ),
    )


def _others(graph: AllianceGraph, acts: Iterable[Act]) -> tuple[NodeRef, ...]:
    return _nodes(graph, (act.other for act in acts))


def _nodes(graph: AllianceGraph, nodes: Iterable[int]) -> tuple[NodeRef, ...]:
    return tuple(node_ref(graph, node) for node in dict.fromkeys(nodes))


def _days(span: tuple[float, float] | None) -> Interval | None:
    return Interval.of(*span) if span else None


def _units(graph: AllianceGraph, case: Standing) -> Interval | None:
    """How many units had a part in it, at least and at most; None where none is named and some may be missing."""
    kinds = schema().groups["actor"]
    acts = [
        act for act in case.matter.acts
        if act.type not in (RAISED, RAISED_AT, LISTED_IN) and graph.kind(act.other) in kinds
    ]  # fmt: skip
    if not acts and not case.complete:
        return None
    sure = {act.other for act in acts if act.holds}
    return Interval.of(len(sure), len({act.other for act in acts}))


# ---- the sum ----


def _bounds(frame: Frame[AllianceGraph], cases: Sequence[Standing], shown: int) -> NeedsBounds:
    lasted = [case.lasted for case in cases if case.lasted is not None]
    to_handler = [days for case in cases if (days := waiting(case)) is not None]
    longest = [case.open_so_far for case in cases if case.state == "open" and case.open_so_far]
    states = [case.state for case in cases]
    unsure = states.count("may_be_solved") + states.count("not_stated")
    owners = [case.no_owner for case in cases]
    return NeedsBounds(
        as_of=frame.as_of,
        scope=frame.parameters["scope"],
        needs=len(cases),
        solved=Interval.of(states.count("solved"), states.count("solved") + unsure),
        open=Interval.of(states.count("open"), states.count("open") + unsure),
        no_owner=Interval.of(owners.count(True), owners.count(True) + owners.count(None)),
        days_to_handler=median(to_handler),
        counted_to_handler=len(to_handler),
        days_to_solve=median(lasted),
        counted_to_solve=len(lasted),
        longest_open=max(longest, key=lambda days: (days.low, days.high or math.inf), default=None),
        rows=len(cases),
        shown=shown,
    )


def waiting(case: Standing) -> tuple[float, float] | None:
    """How many days until somebody first got it; what nobody got yet has waited so far, and has no upper end."""
    if case.matter.of(ROUTED_TO, HANDLES):
        return between(case.raised, case.first_handler)
    if case.lasted is None:
        return None
    return (case.open_so_far.low if case.state == "open" and case.complete and case.open_so_far else 0.0), math.inf


def _sentence(bounds: NeedsBounds, words: Text) -> Text:
    when = Text(f"截至 {bounds.as_of}", f"as of {bounds.as_of}") if bounds.as_of else NOTHING
    where = Text.joined([part for part in (when, words) if part], ",", ", ")
    if not bounds.needs:
        return Text(
            f"{where.zh}{',' * bool(where)}没有载入问题或需求。",
            f"No problem or need is loaded{' ' * bool(where)}{where.en}.",
        )
    parts = [
        Text(f"{STATES['solved'].zh} {bounds.solved.text()} 项", f"{bounds.solved.text()} solved"),
        Text(f"{STATES['open'].zh} {bounds.open.text()} 项", f"{bounds.open.text()} open") + _longest(bounds),
        Text(f"无人负责 {bounds.no_owner.text()} 项", f"{bounds.no_owner.text()} without an owner"),
        _median(bounds.days_to_handler, bounds.counted_to_handler, Text("首次有人办", "to the first handler")),
        _median(bounds.days_to_solve, bounds.counted_to_solve, Text("办结", "to solve")),
    ]
    first = Text(
        f"{where.zh}{',' * bool(where)}问题和需求 {bounds.needs} 项:",
        f"{plural(bounds.needs, 'problem or need', 'problems and needs')}{' ' * bool(where)}{where.en}: ",
    )
    return first + Text.joined([part for part in parts if part], ";", "; ") + Text("。", ".")


def _longest(bounds: NeedsBounds) -> Text:
    if not bounds.longest_open:
        return NOTHING
    days = bounds.longest_open.text()
    return Text(f"(最久的至今 {days} 天)", f" (the longest for {days} days so far)")


def _median(days: Interval | None, count: int, what: Text) -> Text:
    if days is None:
        return NOTHING
    number = days.text()
    return Text(
        f"{what.zh}的中位数 {number} 天({count} 项,未办结的计至今)",
        f"median {number} days {what.en} (of {count}, open ones counted so far)",
    )
