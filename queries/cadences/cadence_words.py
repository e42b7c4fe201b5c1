"""The answers about cadence in words: the sentence, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...wording import NOTHING, Text, plural, some
from ..answer import Unknown
from .events import Event
from .periods import Mechanism, Slot, State, is_session

if TYPE_CHECKING:
    from .cadence import CadenceBounds, CadenceRow

STATES: dict[State, Text] = {
    "held": Text("已开", "held"),
    "missing": Text("确缺", "surely missing"),
    "unknown": Text("不知道", "not known"),
    "running": Text("未到期", "not over yet"),
    "ad_hoc": Text("不定期", "ad hoc"),
    "not_stated": Text("频次未写明", "rhythm not stated"),
}
_MOST_PERIODS = 6


def sentence(name: str, bounds: CadenceBounds, rows: Sequence[CadenceRow]) -> Text:
    """The calendar in one sentence."""
    if not bounds.mechanisms:
        return Text(
            "{name}:没有来源写明它应按期开什么会、办什么活动,所以说不出缺哪一期。",
            "{name}: no source states which meetings or activities are due and how often, so nothing can be said to be "
            "missing.",
        ).fill(name=name)
    due = bounds.held + bounds.missing + bounds.unknown
    text = Text(
        "{name},{since} 至 {day}:机制 {number} 项,应开 {due} 期,已开 {held},确缺 {missing},不知道 {unknown}",
        "{name}, {since} to {day}: {mechanisms}, {periods} due, {held} held, {missing} surely missing, {unknown} not "
        "known",
    ).fill(
        name=name, since=bounds.since, day=bounds.as_of, number=bounds.mechanisms, due=due, held=bounds.held,
        missing=bounds.missing, unknown=bounds.unknown, mechanisms=plural(bounds.mechanisms, "mechanism"),
        periods=plural(due, "period"),
    )  # fmt: skip
    gaps = [f"{row.mechanism.name} {row.period}" for row in rows if row.state == "missing" and row.mechanism]
    missing = Text(";缺的是 {names}", "; missing: {names}").fill(names=some(gaps)) if gaps else NOTHING
    open_rhythm = Text(";{number} 项没有写明频次", "; {mechanisms} without a stated rhythm").fill(
        number=bounds.not_stated, mechanisms=plural(bounds.not_stated, "mechanism")
    )
    return text + missing + (open_rhythm if bounds.not_stated else NOTHING) + Text("。", ".")


def unknowns(
    graph: AllianceGraph, slots: Sequence[tuple[Mechanism, Sequence[Slot]]], rows: Sequence[CadenceRow]
) -> Iterator[Unknown]:
    """What is not known: the open periods of each mechanism, rhythms that nobody states, or all of it."""
    for mechanism, judged in slots:
        if open_slots := [each for each in judged if each.state == "unknown"]:
            yield _open(graph, mechanism, open_slots)
    for row in rows:
        if row.state == "not_stated" and row.mechanism:
            yield _no_rhythm(row.mechanism.name)
    if not slots and not any(row.mechanism for row in rows):
        yield _no_mechanism()


def _open(graph: AllianceGraph, mechanism: Mechanism, slots: Sequence[Slot]) -> Unknown:
    reasons, closing = [], []
    if lacks := list(dict.fromkeys(kind for each in slots for kind in each.lacks)):
        labels = Text.joined((schema().instruments[kind].label for kind in lacks), en=" and ")
        reasons.append(
            Text("没有名单写明这些期的{what}已列全", "no roster promises all {what} of these periods").fill(what=labels)
        )
        closing.append(
            Text(
                "载入这些期的{what},并写明它完整(普查写成所属的时期,如 2024H1)",
                "the {what} of these periods are loaded and promised to be complete (census named by its period, such "
                "as 2024H1)",
            ).fill(what=labels)
        )
    if any(
        not (is_session(event, mechanism) and _is_one_period(each, event)) for each in slots for event in each.events
    ):
        reasons.append(
            Text(
                "有的会议或活动没有确切日期,或没有写明属于哪项机制",
                "some meetings or activities have no exact date, or do not state their mechanism",
            )
        )
        closing.append(
            Text("写明它们的日期和所属机制", "their dates and their mechanisms are stated"),
        )
    if not all(mechanism.surely_covers(each.period.first.toordinal(), each.period.last.toordinal()) for each in slots):
        reasons.append(Text("不确定机制当时是否在施行", "it is not certain that the mechanism was in force throughout"))
        closing.append(Text("写明机制的起止日期", "the first and the last day of the mechanism are stated"))
    periods = some([str(each.period) for each in slots], limit=_MOST_PERIODS)
    return Unknown(
        what=Text("{name}:{periods} 是否开了", "{name}: whether it was held in {periods}").fill(
            name=graph.node_names[mechanism.node], periods=periods
        ),
        why=Text.joined(reasons, ";", "; ").sentence(),
        closes_when=Text.joined(closing, ",并", ", and "),
    )


def _is_one_period(each: Slot, event: Event) -> bool:
    return event.is_inside(each.period.first.toordinal(), each.period.last.toordinal())


def _no_rhythm(name: str) -> Unknown:
    return Unknown(
        what=Text("{name}多久一次", "how often {name} is due").fill(name=name),
        why=Text("来源没有写明频次。", "No source states its rhythm."),
        closes_when=Text(
            "联盟机制表(mechanisms)的“频次”列写明,如每季度",
            "the list of mechanisms states it in the column rhythm, such as quarterly",
        ),
    )


def _no_mechanism() -> Unknown:
    return Unknown(
        what=Text("应按期开什么会、办什么活动", "which meetings and activities are due"),
        why=Text("没有载入联盟的机制。", "No mechanism of the alliance was loaded."),
        closes_when=Text(
            "载入联盟机制表(mechanisms),写明频次", "the list of mechanisms is loaded and states how often each is due"
        ),
    )


def no_day() -> Unknown:
    """That no date at all is known, so there is no calendar to look at."""
    return Unknown(
        what=Text("看到哪一天为止", "up to which day to look"),
        why=Text("没有任何日期。", "Nothing is dated."),
        closes_when=Text("用 --as-of 给出日期", "a day is given by --as-of"),
    )
