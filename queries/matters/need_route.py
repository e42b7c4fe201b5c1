"""The way of one problem or need: from who raised it to what solved it, step by step in time."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth
from ...option import Option
from ...wording import Text
from ..answer import Answer, Status
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_position
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..shared_options import AsOf
from ..silences import unstated
from .course import Course, Leg, Ways
from .helping import Helping
from .matters import Matters
from .route_row import Helper, RouteBounds, RouteRow
from .route_words import CLIPPED, doubts, sentence, unjoined
from .spans import Interval, between, span_text


@question(
    Answer[RouteRow],
    about=Text(
        "加 --route 给出一项问题或需求的来龙去脉:从提出到办结,一步一步按时间先后,每步带原文、间隔和参与的单位;"
        "没有日期的按来源给出的次序。没有这样的路,就说在所述范围内没有。",
        "With --route the way of one problem or need is told from who raised it to what solved it, step by step in "
        "time, each with what its source says, the days in between and who helped; where there are no dates, by the "
        "order that the source gives. Where there is no such way, it says none within the stated bounds.",
    ),
    examples=("alliance needs --route 茉莉花没有产业标准",),
    switch=Option("一项问题或需求的来龙去脉", "the way of one problem or need", names=("--route",)),
)
def need_route(
    frame: Frame[AllianceGraph],
    need: Annotated[
        str, Option("问题或需求:id、名称、别名或拼音首字母", "the problem or need: id, name, alias or initials")
    ],
    *,
    as_of: AsOf = None,
    budget: Annotated[
        int, Option("搜索预算:看几条路", "budget of the search: how many ways", least=1, is_bound=True)
    ] = 100_000,
) -> Found[RouteRow, RouteBounds]:
    """The way of a problem or need as a path that respects time (Kempe, Kleinberg and Kumar 2002).

    It runs from who raised it to those to whom it was given, and over what they themselves did for it to what solved
    it: a result that nobody who had it has any link to does not end a way. Of several ways a certain one counts before
    others, then the foremost. What is not solved has a way to those who have it.

    Parameters
    ----------
    graph
        The graph.
    need
        Id, name, alias or initials.
    as_of
        The day; when absent, the newest that is known of what hangs together with it.
    budget
        How many ways the search may look at.

    Returns
    -------
    Answer[RouteRow]
        `found`: a way whose steps all hold and whose order is stated; `none`: no path within these bounds among the
        relations loaded; `unknown`: every way needs a step that only may hold or an order that nobody states, a source
        says that there is a step and not which, or the search was clipped.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        It means something else than a problem or need.
    """
    graph = frame.graph
    position = _resolved(graph, need)
    frame.tell(need=graph.node_ids[position])
    view = frame.on(as_of or newest_day_around(graph, [position], umbrella=False))
    matters = Matters(graph, view.as_of_day)
    ways = Ways(matters, matters.matter(position))
    course = ways.best(budget)
    silent = list(unstated(view, frame.book, graph.node_ids[position]))
    rows = _rows(frame, ways, course) if course else []
    bounds = _bounds(frame, ways, course, budget)
    unknown = [*doubts(graph, course), *silent, *(() if course else [unjoined(frame, ways)])]
    status: Status = "found" if course and course.is_certain else "unknown" if course or silent else "none"
    if ways.clipped:
        status, unknown = ("found" if status == "found" else "unknown"), [*unknown, CLIPPED]
    return Found(status, sentence(graph, ways, course, bounds), rows, bounds, unknown)


def _resolved(graph: AllianceGraph, need: str) -> int:
    position = resolve_position(graph, need)
    if graph.kind(position) not in schema().groups["matter"]:
        kind = schema().kind(graph.kind(position)).label
        raise InputRefused(_NO_MATTER, name=graph.node_names[position], kind=kind)
    return position


_NO_MATTER = Text(
    "“{name}”是{kind},不是问题或需求。请给出一项,如 alliance needs 所列。",
    '"{name}" is of the kind {kind}. Give a problem or need, as alliance needs lists them.',
)


# ---- rows ----


def _rows(frame: Frame[AllianceGraph], ways: Ways, course: Course) -> list[RouteRow]:
    beside = Helping(ways, course.legs).by_step()
    found = []
    for number, leg in enumerate(course.legs):
        before = course.legs[number - 1] if number else None
        days = between(before.began, leg.began) if before else None
        found.append(
            RouteRow(
                step=number + 1,
                type=leg.type,
                source=node_ref(ways.graph, leg.source),
                target=node_ref(ways.graph, leg.target),
                since=span_text(leg.began),
                order=leg.order,
                days=Interval.of(*days) if days else None,
                after_stated=before is None or before.surely_precedes(leg),
                quote=_quote(ways.graph, leg),
                truth=_holding(leg),
                helpers=tuple(_helper(frame, ways.graph, other) for other in beside[number]),
                evidence=frame.book.of_relationships(ways.graph, [leg.link]),
            )
        )
    return found


def _helper(frame: Frame[AllianceGraph], graph: AllianceGraph, leg: Leg) -> Helper:
    return Helper(
        type=leg.type,
        source=node_ref(graph, leg.source),
        target=node_ref(graph, leg.target),
        since=span_text(leg.began),
        quote=_quote(graph, leg),
        truth=_holding(leg),
        evidence=frame.book.of_relationships(graph, [leg.link]),
    )


def _holding(leg: Leg) -> Holding:
    return "holds" if leg.truth == Truth.HOLDS else "may"


def _quote(graph: AllianceGraph, leg: Leg) -> str:
    quotes = (seen.quote for seen in graph.relationship_evidence(leg.link))
    return " / ".join(dict.fromkeys(quote for quote in quotes if quote))


# ---- words ----


def _bounds(frame: Frame[AllianceGraph], ways: Ways, course: Course | None, budget: int) -> RouteBounds:
    legs = course.legs if course else ()
    gaps = [days for before, after in pairwise(legs) if (days := between(before.began, after.began))]
    days = between(legs[0].began, legs[-1].began) if legs else None
    return RouteBounds(
        as_of=frame.as_of,
        steps=len(legs),
        certain=course is not None and course.is_certain,
        days=Interval.of(*days) if days else None,
        longest=Interval.of(max(low for low, _ in gaps), max(high for _, high in gaps)) if gaps else None,
        ways=ways.searched,
        budget=budget,
        clipped=ways.clipped,
    )
