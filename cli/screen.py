"""How each kind of answer looks in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.text import Text as Line

from .. import settings
from ..graph.labels import value_label
from ..graph.schema import schema
from ..queries.columns import screen_cells
from ..wording import Text
from .output import heading, sighting_text, unknowns
from .tables import MOST_ROWS, print_rows, say_how_many_more

if TYPE_CHECKING:
    from rich.console import Console

    from ..queries.answer import Answer
    from ..queries.names.profile import ProfileAnswer
    from ..queries.paths.rows import Link, PathRow

Printer = Callable[["Console", Any, bool], None]
_CELL_STYLES = {"?": "magenta", "0": "bold red"}


def print_answer(out: Console, answer: Answer[Any], *, whole: bool = False) -> None:
    """An answer for people: sentence, rows, evidence, what is not known.

    Parameters
    ----------
    out
        Where to.
    answer
        What to print.
    whole
        Every row, however many there are.
    """
    heading(out, answer)
    printer: Printer = _PRINTERS.get(answer.question, _print_rows)
    printer(out, answer, whole)
    if answer.legend:
        out.print(f"  {answer.legend.in_(settings.language())}", style="dim")
    unknowns(out, answer.unknown)


def _print_rows(out: Console, answer: Answer[Any], whole: bool) -> None:
    print_rows(out, answer.screen_cells(settings.language()), whole=whole, styles=_CELL_STYLES)


def _print_found(out: Console, answer: Answer[Any], whole: bool) -> None:
    _print_rows(out, answer, whole)
    _say_beyond_limit(out, answer.bounds["matches"] - answer.bounds["shown"])


def _say_beyond_limit(out: Console, number: int) -> None:
    """Say how many were not asked for."""
    if number:
        rest = Text(f"… 还有 {number:,} 条(--limit)", f"… and {number:,} more (--limit)")
        out.print(rest.in_(settings.language()))


def _print_first_paths(out: Console, answer: Answer[PathRow], whole: bool) -> None:
    """The strongest paths with their evidence."""
    visible = answer.rows if whole else answer.rows[:MOST_ROWS]
    _print_paths(out, answer.model_copy(update={"rows": visible}))
    say_how_many_more(out, len(answer.rows) - len(visible))


def _print_paths(out: Console, answer: Answer[PathRow]) -> None:
    language = settings.language()
    for number, row in enumerate(answer.rows, start=1):
        out.print(f"\n{number}. {row.text(language)}", style="bold")
        out.print(f"   {row.summary().in_(language)}")
        if row.behind:
            out.print(f"   {row.behind.in_(language)}", style="dim")
        for step in row.relationships:
            for link in step:
                _print_link(out, answer, row, link)


def _print_link(out: Console, answer: Answer[PathRow], row: PathRow, link: Link) -> None:
    language = settings.language()
    names = {node.id: node.name for node in row.nodes}
    label = schema().type(link.type).label.in_(language)
    style = "green" if link.status == "confirmed" else "yellow"
    line = Line(f"   · {names[link.source]} {label} {names[link.target]}  {link.reckoning(language)} ")
    line.append(link.standing().in_(language), style=style)
    line.append(f"{link.remarks().in_(language)}", style="yellow")
    out.print(line)
    for entry in link.evidence:
        out.print(f"     {sighting_text(answer.evidence[entry])}", style="dim")


def _print_profile(out: Console, answer: ProfileAnswer, whole: bool) -> None:
    language = settings.language()
    row = answer.rows[0]
    further = (
        (schema().attribute(key).label.in_(language), value_label(key, value).in_(language))
        for key, value in row.attributes.items()
    )
    for label, fact in (*screen_cells(row.columns(), row, language).items(), *further):
        if fact:
            out.print(f"  {label}: {fact}")
    for entry in row.evidence:
        out.print(f"  {sighting_text(answer.evidence[entry])}", style="dim")
    _print_rows(out, answer, whole)
    _say_beyond_limit(out, answer.bounds["links"] - answer.bounds["shown"])
    if row.measures:
        print_rows(out, [screen_cells(measure.columns(), measure, language) for measure in row.measures], whole=whole)


_PRINTERS: dict[str, Printer] = {
    "paths": _print_first_paths,
    "find": _print_found,
    "show": _print_profile,
}
