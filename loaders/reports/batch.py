"""The facts of a report, as far as they are to be kept, in one batch that a store takes whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from ...errors import IllegalRelationship
from ...graph.alliance_graph import AllianceGraph
from ...graph.identities import in_force
from ...graph.models import Evidence, Judgement, Measure, Node, Relationship
from ...graph.quantities import Quantity
from ...graph.records import Record, record_key
from ...graph.schema import schema
from ...graph.stores.store import GraphStore
from ...wording import Text
from ..review import Answer, judgements_of
from .decisions import Decided, Decisions, counted_end, ends
from .facts import AggregateFact, End, Fact, LinkFact, MeasureFact, NodeFact, facts_of
from .known_facts import KnownFacts, is_known_by_name, made_id
from .proposals import Proposal, locator, quote
from .questions import question_of
from .report import Report, read_report

_MOST_SIGHTINGS = 5
_TAKEN_BACK = "审核未采用 (not taken over on review)"


class ReportBatch:
    """Collects the facts of a report.

    Parameters
    ----------
    report
        The report.
    known
        What the store holds.
    """

    def __init__(self, report: Report, known: KnownFacts) -> None:
        self.report, self.known = report, known
        self.nodes: dict[str, Node] = {}
        self.relationships: dict[str, Relationship] = {}
        self.records: dict[str, Record] = {}
        self.notes: list[Text] = []
        nodes = (proposal for proposal in report.proposals if isinstance(proposal.fact, NodeFact))
        self._named = {ends(proposal.fact)[0]: proposal for proposal in nodes}

    def add(self, decided: Decided) -> None:
        """Add a fact that is to be kept, and the nodes that it needs.

        Raises
        ------
        IllegalRelationship
            A fact that a person accepted or corrected is one that the schema does not allow.
        """
        fact = decided.fact
        if self._is_unclear(fact):
            return
        if isinstance(fact, NodeFact):
            self._node(End(name=fact.name, kind=fact.kind), decided)
        elif isinstance(fact, LinkFact):
            self._link(fact, decided)
        elif isinstance(fact, MeasureFact):
            self._measure(fact, decided)
        else:
            self._aggregate(fact, decided)

    def _is_unclear(self, fact: Fact) -> bool:
        for end in ends(fact):
            if len(found := self.known.nodes(end)) > 1:
                several = Text(
                    "库中有 {number} 个节点叫“{name}”,与它有关的一条没有载入",
                    '{number} nodes of the store are called "{name}"; what speaks of it is left out',
                )
                self.notes.append(several.fill(number=len(found), name=end.name))
                return True
        return False

    # ---- nodes ----

    def _node(self, end: End, decided: Decided) -> str:
        """The id of a node, which is added: as the store holds it, or new."""
        known = next(iter(self.known.nodes(end)), None)
        node_id = known.id if known else self._made_id(end)
        if node_id in self.nodes:
            return node_id
        known = known or self.known.node(node_id)
        anew = known is None or (isinstance(decided.fact, NodeFact) and self.known.is_only_from_here(known))
        self.nodes[node_id] = self._new_node(node_id, end, decided) if anew or known is None else known
        return node_id

    def _new_node(self, node_id: str, end: End, decided: Decided) -> Node:
        """A node as the proposal that names it says, else as what speaks of it does."""
        named = self._named.get(end, decided.proposal)
        aliases = named.fact.aliases if isinstance(named.fact, NodeFact) else ()
        evidence = self._evidence(replace(decided, proposal=named))[:1]
        return Node(id=node_id, kind=end.kind, name=end.name, aliases=aliases, evidence=evidence)

    def _made_id(self, end: End) -> str:
        scope = () if is_known_by_name(end.kind) else (self.report.scope,)
        return made_id(end.kind, end.name, *scope)

    # ---- links ----

    def _link(self, fact: LinkFact, decided: Decided) -> None:
        found = self._relationship(fact, decided)
        if not self._is_legal(found, decided):
            return
        self.relationships.setdefault(found.id, found)

    def _relationship(self, fact: LinkFact, decided: Decided) -> Relationship:
        return Relationship(
            source=self._node(fact.source, decided),
            type=fact.type,
            target=self._node(fact.target, decided),
            product=fact.product,
            valid_from=fact.since,
            valid_to=fact.until,
            observed_at=self.report.source.date,
            status=decided.status,
            attributes={"order": fact.order} if fact.order else {},
            evidence=self._evidence(decided),
        )

    def _is_legal(self, link: Relationship, decided: Decided) -> bool:
        """A node of the store may be of another kind than the report lets think."""
        try:
            schema().check(link.type, self.nodes[link.source].kind, self.nodes[link.target].kind)
        except IllegalRelationship:
            if decided.method == "review":
                raise
            return False
        return True

    # ---- numbers ----

    def _measure(self, fact: MeasureFact | AggregateFact, decided: Decided) -> None:
        subject = self._node(fact.subject, decided)
        found = Measure(
            subject=subject,
            metric=fact.metric,
            value=Quantity.parse(fact.value),
            unit=fact.unit,
            period=fact.period,
            evidence=self._evidence(decided),
        )
        before = self.records.get(record_key(found))
        if isinstance(before, Measure) and before.value != found.value:  # two numbers of one name in one report
            found = found.model_copy(update={"metric": f"{found.metric} [s{decided.proposal.sightings[0].sentence}]"})
        self.records.setdefault(record_key(found), found)

    def _aggregate(self, fact: AggregateFact, decided: Decided) -> None:
        self._measure(fact, decided)
        subject, counted = self._node(fact.subject, decided), counted_end(fact)
        node_id = made_id(counted.kind, fact.subject.name, fact.metric)
        known = self.known.node(node_id)
        own = Node(
            id=node_id,
            kind=counted.kind,
            name=counted.name,
            count=Quantity.parse(fact.value),
            aggregate=True,
            evidence=self._evidence(decided)[:1],
        )
        self.nodes[node_id] = own if known is None or self.known.is_only_from_here(known) else known
        if fact.type:
            link = Relationship(
                source=subject,
                type=fact.type,
                target=node_id,
                observed_at=self.report.source.date,
                status=decided.status,
                evidence=self._evidence(decided),
            )
            if self._is_legal(link, decided):
                self.relationships.setdefault(link.id, link)

    # ---- what is taken back ----

    def take_back(self, proposal: Proposal) -> None:
        """Mark what an earlier load kept of a proposal that does not hold: nothing is ever deleted."""
        decided = Decided(proposal.fact, proposal, "reported", "tentative")
        trial = ReportBatch(self.report, self.known)
        trial.add(decided)
        for link in trial.relationships.values():
            before = self.known.relationship(link)
            if before and self.known.is_only_from_here(before) and link.id not in self.relationships:
                self.nodes = {link.source: trial.nodes[link.source], link.target: trial.nodes[link.target]} | self.nodes
                self.relationships[link.id] = before.model_copy(update={"status": "disputed", "confidence": 0.0})
        for key, record in trial.records.items():
            before_record = self.known.measure(record) if isinstance(record, Measure) else None
            if before_record and key not in self.records:
                self.nodes = {before_record.subject: trial.nodes[before_record.subject]} | self.nodes
                self.records[key] = before_record.model_copy(update={"value": None, "note": _TAKEN_BACK})

    # ---- evidence ----

    def _evidence(self, decided: Decided) -> tuple[Evidence, ...]:
        text = self.report.text
        return tuple(
            Evidence(
                source=self.report.source.id,
                locator=locator(text.file, seen),
                quote=quote(text, seen),
                method=decided.method,
            )
            for seen in decided.proposal.sightings[:_MOST_SIGHTINGS]
        )

    def graph(self, judgements: Iterable[Judgement]) -> AllianceGraph:
        """Everything, with the report as a source and what was decided."""
        records = [self.report.source, *self.records.values(), *judgements]
        return AllianceGraph.from_models(self.nodes.values(), self.relationships.values(), records)


def batch_of(
    path: str | Path, store: GraphStore | None, judgements: Iterable[Judgement] = (), *, accept: bool = False
) -> AllianceGraph:
    """The facts of a report that are to be kept, with its source and the judgements, as one batch.

    Parameters
    ----------
    path
        The report.
    store
        Where the facts will go: its nodes are known by their names, and what was decided there counts.
    judgements
        What was decided beside; the later word counts.
    accept
        Whether undecided proposals are kept too, as tentative.

    Raises
    ------
    FileRefused, MissingExtra
        The report cannot be read.
    BadCorrection, IllegalRelationship
        A correction is no fact, or one that the schema does not allow.
    """
    return collect(read_report(path, store), store, judgements, accept=accept).graph


class Collected:
    """A batch, and what is to be said of it.

    Parameters
    ----------
    graph
        The batch.
    notes
        What was left out, and why.
    """

    def __init__(self, graph: AllianceGraph, notes: Iterable[Text]) -> None:
        self.graph, self.notes = graph, tuple(dict.fromkeys(notes))


def collect(
    report: Report, store: GraphStore | None, judgements: Iterable[Judgement] = (), *, accept: bool
) -> Collected:
    """As `batch_of`, of a report that is read, with what is to be said of it."""
    known = KnownFacts(store, report.source.id)
    own = {proposal.key for proposal in report.proposals}
    told = in_force(judgement for judgement in judgements if judgement.question in own)
    for judgement in told.values():
        if judgement.correction:
            facts_of(judgement.correction)
    counting = in_force(known.judgements()) | told
    batch, decisions = ReportBatch(report, known), Decisions(report, counting, accept=accept)
    for decided in sorted(decisions.kept(), key=lambda decided: decided.method != "review"):
        batch.add(decided)
    for proposal in decisions.taken_back():
        batch.take_back(proposal)
    return Collected(batch.graph(told.values()), batch.notes)


def decided_batch(
    path: str | Path, store: GraphStore | None, answers: Iterable[Answer], day: date, *, accept: bool = False
) -> AllianceGraph:
    """Answers of a person to questions of a report, and the facts that follow from them, as one batch.

    Parameters
    ----------
    path, store, accept
        As for `batch_of`.
    answers
        Question, verdict and correction of each.
    day
        On which they were given.
    """
    report = read_report(path, store)
    asked = [question_of(report, proposal) for proposal in report.proposals]
    return collect(report, store, judgements_of(answers, asked, day), accept=accept).graph


def withdrawn(report: Report, store: GraphStore, judgement: Judgement) -> AllianceGraph:
    """A judgement that takes an earlier one back, with what was loaded because of that marked as not holding.

    Parameters
    ----------
    report, store
        The report, and where its facts are.
    judgement
        Of the verdict `withdrawn`.
    """
    return collect(report, store, [judgement], accept=False).graph
