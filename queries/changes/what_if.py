"""What would change if a member left, a supplier failed, or a link were there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel
from ..chain import newest_day
from ..lookup import resolve
from ..question import Found, Frame, question
from ..shared_options import AsOf
from .comparing import Comparison
from .diff import ALL_PARTS
from .picture import Picture
from .row import PARTS, ChangeRow
from .supposing import supposed_link, with_links, without, without_supply
from .unsettled import status_of, undecided, unsettled
from .words import counted


class SupposedBounds(AnswerModel):
    """The day, and how many entries are undecided as things are and as they are supposed to be."""

    as_of: str | None
    undecided_before: int
    undecided_after: int


@question(
    Answer[ChangeRow],
    about=Text(
        "假设某个单位离开、某个供应商断供、多一条关系,答案会有什么变化;内容和写法同 diff。库本身不变。",
        "What of the answers would be otherwise if somebody left, a supplier failed or a link were there; told as by "
        "diff. The store does not change.",
    ),
    examples=(
        "alliance whatif --leaves 横县桔扬茶业有限公司",
        "alliance whatif --adds 横州市综合检验检测中心,TESTS_FOR,花茶 --part gaps",
    ),
)
def what_if(
    frame: Frame[AllianceGraph],
    *,
    leaves: Annotated[
        Sequence[str], Option("假设它不在了,可多次", "suppose that it is gone; repeatable", metavar="NAME")
    ] = (),
    fails: Annotated[
        Sequence[str],
        Option("假设它不再供货,可多次", "suppose that it supplies nobody any more; repeatable", metavar="NAME"),
    ] = (),
    adds: Annotated[
        Sequence[str],
        Option(
            "假设多一条关系:起点,关系,终点,可多次",
            "suppose one link more: source, type, target; repeatable",
            metavar="LINK",
        ),
    ] = (),
    parts: Annotated[
        Sequence[str], Option("只比较这一项,可多次", "only this; repeatable", terms=PARTS, names=("--part",))
    ] = ALL_PARTS,
    as_of: AsOf = None,
) -> Found[ChangeRow, SupposedBounds]:
    """The difference between the answers as things are and as they are supposed to be (mission: counterfactuals).

    Parameters
    ----------
    graph
        The graph.
    leaves
        Nodes that are gone with all their links.
    fails
        Organisations that supply nobody any more and stay in every other way.
    adds
        Links that are there as well: source, type (its id or label) and target, with commas between.
    parts
        What is compared: `links`, `gaps`, `coverage`.
    as_of
        The day of both pictures; the newest that is known of the chain when absent.

    Returns
    -------
    Answer[ChangeRow]
        As `diff`.

    Raises
    ------
    InputRefused
        Nothing is supposed, or a link has not three parts.
    UnknownName, AmbiguousName, UnknownTerm, IllegalRelationship
        A node or a type that does not exist, or a link that its ends cannot have.
    """
    graph = frame.graph
    if not (leaves or fails or adds):
        raise InputRefused(_NOTHING_SUPPOSED)
    day = as_of or newest_day(graph)
    supposed = _supposed(frame, leaves, fails, adds)
    view = frame.on(day)
    before, after = Picture(view), Picture(supposed.as_of(day) if day else supposed)
    wanted = [part for part in ALL_PARTS if part in parts]
    rows = tuple(Comparison(before, after, graph, frame.book, persisting=False).rows(wanted))
    open_before, open_after = (sum(unsettled(picture, wanted).values()) for picture in (before, after))
    return Found(
        status=status_of(rows, undecided=bool(open_before or open_after)),
        sentence=Text("若如此:", "If so, ") + counted(rows, wanted) + Text("。", "."),
        rows=rows,
        bounds=SupposedBounds(as_of=frame.as_of, undecided_before=open_before, undecided_after=open_after),
        unknown=list(undecided(after, wanted, day)) if day else [],
    )


def _supposed(
    frame: Frame[AllianceGraph], leaves: Sequence[str], fails: Sequence[str], adds: Sequence[str]
) -> AllianceGraph:
    """The graph as it is supposed to be; the parameters tell which nodes the names mean."""
    graph = frame.graph
    gone, failed = ([resolve(graph, name).id for name in names] for names in (leaves, fails))
    links = [supposed_link(graph, text) for text in adds]
    told = [f"{link.source}, {link.type}, {link.target}" for link in links]
    frame.tell(leaves=gone, fails=failed, adds=told)
    supposed = with_links(graph, links) if links else graph
    if failed:
        supposed = without_supply(supposed, _positions(supposed, failed))
    return without(supposed, _positions(supposed, gone)) if gone else supposed


def _positions(graph: AllianceGraph, ids: Sequence[str]) -> list[int]:
    found = (graph.position(node_id) for node_id in ids)
    return [position for position in found if position is not None]


_NOTHING_SUPPOSED = Text(
    "没有假设任何事。请用 --leaves、--fails 或 --adds。", "Nothing is supposed. Use --leaves, --fails or --adds."
)
