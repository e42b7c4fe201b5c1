"""G12: a mechanism with a missed period, joint work without a dated fact, a member that took part in nothing.

What happened is read from the whole graph: the view of a day has left out what ended before it. The alliance itself
must have claimed what is judged: a mechanism its rhythm, a meeting or a mechanism its sort of joint work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...graph.alliance_graph import AllianceGraph
from ...graph.expectations import MEMBERSHIP
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ...wording import Text, plural, some
from ..cadences.cadence import Calendar, first_of_year
from ..cadences.events import MECHANISM_OF, Event, events_of, judged_alliances, links_of
from ..cadences.promised import Promised
from ..cadences.works import MONTHS, look_back, stated_works, works_of
from ..chain import Chain
from .rules import FACTS, Gap, Judgement, Undecided

MISSED = Text("缺的期", "periods missed")
IDLE_WORK = Text("没有实事的“共”", "idle sorts of joint work")
NO_PART = Text("没有参加的成员", "members that took no part")
_GAP, _ATTENDANCE = "G12", "attendance"
_TAKES_PART = ("ATTENDED", "ORGANISED", "ORGANISES", "HOSTS", "CHAIRS")


def idle_mechanisms(chain: Chain) -> Iterator[Judgement]:
    """G12 of every alliance that states mechanisms, meetings or activities."""
    graph, day = chain.view.whole, chain.view.as_of_day
    if day is None:
        return
    for alliance in judged_alliances(graph):
        yield from _missed(graph, alliance, day)
        yield from _idle_work(graph, alliance, day)
        yield from _no_part(chain.view, alliance, day)


def _missed(graph: AllianceGraph, alliance: int, day: date) -> Iterator[Judgement]:
    for mechanism, slots in Calendar.of(graph, alliance, first_of_year(day), day).slots:
        missing = [str(slot.period) for slot in slots if slot.state == "missing"]
        if missing:
            formula = Text(
                "十二个月里缺 {number} 期:{periods}(名单完整)",
                "{count} missed in twelve months: {periods} (roster complete)",
            ).fill(number=len(missing), count=plural(len(missing), "period"), periods=some(missing))
            closes = Text("载入这些期里开过的会议或活动", "a session in these periods is loaded")
            yield _gap(mechanism.node, len(missing), MISSED, formula, closes)
        unknown = [slot for slot in slots if slot.state == "unknown"]
        if unknown:
            lacks = tuple(dict.fromkeys(kind for slot in unknown for kind in slot.lacks))
            yield Undecided(_GAP, mechanism.node, lacks or (FACTS,), questions=len(unknown))


def _idle_work(graph: AllianceGraph, alliance: int, day: date) -> Iterator[Judgement]:
    """The seven are judged where the alliance states any of them."""
    since = look_back(day, MONTHS)
    mechanisms = [
        int(graph.relationships.sources[link]) for link, _ in links_of(graph, MECHANISM_OF, alliance)
    ]  # fmt: skip
    own = [event.node for event in events_of(graph, alliance, day) if event.own == Truth.HOLDS]
    if not any(stated_works(graph, node) for node in (*mechanisms, *own)):
        return
    for work in works_of(graph, alliance, since, day):
        label = schema().joint_work[work.id].label
        if work.life == "unknown":
            yield Undecided(_GAP, alliance, work.lacks or (FACTS,), label)
        elif work.life == "idle":
            formula = Text("{label}:{since} 以来 0 次(名单完整)", "{label}: 0 since {since} (roster complete)")
            closes = Text("有一次写明“{label}”的会议或活动", 'a meeting or an activity that states "{label}" is there')
            yield _gap(
                alliance, 1, IDLE_WORK, formula.fill(label=label, since=since), closes.fill(label=label), detail=label
            )


def _no_part(view: AllianceGraph, alliance: int, day: date) -> Iterator[Judgement]:
    """A member throughout the last half-year that took part in no meeting or activity of it."""
    since, last = look_back(day, MONTHS).toordinal(), day.toordinal()
    graph = view.whole
    there = [event for event in events_of(graph, alliance, day) if event.may_be_inside(since, last)]
    kinds = (*schema().groups["event"], _ATTENDANCE)
    lacks = Promised(graph, alliance, day).missing(kinds, since, last)
    parts = _parts(graph, there, since, last)
    for member, truth in _members_since(view, alliance, since):
        part = parts.get(member, Truth.NO)
        if part == Truth.HOLDS:
            continue
        label = Text("参加 {alliance}", "taking part in {alliance}").fill(alliance=graph.node_names[alliance])
        if part == Truth.MAY or lacks or truth == Truth.MAY:
            yield Undecided(_GAP, member, lacks or (FACTS,), label)
        else:
            formula = Text("{label}:{since} 以来 0 次(名单完整)", "{label}: 0 since {since} (roster complete)")
            closes = Text("它参加联盟的一次会议或活动", "it takes part in a meeting or an activity of the alliance")
            yield _gap(
                member, 1, NO_PART, formula.fill(label=label, since=look_back(day, MONTHS)), closes, detail=label
            )


def _members_since(view: AllianceGraph, alliance: int, since: int) -> Iterator[tuple[int, Truth]]:
    """The members with a name that did not surely join after a day, and how far they were members since then."""
    columns = view.relationships
    best: dict[int, Truth] = {}
    for link, truth in links_of(view, MEMBERSHIP, alliance):
        first, last = columns.valid_from[link].tolist()
        member = int(columns.sources[link])
        if first <= since and not view.node_at(member).aggregate:
            best[member] = max(best.get(member, Truth.NO), truth if last <= since else Truth.MAY)
    yield from sorted(best.items())


def _parts(graph: AllianceGraph, events: list[Event], since: int, last: int) -> dict[int, Truth]:
    """By position of a unit how far it took part in some event between two days.

    Whoever took part without a name may be anybody, and an organisation may stand for its party organisation.
    """
    found: dict[int, Truth] = {}
    for event in events:
        sure = min(event.own, Truth.HOLDS if event.is_inside(since, last) and event.low else Truth.MAY)
        for unit, truth in _present(graph, event):
            found[unit] = max(found.get(unit, Truth.NO), min(sure, truth))
    if any(graph.node_at(unit).aggregate for unit in found):
        return {**dict.fromkeys(range(len(graph)), Truth.MAY), **found}
    for link, _ in links_of(graph, "HOSTED_BY"):
        ends = int(graph.relationships.sources[link]), int(graph.relationships.targets[link])
        for one, other in (ends, ends[::-1]):
            if one in found:
                found.setdefault(other, Truth.MAY)
    return found


def _present(graph: AllianceGraph, event: Event) -> Iterator[tuple[int, Truth]]:
    columns, truths = graph.relationships, link_truths(graph)
    types = {schema().type_vocabulary.code(type_id) for type_id in _TAKES_PART}
    for link in graph.incoming(event.node).tolist():
        if int(columns.types[link]) in types and truths[link]:
            yield int(columns.sources[link]), Truth(truths[link])


def _gap(subject: int, number: int, counts: Text, formula: Text, closes: Text, *, detail: Text = MISSED) -> Gap:
    return Gap(_GAP, subject, float(number), counts, formula, closes, detail=detail)
