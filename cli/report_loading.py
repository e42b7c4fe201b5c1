"""`alliance load` of a report: what it proposes, and with `--accept` the facts that follow."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..graph.stores.locations import open_store
from ..loaders.reports.load import load_report
from ..loaders.reports.report import KINDS, Report, read_report
from ..wording import Text
from .output import progress, say
from .plans import print_plan

_NEXT = Text(
    "什么都没有写入。逐条判断:alliance review {file};全部作为待核实载入:alliance load {file} --accept",
    "Nothing was written. Decide one by one: alliance review {file}; load all as tentative: "
    "alliance load {file} --accept",
)


def load(path: Path, store: str, *, accept: bool, dry_run: bool, shared: bool) -> None:
    """Say what a report proposes; with `accept` load it.

    Parameters
    ----------
    path
        The report.
    store
        Where the store is.
    accept
        Whether to load what nobody decided on, as tentative.
    dry_run
        Only show the plan.
    shared
        See `alliance load --help`.
    """
    if not accept:
        _say_proposals(read_report(path))
        say(_NEXT.fill(file=path))
        return
    with open_store(store, create=True, shared=shared) as opened, progress() as bar:
        result = load_report(path, opened, dry_run=dry_run, progress=bar)
    _say_proposals(result.report)
    for note in result.notes:
        say(note)
    print_plan(result.plan, store, dry_run=dry_run)


def _say_proposals(report: Report) -> None:
    parts = Text.joined(
        Text(f"{label.zh} {number}", f"{number} {label.en}")
        for kind, label in KINDS.items()
        if (number := report.counts()[kind])
    )
    nothing = Text("没有找到可提议的内容", "nothing to propose")
    line = (
        Text("{file}:提议 {parts}", "{file} proposes {parts}") if parts else Text("{file}:{parts}", "{file}: {parts}")
    )
    click.echo(line.fill(file=report.text.file, parts=parts or nothing).in_(settings.language()))
