"""The graph in memory: an immutable snapshot of all facts, in columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UnknownName, UnknownTerm
from ..wording import Text
from . import names, rows
from .absences import Absences, absences
from .checked_rows import checked_rows
from .columns import (
    Integers,
    Mask,
    NodeColumns,
    NodeColumnsBuilder,
    RelationshipColumns,
    RelationshipColumnsBuilder,
    grouped,
    positions,
    ranks_of,
)
from .fields import UNKNOWN_DAY
from .identity import sum_digests, version_text
from .limits import Scalar
from .models import STATUSES, Evidence, Node, Relationship
from .name_search import NameSearch
from .records import Record, Records
from .rows import NodeRow, RelationshipRow, node_model, relationship_model
from .schema import schema
from .texts import Texts
from .truth_values import Truth

if TYPE_CHECKING:
    import networkx as nx

_FEW = 10_000
_DAYS_KEPT = 4


class AllianceGraph:
    """A directed, typed, dated multigraph in which every fact has evidence; it never changes.

    Parameters
    ----------
    nodes, relationships
        The columns; the ends of a relationship are positions among the nodes.
    records
        Sources, censuses, rosters, measures and judgements.
    data_version
        Hash of all facts of the store that this is a snapshot of; computed when absent.
    name_ranks
        As the property of this name; computed when absent.
    as_of
        The day that the graph is a view of, or None when it holds every relationship whatever its dates.
    other_ids
        Further ids that a node goes by, with its own: those of nodes that were judged to be this one (`merging`).
    """

    def __init__(
        self,
        nodes: NodeColumns,
        relationships: RelationshipColumns,
        records: Records | None = None,
        *,
        data_version: str | None = None,
        name_ranks: Integers | None = None,
        as_of_day: date | None = None,
        other_ids: Mapping[str, str] | None = None,
    ) -> None:
        self.nodes, self.relationships, self.records = nodes, relationships, records or Records()
        self.as_of_day, self.other_ids = as_of_day, other_ids or {}
        self._given_version = data_version
        self._given_ranks = name_ranks
        self._whole: AllianceGraph | None = None
        self._origin: AllianceGraph | None = None
        self._days: dict[date, AllianceGraph] = {}

    @classmethod
    def from_models(
        cls, nodes: Iterable[Node] = (), relationships: Iterable[Relationship] = (), records: Iterable[Record] = ()
    ) -> AllianceGraph:
        """A graph of models, checked against the schema; see `checked_rows` for what is refused."""
        return cls.from_rows(*checked_rows(nodes, relationships), records)

    @classmethod
    def from_rows(
        cls, nodes: Iterable[NodeRow], relationships: Iterable[RelationshipRow], records: Iterable[Record] = ()
    ) -> AllianceGraph:
        """A graph of rows that are known to be legal, as a store holds them."""
        node_builder = NodeColumnsBuilder()
        node_builder.extend(list(nodes))
        columns = node_builder.finish()
        builder = RelationshipColumnsBuilder(positions(columns))
        builder.extend(list(relationships))
        return cls(columns, builder.finish(), Records.of(records))

    def __len__(self) -> int:
        return len(self.nodes)

    def __repr__(self) -> str:
        day = f", as of {self.as_of_day}" if self.as_of_day else ""
        return (
            f"AllianceGraph({len(self.nodes)} nodes, {len(self.relationships)} relationships, "
            f"version {self.data_version[:12]}{day})"
        )

    @cached_property
    def data_version(self) -> str:
        """32 hexadecimal digits: equal for equal facts, whatever the store and the order."""
        if self._given_version is not None:
            return self._given_version
        return version_text(sum_digests(self._digests()))

    def _digests(self) -> Iterator[bytes]:
        for nodes in self.nodes.rows():
            yield from (row.digest for row in nodes)
        for relationships in self.relationships.rows(self.node_ids):
            yield from (row.digest for row in relationships)
        yield from (row.digest for row in self.records.rows())

    @property
    def node_ids(self) -> Texts:
        """The ids of the nodes by position; each is decoded when it is looked at."""
        return self.nodes.ids

    @property
    def node_names(self) -> Texts:
        """The names of the nodes by position; each is decoded when it is looked at."""
        return self.nodes.names

    @cached_property
    def name_ranks(self) -> Integers:
        """The place of each node in the order of names, then ids; shape (n,), int32."""
        if self._whole:
            return self._whole.name_ranks
        return ranks_of(self.nodes.names) if self._given_ranks is None else self._given_ranks

    @cached_property
    def name_order(self) -> Integers:
        """The positions of all nodes in the order of their names, then ids; shape (n,), int32."""
        if self._whole:
            return self._whole.name_order
        order = np.empty(len(self), np.int32)
        order[self.name_ranks] = np.arange(len(self), dtype=np.int32)
        return order

    def position(self, node_id: str) -> int | None:
        """The position of a node, or None when there is none that goes by this id."""
        if self._whole:
            return self._whole.position(node_id)
        ids, node_id = self._searchable_ids, self.other_ids.get(node_id, node_id)
        found = bisect_left(ids, node_id)
        return found if found < len(ids) and ids[found] == node_id else None

    @cached_property
    def _searchable_ids(self) -> Sequence[str]:
        """Few ids are decoded at once: to find one in a list takes a twentieth of the time."""
        return self.nodes.ids if len(self) > _FEW else self.nodes.ids.tolist()

    def kind(self, position: int) -> str:
        """The kind of the node at a position."""
        return schema().kind_vocabulary.term(self.nodes.kinds[position])

    def node(self, node_id: str) -> Node:
        """The node of this id; `UnknownName` when there is none."""
        position = self.position(node_id)
        if position is None:
            raise UnknownName(node_id)
        return self.node_at(position)

    def node_at(self, position: int) -> Node:
        """The node at a position."""
        return node_model(self.nodes.row(position))

    def attributes(self, position: int) -> dict[str, Scalar]:
        """The attributes of the node at a position, without making the rest of its model."""
        return rows.kept_attributes(self.nodes.ids[position], self.nodes.bodies[position])

    def nodes_of(self, *kinds: str) -> Integers:
        """Positions of the nodes of some kinds."""
        return np.flatnonzero(schema().kind_vocabulary.mask(self.nodes.kinds, kinds))

    def relationship_at(self, position: int) -> Relationship:
        """The relationship at a position."""
        return relationship_model(self.relationships.row(position, self.nodes.ids))

    def relationship_id(self, position: int) -> str:
        """The id of the relationship at a position."""
        return f"{int(self.relationships.ids[position]):016x}"

    def relationship_evidence(self, position: int) -> tuple[Evidence, ...]:
        """The evidence of the relationship at a position, without making the rest of its model."""
        return rows.kept_evidence(self.relationship_id(position), self.relationships.bodies[position])

    def outgoing(self, node: int) -> Integers:
        """Positions of the relationships that start at a node, in order of their ids."""
        order, bounds = self._by_source
        return order[bounds[node] : bounds[node + 1]]

    def incoming(self, node: int) -> Integers:
        """Positions of the relationships that end at a node, in order of their ids."""
        order, bounds = self._by_target
        return order[bounds[node] : bounds[node + 1]]

    @cached_property
    def _by_source(self) -> tuple[Integers, Integers]:
        return grouped(self.relationships.sources, len(self))

    @cached_property
    def _by_target(self) -> tuple[Integers, Integers]:
        return grouped(self.relationships.targets, len(self))

    def find(self, text: str) -> list[tuple[names.Match, Node]]:
        """The nodes that answer to a text, best first (see `names.match`); one of a renamed place by either name."""
        return names.ranked((match, self.node_at(place)) for match, place in self._names.matches(text))

    def all_names(self) -> Iterator[str]:
        """Every name and alias, for suggestions."""
        return self._names.all_names()

    @cached_property
    def _names(self) -> NameSearch:
        return NameSearch(self.nodes, self.other_ids)

    @cached_property
    def latest_observation(self) -> date | None:
        """The last possible day of the newest observation: what the data can speak of."""
        days = [int(self.relationships.observed_at[:, 1].max(initial=UNKNOWN_DAY))]
        days += [census.date.last.toordinal() for census in self.records.censuses.values()]
        return date.fromordinal(max(days)) if max(days) != UNKNOWN_DAY else None

    def as_of(self, day: date) -> AllianceGraph:
        """The relationships that may have been valid on a day; an unknown start or end is open.

        A relationship that began "in 2023" may or may not have been valid in June 2023: it stays, and
        `certainly_valid` tells it from the others; what a complete census lacks is gone from its day on. The views of
        the last few days are kept, with what was worked out of them.
        """
        if day in self._days:
            return self._days[day]
        while len(self._days) >= _DAYS_KEPT:
            del self._days[next(iter(self._days))]
        return self._days.setdefault(day, self._on(day))

    @property
    def whole(self) -> AllianceGraph:
        """The graph of the same nodes of which this is a view, whatever the dates of its relationships."""
        return self._whole or self

    def _on(self, day: date) -> AllianceGraph:
        may_be_valid = self._valid(day, 0, 1) & (self._said_by_censuses(day) > Truth.NO)
        return self._with(self.relationships.take(may_be_valid), day)

    def _valid(self, day: date, begin: int, end: int) -> Mask:
        """By the first (0) or the last (1) day that a beginning and an end can be; an unknown one is open."""
        number, begins, ends = day.toordinal(), self.relationships.valid_from, self.relationships.valid_to
        begun, not_ended = begins[:, begin] <= number, (ends[:, end] == UNKNOWN_DAY) | (ends[:, end] >= number)
        return np.asarray(begun & not_ended, np.bool_)

    @cached_property
    def absences(self) -> Absences:
        """What complete censuses of the whole graph lack."""
        return self._origin.absences if self._origin else absences(self)

    def _said_by_censuses(self, day: date) -> Any:
        return self.absences.link_truths(self, day) if self.absences else np.uint8(Truth.HOLDS)

    @cached_property
    def certainly_valid(self) -> Mask:
        """For each relationship: valid on the day of this view wherever in their intervals its dates fall."""
        if self.as_of_day is None:
            return np.ones(len(self.relationships), np.bool_)
        said = self._said_by_censuses(self.as_of_day) == Truth.HOLDS
        return np.asarray(self._valid(self.as_of_day, 1, 0) & said, np.bool_)

    def census(self, label: str) -> AllianceGraph:
        """The view on the day of a census."""
        census = self.records.censuses.get(label)
        if census is None:
            raise UnknownTerm(Text("普查", "census"), label, list(self.records.censuses))
        return self.as_of(census.date.last)

    def only(
        self,
        *,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> AllianceGraph:
        """The relationships of some types and statuses, between nodes of some kinds; None means all."""
        columns = self.relationships
        keep = np.ones(len(columns), np.bool_)
        if types is not None:
            keep &= schema().type_vocabulary.mask(columns.types, types)
        if statuses is not None:
            keep &= STATUSES.mask(columns.statuses, statuses)
        if kinds is None:
            return self._with(columns.take(keep), self.as_of_day)
        return self.among(self.nodes_of(*kinds), keep)

    def among(self, kept: Integers, links: Mask | None = None) -> AllianceGraph:
        """The relationships between some nodes, and these nodes alone.

        Parameters
        ----------
        kept
            Positions of the nodes, in order.
        links
            Which relationships may stay; all when absent.
        """
        renumbered = np.full(len(self), -1, np.int32)
        renumbered[kept] = np.arange(len(kept), dtype=np.int32)
        columns = self.relationships
        stay = (renumbered[columns.sources] >= 0) & (renumbered[columns.targets] >= 0)
        inside = columns.take(stay if links is None else stay & links)
        part = AllianceGraph(
            self.nodes.take(kept),
            replace(inside, sources=renumbered[inside.sources], targets=renumbered[inside.targets]),
            self.records,
            data_version=self.data_version,
            as_of_day=self.as_of_day,
            other_ids=self.other_ids,
        )
        part._origin = self._origin or self
        return part

    def _with(self, relationships: RelationshipColumns, day: date | None) -> AllianceGraph:
        """A view of the same nodes: what was worked out of these holds for it too."""
        view = AllianceGraph(self.nodes, relationships, self.records, data_version=self.data_version, as_of_day=day)
        view.other_ids, view._whole, view._origin = self.other_ids, self._whole or self, self._origin or self
        return view

    def to_networkx(self, *, flat: bool = False) -> nx.MultiDiGraph[Any]:
        """The same as a NetworkX multigraph: nodes by id, links keyed by relationship id.

        Attributes are the fields of the models without ids and evidence, and what paths weigh by default: `umbrella`,
        `tie`, `influence`, `value`, `cost` (docs/networkx.md). Dates are texts.

        Parameters
        ----------
        flat
            Only texts, numbers and yes or no, for GraphML and GEXF: a list is one text, the field of a field has a dot
            in its name, what is unknown is absent. Nodes have a `label`; links an `id`, and `relationship` for `type`.
        """
        from .networks.multigraph import multigraph

        return multigraph(self, flat=flat)
