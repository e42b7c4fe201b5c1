"""A path as a row of an answer."""

from __future__ import annotations

from typing import Any

from ..graph.schema import schema
from ..wording import Language
from .answer import AnswerModel, NodeRef, RowModel


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

    def text(self, language: Language) -> str:
        """The path in one line: `A —[供货]→ B`, an arrow to the left where a link points against the path."""
        parts = [self.nodes[0].name]
        for node, before, links in zip(self.nodes[1:], self.nodes, self.relationships, strict=False):
            label = "/".join(dict.fromkeys(schema().type(one.type).label.in_(language) for one in links))
            along = links[0].source == before.id
            parts.append(f"—[{label}]→ {node.name}" if along else f"←[{label}]— {node.name}")
        return " ".join(parts)

    def cells(self, language: Language) -> dict[str, Any]:
        """The row as plain values by column."""
        weakest = next(one for step in self.relationships for one in step if one.id == self.weakest.relationship)
        kind = schema().type(weakest.type).label.in_(language)
        tentative = sum(step[0].status != "confirmed" for step in self.relationships)
        names = _HEADINGS[language]
        values = (self.text(language), self.hops, self.strength, f"{kind} {self.weakest.strength}", tentative)
        return dict(zip(names, values, strict=True))


_HEADINGS = {
    "zh": ("路径", "步数", "强度(乘积)", "最弱一环", "待核实的环节"),
    "en": ("path", "steps", "strength (product)", "weakest link", "unconfirmed links"),
}
