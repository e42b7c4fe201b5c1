"""Steps along the chain: which stage feeds which, or who supplies whom; and the tiers that they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
import numpy as np

from ...graph.columns import Integers, Mask, grouped
from ...graph.schema import schema
from ...graph.truth import Truth, Truths
from ..chain import Chain
from ..instruments import ranges
from ..register.supply import SupplyLinks

UNREACHED = -1


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps from node to node, all of one layer.

    Parameters
    ----------
    before, after
        Positions of the ends: what is supplied comes from `before`.
    links
        Positions of the relationships that say so.
    truths
        How far each step holds, its ends included.
    """

    before: Integers
    after: Integers
    links: Integers
    truths: Truths

    @classmethod
    def feeds(cls, chain: Chain) -> Steps:
        """The reference chain: which stage must feed which, whether it is required or not."""
        columns = chain.view.relationships
        types = [declared.id for declared in schema().types.values() if declared.feeds]
        links = np.flatnonzero(schema().type_vocabulary.mask(columns.types, types) & (chain.instruments.links > 0))
        ends = columns.sources[links].astype(np.int64), columns.targets[links].astype(np.int64)
        return cls(*ends, links, chain.instruments.links[links])

    @classmethod
    def supply(cls, chain: Chain, product: str | None) -> Steps:
        """Who supplies whom.

        Parameters
        ----------
        chain
            The chain on the day of the question.
        product
            Only this product; a link that names none may be of it, so it only may hold.
        """
        found, ends = SupplyLinks.of(chain), chain.instruments.nodes
        truths = np.minimum(found.truths, np.minimum(ends[found.suppliers], ends[found.customers]))
        if product is not None:
            names = chain.view.relationships.products[found.links]
            texts, which = names.different()
            of_product, unnamed = (np.array([text == name for text in texts], np.bool_) for name in (product, ""))
            truths = np.where(of_product[which], truths, np.minimum(truths, np.uint8(Truth.MAY)))
            truths = np.where(of_product[which] | unnamed[which], truths, np.uint8(Truth.NO))
        return cls(found.suppliers, found.customers, found.links, truths).where(truths > 0)

    def reversed(self) -> Steps:
        """The same steps against the flow."""
        return replace(self, before=self.after, after=self.before)

    def sure(self) -> Steps:
        """The steps that surely hold."""
        return self.where(self.truths == Truth.HOLDS)

    def where(self, kept: Mask) -> Steps:
        """Some of the steps."""
        return Steps(self.before[kept], self.after[kept], self.links[kept], self.truths[kept])

    def rings(self, among: Iterable[int]) -> set[int]:
        """The nodes, among some, from which these steps lead back to themselves."""
        inside = set(among)
        pairs = zip(self.before.tolist(), self.after.tolist(), strict=True)
        graph: nx.DiGraph[int] = nx.DiGraph((a, b) for a, b in pairs if a in inside and b in inside)
        parts = nx.strongly_connected_components(graph)
        return {node for part in parts for node in part if len(part) > 1 or graph.has_edge(node, node)}


class Tiers:
    """How many steps each node lies from a start.

    The tier of a firm is relative to where one stands and never a property of the firm.

    Parameters
    ----------
    steps
        The steps, in the direction that is walked.
    starts
        Positions of the start.
    most
        How many tiers are walked.
    size
        How many nodes the graph has.
    """

    def __init__(self, steps: Steps, starts: Integers, most: int, size: int) -> None:
        self._steps, self._starts, self._most, self._size = steps, starts, most, size
        self.fewest, self.goes_on = self._walked(steps)
        self.surely, _ = self._walked(steps.sure())

    def _walked(self, steps: Steps) -> tuple[Integers, bool]:
        """The fewest steps to each node, `UNREACHED` where none lead there, and whether there is more behind."""
        order, bounds = grouped(steps.before, self._size)
        tiers = np.full(self._size, UNREACHED, np.int64)
        tiers[self._starts] = 0
        frontier, tier = self._starts, 0
        while len(frontier):
            _, places = ranges(bounds[frontier], bounds[frontier + 1])
            following = np.unique(steps.after[order[places]])
            frontier = following[tiers[following] == UNREACHED]
            tier += 1
            if tier > self._most:
                return tiers, bool(len(frontier))
            tiers[frontier] = tier
        return tiers, False

    @property
    def reached(self) -> list[int]:
        """The nodes that are or may be behind the start, nearest first."""
        nodes = np.flatnonzero(self.fewest > 0)
        return [int(node) for node in nodes[np.argsort(self.fewest[nodes], kind="stable")]]

    @cached_property
    def _by_end(self) -> tuple[Integers, Integers]:
        return grouped(self._steps.after, self._size)

    def onto(self, node: int) -> Steps:
        """The steps that lead to a node from the tier before it."""
        order, bounds = self._by_end
        places = order[bounds[node] : bounds[node + 1]]
        leading = Steps(
            self._steps.before[places],
            self._steps.after[places],
            self._steps.links[places],
            self._steps.truths[places],
        )
        return leading.where(self.fewest[leading.before] == self.fewest[node] - 1)
