"""The way of a problem or need in words, and what of it is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import NOTHING, Text, plural, some
from ..answer import Unknown
from ..question import Frame
from .course import Course, Leg, Ways
from .route_row import RouteBounds
from .spans import ANY


def sentence(graph: AllianceGraph, ways: Ways, course: Course | None, bounds: RouteBounds) -> Text:
    """The answer in one sentence."""
    name, when = graph.node_names[ways.matter.node], bounds.as_of
    day = Text(f"截至 {when}", f"as of {when}") if when else Text("在已载入的关系中", "among the relations loaded")
    if course is None:
        return Text(
            f"“{name}”:{day.zh},在所述范围内没有一条按时间先后从提出走到{'办结' if ways.results else '有人办'}的路。",
            f'"{name}": {day.en}, no path within these bounds leads in order of time from who raised it to '
            f"{'what solved it' if ways.results else 'somebody who has it'}.",
        )
    legs = course.legs
    first, end = graph.node_names[legs[0].source], graph.node_names[legs[-1].target]
    to = Text(f"到“{end}”", f'to "{end}"')
    so_far = NOTHING if course.results else Text(";办结未见记录", "; no solution is recorded")
    took = _took(bounds)
    sure = NOTHING if course.is_certain else Text(";是否这样并不确定", "; it is not certain that it went so")
    return Text(
        f"“{name}”:{day.zh},从“{first}”提出{to.zh},按时间先后 {len(legs)} 步{took.zh}{so_far.zh}{sure.zh}。",
        f'"{name}": {day.en}, {plural(len(legs), "step")} in order of time lead from "{first}" {to.en}'
        f"{took.en}{so_far.en}{sure.en}.",
    )


def _took(bounds: RouteBounds) -> Text:
    if bounds.days is None:
        return Text(";历时多久未写明", "; how long it took is not stated")
    days = bounds.days.text()
    longest = bounds.longest.text() if bounds.longest else days
    return Text(
        f",历时 {days} 天,两步之间最长 {longest} 天", f" in {days} days, with at most {longest} between two steps"
    )


def doubts(graph: AllianceGraph, course: Course | None) -> Iterator[Unknown]:
    """What of a way is not known: steps that only may hold, orders and days that nobody states."""
    legs = course.legs if course else ()
    doubtful = [_words(graph, leg) for leg in legs if leg.truth != Truth.HOLDS]
    if doubtful:
        yield Unknown(what=_of(_WHETHER, doubtful), why=_WHY_MAY, closes_when=_SETTLED)
    pairs = [Text.same(f"{a.en} / ") + b for before, after in pairwise(legs) if not before.surely_precedes(after)
             for a, b in [(_words(graph, before), _words(graph, after))]]  # fmt: skip
    if pairs:
        yield Unknown(what=_of(_WHICH_FIRST, pairs), why=_WHY_ORDER, closes_when=_ORDERED)
    undated = [_words(graph, leg) for leg in legs if leg.began == ANY]
    if undated:
        yield Unknown(what=_of(_WHEN, undated), why=_WHY_UNDATED, closes_when=_DATED)


def _words(graph: AllianceGraph, leg: Leg) -> Text:
    source, target = graph.node_names[leg.source], graph.node_names[leg.target]
    label = schema().type(leg.type).label
    return Text(f"{source} {label.zh} {target}", f"{source} {label.en} {target}")


def _of(template: Text, texts: Sequence[Text]) -> Text:
    names = Text(some([text.zh for text in texts], 3).zh, some([text.en for text in texts], 3).en)
    return template.fill(number=len(texts), names=names)


def unjoined(frame: Frame[Any], ways: Ways) -> Unknown:
    """What is recorded and not joined to a way, and that relations may be missing."""
    graph: AllianceGraph = ways.graph
    links = ways.touching(ways.matter.node)
    frame.book.of_relationships(graph, [leg.link for leg in links])
    named = [_words(graph, leg) for leg in links]
    return Unknown(what=_of(_HOW, named) if named else _NOTHING_RECORDED, why=_NO_PROMISE, closes_when=_JOINED)


_WHETHER = Text("{number} 步是否成立:{names}", "whether {number} of the steps hold: {names}")
_WHY_MAY = Text(
    "起止日期只知道大概、有争议或只是推断。", "Their dates are only partly known, or they are disputed or inferred."
)
_SETTLED = Text("补上准确的日期,或找到证实或否定它们的来源", "exact dates or a source that settles them are loaded")
_WHICH_FIRST = Text("{number} 处先后:{names}", "which was first, at {number} places: {names}")
_WHY_ORDER = Text("日期和来源给出的次序都没有说明先后。", "Neither dates nor an order of the source say it.")
_ORDERED = Text("写明日期(since)或次序(order)", "dates (since) or an order (order) are stated")
_WHEN = Text("{number} 步在哪一天:{names}", "on which day {number} of the steps were taken: {names}")
_WHY_UNDATED = Text("来源没有写日期。", "Their sources give no date.")
_DATED = Text("关系写明起始日期(since)", "the links state when they began (since)")
_HOW = Text(
    "它是怎样走到办结的;有记录而连不成路的 {number} 条:{names}",
    "how it came to be solved; {number} recorded links make no path: {names}",
)
_NOTHING_RECORDED = Text("它走过的每一步", "each step that it took")
_NO_PROMISE = Text(
    "经手的单位自己为它做了什么、或交给了谁,没有载入;没有名单保证全部载入。",
    "To whom it was given, or what they did for it, was not loaded, and no roster promises that all of it was.",
)
_JOINED = Text(
    "载入交给了谁(ROUTED_TO、HANDLES)和他们为它做了什么(如 TESTS_FOR、ISSUED)",
    "it is loaded to whom it was given (ROUTED_TO, HANDLES) and what they did for it (such as TESTS_FOR, ISSUED)",
)
CLIPPED = Unknown(
    what=Text("其余的路", "the other ways"),
    why=Text("搜索用完了预算。", "The search used up its budget."),
    closes_when=Text("用更大的 budget 再问", "the question is asked with a larger budget"),
)
