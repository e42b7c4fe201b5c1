"""A row of the gap register."""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

from ...graph.schema import schema
from ...wording import NOTHING, Language, Text
from ..answer import AnswerModel, RowModel
from ..columns import Column
from .rules import FACTS

GAP_LABELS = {
    "G1": Text("缺环", "missing stage"),
    "G2": Text("断链", "broken link"),
    "G4": Text("单点", "single point"),
    "G9": Text("岗位空白", "post gap"),
    "G10": Text("服务空白", "service gap"),
    "G15": Text("数据空白", "data gap"),
}


def lacking_label(lacks: str) -> Text:
    """What is lacking, in words: `岗位名单`, `the "posts" list`."""
    if lacks == FACTS:
        return Text("只是可能成立的事实", "facts that only may hold")
    label = schema().instruments[lacks].label
    return Text("{label}名单", 'the "{label}" list').fill(label=label)


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

    columns: ClassVar[tuple[Column, ...]] = (
        Column("gap", Text("缺口", "gap"), label=lambda row: Text(row.label("zh"), row.label("en"))),
        Column("subject_id", Text("对象 id", "subject id"), attrgetter("subject"), on_screen=False),
        Column("lacks", Text("所缺名单", "missing roster"), on_screen=False),
        Column("subject", Text("对象", "subject"), lambda row: row.about()),
        Column("severity", Text("严重度", "severity")),
        Column("counts", Text("计", "of"), lambda row: row.counts if row.severity is not None else NOTHING),
        Column("formula", Text("算式", "formula")),
        Column("closes_when", Text("何时弥合", "closes when")),
        Column(
            "candidate_ids",
            Text("候选 id", "candidate ids"),
            lambda row: tuple(candidate.id for candidate in row.candidates),
            on_screen=False,
        ),
        Column(
            "candidates",
            Text("候选", "candidates"),
            lambda row: tuple(candidate.name for candidate in row.candidates),
        ),
    )

    def label(self, language: Language) -> str:
        """`G1 缺环`."""
        return f"{self.gap} {GAP_LABELS[self.gap].in_(language)}"

    def about(self) -> Text:
        """What the row is about: the subject by its name, or the roster that is missing."""
        if self.subject_name:
            return Text.same(self.subject_name)
        return lacking_label(self.lacks) if self.lacks else Text("未列环节的单位", "organisations at no stage")
