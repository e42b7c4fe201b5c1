"""A path as a row of an answer."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Literal

from ...graph.models import STATUS_LABELS
from ...graph.networks.link_factors import ConfidenceOrigin, LinkFactors, StrengthOrigin
from ...graph.schema import schema
from ...wording import NOTHING, Language, Text, plural
from ..answer import AnswerModel, NodeRef, RowModel
from ..columns import Column
from ..terms import STATUS_TERMS, TYPES

Holding = Literal["holds", "may"]
Doubt = Literal["dates", "disputed", "inferred", "candidate"]
DOUBT_WORDS = {
    "dates": Text("起止日期只知道大概", "its dates are only partly known"),
    "disputed": Text("有争议", "it is disputed"),
    "inferred": Text("只是推断", "it is only inferred"),
    "candidate": Text("来源只说是几个中的一个", "the source says one of several, not which"),
}


class Link(AnswerModel):
    """One relationship of a step. `source` and `target` are its own ends, which may be against the path.

    Parameters
    ----------
    value
        p of the link: confidence × strength, or the confidence alone in the certainty view.
    confidence, confidence_origin
        Its own confidence (`stated`), or the declared prior where it states none (`prior`).
    strength, strength_origin
        Its own strength (`stated`), or the declared default of its type (`default`); None in the certainty view.
    truth
        Whether it holds on the day or only may hold.
    doubts
        Why it only may hold: its dates, its status, or that it is one of several.
    observed_at, stale
        When it was last seen, and whether that lies over half a year before the day.
    """

    id: str
    type: Annotated[str, TYPES]
    source: str
    target: str
    evidence: tuple[str, ...]
    status: Annotated[str, STATUS_TERMS]
    valid_from: str | None
    valid_to: str | None
    value: float
    confidence: float
    confidence_origin: ConfidenceOrigin
    strength: float | None
    strength_origin: StrengthOrigin | None
    truth: Holding
    doubts: tuple[Doubt, ...]
    observed_at: str | None
    stale: bool

    @property
    def factors(self) -> LinkFactors:
        """What the value comes from."""
        return LinkFactors(self.confidence, self.confidence_origin, self.strength, self.strength_origin)

    def reckoning(self, language: Language) -> str:
        """How the value comes about: `0.75 × 0.6 (default) = 0.45`."""
        return self.factors.reckoning(language)

    def standing(self) -> Text:
        """Its status, and since when it is valid where that is known."""
        since = Text(f",自 {self.valid_from}", f", since {self.valid_from}") if self.valid_from else NOTHING
        return STATUS_LABELS[self.status] + since

    def remarks(self) -> Text:
        """That it only may hold and why, and that it was last seen long ago; nothing where neither is so."""
        doubt = Text.joined([DOUBT_WORDS[doubt] for doubt in self.doubts], en=" and ")
        may = Text(f",可能成立({doubt.zh})", f", may hold ({doubt.en})") if doubt else Text("", "")
        seen = self.observed_at
        stale = (
            Text(f",最近见于 {seen},已过半年", f", last seen {seen}, over half a year before") if self.stale else None
        )
        return may + stale if stale else may


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
    strength_low, strength_high
        The least and the greatest that the strength can be where the path holds: a better parallel link that only may
        hold leaves it open.
    truth
        `may` when some step has no link that holds on the day.
    behind
        By what it lost against the row before: strength, steps or the order of names; None in the first row.
    """

    nodes: Annotated[
        tuple[NodeRef, ...],
        Column("起点 id", "source id", "source_id", lambda row: row.nodes[0].id, on_screen=False),
        Column("起点", "source", "source", lambda row: row.nodes[0].name, on_screen=False),
        Column("终点 id", "target id", "target_id", lambda row: row.nodes[-1].id, on_screen=False),
        Column("终点", "target", "target", lambda row: row.nodes[-1].name, on_screen=False),
        Column("路径", "path", "path", lambda row: Text(row.text("zh"), row.text("en"))),
        Column("节点 id", "node ids", "node_ids", lambda row: tuple(node.id for node in row.nodes), on_screen=False),
    ]
    relationships: Annotated[
        tuple[tuple[Link, ...], ...],
        Column(
            "待核实的环节",
            "unconfirmed links",
            "unconfirmed",
            lambda row: sum(step[0].status != "confirmed" for step in row.relationships),
            after="weakest_strength",
        ),
        Column(
            "各环节的值",
            "values of the links",
            "link_values",
            lambda row: Text.joined(
                [Text(step[0].reckoning("zh"), step[0].reckoning("en")) for step in row.relationships], ";", "; "
            ),
            on_screen=False,
            after="unconfirmed",
        ),
    ]
    hops: Annotated[int, Column("步数", "steps")]
    strength: Annotated[float, Column("强度(乘积)", "strength (product)")]
    weakest: Annotated[
        Weakest,
        Column(
            "最弱一环 id",
            "weakest link id",
            "weakest_id",
            attrgetter("weakest.relationship"),
            on_screen=False,
            after="strength_high",
        ),
        Column(
            "最弱一环",
            "weakest link",
            "weakest_type",
            lambda row: row.weakest_link.type,
            lambda row: schema().type(row.weakest_link.type).label,
            after="weakest_id",
        ),
        Column("其强度", "its strength", "weakest_strength", attrgetter("weakest.strength"), after="weakest_type"),
    ]
    strength_low: Annotated[float, Column("强度下限", "strength from", on_screen=False)]
    strength_high: Annotated[float, Column("强度上限", "strength to", on_screen=False)]
    truth: Holding
    behind: Annotated[Text | None, Column("为何排在上一条之后", "why it comes after the one before")]

    @property
    def weakest_link(self) -> Link:
        """The link of the smallest value."""
        return next(link for step in self.relationships for link in step if link.id == self.weakest.relationship)

    def text(self, language: Language) -> str:
        """The path in one line: `A —[供货]→ B`, an arrow to the left where a link points against the path."""
        parts = [self.nodes[0].name]
        for node, before, links in zip(self.nodes[1:], self.nodes, self.relationships, strict=False):
            label = "/".join(dict.fromkeys(schema().type(link.type).label.in_(language) for link in links))
            along = links[0].source == before.id
            parts.append(f"—[{label}]→ {node.name}" if along else f"←[{label}]— {node.name}")
        return " ".join(parts)

    def summary(self) -> Text:
        """How strong the path is, how long, and where it is weakest."""
        weakest = schema().type(self.weakest_link.type).label
        return Text(
            f"强度 {self.strength_text()}(各环节相乘),{self.hops} 步,最弱一环 {weakest.zh} {self.weakest.strength:g}",
            f"strength {self.strength_text()} (product), {plural(self.hops, 'step')}, "
            f"weakest link {weakest.en} {self.weakest.strength:g}",
        )

    def strength_text(self) -> str:
        """The strength, as an interval where it is one: `0.3–0.45`."""
        low, high = f"{self.strength_low:g}", f"{self.strength_high:g}"
        return low if low == high else f"{low}–{high}"
