"""Whose turn it was and is to chair an alliance, whether each did its duty, who is next, and who never chaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Measure
from ...graph.names import normal_form
from ...graph.records import record_key
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status
from ..columns import Column
from ..count import Count
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..shared_options import AllianceName, AsOf
from .cadence_words import no_day
from .chair_words import DUTIES, STANDINGS, sentence, unknowns
from .events import LAST, Days, Event, events_of
from .next_chair import next_chair, rotating_units
from .promised import Promised
from .row import DatedEvent, dated, days_text, events_column, evidence_of
from .terms import TERMS, Duty, Rotation, Standing, Term, duty_of, terms_of

_TRUTHS = {"holds": Text("成立", "holds"), "may": Text("可能成立", "may hold")}


class ChairTermRow(RowModel):
    """A term of the rotating chair, or a unit that takes turns and of which no term is known.

    Parameters
    ----------
    chairs
        Who chairs; several where that is not certain, empty where nobody says.
    begins, ends
        The first and the last day of the term, as far as they are known.
    standing
        `past`, `now`, `maybe_now`, `ahead`; of a unit without a term `never` (it never chaired: all terms were listed)
        or `no_term_known`.
    duty
        `met`, `not_met`, `unknown`, `running` (the term is not over), `ahead`, `not_stated` (nobody says what a term
        asks for), `no_term`.
    activities
        How many activities that count for the duty the term had, as people write it.
    low, high
        At least and at most; `high` is None where nobody knows.
    truth
        Whether the term and its chair hold for certain.
    events
        The activities that were or may have been in the term.
    """

    chairs: Annotated[
        tuple[NodeRef, ...],
        Column("轮值主席 id", "chair ids", "chair_ids", lambda row: tuple(c.id for c in row.chairs), on_screen=False),
        Column("轮值主席", "chair", value=lambda row: tuple(chair.name for chair in row.chairs)),
    ]
    begins: Annotated[str, Column("起", "begins")]
    ends: Annotated[str, Column("止", "ends")]
    standing: Annotated[Standing, Column("任期", "term", label=lambda row: STANDINGS[row.standing])]
    duty: Annotated[Duty, Column("职责", "duty", label=lambda row: DUTIES[row.duty])]
    activities: Annotated[str, Column("活动数", "number of activities")]
    low: Annotated[int, Column("至少", "at least", on_screen=False)]
    high: Annotated[int | None, Column("至多", "at most", on_screen=False)]
    truth: Annotated[Holding, Column("真实性", "truth", label=lambda row: _TRUTHS[row.truth])]
    events: Annotated[tuple[DatedEvent, ...], *events_column("活动", "activities")]
    evidence: tuple[str, ...]


class ChairTermBounds(AnswerModel):
    """What was looked at: terms and units, how many activities a term asks for, and who chairs now and next."""

    as_of: str | None
    terms: int
    units: int
    least: tuple[float, ...]
    now: tuple[NodeRef, ...]
    next: NodeRef | None
    met: int
    not_met: int
    unknown: int


@question(
    Answer[ChairTermRow],
    about=Text(
        "加 --chairs 列出轮值主席的任期:谁、起止、任期内该办的活动办了没有、现在是谁、下任是谁、谁还没有轮到过。"
        "下任要有来源写明(下一任期或轮值次序)。",
        "With --chairs the terms of the rotating chair are listed: whose, from when to when, whether what a "
        "term asks for was held, who chairs now and next, who never did. Who is next must be stated: a coming term, or "
        "the order of turns.",
    ),
    examples=("alliance cadence 横州茉莉花产业集群党建联盟 --chairs",),
    switch=Option("列出轮值主席的任期", "list the terms of the rotating chair", names=("--chairs",)),
)
def chair_terms(
    frame: Frame[AllianceGraph], alliance: AllianceName, *, as_of: AsOf = None
) -> Found[ChairTermRow, ChairTermBounds]:
    """The rotation of the chair of an alliance.

    What counts for the duty of a term, and what reports call the least number of it, is data (`[chair_duty]` of the
    schema).

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose chair.
    as_of
        The day that is now; when absent, the newest that is known of what hangs together with the alliance.

    Returns
    -------
    Answer[ChairTermRow]
        `found` where somebody surely chairs or chaired a term, or surely never did; else `unknown`.

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
    frame.book.of_node(graph, position)
    today = (day or date.max).toordinal()
    terms = terms_of(graph, position)
    measures = _duty_measures(graph, graph.node_ids[position], day)
    promised = Promised(graph, position, day or date.max)
    least = tuple(sorted({float(measure.value.value) for measure in measures if measure.value}))
    rotation = Rotation(events_of(graph, position, day or date.max), promised, least, today)
    rows = [
        *(_term_row(frame, term, rotation, measures) for term in terms),
        *_unit_rows(frame, position, terms, rotation),
    ]
    duties = [row.duty for row in rows]
    following = next_chair(graph, position, terms, today) if day else None
    bounds = ChairTermBounds(
        as_of=frame.as_of,
        terms=len(terms),
        units=len(rotating_units(graph, position)),
        least=least,
        now=tuple(chair for row in rows if row.standing == "now" for chair in row.chairs if row.truth == "holds"),
        next=None if following is None else node_ref(graph, following),
        met=duties.count("met"),
        not_met=duties.count("not_met"),
        unknown=duties.count("unknown"),
    )
    is_known = any(row.truth == "holds" and row.chairs and row.standing != "no_term_known" for row in rows)
    status: Status = "found" if is_known else "unknown"
    unknown = [*([] if day else [no_day()]), *unknowns(graph, frame.book, position, bounds, rows)]
    return Found(status, sentence(graph.node_names[position], bounds, rows), rows, bounds, unknown)


