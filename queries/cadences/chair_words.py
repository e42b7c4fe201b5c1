"""The rotation of the chair in words: the sentence, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...graph.alliance_graph import AllianceGraph
from ...wording import NOTHING, Text, plural, some
from ..answer import Unknown
from ..evidence import EvidenceBook
from ..stated import stated_but_unlisted
from .next_chair import next_not_known
from .terms import ROTATING, Duty, Standing

if TYPE_CHECKING:
    from .chair_terms import ChairTermBounds, ChairTermRow

STANDINGS: dict[Standing, Text] = {
    "past": Text("已满", "past"),
    "now": Text("现任", "now"),
    "maybe_now": Text("可能是现任", "may be now"),
    "ahead": Text("未到", "ahead"),
    "never": Text("没有轮值过", "never chaired"),
    "no_term_known": Text("不知道任期", "no term known"),
}
DUTIES: dict[Duty, Text] = {
    "met": Text("已尽", "met"),
    "not_met": Text("确未尽", "surely not met"),
    "unknown": Text("不知道", "not known"),
    "running": Text("任期未满", "term not over"),
    "ahead": Text("任期未到", "term ahead"),
    "not_stated": Text("未写明要求", "duty not stated"),
    "no_term": Text("无任期", "no term"),
}
_NOBODY = Text("不知道", "not known")


def sentence(name: str, bounds: ChairTermBounds, rows: Sequence[ChairTermRow]) -> Text:
    """The rotation in one sentence."""
    now = some([chair.name for chair in bounds.now]) if bounds.now else _NOBODY
    following = Text.same(bounds.next.name) if bounds.next else _NOBODY
    never = [row.chairs[0].name for row in rows if row.standing == "never"]
    open_ = [row.chairs[0].name for row in rows if row.standing == "no_term_known"]
    who = Text(
        "{name},截至 {day}:现任轮值主席{now},下任{next}", "{name}, as of {day}: chair now: {now}; next: {next}"
    ).fill(name=name, day=bounds.as_of or _NOBODY, now=_named(now), next=_named(following))
    parts = [who, _duty_words(bounds)]
    if never:
        parts.append(Text("没有轮值过的:{names}", "never chaired: {names}").fill(names=some(never)))
    if open_:
        parts.append(Text("不知道任期的轮值单位:{names}", "no term known of: {names}").fill(names=some(open_)))
    return Text.joined(parts, ";", "; ") + Text("。", ".")


def _duty_words(bounds: ChairTermBounds) -> Text:
    """In how many terms the duty was met."""
    if not bounds.terms:
        return Text("没有载入任期", "no term was loaded")
    asked = "–".join(f"{number:g}" for number in bounds.least)
    least = Text("(每任至少 {number} 次活动)", " (at least {number} a term)").fill(number=asked) if asked else NOTHING
    return Text(
        "任期 {terms} 个,职责{least}已尽 {met}、确未尽 {not_met}、不知道 {unknown}",
        "{many}; duty{least} met in {met}, surely not in {not_met}, not known in {unknown}",
    ).fill(
        terms=bounds.terms, many=plural(bounds.terms, "term"), least=least, met=bounds.met, not_met=bounds.not_met,
        unknown=bounds.unknown,
    )  # fmt: skip


def _named(text: Text) -> Text:
    """In Chinese "是" before a name, and nothing before "不知道"."""
    return text if text == _NOBODY else Text(f"是 {text.zh}", text.en)


def unknowns(
    graph: AllianceGraph, book: EvidenceBook, alliance: int, bounds: ChairTermBounds, rows: Sequence[ChairTermRow]
) -> Iterator[Unknown]:
    """Who chairs now and next, whether duties were met, what a term asks for, and which chairs nobody names."""
    if not bounds.now:
        yield _now()
    if bounds.next is None:
        yield next_not_known(is_now_known=bool(bounds.now))
    if open_terms := [row for row in rows if row.duty == "unknown"]:
        yield _duties(open_terms)
    if not bounds.least:
        yield _no_duty()
    if units := [row.chairs[0].name for row in rows if row.standing == "no_term_known"]:
        yield _no_term(units)
    yield from stated_but_unlisted(graph, book, graph.node_ids[alliance], ROTATING)


def _now() -> Unknown:
    return Unknown(
        what=Text("现在谁轮值", "who chairs now"),
        why=Text(
            "没有哪个任期确定包含这一天,或不确定由谁轮值。",
            "No term surely holds on the day, or its chair is not certain.",
        ),
        closes_when=Text(
            "载入轮值任期表,起止写到日", "the list of chair terms is loaded, with the days on which they begin and end"
        ),
    )


def _duties(rows: Sequence[ChairTermRow]) -> Unknown:
    terms = [f"{some([chair.name for chair in row.chairs]).en} {row.begins}".strip() for row in rows]
    return Unknown(
        what=Text("{terms}:任期内的职责尽了没有", "whether the duty was met in: {terms}").fill(terms=some(terms)),
        why=Text(
            "没有名单写明任期内的活动已列全,或活动、任期的日期不确切。",
            "No roster promises all activities of the term, or the dates of activities or of the term are not exact.",
        ),
        closes_when=Text(
            "载入任期内的活动记录并写明它完整(普查写成所属的时期,如 2024H1),活动写明所属任期或日期",
            "the activities of the term are loaded and promised to be complete (census named by its period, such as "
            "2024H1), each with its term or its day",
        ),
    )


def _no_duty() -> Unknown:
    return Unknown(
        what=Text("任期内至少要办几次活动", "how many activities a term asks for"),
        why=Text("没有来源写明。", "No source states it."),
        closes_when=Text(
            "metrics.csv 写明联盟的“轮值期间最少集体活动”",
            'metrics.csv states the "least activities in a term" of the alliance',
        ),
    )


def _no_term(units: Sequence[str]) -> Unknown:
    return Unknown(
        what=Text("{units} 有没有轮值过", "whether these ever chaired: {units}").fill(units=some(list(units))),
        why=Text(
            "没有载入它们的任期,也没有名单写明任期已列全。",
            "No term of theirs was loaded, and no roster promises all terms.",
        ),
        closes_when=Text(
            "载入轮值任期表,并写明它完整(instrument=chair_term)",
            "the list of chair terms is loaded and promised to be complete (instrument=chair_term)",
        ),
    )
