"""What serves a stage: the organisations at it, and the nodes of every other instrument, each with its truth.

One function from columns: the links that show an instrument are joined with the places of organisations at stages, a
finer stage counts into every coarser one, and of several ways in which a node serves a stage the best counts. What
hangs on several facts is as true as the least of them (`graph.truth`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers, Mask
from ..graph.declarations import Instrument
from ..graph.schema import schema
from ..graph.truth import Truth, Truths, link_truths, node_truths
from .count import Count, Weights
from .rosters import Rosters
from .silences import silences
from .stages import Stages

ORGANISATION = "organisation"
PARTY_ORGANISATION = "party_organization"
SUPPLY = "supply"


@dataclass(frozen=True, slots=True)
class Showings:
    """Links that show that a node serves a stage (or an organisation), with how far that holds.

    Parameters
    ----------
    stages
        Place of the stage in `Stages.all`, or position of the organisation.
    nodes, links
        Positions of the node that serves, and of the relationship.
    truths
        How far the node serves there by this link.
    """

    stages: Integers
    nodes: Integers
    links: Integers
    truths: Truths

    def take(self, which: Integers | Mask) -> Showings:
        """Some of them."""
        return Showings(self.stages[which], self.nodes[which], self.links[which], self.truths[which])

    @classmethod
    def joined(cls, parts: Sequence[Showings]) -> Showings:
        """Several lists as one."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Served:
    """What of an instrument a stage has.

    Parameters
    ----------
    nodes
        Positions of the nodes that serve it or may, in order.
    truths
        How far each does.
    links
        The relationships that show it, in order.
    count
        How many there are.
    complete
        Whether a roster was loaded and is not stale, so that nothing but what is named can be there.
    """

    nodes: Integers
    truths: Truths
    links: Integers
    count: Count
    complete: bool

    @property
    def possible(self) -> list[int]:
        """The nodes as a list."""
        return [int(node) for node in self.nodes]


class Instruments:
    """Every instrument in a view of the graph, worked out when it is first asked for.

    Parameters
    ----------
    view
        The graph on the day of the question.
    stages, rosters
        Its stages and rosters.
    """

    def __init__(self, view: AllianceGraph, stages: Stages, rosters: Rosters) -> None:
        self.view, self.stages, self.rosters = view, stages, rosters
        self._tables: dict[str, Table] = {}

    @cached_property
    def links(self) -> Truths:
        """How far every relationship holds; see `graph.truth.link_truths`."""
        return link_truths(self.view)

    @cached_property
    def nodes(self) -> Truths:
        """How far every node is there; see `graph.truth.node_truths`."""
        return node_truths(self.view, self.rosters.statements)

    @cached_property
    def weights(self) -> Weights:
        """How many things every node stands for."""
        return Weights.of(self.view)

    @cached_property
    def named(self) -> Mask:
        """By position, whether a node stands for one thing and not for a number of them, of whom nobody is named."""
        return np.asarray(self.weights.high == 1, np.bool_)

    @cached_property
    def places(self) -> Showings:
        """Which organisation works directly at which stage; a finer stage does not count into a coarser one here."""
        declared = schema().instruments[ORGANISATION]
        found = self._showings(declared.direct, declared.kinds)
        return self._at_stages(found)

    @cached_property
    def _places_by_organisation(self) -> Showings:
        return self.places.take(np.argsort(self.places.nodes, kind="stable"))

    def served(self, stage: int, instrument: str) -> Served:
        """What of an instrument a stage has; a finer stage counts into the coarser one."""
        return self.table(instrument).at(int(self.stages.places[stage]))

    def organisations(self, stage: int) -> Served:
        """The organisations in operation at a stage."""
        return self.served(stage, ORGANISATION)

    def linked(self, instrument: str, *, types: Sequence[str] | None = None) -> Showings:
        """Which node of an instrument is linked to which organisation; `stages` holds organisations here.

        Parameters
        ----------
        instrument
            An instrument of the schema.
        types
            Only by links of these types.
        """
        declared = schema().instruments[instrument]
        to, out = (self._chosen(declared_types, types) for declared_types in (declared.to_organisation,
                                                                              declared.from_organisation))  # fmt: skip
        return Showings.joined([self._showings(to, declared.kinds), self._showings(out, declared.kinds, outgoing=True)])

    def of_whole_chain(self, instrument: str, chain: int) -> list[int]:
        """The nodes of an instrument that surely serve a chain as a whole, and so no stage of it by itself."""
        declared = schema().instruments[instrument]
        found = self._showings(declared.whole_chain, declared.kinds)
        nodes = found.nodes[(found.stages == chain) & (found.truths == Truth.HOLDS)]
        return [int(node) for node in np.unique(nodes)]

    def _chosen(self, declared: Sequence[str], types: Sequence[str] | None) -> Sequence[str]:
        return [type_id for type_id in declared if types is None or type_id in types]

    def _showings(self, types: Sequence[str], kinds: frozenset[str], *, outgoing: bool = False) -> Showings:
        """Links of some types whose far end is of some kinds; `stages` holds the near end.

        The near end is the target, or the source when the links go out of it.
        """
        columns = self.view.relationships
        far, near = (columns.targets, columns.sources) if outgoing else (columns.sources, columns.targets)
        links = np.flatnonzero(schema().type_vocabulary.mask(columns.types, types))
        links = links[schema().kind_vocabulary.mask(self.view.nodes.kinds[far[links]], kinds)]
        truths = np.minimum(self.links[links], self.nodes[far[links]])
        return Showings(near[links].astype(np.int64), far[links].astype(np.int64), links, truths).take(truths > 0)

    def _at_stages(self, found: Showings) -> Showings:
        places = self.stages.places[found.stages]
        return Showings(places, found.nodes, found.links, found.truths).take(places >= 0)

    def _through_organisations(self, linked: Showings) -> Showings:
        """What is linked to an organisation serves the stages at which it works."""
        places = self._places_by_organisation
        starts = np.searchsorted(places.nodes, np.arange(len(self.view) + 1))
        which, place = ranges(starts[linked.stages], starts[linked.stages + 1])
        truths = np.minimum(linked.truths[which], places.truths[place])
        return Showings(places.stages[place], linked.nodes[which], linked.links[which], truths)

    def table(self, instrument: str) -> Table:
        """What every stage has of an instrument."""
        if instrument not in self._tables:
            declared = schema().instruments[instrument]
            if instrument == ORGANISATION:
                direct = self.places
            else:
                direct = self._at_stages(self._showings(declared.direct, declared.kinds))
            parts = [direct]
            if declared.to_organisation or declared.from_organisation:
                parts.append(self._through_organisations(self.linked(instrument)))
            lifted = self._into_coarser(Showings.joined(parts))
            complete = self.rosters.completeness(instrument) & ~self._unstated(declared)
            if instrument == PARTY_ORGANISATION:
                complete &= ~self._contradicted
            self._tables[instrument] = Table(lifted, self.weights, complete)
        return self._tables[instrument]

    def _unstated(self, declared: Instrument) -> Mask:
        """Stages that may have more of an instrument than any roster lists, since a source does not say who or where.

        Who works at a stage may be open, and the stages above it share that; or at which stage somebody works.
        """
        open_ = np.zeros(len(self.stages.all), np.bool_)
        for silence in silences(self.view):
            if silence.type in declared.direct:
                if silence.end == "target":
                    places = self.stages.places[self.stages.above(silence.subject)]
                    open_[places[places >= 0]] = True
                elif self.view.kind(silence.subject) in declared.kinds:
                    open_[:] = True
        return open_

    @cached_property
    def _contradicted(self) -> Mask:
        """Stages where somebody says that it has a party organisation and no link shows one.

        A roster of party organisations that lists none of theirs is not complete there, whatever it promises.
        """
        says = self.rosters.statements.says
        unlisted = says("party_cover", '"own"') | says("party_cover", '"joint"')
        unlisted[self.linked(PARTY_ORGANISATION).stages] = False
        contradicted = np.zeros(len(self.stages.all), np.bool_)
        places = self._into_coarser(self.places)
        contradicted[places.stages[unlisted[places.nodes]]] = True
        return contradicted

    def _into_coarser(self, found: Showings) -> Showings:
        fine, coarse = self.stages.closure
        starts = np.searchsorted(fine, np.arange(len(self.stages.all) + 1))
        which, pair = ranges(starts[found.stages], starts[found.stages + 1])
        lifted = found.take(which)
        return Showings(coarse[pair], lifted.nodes, lifted.links, lifted.truths)


