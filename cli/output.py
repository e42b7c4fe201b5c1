"""Answers on the screen, as CSV or as JSON: results to standard output, everything else to standard error."""

from __future__ import annotations

import codecs
import csv
import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from .. import settings
from ..formulas import inert
from ..queries.answer import STATUS_WORDS, Answer, Unknown
from ..queries.sightings import Sighting
from ..wording import Text
from .options import Output

if TYPE_CHECKING:
    from rich.console import Console

    from ..graph.stores.store import Progress

_PIPE_WIDTH = 160
_LEAST_WIDTH = 20
_MOST_UNKNOWN = 8
_STATUS_STYLE = {"found": "bold green", "none": "bold yellow", "unknown": "bold magenta"}


def console(*, err: bool = False) -> Console:
    """Where text goes: as wide as the terminal or as `COLUMNS` says, or wide enough for a file."""
    from .wrapping import WrappingConsole

    stream = sys.stderr if err else sys.stdout
    has_width = stream.isatty() or os.environ.get("COLUMNS")
    width = shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns if has_width else _PIPE_WIDTH
    return WrappingConsole(file=stream, width=max(width, _LEAST_WIDTH), highlight=False, emoji=False, markup=False)


def say(text: Text) -> None:
    """A line for the person at the terminal."""
    click.echo(text.in_(settings.language()), err=True)


def show(answer: Answer[Any], output: Output) -> None:
    """Print an answer, and on standard error what it stands on.

    Parameters
    ----------
    answer
        What to print.
    output
        As JSON, as CSV or for people, and how.
    """
    if output.form == "json":
        click.echo(answer.to_json().encode())  # bytes stay UTF-8, whatever the terminal thinks
    elif output.form == "csv":
        mark = codecs.BOM_UTF8 if output.bom else b""
        click.echo(mark + as_csv(answer.keys(), answer.cells(settings.language())).encode(), nl=False)
        click.echo(answer.headline(settings.language()), err=True)  # CSV has no place for it when there is no row
    else:
        from .screen import print_answer

        print_answer(console(), answer, whole=output.whole)
    if answer.elapsed_seconds is not None:
        version, seconds = answer.data_version[:12], answer.elapsed_seconds
        say(Text(f"数据版本 {version},用时 {seconds:.2f} 秒", f"data version {version}, {seconds:.2f} s"))


def as_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV with a header; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([inert(row[key]) for key in header] for row in rows)
    return out.getvalue()


def heading(out: Console, answer: Answer[Any]) -> None:
    """The status and the sentence of an answer."""
    from rich.text import Text as Line

    language = settings.language()
    line = Line()
    line.append(f"[{STATUS_WORDS[answer.status].in_(language)}] ", style=_STATUS_STYLE[answer.status])
    line.append(answer.sentence.in_(language), style="bold")
    out.print(line)


def unknowns(out: Console, entries: Sequence[Unknown]) -> None:
    """What an answer does not know, why, and what would close it."""
    if not entries:
        return
    language = settings.language()
    out.print(Text("\n不知道的:", "\nNot known:").in_(language), style="magenta")
    for entry in entries[:_MOST_UNKNOWN]:
        # the condition is a clause: its sentence ends here
        closes = Text("弥合条件:{clause}。", " Closes when: {clause}.").fill(clause=entry.closes_when)
        out.print(f"  ? {entry.what.in_(language)}")
        out.print(f"    {(entry.why + closes).in_(language)}", style="dim")
    if len(entries) > _MOST_UNKNOWN:
        rest = len(entries) - _MOST_UNKNOWN
        out.print(Text(f"  … 还有 {rest} 项(--json 列出全部)", f"  … and {rest} more (--json lists all)").in_(language))


def sighting_text(sighting: Sighting) -> str:
    """A piece of evidence in one line: quote, source, place."""
    language = settings.language()
    kind = sighting.reliability_label.in_(language)
    source = " ".join(part for part in (sighting.title or sighting.source, sighting.publisher, sighting.date) if part)
    quote = f"“{sighting.quote}” " if sighting.quote else ""
    return f"{quote}— {source}{f' ({kind})' if kind else ''} [{sighting.locator}]"


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on standard error while a store works; nothing when standard error is not a terminal."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    language = settings.language()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(err=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def report(step: str, done: int, total: int) -> None:
            nonlocal task
            description = _STEPS[step].in_(language)
            if total:
                bar.update(task, description=description, completed=done, total=total)
            else:  # nobody knows how much there is
                bar.remove_task(task)
                task = bar.add_task(description, total=None)

        yield report


_STEPS = {
    "unpack": Text("打开电子表格", "opening the spreadsheet"),
    "read": Text("读取", "reading"),
    "node": Text("节点", "nodes"),
    "record": Text("来源与数据", "records"),
    "relationship": Text("关系", "relationships"),
    "snapshot": Text("快照", "snapshot"),
    "export": Text("写出", "writing"),
    "check": Text("检查", "checking"),
    "mend": Text("重做", "mending"),
    "upgrade": Text("升级", "upgrading"),
    "compile": Text("编译大图搜索(只此一次)", "compiling the search of large graphs (once)"),
    "fetch": Text("取回 Neo4j", "fetching Neo4j"),
    "wait": Text("等待另一个启动", "waiting for another start"),
    "start": Text("启动 Neo4j", "starting Neo4j"),
}
