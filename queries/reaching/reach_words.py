"""An answer of reach in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from ...graph.schema import schema
from ...wording import NOTHING, Text, plural
from ..answer import Unknown
from ..open_links import nothing_loaded, open_links
from ..rule_words import rule_words
from ..scopes import Scope

if TYPE_CHECKING:
    from .reach import ReachBounds
    from .reach_search import ReachSearch

Loss = Literal["", "yes", "may", "no"]
LOSS_WORDS = {
    "": NOTHING,
    "yes": Text("够不到了", "lost"),
    "may": Text("不能确定", "not decided"),
    "no": Text("仍能够到", "still reached"),
}
HOLDS_WORDS = {"holds": Text("成立", "holds"), "may": Text("可能成立", "may hold")}


def kind_label(row: Any) -> Text:
    """The kind of the node of a row in words."""
    return schema().kind(row.kind).label


def sentence(search: ReachSearch, bounds: ReachBounds, scope: Scope) -> Text:
    """The answer in one sentence."""
    name, within = search.view.node_names[search.start], _within(search, scope)
    start = Text(f"{name}:", f"{name}: ")
    if search.status == "none":
        return start + Text(
            f"{within.zh},在已载入的关系中,{bounds.targets} 个对象({search.targets.words.zh})一个也够不到。",
            f"among the relations loaded it reaches none of {bounds.targets} targets ({search.targets.words.en}) "
            f"{within.en}.",
        )
    unknown = Text("未知。", "unknown. ") if search.status == "unknown" else NOTHING
    parts = [_reached(search, bounds), _weighted(bounds), _expected(search, bounds)]
    parts += [_lost(search, bounds)] if search.out else []
    text = Text.joined(parts, zh=";", en="; ")
    return start + unknown + Text(f"{within.zh},{text.zh}。", f"{text.en} ({within.en}).")


def _within(search: ReachSearch, scope: Scope) -> Text:
    day = search.view.as_of_day
    steps = Text(f"{search.hops} 步以内", f"within {plural(search.hops, 'step')}")
    when = Text(f"截至 {day}", f"as of {day}") if day else NOTHING
    return Text.joined([part for part in (when, steps, scope.words(search.view), *rule_words(search.rule)) if part],
                       zh=",")  # fmt: skip


def _reached(search: ReachSearch, bounds: ReachBounds) -> Text:
    count = span(bounds.reached, bounds.reached_high)
    total, words = bounds.targets, search.targets.words
    share = span(round(bounds.reached / max(1, total), 4), round(bounds.reached_high / max(1, total), 4))
    more = Text("(可能还有)", " (there may be more)") if bounds.open else NOTHING
    return Text(
        f"够得到 {total} 个对象({words.zh})中的 {count} 个{more.zh},占 {share}",
        f"it reaches {count}{more.en} of {total} targets ({words.en}), a share of {share}",
    )


def _weighted(bounds: ReachBounds) -> Text:
    share = span(bounds.weighted, bounds.weighted_high)
    return Text(f"按距离加权 {share}", f"{share} weighted by distance")


def _expected(search: ReachSearch, bounds: ReachBounds) -> Text:
    number = span(bounds.expected, bounds.expected_high)
    if not bounds.runs:
        return Text(f"预期影响到 {number} 个(精确)", f"{number} of them are expected, exactly")
    between = f"{bounds.range_low:g}–{bounds.range_high:g}"
    return Text(
        f"预期影响到约 {number} 个(95% 区间 {between},抽样 {bounds.runs} 次,种子 {search.seed})",
        f"{number} or so are expected (95 % range {between}, {bounds.runs} runs, seed {search.seed})",
    )


def _lost(search: ReachSearch, bounds: ReachBounds) -> Text:
    names = Text.joined([Text.same(search.view.node_names[node]) for node in search.out], en=" and ")
    count, fall = span(bounds.lost, bounds.lost_high), span(bounds.expected_lost, bounds.expected_lost_high)
    return Text(
        f"去掉 {names.zh} 后少 {count} 个,预期少 {fall} 个",
        f"without {names.en} {count} are lost, {fall} of the expected",
    )


def span(low: float, high: float) -> str:
    """Two numbers as one where they are equal."""
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def unknowns(search: ReachSearch) -> Iterator[Unknown]:
    """What the answer leaves open."""
    yield from search.open
    yield from open_links(search.view, search.wide.links.tolist())
    if search.status == "none":
        yield nothing_loaded(search.rule)
