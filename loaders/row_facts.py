"""From the values of a row to a fact, or to errors with their cells."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from ..errors import InputRefused
from ..graph.models import Census, Evidence, Measure, Node, Relationship, Roster, Source
from ..graph.plain_rows import plain_node_row
from ..graph.records import Record
from ..graph.rows import NodeRow, node_row
from ..wording import Text
from .mappings.layout import TableLayout, layout
from .row_errors import RowError
from .row_reading import ATTRIBUTES, Values
from .tables.table import TextRow

ONE_OF = "one_of"
_OF_EVIDENCE = ("quote", "source")

# ---- facts ----


def evidence_of(row: TextRow, values: Values) -> Evidence:
    """Where the fact of a row was seen."""
    return Evidence(**_sighting(row, values))


def _sighting(row: TextRow, values: Values) -> Values:
    """The fields of the evidence of a row that it fills."""
    sighting = {"source": values["source"], "locator": row.place}
    if quote := values.get("quote"):
        sighting["quote"] = quote
        if quote.startswith(layout().inferred_prefix):
            sighting["method"] = "inferred"
    if (confidence := values.get("confidence")) is not None:
        sighting["confidence"] = confidence
    return sighting


def node_of(table: TableLayout, row: TextRow, values: Values) -> NodeRow:
    """The node of a row."""
    if by := table.kind_by:
        values["kind"] = by.get(row.cells.get(by["column"], ""), values["kind"])
    fields = {key: value for key, value in values.items() if key not in _OF_EVIDENCE and key not in table.slots}
    sighting = _sighting(row, values)
    return plain_node_row(fields, sighting) or node_row(Node(**fields, evidence=(Evidence(**sighting),)))


def relationship_of(values: Values, evidence: Evidence, source: Record | None) -> Relationship:
    """The relationship of a row; it was last seen on the date of its source, and one of several is a candidate."""
    observed_at = source.date if isinstance(source, Source) else None
    fields = {key: value for key, value in values.items() if key not in (*_OF_EVIDENCE, "from")}
    if ONE_OF in values["attributes"]:
        fields["status"] = "candidate"
    return Relationship(**fields, source=values["from"], observed_at=observed_at, evidence=(evidence,))


def record_of(table: TableLayout, row: TextRow, values: Values) -> Record:
    """The source, census, roster or measure of a row."""
    beside = (*_OF_EVIDENCE, "attributes", *table.slots)
    fields = {key: value for key, value in values.items() if key not in beside}
    if table.makes == "source":
        return Source(**fields)
    if table.makes == "census":
        return Census(**fields)
    evidence = (evidence_of(row, values),) if "source" in values else ()
    if table.makes == "roster":
        return Roster(**fields, evidence=evidence)
    return Measure(**fields, evidence=evidence)


# ---- what a model refuses ----


def model_errors(table: TableLayout, file: str, row: TextRow, error: ValidationError) -> list[RowError]:
    """What a model refuses, each with the cell that it came from."""
    errors = []
    for detail in error.errors(include_url=False):
        column = _column(table, error.title, detail["loc"])
        reason, kind = reason_of(detail)
        errors.append(RowError(file, row.line, column, row.cells.get(column, ""), reason, kind))
    return errors


def _column(table: TableLayout, model: str, place: tuple[int | str, ...]) -> str:
    """The heading that a field of a model is filled from; empty when the whole row is meant."""
    field = str(place[0]) if place else ""
    if field == "attributes" and len(place) > 1:
        field = f"{ATTRIBUTES}{place[1]}"
    elif field == "source" and model == "Relationship":
        field = "from"
    known = (name for name, column in table.columns.items() if column.to == field)
    return next(known, field.removeprefix(ATTRIBUTES)) if field else ""


def reason_of(detail: Any) -> tuple[Text, Text]:
    """Why a model refuses a value, and the same in a few words.

    Parameters
    ----------
    detail
        As pydantic tells it.
    """
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, InputRefused):
        return cause.message, cause.kind
    return Text(_CHINESE.get(detail["type"], "不符合要求。"), f"{detail['msg']}."), InputRefused.kind


_CHINESE = {
    "string_too_short": "不能为空。",
    "string_unicode": "含有半个字符。请重新写入。",
    "missing": "缺少这一项。",
    "greater_than_equal": "太小。",
    "less_than_equal": "太大。",
}
