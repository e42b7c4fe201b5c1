"""Which levels of administration have a path to the alliance, with a witness of each."""

from __future__ import annotations

from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ...option import Terms
from ...wording import Text
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status
from ..columns import Column
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..question import Found, Frame, question
from ..rosters import Rosters
from ..scopes import Scope
from ..shared_options import AllianceName, AsOf, ScopeName
from ..stages import Stages
from .level_states import LevelState, LevelStates, State
from .words import STATES, path_text, reason_text, sentence, unknowns

LEVELS = Terms(Text("行政级别", "level of administration"), lambda: schema().administration)


class LevelRow(RowModel):
    """A level of administration.

    Parameters
    ----------
    state
        `reached`, `not_reached` (a roster promises that all ties are listed), `unknown`, or `absent` (a roster promises
        that there is no unit of the level).
    units, reached
        How many units of the level are named, and how many of them surely have a path.
    steps
        Of the shortest path; None without one.
    path
        The shortest path in words, along the influence: from the alliance, or to it. Of an unknown level it only may be
        there.
    nodes, relationships
        Its nodes and a link of each step.
    why
        Why the level is unknown.
    """

    level: Annotated[str, LEVELS, Column("级别", "level", label=lambda row: schema().administration[row.level].label)]
    state: Annotated[State, Column("通路", "state", label=lambda row: STATES[row.state])]
    units: Annotated[int, Column("列名的单位", "units named")]
    reached: Annotated[int, Column("其中有通路的", "of them with a path")]
    steps: Annotated[int | None, Column("步数", "steps")]
    path: Annotated[Text, Column("见证路径", "witness")]
    nodes: Annotated[
        tuple[NodeRef, ...],
        Column("节点 id", "node ids", "node_ids", lambda row: tuple(node.id for node in row.nodes), on_screen=False),
    ]
    relationships: tuple[str, ...]
    why: Annotated[Text, Column("为何未知", "why unknown")]
    evidence: tuple[str, ...]


class LevelBounds(AnswerModel):
    """How many levels there are in each state, which links were walked, and on what day."""

    as_of: str | None
    umbrella: bool
    levels: int
    reached: int
    not_reached: int
    unknown: int
    absent: int


@question(
    Answer[LevelRow],
    about=Text(
        "从国家到农户,每一级有没有单位与联盟有通路(顺着影响的方向,从联盟来或到联盟去,不经伞形节点),各给一条最短的路径。"
        "只有名单写明工作联系已列全,才说“没有通路”。本级和以下各级只看联盟所在地方的单位。",
        "Whether some unit of each level, from the nation down to households, has a path to or from the alliance along "
        "the influence and without umbrella nodes, with the shortest of each. There is said to be none only where a "
        "roster promises that all working ties are listed. At the alliance's own level and below, units of its own "
        "place count.",
    ),
    examples=("alliance levels 横州茉莉花产业集群党建联盟",),
)
def levels(
    frame: Frame[AllianceGraph],
    alliance: AllianceName,
    *,
    scope: ScopeName = None,
    as_of: AsOf = None,
    rule: TieRule | None = None,
) -> Found[LevelRow, LevelBounds]:
    """Which levels of administration have a path to an alliance, or from it.

    The definition is ours. A level is reached when a unit that its source puts at the level can reach the alliance, or
    be reached from it, by links that hold, in any number of steps.

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose levels; an alliance, a platform or an association.
    scope
        Which units count; when absent, those that lie in the place of the alliance as it is written, and above its own
        level everybody.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with it.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.

    Returns
    -------
    Answer[LevelRow]
        `found` where a level is reached; `none` where surely none is; else `unknown`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        It means something that has no members, a scope that nothing belongs to, or a type that no path walks.
    """
    graph, rule = frame.graph, rule or TieRule()
    rule.check()
    position = resolve_alliance(graph, alliance)
    view = frame.on(as_of or newest_day_around(graph, [position], umbrella=rule.umbrella))
    within = Scope.of(view, scope)
    frame.tell(
        alliance=view.node_ids[position], scope=None if within.position is None else view.node_ids[within.position]
    )
    found = LevelStates(view, position, rule, Rosters(view, Stages(view)), within.may if scope else None)
    frame.book.of_node(view, position)
    states = [level.state for level in found]
    bounds = LevelBounds(
        as_of=frame.as_of,
        umbrella=rule.umbrella,
        levels=len(states),
        reached=states.count("reached"),
        not_reached=states.count("not_reached"),
        unknown=states.count("unknown"),
        absent=states.count("absent"),
    )
    status: Status = "found" if bounds.reached else "unknown" if bounds.unknown else "none"
    rows = [_row(frame, view, level) for level in found]
    return Found(status, sentence(view, position, found, frame.as_of), rows, bounds, unknowns(found))


def _row(frame: Frame[AllianceGraph], view: AllianceGraph, level: LevelState) -> LevelRow:
    nodes, links = (level.way.nodes, level.way.links) if level.way else ((), ())
    return LevelRow(
        level=level.level,
        state=level.state,
        units=len(level.units),
        reached=len(level.reached),
        steps=len(links) if links else None,
        path=path_text(view, level.way),
        nodes=tuple(node_ref(view, node) for node in nodes),
        relationships=tuple(view.relationship_id(link) for link in links),
        why=reason_text(level),
        evidence=frame.book.of_relationships(view, links),
    )
