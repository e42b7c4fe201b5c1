"""The levels of an alliance in words."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...wording import NOTHING, Text
from ..answer import Unknown
from .level_paths import Way
from .level_states import LevelState, LevelStates, Reason, State

STATES: dict[State, Text] = {
    "reached": Text("有", "reached"),
    "not_reached": Text("没有", "not reached"),
    "unknown": Text("未知", "unknown"),
    "absent": Text("没有这一级", "no such level"),
}
_REASONS: dict[Reason, Text] = {
    "": NOTHING,
    "may": Text(
        "通路要经过只是可能成立的关系,或来源只计数、不列名的单位。",
        "A path needs links that only may hold, or units that a source counts and does not name.",
    ),
    "level": Text("可能有通路的单位中,有的没有写明级别。", "Some units that may have a path do not state their level."),
    "ties": Text(
        "没有找到通路,但没有名单写明工作联系已列全。",
        "No path was found, but no roster promises that all working ties are listed.",
    ),
    "units": Text(
        "没有载入这一级的单位,也没有名单写明单位及其级别已列全。",
        "No unit of the level is loaded, and no roster lists all units with their levels.",
    ),
}
_CLOSES: dict[Reason, Text] = {
    "may": Text(
        "补上准确的日期、证实关系的来源和列名的名单",
        "exact dates, sources that confirm the links and lists with names are loaded",
    ),
    "level": Text("写明这些单位的级别(level)", "the level of these units is stated"),
    "ties": Text(
        "载入工作联系的名单,并在 rosters.csv 写明它完整(instrument=tie)",
        "the working ties are loaded, and rosters.csv states that they are complete (instrument=tie)",
    ),
    "units": Text(
        "载入这一级的单位,或在 rosters.csv 写明单位名单完整(instrument=organisation)",
        "units of the level are loaded, or rosters.csv states that the organisations are complete "
        "(instrument=organisation)",
    ),
}


def level_name(level: LevelState) -> Text:
    """What a level is called."""
    return schema().administration[level.level].label


def reason_text(level: LevelState) -> Text:
    """Why a level is unknown; nothing where it is known."""
    return _REASONS[level.reason]


def path_text(view: AllianceGraph, way: Way | None) -> Text:
    """A path in one line, as paths are written elsewhere: an arrow to the left where a link points against it."""
    if way is None:
        return NOTHING
    columns, names = view.relationships, view.node_names
    text = Text.same(names[way.nodes[0]])
    for before, node, link in zip(way.nodes, way.nodes[1:], way.links, strict=False):
        label = schema().type(schema().type_vocabulary.term(columns.types[link])).label
        along = int(columns.sources[link]) == before
        arrow = Text.same(" —[{label}]→ {name}" if along else " ←[{label}]— {name}")
        text += arrow.fill(label=label, name=names[node])
    return text


def sentence(view: AllianceGraph, alliance: int, found: LevelStates, as_of: str | None) -> Text:
    """How many levels are reached, not reached and unknown, and which."""
    name = view.node_names[alliance]
    when = Text(f"截至 {as_of},", f"as of {as_of}, ") if as_of else NOTHING
    parts = [part for state in STATES if (part := _part(found, state))]
    listed = Text.joined(parts, ";", "; ")
    return Text(f"{name}:", f"{name}: ") + when + listed + Text("。", ".")


_PARTS: dict[State, Text] = {
    "reached": Text("有通路的 {number} 级({levels})", "{number} have a path ({levels})"),
    "not_reached": Text("没有通路的 {number} 级({levels})", "{number} have none ({levels})"),
    "unknown": Text("无法判断的 {number} 级({levels})", "{number} cannot be decided ({levels})"),
    "absent": Text("没有这一级的 {number} 个({levels})", "{number} are not there at all ({levels})"),
}


def _part(found: LevelStates, state: State) -> Text | None:
    levels = [level for level in found if level.state == state]
    if not levels:
        return None
    return _PARTS[state].fill(number=len(levels), levels=Text.joined([level_name(level) for level in levels]))


def unknowns(found: LevelStates) -> Iterator[Unknown]:
    """What would decide the levels that are unknown, by the reason."""
    for reason, closes_when in _CLOSES.items():
        levels = [level for level in found if level.reason == reason]
        if levels:
            names = Text.joined([level_name(level) for level in levels])
            yield Unknown(
                what=Text("这些级别与联盟有没有通路:{names}", "whether these levels have a path: {names}").fill(
                    names=names
                ),
                why=_REASONS[reason],
                closes_when=closes_when,
            )
