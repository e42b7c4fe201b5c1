"""Which column of which table of an export holds which field of a fact: the layout of `tables.toml`, and what it lacks.

A field that the layout has no column for gets one of its own name. A column of attributes names its type behind a colon
(`attributes.staff:int`), so that a number comes back as a number and a text of digits as a text. What only is known of
further sightings stands in a table of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ...graph.limits import Scalar
from ...graph.models import Census, Evidence, Judgement, Measure, Node, Relationship, Roster, Source
from ..mappings.layout import TableLayout, layout
from .cell_text import Form, read, written

Fact = Node | Relationship | Source | Census | Roster | Measure | Judgement
EVIDENCE, JUDGEMENTS, EXPORT = "evidence", "judgements", "export"
EXTRA_EVIDENCE_COLUMNS = ("table", "row", "source", "locator", "quote", "method", "confidence")
EXPORT_COLUMNS = ("form", "data_version", "nodes", "relationships", "records")
_FORMS: dict[str, Form] = {
    "aliases": "list",
    "about": "list",
    "count": "quantity",
    "value": "quantity",
    "aggregate": "bool",
    "strength": "float",
    "confidence": "float",
    "evidence_confidence": "float",
    "attributes": "json",
}
_TYPED: dict[str, Form] = {"text": "text", "int": "int", "float": "float", "bool": "bool"}
_TYPES_OF_LAYOUT = {"number": ":int", "flag": ":bool"}
_SIGHTING = {
    "source": "source",
    "locator": "locator",
    "quote": "quote",
    "method": "method",
    "confidence": "evidence_confidence",
}
_OF_NODES = ("id", "kind", "name", "aliases", "level", "place", "uscc", "parent", "count", "aggregate")
_MOST_ATTRIBUTE_COLUMNS = 100
"""More attributes than that share a column, as JSON: every row has a cell for each column."""
_ATTRIBUTES = "attributes."


@dataclass(frozen=True)
class FactTable:
    """A table of an export.

    Parameters
    ----------
    name
        Its name without an ending; a file or a sheet.
    model
        What a row becomes.
    layout
        How people name its columns; None for a table that only exports have.
    fields
        The fields that it holds whatever the facts are.
    """

    name: str
    model: type[Fact]
    layout: TableLayout | None
    fields: tuple[str, ...]

    def field(self, column: str) -> str:
        """The field that a column holds."""
        return self._fields.get(column, column)

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return _fields_of(self.layout) if self.layout else {}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {field: name for name, field in self._fields.items()}

    def columns(self, attributes: Iterable[str] = ()) -> dict[str, str]:
        """By field its column, those that people know first.

        Parameters
        ----------
        attributes
            Fields of attributes that some of the facts have.
        """
        known = [field for field in self._fields.values() if field in self.fields or field.startswith(_ATTRIBUTES)]
        names = self._names
        return {field: names.get(field, field) for field in dict.fromkeys((*known, *self.fields, *attributes))}

    def implied_kind(self, level: str) -> str:
        """The kind of all nodes of this table with a level; empty where the rows say it."""
        if self.layout is None or "kind" in self._fields.values():
            return ""
        return self.layout.kind_by.get(level, self.layout.constants.get("kind", ""))


def _fields_of(table: TableLayout) -> dict[str, str]:
    """By column of the layout the field of a fact."""
    return {
        name: column.to + (_TYPES_OF_LAYOUT.get(column.reading, "") if column.to.startswith(_ATTRIBUTES) else "")
        for name, column in table.columns.items()
        if column.to
    }


_FIELDS: dict[type[Fact], tuple[str, ...]] = {
    Source: tuple(Source.model_fields),
    Census: tuple(Census.model_fields),
    Node: (*_OF_NODES, *_SIGHTING.values()),
    Relationship: (
        "id",
        "from",
        "type",
        "target",
        "product",
        "valid_from",
        "valid_to",
        "observed_at",
        "strength",
        "confidence",
        "status",
        *_SIGHTING.values(),
    ),
    Measure: ("id", "subject", "metric", "group", "value", "unit", "period", "note", *_SIGHTING.values()),
    Roster: ("id", "census", "scope", "instrument", *_SIGHTING.values()),
    Judgement: tuple(Judgement.model_fields),
}
_MODELS: dict[str, type[Fact]] = {
    "source": Source,
    "census": Census,
    "node": Node,
    "relationship": Relationship,
    "measure": Measure,
    "roster": Roster,
}


@cache
def fact_tables() -> tuple[FactTable, ...]:
    """All tables of an export, in the order in which they are written and read."""
    known = [table for table in layout().tables if "metric" not in table.constants]
    tables = [FactTable(Path(table.file).stem, _MODELS[table.makes], table, _kept_fields(table)) for table in known]
    return (*tables, FactTable(JUDGEMENTS, Judgement, None, _FIELDS[Judgement]))


def _kept_fields(table: TableLayout) -> tuple[str, ...]:
    """The fields of a table; not the kind, where all its rows are of one."""
    fields = _FIELDS[_MODELS[table.makes]]
    return tuple(field for field in fields if field != "kind" or "kind" not in table.constants)


def table_of(fact: Fact) -> FactTable:
    """The table of a fact: of a node the one of its kind, else the one in which each row says its kind."""
    fitting = [table for table in fact_tables() if isinstance(fact, table.model)]
    if not isinstance(fact, Node):
        return fitting[0]
    own = [table for table in fitting if table.implied_kind(fact.level) == fact.kind]
    return own[0] if own else next(table for table in fitting if not table.implied_kind(fact.level))


# ---- from facts to cells ----


def cells_of(fact: Fact, row_id: str = "", shared: frozenset[str] = frozenset()) -> dict[str, str]:
    """The cells of a fact by field, and those of its first sighting.

    Parameters
    ----------
    fact
        The fact.
    row_id
        What further sightings call it, where the fact has no id of its own.
    shared
        Attributes that share a column.
    """
    values: dict[str, Any] = fact.model_dump(mode="json", exclude_defaults=True, exclude={"evidence", "attributes"})
    if isinstance(fact, Relationship):
        values["from"] = values.pop("source")
    values |= {"id": row_id} if row_id else {}
    attributes: dict[str, Scalar] = getattr(fact, "attributes", {})
    values |= _sighting(getattr(fact, "evidence", ())[:1])
    cells = {field: written(value, _FORMS.get(field, "text")) for field, value in values.items()}
    together = {}
    for name, value in attributes.items():
        field = attribute_field(name, value)
        if field in shared:
            together[name] = value
        else:
            cells[field] = written(value, form_of(field))
    return cells | ({"attributes": written(together, "json")} if together else {})


def _sighting(evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    return {
        _SIGHTING[name]: value
        for seen in evidence
        for name, value in seen.model_dump(mode="json", exclude_defaults=True).items()
    }


def attribute_field(name: str, value: Scalar) -> str:
    """The field of an attribute: its name, and its type where that is not text or the name could be taken for one."""
    kind = {bool: "bool", int: "int", float: "float"}.get(type(value), "text")
    unclear = name.rpartition(":")[2] in _TYPED
    return f"{_ATTRIBUTES}{name}" + (f":{kind}" if kind != "text" or unclear else "")


def attribute_columns(attributes: Iterable[Mapping[str, Scalar]]) -> tuple[list[str], frozenset[str]]:
    """The fields of attributes that get a column, the commonest first, and those that share one.

    Parameters
    ----------
    attributes
        Those of all facts of a table.
    """
    counts = Counter(attribute_field(name, value) for found in attributes for name, value in found.items())
    ordered = sorted(counts, key=lambda field: (-counts[field], field))
    return ordered[:_MOST_ATTRIBUTE_COLUMNS], frozenset(ordered[_MOST_ATTRIBUTE_COLUMNS:])


# ---- from cells to facts ----


def form_of(field: str) -> Form:
    """How the cells of a field are read."""
    if not field.startswith(_ATTRIBUTES):
        return _FORMS.get(field, "text")
    return _TYPED.get(field.rpartition(":")[2], "text") if ":" in field else "text"


def values_of(table: FactTable, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a fact, from what was read by field.

    Parameters
    ----------
    table
        The table.
    cells
        Values by field.
    """
    values: dict[str, Any] = {"attributes": dict(cells.get("attributes", {}))}
    seen: dict[str, Any] = {}
    names = {field: name for name, field in _SIGHTING.items()} if "evidence" in table.model.model_fields else {}
    for field, value in cells.items():
        if field.startswith(_ATTRIBUTES):
            values["attributes"][_attribute_name(field)] = value
        elif field in names:
            seen[names[field]] = value
        elif field != "attributes":
            values[field] = value
    if names:
        values["evidence"] = (seen,) if seen else ()
    return _as_model(table, values)


