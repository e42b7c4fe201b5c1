"""How each kind of answer looks in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text as Line

from .. import settings
from ..graph.models import STATUS_LABELS
from ..graph.schema import schema
from ..wording import Text
from .output import heading, sighting_text, unknowns

if TYPE_CHECKING:
    from rich.console import Console

    from ..queries.answer import Answer
    from ..queries.coverage_row import CoverageRow
    from ..queries.matrix import MatrixAnswer
    from ..queries.node_profile import ProfileAnswer
    from ..queries.path_rows import Link, PathRow

_CELL_STYLES = {"?": "magenta", "0": "bold red"}


def print_answer(out: Console, answer: Answer[Any]) -> None:
    """An answer for people: sentence, rows, evidence, what is not known."""
    heading(out, answer)
    printer: Callable[[Console, Any], None] = _PRINTERS.get(answer.question, _print_rows)
    printer(out, answer)
    unknowns(out, answer.unknown)


def table(rows: Sequence[dict[str, Any]], *, styles: dict[str, str] | None = None) -> Table:
    """Rows as a table; a column without any value is left out."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    names = [name for name in rows[0] if any(row[name] not in ("", None) for row in rows)]
    for name in names:
        number = all(isinstance(row[name], (int, float, type(None))) for row in rows)
        made.add_column(Line(name), justify="right" if number else "left", overflow="fold")
    for row in rows:
        made.add_row(*(_cell(row[name], styles or {}) for name in names))
    return made


def _cell(value: Any, styles: dict[str, str]) -> Line:
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return Line(text, style=styles.get(text, ""))


def _print_rows(out: Console, answer: Answer[Any]) -> None:
    if rows := answer.cells(settings.language()):
        out.print(table(rows))


def _print_matrix(out: Console, answer: MatrixAnswer) -> None:
    language = settings.language()
    if grid := answer.grid(language):
        out.print(table(grid, styles=_CELL_STYLES))
    out.print(
        Text(
            "  3 名单完整,正好 3;3+ 至少 3,名单未载入;0 名单完整,确知没有;? 未知",
            "  3 exactly, the roster is complete; 3+ at least, no roster; 0 none, the roster is complete; ? unknown",
        ).in_(language),
        style="dim",
    )


def _print_rates(out: Console, answer: Answer[CoverageRow]) -> None:
    language = settings.language()
    names = (
        Text("指标", "measure"),
        Text("值(已知/总数,有未知时为区间)", "value (known/total, an interval where unknown)"),
    )
    head = [name.in_(language) for name in names]
    out.print(
        table(
            [dict(zip(head, (row.label(language), row.text()), strict=True)) for row in answer.rows],
            styles=_CELL_STYLES,
        )
    )


def _print_paths(out: Console, answer: Answer[PathRow]) -> None:
    language = settings.language()
    for number, row in enumerate(answer.rows, start=1):
        weakest = next(one for step in row.relationships for one in step if one.id == row.weakest.relationship)
        label = schema().type(weakest.type).label
        summary = Text(
            f"强度 {row.strength:.4g}(各环节相乘),{row.hops} 步,最弱一环 {label.zh} {row.weakest.strength:.4g}",
            f"strength {row.strength:.4g} (product), {row.hops} steps, "
            f"weakest link {label.en} {row.weakest.strength:.4g}",
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
    line = Line(f"   · {names[link.source]} {label} {names[link.target]}  {link.value:.4g} ")
    line.append(f"{status}{since}", style=style)
    out.print(line)
    for entry in link.evidence:
        out.print(f"     {sighting_text(answer.evidence[entry])}", style="dim")


def _print_profile(out: Console, answer: ProfileAnswer) -> None:
    language = settings.language()
    row = answer.rows[0]
    facts = [
        (Text("id", "id"), row.id),
        (Text("别名", "aliases"), "、".join(row.aliases)),
        (Text("级别", "level"), row.level),
    ]
    facts += [(Text("地点", "place"), row.place), (Text("上级", "above"), row.parent.name if row.parent else "")]
    facts += [
        (Text("数量", "count"), row.count or ""),
        *((schema().attribute(key).label, str(value)) for key, value in row.attributes.items()),
    ]
    for label, value in facts:
        if value:
            out.print(f"  {label.in_(language)}: {value}")
    for entry in row.evidence:
        out.print(f"  {sighting_text(answer.evidence[entry])}", style="dim")
    if links := answer.cells(language):
        out.print(table(links))
    hidden = answer.bounds["links"] - answer.bounds["shown"]
    if hidden:
        out.print(Text(f"  … 还有 {hidden} 条(--limit)", f"  … and {hidden} more (--limit)").in_(language))
    if row.measures:
        out.print(table([_measure_cells(one, language) for one in row.measures]))


def _measure_cells(one: Any, language: Any) -> dict[str, Any]:
    sign = {"at_least": "≥", "about": "≈"}.get(one.bound or "", "")
    value = "?" if one.value is None else f"{sign}{one.value:g}"
    names = (
        Text("数据", "figure"),
        Text("分组", "group"),
        Text("值", "value"),
        Text("单位", "unit"),
        Text("时间", "period"),
    )
    head = [name.in_(language) for name in names] + [Text("说明", "note").in_(language)]
    return dict(zip(head, (one.metric, one.group, value, one.unit, one.period or "", one.note), strict=True))


_PRINTERS: dict[str, Callable[[Console, Any], None]] = {
    "paths": _print_paths,
    "coverage_matrix": _print_matrix,
    "coverage": _print_rates,
    "show": _print_profile,
}
