"""The members of an alliance on a day: those that are named, those that are counted, and those that nobody names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.expectations import MEMBERSHIP
from ...graph.quantities import Quantity
from ...graph.records import record_key
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ...wording import NOTHING, Text
from ..answer import Unknown
from ..count import Count, Weights
from ..evidence import EvidenceBook
from ..rosters import Rosters
from ..stages import Stages
from ..stated import StatedTotal, stated_totals

MEMBER = "member"
Grouping = Literal["kind", "tier", "level", "place"]
GROUPINGS: dict[Grouping, Text] = {
    "kind": Text("种类", "kind"),
    "tier": Text("成员层级", "tier"),
    "level": Text("行政级别", "level"),
    "place": Text("地方", "place"),
}


@dataclass(frozen=True, slots=True)
class Rest:
    """How many members without a name and of no known group are counted in a row: at least and at most."""

    low: float
    high: float
    about: bool = False

    @classmethod
    def of(cls, rest: Quantity | None) -> Rest:
        """All of them."""
        if rest is None:
            return cls(0, math.inf)
        return cls(rest.value, math.inf if rest.bound == "at_least" else rest.value, rest.bound == "about")


@dataclass(frozen=True, slots=True)
class Roll:
    """The members of an alliance on a day.

    Parameters
    ----------
    view
        The graph on the day.
    alliance
        Position of the alliance.
    links
        By position of each member the link that makes it one, and how true that is.
    weights
        How many things each node stands for.
    total
        The published total; None where no source gives one.
    complete
        Whether a roster promises that all were listed.
    """

    view: AllianceGraph
    alliance: int
    links: dict[int, tuple[int, Truth]]
    weights: Weights
    total: StatedTotal | None
    complete: bool

    @classmethod
    def of(cls, view: AllianceGraph, alliance: int) -> Roll:
        """The members of one alliance."""
        return cls.of_each(view, [alliance])[0]

    @classmethod
    def of_each(cls, view: AllianceGraph, alliances: Sequence[int]) -> list[Roll]:
        """The members of several alliances."""
        rosters, weights = Rosters(view, Stages(view)), Weights.of(view)
        return [cls._of(view, alliance, rosters, weights) for alliance in alliances]

    @classmethod
    def _of(cls, view: AllianceGraph, alliance: int, rosters: Rosters, weights: Weights) -> Roll:
        truths, columns = link_truths(view), view.relationships
        into = view.incoming(alliance)
        into = into[schema().type_vocabulary.mask(columns.types[into], [MEMBERSHIP]) & (truths[into] != Truth.NO)]
        links: dict[int, tuple[int, Truth]] = {}
        for link in into[np.argsort(truths[into], kind="stable")].tolist():  # what holds replaces what may
            links[int(columns.sources[link])] = (link, Truth(truths[link]))
        declared = next(each for each in schema().stated if (each.type, each.end) == (MEMBERSHIP, "target"))
        totals = (total for total in stated_totals(view, view.node_ids[alliance]) if total.stated == declared)
        return cls(view, alliance, links, weights, next(totals, None), rosters.complete(alliance, MEMBER))

    @property
    def is_none(self) -> bool:
        """Whether it is known that there is no member."""
        return self.complete and not self.links and not self.total

    def is_named(self, member: int) -> bool:
        """Whether a member is one with a name, and not a count of several."""
        return not self.view.node_at(member).aggregate

    def named(self, least: Truth) -> set[int]:
        """The members with a name, by links that are at least so true."""
        return {member for member, (_, truth) in self.links.items() if truth >= least and self.is_named(member)}

    def unnamed(self) -> float:
        """How many members without a name there may be at most; infinite where nobody knows."""
        aggregates = [member for member in self.links if not self.is_named(member)]
        rest = Rest.of(self.rest())
        is_about = rest.about or bool(self.weights.about[aggregates].any())
        return math.inf if is_about else float(self.weights.high[aggregates].sum()) + rest.high

    def total_evidence(self, book: EvidenceBook) -> Iterator[str]:
        """Enter the evidence of the published total."""
        for measure in self.total.measures if self.total else ():
            yield from book.add(record_key(measure), measure.evidence)

    def counted(self, least: Truth) -> int:
        """How many named members there are by links that are at least so true."""
        return len(self.named(least))

    def group(self, member: int, by: Grouping) -> str:
        """To what group a member belongs; empty where no source says it."""
        if by == "kind":
            return self.view.kind(member)
        if by == "tier":
            return str(self.view.relationship_at(self.links[member][0]).attributes.get("tier", ""))
        return str(getattr(self.view.node_at(member), by) or "")

    def count(self, sure: list[int], group: list[int], rest: Rest) -> Count:
        """How many some members are, those that surely are among those that may be."""
        weights, high = self.weights, float(self.weights.high[group].sum()) + rest.high
        low = float(weights.low[sure].sum()) + rest.low
        possible = float(weights.high[group].sum()) + rest.low if math.isinf(rest.high) else high
        return Count(low, possible, high, rest.about or bool(weights.about[group].any()))

    def may_add(self, rest: Quantity | None) -> float:
        """How many of the rest may be in any one group."""
        return math.inf if rest is None or (rest.value and rest.bound != "exact") else rest.value

    def rest(self) -> Quantity | None:
        """How many members nothing names or counts beside the total; None where nobody knows."""
        aggregates = [member for member in self.links if not self.is_named(member)]
        counted = sum(float(self.weights.low[member]) for member in aggregates)
        if self.total is None or (self.total.value.bound == "at_least" and not self.total.missing):
            return Quantity(value=0) if self.complete else None
        missing = self.total.missing
        if missing is None:
            return Quantity(value=0)
        return missing.model_copy(update={"value": max(0.0, missing.value - counted)})


def members_not_loaded(whose: Text = NOTHING) -> Unknown:
    """That there may be members that nobody names or counts.

    Parameters
    ----------
    whose
        Of which alliances, after a colon; empty for the one that is asked for.
    """
    return Unknown(
        what=Text("没有载入的成员", "members that were not loaded") + whose,
        why=Text("没有名单写明成员已列全,也没有公布的总数。", "No roster promises all, and no total was published."),
        closes_when=Text("载入成员名单并写明它完整", "the roster of members is loaded and promises to be complete"),
    )
