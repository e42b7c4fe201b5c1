"""One row of a table: from its cells to values, and from values to a fact, or to errors with their cells."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from ..errors import InputRefused
from ..graph.dates import PartialDate
from ..graph.declarations import NO_NEEDS
from ..graph.labels import value_code
from ..graph.models import Census, Evidence, Measure, Node, Relationship, Roster, Source
from ..graph.records import Record
from ..wording import Text
from .cells import Known, read_cell
from .false_texts import true_text
from .mappings.layout import Column, TableLayout, layout
from .mappings.words import is_empty, plain, terms
from .notes import FileNotes
from .row_errors import RowError
from .tables.table import TextRow
from .tidying import is_open_end, tidied

Values = dict[str, Any]
ONE_OF = "one_of"
_OF_EVIDENCE = ("quote", "source")
_ATTRIBUTES = "attributes."
_EMPTY = Text("没有填写", "empty cell")
_KEPT = Column(to="")
"""A column that the layout does not know: its cells are kept as they are."""


def read_values(
    table: TableLayout, file: str, row: TextRow, known: Known, notes: FileNotes
) -> tuple[Values, list[RowError]]:
    """The values of a row by field, and what is wrong with its cells.

    Parameters
    ----------
    table
        The layout of the table.
    file
        Its name.
    row
        The cells.
    known
        What a cell may refer to.
    notes
        Counts the cells that are read as empty or in another form.
    """
    values: Values = {"attributes": dict(row.values), **table.constants}
    errors: list[RowError] = []
    for name, text in row.cells.items():
        column = table.columns.get(name, _KEPT)
        try:
            value = _value(text, column, known, notes)
        except InputRefused as error:
            errors.append(RowError(file, row.line, name, text, error.message, error.kind))
            continue
        if value is not None:
            _put(values, column.to if name in table.columns else f"{_ATTRIBUTES}{name}", value)
    wrong = {error.column for error in errors}
    lacking = [
        RowError(file, row.line, name, row.cells.get(name, ""), _why_needed(table.columns[name]), _EMPTY)
        for name in table.required
        if table.columns[name].to not in values and name not in wrong and not _filled(values, table.columns[name].to)
    ]
    return values, lacking + errors


def _why_needed(column: Column) -> Text:
    if column.reading == "kind":
        return Text(
            "看不出是哪一类。请写上类型,如:企业、农民专业合作社、党政机关。",
            "must not be empty: the name does not tell the kind. Write it, for instance enterprise.",
        )
    return Text("不能为空。", "must not be empty.")


def _value(text: str, column: Column, known: Known, notes: FileNotes) -> Any:
    """The value of a cell; None when it says that nothing is known."""
    if column.reading == "cover" and plain(text) in terms("cover"):
        return read_cell(text, column.reading, known)
    if column.reading == "instruments" and plain(text) == NO_NEEDS:
        return NO_NEEDS
    if is_empty(text) or (column.to == "valid_to" and is_open_end(text)):
        notes.empty[text] += 1
        return None
    form = tidied(true_text(text, column), column.reading)
    value = read_cell(form, column.reading, known)
    after = value if column.reading == "code" else form
    if after != text:
        notes.tidied[text, after] += 1
    return value


def _filled(values: Values, to: str) -> bool:
    return to.startswith(_ATTRIBUTES) and to.removeprefix(_ATTRIBUTES) in values["attributes"]


def _put(values: Values, to: str, value: Any) -> None:
    if not to:
        return
    if to.startswith(_ATTRIBUTES):
        kept = "、".join(value) if isinstance(value, tuple) else str(value) if isinstance(value, PartialDate) else value
        key = to.removeprefix(_ATTRIBUTES)
        values["attributes"][key] = value_code(key, kept)
    else:
        values[to] = value


# ---- facts ----


def evidence_of(row: TextRow, values: Values) -> Evidence:
    """Where the fact of a row was seen."""
    quote = values.get("quote", "")
    method = "inferred" if quote.startswith(layout().inferred_prefix) else "reported"
    return Evidence(
        source=values["source"],
        locator=row.place,
        quote=quote,
        method=method,
        confidence=values.get("confidence"),
    )


def node_of(table: TableLayout, row: TextRow, values: Values) -> Node:
    """The node of a row."""
    if by := table.kind_by:
        values["kind"] = by.get(row.cells.get(by["column"], ""), values["kind"])
    fields = {key: value for key, value in values.items() if key not in _OF_EVIDENCE and key not in table.slots}
    return Node(**fields, evidence=(evidence_of(row, values),))


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
        field = f"{_ATTRIBUTES}{place[1]}"
    elif field == "source" and model == "Relationship":
        field = "from"
    known = (name for name, column in table.columns.items() if column.to == field)
    return next(known, field.removeprefix(_ATTRIBUTES)) if field else ""


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
