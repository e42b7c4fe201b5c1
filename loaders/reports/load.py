"""Load a report into a store: what was decided, and with `accept` what nobody decided on yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...graph.stores.differences import Plan
from ...graph.stores.states import Held
from ...graph.stores.store import GraphStore, Progress
from ...wording import Text
from ..combining import combined, on_what_is_held
from ..identity.judging import with_rule_judgements
from .batch import collect
from .report import Report, read_report


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What a load of a report found and did.

    Parameters
    ----------
    report
        What the report proposes.
    plan
        What was added, changed and left unchanged, or would be.
    written
        Whether it was written.
    notes
        What was left out, and why.
    """

    report: Report
    plan: Plan
    written: bool
    notes: tuple[Text, ...]


def load_report(
    path: str | Path, store: GraphStore, *, dry_run: bool = False, progress: Progress | None = None
) -> ReportResult:
    """Load everything that a report proposes: what nobody decided on as tentative, nothing that was rejected.

    Parameters
    ----------
    path
        A file of text, Markdown, HTML, Word (`.docx`) or PDF.
    store
        Where the facts go; what was decided there counts.
    dry_run
        Stop before the write; the result holds the plan.
    progress
        Called while the store writes.

    Raises
    ------
    FileRefused, MissingExtra
        The report cannot be read; nothing was written.
    StoreFailed
        The store cannot be used; nothing of the report is visible in it.
    """
    report = read_report(path, store)
    collected = collect(report, store, accept=True)

    def written(prepared_on: Held | None) -> Plan:
        batch = combined(with_rule_judgements(collected.graph, store), store, prepared_on)
        return store.plan(batch) if dry_run else store.write(batch, progress, prepared_on=prepared_on)

    plan = on_what_is_held(store, written)
    return ReportResult(report, plan, not dry_run, collected.notes)
