"""A strength answer in words: its sentence, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...wording import NOTHING, Text, plural, some
from ..answer import NodeRef, Unknown
from ..open_links import nothing_loaded, open_links
from ..paths.hole_words import way_text, way_unknown
from ..rule_words import rule_words
from .row import StrengthRow
from .search import StrengthSearch


def sentence(search: StrengthSearch, rows: Sequence[StrengthRow]) -> Text:
    """The answer in one sentence."""
    names, bounds = search.view.node_names, _bounds(search)
    start = Text("{first} 到 {last}:", "{first} to {last}: ").fill(
        first=names[search.ends[0]], last=names[search.ends[1]]
    )
    if rows:
        unknown = NOTHING if rows[0].truth == "holds" else Text("未知。", "unknown. ")
        return start + unknown + _found(search, rows[0], bounds)
    if search.status == "none":
        return start + Text(
            f"{bounds.zh},在已载入的关系中没有影响路径,强度为 0。",
            f"among the relations loaded there is no influence path {bounds.en}; the strength is 0.",
        )
    if search.holes.way:
        way = way_text(search.view, search.holes.way)
        return start + Text(
            f"未知。{bounds.zh},在已载入的关系中没有影响路径,但来源没有列全,可能有一条:{way.zh}。",
            f"unknown. Among the relations loaded there is no influence path {bounds.en}, but the sources do not name "
            f"everything, and there may be one: {way.en}.",
        )
    return start + Text(
        f"未知。{bounds.zh},在已载入的关系中没有影响路径,但经过未列名单位的路径没有查清。"
        "请加大 --budget 或减小 --hops。",
        f"unknown. Among the relations loaded there is no influence path {bounds.en}, but whether one runs through "
        "what is not named was not found out. Raise --budget or lower --hops.",
    )


def _bounds(search: StrengthSearch) -> Text:
    day = search.view.as_of_day
    when = Text(f"截至 {day},", f" as of {day}") if day else NOTHING
    within = Text(f"{when.zh}{search.hops} 步以内", f"within {plural(search.hops, 'step')}{when.en}")
    return Text.joined([within, *rule_words(search.rule)], zh=",")


def _found(search: StrengthSearch, row: StrengthRow, bounds: Text) -> Text:
    parts = [_strength(search, row), _limits(row), _routes(row), _cut(row), _necks(row)]
    text = Text.joined([part for part in parts if part], zh=";", en="; ")
    return Text(f"{bounds.zh},{text.zh}。", f"{text.en} ({bounds.en}).")


def _strength(search: StrengthSearch, row: StrengthRow) -> Text:
    low, high = f"{row.strength_low:g}", f"{row.strength_high:g}"
    number = low if low == high else f"{low}–{high}"
    if row.method == "exact":
        return Text(
            f"至少有一条路径走得通的概率为 {number}(精确)", f"some path works with probability {number}, exactly"
        )
    drawn, seed = search.drawn, search.sampling.seed
    between = f"{row.range_low:g}–{row.range_high:g}"
    return Text(
        f"至少有一条路径走得通的概率约为 {number}(95% 区间 {between},抽样 {drawn} 次,种子 {seed})",
        f"some path works with probability {number} or so (95 % range {between}, {drawn} runs, seed {seed})",
    )


def _limits(row: StrengthRow) -> Text:
    return Text(
        f"不低于最强一条的 {row.best_path:g},不高于 {row.bound_high:g}",
        f"it is at least that of the best path, {row.best_path:g}, and at most {row.bound_high:g}",
    )


def _routes(row: StrengthRow) -> Text:
    count = row.routes_low if row.routes_low == row.routes_high else f"{row.routes_low}–{row.routes_high}"
    noun = "route" if row.routes_low == row.routes_high == 1 else "routes"
    return Text(f"互不相交的路线 {count} 条", f"{count} disjoint {noun}")


def _cut(row: StrengthRow) -> Text:
    if row.cut is None:
        return Text("两端直接相连,割不断", "the ends are joined directly, so no loss of others cuts them")
    names = _listed(row.cut)
    are = "is" if len(row.cut) == 1 else "are"
    return Text(f"去掉 {names.zh} 就断", f"it is cut where {names.en} {are} lost")


def _necks(row: StrengthRow) -> Text:
    if not row.necks:
        return NOTHING
    names = _listed(row.necks)
    return Text(f"每条路径都要过 {names.zh}", f"every path passes {names.en}")


def _listed(nodes: Sequence[NodeRef]) -> Text:
    return some([node.name for node in nodes])


def unknowns(search: StrengthSearch) -> Iterator[Unknown]:
    """What the answer leaves open."""
    yield from open_links(search.view, search.wide.links)
    if len(search.wide):
        return
    if search.holes.way:
        yield from way_unknown(search.view, search.holes.way)
    if search.status == "none":
        yield nothing_loaded(search.rule)
