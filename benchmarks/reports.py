"""How well proposals of reports agree with labels (`reports/README.md`): `python benchmarks/reports.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from measure import machine, table, taken

from alliance.graph.quantities import Quantity
from alliance.loaders.reports.facts import AggregateFact, LinkFact, MeasureFact, NodeFact
from alliance.loaders.reports.report import Report, read_report

FOLDER = Path(__file__).with_name("reports")
TUNED_ON = ("01", "02", "03", "04", "05", "06")
MEASURED_ON = ("07", "08", "09", "10", "11", "12")
STORY = {"RAISED", "LISTED_IN", "ROUTED_TO", "HANDLES", "ASSISTS", "RESOLVED_BY"}
Labels = dict[str, list[dict[str, Any]]]
Agrees = Callable[[Any, Any], bool]


class Organisation(NamedTuple):
    """A mention."""

    start: int
    end: int
    name: str
    kind: str


class Relation(NamedTuple):
    """A relation between names."""

    type: str
    source: str
    target: str


class Number(NamedTuple):
    """A measure or a count of an aggregate."""

    start: int
    end: int
    value: float
    bound: str
    unit: str
    metric: str
    subject: str
    period: str
    aggregate: bool


class Score(NamedTuple):
    """How many were found that are labelled, how many were found, how many are labelled."""

    right: int
    found: int
    labelled: int

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(*(own + more for own, more in zip(self, other, strict=True)))

    def cells(self) -> tuple[str, str, str]:
        """Precision, recall and F1."""
        precision, recall = self.right / max(self.found, 1), self.right / max(self.labelled, 1)
        harmonic = 2 * precision * recall / (precision + recall) if self.right else 0.0
        return f"{precision:.2f}", f"{recall:.2f}", f"{harmonic:.2f}"


def score(found: Iterable[Any], labelled: Iterable[Any], agrees: Agrees) -> Score:
    """Each label is matched once at the most."""
    everything, left = list(found), list(labelled)
    labels = len(left)
    for one in everything:
        match = next((label for label in left if agrees(one, label)), None)
        if match is not None:
            left.remove(match)
    return Score(labels - len(left), len(everything), labels)


def organisations(report: Report) -> list[Organisation]:
    """The mentions below the title."""
    title = report.text.blocks[0].end
    return [
        Organisation(seen.start, seen.end, proposal.fact.name, proposal.fact.kind)
        for proposal in report.proposals
        if isinstance(proposal.fact, NodeFact)
        for seen in proposal.sightings
        if seen.start > title
    ]


def relations(report: Report) -> list[Relation]:
    """The relations without the steps of a problem."""
    links = [proposal.fact for proposal in report.proposals if isinstance(proposal.fact, LinkFact)]
    return [Relation(link.type, link.source.name, link.target.name) for link in links if link.type not in STORY]


def numbers(report: Report) -> list[Number]:
    """The measures and the counts of aggregates."""
    found = []
    for proposal in report.proposals:
        fact, seen = proposal.fact, proposal.sightings[0]
        if isinstance(fact, MeasureFact | AggregateFact):
            quantity = Quantity.parse(fact.value)
            said = (fact.unit, fact.metric, fact.subject.name, str(fact.period or ""), isinstance(fact, AggregateFact))
            found.append(Number(seen.start, seen.end, quantity.value, quantity.bound, *said))
    return found


def overlapping(one: Any, label: Any) -> bool:
    """At least half of the label is covered."""
    return bool(2 * (min(one.end, label.end) - max(one.start, label.start)) >= label.end - label.start)


def nearly(one: str, label: str) -> bool:
    """One name ends with the other."""
    return one.endswith(label) or label.endswith(one)


def same_pair(one: Relation, label: Relation) -> bool:
    """The same two, whatever the type and the direction."""
    straight = nearly(one.source, label.source) and nearly(one.target, label.target)
    return straight or (nearly(one.source, label.target) and nearly(one.target, label.source))


def same_relation(one: Relation, label: Relation) -> bool:
    """The same, where a symmetric one has no direction."""
    symmetric = one.type in ("PAIRED_WITH", "COORDINATES_WITH", "CO_RESEARCH")
    return one == label or (symmetric and one == Relation(label.type, label.target, label.source))


def labels_of(number: str) -> tuple[list[Organisation], list[Relation], list[Number]]:
    """What a person labelled."""
    labels: Labels = json.loads((FOLDER / f"{number}.json").read_text(encoding="utf-8"))
    mentions = [Organisation(one["start"], one["end"], one["name"], one["kind"]) for one in labels["organisations"]]
    fields = Number._fields
    measures = [Number(*(one[field] for field in fields)) for one in labels["measures"]]
    return mentions, [Relation(**one) for one in labels["relations"]], measures


SCORES: tuple[tuple[str, int, Agrees], ...] = (
    ("organisations, strict: both edges", 0, lambda one, label: (one.start, one.end) == (label.start, label.end)),
    ("organisations, strict, with full name and kind", 0, lambda one, label: one == label),
    ("organisations, lenient: half covered", 0, overlapping),
    ("relations, strict: type and both full names", 1, same_relation),
    ("relations, lenient: the same two", 1, same_pair),
    ("measures, strict: edges and every field", 2, lambda one, label: one == label),
    ("measures, number, bound, unit and whose", 2, lambda one, label: one[2:5] == label[2:5] and one[6] == label[6]),
    ("measures, lenient: number and unit", 2, lambda one, label: overlapping(one, label) and one[2] == label[2]),
)


def scores(numbers_of_reports: Iterable[str]) -> list[Score]:
    """One for each of `SCORES`, over some reports."""
    totals = [Score(0, 0, 0)] * len(SCORES)
    for number in numbers_of_reports:
        report = read_report(FOLDER / f"{number}.txt")
        found, labelled = (organisations(report), relations(report), numbers(report)), labels_of(number)
        for place, (_, which, agrees) in enumerate(SCORES):
            totals[place] += score(found[which], labelled[which], agrees)
    return totals


def main() -> None:
    """Measure and print."""
    tuned, measured = scores(TUNED_ON), scores(MEASURED_ON)
    rows = [
        (title, measured[place].labelled, *measured[place].cells(), *tuned[place].cells())
        for place, (title, _, _) in enumerate(SCORES)
    ]
    head = ("what", "labels", "precision", "recall", "F1", "precision, tuned", "recall, tuned", "F1, tuned")
    table("Reports: measured on 07-12, and tuned on 01-06", head, rows)
    texts = [*TUNED_ON, *MEASURED_ON]
    spent = taken(lambda: [read_report(FOLDER / f"{number}.txt") for number in texts])
    print(f"\n{len(texts)} reports read in {spent.cpu:.2f} s of CPU ({machine()})")


if __name__ == "__main__":
    main()
