"""The proposals of a report as questions to a person."""

from __future__ import annotations

from pathlib import Path

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.stores.store import GraphStore
from ...wording import Text
from ..questions import Question
from .facts import AggregateFact, Fact, LinkFact, NodeFact, fact_json
from .proposals import Proposal, locator, quote
from .report import Report, read_report

_MOST_REASONS = 3
_NODE = Text("报告说到“{name}”,是{kind}。对吗?", 'The report names "{name}", {kind}. Is that right?')
_LINK = Text(
    "报告说:{source} —{type}→ {target}{more}。对吗?",
    "The report says: {source} —{type}→ {target}{more}. Is that right?",
)
_MEASURE = Text(
    "报告说:{subject} 的“{metric}”是 {value}{unit}{period}。对吗?",
    'The report says: "{metric}" of {subject} is {value} {unit}{period}. Is that right?',
)
_AGGREGATE = Text(
    "报告说:{subject} 有 {value}{unit}“{metric}”({kind},没有列名){period}。对吗?",
    'The report says: {subject} has {value} "{metric}" ({kind}, without names){period}. Is that right?',
)


def questions_of(path: str | Path, known: GraphStore | AllianceGraph | None = None) -> list[Question]:
    """What a person is asked of a report: whether it states each fact that the rules propose.

    Parameters
    ----------
    path
        The report.
    known
        A store or graph, whose names are found in the report too.

    Raises
    ------
    FileRefused, MissingExtra
        The report cannot be read.
    """
    report = read_report(path, known)
    return [question_of(report, proposal) for proposal in report.proposals]


def question_of(report: Report, proposal: Proposal) -> Question:
    """One proposal as a question, with the places that speak for it."""
    seen = proposal.sightings[:_MOST_REASONS]
    reasons = tuple(Text.same(f"“{quote(report.text, place)}” [{locator(report.text.file, place)}]") for place in seen)
    return Question(
        id=proposal.key,
        kind="proposal",
        sentence=sentence_of(proposal.fact),
        reasons=reasons,
        proposal=fact_json(proposal.fact),
    )


def sentence_of(fact: Fact) -> Text:
    """A fact as the question that is asked."""
    if isinstance(fact, NodeFact):
        return _NODE.fill(name=fact.name, kind=schema().kind(fact.kind).label)
    if isinstance(fact, LinkFact):
        more = [Text.same(str(part)) for part in (fact.product, fact.since) if part]
        if fact.order:
            more.append(Text(f"第 {fact.order} 步", f"step {fact.order}"))
        said = Text("({more})", " ({more})").fill(more=Text.joined(more)) if more else Text.same("")
        label = schema().type(fact.type).label
        return _LINK.fill(source=fact.source.name, target=fact.target.name, type=label, more=said)
    period = Text(f"({fact.period})", f" ({fact.period})") if fact.period else Text.same("")
    fields = {"subject": fact.subject.name, "metric": fact.metric, "value": fact.value, "unit": fact.unit}
    if isinstance(fact, AggregateFact):
        return _AGGREGATE.fill(**fields, kind=schema().kind(fact.kind).label, period=period)
    return _MEASURE.fill(**fields, period=period)