class Table:
    """What every stage has of one instrument, ordered by stage and node.

    Parameters
    ----------
    found
        The links that show it; a finer stage counts into the coarser ones already.
    weights
        How many things each node stands for.
    complete
        Whether a roster lists all of it, by place of the stage.
    """

    def __init__(self, found: Showings, weights: Weights, complete: Mask) -> None:
        size = len(weights.low)
        keys = found.stages * size + found.nodes
        order = np.argsort(keys)
        found, keys = found.take(order), keys[order]
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        self.stages, self.nodes = found.stages[starts], found.nodes[starts]
        self.truths = np.maximum.reduceat(found.truths, starts) if len(starts) else found.truths
        self.complete = complete
        sure = self.truths == Truth.HOLDS
        stages = len(complete)
        self._low = np.bincount(self.stages, np.where(sure, weights.low[self.nodes], 0.0), stages)
        self._possible = np.bincount(self.stages, weights.low[self.nodes], stages)
        self._high = np.bincount(self.stages, weights.high[self.nodes], stages)
        self._about = np.bincount(self.stages, weights.about[self.nodes], stages) > 0
        most = int(found.links.max(initial=0)) + 1
        shown = np.sort(found.stages * most + found.links)
        shown = shown[np.diff(shown, prepend=-1) > 0]
        self._links = shown % most
        places = np.arange(stages + 1)
        self._bounds = np.searchsorted(self.stages, places).tolist()
        self._link_bounds = np.searchsorted(shown // most, places).tolist()

    def at(self, place: int) -> Served:
        """What the stage at a place of `Stages.all` has."""
        part = slice(*self._bounds[place : place + 2])
        shown = slice(*self._link_bounds[place : place + 2])
        complete = bool(self.complete[place])
        high = float(self._high[place]) if complete else np.inf
        return Served(
            nodes=self.nodes[part],
            truths=self.truths[part],
            links=self._links[shown],
            count=Count(float(self._low[place]), float(self._possible[place]), high, bool(self._about[place])),
            complete=complete,
        )


def ranges(left: Integers, right: Integers) -> tuple[Integers, Integers]:
    """For ranges [left, right): which range every element belongs to, and the elements, one after the other."""
    lengths = right - left
    which = np.repeat(np.arange(len(left)), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return which, np.arange(len(which)) - first + np.repeat(left, lengths)
