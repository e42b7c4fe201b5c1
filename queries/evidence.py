"""Collects the evidence that the rows of an answer name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Evidence
from ..graph.records import Records
from .answer import NodeRef, Sighting


class EvidenceBook:
    """The evidence of an answer, by id; an id is the fact's own id and the place of the sighting in it.

    Parameters
    ----------
    records
        Where the sources are.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._entries: dict[str, Sighting] = {}

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
        for entry_id, one in zip(ids, evidence, strict=True):
            if entry_id not in self._entries:
                self._entries[entry_id] = self._sighting(one)
        return ids

    def of_node(self, graph: AllianceGraph, position: int) -> tuple[str, ...]:
        """Enter the evidence of a node."""
        node = graph.node_at(position)
        return self.add(node.id, node.evidence)

    def of_relationships(self, graph: AllianceGraph, positions: Iterable[int]) -> tuple[str, ...]:
        """Enter the evidence of relationships."""
        ids: list[str] = []
        for position in positions:
            ids += self.add(graph.relationship_id(position), graph.relationship_evidence(position))
        return tuple(ids)

    def entries(self) -> dict[str, Sighting]:
        """Everything that was entered, in order of the ids."""
        return dict(sorted(self._entries.items()))

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


def node_ref(graph: AllianceGraph, position: int) -> NodeRef:
    """A node as answers name it."""
    row = graph.nodes.row(position)
    return NodeRef(id=row.id, kind=row.kind, name=row.name)
