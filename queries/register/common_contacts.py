"""Whom two organisations both have a tie with: a hint that they could have one themselves.

Common neighbours, each weighed by 1 / ln of the number of its own ties, so that somebody with few ties says more than
a hub (Adamic and Adar 2003, Social Networks 25:211; as a predictor of missing links Liben-Nowell and Kleinberg 2007,
JASIST 58:1019).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ...graph.columns import Floats, Integers
from ...graph.networks.contacts import Contacts, contacts
from ...graph.networks.ties import TieRule
from ..chain import Chain
from ..instruments import ranges


class CommonContacts:
    """Who has which contacts, by the ties that hold on the day, in either direction and without umbrella nodes.

    Parameters
    ----------
    chain
        The chain on the day of the question.
    """

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    @cached_property
    def _network(self) -> Contacts:
        return contacts(self._chain.view, TieRule(direction="either"))

    @cached_property
    def _worth(self) -> Floats:
        """What each node counts as a common contact; one with a single tie is nobody's."""
        ties = np.diff(self._network.undirected.starts)
        return np.asarray(1.0 / np.log(np.maximum(2, ties)), np.float64)

    def _contacts_of(self, node: int) -> Integers:
        number, side = self._network.number(node), self._network.undirected
        if number is None:
            return np.zeros(0, np.int64)
        return np.asarray(side.ends[side.starts[number] : side.starts[number + 1]], np.int64)

    def scores(self, node: int) -> Floats:
        """The index of Adamic and Adar of a node with every node, by position; with itself 0."""
        side, mine = self._network.undirected, self._contacts_of(node)
        which, places = ranges(side.starts[mine], side.starts[mine + 1])
        found = np.zeros(len(self._chain.view))
        found[self._network.positions] = np.bincount(side.ends[places], self._worth[mine][which], len(self._network))
        found[node] = 0.0
        return found

    def shared(self, node: int, other: int) -> list[int]:
        """The positions of the contacts that two nodes have in common, who says most first."""
        both = np.intersect1d(self._contacts_of(node), self._contacts_of(other))
        names = self._chain.view.node_names
        positions = self._network.positions
        order = sorted(both.tolist(), key=lambda number: (-self._worth[number], names[positions[number]]))
        return [int(positions[number]) for number in order]

    def best(self, suppliers: list[int], customers: list[int]) -> list[tuple[float, int, int]]:
        """For every supplier its best customer: index, supplier and customer, the highest index first.

        Suppliers who have a contact in common with none of the customers are left out; equal ones come by name.
        """
        names = self._chain.view.node_names
        wanted = np.array(sorted(customers, key=lambda node: names[node]), np.int64)
        found = []
        for supplier in suppliers:
            scores = self.scores(supplier)[wanted]
            if scores.any():
                place = int(np.argmax(scores))
                found.append((float(scores[place]), supplier, int(wanted[place])))
        return sorted(found, key=lambda pair: (-pair[0], names[pair[1]], pair[1]))
