"""What changed between two days or two censuses: in facts, and in answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel
from ..chain import newest_day
from ..question import Found, Frame, question
from .comparing import Comparison
from .picture import Picture
from .row import PARTS, ChangeRow, Part
from .unsettled import status_of, undecided, unsettled
from .words import counted

_DAY = Option(
    "日期(如 2024-06-30)或普查名称(如 2024H1)",
    "a day, such as 2024-06-30, or the label of a census, such as 2024H1",
    metavar="DAY",
)
ALL_PARTS: tuple[Part, ...] = ("links", "gaps", "coverage")


class DiffBounds(AnswerModel):
    """Which days were compared, and how many entries are undecided on each."""

    since: str
    until: str
    undecided_before: int
    undecided_after: int


@question(
    Answer[ChangeRow],
    about=Text(
        "比较两天(或两次普查)的图景:关系新增和结束,缺口出现、弥合、落定或转为未定,矩阵各格的变化。"
        "转为未定不等于结束:只是已无从判断,例如名单已逾半年。",
        "Compares the pictures of two days or censuses: links that began and ended; gaps that opened, closed, were "
        "settled or can no longer be decided; cells of the matrix that changed. What is now open did not end: it can "
        "no longer be told, for instance because a roster is over half a year old.",
    ),
    examples=("alliance diff 2014-12-31 2024-05-31", "alliance diff 2023H2 2024H1 --part gaps --persisting"),
)
def diff(
    frame: Frame[AllianceGraph],
    since: Annotated[str, _DAY],
    until: Annotated[str | None, _DAY] = None,
    *,
    parts: Annotated[
        Sequence[str], Option("只比较这一项,可多次", "only this; repeatable", terms=PARTS, names=("--part",))
    ] = ALL_PARTS,
    persisting: Annotated[bool, Option("也列出持续的缺口", "also the gaps that persist")] = False,
) -> Found[ChangeRow, DiffBounds]:
    """What is otherwise on a later day.

    Every fact and every entry of an answer stands in one of three ways on a day (`graph.truth`): it is there, it may
    be, it is not. A change is a passage from one to another; applied to the picture of the first day the rows give
    that of the second.

    Parameters
    ----------
    graph
        The graph.
    since, until
        A day, a partial date (its last day counts) or the label of a census; the second is the newest that is known
        of the chain when absent.
    parts
        What is compared: `links`, `gaps`, `coverage`.
    persisting
        Whether gaps that were there and still are get a row too.

    Returns
    -------
    Answer[ChangeRow]
        `found` when something surely changed; `none` when nothing did and nothing is undecided on either day; else
        `unknown`.

    Raises
    ------
    BadDate
        What is neither a day nor the label of a census.
    InputRefused
        The second day lies before the first.
    """
    graph = frame.graph
    first = _day(graph, since)
    last = _day(graph, until) if until else newest_day(graph) or first
    if last < first:
        raise InputRefused(_BACKWARDS, since=first, until=last)
    frame.tell(since=str(first), until=str(last))
    before, after = Picture(graph.as_of(first)), Picture(graph.as_of(last))
    wanted = [part for part in ALL_PARTS if part in parts]
    rows = tuple(Comparison(before, after, graph, frame.book, persisting).rows(wanted))
    open_entries = [sum(unsettled(picture, wanted).values()) for picture in (before, after)]
    return Found(
        status=status_of(rows, undecided=any(open_entries)),
        sentence=Text("从 {first} 到 {last}:", "From {first} to {last}, ").fill(first=first, last=last)
        + counted(rows, wanted)
        + Text("。", "."),
        rows=rows,
        bounds=DiffBounds(
            since=str(first), until=str(last), undecided_before=open_entries[0], undecided_after=open_entries[1]
        ),
        unknown=[*undecided(before, wanted, first), *undecided(after, wanted, last)],
    )


def _day(graph: AllianceGraph, text: str) -> date:
    """The day of a census, or the last day that a date can be."""
    census = graph.records.censuses.get(text)
    return census.date.last if census else PartialDate.parse(text).last


_BACKWARDS = Text(
    "{until} 早于 {since}。请把较早的一天写在前面。", "{until} lies before {since}. Write the earlier day first."
)
