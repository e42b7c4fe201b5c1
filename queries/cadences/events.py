"""The meetings and activities of an alliance: on which days each can have been, and how far it belongs to it.

What happened stays so: events are read from the whole graph, whatever day is asked for, and those that can only have
been after the day are left out. A date that is partly known is an interval of days, and an event without one may have
been on any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ...errors import BadDate
from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ..count import Weights

SESSION_OF, MECHANISM_OF, TERM_OF, IN_TERM = "SESSION_OF", "MECHANISM_OF", "TERM_OF", "IN_TERM"
_SAYS_WHOSE = (SESSION_OF, IN_TERM, "ORGANISED", "ORGANISES", "HOSTS", "CHAIRS")
FIRST, LAST = date.min.toordinal(), date.max.toordinal()
Days = tuple[int, int]
"""The first and the last day, as `date.toordinal` counts them."""


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting or an activity, or several without names.

    Parameters
    ----------
    node, kind
        Its position and kind.
    days
        The first and the last day on which it can have been.
    low, high
        How many it stands for.
    own
        How far it is of the alliance.
    sessions, terms
        By position of the mechanism, or of the chair term, that it states, how far it belongs to it.
    links
        The links that show whose it is.
    """

    node: int
    kind: str
    days: Days
    low: float
    high: float
    own: Truth
    sessions: dict[int, Truth]
    terms: dict[int, Truth]
    links: tuple[int, ...]

    def is_inside(self, first: int, last: int) -> bool:
        """Whether it surely was between two days."""
        return first <= self.days[0] and self.days[1] <= last

    def may_be_inside(self, first: int, last: int) -> bool:
        """Whether it may have been between two days."""
        return self.days[0] <= last and first <= self.days[1]


def events_of(graph: AllianceGraph, alliance: int, day: date) -> list[Event]:
    """The meetings and activities that are of an alliance or may be, up to a day, in order of their days and names.

    One is of the alliance for certain where a link says so: to the alliance, a mechanism or a chair term of it, or
    because the alliance itself organised, hosted or chaired it. One of which no link says whose it is may be.

    Parameters
    ----------
    graph
        The whole graph.
    alliance
        Position of the alliance.
    day
        What can only have been later is left out.
    """
    truths, weights, owners = link_truths(graph), Weights.of(graph), _owners(graph)
    found = []
    for node in graph.nodes_of(*schema().groups["event"]).tolist():
        event = _event(graph, node, alliance, owners, truths, weights)
        if event.own and event.high and event.days[0] <= day.toordinal():
            found.append(event)
    return sorted(found, key=lambda event: (event.days, int(graph.name_ranks[event.node])))


def _event(
    graph: AllianceGraph,
    node: int,
    alliance: int,
    owners: dict[int, dict[int, Truth]],
    truths: np.ndarray,
    weights: Weights,
) -> Event:
    columns, own, links = graph.relationships, defaultdict[int, Truth](lambda: Truth.NO), []
    sessions: dict[int, Truth] = {}
    terms: dict[int, Truth] = {}
    for link, other, type_id in _around(graph, node):
        truth = Truth(truths[link])
        if not truth:
            continue
        if type_id in (SESSION_OF, IN_TERM) and graph.kind(other) != "alliance":
            part = sessions if type_id == SESSION_OF else terms
            part[other] = max(part.get(other, Truth.NO), truth)
        for owner, owned in owners.get(other, {}).items() if type_id in _SAYS_WHOSE else ():
            own[owner] = max(own[owner], min(truth, owned))
            links += [link] if owner == alliance else []
    stated = max(own.values(), default=Truth.NO)
    mine = own[alliance] or (Truth.MAY if stated != Truth.HOLDS else Truth.NO)
    low, high = float(weights.low[node]), float(weights.high[node])
    return Event(
        node, graph.kind(node), _days(graph, node, columns.valid_from, columns.valid_to), low, high, Truth(mine),
        sessions, terms, tuple(sorted(set(links))),
    )  # fmt: skip


def _around(graph: AllianceGraph, node: int) -> Iterator[tuple[int, int, str]]:
    """The links of an event: their positions, what is at the other end, and their types."""
    columns, term = graph.relationships, schema().type_vocabulary.term
    for link in graph.outgoing(node).tolist():
        yield link, int(columns.targets[link]), term(columns.types[link])
    for link in graph.incoming(node).tolist():
        yield link, int(columns.sources[link]), term(columns.types[link])


def _owners(graph: AllianceGraph) -> dict[int, dict[int, Truth]]:
    """By position of an alliance, mechanism or chair term, the alliances that it is of."""
    owners = {alliance: {alliance: Truth.HOLDS} for alliance in graph.nodes_of("alliance").tolist()}
    for type_id in (MECHANISM_OF, TERM_OF):
        for link, truth in links_of(graph, type_id):
            part, alliance = int(graph.relationships.sources[link]), int(graph.relationships.targets[link])
            of = owners.setdefault(part, {})
            of[alliance] = max(of.get(alliance, Truth.NO), truth)
    return owners


def links_of(graph: AllianceGraph, type_id: str, target: int | None = None) -> Iterator[tuple[int, Truth]]:
    """The links of a type that hold or may, with how far; those that end at a node where one is named."""
    columns, truths = graph.relationships, link_truths(graph)
    links = np.flatnonzero(schema().type_vocabulary.mask(columns.types, [type_id]) & (truths > 0))
    for link in links.tolist():
        if target is None or columns.targets[link] == target:
            yield link, Truth(truths[link])


def judged_alliances(graph: AllianceGraph) -> list[int]:
    """The alliances of which a mechanism, or a meeting or an activity as theirs, was loaded."""
    columns = graph.relationships
    found = {
        int(columns.targets[link]) for type_id in (MECHANISM_OF, SESSION_OF) for link, _ in links_of(graph, type_id)
    }
    return [node for node in sorted(found) if graph.kind(node) == "alliance"]


def _days(graph: AllianceGraph, node: int, begins: np.ndarray, ends: np.ndarray) -> Days:
    """When an event was: by its own date, else by the dates of the links that say whose it is."""
    stated = stated_date(graph, node, "date")
    if stated:
        return stated.first.toordinal(), stated.last.toordinal()
    first, last = FIRST, LAST
    for link, _, _ in _around(graph, node):
        if begins[link, 0] and ends[link, 1]:
            first, last = max(first, int(begins[link, 0])), min(last, int(ends[link, 1]))
    return (first, last) if first <= last else (FIRST, LAST)


def stated_date(graph: AllianceGraph, node: int, key: str) -> PartialDate | None:
    """The date that a node states in an attribute; None where there is none that can be read."""
    try:
        return PartialDate.parse(str(graph.attributes(node).get(key, "")))
    except BadDate:
        return None


def units_of(graph: AllianceGraph, events: Iterable[Event]) -> Sequence[int]:
    """The organisations and party organisations that surely took part in some events, in the order of their names."""
    truths, kinds = link_truths(graph), schema().groups["unit"]
    found = {
        other
        for event in events
        for link, other, _ in _around(graph, event.node)
        if truths[link] == Truth.HOLDS and graph.kind(other) in kinds
    }
    return sorted(found, key=lambda node: int(graph.name_ranks[node]))
