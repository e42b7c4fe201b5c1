"""A connecting network in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...wording import NOTHING, Text, plural
from ..answer import Unknown
from ..open_links import nothing_loaded, open_links
from ..paths.hole_words import way_unknown
from ..rule_words import rule_words
from .search import ConnectingSearch


def sentence(search: ConnectingSearch) -> Text:
    """The answer in one sentence."""
    day = search.view.as_of_day
    when = [Text(f"截至 {day}", f"as of {day}")] if day else []
    within = Text.joined([*when, *rule_words(search.rule)], zh=",")
    unknown = Text("未知。", "Unknown: ") if search.status == "unknown" else NOTHING
    parts = [_joined(search), _left_over(search)]
    text = Text.joined([part for part in parts if part], zh=";", en="; ")
    return unknown + Text(f"{within.zh},{text.zh}。", f"{text.en} ({within.en}).")


def _joined(search: ConnectingSearch) -> Text:
    if not search.joints:
        return Text(f"{_names(search, search.named).zh} 互不相连", f"nothing joins {_names(search, search.named).en}")
    who = _names(search, search.joined)
    ties = len(search.joints)
    how = (
        Text("没有更强的", "none is stronger")
        if search.exact
        else Text("近似:没有一张网强过它的平方根", "near the best: none is stronger than its square root")
    )
    may = NOTHING if all(joint.holds for joint in search.joints) else Text(",含可能成立的", ", some that only may hold")
    return Text(
        f"{ties} 对联系{may.zh}连起 {who.zh},各值之积 {search.strength:g}({how.zh})",
        f"{plural(ties, 'tie')}{may.en} {'joins' if ties == 1 else 'join'} {who.en}, with a product of "
        f"{search.strength:g} ({how.en})",
    )


def _left_over(search: ConnectingSearch) -> Text:
    if not search.left_over or not search.joints:
        return NOTHING
    names = _names(search, search.left_over)
    return Text(
        f"在已载入的关系中连不上的:{names.zh}", f"among the relations loaded these cannot be joined: {names.en}"
    )


def _names(search: ConnectingSearch, nodes: Sequence[int]) -> Text:
    return Text.joined([Text.same(search.view.node_names[node]) for node in nodes])


def unknowns(search: ConnectingSearch) -> Iterator[Unknown]:
    """What the answer leaves open."""
    yield from open_links(search.view, (link for joint in search.joints if not joint.holds for link in joint.links))
    if search.status == "found":
        return
    for holes in search.holes:
        if holes.way:
            yield from way_unknown(search.view, holes.way)
    if not search.holes and search.left_over:
        yield nothing_loaded(search.rule)
