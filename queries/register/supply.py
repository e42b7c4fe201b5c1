"""Who supplies whom with what, and who depends on one supplier alone.

A customer needs every product that somebody supplies to it, and any supplier of a product will do: tea and boxes are
two needs, two tea firms are two sources of one. Links that name no product are taken for one product among themselves,
and for a perhaps further source of every other.

A source counts when its link is confirmed and surely holds; a tentative, disputed or inferred one only may be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from ...graph.columns import Integers, Mask
from ...graph.models import STATUSES
from ...graph.schema import schema
from ...graph.truth import Truth, Truths
from ..chain import Chain
from ..instruments import ranges

_ROOT = -1


def dominated_counts(graph: nx.DiGraph[int]) -> dict[int, int]:
    """How many other nodes each node dominates: every way to them from a beginning of the graph passes it.

    Dominators by Lengauer and Tarjan (1979), from a root before every beginning. A beginning is a node that nothing
    leads to; where nodes lead to each other in a ring and nothing outside leads to the ring, all of them are.
    """
    root, rooted = _ROOT, graph.copy()
    rooted.add_edges_from((root, node) for ring in nx.strongly_connected_components(graph)
                          if not any(set(graph.pred[node]) - ring for node in ring) for node in ring)  # fmt: skip
    counts = dict.fromkeys(rooted, 0)
    if root not in rooted:
        return counts
    above = {node: parent for node, parent in nx.immediate_dominators(rooted, root).items() if node != root}
    tree = nx.DiGraph((parent, node) for node, parent in above.items())
    for node in reversed(list(nx.topological_sort(tree))):
        if node != root:
            counts[above[node]] += counts[node] + 1
    del counts[root]
    return counts


def listed(chain: Chain, instrument: str) -> Mask:
    """For which nodes an instrument was listed: at every stage where they work or may work, or for the whole graph."""
    size = len(chain.view)
    if chain.rosters.complete(None, instrument):
        return np.ones(size, np.bool_)
    places, complete = chain.instruments.places, chain.rosters.completeness(instrument)
    listed, elsewhere = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    listed[places.nodes] = True
    elsewhere[places.nodes[~complete[places.stages]]] = True
    return listed & ~elsewhere


@dataclass(frozen=True, slots=True)
class SupplyLinks:
    """Supply links between organisations, in order of the relationships.

    Parameters
    ----------
    suppliers, customers
        Positions of the ends, whichever way round the link is written.
    products
        A number for each product; 0 for none named.
    links
        Positions of the relationships.
    truths
        How far each link holds, its ends not looked at.
    confirmed
        Whether it is verified: a reliable source was seen.
    """

    suppliers: Integers
    customers: Integers
    products: Integers
    links: Integers
    truths: Truths
    confirmed: Mask

    @classmethod
    def of(cls, chain: Chain) -> SupplyLinks:
        """The supply links that hold or may hold in a chain."""
        columns, kinds = chain.view.relationships, chain.view.nodes.kinds
        organisations = schema().kind_vocabulary.mask(kinds, schema().groups["organisation"])
        ways = {"forward": (columns.sources, columns.targets), "backward": (columns.targets, columns.sources)}
        parts = []
        for way, (suppliers, customers) in ways.items():
            types = [declared.id for declared in schema().types.values() if declared.supply == way]
            of_type = schema().type_vocabulary.mask(columns.types, types)
            links = np.flatnonzero(of_type & (chain.instruments.links > 0))
            ends = np.stack([suppliers[links], customers[links]]).astype(np.int64)
            inside = organisations[ends].all(axis=0)
            parts.append((*ends[:, inside], links[inside]))
        suppliers, customers, links = (np.concatenate(part) for part in zip(*parts, strict=True))
        texts, products = columns.products[links].different()
        unnamed = len(texts) > 0 and texts[0] == ""
        confirmed = STATUSES.mask(columns.statuses[links], ["confirmed"])
        numbered = products if unnamed else products + 1
        return cls(suppliers, customers, numbered, links, chain.instruments.links[links], confirmed)


class Sources:
    """For every customer and product, who supplies it.

    Rows are sorted by customer and product; several links of a supplier for a product are one row.

    Parameters
    ----------
    chain
        The chain on the day of the question.
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.supply = SupplyLinks.of(chain)
        ends = chain.instruments.nodes
        there = (ends[self.supply.suppliers] > 0) & (ends[self.supply.customers] > 0)
        sure = self.supply.confirmed & (self.supply.truths == Truth.HOLDS)
        sure &= ends[self.supply.suppliers] == Truth.HOLDS
        rows = self._rows(there, sure)
        rows = rows[:, np.argsort(_key(rows[:3]), kind="stable")]  # sorted but for the rows added at the end
        first = np.flatnonzero(_changes(rows[:3]))
        self.customers, self.products, self.suppliers = rows[:3, first]
        self.sure: Mask = np.maximum.reduceat(rows[3], first) > 0 if len(first) else np.zeros(0, np.bool_)
        self._stated: Mask = np.maximum.reduceat(rows[4], first) > 0 if len(first) else np.zeros(0, np.bool_)
        self._groups = np.cumsum(_changes(rows[:2, first])) - 1
        self._sources = np.bincount(self._groups, minlength=1)[self._groups]
        self._sure_sources = np.bincount(self._groups, self.sure, 1)[self._groups]

    def _rows(self, there: Mask, sure: Mask) -> Integers:
        """Rows (customer, product, supplier, sure, stated).

        A link without a product may be of every other, and vice versa: such a row may stand beside the stated ones, and
        its supplier is not judged by it.
        """
        links = self.supply
        stated = np.ones(len(sure), np.int64)
        rows = np.stack([links.customers, links.products, links.suppliers, sure, stated])[:, there]
        rows = rows[:, np.argsort(_key(rows[:3]))]
        named, unnamed = rows[:, rows[1] > 0], rows[:, rows[1] == 0]
        needs = named[:, _changes(named[:2])] if named.size else named
        which, need = ranges(*(np.searchsorted(needs[0], unnamed[0], side) for side in ("left", "right")))
        neither = np.zeros_like(which)
        as_named = np.stack([unnamed[0, which], needs[1, need], unnamed[2, which], neither, neither])
        as_unnamed = named[:, np.isin(named[0], unnamed[0])].copy()
        as_unnamed[[1, 3, 4]] = 0
        return np.concatenate([rows, as_named, as_unnamed], axis=1)

    @cached_property
    def alone(self) -> Mask:
        """Rows whose supplier is the only source in every world: no other may be there, and it surely is."""
        ends = self.chain.instruments.nodes
        sure = self.sure & (ends[self.customers] == Truth.HOLDS)
        return np.asarray(sure & (self._sources == 1) & (self.suppliers != self.customers), np.bool_)

    @cached_property
    def perhaps_alone(self) -> Mask:
        """Rows whose supplier is the only source in some world: no other one surely is there."""
        others = self._sure_sources - self.sure
        return np.asarray(self._stated & (others == 0) & (self.suppliers != self.customers), np.bool_)

    def dependents(self, supplier: int) -> int:
        """How many organisations cannot be supplied without this one, directly or through others that cannot.

        Failure runs on: who lacks one product delivers nothing (a source in a ring with its customer still counts).
        """
        failed, waiting = {supplier}, [supplier]
        lost: dict[int, int] = defaultdict(int)
        while waiting:
            for group in self._groups_of[waiting.pop()]:
                lost[group] += 1
                customer = self._customer_of[group]
                if lost[group] == self._size_of[group] and self._needed[group] and customer not in failed:
                    failed.add(customer)
                    waiting.append(customer)
        return len(failed) - 1

    @cached_property
    def _groups_of(self) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for supplier, group in zip(self.suppliers.tolist(), self._groups.tolist(), strict=True):
            groups[supplier].append(group)
        return groups

    @cached_property
    def _customer_of(self) -> dict[int, int]:
        return dict(zip(self._groups.tolist(), self.customers.tolist(), strict=True))

    @cached_property
    def _size_of(self) -> dict[int, int]:
        return dict(zip(self._groups.tolist(), self._sources.tolist(), strict=True))

    @cached_property
    def _needed(self) -> dict[int, bool]:
        return dict(zip(self._groups.tolist(), (self._sure_sources > 0).tolist(), strict=True))

    def links_of(self, suppliers: Iterable[int]) -> list[int]:
        """The relationships by which some organisations supply others."""
        links: list[int] = self.supply.links[np.isin(self.supply.suppliers, list(suppliers))].tolist()
        return sorted(links)


def _changes(rows: Integers) -> Mask:
    """Where sorted columns differ from the one before."""
    different = np.ones(rows.shape[1], np.bool_)
    different[1:] = np.any(rows[:, 1:] != rows[:, :-1], axis=0)
    return different


def _key(rows: Integers) -> Integers:
    """One number for the values of each column, in their order: sorting it costs a third of sorting by several."""
    key = np.zeros(rows.shape[1], np.int64)
    for row in rows:
        key = key * (int(row.max(initial=0)) + 1) + row
    return key
