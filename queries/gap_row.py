"""A row of the gap register."""

from __future__ import annotations

from typing import Any

from ..graph.schema import schema
from ..wording import NOTHING, Language, Text
from .answer import AnswerModel, RowModel
from .gap_rules import FACTS

GAP_LABELS = {
    "G1": Text("缺环", "missing stage"),
    "G2": Text("断链", "broken link"),
    "G4": Text("单点", "single point"),
    "G9": Text("岗位空白", "post gap"),
    "G10": Text("服务空白", "service gap"),
    "G15": Text("数据空白", "data gap"),
}
_HEADINGS = {
    "zh": ("缺口", "对象", "严重度", "计", "算式", "何时弥合", "候选"),
    "en": ("gap", "subject", "severity", "of", "formula", "closes when", "candidates"),
}


def lacking_label(lacks: str) -> Text:
    """What is lacking, in words: `岗位名单`, `the list of posts`."""
    if lacks == FACTS:
        return Text("只是可能成立的事实", "facts that only may hold")
    label = schema().instruments[lacks].label
    return Text("{label}名单", "the list of {label}").fill(label=label)


class Candidate(AnswerModel):
    """Somebody who could fill a gap, or be asked for a list: a lead with its reason, never an assertion."""

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
        The stage, organisation, project or household; empty for a missing roster, and for all organisations that work
        at no stage.
    lacks
        Of a data gap that stands for a missing roster: its instrument, or `facts` for facts that only may hold.
    severity, counts
        How many hang on it, and what is counted: stages, organisations, members, issues or questions, by its
        definition; None when unknown.
    formula
        The definition with the numbers put in.
    closes_when
        What would close it, as a clause.
    candidates
        Who could, or who can be asked.
    """

    gap: str
    subject: str
    subject_name: str
    lacks: str
    severity: float | None
    counts: Text
    formula: Text
    closes_when: Text
    candidates: tuple[Candidate, ...]
    evidence: tuple[str, ...]

    def label(self, language: Language) -> str:
        """`G1 缺环`."""
        return f"{self.gap} {GAP_LABELS[self.gap].in_(language)}"

    def about(self, language: Language) -> str:
        """What the row is about: the subject by its name, or the roster that is missing."""
        nowhere = Text("未列环节的单位", "organisations at no stage")
        return self.subject_name or (lacking_label(self.lacks) if self.lacks else nowhere).in_(language)

    def cells(self, language: Language) -> dict[str, Any]:
        """The row as plain values by column."""
        values = (
            self.label(language),
            self.about(language),
            self.severity,
            (self.counts if self.severity is not None else NOTHING).in_(language),
            self.formula.in_(language),
            self.closes_when.in_(language),
            ";".join(candidate.name for candidate in self.candidates),
        )
        return dict(zip(_HEADINGS[language], values, strict=True))
