"""A link of which the source leaves one end open: who leads it, which industry it is in, is not stated.

Such a row is a statement of its own. It is no link, and it is not nothing either: a question about it is unknown, with
the source that does not tell.
"""

from __future__ import annotations

from typing import Any

from ..errors import InputRefused
from ..graph.models import OPPOSITE, Evidence, Measure
from ..graph.schema import schema
from ..wording import Text
from .mappings.layout import TableLayout
from .mappings.words import is_not_stated
from .tables.table import TextRow

_ENDS = {"from": "source", "target": "target"}
_NO_SUCH_END = Text(
    "{type}({label})不能{way}{kind}({kind_label})。请改正关系类型,或换一端写“未公布”。",
    "{type} ({label}) cannot go {way} {kind} ({kind_label}). Correct the type, or leave the other end open.",
)
_WAYS = {"source": Text("指向", "to"), "target": Text("来自", "from")}


def open_column(table: TableLayout, row: TextRow) -> str:
    """The column of the end that a row of links leaves open; empty when it leaves none."""
    if table.makes != "relationship":
        return ""
    columns = (table.column_to(field) for field in _ENDS)
    return next((name for name in columns if name in row.cells and is_not_stated(row.cells[name])), "")


def without(row: TextRow, column: str) -> TextRow:
    """A row without the cell of a column."""
    cells = {name: text for name, text in row.cells.items() if name != column}
    return TextRow(row.line, row.place, cells, row.errors, row.values)


def open_statement(table: TableLayout, column: str, values: dict[str, Any], evidence: Evidence) -> Measure:
    """What a row with an open end says.

    Parameters
    ----------
    table
        The layout of the table.
    column
        The column of the end that is left open.
    values
        The values of the other cells.
    evidence
        Where it stands.
    """
    field = table.columns[column].to
    subject = values["target" if field == "from" else "from"]
    return Measure(
        subject=subject,
        metric=values["type"],
        period=values.get("valid_from"),
        note=evidence.quote,
        open_end="source" if field == "from" else "target",
        evidence=(evidence,),
    )


def check_open(statement: Measure, kind: str | None) -> None:
    """Refuse a statement of a link that its subject cannot have.

    Raises
    ------
    InputRefused
        The type has no such end.
    """
    if kind is None or statement.open_end == "":
        return
    if not schema().other_ends(statement.metric, OPPOSITE[statement.open_end], kind):
        declared, called = schema().type(statement.metric), schema().kind(kind)
        raise InputRefused(
            _NO_SUCH_END.fill(
                type=declared.id,
                label=declared.label,
                way=_WAYS[statement.open_end],
                kind=kind,
                kind_label=called.label,
            )
        )
