"""A row of the gap register."""

from __future__ import annotations

from typing import Any

from ..wording import Language, Text
from .answer import AnswerModel, RowModel

GAP_LABELS = {
    "G1": Text("缺环", "missing stage"),
    "G2": Text("断链", "broken link"),
    "G4": Text("单点", "single point"),
    "G9": Text("岗位空白", "post gap"),
    "G10": Text("服务空白", "service gap"),
    "G15": Text("数据空白", "data gap"),
}
_HEADINGS = {
    "zh": ("缺口", "对象", "严重度", "算式", "何时弥合", "候选"),
    "en": ("gap", "subject", "severity", "formula", "closes when", "candidates"),
}


class Candidate(AnswerModel):
    """Somebody who could fill a gap: a lead with its reason, never an assertion."""

    id: str
    kind: str
    name: str
    why: Text


class GapRow(RowModel):
    """A gap.

    Parameters
    ----------
    gap
        `G1` … `G15` (docs/definitions.md).
    subject, subject_name
        The stage, organisation, project or household.
    severity
        How many stages, organisations, members, issues or questions hang on it, by its definition; None when unknown.
    formula
        The definition with the numbers put in.
    closes_when
        What would close it.
    candidates
        Who could.
    """

    gap: str
    subject: str
    subject_name: str
    severity: float | None
    formula: Text
    closes_when: Text
    candidates: tuple[Candidate, ...]
    evidence: tuple[str, ...]

    def label(self, language: Language) -> str:
        """`G1 缺环`."""
        return f"{self.gap} {GAP_LABELS[self.gap].in_(language)}"

    def cells(self, language: Language) -> dict[str, Any]:
        """The row as plain values by column."""
        values = (
            self.label(language),
            self.subject_name,
            self.severity,
            self.formula.in_(language),
            self.closes_when.in_(language),
            ";".join(one.name for one in self.candidates),
        )
        return dict(zip(_HEADINGS[language], values, strict=True))
