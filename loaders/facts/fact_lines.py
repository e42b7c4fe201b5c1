"""All facts of a graph as JSON lines: a line that says so, then one line a fact."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Node, Relationship
from ...graph.records import MODELS, record_row
from ...graph.stores.store import Progress
from .collecting import Counts, FactCollector, Place

FORM = "alliance-facts-1"
_LINE_MODELS: dict[str, type[Any]] = {"node": Node, "relationship": Relationship, **MODELS}
_STEP = 5_000


def write_lines(graph: AllianceGraph, path: Path, progress: Progress | None = None) -> None:
    """Write all facts of a graph into a new file.

    Parameters
    ----------
    graph
        The graph.
    path
        The file, which is not there yet.
    progress
        Called while it writes.
    """
    total = len(graph.nodes) + len(graph.relationships)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(_lines(graph)):
            file.write(line)
            file.write("\n")
            if progress and number % _STEP == 0:
                progress("export", min(number, total), total)


def _lines(graph: AllianceGraph) -> Iterator[str]:
    records = [record_row(record) for record in graph.records.all()]
    counts = {"nodes": len(graph.nodes), "relationships": len(graph.relationships), "records": len(records)}
    yield json.dumps({"form": FORM, "data_version": graph.data_version, **counts})
    for record in records:
        yield f'{{"{record.table}":{record.body}}}'
    for position in range(len(graph.nodes)):
        yield f'{{"node":{graph.node_at(position).model_dump_json(exclude_defaults=True)}}}'
    for position in range(len(graph.relationships)):
        yield f'{{"relationship":{graph.relationship_at(position).model_dump_json(exclude_defaults=True)}}}'


def is_fact_header(value: Any) -> bool:
    """Whether the first line of a file is that of such a file."""
    return isinstance(value, dict) and value.get("form") == FORM


def read_lines(file: str, lines: Iterator[tuple[int, Any]], collector: FactCollector) -> tuple[Counts, int]:
    """Read facts from JSON lines; what is wrong with one is kept by the collector.

    Parameters
    ----------
    file
        Its name.
    lines
        Their numbers and what they hold; the first one says what the file is.
    collector
        Takes the facts.

    Returns
    -------
    tuple
        How many facts the file says that it has, and how many lines it has.
    """
    _, header = next(lines)
    count = 0
    for line, value in lines:
        count += 1
        place = Place(file, line)
        name = next(iter(value), "") if isinstance(value, dict) and len(value) == 1 else ""
        if name not in _LINE_MODELS or not isinstance(value[name], dict):
            collector.refuse_line(place, list(_LINE_MODELS))
        else:
            collector.add(_LINE_MODELS[name], value[name], place)
    return Counts.of(header), count
