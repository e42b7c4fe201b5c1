"""Which alliances share members, and who bridges two of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Annotated

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
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
from ..shared_options import AsOf
from ..stated import stated_but_unlisted, stated_entry, stated_totals
from .roll import Roll, members_not_loaded

_MOST_NAMED = 8


class OverlapRow(RowModel):
    """Two alliances and the members that both have.

    Parameters
    ----------
    one, other
        The alliances, or platforms and the like with members.
    shared
        How many members both have, as people write it: `2`, `1–54`, `1+` where nobody knows how many more.
    low, high
        At least and at most; `high` is None where nobody knows.
    bridges
        The members of both that have a name, those that only may be members too.
    """

    one: Annotated[
        NodeRef,
        Column("联盟 id", "alliance id", "one_id", lambda row: row.one.id, on_screen=False),
        Column("联盟", "alliance", "one", lambda row: row.one.name),
    ]
    other: Annotated[
        NodeRef,
        Column("另一联盟 id", "other alliance id", "other_id", lambda row: row.other.id, on_screen=False),
        Column("另一联盟", "other alliance", "other", lambda row: row.other.name),
    ]
    shared: Annotated[str, Column("共同成员", "shared members")]
    low: Annotated[int, Column("至少", "at least", on_screen=False)]
    high: Annotated[int | None, Column("至多", "at most", on_screen=False)]
    bridges: Annotated[
        tuple[NodeRef, ...],
        Column(
            "列名的共同成员",
            "members of both",
            value=lambda row: tuple(member.id for member in row.bridges),
            label=lambda row: some([member.name for member in row.bridges], limit=_MOST_NAMED),
        ),
    ]
    evidence: tuple[str, ...]


class OverlapBounds(AnswerModel):
    """What was compared.

    Parameters
    ----------
    as_of
        The day.
    alliances
        How many alliances, platforms and the like have members or a published number of them.
    pairs
        How many pairs of them were compared.
    surely, perhaps
        Pairs that surely share a member, and those that only may.
    """

    as_of: str | None
    alliances: int
    pairs: int
    surely: int
    perhaps: int


@question(
    Answer[OverlapRow],
    about=Text(
        "两两比较联盟(以及平台等有成员的)的成员:共同成员至少几个、至多几个,列名的是谁。没有列名的成员可能就是对方的成员,"
        "所以只有总数时上限放宽,答案可能是“未知”;名单完整时才说没有。",
        "The members of every two alliances (and platforms and the like): how many both have at least and at most, and "
        "who they are. A member that nobody names may be one of the other's, so a total without names raises the upper "
        "bound and may leave the answer unknown; none is said only where rosters are complete.",
    ),
    examples=("alliance overlap", "alliance overlap --of 横州茉莉花产业集群党建联盟"),
)
def overlap(
    frame: Frame[AllianceGraph],
    *,
    of: Annotated[
        str | None, Option("只和这个联盟比较", "compare with this alliance only", names=("--of",), metavar="NAME")
    ] = None,
    as_of: AsOf = None,
) -> Found[OverlapRow, OverlapBounds]:
    """The overlap of alliances: for every two the least and greatest number of members that both have.

    The definition is ours. With A and B the members that have a name and r(A), r(B) how many more there may be, at most
    |A ∩ B| + a + b + min(r(B) − a, r(A) − b) are shared, where a = min(|A − B|, r(B)) and b = min(|B − A|, r(A)): a
    named member of the one may be an unnamed one of the other, and two unnamed ones may be one.

    Parameters
    ----------
    graph
        The graph.
    of
        Compare with this one only; every two when absent.
    as_of
        The day on which membership must be valid; when absent, the newest that is known of what is compared.

    Returns
    -------
    Answer[OverlapRow]
        `found` where two surely share a member; `none` where surely no two do; else `unknown`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        It means something that nobody is a member of.
    """
    graph = frame.graph
    position = None if of is None else resolve_alliance(graph, of)
    frame.tell(of=None if position is None else graph.node_ids[position])
    day = graph.latest_observation if position is None else newest_day_around(graph, [position], umbrella=False)
    view = frame.on(as_of or day)
    rolls = Roll.of_each(view, _with_members(view, position))
    pairs = [(one, other) for one, other in combinations(rolls, 2) if position in (None, one.alliance, other.alliance)]
    rows = sorted(
        (_row(frame, view, one, other, position) for one, other in pairs),
        key=lambda row: (-row.low, -(row.high if row.high is not None else math.inf), row.one.name, row.other.name),
    )
    bounds = OverlapBounds(
        as_of=frame.as_of,
        alliances=len(rolls),
        pairs=len(pairs),
        surely=sum(row.low > 0 for row in rows),
        perhaps=sum(not row.low and row.high != 0 for row in rows),
    )
    status: Status = "found" if bounds.surely else "unknown" if bounds.perhaps or not pairs else "none"
    listed = [row for row in rows if row.high != 0]
    return Found(status, _sentence(view, bounds, listed, position), listed, bounds, _unknown(frame, view, rolls))


def _with_members(view: AllianceGraph, position: int | None) -> list[int]:
    """What has members, may have them, or says how many it has; and the one that was asked for."""
    columns = view.relationships
    targets = columns.targets[schema().type_vocabulary.mask(columns.types, [MEMBERSHIP])]
    counted = {
        place
        for measure in view.records.measures.values()
        if (entry := stated_entry(measure.metric)) is not None and schema().stated[entry].type == MEMBERSHIP
        if (place := view.position(measure.subject)) is not None
    }
    alliances: Integers = view.nodes_of("alliance")
    every = {*np.unique(targets).tolist(), *counted, *alliances.tolist(), *([] if position is None else [position])}
    return sorted(every, key=lambda place: view.node_ids[place])


def _row(frame: Frame[AllianceGraph], view: AllianceGraph, one: Roll, other: Roll, first: int | None) -> OverlapRow:
    if other.alliance == first or (first is None and view.node_names[other.alliance] < view.node_names[one.alliance]):
        one, other = other, one
    sure = one.named(Truth.HOLDS) & other.named(Truth.HOLDS)
    may = one.named(Truth.MAY) & other.named(Truth.MAY)
    high = _most(one, other)
    count = Count(len(sure), len(may) if math.isinf(high) else high, high)
    links = sorted(roll.links[member][0] for member in may for roll in (one, other))
    return OverlapRow(
        one=node_ref(view, one.alliance),
        other=node_ref(view, other.alliance),
        shared=count.text(),
        low=len(sure),
        high=None if math.isinf(high) else int(high),
        bridges=tuple(
            node_ref(view, member) for member in sorted(may, key=lambda place: (view.node_names[place], place))
        ),
        evidence=(
            *frame.book.of_node(view, one.alliance),
            *frame.book.of_node(view, other.alliance),
            *frame.book.of_relationships(view, links),
            *one.total_evidence(frame.book),
            *other.total_evidence(frame.book),
        ),
    )


def _most(one: Roll, other: Roll) -> float:
    """How many members two alliances can share at most."""
    mine, theirs = one.named(Truth.MAY), other.named(Truth.MAY)
    my_rest, their_rest = one.unnamed(), other.unnamed()
    if math.isinf(my_rest) and math.isinf(their_rest):
        return math.inf
    named_here, named_there = min(len(mine - theirs), their_rest), min(len(theirs - mine), my_rest)
    return len(mine & theirs) + named_here + named_there + min(their_rest - named_here, my_rest - named_there)


def _unknown(frame: Frame[AllianceGraph], view: AllianceGraph, rolls: list[Roll]) -> Iterator[Unknown]:
    for roll in rolls:
        yield from stated_but_unlisted(view, frame.book, view.node_ids[roll.alliance], MEMBERSHIP)
    alliances = {target for _, target in schema().type(MEMBERSHIP).pairs}
    for total in stated_totals(view):
        if total.missing and total.stated.kinds and total.stated.kinds <= alliances:
            yield from stated_but_unlisted(view, frame.book, view.node_ids[total.subject], total.stated.type)
    names = sorted(view.node_names[roll.alliance] for roll in rolls if roll.total is None and not roll.complete)
    if names:
        listed = some(names, limit=_MOST_NAMED)
        yield members_not_loaded(Text(f":{listed.zh}", f": {listed.en}"))


def _sentence(view: AllianceGraph, bounds: OverlapBounds, rows: list[OverlapRow], position: int | None) -> Text:
    day = Text(f"截至 {bounds.as_of},", f"as of {bounds.as_of}, ") if bounds.as_of else NOTHING
    about = NOTHING if position is None else Text(f"{view.node_names[position]}:", f"{view.node_names[position]}: ")
    if not bounds.pairs:
        return about + Text(f"{day.zh}没有两个有成员的联盟可比。", f"{day.en}there are no two alliances to compare.")
    pairs = plural(bounds.pairs, "pair")
    said = Text(
        f"{day.zh}{bounds.alliances} 个联盟或平台两两比较 {bounds.pairs} 对:{bounds.surely} 对有共同成员",
        f"{day.en}of {pairs} among {bounds.alliances} alliances and platforms {bounds.surely} surely share members",
    )
    perhaps = (
        Text(f",另有 {bounds.perhaps} 对不能断定", f", and {bounds.perhaps} more may") if bounds.perhaps else NOTHING
    )
    first = next((row for row in rows if row.low), None)
    most = NOTHING if first is None else Text(
        f";最多的是{first.one.name}和{first.other.name}:{first.shared} 个",
        f"; most {first.one.name} and {first.other.name}: {first.shared}",
    )  # fmt: skip
    return about + said + perhaps + most + Text("。", ".")
