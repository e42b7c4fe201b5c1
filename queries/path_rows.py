"""A path as a row of an answer."""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

from ..graph.schema import schema
from ..wording import Language, Text
from .answer import AnswerModel, NodeRef, RowModel
from .columns import Column


class Link(AnswerModel):
    """One relationship of a step. `source` and `target` are its own ends, which may be against the path."""

    id: str
    type: str
    source: str
    target: str
    evidence: tuple[str, ...]
    status: str
    valid_from: str | None
    valid_to: str | None
    value: float


class Weakest(AnswerModel):
    """The weakest link of a path (Peay 1980)."""

    relationship: str
    strength: float


class PathRow(RowModel):
    """A path.

    Parameters
    ----------
    nodes
        From the source to the target.
    relationships
        For each step its parallel relationships, the one that counts first.
    hops
        Number of steps.
    strength
        Product of the values of the links that count.
    weakest
        The link of the smallest value.
    """

    nodes: tuple[NodeRef, ...]
    relationships: tuple[tuple[Link, ...], ...]
    hops: int
    strength: float
    weakest: Weakest

    columns: ClassVar[tuple[Column, ...]] = (
        Column("source_id", Text("起点 id", "source id"), lambda row: row.nodes[0].id, on_screen=False),
        Column("source", Text("起点", "source"), lambda row: row.nodes[0].name, on_screen=False),
        Column("target_id", Text("终点 id", "target id"), lambda row: row.nodes[-1].id, on_screen=False),
        Column("target", Text("终点", "target"), lambda row: row.nodes[-1].name, on_screen=False),
        Column("path", Text("路径", "path"), lambda row: Text(row.text("zh"), row.text("en"))),
        Column(
            "node_ids",
            Text("节点 id", "node ids"),
            lambda row: tuple(node.id for node in row.nodes),
            on_screen=False,
        ),
        Column("hops", Text("步数", "steps")),
        Column("strength", Text("强度(乘积)", "strength (product)")),
        Column(
            "weakest_id", Text("最弱一环 id", "weakest link id"), attrgetter("weakest.relationship"), on_screen=False
        ),
        Column(
            "weakest_type",
            Text("最弱一环", "weakest link"),
            lambda row: row.weakest_link.type,
            lambda row: schema().type(row.weakest_link.type).label,
        ),
        Column("weakest_strength", Text("其强度", "its strength"), attrgetter("weakest.strength")),
        Column(
            "unconfirmed",
            Text("待核实的环节", "unconfirmed links"),
            lambda row: sum(step[0].status != "confirmed" for step in row.relationships),
        ),
    )

    @property
    def weakest_link(self) -> Link:
        """The link of the smallest value."""
        return next(link for step in self.relationships for link in step if link.id == self.weakest.relationship)

    def text(self, language: Language) -> str:
        """The path in one line: `A —[供货]→ B`, an arrow to the left where a link points against the path."""
        parts = [self.nodes[0].name]
        for node, before, links in zip(self.nodes[1:], self.nodes, self.relationships, strict=False):
            label = "/".join(dict.fromkeys(schema().type(one.type).label.in_(language) for one in links))
            along = links[0].source == before.id
            parts.append(f"—[{label}]→ {node.name}" if along else f"←[{label}]— {node.name}")
        return " ".join(parts)
