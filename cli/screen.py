"""How each kind of answer looks in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.text import Text as Line

from .. import settings
from ..graph.labels import level_label, value_label
from ..graph.models import STATUS_LABELS
from ..graph.schema import schema
from ..queries.columns import PlainValue, cell_text
from ..wording import Language, Text, plural
from .output import heading, sighting_text, unknowns
from .tables import MOST_ROWS, print_rows, say_how_many_more

if TYPE_CHECKING:
    from rich.console import Console

    from ..queries.answer import Answer
    from ..queries.cover.matrix import MatrixAnswer
    from ..queries.names.profile import ProfileAnswer, ProfileMeasure
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


def _print_matrix(out: Console, answer: MatrixAnswer, whole: bool) -> None:
    _print_rows(out, answer, whole)
    out.print(
        Text(
            "  3 正好;3+ 至少,名单未载入;1–3 一到三;0–3+ 列名的 3 个只是可能有,也许更多;≈ 约数;0 确知没有;? 未知",
            "  3 exactly; 3+ at least, no roster; 1–3 one to three; 0–3+ three are named that only may be there, "
            "perhaps more; ≈ about; 0 known to have none; ? unknown",
        ).in_(settings.language()),
        style="dim",
    )


def _print_first_paths(out: Console, answer: Answer[PathRow], whole: bool) -> None:
    """The strongest paths with their evidence."""
    visible = answer.rows if whole else answer.rows[:MOST_ROWS]
    _print_paths(out, answer.model_copy(update={"rows": visible}))
    say_how_many_more(out, len(answer.rows) - len(visible))


def _print_paths(out: Console, answer: Answer[PathRow]) -> None:
    language = settings.language()
    for number, row in enumerate(answer.rows, start=1):
        weakest = next(link for step in row.relationships for link in step if link.id == row.weakest.relationship)
        label = schema().type(weakest.type).label
        summary = Text(
            f"强度 {row.strength_text()}(各环节相乘),{row.hops} 步,最弱一环 {label.zh} {row.weakest.strength:g}",
            f"strength {row.strength_text()} (product), {plural(row.hops, 'step')}, "
            f"weakest link {label.en} {row.weakest.strength:g}",
        )
        out.print(f"\n{number}. {row.text(language)}", style="bold")
        out.print(f"   {summary.in_(language)}")
        for step in row.relationships:
            for link in step:
                _print_link(out, answer, row, link)


def _print_link(out: Console, answer: Answer[PathRow], row: PathRow, link: Link) -> None:
    language = settings.language()
    names = {node.id: node.name for node in row.nodes}
    status = STATUS_LABELS[link.status].in_(language)
    since = Text(f",自 {link.valid_from}", f", since {link.valid_from}").in_(language) if link.valid_from else ""
    label = schema().type(link.type).label.in_(language)
    style = "green" if link.status == "confirmed" else "yellow"
    line = Line(f"   · {names[link.source]} {label} {names[link.target]}  {link.reckoning(language)} ")
    line.append(f"{status}{since}", style=style)
    line.append(f"{link.remarks().in_(language)}", style="yellow")
    out.print(line)
    for entry in link.evidence:
        out.print(f"     {sighting_text(answer.evidence[entry])}", style="dim")


def _print_profile(out: Console, answer: ProfileAnswer, whole: bool) -> None:
    language = settings.language()
    row = answer.rows[0]
    facts = [
        (Text("id", "id"), row.id),
        (Text("别名", "aliases"), "、".join(row.aliases)),
        (Text("统一社会信用代码", "uscc"), row.uscc),
        (Text("级别", "level"), level_label(row.level).in_(language)),
    ]
    facts += [(Text("地点", "place"), row.place), (Text("上级", "above"), row.parent.name if row.parent else "")]
    facts += [
        (Text("数量", "count"), row.count or ""),
        *(
            (schema().attribute(key).label, value_label(key, value).in_(language))
            for key, value in row.attributes.items()
        ),
    ]
    for label, value in facts:
        if value:
            out.print(f"  {label.in_(language)}: {value}")
    for entry in row.evidence:
        out.print(f"  {sighting_text(answer.evidence[entry])}", style="dim")
    _print_rows(out, answer, whole)
    _say_beyond_limit(out, answer.bounds["links"] - answer.bounds["shown"])
    if row.measures:
        print_rows(out, [_measure_cells(measure, language) for measure in row.measures], whole=whole)


def _measure_cells(measure: ProfileMeasure, language: Language) -> dict[str, PlainValue]:
    sign = {"at_least": "≥", "about": "≈"}.get(measure.bound or "", "")
    value = "?" if measure.value is None else sign + cell_text(measure.value)
    cells = (
        (Text("数据", "figure"), measure.metric),
        (Text("分组", "group"), measure.group),
        (Text("值", "value"), value),
        (Text("单位", "unit"), measure.unit),
        (Text("时间", "period"), measure.period),
        (Text("说明", "note"), measure.note),
    )
    return {name.in_(language): cell for name, cell in cells}


_PRINTERS: dict[str, Printer] = {
    "paths": _print_first_paths,
    "coverage_matrix": _print_matrix,
    "find": _print_found,
    "show": _print_profile,
}