def _duty_measures(graph: AllianceGraph, subject: str, day: date | None) -> tuple[Measure, ...]:
    """The newest figures that say how much a term asks for."""
    names = {normal_form(name) for name in schema().chair_duty.names}
    found = [
        measure
        for measure in graph.records.measures.values()
        if measure.subject == subject and measure.value and not measure.group and normal_form(measure.metric) in names
        and not (day and measure.period and measure.period.first > day)
    ]  # fmt: skip
    newest = max((_when(measure) for measure in found), default=None)
    return tuple(sorted((measure for measure in found if _when(measure) == newest), key=record_key))


def _when(measure: Measure) -> tuple[date, date]:
    return (measure.period.last, measure.period.first) if measure.period else (date.min, date.min)


def _term_row(frame: Frame[AllianceGraph], term: Term, rotation: Rotation, measures: Sequence[Measure]) -> ChairTermRow:
    graph, book = frame.graph, frame.book
    duty, low, high, events = duty_of(term, rotation)
    shown = _limited(term, events)
    return ChairTermRow(
        chairs=tuple(
            node_ref(graph, unit) for unit in sorted(term.chairs, key=lambda unit: int(graph.name_ranks[unit]))
        ),
        begins=days_text(term.begins),
        ends="" if term.ends[1] == LAST else days_text(term.ends),
        standing=term.standing(rotation.today),
        duty=duty,
        activities=Count(low, sum(event.high for event in events), high).text(),
        low=int(low),
        high=None if high == float("inf") else int(high),
        truth="holds" if term.chair is not None else "may",
        events=dated(graph, shown),
        evidence=(
            *book.of_node(graph, term.node),
            *book.of_relationships(graph, term.links),
            *(entry for measure in measures for entry in book.add(record_key(measure), measure.evidence)),
            *evidence_of(graph, book, shown),
        ),
    )


def _limited(term: Term, events: Sequence[Event]) -> Sequence[Event]:
    """The events without those that may have been on any day at all, unless they state the term."""
    return [event for event in events if days_text(event.days) or term.node in event.terms]


def _unit_rows(
    frame: Frame[AllianceGraph], alliance: int, terms: Sequence[Term], rotation: Rotation
) -> Iterator[ChairTermRow]:
    """The units that take turns and of which no term is known."""
    graph, book = frame.graph, frame.book
    chaired = {unit for term in terms for unit in term.chairs}
    for unit, link in rotating_units(graph, alliance).items():
        if unit in chaired:
            continue
        never = _is_known_to_be_all(terms, rotation) and not graph.relationships.valid_from[link, 0]
        yield ChairTermRow(
            chairs=(node_ref(graph, unit),),
            begins="",
            ends="",
            standing="never" if never else "no_term_known",
            duty="no_term",
            activities="",
            low=0,
            high=None,
            truth="holds" if _holds(graph, link) else "may",
            events=(),
            evidence=book.of_relationships(graph, [link]),
        )


def _holds(graph: AllianceGraph, link: int) -> bool:
    return bool(link_truths(graph)[link] == Truth.HOLDS)


def _is_known_to_be_all(terms: Sequence[Term], rotation: Rotation) -> bool:
    """Whether all terms since the first one were listed, and each says for certain who chaired it."""
    begun = [term for term in terms if term.begins[0] <= rotation.today]
    if not begun or any(term.chair is None for term in begun):
        return False
    span: Days = (min(term.begins[0] for term in begun), rotation.today)
    return rotation.promised.covers([TERMS], *span)
