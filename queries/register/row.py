"""A row of the gap register."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated

from ...graph.schema import schema
from ...option import Terms
from ...wording import NOTHING, Language, Text, plural
from ..answer import AnswerModel, RowModel
from ..columns import Column
from ..terms import KINDS
from .no_roster import NO_ROSTER

GAP_LABELS = {
    "G1": Text("缺环", "missing stage"),
    "G2": Text("断链", "broken link"),
    "G3": Text("堵点", "blocked link"),
    "G4": Text("单点", "single point"),
    "G5": Text("集中", "concentration"),
    "G6": Text("外部依赖", "outside dependency"),
    "G7": Text("组织空白", "organisation gap"),
    "G8": Text("工作空白", "work gap"),
    "G9": Text("岗位空白", "post gap"),
    "G10": Text("服务空白", "service gap"),
    "G11": Text("结构洞", "structural hole"),
    "G12": Text("机制空转", "idle mechanism"),
    "G13": Text("责任空白", "no owner"),
    "G14": Text("层级断点", "level break"),
    "G15": Text("数据空白", "data gap"),
}

GAPS = Terms(Text("缺口种类", "kind of gap"), lambda: GAP_LABELS)
LACKS = Terms(Text("所缺名单", "missing roster"), lambda: ["", *NO_ROSTER, *schema().instruments])


def lacking_label(lacks: str) -> Text:
    """What is lacking, in words: `岗位名单`, `the "posts" list`."""
    if lacks in NO_ROSTER:
        return NO_ROSTER[lacks].label
    label = schema().instruments[lacks].label
    return Text("{label}名单", 'the "{label}" list').fill(label=label)


class Candidate(AnswerModel):
    """Somebody who could fill a gap, or be asked for a list: a lead with its reason, never an assertion."""

    id: str
    kind: Annotated[str, KINDS]
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
        Of a data gap that stands for a missing roster: its instrument, or what no roster holds: `facts`
        that only may hold, `shares` of supply, earlier `censuses`, `places`.
    severity, counts
        How many hang on it, and what is counted: stages, organisations, members, issues or questions (for a missing
        roster those that it settles after the rosters before it), by its definition; None when unknown.
    formula
        The definition with the numbers put in.
    closes_when
        What would close it, as a clause.
    first_seen, censuses
        The census that first shows the gap, and how many show it without a break up to the day of the question; empty
        and 0 where no census was loaded that shows it, and for data gaps.
    candidates
        Who could, or who can be asked.
    """

    gap: Annotated[str, GAPS, Column("缺口", "gap", label=lambda row: Text(row.label("zh"), row.label("en")))]
    subject: Annotated[str, Column("对象 id", "subject id", "subject_id", attrgetter("subject"), on_screen=False)]
    subject_name: Annotated[str, Column("对象", "subject", "subject", lambda row: row.about(), after="lacks")]
    lacks: Annotated[str, LACKS, Column("所缺名单", "missing roster", on_screen=False)]
    severity: Annotated[float | None, Column("严重度", "severity")]
    counts: Annotated[Text, Column("计", "of", value=lambda row: row.counts if row.severity is not None else NOTHING)]
    formula: Annotated[Text, Column("算式", "formula")]
    closes_when: Annotated[Text, Column("何时弥合", "closes when")]
    first_seen: Annotated[str, Column("首见", "first seen", value=lambda row: row.since())]
    censuses: Annotated[int, Column("持续普查数", "censuses", on_screen=False)]
    candidates: Annotated[
        tuple[Candidate, ...],
        Column(
            "候选 id",
            "candidate ids",
            "candidate_ids",
            lambda row: tuple(candidate.id for candidate in row.candidates),
            on_screen=False,
        ),
        Column("候选", "candidates", value=lambda row: tuple(candidate.name for candidate in row.candidates)),
    ]
    evidence: tuple[str, ...]

    def label(self, language: Language) -> str:
        """`G1 缺环`."""
        return f"{self.gap} {GAP_LABELS[self.gap].in_(language)}"

    def since(self) -> Text:
        """The census that first shows it, and in how many it stands."""
        if not self.first_seen:
            return NOTHING
        return Text(
            f"{self.first_seen}({self.censuses} 次普查)",
            f"{self.first_seen} ({plural(self.censuses, 'census', 'censuses')})",
        )

    def about(self) -> Text:
        """What the row is about: the subject by its name, or the roster that is missing."""
        if self.subject_name:
            return Text.same(self.subject_name)
        return lacking_label(self.lacks) if self.lacks else Text("不属于任何环节的", "what belongs to no stage")
