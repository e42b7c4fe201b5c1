"""A graph in which something is otherwise: somebody leaves, a supplier fails, a link is added."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain as chained

import numpy as np

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Evidence, Relationship
from ...graph.rows import relationship_row
from ...graph.schema import schema
from ...wording import Text
from ..lookup import resolve

SUPPOSED = "supposed"
"""The source of a link that is only supposed, which no answer shows."""
_PARTS = 3


def without(graph: AllianceGraph, nodes: Sequence[int]) -> AllianceGraph:
    """The graph without some nodes and all their links."""
    kept = np.setdiff1d(np.arange(len(graph)), nodes)
    return graph.among(kept)


def without_supply(graph: AllianceGraph, nodes: Sequence[int]) -> AllianceGraph:
    """The graph in which some organisations supply nobody any more; they stay in every other way."""
    columns = graph.relationships
    failed = np.zeros(len(graph), np.bool_)
    failed[list(nodes)] = True
    gone = np.zeros(len(columns), np.bool_)
    for way, suppliers in (("forward", columns.sources), ("backward", columns.targets)):
        types = [declared.id for declared in schema().types.values() if declared.supply == way]
        gone |= schema().type_vocabulary.mask(columns.types, types) & failed[suppliers]
    return graph.among(np.arange(len(graph)), ~gone)


def with_links(graph: AllianceGraph, links: Sequence[Relationship]) -> AllianceGraph:
    """The graph with some links more."""
    rows = chained.from_iterable(graph.relationships.rows(graph.node_ids))
    known = {link.id for link in links}
    more = [relationship_row(link) for link in links]
    return AllianceGraph.from_rows(
        chained.from_iterable(graph.nodes.rows()),
        chained((row for row in rows if row.id not in known), more),
        graph.records.all(),
    )


def supposed_link(graph: AllianceGraph, text: str) -> Relationship:
    """The link that is meant by `NAME, TYPE, NAME`, such as `a post, HOSTS_POST, its host`.

    Raises
    ------
    InputRefused, UnknownTerm, IllegalRelationship
        It has not three parts, its type does not exist, or its ends cannot have it.
    UnknownName, AmbiguousName
        An end that is not there, or that could be several.
    """
    parts = [part.strip() for part in text.replace("\uff0c", ",").split(",")]
    if len(parts) != _PARTS:
        raise InputRefused(_THREE_PARTS, text=text)
    source, target = resolve(graph, parts[0]), resolve(graph, parts[2])
    labels = {label: declared.id for declared in schema().types.values()
              for label in (declared.label.zh, declared.label.en)}  # fmt: skip
    type_id = labels.get(parts[1], parts[1])
    schema().check(type_id, source.kind, target.kind)
    return Relationship(
        source=source.id, type=type_id, target=target.id, status="confirmed", evidence=(Evidence(source=SUPPOSED),)
    )


_THREE_PARTS = Text(
    "“{text}”应写成“起点,关系,终点”,如“甲公司,供货,乙公司”。",
    '"{text}" must be "source, type, target", such as "firm A, SUPPLIES, firm B".',
)
