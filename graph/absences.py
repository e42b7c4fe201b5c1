"""What a complete census should have listed and does not: ended, which is derived and never written.

A roster that was loaded as a census promises that everything of an instrument was listed for a scope. A known fact
that it should have listed and lacks does not hold from the day of that census on; it holds until the last day on which
it was seen before, and may hold between. Seen again later, it holds again from then on. All of it follows from the
facts, so it does not matter in which order the censuses were loaded. A graph without such rosters pays nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .expectations import Expectations, Expected, Mask, Positions
from .models import Evidence
from .source_dates import source_dates
from .truth_values import Truth

if TYPE_CHECKING:
    from .alliance_graph import AllianceGraph

Days = tuple[int, int]
"""First and last possible day of a sighting."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """On which days one fact was seen, and on which it was missing.

    Parameters
    ----------
    seen
        First and last possible day of each sighting.
    missing
        Days of the complete censuses that should have listed it and do not.
    """

    seen: frozenset[Days]
    missing: frozenset[int]

    def on(self, day: int) -> Truth:
        """How far the fact holds on a day, as far as censuses say."""
        before = max((missed for missed in self.missing if missed <= day), default=None)
        if before is not None:
            again = [days for days in self.seen if days[1] > before]
            if not any(first > before and last <= day for first, last in again):
                return Truth.MAY if again else Truth.NO
        after = min((missed for missed in self.missing if missed > day), default=None)
        if after is None or any(day <= first and last < after for first, last in self.seen):
            return Truth.HOLDS
        return Truth.MAY


@dataclass(frozen=True)
class Absences:
    """The facts of a graph that some complete census lacks.

    Parameters
    ----------
    links, nodes
        The timeline of each, by the id of the relationship as a number and by the id of the node.
    """

    links: Mapping[int, Timeline] = field(default_factory=dict)
    nodes: Mapping[str, Timeline] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.links or self.nodes)

    def link_truths(self, view: AllianceGraph, day: date) -> NDArray[np.uint8]:
        """How far each relationship of a view may hold on a day; one with an end that is gone is gone."""
        truths = self.node_truths(view, day)
        columns = view.relationships
        of_links = np.minimum(truths[columns.sources], truths[columns.targets])
        ids = np.array(list(self.links), np.uint64)
        places = np.searchsorted(columns.ids, ids)
        there = np.flatnonzero(np.isin(ids, columns.ids))
        said = np.array([timeline.on(day.toordinal()) for timeline in self.links.values()], np.uint8)
        of_links[places[there]] = np.minimum(of_links[places[there]], said[there])
        return of_links

    def node_truths(self, view: AllianceGraph, day: date) -> NDArray[np.uint8]:
        """How far each node of a view may be there on a day."""
        truths = np.full(len(view), Truth.HOLDS, np.uint8)
        for node_id, timeline in self.nodes.items():
            if (position := view.position(node_id)) is not None:
                truths[position] = timeline.on(day.toordinal())
        return truths

    def ended(self) -> tuple[set[str], set[str]]:
        """The ids of the nodes and of the relationships that do not hold after all that is known."""
        last = date.max.toordinal()
        return (
            {node for node, timeline in self.nodes.items() if timeline.on(last) == Truth.NO},
            {f"{link:016x}" for link, timeline in self.links.items() if timeline.on(last) == Truth.NO},
        )


def absences(graph: AllianceGraph) -> Absences:
    """What the complete censuses of a graph lack; nothing where no roster was loaded as a census.

    Parameters
    ----------
    graph
        The whole graph, not a view of a day.
    """
    loaded = {source.census for source in graph.records.sources.values() if source.census}
    rosters = [roster for roster in graph.records.rosters.values() if roster.census in loaded]
    if not rosters:
        return Absences()
    expectations = Expectations(graph)
    expected = [entry for roster in rosters if (entry := expectations.of(roster)) is not None]
    return Absences(
        links={int(graph.relationships.ids[link]): timeline for link, timeline in _of_links(graph, expected)},
        nodes={graph.node_ids[node]: timeline for node, timeline in _of_nodes(graph, expected)},
    )


def _of_links(graph: AllianceGraph, expected: list[Expected]) -> Iterable[tuple[int, Timeline]]:
    columns = graph.relationships
    missing, listed = _days((entry.day, entry.links, entry.links_listed) for entry in expected)
    for link, days in missing.items():
        first = (int(columns.valid_from[link, 0]), int(columns.valid_from[link, 1]))
        last = int(columns.valid_to[link, 1])
        due = {day for day in days if first[0] <= day and (not last or day <= last)}
        seen = _seen(graph, graph.relationship_evidence(link)) | listed[link] | ({first} if first[0] else set())
        if due := due - {day for day, other in seen if day == other}:
            yield link, Timeline(frozenset(seen), frozenset(due))


def _of_nodes(graph: AllianceGraph, expected: list[Expected]) -> Iterable[tuple[int, Timeline]]:
    missing, listed = _days((entry.day, entry.nodes, entry.nodes_listed) for entry in expected)
    for node, days in missing.items():
        links = [*graph.outgoing(node).tolist(), *graph.incoming(node).tolist()]
        evidence = [sighting for link in links for sighting in graph.relationship_evidence(link)]
        seen = _seen(graph, [*graph.node_at(node).evidence, *evidence]) | listed[node]
        if due := days - {day for day, other in seen if day == other}:
            yield node, Timeline(frozenset(seen), frozenset(due))


def _days(
    entries: Iterable[tuple[int, Positions, Mask]],
) -> tuple[dict[int, set[int]], dict[int, set[Days]]]:
    """On which days the facts at some positions were missing, and on which they were listed, where any is missing."""
    entries = list(entries)
    missing: dict[int, set[int]] = defaultdict(set)
    for day, places, is_listed in entries:
        for place in places[~is_listed].tolist():
            missing[place].add(day)
    some, listed = np.fromiter(missing, np.intp), defaultdict[int, set[Days]](set)
    for day, places, is_listed in entries:
        for place in np.intersect1d(places[is_listed], some).tolist():
            listed[place].add((day, day))
    return missing, listed


def _seen(graph: AllianceGraph, evidence: Iterable[Evidence]) -> set[Days]:
    dates, sources = source_dates(graph.records), graph.records.sources
    days: set[Days] = set()
    for sighting in evidence:
        if day := dates.get(sighting.source):
            last = day.last.toordinal()
            days.add((last if sources[sighting.source].census else day.first.toordinal(), last))
    return days
