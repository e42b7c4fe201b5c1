"""The facts that a row tells beside what it is itself: links to what its cells name, numbers, promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product as combinations
from typing import Any

from pydantic import ValidationError

from ..errors import InputRefused
from ..graph.models import Census, Evidence, Measure, Relationship, Roster, Source
from ..graph.records import Record
from ..wording import Text
from .censuses import date_of_label
from .identity.named_nodes import NamedNodes
from .mappings.layout import ROW, Column, Fact, TableLayout
from .row_errors import RowError
from .row_facts import evidence_of, model_errors, reason_of, relationship_of
from .row_reading import ATTRIBUTES, Values
from .tables.table import Table, TextRow

_ENDS = ("from", "target")
_NEEDED = {
    "relationship": ("from", "target", "type"),
    "measure": ("subject", "metric", "value"),
    "roster": ("census", "instrument"),
    "census": ("label", "date"),
}
_SEVERAL = {"from", "target", "subject", "scope", "instrument"}
"""Fields for which a cell with several parts tells several facts."""


@dataclass(frozen=True, slots=True)
class ToldLink:
    """A link that a row tells; whether it is legal shows when all nodes are known.

    Parameters
    ----------
    link
        The link.
    text, row, column
        Where it stands: the table, the row, and the column that names its other end.
    """

    link: Relationship
    text: Table
    row: TextRow
    column: str

    def error(self, error: InputRefused) -> RowError:
        """What is wrong with it, at its cell."""
        column, row = self.column, self.row
        return RowError(self.text.file, row.line, column, row.cells.get(column, ""), error.message, error.kind)


@dataclass
class FurtherFacts:
    """Tells the further facts of rows.

    Parameters
    ----------
    named
        Finds or makes what a cell names.
    records
        The sources, for the day on which a link was last seen.
    """

    named: NamedNodes
    records: Mapping[tuple[str, str], Record]

    def resolve(self, table: TableLayout, text: Table, row: TextRow, values: Values) -> list[RowError]:
        """Put ids in the place of names; what cannot be found is told with its cell."""
        errors = []
        for name, column in table.naming.items():
            if column.to in values:
                try:
                    ids = self._ids(column, values[column.to], _naming(text, row, name, values), row.place)
                except (InputRefused, ValidationError) as error:
                    why = _why(error)
                    errors.append(RowError(text.file, row.line, name, row.cells.get(name, ""), *why))
                    continue
                if column.to in table.slots:
                    values[column.to] = ids
                elif ids:
                    values[column.to] = ids[0]
        return errors

    def _ids(self, column: Column, names: tuple[str, ...], evidence: Evidence | None, owner: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.named.find(name, column, evidence, owner) for name in names))

    def of(
        self, table: TableLayout, text: Table, row: TextRow, values: Values, own: str
    ) -> tuple[list[ToldLink | Record], list[RowError]]:
        """The further facts of a row, and what is wrong with them.

        Parameters
        ----------
        table, text, row
            What is read.
        values
            The values of its cells, with ids in the place of names.
        own
            The id of the node that the row is.
        """
        facts: list[ToldLink | Record] = []
        errors: list[RowError] = []
        for fact in table.facts:
            column = _column(table, fact)
            try:
                facts += self._told(fact, text, row, values, own, column)
            except ValidationError as error:
                errors += model_errors(table, text.file, row, error)
            except InputRefused as error:
                cell = row.cells.get(column, "")
                errors.append(RowError(text.file, row.line, column, cell, error.message, error.kind))
        return facts, errors

    def _told(
        self, fact: Fact, text: Table, row: TextRow, values: Values, own: str, column: str
    ) -> Iterator[ToldLink | Record]:
        if fact.when and not _value(values, fact.when):
            return
        fields: Values = {**fact.fixed}
        for field, slot in fact.slots.items():
            value: Any = own if slot == ROW else _value(values, slot)
            if value is not None:
                fields[field] = value
        if fact.makes == "census" and "date" not in fields and (label := fields.get("label")):
            if ("Census", label) in self.records:
                return
            fields["date"] = date_of_label(label)
        if any(fields.get(field) in (None, (), "") for field in _NEEDED[fact.makes]):
            return
        evidence = _evidence(text, row, column, values)
        for each in _each(fields):
            yield self._fact(fact, each, evidence, text, row, column)

    def _fact(
        self, fact: Fact, fields: Values, evidence: Evidence | None, text: Table, row: TextRow, column: str
    ) -> ToldLink | Record:
        if fact.makes == "census":
            return Census(**fields)
        if fact.makes == "roster":
            return Roster(**fields, evidence=(evidence,) if evidence else ())
        assert evidence is not None  # every other table needs a source
        if fact.makes == "measure":
            return Measure(**fields, evidence=(evidence,))
        attributes = {key: fields.pop(key) for key in list(fields) if key.startswith(ATTRIBUTES)}
        own = {key.removeprefix(ATTRIBUTES): _plain(value) for key, value in attributes.items()}
        source = self.records.get(("Source", evidence.source))
        link = relationship_of({**fields, "attributes": own}, evidence, source if isinstance(source, Source) else None)
        return ToldLink(link, text, row, column)


def _why(error: InputRefused | ValidationError) -> tuple[Text, Text]:
    """Why a name cannot be that of a node, and the kind of error."""
    if isinstance(error, ValidationError):
        return reason_of(error.errors(include_url=False)[0])
    return error.message, error.kind


def _each(fields: Values) -> Iterator[Values]:
    """A fact for each of several ends; of several products none is known to be the one."""
    several = {key: value for key, value in fields.items() if isinstance(value, tuple) and key in _SEVERAL}
    single = {key: value for key, value in fields.items() if key not in several}
    if "、" in (product_said := single.get("product", "")):
        del single["product"]
        single["attributes.product"] = product_said
    for choice in combinations(*several.values()):
        yield {**single, **dict(zip(several, choice, strict=True))}


def _value(values: Values, slot: str) -> Any:
    if slot.startswith(ATTRIBUTES):
        return values["attributes"].get(slot.removeprefix(ATTRIBUTES))
    return values.get(slot)


def _plain(value: Any) -> Any:
    return (
        "、".join(value) if isinstance(value, tuple) else value if isinstance(value, str | bool | int) else str(value)
    )


def _column(table: TableLayout, fact: Fact) -> str:
    """The column that names the other end of a fact, or its first other cell."""
    slots = [slot for slot in (*(fact.slots.get(end) for end in _ENDS), *fact.slots.values()) if slot and slot != ROW]
    return next((found for slot in slots if (found := table.column_to(slot))), "")


def _evidence(text: Table, row: TextRow, column: str, values: Values) -> Evidence | None:
    if "source" not in values:
        return None
    evidence = evidence_of(row, values)
    return evidence.model_copy(update={"locator": text.cell_place(row, column)})


def _naming(text: Table, row: TextRow, column: str, values: Values) -> Evidence | None:
    """Where a name stands: in its cell, or in a title, which is the same place for every row."""
    evidence = _evidence(text, row, column, values)
    if evidence is None or column in text.columns:
        return evidence
    return evidence.model_copy(update={"locator": text.file})