def _as_model(table: FactTable, values: dict[str, Any]) -> dict[str, Any]:
    if table.model is Relationship:
        values["source"] = values.pop("from", "")
    if kind := table.implied_kind(values.get("level", "")):
        values["kind"] = kind
    if "attributes" not in table.model.model_fields:
        del values["attributes"]
    if "id" not in table.model.model_fields:
        values.pop("id", None)
    return values


def _attribute_name(field: str) -> str:
    name, _, kind = field.removeprefix(_ATTRIBUTES).rpartition(":")
    return name if name and kind in _TYPED else field.removeprefix(_ATTRIBUTES)


def read_field(field: str, cell: str) -> Any:
    """The value of a cell; see `cell_text.read`."""
    return read(cell, form_of(field))


def heading_cell(column: str) -> str:
    """A heading as it is written."""
    return written(column, "text")


def further_sightings(table: str, row: str, evidence: Iterable[Evidence]) -> Iterator[list[str]]:
    """The rows of all sightings of a fact but the first.

    Parameters
    ----------
    table, row
        Where the fact stands, and by which id.
    evidence
        All its sightings.
    """
    for seen in list(evidence)[1:]:
        values = seen.model_dump(mode="json", exclude_defaults=True)
        cells = {name: written(value, "float" if name == "confidence" else "text") for name, value in values.items()}
        yield [table, written(row, "text"), *(cells.get(name, "") for name in EXTRA_EVIDENCE_COLUMNS[2:])]
