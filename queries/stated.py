"""Counts that were published against what the graph lists one by one: the rest of the list is unknown.

Which metric counts which links is data (`[[stated]]` in `schema.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Measure
from ..graph.records import record_key
from ..graph.schema import StatedCount, schema
from ..wording import Text
from .answer import Unknown
from .evidence import EvidenceBook


def stated_but_unlisted(graph: AllianceGraph, book: EvidenceBook, subject: str | None = None) -> Iterator[Unknown]:
    """For every published count, what of it the graph does not list.

    Parameters
    ----------
    graph
        The graph.
    book
        Gets the evidence of the counts.
    subject
        Only counts of this node; all when absent.
    """
    by_metric = {one.metric: one for one in schema().stated}
    for measure in graph.records.measures.values():
        stated = by_metric.get(measure.metric)
        if stated and subject in (None, measure.subject) and measure.value and not measure.group:
            yield from _unlisted(graph, book, measure, stated)


def _unlisted(graph: AllianceGraph, book: EvidenceBook, measure: Measure, stated: StatedCount) -> Iterator[Unknown]:
    position = graph.position(measure.subject)
    listed = _listed(graph, position, stated) if position is not None else []
    assert measure.value is not None
    missing = measure.value.value - len(listed)
    if missing <= 0 or position is None:
        return
    book.add(record_key(measure), measure.evidence)
    name, number = graph.node_names[position], f"{missing:.10g}"
    named = "、".join(listed) if listed else ""
    relation = schema().type(stated.type)
    yield Unknown(
        what=Text(
            zh=f"{name}:{measure.metric} {measure.value},其中 {number} 个没有列名",
            en=f"{name}: {measure.metric} {measure.value}, {number} of them not named",
        ),
        why=Text(
            zh=f"来源只给出总数,列名 {len(listed)} 个" + (f"({named})。" if named else "。"),
            en=f"The source gives the total and names {len(listed)}" + (f" ({named})." if named else "."),
        ),
        closes_when=Text(
            zh=f"载入名单(关系 {stated.type} {relation.zh})",
            en=f"the list is loaded (links {stated.type}, {relation.en})",
        ),
    )


def _listed(graph: AllianceGraph, position: int, stated: StatedCount) -> list[str]:
    """Names of the nodes that are listed one by one; an aggregate is no list."""
    columns = graph.relationships
    code = schema().type_vocabulary.code(stated.type)
    links = graph.incoming(position) if stated.end == "target" else graph.outgoing(position)
    others = columns.sources if stated.end == "target" else columns.targets
    nodes = [graph.node_at(int(others[one])) for one in links if columns.types[one] == code]
    return [node.name for node in nodes if not node.aggregate]
