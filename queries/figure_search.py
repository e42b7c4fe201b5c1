"""Published numbers that answer to a text, in a graph in memory and in every store alike."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import BadNumber
from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Measure, Node
from ..graph.names import normal_form
from ..graph.quantities import Quantity
from ..graph.records import Records
from ..graph.stores.store import GraphStore


def figures_of(where: GraphStore | AllianceGraph, records: Records, text: str) -> list[tuple[Measure, Node]]:
    """The published numbers that answer to a text, each with its node, in order of their keys.

    Parameters
    ----------
    where
        A store or a graph, for the nodes.
    records
        Its records.
    text
        Words of the metric, the group or the note, or the number itself: `772`, `300+` and `约34` are read as cells
        are, and the value must be the same.
    """
    key, value = normal_form(text), _value(text)
    figures = (measure for measure in records.measures.values() if not measure.open_end)
    found = [measure for measure in figures if _answers(measure, key, value)]
    nodes = {node.id: node for node in _nodes(where, {measure.subject for measure in found})}
    return [(measure, nodes[measure.subject]) for measure in found if measure.subject in nodes]


def figure_text(measure: Measure) -> str:
    """A published number in one line: what is counted, the value and unit, when, and the note."""
    name = " · ".join(part for part in (measure.metric, measure.group) if part)
    value = f"{measure.value or '?'} {measure.unit}".strip()
    period = f"({measure.period})" if measure.period else ""
    remarks = [remark for remark in (measure.definition, measure.note) if remark]
    return f"{name} {value}{period}" + "".join(f" — {remark}" for remark in remarks)


def _value(text: str) -> float | None:
    try:
        return Quantity.parse(text).value
    except BadNumber:
        return None


def _answers(measure: Measure, key: str, value: float | None) -> bool:
    if value is not None and measure.value is not None and measure.value.value == value:
        return True
    return bool(key) and any(key in normal_form(part) for part in _words(measure))


def _words(measure: Measure) -> tuple[str, ...]:
    return measure.metric, measure.group, measure.note, measure.definition


def _nodes(where: GraphStore | AllianceGraph, ids: Collection[str]) -> list[Node]:
    if isinstance(where, GraphStore):
        return where.merged_nodes(ids) if ids else []
    return [where.node(node_id) for node_id in ids if where.position(node_id) is not None]
