"""A row of a coverage answer: a cell of the matrix, or a rate."""

from __future__ import annotations

from typing import Any, Literal

from ..graph.schema import schema
from ..wording import Language, Text
from .answer import RowModel

RATE_LABELS = {
    "organisation_coverage": Text("组织覆盖率", "organisation coverage rate"),
    "own_organisation": Text("单独组建率", "own-organisation rate"),
    "work_coverage": Text("工作覆盖率(类推)", "work coverage rate (by analogy)"),
    "due_but_missing": Text("应建未建", "due but missing"),
    "stage_coverage": Text("环节覆盖", "stage coverage"),
}
_HEADINGS = {
    "zh": ("范围", "指标", "已知", "未知", "总数", "下限", "上限"),
    "en": ("scope", "measure", "known", "unknown", "total", "low", "high"),
}


class CoverageRow(RowModel):
    """How much of a scope is covered.

    Parameters
    ----------
    scope, scope_name
        Id and name of the stage; empty id for all employers in scope.
    measure
        An instrument of the schema, or a rate.
    unit
        `count`: low and high are numbers; `share`: they are shares of the total.
    covered
        How many are known; None when nothing is.
    unknown
        For how many it is not known; None when not even that is.
    total
        Of how many; None when that is not known, or does not apply.
    low, high
        The interval that the true value lies in; None when it cannot be computed.
    """

    scope: str
    scope_name: str
    measure: str
    unit: Literal["count", "share"]
    covered: int | None
    unknown: int | None
    total: int | None
    low: float | None
    high: float | None
    evidence: tuple[str, ...]

    def text(self) -> str:
        """The value in a table: `3` all, `3+` at least, `0`, `?`; a share as `6/10 – 7/10`."""
        if self.unit == "share":
            return self._share_text()
        if self.covered is None:
            return "?"
        if self.high is None:
            return f"{self.covered}+"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"

    def _share_text(self) -> str:
        if self.covered is None:
            return "?"
        if self.total is None or self.unknown is None:
            return f"{self.covered}/?"
        known = f"{self.covered}/{self.total}"
        return known if not self.unknown else f"{known} – {self.covered + self.unknown}/{self.total}"

    def label(self, language: Language) -> str:
        """The name of the measure."""
        label = RATE_LABELS.get(self.measure) or schema().instruments[self.measure].label
        return label.in_(language)

    def cells(self, language: Language) -> dict[str, Any]:
        """The row as plain values by column."""
        values = (self.scope_name, self.label(language), self.covered, self.unknown, self.total, self.low, self.high)
        return dict(zip(_HEADINGS[language], values, strict=True))
