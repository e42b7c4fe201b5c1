"""What a roster that promises completeness should list, and what it does list.

A scope is a chain or a stage with its finer ones, a place, something that has members, or the whole graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .identity import canonical_json
from .models import Roster
from .schema import schema
from .texts import Texts

if TYPE_CHECKING:
    from .alliance_graph import AllianceGraph
    from .columns import Integers

Positions = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
MEMBERSHIP, PLACE = "MEMBER_OF", "LOCATED_IN"
ORGANISATION = "organisation"
_NONE = np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True)
class Expected:
    """What one roster should list.

    Parameters
    ----------
    day
        The last possible day of its census.
    links, nodes
        Positions in the graph.
    links_listed, nodes_listed
        Which of them it lists.
    """

    day: int
    links: Positions
    links_listed: Mask
    nodes: Positions
    nodes_listed: Mask


class Expectations:
    """What the rosters of a graph should list.

    Parameters
    ----------
    graph
        The whole graph.
    """

    def __init__(self, graph: AllianceGraph) -> None:
        self._graph = graph
        self._by_census: dict[str, list[str]] = defaultdict(list)
        for key, source in graph.records.sources.items():
            self._by_census[source.census].append(key)

    def of(self, roster: Roster, sources: Collection[str] | None = None) -> Expected | None:
        """What a roster should list; None where its census or its scope is not there, and of what happened once.

        Parameters
        ----------
        roster
            The roster.
        sources
            What it was told by; the sources that were loaded as its census when absent.
        """
        census, scope = self._graph.records.censuses.get(roster.census), self._graph.position(roster.scope)
        declared = schema().instruments.get(roster.instrument)
        if census is None or (roster.scope and scope is None) or declared is None or declared.dated:
            return None
        keys = self._by_census[roster.census] if sources is None else sources
        columns, nodes = self._graph.relationships, self._nodes(roster.instrument, scope)
        links, outgoing = self._links(roster.instrument, scope)
        link_sighted, node_sighted = sighted(columns.bodies, keys), sighted(self._graph.nodes.bodies, keys)
        listed = self._listed(links, outgoing, link_sighted, node_sighted)
        met = node_sighted.copy()
        met[columns.sources[link_sighted]] = met[columns.targets[link_sighted]] = True
        return Expected(census.date.last.toordinal(), links, listed, nodes, met[nodes])

    def _listed(self, links: Positions, outgoing: Mask, link_sighted: Mask, node_sighted: Mask) -> Mask:
        """A link is listed itself, or by its far end, where the roster does not say where else that belongs."""
        columns = self._graph.relationships
        by_node = np.zeros(len(links), np.bool_)
        for far, these in ((columns.sources, ~outgoing), (columns.targets, outgoing)):
            told = np.zeros((len(self._graph), len(schema().types)), np.bool_)
            told[far[link_sighted], columns.types[link_sighted]] = True
            ends, types = far[links[these]], columns.types[links[these]]
            by_node[these] = node_sighted[ends] & ~told[ends, types]
        return np.asarray(link_sighted[links] | (by_node & ~self._is_traded(links)), np.bool_)

    def _is_traded(self, links: Positions) -> Mask:
        """A supply link is not listed by the supplier alone."""
        supply = [declared.id for declared in schema().types.values() if declared.supply]
        return schema().type_vocabulary.mask(self._graph.relationships.types[links], supply)

    # ---- scopes ----

    def _nodes(self, instrument: str, scope: int | None) -> Positions:
        """The whole graph and a place list what there is; a stage and an alliance, what belongs to them."""
        declared, graph = schema().instruments[instrument], self._graph
        if declared.links:
            return _NONE
        nodes = graph.nodes_of(*declared.kinds)
        if scope is None:
            return nodes
        return nodes[self._in_place(scope)[nodes]] if graph.kind(scope) == "place" else _NONE

    def _links(self, instrument: str, scope: int | None) -> tuple[Positions, Mask]:
        """The links that a roster should list, and whether what it lists is their target."""
        declared, graph = schema().instruments[instrument], self._graph
        if declared.links or scope is None or graph.kind(scope) == "place":
            links = self._of_links(declared.direct, scope) if declared.links else _NONE
            return links, np.zeros(len(links), np.bool_)
        columns = graph.relationships
        if graph.kind(scope) in schema().groups["chain_part"]:
            inside = self._inside(scope)
            parts = (self._at(declared.direct, columns.targets, self._chain_parts(scope)),
                     self._at(declared.to_organisation, columns.targets, inside))  # fmt: skip
            incoming, outgoing = np.union1d(*parts), self._at(declared.from_organisation, columns.sources, inside)
        else:
            incoming, outgoing = self._at([MEMBERSHIP], columns.targets, self._marked([scope])), _NONE
        kinds = schema().kind_vocabulary.mask(graph.nodes.kinds, declared.kinds)
        incoming, outgoing = incoming[kinds[columns.sources[incoming]]], outgoing[kinds[columns.targets[outgoing]]]
        return np.concatenate([incoming, outgoing]), np.arange(len(incoming) + len(outgoing)) >= len(incoming)

    def _of_links(self, types: Collection[str], scope: int | None) -> Positions:
        """All links of an instrument of links: those that end at the scope, or of a trade, that touch it."""
        columns = self._graph.relationships
        supply = [declared.id for declared in schema().types.values() if declared.supply]
        if scope is None:
            return self._of_type(types or supply)
        if types:
            return self._at(types, columns.targets, self._marked([scope]))
        inside = self._inside(scope)
        return np.union1d(self._at(supply, columns.targets, inside), self._at(supply, columns.sources, inside))

    def _at(self, types: Collection[str], ends: Integers, inside: Mask) -> Positions:
        """The links of some types whose end on one side is inside."""
        links = self._of_type(types)
        return links[inside[ends[links]]]

    def _of_type(self, types: Collection[str]) -> Positions:
        return np.flatnonzero(schema().type_vocabulary.mask(self._graph.relationships.types, types))

    def _inside(self, scope: int) -> Mask:
        """What belongs to a scope: members, what is at a place, organisations at a stage; and the scope itself."""
        graph, columns = self._graph, self._graph.relationships
        if graph.kind(scope) == "place":
            return self._in_place(scope)
        is_part = graph.kind(scope) in schema().groups["chain_part"]
        inside = self._chain_parts(scope) if is_part else self._marked([scope])
        types = schema().instruments[ORGANISATION].direct if is_part else [MEMBERSHIP]
        links = self._of_type(types)
        belongs = self._marked(columns.sources[links[inside[columns.targets[links]]]])
        return inside | belongs

    def _in_place(self, place: int) -> Mask:
        graph, links = self._graph, self._of_type([PLACE])
        name, columns = graph.node_names[place], graph.relationships
        inside = self._marked(columns.sources[links[columns.targets[links] == place]])
        for node in np.flatnonzero(graph.nodes.bodies.holding(f'"place":{canonical_json(name)}')).tolist():
            inside[node] = inside[node] or graph.node_at(node).place == name
        return inside

    def _chain_parts(self, scope: int) -> Mask:
        """A chain or a stage, and all its finer parts."""
        children: dict[str, list[int]] = defaultdict(list)
        for node in self._graph.nodes_of(*schema().groups["chain_part"]).tolist():
            children[self._graph.node_at(node).parent].append(node)
        found = [scope]
        for part in found:
            found += [child for child in children[self._graph.node_ids[part]] if child not in found]
        return self._marked(found)

    def _marked(self, positions: Collection[int] | Integers) -> Mask:
        mask = np.zeros(len(self._graph), np.bool_)
        mask[np.asarray(positions, np.intp)] = True
        return mask


def sighted(bodies: Texts, sources: Collection[str]) -> Mask:
    """Which facts rest on one of some sources; in canonical JSON what looks like a key is one."""
    mask = np.zeros(len(bodies), np.bool_)
    for source in sources:
        mask |= bodies.holding(f'"source":{canonical_json(source)}')
    return mask
