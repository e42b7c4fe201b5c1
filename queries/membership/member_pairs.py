"""What joins each pair of members of an alliance: command, common work, or nothing but that both are members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Annotated, Literal

from ...graph.alliance_graph import AllianceGraph
from ...graph.expectations import MEMBERSHIP
from ...graph.truth import Truth
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status, Unknown
from ..columns import Column
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..member_worlds import World
from ..open_links import link_name
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..shared_options import AllianceName, AsOf
from ..stated import stated_but_unlisted

Joined = Literal["work", "command", "membership"]
JOINED: dict[Joined, Text] = {
    "work": Text("共同工作", "common work"),
    "command": Text("隶属", "command"),
    "membership": Text("只列出同为成员", "only membership is listed"),
}
_TRUTHS = {"holds": Text("成立", "holds"), "may": Text("可能成立", "may hold")}


class MemberPairRow(RowModel):
    """A pair of members and what joins them.

    Parameters
    ----------
    one, other
        The members.
    joined
        The strongest that joins them: `work` (a working tie, or two through somebody or something), `command` (links of
        subordination, over any number of steps), `membership` (nothing else is listed).
    on_what
        The links, one after the other.
    truth
        Whether that holds for certain, membership of both with it.
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
    joined: Annotated[Joined, Column("靠什么", "joined by", label=lambda row: JOINED[row.joined])]
    on_what: Annotated[Text, Column("具体", "on what")]
    truth: Annotated[Holding, Column("真实性", "truth", label=lambda row: _TRUTHS[row.truth])]
    evidence: tuple[str, ...]


class MemberPairsBounds(AnswerModel):
    """How many pairs each of them joins; every pair of named members counts once.

    Parameters
    ----------
    as_of
        The day.
    pairs
        Pairs of members that are or may be members and have a name.
    work, command, membership
        Pairs by what joins them, where that may hold too.
    rows
        How many of them are listed.
    """

    as_of: str | None
    pairs: int
    work: int
    command: int
    membership: int
    rows: int


@question(
    Answer[MemberPairRow],
    about=Text(
        "逐对列出成员靠什么相连:共同工作(一条工作关系,或两步以内经由同一单位、议题、活动、岗位),隶属(不论隔几级),"
        "或者只是同为成员。伞形节点不算。“只列出同为成员”说的是载入的资料里没有别的,不等于没有来往。",
        "What joins each pair of members: common work (a working tie, or two through one unit, issue, activity or "
        "post), command (over any number of steps), or only that both are members. Umbrella nodes do not count. "
        '"Only membership is listed" tells what was loaded; it is no proof that the two do not work together.',
    ),
    examples=("alliance members 横州茉莉花产业集群党建联盟 --pairs",),
    switch=Option("逐对列出成员靠什么相连", "list what joins each pair of members", names=("--pairs",)),
)
def member_pairs(
    frame: Frame[AllianceGraph],
    alliance: AllianceName,
    *,
    joined: Annotated[
        Sequence[Joined],
        Option("只列靠这个相连的,可多次(默认:全部)", "only pairs that are joined so; repeatable (default: all)"),
    ] = (),
    top: Annotated[int, Option("只列最前面的几行", "only the first rows", least=1)] = 100,
    as_of: AsOf = None,
) -> Found[MemberPairRow, MemberPairsBounds]:
    """What joins each pair of members of an alliance.

    The definition of common work is that of the bridging gain (`bridging_gain`).

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose members.
    joined
        Only pairs that are joined by one of these; all when empty.
    top
        How many rows at most; the bounds count all.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with it.

    Returns
    -------
    Answer[MemberPairRow]
        `found` where work or command surely joins some pair; else `unknown`, since links may be missing.

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
    worlds = World(view, position, Truth.HOLDS), World(view, position, Truth.MAY)
    frame.book.of_node(view, position)
    found = sorted(_pairs(view, *worlds), key=lambda pair: (list(JOINED).index(pair[2]), pair[4] != "holds", pair[5]))
    counts = {kind: sum(pair[2] == kind for pair in found) for kind in JOINED}
    chosen = [pair for pair in found if not joined or pair[2] in joined][:top]
    rows = [_row(frame, view, worlds[1], pair) for pair in chosen]
    bounds = MemberPairsBounds(as_of=frame.as_of, pairs=len(found), **counts, rows=len(rows))
    sure = any(pair[2] != "membership" and pair[4] == "holds" for pair in found)
    status: Status = "found" if sure else "unknown"
    return Found(status, _sentence(view.node_names[position], bounds), rows, bounds, _unknown(frame, view, position))


_Pair = tuple[int, int, Joined, tuple[int, ...], Holding, tuple[str, str]]


def _pairs(view: AllianceGraph, sure: World, wide: World) -> Iterator[_Pair]:
    """Every pair with what joins it, the links of that, whether it holds, and the names by which it is put in order."""
    named = [member for member in wide.members if not view.node_at(member).aggregate]
    members = set(sure.members)
    for one, other in combinations(sorted(named, key=lambda member: (view.node_names[member], member)), 2):
        names = (view.node_names[one], view.node_names[other])
        both = {one, other} <= members
        ways: list[tuple[Joined, tuple[int, ...] | None, Holding]] = [
            ("work", sure.way(one, other), "holds" if both else "may"),
            ("command", sure.command(one, other), "holds" if both else "may"),
            ("work", wide.way(one, other), "may"),
            ("command", wide.command(one, other), "may"),
        ]
        ways.append(("membership", (), "holds" if both else "may"))
        joined, links, truth = next(way for way in ways if way[1] or way[0] == "membership")
        yield one, other, joined, links or (), truth, names


def _row(frame: Frame[AllianceGraph], view: AllianceGraph, wide: World, pair: _Pair) -> MemberPairRow:
    one, other, joined, links, truth, _ = pair
    told = Text.joined((link_name(view, link) for link in links), ";", "; ")
    evidence = sorted({*links, wide.membership[one], wide.membership[other]})
    return MemberPairRow(
        one=node_ref(view, one),
        other=node_ref(view, other),
        joined=joined,
        on_what=told if links else NOTHING,
        truth=truth,
        evidence=frame.book.of_relationships(view, evidence),
    )


def _unknown(frame: Frame[AllianceGraph], view: AllianceGraph, position: int) -> Iterator[Unknown]:
    yield from stated_but_unlisted(view, frame.book, view.node_ids[position], MEMBERSHIP)
    yield Unknown(
        what=Text("没有载入的工作关系", "working ties that were not loaded"),
        why=Text("没有名单能保证全部载入。", "No roster promises that all of them were loaded."),
        closes_when=Text("载入会议、活动、结对和供应的记录", "meetings, activities, pairings and supply are loaded"),
    )


def _sentence(name: str, bounds: MemberPairsBounds) -> Text:
    day = Text(f"截至 {bounds.as_of},", f"as of {bounds.as_of}, ") if bounds.as_of else NOTHING
    if not bounds.pairs:
        return Text(f"{name}:{day.zh}列名的成员不足两个。", f"{name}: {day.en}fewer than two members are named.")
    return Text(
        f"{name}:{day.zh}列名的成员共 {bounds.pairs} 对:{bounds.work} 对有共同工作,{bounds.command} 对有隶属关系,"
        f"{bounds.membership} 对只列出同为成员。",
        f"{name}: {day.en}of {plural(bounds.pairs, 'pair')} of named members {bounds.work} are joined by common work, "
        f"{bounds.command} by command, and of {bounds.membership} only membership is listed.",
    )
