"""G14: a level of administration without a path to the alliance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...graph.expectations import MEMBERSHIP
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import Text, plural
from ..chain import Chain
from ..hierarchy.level_states import TIE, LevelState, LevelStates
from ..hierarchy.words import level_name
from ..instruments import ORGANISATION
from ..stated import is_aggregate, neighbours
from .candidates import Lead
from .rules import FACTS, UNITS_BELOW, Gap, Judgement, Undecided

_MOST = 5
_NO_LEVEL = Text("没有写明联盟本身的级别", "the level of the alliance itself is not stated")


def level_breaks(chain: Chain) -> Iterator[Judgement]:
    """G14: the levels that an alliance has no path to or from, from its own level down (`hierarchy.levels`)."""
    for alliance in chain.view.nodes_of("alliance").tolist():
        if is_aggregate(chain.view, alliance):
            continue
        states = LevelStates(chain.view, alliance, TieRule(), chain.rosters)
        if states.own is None:
            yield Undecided("G14", alliance, (FACTS,), _NO_LEVEL)
            continue
        levels = states.all[states.own :]
        for place, level in enumerate(levels):
            if level.state == "not_reached":
                yield _break(chain, alliance, level, levels[place:])
            elif level.state == "unknown":
                yield Undecided("G14", alliance, _lacks(states, level), level_name(level))


def _lacks(states: LevelStates, level: LevelState) -> tuple[str, ...]:
    """The rosters that would help: of ties; of units where none of the level is loaded; else exact facts."""
    ties = TIE if level.reason in ("may", "ties") else ""
    units = ORGANISATION if level.reason in ("level", "units") or not (level.units or level.way) else ""
    of_units = not schema().administration[level.level].kinds
    lacks = [which for which in (ties, units if of_units else "") if which in states.lacks]
    return tuple(lacks) or (FACTS,)


def _break(chain: Chain, alliance: int, level: LevelState, below: Sequence[LevelState]) -> Gap:
    cut = sum(len(lower.units) - len(lower.reached) for lower in below)
    name = level_name(level)
    return Gap(
        "G14",
        alliance,
        float(cut),
        UNITS_BELOW,
        Text(
            "{level}:列名的单位 {number} 个,有通路的 0 个(工作联系名单完整);本级及以下没有通路的单位 {cut} 个",
            "{level}: 0 of {number} named units with a path (ties complete); {below} at it and below without one",
        ).fill(
            level=name, number=len(level.units), cut=cut,
            below=plural(cut, "unit"),
        ),
        Text("这一级有一个单位与联盟有通路", "one unit of the level has a path to the alliance"),
        lambda: _leads(chain, alliance, level),
        detail=name,
    )  # fmt: skip


def _leads(chain: Chain, alliance: int, level: LevelState) -> tuple[Lead, ...]:
    """Units of the level, members of the alliance first."""
    members = set(neighbours(chain.view, chain.instruments.links, alliance, MEMBERSHIP, "target").tolist())
    order = sorted(level.units, key=lambda unit: (unit not in members, int(chain.view.name_ranks[unit])))
    member = Text("是联盟成员,属于这一级", "is a member of the alliance and stands at the level")
    other = Text("属于这一级", "stands at the level")
    there = [unit for unit in order if chain.instruments.nodes[unit] != Truth.NO]
    return tuple(Lead(unit, member if unit in members else other) for unit in there[:_MOST])
