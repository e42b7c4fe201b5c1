"""The seven 共 of an alliance, each with its dated facts: alive, surely idle, or not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...option import Option, Terms
from ...wording import NOTHING, Text, some
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status, Unknown
from ..columns import Column
from ..count import Count
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..question import Found, Frame, question
from ..shared_options import AllianceName, AsOf
from .cadence_words import no_day
from .events import units_of
from .row import DatedEvent, dated, days_text, events_column, evidence_of
from .works import MONTHS, Life, Work, look_back, works_of

LIVES: dict[Life, Text] = {
    "alive": Text("有实事", "alive"),
    "idle": Text("确无实事", "surely idle"),
    "unknown": Text("不知道", "not known"),
}
WORKS = Terms(Text("七共", "joint work"), lambda: schema().joint_work)


class JointWorkRow(RowModel):
    """One of the seven 共.

    Parameters
    ----------
    work
        Which.
    state
        `alive` (a dated fact surely lies in the time), `idle` (surely none does) or `unknown`.
    facts
        How many meetings and activities of it lie in the time, as people write it.
    low, high
        At least and at most; `high` is None where nobody knows.
    last
        When the latest of those that surely do was.
    units
        The organisations and party organisations that surely took part in those.
    events
        Those meetings and activities, then the others that may be of it.
    """

    work: Annotated[str, WORKS, Column("七共", "joint work", label=lambda row: schema().joint_work[row.work].label)]
    state: Annotated[Life, Column("状态", "state", label=lambda row: LIVES[row.state])]
    facts: Annotated[str, Column("次数", "facts")]
    low: Annotated[int, Column("至少", "at least", on_screen=False)]
    high: Annotated[int | None, Column("至多", "at most", on_screen=False)]
    last: Annotated[str, Column("最近一次", "last")]
    units: Annotated[
        tuple[NodeRef, ...],
        Column(
            "参与单位 id", "unit ids", "unit_ids", lambda row: tuple(unit.id for unit in row.units), on_screen=False
        ),
        Column(
            "参与单位", "units", "units", lambda row: some([unit.name for unit in row.units]) if row.units else NOTHING
        ),
    ]
    events: Annotated[tuple[DatedEvent, ...], *events_column("会议、活动", "meetings and activities")]
    evidence: tuple[str, ...]


class JointWorkBounds(AnswerModel):
    """The time that was looked at, and how many of the seven are alive, surely idle, or not known."""

    as_of: str | None
    since: str | None
    alive: int
    idle: int
    unknown: int


@question(
    Answer[JointWorkRow],
    about=Text(
        "加 --joint-work 列出“七共”:各有哪些有日期的会议和活动、谁参与、最近一次;有实事、确无实事,还是不知道。"
        "会议和活动属于哪一共,要在记录里写明;名单列全了才说确无。",
        "With --joint-work the seven sorts of joint work are listed: their dated meetings and activities, who took "
        "part and when the last one was; alive, surely idle, or not known. Of which sort an event is must be stated. "
        "Idle is said only where rosters promise all meetings and activities.",
    ),
    examples=("alliance cadence 横州茉莉花产业集群党建联盟 --joint-work",),
    switch=Option("列出七共各有哪些实事", "list the dated facts of each sort of joint work", names=("--joint-work",)),
)
def joint_work(
    frame: Frame[AllianceGraph],
    alliance: AllianceName,
    *,
    months: Annotated[
        int, Option("往回看几个月", "how many months to look back", least=1, most=120, unit=Text("个月", "months"))
    ] = MONTHS,
    as_of: AsOf = None,
) -> Found[JointWorkRow, JointWorkBounds]:
    """Which of the seven sorts of joint work of an alliance are alive, and which are on paper only.

    The sorts are data (`[joint_work]` of the schema).

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose joint work.
    months
        How long the time is that ends on the day.
    as_of
        The last day; when absent, the newest that is known of what hangs together with the alliance.

    Returns
    -------
    Answer[JointWorkRow]
        `found` where one is surely alive; `none` where all are surely idle; else `unknown`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        It means something that has no members.
    """
    graph = frame.graph
    position = resolve_alliance(graph, alliance)
    day = as_of or newest_day_around(graph, [position], umbrella=False)
    frame.tell(alliance=graph.node_ids[position])
    frame.on(day)
    since = look_back(day, months) if day else None
    works = works_of(graph, position, since or date.min, day or date.max)
    rows = [_row(frame, position, work) for work in works]
    states = [row.state for row in rows]
    bounds = JointWorkBounds(
        as_of=frame.as_of,
        since=str(since) if since else None,
        alive=states.count("alive"),
        idle=states.count("idle"),
        unknown=states.count("unknown"),
    )
    status: Status = "found" if bounds.alive else "unknown" if bounds.unknown else "none"
    unknown = [*([] if day else [no_day()]), *_unknown(works)]
    return Found(status, _sentence(graph.node_names[position], bounds, rows), rows, bounds, unknown)


def _row(frame: Frame[AllianceGraph], alliance: int, work: Work) -> JointWorkRow:
    graph, book = frame.graph, frame.book
    events = (*work.sure, *work.may)
    latest = max(work.sure, key=lambda event: (event.days[1], event.days[0]), default=None)
    named = sum(event.high for event in events)
    return JointWorkRow(
        work=work.id,
        state=work.life,
        facts=Count(work.low, named, work.high).text(),
        low=int(work.low),
        high=None if work.high == float("inf") else int(work.high),
        last=days_text(latest.days) if latest else "",
        units=tuple(node_ref(graph, unit) for unit in units_of(graph, work.sure)),
        events=dated(graph, events),
        evidence=(*book.of_node(graph, alliance), *evidence_of(graph, book, events)),
    )


def _unknown(works: Sequence[Work]) -> Iterator[Unknown]:
    open_works = [work for work in works if work.life == "unknown"]
    if not open_works:
        return
    labels = Text.joined(schema().joint_work[work.id].label for work in open_works)
    lacks = Text.joined((schema().instruments[kind].label for kind in open_works[0].lacks), en=" and ")
    if lacks:
        why = Text("没有名单写明这段时间的{what}已列全。", "No roster promises all {what} of the time.").fill(
            what=lacks
        )
        closes = Text(
            "载入这段时间的{what}并写明它完整(普查写成所属的时期,如 2024H1),每条写明属于哪一共",
            "the {what} of the time are loaded and promised to be complete (census named by its period, such as "
            "2024H1), each with its joint work",
        ).fill(what=lacks)
    else:
        why = Text(
            "有的会议或活动没有写明属于哪一共,或日期、所属不确切。",
            "Some meetings or activities do not state their joint work, or it is not certain when they were or whose.",
        )
        closes = Text(
            "每条会议和活动写明日期和属于哪一共", "each meeting and activity states its day and its joint work"
        )
    what = Text("有没有实事:{labels}", "whether there was any of: {labels}").fill(labels=labels)
    yield Unknown(what=what, why=why, closes_when=closes)


def _sentence(name: str, bounds: JointWorkBounds, rows: Sequence[JointWorkRow]) -> Text:
    def named(state: Life) -> Text:
        labels = [schema().joint_work[row.work].label for row in rows if row.state == state]
        return Text("({labels})", " ({labels})").fill(labels=Text.joined(labels)) if labels else NOTHING

    when = Text("{since} 至 {day},", ", {since} to {day}").fill(since=bounds.since, day=bounds.as_of)
    return Text(
        "{name}{comma}{when}七共中有实事的 {alive} 项{of_alive},确无实事的 {idle} 项{of_idle},不知道的 {unknown} 项。",
        "{name}{when}: of the sorts of joint work {alive} alive{of_alive}, {idle} surely idle{of_idle}, "
        "{unknown} not known.",
    ).fill(
        name=name, comma="," if bounds.as_of else ":", when=when if bounds.as_of else NOTHING, alive=bounds.alive,
        of_alive=named("alive"), idle=bounds.idle, of_idle=named("idle"), unknown=bounds.unknown,
    )  # fmt: skip
