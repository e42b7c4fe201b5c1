"""What was decided on the proposals of a report, and which facts are to be kept because of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...graph.models import Judgement, Method, Status
from .facts import AggregateFact, End, Fact, LinkFact, NodeFact, facts_of
from .proposals import Proposal
from .report import Report


@dataclass(frozen=True, slots=True)
class Decided:
    """A fact that is to be kept.

    Parameters
    ----------
    fact
        What it says, as corrected.
    proposal
        Where it comes from.
    method, status
        How it was taken from the report, and how certain it is.
    """

    fact: Fact
    proposal: Proposal
    method: Method
    status: Status


class Decisions:
    """The proposals of a report with what was decided on each.

    Parameters
    ----------
    report
        The report.
    judgements
        What was decided, by question.
    accept
        Whether undecided proposals are to be kept too, as tentative.
    """

    def __init__(self, report: Report, judgements: dict[str, Judgement], *, accept: bool) -> None:
        self._report, self._judgements, self._accept = report, judgements, accept
        nodes = [proposal for proposal in report.proposals if isinstance(proposal.fact, NodeFact)]
        self._refused = {_end(proposal) for proposal in nodes if self._verdict(proposal) == "rejected"}
        self._renamed = {_end(proposal): end for proposal in nodes if (end := self._new_name(proposal))}

    def _verdict(self, proposal: Proposal) -> str:
        judgement = self._judgements.get(proposal.key)
        return judgement.verdict if judgement else ""

    def _new_name(self, proposal: Proposal) -> End | None:
        if self._verdict(proposal) != "accepted" or not (text := self._judgements[proposal.key].correction):
            return None
        nodes = [fact for fact in facts_of(text) if isinstance(fact, NodeFact)]
        return End(name=nodes[0].name, kind=nodes[0].kind) if nodes else None

    def kept(self) -> Iterator[Decided]:
        """The facts that are to be kept, in the order of the proposals."""
        for proposal in self._report.proposals:
            verdict = self._verdict(proposal)
            if verdict == "accepted":
                text = self._judgements[proposal.key].correction
                for fact in facts_of(text) if text else [self._as_corrected(proposal.fact)]:
                    status = fact.status if isinstance(fact, LinkFact) and fact.status else "confirmed"
                    yield Decided(fact, proposal, "review", status)
            elif self._accept and verdict != "rejected" and not self._speaks_of_refused(proposal.fact):
                yield Decided(self._as_corrected(proposal.fact), proposal, "reported", "tentative")

    def taken_back(self) -> Iterator[Proposal]:
        """Proposals that do not hold as they stand: rejected, corrected, taken back, or about no organisation."""
        for proposal in self._report.proposals:
            verdict = self._verdict(proposal)
            corrected = verdict == "accepted" and self._judgements[proposal.key].correction
            left_out = verdict != "accepted" and self._speaks_of_refused(proposal.fact)
            if verdict in ("rejected", "withdrawn") or corrected or left_out:
                yield proposal

    def _speaks_of_refused(self, fact: Fact) -> bool:
        return any(end in self._refused for end in ends(fact))

    def _as_corrected(self, fact: Fact) -> Fact:
        """A fact with the names that were corrected."""
        if isinstance(fact, NodeFact):
            return fact
        if isinstance(fact, LinkFact):
            source, target = (self._renamed.get(end, end) for end in (fact.source, fact.target))
            return fact.model_copy(update={"source": source, "target": target})
        return fact.model_copy(update={"subject": self._renamed.get(fact.subject, fact.subject)})


def ends(fact: Fact) -> tuple[End, ...]:
    """Whom a fact speaks of."""
    if isinstance(fact, NodeFact):
        return (End(name=fact.name, kind=fact.kind),)
    if isinstance(fact, LinkFact):
        return fact.source, fact.target
    return (fact.subject,)


def _end(proposal: Proposal) -> End:
    return ends(proposal.fact)[0]


def counted_end(fact: AggregateFact) -> End:
    """What an aggregate counts, as an end of a relation."""
    return End(name=fact.metric, kind=fact.kind)
