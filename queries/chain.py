"""The chain as questions see it: stages and finer stages, who works where, what serves a stage, loaded rosters.

Everything here is on one view of the graph (a day). An organisation at a finer stage is an organisation at every
stage above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import networkx as nx
import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.models import STATUSES
from ..graph.schema import Instrument, schema

ORGANISATION = "organisation"
PARTY_ORGANISATION = "party_organization"
MOST_ROSTER_DAYS = 184
"""A census is half-yearly, and the longest half-year has so many days: an older roster is stale."""


@dataclass(frozen=True, slots=True)
class Served:
    """What of an instrument a stage has.

    Parameters
    ----------
    nodes
        Positions of the instrument's nodes, in order.
    links
        Positions of the relationships that show it, in order.
    count
        How many there are; an aggregate node counts as many as it stands for.
    complete
        Whether a roster was loaded and is not stale, so that the count is all there is.
    """

    nodes: tuple[int, ...]
    links: tuple[int, ...]
    count: int
    complete: bool


@dataclass
class Chain:
    """The chain in a view of the graph.

    Parameters
    ----------
    view
        The graph on the day of the question.
    """

    view: AllianceGraph
    _nodes_cache: dict[tuple[int, str], Served] = field(default_factory=dict)

    # ---- stages ----

    @cached_property
    def stages(self) -> list[int]:
        """All stages, coarse ones first, then by level and name."""

        def order(stage: int) -> tuple[int, str, str, int]:
            return self._depth(stage), self.view.node_at(stage).level, self.view.node_names[stage], stage

        return sorted(self.view.nodes_of("stage").tolist(), key=order)

    @cached_property
    def required(self) -> list[int]:
        """The stages of the reference chain: every stage that does not say otherwise."""
        return [one for one in self.stages if self.view.attributes(one).get("required", True)]

    def levels(self) -> list[str]:
        """The levels that stages have."""
        return list(dict.fromkeys(self.view.node_at(one).level for one in self.stages))

    def _depth(self, stage: int) -> int:
        depth, seen = 0, {stage}
        while (stage := self._parents.get(stage, -1)) >= 0 and stage not in seen:
            seen.add(stage)
            depth += 1
        return depth

    @cached_property
    def _parents(self) -> dict[int, int]:
        parents = {}
        for kind in ("stage", "chain"):
            for one in self.view.nodes_of(kind).tolist():
                above = self.view.position(self.view.node_at(one).parent) if self.view.node_at(one).parent else None
                if above is not None:
                    parents[one] = above
        return parents

    def under(self, stage: int) -> list[int]:
        """The stage and all finer stages of it."""
        found = [stage]
        for one in found:
            found += [child for child in self._children[one] if child not in found]
        return found

    def siblings(self, stage: int) -> list[int]:
        """The other finer stages of the same stage."""
        parent = self._parents.get(stage)
        return [] if parent is None else [one for one in self._children[parent] if one != stage]

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = defaultdict(list)
        for child, parent in self._parents.items():
            children[parent].append(child)
        return children

    @cached_property
    def feeds(self) -> nx.DiGraph[int]:
        """The reference chain: which required stage must feed which."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(self.required)
        for source, target, _ in self.links_of([one.id for one in schema().types.values() if one.feeds]):
            if source in graph and target in graph:
                graph.add_edge(source, target)
        return graph

    def needs(self, stage: int) -> list[str]:
        """The services that a stage needs: its own attribute, else those of `[reference]` in `schema.toml`."""
        attributes = self.view.attributes(stage)
        if stated := attributes.get("needs"):
            return str(stated).split(";")
        return [] if attributes.get("position") in schema().without_needs else list(schema().needs)

    # ---- rosters ----

    def has_roster(self, stage: int | None, instrument: str) -> bool:
        """Whether everything of an instrument was listed for a stage (None: for the whole graph), not too long ago."""
        return any(self._is_fresh(day) for day in self._roster_days(stage, instrument))

    def outdated_roster(self, stage: int | None, instrument: str) -> date | None:
        """The day of the newest roster, where all are too old to decide anything; None where one is not, or none is."""
        days = self._roster_days(stage, instrument)
        return None if not days or any(map(self._is_fresh, days)) else max(days)

    @property
    def oldest_census(self) -> date | None:
        """The earliest day of a census that still decides something on the day of the view."""
        day = self.view.as_of_day
        # The calendar of Python begins on day 1, so in its first half-year every census counts.
        return date.fromordinal(max(1, day.toordinal() - MOST_ROSTER_DAYS)) if day else None

    def _is_fresh(self, day: date) -> bool:
        oldest = self.oldest_census
        return oldest is None or day >= oldest

    def _roster_days(self, stage: int | None, instrument: str) -> list[date]:
        return [
            day
            for scope, day in self._rosters[instrument]
            if scope is None or (stage is not None and stage in self.under(scope))
        ]

    @cached_property
    def _rosters(self) -> dict[str, list[tuple[int | None, date]]]:
        """By instrument, the scope of each roster and the last possible day of its census, not after the view's."""
        rosters: dict[str, list[tuple[int | None, date]]] = defaultdict(list)
        for one in self.view.records.rosters.values():
            census = self.view.records.censuses.get(one.census)
            day = self.view.as_of_day
            if census is None or (day is not None and census.date.last > day):
                continue
            scope = self.view.position(one.scope) if one.scope else None
            if not one.scope or scope is not None:
                rosters[one.instrument].append((scope, census.date.last))
        return rosters

    # ---- who and what ----

    def organisations(self, stage: int) -> Served:
        """The active organisations at a stage."""
        return self.served(stage, ORGANISATION)

    def stages_of(self, organisation: int) -> list[int]:
        """The required stages at which an organisation works, coarse ones first."""
        return self._stages_of.get(organisation, [])

    @cached_property
    def _stages_of(self) -> dict[int, list[int]]:
        stages: dict[int, list[int]] = defaultdict(list)
        for stage in self.required:
            for node in self.organisations(stage).nodes:
                stages[node].append(stage)
        return stages

    def served(self, stage: int, instrument: str) -> Served:
        """What of an instrument a stage has (see `[instruments]` in `schema.toml`)."""
        key = (stage, instrument)
        if key not in self._nodes_cache:
            self._nodes_cache[key] = self._served(stage, schema().instruments[instrument])
        return self._nodes_cache[key]

    def _served(self, stage: int, instrument: Instrument) -> Served:
        found: dict[int, set[int]] = defaultdict(set)
        for node, link in self._candidates(stage, instrument):
            if self.view.kind(node) in instrument.kinds and self.is_active(node):
                found[node].add(link)
        links = sorted({link for shown in found.values() for link in shown})
        count = sum(self._stands_for(node) for node in found)
        return Served(tuple(sorted(found)), tuple(links), count, self.has_roster(stage, instrument.id))

    def _candidates(self, stage: int, instrument: Instrument) -> Iterator[tuple[int, int]]:
        for one in self.under(stage):
            yield from self._into(instrument.direct, one)
        if instrument.to_organisation or instrument.from_organisation:
            for organisation in self.organisations(stage).nodes:
                yield from self._into(instrument.to_organisation, organisation)
                yield from self._out_of(instrument.from_organisation, organisation)

    def linked(self, organisation: int, instrument: str) -> list[tuple[int, int]]:
        """The nodes of an instrument that are linked to an organisation, each with the link."""
        declared = schema().instruments[instrument]
        pairs = [
            *self._into(declared.to_organisation, organisation),
            *self._out_of(declared.from_organisation, organisation),
        ]
        return [(node, link) for node, link in pairs if self.view.kind(node) in declared.kinds]

    def employers_of(self, party_organisation: int) -> list[int]:
        """The employers that a party organisation covers."""
        declared, employers = schema().instruments[PARTY_ORGANISATION], schema().kinds_with("employer")
        hosts = (node for node, _ in self._out_of(declared.to_organisation, party_organisation))
        return list(dict.fromkeys(node for node in hosts if self.view.kind(node) in employers))

    def _into(self, types: Sequence[str], node: int) -> Iterator[tuple[int, int]]:
        columns, codes = self.view.relationships, [schema().type_codes[one] for one in types]
        for link in self.view.incoming(node).tolist() if codes else ():
            if columns.types[link] in codes:
                yield int(columns.sources[link]), link

    def _out_of(self, types: Sequence[str], node: int) -> Iterator[tuple[int, int]]:
        columns, codes = self.view.relationships, [schema().type_codes[one] for one in types]
        for link in self.view.outgoing(node).tolist() if codes else ():
            if columns.types[link] in codes:
                yield int(columns.targets[link]), link

    def links_of(self, types: Sequence[str], statuses: Sequence[str] = STATUSES) -> Iterator[tuple[int, int, int]]:
        """All links of some types and statuses: (source, target, relationship)."""
        columns = self.view.relationships
        counted = np.isin(columns.types, [schema().type_codes[one] for one in types])
        counted &= np.isin(columns.statuses, [code for code, status in enumerate(STATUSES) if status in statuses])
        chosen = np.flatnonzero(counted)
        ends = columns.sources[chosen].tolist(), columns.targets[chosen].tolist()
        yield from zip(*ends, chosen.tolist(), strict=True)

    def is_active(self, node: int) -> bool:
        """Whether a node is not known to have stopped operating."""
        return self.view.attributes(node).get("operating") is not False

    def _stands_for(self, position: int) -> int:
        if '"aggregate"' not in self.view.nodes.bodies[position]:
            return 1
        node = self.view.node_at(position)
        return int(node.count.value) if node.aggregate and node.count else 1
