"""What an alliance promised to hold, period by period: held, surely missing, or not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.schema import schema
from ...option import Option, Terms
from ...wording import Text
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status
from ..columns import Column
from ..count import Count
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..question import Found, Frame, question
from ..shared_options import AllianceName, AsOf
from .cadence_words import STATES, no_day, sentence, unknowns
from .events import MECHANISM_OF, Event, events_of, links_of
from .periods import Mechanism, Slot, State, is_session, may_be_session, mechanism_of, periods, slot
from .promised import Promised
from .row import DatedEvent, dated, events_column, evidence_of

AD_HOC = "ad_hoc"
RHYTHMS = Terms(Text("频次", "rhythm"), lambda: ["", *schema().rhythms])
Since = Annotated[
    date | None,
    Option(
        "从哪天起看,如 2023-07-01(默认:最近十二个日历月)",
        "the first day that is looked at, such as 2023-07-01 (default: the last twelve calendar months)",
        metavar="DAY",
    ),
]


class CadenceRow(RowModel):
    """One period of a mechanism; or all that was held ad hoc, or without a rhythm that somebody states.

    Parameters
    ----------
    mechanism
        What was promised; None for meetings and activities that state no mechanism.
    rhythm
        How often it is due; empty where nobody states it.
    period
        The period, such as `2024Q1`; empty for what has none.
    state
        `held`, surely `missing`, `unknown`, `running` (the period is not over), `ad_hoc` (never a miss), `not_stated`
        (nobody says how often it is due).
    sessions
        How many were in it, as people write it: `1`, `0–2`, `1–2+` where more may be that nobody listed.
    low, high
        At least and at most; `high` is None where nobody knows.
    least
        How many the period asks for; None where it asks for none.
    events
        The meetings or activities that were or may have been in it, with their dates.
    """

    mechanism: Annotated[
        NodeRef | None,
        Column(
            "机制 id", "mechanism id", "mechanism_id", lambda row: row.mechanism and row.mechanism.id, on_screen=False
        ),
        Column("机制", "mechanism", "mechanism", lambda row: row.name),
    ]
    rhythm: Annotated[str, RHYTHMS, Column("频次", "rhythm", label=lambda row: rhythm_label(row.rhythm))]
    period: Annotated[str, Column("期", "period")]
    state: Annotated[State, Column("状态", "state", label=lambda row: STATES[row.state])]
    sessions: Annotated[str, Column("次数", "sessions")]
    low: Annotated[int, Column("至少", "at least", on_screen=False)]
    high: Annotated[int | None, Column("至多", "at most", on_screen=False)]
    least: Annotated[int | None, Column("应有", "due")]
    events: Annotated[tuple[DatedEvent, ...], *events_column("会议、活动", "meetings and activities")]
    evidence: tuple[str, ...]

    @property
    def name(self) -> Text:
        """The name of the mechanism."""
        return Text.same(self.mechanism.name) if self.mechanism else Text("未写明机制", "no mechanism stated")


class CadenceBounds(AnswerModel):
    """What was looked at, and in how many periods something was held, is surely missing, or is not known."""

    as_of: str | None
    since: str | None
    mechanisms: int
    not_stated: int
    held: int
    missing: int
    unknown: int
    running: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The mechanisms of an alliance and what is known of their periods.

    Parameters
    ----------
    slots
        By mechanism, in their order; none for one that is ad hoc or states no rhythm.
    others
        What was surely held of those, and what states no mechanism; the latter also where no mechanism is known at all.
    """

    slots: tuple[tuple[Mechanism, tuple[Slot, ...]], ...]
    others: tuple[tuple[Mechanism | None, tuple[Event, ...]], ...]

    @classmethod
    def of(cls, graph: AllianceGraph, alliance: int, since: date, day: date) -> Calendar:
        """The calendar between two days."""
        found = events_of(graph, alliance, day)
        promised, today = Promised(graph, alliance, day), day.toordinal()
        slots, others = [], []
        for mechanism in mechanisms_of(graph, alliance):
            mine = [event for event in found if may_be_session(event, mechanism)]
            rhythm = schema().rhythms.get(mechanism.rhythm)
            if rhythm and rhythm.months:
                due = (period for period in periods(rhythm.months, since, day) if _touches(mechanism, period))
                judged = tuple(slot(mechanism, period, mine, promised, today) for period in due)
                slots.append((mechanism, judged))
            else:
                sure = tuple(event for event in mine if is_session(event, mechanism) and _is_after(event, since))
                others.append((mechanism, sure))
        free = tuple(event for event in found if not event.sessions and event.links and _is_after(event, since))
        return cls(tuple(slots), (*others, *([(None, free)] if free or not (slots or others) else [])))


def _touches(mechanism: Mechanism, period: PartialDate) -> bool:
    return mechanism.may_touch(period.first.toordinal(), period.last.toordinal())


def _is_after(event: Event, since: date) -> bool:
    return event.days[1] >= since.toordinal()


