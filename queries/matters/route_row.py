"""The row of a step on the way of a problem or need."""

from __future__ import annotations

from typing import Annotated

from ...graph.schema import schema
from ...wording import Text
from ..answer import AnswerModel, NodeRef, RowModel
from ..columns import Column
from ..paths.rows import Holding
from ..terms import TYPES
from .row import NOT_STATED
from .spans import Interval


class RouteBounds(AnswerModel):
    """What was searched.

    Parameters
    ----------
    as_of
        The day.
    steps
        How many the way has.
    certain
        Whether each of its steps holds, and the order of each two that follow each other is stated.
    days
        How many days it took from the first step to the last; None where one of them has no date.
    longest
        The largest number of days between two steps that follow each other; None where no two have dates.
    ways, budget, clipped
        How many ways were looked at, how many may be, and whether there are more.
    """

    as_of: str | None
    steps: int
    certain: bool
    days: Interval | None
    longest: Interval | None
    ways: int
    budget: int
    clipped: bool


class Helper(AnswerModel):
    """A link beside a step: who else had a part in it.

    Parameters
    ----------
    type, source, target
        The link.
    since
        When it began; None where it is not stated.
    quote
        What its sources say, in few words.
    truth
        Whether it holds or only may hold.
    """

    type: Annotated[str, TYPES]
    source: NodeRef
    target: NodeRef
    since: str | None
    quote: str
    truth: Holding
    evidence: tuple[str, ...]

    def text(self) -> Text:
        """The link in words."""
        return link_words(self.source, self.type, self.target)


class RouteRow(RowModel):
    """A step on the way.

    Parameters
    ----------
    step
        Its number, from 1.
    type, source, target
        The link.
    since
        When the step was taken: a date or an interval; None where it is not stated.
    order
        Its place in the order that the source gives; None where it gives none.
    days
        How many days after the step before it; None where one of the two has no date.
    after_stated
        Whether the dates or the order of the source say that it came after the step before it.
    quote
        What its sources say, in few words.
    truth
        Whether the link holds or only may hold.
    helpers
        Who else had a part in it.
    """

    step: Annotated[int, Column("步", "step")]
    type: Annotated[
        str, TYPES, Column("关系类型", "type", label=lambda row: schema().type(row.type).label, after="what")
    ]
    source: Annotated[
        NodeRef,
        Column("起点 id", "source id", "source_id", lambda row: row.source.id, on_screen=False),
        Column("做了什么", "what was done", "what", lambda row: link_words(row.source, row.type, row.target)),
    ]
    target: Annotated[NodeRef, Column("终点 id", "target id", "target_id", lambda row: row.target.id, on_screen=False)]
    since: Annotated[str | None, Column("时间", "when", label=lambda row: row.since or NOT_STATED)]
    order: Annotated[float | None, Column("次序", "order")]
    days: Annotated[
        Interval | None,
        Column("距上一步天数", "days after the last", value=lambda row: row.days.text() if row.days else NOT_STATED),
    ]
    after_stated: Annotated[
        bool,
        Column("先后已写明", "order is stated", value=lambda row: _yes(row.after_stated)),
    ]
    quote: Annotated[str, Column("原文", "the source says")]
    truth: Annotated[Holding, Column("成立", "holds", value=lambda row: _yes(row.truth == "holds"))]
    helpers: Annotated[
        tuple[Helper, ...],
        Column("参与的", "who helped", value=lambda row: Text.joined([h.text() for h in row.helpers], ";", "; ")),
    ]
    evidence: tuple[str, ...]


def link_words(source: NodeRef, type_id: str, target: NodeRef) -> Text:
    """A link in words: its source, its type, its target."""
    label = schema().type(type_id).label
    return Text(f"{source.name} —[{label.zh}]→ {target.name}", f"{source.name} —[{label.en}]→ {target.name}")


def _type(type_id: str) -> Text:
    return schema().type(type_id).label


def _yes(known: bool) -> Text:
    return Text("是", "yes") if known else Text("未定", "not settled")
