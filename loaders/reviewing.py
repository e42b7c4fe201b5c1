"""What can be reviewed: the nodes of a store that may be one, and what a report may state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ..errors import StoreEmpty
from ..graph.alliance_graph import AllianceGraph
from ..graph.identities import in_force
from ..graph.models import Judgement
from ..graph.stores.states import Held
from ..graph.stores.store import GraphStore
from . import review
from .combining import combined, on_what_is_held
from .identity.judging import with_rule_judgements
from .questions import Question
from .reports.batch import collect, withdrawn
from .reports.questions import question_of
from .reports.report import Report, read_report
from .review import Answer


class Reviewed(Protocol):
    """Something that raises questions and takes answers."""

    def open(self) -> Sequence[Question]:
        """What nobody has decided."""

    def answerable(self) -> Sequence[Question]:
        """Those, and what was decided: another answer replaces the one before."""

    def keep(self, answers: Sequence[Answer], day: date) -> None:
        """Keep answers, and what follows from them, all or nothing."""

    def take_back(self, question: str, day: date) -> None:
        """Take a judgement back, so that it is asked again."""


class ReviewedStore:
    """The nodes of a store that may be one.

    Parameters
    ----------
    store
        The store.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def open(self) -> Sequence[Question]:
        """As `Reviewed.open`."""
        return review.questions(self._store)

    def answerable(self) -> Sequence[Question]:
        """As `Reviewed.answerable`."""
        return review.answerable(self._store)

    def keep(self, answers: Sequence[Answer], day: date) -> None:
        """As `Reviewed.keep`; no fact changes."""
        review.keep(self._store, review.judgements_of(answers, self.answerable(), day))

    def take_back(self, question: str, day: date) -> None:
        """As `Reviewed.take_back`."""
        review.keep(self._store, [review.withdrawal(self._store, question, day)])


class ReviewedReport:
    """What a report may state; what is accepted is loaded with the judgement.

    Parameters
    ----------
    path
        The report.
    store
        Where the facts go.
    """

    def __init__(self, path: Path, store: GraphStore) -> None:
        self._path, self._store = path, store

    @cached_property
    def report(self) -> Report:
        """The report with its proposals."""
        return read_report(self._path, self._store)

    def open(self) -> Sequence[Question]:
        """As `Reviewed.open`."""
        decided = {key for key, told in self._judgements().items() if told.verdict in ("accepted", "rejected")}
        return [question for question in self.answerable() if question.id not in decided]

    def answerable(self) -> Sequence[Question]:
        """As `Reviewed.answerable`."""
        return [question_of(self.report, proposal) for proposal in self.report.proposals]

    def keep(self, answers: Sequence[Answer], day: date) -> None:
        """As `Reviewed.keep`; the facts that were accepted or corrected are written with the judgements.

        Raises
        ------
        BadCorrection, IllegalRelationship
            A correction is no fact, or one that the schema does not allow; nothing is kept.
        """
        judgements = review.judgements_of(answers, self.answerable(), day)
        self._write(collect(self.report, self._store, judgements, accept=False).graph)

    def take_back(self, question: str, day: date) -> None:
        """As `Reviewed.take_back`; what was loaded because of it is marked as not holding."""
        self._write(withdrawn(self.report, self._store, review.withdrawal(self._store, question, day)))

    def _write(self, batch: AllianceGraph) -> None:
        def written(prepared_on: Held | None) -> None:
            together = combined(with_rule_judgements(batch, self._store), self._store, prepared_on)
            self._store.write(together, prepared_on=prepared_on)

        on_what_is_held(self._store, written)

    def _judgements(self) -> dict[str, Judgement]:
        try:
            return in_force(self._store.records().judgements.values())
        except StoreEmpty:
            return {}
