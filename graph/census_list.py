"""The censuses of a graph: what each promised and what it saw."""

from __future__ import annotations

from dataclasses import dataclass

from .alliance_graph import AllianceGraph
from .dates import PartialDate
from .expectations import sighted
from .models import Roster, Source


@dataclass(frozen=True, slots=True)
class CensusSummary:
    """One census.

    Parameters
    ----------
    label, date
        Its name, and the date that its picture is valid for.
    promises
        What it lists completely.
    sources
        What was loaded as this census.
    nodes, relationships
        How many it saw.
    """

    label: str
    date: PartialDate
    promises: tuple[Roster, ...]
    sources: tuple[Source, ...]
    nodes: int
    relationships: int


def censuses_of(graph: AllianceGraph) -> list[CensusSummary]:
    """The censuses of a graph, oldest first."""
    records = graph.records
    found = []
    for census in sorted(records.censuses.values(), key=lambda census: (census.date, census.label)):
        promises = tuple(roster for roster in records.rosters.values() if roster.census == census.label)
        sources = tuple(source for source in records.sources.values() if source.census == census.label)
        keys = [source.id for source in sources]
        nodes, links = (int(sighted(bodies, keys).sum()) for bodies in (graph.nodes.bodies, graph.relationships.bodies))
        found.append(CensusSummary(census.label, census.date, promises, sources, nodes, links))
    return found
