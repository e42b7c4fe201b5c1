"""A row of an answer along the chain: a stage or a firm with its tier."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Literal

from ...option import Terms
from ...wording import NOTHING, Text, some
from ..answer import NodeRef, RowModel
from ..columns import Column

Side = Literal["start", "upstream", "downstream"]
Layer = Literal["stages", "organisations"]
SIDES: dict[Side, Text] = {
    "start": Text("起点", "start"),
    "upstream": Text("上游", "upstream"),
    "downstream": Text("下游", "downstream"),
}
SIDE_TERMS = Terms(Text("方向", "direction"), lambda: SIDES)


class ChainRow(RowModel):
    """A stage or a firm along the chain.

    Parameters
    ----------
    side
        Whether it lies before the start (upstream), behind it, or is the start.
    tier
        The fewest steps from the start, over what holds or may hold.
    tier_surely
        The fewest steps over what surely holds; None where every way hangs on something that only may hold.
    node
        The stage or the firm.
    through
        The nodes of the tier before it that it is reached from.
    ring
        Whether the chain leads from it back to it.
    at
        For a firm, the stages at which it works or may work.
    organisations, count
        For a stage, who works or may work there, and how many: `3+` is at least three.
    others
        For a stage, what else it has: `岗位 2; 检测 ?`.
    evidence
        Of the steps that lead to it.
    """

    side: Annotated[Side, SIDE_TERMS, Column("方向", "side", label=lambda row: SIDES[row.side])]
    tier: Annotated[
        int,
        Column("最少几层", "fewest steps", on_screen=False),
        Column("层", "tier", "tier_text", lambda row: row.tier_text(), after="tier_surely"),
    ]
    tier_surely: Annotated[int | None, Column("确有的层", "tier for certain", on_screen=False)]
    node: Annotated[
        NodeRef,
        Column("id", "id", "id", attrgetter("node.id"), on_screen=False),
        Column("名称", "name", "name", attrgetter("node.name")),
    ]
    through: Annotated[
        tuple[NodeRef, ...],
        Column(
            "经由 id", "through ids", "through_ids", lambda row: tuple(node.id for node in row.through), on_screen=False
        ),
        Column("经由", "through", value=lambda row: tuple(node.name for node in row.through)),
    ]
    ring: Annotated[bool, Column("成环", "ring", value=lambda row: Text("是", "yes") if row.ring else NOTHING)]
    at: Annotated[tuple[str, ...], Column("所在环节", "at stages")]
    count: Annotated[str, Column("单位数", "organisations")]
    organisations: Annotated[tuple[str, ...], Column("单位", "which", label=lambda row: some(row.organisations))]
    others: Annotated[Text, Column("还有", "besides")]
    evidence: tuple[str, ...]

    def tier_text(self) -> str:
        """`2` exactly, `1–2` one or two, `1?` one if it is there at all."""
        if self.tier_surely is None:
            return f"{self.tier}?"
        return str(self.tier) if self.tier == self.tier_surely else f"{self.tier}–{self.tier_surely}"
