"""How many pairs of members that no command joins an alliance brings into working contact."""

from __future__ import annotations

from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.link_factors import significant
from ...graph.truth import Truth
from ...wording import Text
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status, Unknown
from ..columns import Column
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..member_worlds import Pair, World, pairs_apart
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..shared_options import AllianceName, AsOf
from ..stated import stated_but_unlisted


class BridgedRow(RowModel):
    """A pair of members that no command joins, and that work together within two steps.

    Parameters
    ----------
    one, other
        The members.
    middle
        Whom or what both work with; None where a tie joins them directly.
    truth
        Whether that holds for certain, membership and missing command with it.
    """

    one: Annotated[
        NodeRef,
        Column("成员 id", "member id", "one_id", lambda row: row.one.id, on_screen=False),
        Column("成员", "member", "one", lambda row: row.one.name),
    ]
    other: Annotated[
        NodeRef,
        Column("另一成员 id", "other member id", "other_id", lambda row: row.other.id, on_screen=False),
        Column("另一成员", "other member", "other", lambda row: row.other.name),
    ]
    middle: Annotated[
        NodeRef | None, Column("经由", "through", "middle", lambda row: row.middle.name if row.middle else "")
    ]
    truth: Annotated[
        Holding,
        Column("真实性", "truth", label=lambda row: Text("成立", "holds") if row.truth == "holds" else _MAY),
    ]
    evidence: tuple[str, ...]


_MAY = Text("可能成立", "may hold")


class BridgingBounds(AnswerModel):
    """The gain and what it is made of.

    Parameters
    ----------
    members, members_high
        Members that hold, and those too that only may.
    pairs, pairs_high
        Pairs of members that no command joins: surely, and at most.
    bridged, bridged_high
        Those of them that work together within two steps: surely, and at most.
    gain_low, gain_high
        The share; None without a pair.
    """

    as_of: str | None
    members: int
    members_high: int
    pairs: int
    pairs_high: int
    bridged: int
    bridged_high: int
    gain_low: float | None
    gain_high: float | None


@question(
    Answer[BridgedRow],
    about=Text(
        "分母是彼此没有隶属关系(不论隔几级)的成员对;分子是其中两步以内有共同工作(议题、活动、岗位、供货、研发等)的。"
        "同为成员不算,伞形节点不算。成员名单没有列全时是已列成员之间的。",
        "The denominator are pairs of members that no subordination joins, over any number of levels; those count that "
        "work together within two steps: an issue, an activity, a post, supply, research. Membership does not count, "
        "nor do umbrella nodes. Where the members are not all listed it is among those that are.",
    ),
    examples=("alliance bridging 横州茉莉花产业集群党建联盟",),
)
def bridging_gain(
    frame: Frame[AllianceGraph],
    alliance: AllianceName,
    *,
    as_of: AsOf = None,
) -> Found[BridgedRow, BridgingBounds]:
    """The bridging gain of an alliance: the share of unjoined pairs of its members that work together.

    The definition is ours. A pair is joined by command where links of subordination lead from one to the other, up or
    down, over any number of steps, as through a common superior. Working ties are those that `graph/schema.toml` calls
    so, in either direction.

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose members.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with it.

    Returns
    -------
    Answer[BridgedRow]
        `found` where some pair surely works together; `unknown` where one may, or there may be members that are not
        listed; else `none`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        It means something that has no members.
    """
    graph = frame.graph
    position = resolve_alliance(graph, alliance)
    frame.tell(alliance=graph.node_ids[position])
    view = frame.on(as_of or newest_day_around(graph, [position], umbrella=False))
    worlds = [World(view, position, least) for least in (Truth.HOLDS, Truth.MAY)]
    pairs = list(pairs_apart(*worlds))
    frame.book.of_node(view, position)
    rows = [_row(frame, view, pair) for pair in pairs if pair.works != Truth.NO]
    bounds = _bounds(frame, worlds, pairs)
    unknown = list(stated_but_unlisted(view, frame.book, graph.node_ids[position]))
    status: Status = "found" if bounds.bridged else "unknown" if rows or unknown else "none"
    if status == "none":
        unknown = [_no_roster()]
    return Found(status, _sentence(view.node_names[position], bounds, status), rows, bounds, unknown)


def _row(frame: Frame[AllianceGraph], view: AllianceGraph, pair: Pair) -> BridgedRow:
    columns, (*way, _, _) = view.relationships, pair.links
    between = {int(end) for link in way for end in (columns.sources[link], columns.targets[link])}
    middle = next(iter(between - {pair.one, pair.other}), None)
    return BridgedRow(
        one=node_ref(view, pair.one),
        other=node_ref(view, pair.other),
        middle=None if middle is None else node_ref(view, middle),
        truth="holds" if pair.works == Truth.HOLDS else "may",
        evidence=frame.book.of_relationships(view, sorted(set(pair.links))),
    )


def _bounds(frame: Frame[AllianceGraph], worlds: list[World], pairs: list[Pair]) -> BridgingBounds:
    """The counts, and the least and greatest share that they leave open."""
    sure, certain = [p for p in pairs if p.apart == Truth.HOLDS], sum(p.works == Truth.HOLDS for p in pairs)
    idle = sum(p.works == Truth.NO for p in pairs)  # no work, in any world: they can only add to the denominator
    fallow = sum(p.works != Truth.HOLDS for p in pairs)
    busy = sum(p.works != Truth.NO for p in pairs)
    idle_for_sure = sum(p.works == Truth.NO for p in sure)
    low = certain / (certain + fallow) if certain + fallow else None
    high = busy / (busy + idle_for_sure) if busy + idle_for_sure else (0.0 if idle else None)
    return BridgingBounds(
        as_of=frame.as_of,
        members=len(worlds[0].members),
        members_high=len(worlds[1].members),
        pairs=len(sure),
        pairs_high=len(pairs),
        bridged=certain,
        bridged_high=busy,
        gain_low=None if low is None else significant(low),
        gain_high=None if high is None else significant(high),
    )


def _no_roster() -> Unknown:
    return Unknown(
        what=Text("没有载入的成员和工作关系", "members and working ties that were not loaded"),
        why=Text("没有名单能保证全部载入。", "No roster promises that all of them were loaded."),
        closes_when=Text("载入成员名单和更多来源", "the list of members and more sources are loaded"),
    )


def _sentence(name: str, bounds: BridgingBounds, status: Status) -> Text:
    day = Text(f"截至 {bounds.as_of},", f" as of {bounds.as_of}") if bounds.as_of else Text("", "")
    unknown = Text("未知。", "unknown: ") if status == "unknown" else Text("", "")
    start = Text(f"{name}:{unknown.zh}{day.zh}", f"{name}: {unknown.en}")
    members = _span(bounds.members, bounds.members_high)
    if bounds.gain_high is None:
        return start + Text(
            f"列出的 {members} 个成员中没有彼此不隶属的一对,算不出增益。",
            f"among the {members} members that are listed{day.en} no pair is free of command, so there is no gain.",
        )
    pairs, bridged = _span(bounds.pairs, bounds.pairs_high), _span(bounds.bridged, bounds.bridged_high)
    gain = _span(bounds.gain_low or 0.0, bounds.gain_high)
    return start + Text(
        f"列出的 {members} 个成员中,彼此不隶属的有 {pairs} 对,其中两步以内有工作来往的 {bridged} 对,增益 {gain}。",
        f"of {pairs} pairs among the {members} members listed{day.en} that no command joins, {bridged} work together "
        f"within two steps: a gain of {gain}.",
    )


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
