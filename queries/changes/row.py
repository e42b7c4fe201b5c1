"""A row of an answer about change: a fact or an entry of an answer, before and after."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Literal

from ...option import Terms
from ...wording import Text
from ..answer import NodeRef, RowModel
from ..columns import Column

Part = Literal["links", "gaps", "coverage"]
Change = Literal["new", "ended", "settled", "open", "changed", "persists"]
PART_LABELS: dict[Part, Text] = {
    "links": Text("关系", "link"),
    "gaps": Text("缺口", "gap"),
    "coverage": Text("矩阵格", "cell"),
}
CHANGE_LABELS: dict[Change, Text] = {
    "new": Text("新增", "new"),
    "ended": Text("结束", "ended"),
    "settled": Text("落定", "settled"),
    "open": Text("转为未定", "now open"),
    "changed": Text("变化", "changed"),
    "persists": Text("持续", "persists"),
}
PARTS = Terms(Text("比较的内容", "what is compared"), lambda: PART_LABELS)
CHANGES = Terms(Text("变化", "change"), lambda: CHANGE_LABELS)


class ChangeRow(RowModel):
    """What is otherwise than before.

    Parameters
    ----------
    part
        A relationship, a gap of the register, or a cell of the stage matrix.
    change
        `new`: was not there and surely is; `ended`: surely was and is not; `settled`: only may have been there, and
        now surely is or is not; `open`: was decided and no longer is; `changed`: a cell with another count;
        `persists`: a gap that was there and still is.
    subject
        The source of a relationship, the subject of a gap, the stage of a cell.
    what
        The relationship, the gap or the cell in words.
    before, after
        How it stood, and how it stands.
    key
        What makes it the same one in both pictures.
    evidence
        Of what shows it, where that is there.
    """

    part: Annotated[Part, PARTS, Column("内容", "part", label=lambda row: PART_LABELS[row.part])]
    change: Annotated[Change, CHANGES, Column("变化", "change", label=lambda row: CHANGE_LABELS[row.change])]
    subject: Annotated[
        NodeRef | None,
        Column(
            "对象 id", "subject id", "subject_id", lambda row: row.subject.id if row.subject else "", on_screen=False
        ),
        Column("对象", "subject", value=lambda row: row.subject.name if row.subject else ""),
    ]
    what: Annotated[Text, Column("什么", "what")]
    before: Annotated[Text, Column("之前", "before")]
    after: Annotated[Text, Column("之后", "after")]
    key: Annotated[str, Column("键", "key", value=attrgetter("key"), on_screen=False)]
    evidence: tuple[str, ...]
