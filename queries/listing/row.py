"""A row of a list."""

from __future__ import annotations

from typing import Annotated

from ...graph.labels import level_label
from ...graph.schema import schema
from ...wording import NOTHING, Text
from ..answer import NodeRef, RowModel
from ..columns import Column
from ..paths.rows import Holding
from ..terms import KINDS
from .facts import Fact, Operating

NOT_STATED = Text("未写明", "not stated")
_OPERATING: dict[Operating, Text] = {
    "": NOTHING,
    "yes": Text("运营", "operates"),
    "no": Text("不运营", "does not operate"),
    "not_stated": NOT_STATED,
}
_MAY = Text("{name}(可能)", "{name} (may be)")


class Named(NodeRef):
    """A node that a fact names, and whether it holds or only may."""

    truth: Holding


def _shown(row: ListedRow, fact: Fact, stated: Text) -> Text:
    """What a cell shows: what is stated, or that it is not; nothing where the node cannot have such a fact."""
    return NOT_STATED if fact in row.not_stated else stated


def _names(named: tuple[Named, ...]) -> Text:
    return Text.joined([Text.same(node.name) if node.truth == "holds" else _MAY.fill(name=node.name) for node in named])


class ListedRow(RowModel):
    """A node of the list.

    Parameters
    ----------
    count
        How many an aggregate stands for, as its source gives it; None for a single node.
    level, place
        As its source writes them; the place by a link where it is not written.
    leaders
        Who leads, chairs or convenes it.
    stages
        At which stages or chains it works, or which it serves: its industry.
    operating
        Whether an employer operates; empty for anything else.
    role
        By which links it is on the list, in words; empty where no role was asked for.
    not_stated
        The facts that it can have and that no source states.
    truth
        Whether it surely belongs to the list.
    """

    id: Annotated[str, Column("id", "id", on_screen=False)]
    kind: Annotated[str, KINDS, Column("种类", "kind", label=lambda row: schema().kind(row.kind).label, after="name")]
    name: Annotated[str, Column("名称", "name")]
    count: Annotated[str | None, Column("合计", "aggregate of")]
    level: Annotated[
        str, Column("级别", "level", label=lambda row: _shown(row, "level", level_label(row.level)))
    ]  # fmt: skip
    place: Annotated[
        str, Column("地方", "place", label=lambda row: _shown(row, "place", Text.same(row.place)))
    ]  # fmt: skip
    leaders: Annotated[
        tuple[Named, ...],
        Column(
            "谁牵头",
            "led by",
            value=lambda row: tuple(node.id for node in row.leaders),
            label=lambda row: _shown(row, "leader", _names(row.leaders)),
        ),
    ]
    stages: Annotated[
        tuple[Named, ...],
        Column(
            "行业(环节)",
            "industry (stage)",
            value=lambda row: tuple(node.id for node in row.stages),
            label=lambda row: _shown(row, "stage", _names(row.stages)),
        ),
    ]
    operating: Annotated[Operating, Column("运营", "operating", label=lambda row: _OPERATING[row.operating])]
    role: Annotated[tuple[Text, ...], Column("角色", "role", value=lambda row: Text.joined(row.role, ";", "; "))]
    not_stated: Annotated[
        tuple[Fact, ...], Column("没有写明的", "not stated", value=lambda row: row.not_stated, on_screen=False)
    ]
    truth: Annotated[
        Holding,
        Column(
            "真实性",
            "truth",
            label=lambda row: Text("成立", "holds") if row.truth == "holds" else Text("可能成立", "may hold"),
        ),
    ]
    evidence: tuple[str, ...]
