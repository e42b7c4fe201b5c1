"""Who the members of an alliance are, by kind, tier, level or place; and how many of them no source names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.expectations import MEMBERSHIP
from ...graph.schema import schema
from ...graph.truth import Truth
from ...option import Option
from ...wording import NOTHING, Text, plural, some
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status, Unknown
from ..columns import Column
from ..count import Count
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_alliance
from ..question import Found, Frame, question
from ..shared_options import AllianceName, AsOf
from ..stated import amount, stated_but_unlisted
from .roll import GROUPINGS, Grouping, Rest, Roll, members_not_loaded

_NOT_GIVEN = Text("未写明", "not given")
_MOST_NAMED = 8


class MemberRow(RowModel):
    """The members of one group, or those of whom no source says to which group they belong.

    Parameters
    ----------
    group
        The group; empty for those of whom it is not given.
    count
        How many there are, as people write it: `3`, `1–3`, `3+` where members that nobody names may be among them.
    low, high
        At least and at most; `high` is None where nobody knows.
    unnamed
        How many of them no source names: of an aggregate, and in the row without a group what a published total leaves.
    members
        Those that are named.
    """

    group: Annotated[str, Column("组", "group", label=lambda row: row.label)]
    label: Text
    count: Annotated[str, Column("个数", "count")]
    low: Annotated[int, Column("至少", "at least", on_screen=False)]
    high: Annotated[int | None, Column("至多", "at most", on_screen=False)]
    unnamed: Annotated[str, Column("没有列名", "not named")]
    members: Annotated[
        tuple[NodeRef, ...],
        Column(
            "列名的成员",
            "named members",
            value=lambda row: tuple(member.id for member in row.members),
            label=lambda row: some([member.name for member in row.members], limit=_MOST_NAMED),
        ),
    ]
    evidence: tuple[str, ...]


class MembersBounds(AnswerModel):
    """What was counted.

    Parameters
    ----------
    as_of
        The day.
    by
        What the groups are.
    named, named_high
        Members that are named and surely are members, and those too that only may be.
    published
        The total that a source gives, as it gives it; None where none does.
    complete
        Whether a roster promises that all members were listed.
    """

    as_of: str | None
    by: str
    named: int
    named_high: int
    published: str | None
    complete: bool


@question(
    Answer[MemberRow],
    about=Text(
        "按种类、层级、级别或地方数联盟的成员。来源没有写明的另成一行,所以各行之和就是公布的总数;"
        "只有总数、没有名字的成员不分到任何一组。",
        "The members of an alliance by kind, tier, level or place. Those of whom no source says it are a row of their "
        "own, so the rows add up to the published total; members that are only counted are put into no group.",
    ),
    examples=("alliance members 横州茉莉花产业集群党建联盟", "alliance members 横州茉莉花产业集群党建联盟 --by tier"),
)
def members(
    frame: Frame[AllianceGraph],
    alliance: AllianceName,
    *,
    by: Annotated[Grouping, Option("按什么分组", "what the groups are")] = "kind",
    as_of: AsOf = None,
) -> Found[MemberRow, MembersBounds]:
    """The members of an alliance in groups that add up to its total.

    Parameters
    ----------
    graph
        The graph.
    alliance
        Whose members; anything that may have members (an alliance, a platform, an association).
    by
        What the groups are: the kind or level or place of a member, or its tier in the alliance.
    as_of
        The day on which membership must be valid; when absent, the newest that is known of what hangs together with it.

    Returns
    -------
    Answer[MemberRow]
        `found` where some member surely belongs to a group; `unknown` where members are only counted, only may be
        members, or may be missing; `none` where a roster promises that all were listed and lists nobody.

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
    roll = Roll.of(view, position)
    frame.book.of_node(view, position)
    rows = list(_rows(frame, roll, by))
    bounds = MembersBounds(
        as_of=frame.as_of,
        by=by,
        named=roll.counted(Truth.HOLDS),
        named_high=roll.counted(Truth.MAY),
        published=str(roll.total.value) if roll.total else None,
        complete=roll.complete,
    )
    status: Status = "found" if any(row.group and row.low for row in rows) else "none" if roll.is_none else "unknown"
    return Found(status, _sentence(view, roll, bounds, rows), rows, bounds, _unknown(frame, roll))


def _rows(frame: Frame[AllianceGraph], roll: Roll, by: Grouping) -> Iterator[MemberRow]:
    groups: dict[str, list[int]] = defaultdict(list)
    for member in roll.links:
        groups[roll.group(member, by)].append(member)
    rest = roll.rest()
    for group in sorted(groups.keys() - {""}, key=lambda key: (-len(groups[key]), key)):
        label = schema().kind(group).label if by == "kind" else Text.same(group)
        yield _row(frame, roll, groups[group], group, label, Rest(0, roll.may_add(rest)))
    if groups[""] or rest is None or rest.value:
        yield _row(frame, roll, groups[""], "", _NOT_GIVEN, Rest.of(rest))


def _row(frame: Frame[AllianceGraph], roll: Roll, group: list[int], key: str, label: Text, rest: Rest) -> MemberRow:
    sure = [member for member in group if roll.links[member][1] == Truth.HOLDS]
    count = roll.count(sure, group, rest)
    aggregates = [member for member in group if not roll.is_named(member)]
    named = sorted((m for m in group if roll.is_named(m)), key=lambda member: (roll.view.node_names[member], member))
    without_name = roll.count([m for m in sure if m in aggregates], aggregates, rest if not key else Rest(0, 0))
    return MemberRow(
        group=key,
        label=label,
        count=count.text(),
        low=int(count.low),
        high=None if count.is_open else int(count.high),
        unnamed=without_name.text(),
        members=tuple(node_ref(roll.view, member) for member in named),
        evidence=(
            *frame.book.of_relationships(roll.view, sorted(roll.links[member][0] for member in group)),
            *(() if key else roll.total_evidence(frame.book)),
        ),
    )


def _unknown(frame: Frame[AllianceGraph], roll: Roll) -> Iterator[Unknown]:
    view = roll.view
    yield from stated_but_unlisted(view, frame.book, view.node_ids[roll.alliance], MEMBERSHIP)
    if roll.total is None and not roll.complete:
        yield members_not_loaded()


def _sentence(view: AllianceGraph, roll: Roll, bounds: MembersBounds, rows: list[MemberRow]) -> Text:
    name, day = view.node_names[roll.alliance], bounds.as_of
    when = Text(f"截至 {day},", f"as of {day} ") if day else NOTHING
    named = Count(bounds.named, bounds.named_high, bounds.named_high).text()
    if roll.total:
        total = amount(roll.total.value)
        said = Text(
            f"公布的成员 {total.zh} 个,列名 {named} 个", f"{total.en} members are published, {named} of them named"
        )
    elif roll.complete:
        said = Text(f"名单完整,成员 {named} 个", f"the roster is complete and lists {plural(bounds.named, 'member')}")
    else:
        said = Text(
            f"列名的成员 {named} 个,总数不知道", f"{named} members are named, and nobody says how many there are"
        )
    parts = [Text(f"{row.label.zh} {row.count}", f"{row.label.en} {row.count}") for row in rows]
    groups = Text.joined(parts, "、", ", ")
    by = GROUPINGS[bounds.by]  # type: ignore[index]  # told as text in the bounds
    split = Text(f";按{by.zh}:{groups.zh}。", f"; by {by.en}: {groups.en}.") if rows else Text("。", ".")
    return Text(f"{name}:", f"{name}: ") + when + said + split
