"""All facts of a graph as tables, for a folder or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Node, Relationship
from ...graph.rows import kept_attributes, kept_evidence
from ...graph.stores.store import Progress
from .fact_columns import (
    EVIDENCE,
    EXPORT,
    EXPORT_COLUMNS,
    EXTRA_EVIDENCE_COLUMNS,
    Fact,
    FactTable,
    attribute_columns,
    cells_of,
    fact_tables,
    further_sightings,
    heading_cell,
    table_of,
)

FORM = "alliance-tables-1"
"""Says that the cells are those of an export, and how they are read."""
AddRow = Callable[[list[str]], None]
_STEP = 5_000


class TableSink(Protocol):
    """Where tables are written."""

    def table(self, name: str, header: list[str]) -> AbstractContextManager[AddRow]:
        """A new table; what is given takes its rows."""


def write_tables(graph: AllianceGraph, sink: TableSink, progress: Progress | None = None) -> None:
    """Write all facts of a graph.

    Parameters
    ----------
    graph
        The graph.
    sink
        Where its tables go.
    progress
        Called while it writes.
    """
    records = graph.records.all()
    with sink.table(EXPORT, list(EXPORT_COLUMNS)) as add:
        counts = (len(graph.nodes), len(graph.relationships), len(records))
        add([FORM, graph.data_version, *map(str, counts)])
    places = _places(graph)
    for table in fact_tables():
        _write_table(graph, table, places, sink, progress)
    with sink.table(EVIDENCE, list(EXTRA_EVIDENCE_COLUMNS)) as add:
        for row in _further(graph, places):
            add(row)


Places = dict[str, list[int]]


def _places(graph: AllianceGraph) -> Places:
    """The positions of the nodes of each table."""
    places: Places = {}
    for position in range(len(graph.nodes)):
        places.setdefault(table_of(graph.node_at(position)).name, []).append(position)
    return places


def _write_table(
    graph: AllianceGraph, table: FactTable, places: Places, sink: TableSink, progress: Progress | None
) -> None:
    count = _count(graph, table, places)
    if not count:
        return
    fields, shared = attribute_columns(_attributes(graph, table, places))
    columns = table.columns([*fields, *(["attributes"] if shared else [])])
    header = [heading_cell(column) for column in columns.values()]
    with sink.table(table.name, header) as add:
        for number, (row_id, fact) in enumerate(_facts(graph, table, places)):
            cells = cells_of(fact, row_id, shared)
            add([cells.get(field, "") for field in columns])
            if progress and number % _STEP == 0:
                progress("export", number, count)
    if progress:
        progress("export", count, count)


def _count(graph: AllianceGraph, table: FactTable, places: Places) -> int:
    if table.model is Node:
        return len(places.get(table.name, ()))
    if table.model is Relationship:
        return len(graph.relationships)
    return sum(isinstance(record, table.model) for record in graph.records.all())


def _facts(graph: AllianceGraph, table: FactTable, places: Places) -> Iterator[tuple[str, Fact]]:
    """The facts of a table, each with what further sightings call it."""
    if table.model is Node:
        for position in places.get(table.name, ()):
            yield "", graph.node_at(position)
    elif table.model is Relationship:
        for position in range(len(graph.relationships)):
            yield graph.relationship_id(position), graph.relationship_at(position)
    else:
        found = [record for record in graph.records.all() if isinstance(record, table.model)]
        named = "id" in table.fields and "id" not in table.model.model_fields
        for number, record in enumerate(found, start=1):
            yield f"{table.name}-{number}" if named else "", record


def _attributes(
    graph: AllianceGraph, table: FactTable, places: Places
) -> Iterator[dict[str, str | bool | int | float]]:
    if table.model is Node:
        yield from map(graph.attributes, places.get(table.name, ()))
    elif table.model is Relationship:
        for position, body in enumerate(graph.relationships.bodies):
            yield kept_attributes(graph.relationship_id(position), body)


def _further(graph: AllianceGraph, places: Places) -> Iterator[list[str]]:
    """The rows of all sightings but the first of each fact."""
    for table in fact_tables():
        if table.model is Node:
            for position in places.get(table.name, ()):
                node_id, body = graph.node_ids[position], graph.nodes.bodies[position]
                if body.count('"source"') > 1:
                    yield from further_sightings(table.name, node_id, kept_evidence(node_id, body))
        elif table.model is Relationship:
            for position, body in enumerate(graph.relationships.bodies):
                if body.count('"source"') > 1:
                    found = graph.relationship_evidence(position)
                    yield from further_sightings(table.name, graph.relationship_id(position), found)
        else:
            for row_id, record in _facts(graph, table, places):
                yield from further_sightings(table.name, row_id, getattr(record, "evidence", ()))
