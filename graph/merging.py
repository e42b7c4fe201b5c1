"""The graph as it was judged: nodes that are one are one node, and nothing that was seen of them is lost.

The merged view is made when a graph is read. The facts, and so the data version, stay those of the store.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from .alliance_graph import AllianceGraph
from .columns import Integers, RelationshipColumns, RelationshipColumnsBuilder, order_of
from .identities import Identities, resolve_identities
from .identity import canonical_json
from .limits import MOST_ATTRIBUTE_NAME, MOST_NAMES_BYTES
from .models import Evidence, Measure, Node, Relationship, Roster
from .records import Records, record_key
from .rows import node_row, relationship_row
from .schema import schema
from .texts import Texts

_STATUSES = ("disputed", "confirmed", "tentative", "inferred")
"""Of two links that become one: what somebody disputes is disputed, else the surer stands."""
_FIELDS = ("level", "place", "uscc", "parent", "count")


def merged(graph: AllianceGraph) -> AllianceGraph:
    """The graph in which nodes that are one by the judgements in force are one; itself when there are none.

    The node keeps the canonical id: one that was given before one that was made, then of a node with a
    credit code, then with the most sightings, then the smallest. The names of the
    others become aliases; what they say otherwise stays as an attribute that names its source. Links are joined to it,
    equal ones become one with the evidence of all, and links of a node with itself go.

    Parameters
    ----------
    graph
        As it is stored.
    """
    identities = identities_of(graph)
    if not identities.members:
        return graph
    canonical = identities.canonical()
    places = _positions(graph, canonical)
    kept = places == np.arange(len(graph))
    renumbered = (np.cumsum(kept) - 1)[places].astype(np.int32)
    nodes = replace(graph.nodes, bodies=_bodies(graph, identities)).take(kept)
    return AllianceGraph(
        nodes,
        _links(graph, places, renumbered, nodes.ids),
        merged_records(graph.records, canonical),
        data_version=graph.data_version,
        name_ranks=np.argsort(np.argsort(graph.name_ranks[kept])).astype(np.int32),
        other_ids=canonical,
    )


def identities_of(graph: AllianceGraph) -> Identities:
    """Which nodes of a stored graph are one."""

    def nodes(ids: Collection[str]) -> list[Node]:
        return [graph.node_at(place) for node_id in ids if (place := graph.position(node_id)) is not None]

    return resolve_identities(graph.records.judgements.values(), nodes)


def links_within(graph: AllianceGraph) -> int:
    """How many links of a stored graph join a node to itself in the merged view, and so are not shown."""
    places, columns = _positions(graph, identities_of(graph).canonical()), graph.relationships
    joined = (places[columns.sources] == places[columns.targets]) & (columns.sources != columns.targets)
    return int(np.count_nonzero(joined))


def _positions(graph: AllianceGraph, canonical: Mapping[str, str]) -> Integers:
    """By position the position of the node that stands for it, shape (n,)."""
    places = np.arange(len(graph), dtype=np.int32)
    for other, first in canonical.items():
        at, to = graph.position(other), graph.position(first)
        if at is not None and to is not None:
            places[at] = to
    return places


# ---- nodes ----


def merged_node(nodes: Sequence[Node], canonical: Mapping[str, str]) -> Node:
    """Several nodes that are one, as one.

    Parameters
    ----------
    nodes
        The canonical one first.
    canonical
        By id of a node that goes by another the other id.
    """
    first, *others = nodes
    values: dict[str, Any] = {field: getattr(first, field) for field in _FIELDS}
    attributes = dict(first.attributes)
    for node in others:
        said = [(field, getattr(node, field)) for field in _FIELDS]
        for key, value in said:
            if value and not values[key]:
                values[key] = value
            elif value and key != "parent" and value != values[key]:
                _keep_apart(attributes, key, str(value), node)
        for key, value in node.attributes.items():
            if attributes.setdefault(key, value) != value:
                _keep_apart(attributes, key, value, node)
    values["parent"] = canonical.get(values["parent"], values["parent"])
    return first.model_copy(
        update=values
        | {
            "aliases": _aliases(nodes),
            "attributes": attributes,
            "evidence": _united(node.evidence for node in nodes),
        }
    )


def _keep_apart(attributes: dict[str, Any], key: str, value: Any, node: Node) -> None:
    """Keep what another node says otherwise under a name that tells whose it is: `place (roster-2024)`."""
    source = node.evidence[0].source if node.evidence else node.id
    attributes.setdefault(f"{key} ({source})"[:MOST_ATTRIBUTE_NAME], value)


def _aliases(nodes: Sequence[Node]) -> tuple[str, ...]:
    """All other names, as many as a node can bear."""
    names = dict.fromkeys(chain.from_iterable((node.name, *node.aliases) for node in nodes))
    names.pop(nodes[0].name)
    names.pop("", None)
    room, fitting = MOST_NAMES_BYTES - len((nodes[0].id + nodes[0].name).encode()), []
    for name in names:
        room -= 3 * len(name)
        if room < 0:
            break
        fitting.append(name)
    return tuple(fitting)


def _united(evidence: Iterable[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(evidence)))


def _bodies(graph: AllianceGraph, identities: Identities) -> Texts:
    """The bodies of all nodes: those of the groups united, those of their parts pointing to the canonical node."""
    canonical = identities.canonical()
    written = "|".join(re.escape(canonical_json(node_id)) for node_id in canonical)
    changed = {
        place: node.model_copy(update={"parent": canonical.get(node.parent, node.parent)})
        for place in np.flatnonzero(graph.nodes.bodies.holding_pattern(f'"parent":(?:{written})')).tolist()
        for node in (graph.node_at(place),)
    }
    for first, *others in identities.members.values():
        place = graph.position(first)
        assert place is not None
        changed[place] = merged_node([graph.node(node_id) for node_id in (first, *others)], canonical)
    order = np.arange(len(graph))
    order[list(changed)] = len(graph) + np.arange(len(changed))
    return graph.nodes.bodies.followed_by(Texts.of(node_row(node).body for node in changed.values()))[order]


# ---- relationships ----


def _links(graph: AllianceGraph, places: Integers, renumbered: Integers, node_ids: Texts) -> RelationshipColumns:
    """The links between the nodes that are left."""
    columns = graph.relationships
    moved = (places[columns.sources] != columns.sources) | (places[columns.targets] != columns.targets)
    again = _moved(graph, places, np.flatnonzero(moved))
    ids = np.array([int(link.id, 16) for link in again], np.uint64)
    stay = ~moved
    meeting = np.flatnonzero(stay & np.isin(columns.ids, ids))
    stay[meeting] = False
    united = _one_each([*(graph.relationship_at(place) for place in meeting.tolist()), *again])
    ends = {end: bisect_left(node_ids, end) for link in united for end in (link.source, link.target)}
    builder = RelationshipColumnsBuilder(ends)
    builder.extend([relationship_row(link) for link in united])
    others = columns.take(stay)
    others = replace(others, sources=renumbered[others.sources], targets=renumbered[others.targets])
    return _together(others, builder.finish())


def _moved(graph: AllianceGraph, places: Integers, which: Integers) -> list[Relationship]:
    """Some links as links of the nodes that stand for their ends; without those of a node with itself."""
    links, columns = [], graph.relationships
    for place in which.tolist():
        source, target = (int(places[ends[place]]) for ends in (columns.sources, columns.targets))
        if source != target:
            link = graph.relationship_at(place)
            ends = {"source": graph.node_ids[source], "target": graph.node_ids[target]}
            links.append(Relationship.model_construct(**dict(link) | _ordered(link.type, ends)))
    return links


def _ordered(type_id: str, ends: dict[str, str]) -> dict[str, str]:
    """The ends of a symmetric tie in order of their ids."""
    source, target = ends["source"], ends["target"]
    swapped = schema().type(type_id).symmetric and target < source
    return {"source": target, "target": source} if swapped else ends


def _one_each(links: Iterable[Relationship]) -> list[Relationship]:
    """Links with one id as one: what one does not know, another may; the evidence of all."""
    by_id: defaultdict[str, list[Relationship]] = defaultdict(list)
    for link in links:
        by_id[link.id].append(link)
    return [same[0] if len(same) == 1 else _one(same) for same in by_id.values()]


def _one(links: Sequence[Relationship]) -> Relationship:
    values: dict[str, Any] = {}
    for field in ("valid_to", "observed_at", "strength", "confidence"):
        known = [value for link in links if (value := getattr(link, field)) is not None]
        values[field] = (max(known) if field == "observed_at" else known[0]) if known else None
    values["status"] = min((link.status for link in links), key=_STATUSES.index)
    values["attributes"] = {key: value for link in reversed(links) for key, value in link.attributes.items()}
    values["evidence"] = _united(link.evidence for link in links)
    return links[0].model_copy(update=values)


def _together(first: RelationshipColumns, second: RelationshipColumns) -> RelationshipColumns:
    """Two tables of links as one, in order of their ids."""
    columns: dict[str, Any] = {}
    for name in first.__slots__:
        mine, its = getattr(first, name), getattr(second, name)
        columns[name] = mine.followed_by(its) if isinstance(mine, Texts) else np.concatenate((mine, its))
    both = RelationshipColumns(**columns)
    order = order_of(both.ids)
    return both if order is None else both.take(order)


# ---- records ----


def merged_records(records: Records, canonical: Mapping[str, str]) -> Records:
    """The records, speaking of the nodes that are left.

    Parameters
    ----------
    records
        As they are stored.
    canonical
        By id of a node that goes by another the other id.
    """
    measures: dict[str, Measure] = {}
    for key, measure in records.measures.items():
        moved = measure.model_copy(update={"subject": canonical.get(measure.subject, measure.subject)})
        met = measures.get(record_key(moved))
        if met is None:
            measures[record_key(moved)] = moved
        elif (met.value, met.unit) == (moved.value, moved.unit):
            evidence = _united((met.evidence, moved.evidence))
            measures[record_key(moved)] = met.model_copy(update={"evidence": evidence})
        else:
            measures[key] = moved  # one source gives two values: both are shown
    rosters: dict[str, Roster] = {}
    for roster in records.rosters.values():
        moved_roster = roster.model_copy(update={"scope": canonical.get(roster.scope, roster.scope)})
        rosters.setdefault(record_key(moved_roster), moved_roster)
    return replace(records, measures=dict(sorted(measures.items())), rosters=dict(sorted(rosters.items())))
