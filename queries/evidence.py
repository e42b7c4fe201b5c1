"""Collects the evidence that the rows of an answer name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, repeat

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers
from ..graph.models import Evidence
from ..graph.records import Records
from .answer import NodeRef
from .sightings import Sighting, Sightings

_Place = tuple[AllianceGraph, int, int]
"""A graph, the position of a relationship in it, and the place of a sighting in its evidence."""


class EvidenceBook:
    """The evidence of an answer, by id; an id is the fact's own id and the place of the sighting in it.

    Parameters
    ----------
    records
        Where the sources are.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._entries: dict[str, _Place | Evidence] = {}

    def add(self, owner: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Enter the evidence of a fact; returns the ids of its entries.

        Parameters
        ----------
        owner
            Id of the fact.
        evidence
            Its sightings.
        """
        ids = tuple(f"{owner}#{number}" for number in range(1, len(evidence) + 1))
        for entry, seen in zip(ids, evidence, strict=True):
            self._entries.setdefault(entry, seen)
        return ids

    def of_node(self, graph: AllianceGraph, position: int) -> tuple[str, ...]:
        """Enter the evidence of a node."""
        node = graph.node_at(position)
        return self.add(node.id, node.evidence)

    def of_relationships(self, graph: AllianceGraph, positions: Iterable[int]) -> tuple[str, ...]:
        """Enter the evidence of relationships, to be read when somebody looks at it."""
        return self.of_each(graph, [np.fromiter(positions, np.int64)])[0]

    def of_each(self, graph: AllianceGraph, groups: Sequence[Integers]) -> list[tuple[str, ...]]:
        """Enter the evidence of several groups of relationships at once; returns the ids of each group."""
        links = np.concatenate(groups) if groups else np.zeros(0, np.int64)
        counts = _evidence_counts(graph, links)
        owners = np.repeat(np.arange(len(links)), counts)
        places = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        numbers, which = graph.relationships.ids[links[owners]].tolist(), links[owners].tolist()
        ids = [f"{number:016x}#{place}" for number, place in zip(numbers, (places + 1).tolist(), strict=True)]
        self._entries.update(zip(ids, zip(repeat(graph), which, places.tolist(), strict=False), strict=True))
        ends = np.concatenate([[0], np.cumsum(counts)])[np.cumsum([0, *map(len, groups)])].tolist()
        return [tuple(ids[start:end]) for start, end in pairwise(ends)]

    def entries(self) -> Sightings:
        """Everything that was entered, in order of the ids."""
        return Sightings(self._entries, self._read)

    def _read(self, entry: _Place | Evidence) -> Sighting:
        if isinstance(entry, Evidence):
            return self._sighting(entry)
        graph, link, place = entry
        return self._sighting(graph.relationship_evidence(link)[place])

    def _sighting(self, one: Evidence) -> Sighting:
        source = self._records.sources.get(one.source)
        return Sighting(
            source=one.source,
            title=source.title if source else "",
            publisher=source.publisher if source else "",
            date=str(source.date or "") if source else "",
            link=source.link if source else "",
            reliability=source.reliability if source else "",
            locator=one.locator,
            quote=one.quote,
            method=one.method,
            confidence=one.confidence,
        )


_SOURCE, _EVIDENCE = '"source":"', '"evidence":['


def _evidence_counts(graph: AllianceGraph, links: Integers) -> Integers:
    """How many sightings each relationship has, without reading them: each names its source once.

    In the canonical JSON of a body a quotation mark inside a text is escaped, so what looks like a key is one; a key
    "source" before the evidence is an attribute.
    """
    bodies = graph.relationships.bodies[links]
    attribute = np.strings.find(bodies, _SOURCE) < np.strings.find(bodies, _EVIDENCE)
    counts: Integers = np.strings.count(bodies, _SOURCE) - attribute
    return counts


def node_ref(graph: AllianceGraph, position: int) -> NodeRef:
    """A node as answers name it."""
    row = graph.nodes.row(position)
    return NodeRef(id=row.id, kind=row.kind, name=row.name)