def mechanisms_of(graph: AllianceGraph, alliance: int) -> list[Mechanism]:
    """The mechanisms of an alliance, by rhythm as the schema orders them, then by name; without a rhythm last."""
    best: dict[int, Mechanism] = {}
    for link, truth in links_of(graph, MECHANISM_OF, alliance):
        mechanism = mechanism_of(graph, link, truth, schema().groups["event"])
        if mechanism.node not in best or best[mechanism.node].truth < truth:
            best[mechanism.node] = mechanism
    order = {rhythm: place for place, rhythm in enumerate(schema().rhythms)}
    return sorted(
        best.values(), key=lambda each: (order.get(each.rhythm, len(order)), int(graph.name_ranks[each.node]))
    )


def first_of_year(day: date) -> date:
    """The first day of the twelve calendar months that a day lies at the end of."""
    return date(day.year, 1, 1) if day.month == 12 else date(max(1, day.year - 1), day.month + 1, 1)


@question(
    Answer[CadenceRow],
    about=Text(
        "逐期列出联盟的机制(每月、每季度、每半年、每年):已开、确缺,还是不知道。多久一次要有来源写明,否则就写“未写明”。"
        "只有名单写明这一期的会议或活动已列全,才说确缺。不定期的另列,从不算缺。",
        "The mechanisms of an alliance, period by period: held, surely missing or not known. How often "
        "must be stated by a source; else it is not stated. Only where a roster promises all meetings or activities of "
        "the period is one surely missing. What is held ad hoc stands apart and is no miss.",
    ),
    examples=("alliance cadence 横州茉莉花产业集群党建联盟",),
)
def cadence(
    frame: Frame[AllianceGraph], alliance: AllianceName, *, since: Since = None, as_of: AsOf = None
) -> Found[CadenceRow, CadenceBounds]:
    """The expected calendar of an alliance against the meetings and activities that were loaded.

    A date that is partly known may be any of its days: a meeting of 2024Q1 was surely in that quarter, and may have
    been in each of its three months.

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose mechanisms.
    since
        The first day that is looked at; every period that shares a day with the time from then on is listed.
    as_of
        The last day; when absent, the newest that is known of what hangs together with the alliance.

    Returns
    -------
    Answer[CadenceRow]
        `found` where something was surely held or is surely missing; else `unknown`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        It means something that has no members.
    """
    graph, book = frame.graph, frame.book
    position = resolve_alliance(graph, alliance)
    day = as_of or newest_day_around(graph, [position], umbrella=False)
    since = since or (first_of_year(day) if day else None)
    frame.tell(alliance=graph.node_ids[position], since=str(since) if since else None)
    frame.on(day)
    book.of_node(graph, position)
    calendar = Calendar.of(graph, position, since, day) if day and since else Calendar((), ((None, ()),))
    rows = [*_slot_rows(frame, calendar), *_other_rows(frame, calendar)]
    states = [row.state for row in rows]
    bounds = CadenceBounds(
        as_of=frame.as_of,
        since=str(since) if since else None,
        mechanisms=len(calendar.slots) + sum(mechanism is not None for mechanism, _ in calendar.others),
        not_stated=sum(row.state == "not_stated" and row.mechanism is not None for row in rows),
        held=states.count("held"),
        missing=states.count("missing"),
        unknown=states.count("unknown"),
        running=states.count("running"),
    )
    is_known = any(row.low or row.state == "missing" for row in rows)
    status: Status = "found" if is_known else "unknown"
    name = graph.node_names[position]
    unknown = unknowns(graph, calendar.slots, rows) if day else [no_day()]
    return Found(status, sentence(name, bounds, rows), rows, bounds, unknown)


def _slot_rows(frame: Frame[AllianceGraph], calendar: Calendar) -> Iterator[CadenceRow]:
    for mechanism, slots in calendar.slots:
        for each in slots:
            high = float("inf") if each.lacks else each.high
            count = Count(each.low, each.high, high)
            yield _row(frame, mechanism, str(each.period), each.state, count, each.events)


def _other_rows(frame: Frame[AllianceGraph], calendar: Calendar) -> Iterator[CadenceRow]:
    for mechanism, events in calendar.others:
        low = sum(event.low for event in events)
        count = Count(low, sum(event.high for event in events), float("inf"))
        state: State = "ad_hoc" if mechanism and mechanism.rhythm == AD_HOC else "not_stated"
        yield _row(frame, mechanism, "", state, count, events)


def _row(
    frame: Frame[AllianceGraph],
    mechanism: Mechanism | None,
    period: str,
    state: State,
    count: Count,
    events: Sequence[Event],
) -> CadenceRow:
    graph, book = frame.graph, frame.book
    stated_by = mechanism.node if mechanism else graph.position(frame.parameters["alliance"])
    assert stated_by is not None
    own = (*book.of_node(graph, stated_by), *book.of_relationships(graph, [mechanism.link] if mechanism else []))
    return CadenceRow(
        mechanism=node_ref(graph, mechanism.node) if mechanism else None,
        rhythm=mechanism.rhythm if mechanism and mechanism.rhythm in schema().rhythms else "",
        period=period,
        state=state,
        sessions=count.text(),
        low=int(count.low),
        high=None if count.is_open else int(count.high),
        least=mechanism.least if mechanism and period else None,
        events=dated(graph, events),
        evidence=(*own, *evidence_of(graph, book, events)),
    )


def rhythm_label(rhythm: str) -> Text:
    """What a rhythm is called."""
    return schema().rhythms[rhythm].label if rhythm else Text("未写明", "not stated")
