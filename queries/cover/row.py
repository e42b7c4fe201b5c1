"""A row of a coverage answer: a cell of the matrix, or a rate."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Annotated, Literal

from ...graph.schema import schema
from ...option import Terms
from ...wording import Language, Text
from ..answer import RowModel
from ..columns import Column
from ..count import Count

RATE_LABELS = {
    "organisation_coverage": Text("组织覆盖率", "organisation coverage rate"),
    "own_organisation": Text("单独组建率", "own-organisation rate"),
    "work_coverage": Text("工作覆盖率(类推)", "work coverage rate (by analogy)"),
    "due_but_missing": Text("应建未建", "due but missing"),
    "stage_coverage": Text("环节覆盖", "stage coverage"),
    "target_rate": Text("应建已建率(不是覆盖率)", "target rate, built / due (no coverage)"),
}
MEASURES = Terms(Text("指标", "measure"), lambda: [*RATE_LABELS, *schema().instruments])
Fraction = tuple[int, int]
"""Numerator and denominator."""


class CoverageRow(RowModel):
    """How much of a scope is covered.

    Parameters
    ----------
    scope, scope_name
        Id and name of the stage; empty for all employers in scope.
    measure
        An instrument of the schema, or a rate.
    unit
        `count`: low and high are numbers; `share`: they are shares of the total.
    covered
        How many there are for certain; None when nothing is known.
    unknown
        How many more are named that only may be there; None when that has no upper end, or nothing is known.
    total
        Of how many, where that is one number in every possible world.
    low, high
        The interval that the true value lies in; None where it has no end, or cannot be computed.
    lowest, highest
        For a share: numerator and denominator in the worlds in which it is lowest and highest.
    open_ended
        The denominator of a share has no upper end: there are at least so many.
    about
        A number behind it was published as "about".
    complete
        A roster that is not stale promises that nothing but what is named is there.
    """

    scope: Annotated[str, Column("范围 id", "scope id", "scope_id", attrgetter("scope"), on_screen=False)]
    scope_name: Annotated[str, Column("范围", "scope", "scope", attrgetter("scope_name"))]
    measure: Annotated[
        str, MEASURES, Column("指标", "measure", label=lambda row: Text(row.label("zh"), row.label("en")))
    ]
    unit: Annotated[Literal["count", "share"], Column("单位", "unit", on_screen=False)]
    covered: Annotated[
        int | None,
        Column("已知", "known", on_screen=False),
        Column("值(已知/总数)", "value (known/total)", "text", lambda row: row.text(), after="high"),
    ]
    unknown: Annotated[int | None, Column("可能另有", "perhaps more", on_screen=False)]
    total: Annotated[int | None, Column("总数", "total", on_screen=False)]
    low: Annotated[float | None, Column("下限", "low", on_screen=False)]
    high: Annotated[float | None, Column("上限", "high", on_screen=False)]
    lowest: Fraction | None = None
    highest: Fraction | None = None
    open_ended: bool = False
    about: bool = False
    complete: bool = False
    evidence: tuple[str, ...]

    @classmethod
    def counted(
        cls, scope: str, name: str, measure: str, count: Count, evidence: tuple[str, ...], *, complete: bool
    ) -> CoverageRow:
        """A cell that counts."""
        known = complete or count.possible > 0
        more = count.possible - count.low
        return cls(
            scope=scope,
            scope_name=name,
            measure=measure,
            unit="count",
            covered=int(count.low) if known else None,
            unknown=int(more) if known and math.isfinite(more) else None,
            total=None,
            low=count.low if known else None,
            high=None if count.is_open else count.high,
            about=count.about,
            complete=complete,
            evidence=evidence,
        )

    def text(self) -> str:
        """The value in a table.

        `3` exactly, `3+` at least, `1–3` one to three, `0–3+`, `≈30` about, `0`, `?`; a share as `6/10 – 7/10`.
        """
        if self.covered is None:
            return "?"
        if self.unit == "share":
            return f"{'≈' if self.about else ''}{self._share_text()}"
        return self._count().text()

    def _count(self) -> Count:
        low = float(self.covered or 0)
        possible = low + self.unknown if self.unknown is not None else math.inf
        return Count(low, possible, math.inf if self.high is None else self.high, self.about)

    def _share_text(self) -> str:
        if self.lowest is None or self.highest is None:
            return f"{self._count().span()}/?"
        more = "+" if self.open_ended else ""
        ends = list(dict.fromkeys(f"{part}/{of}{more}" for part, of in (self.lowest, self.highest)))
        return ends[-1] if self.low == self.high else " – ".join(ends)

    def label(self, language: Language) -> str:
        """The name of the measure."""
        label = RATE_LABELS.get(self.measure) or schema().instruments[self.measure].label
        return label.in_(language)
