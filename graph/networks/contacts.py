"""Who has a tie with whom: the links that a rule admits as a simple network, for the measures of brokers.

Umbrella nodes are left out unless the rule allows them, and so is who has no tie. Ties keep their direction for the
measures that look at it; a tie is there whatever the number of its links.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..alliance_graph import AllianceGraph
from ..columns import Integers
from ..derived import derived
from ..schema import schema
from ..truth import Truth, link_truths
from .compiling import can_compile
from .rows import Rows
from .simple_network import rows_of
from .ties import Arcs, TieRule, arcs

_WORTH_COMPILING = 50_000


@dataclass(frozen=True, eq=False)
class Contacts:
    """A simple directed network of who has ties; nodes are numbered in the order of their positions.

    Parameters
    ----------
    positions
        The position in the graph of each node, in order.
    tails, heads
        The ties, each once a direction, by the numbers of their nodes, in order.
    links
        The relationships behind them: those of tie i are `links[starts[i]:starts[i + 1]]`.
    starts
        Where the relationships of each tie begin.
    """

    positions: Integers
    tails: Integers
    heads: Integers
    links: Integers
    starts: Integers

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def fast(self) -> bool:
        """Whether machine code is worth its start."""
        return len(self.tails) >= _WORTH_COMPILING and can_compile()

    def number(self, position: int) -> int | None:
        """The number of a node; None when it has no tie."""
        place = int(np.searchsorted(self.positions, position))
        return place if place < len(self) and self.positions[place] == position else None

    @cached_property
    def forward(self) -> Rows:
        """The ties by the node that they leave, each of the length 1."""
        return rows_of(self.tails, self.heads, np.ones(len(self.tails), np.int64), len(self))

    @cached_property
    def backward(self) -> Rows:
        """The ties by the node that they enter."""
        return rows_of(self.heads, self.tails, np.ones(len(self.tails), np.int64), len(self))

    @cached_property
    def pairs(self) -> tuple[Integers, Integers, Integers]:
        """The pairs of nodes with a tie, the lower number first, and in how many directions it runs."""
        low, high = np.minimum(self.tails, self.heads), np.maximum(self.tails, self.heads)
        keys, counts = np.unique(low * len(self) + high, return_counts=True)
        return keys // max(1, len(self)), keys % max(1, len(self)), counts

    @cached_property
    def undirected(self) -> Rows:
        """Every pair both ways."""
        low, high, _ = self.pairs
        ends = np.append(low, high), np.append(high, low)
        return rows_of(*ends, np.ones(2 * len(low), np.int64), len(self))

    def links_between(self, one: int, other: int) -> list[int]:
        """The relationships behind the ties of two nodes, each once."""
        return self._links((self.tails == one) & (self.heads == other) | (self.tails == other) & (self.heads == one))

    def links_of(self, node: int) -> list[int]:
        """The relationships behind all ties of a node, each once."""
        return self._links((self.tails == node) | (self.heads == node))

    def _links(self, which: np.typing.NDArray[np.bool_]) -> list[int]:
        places = np.flatnonzero(which).tolist()
        return sorted(
            {int(link) for place in places for link in self.links[self.starts[place] : self.starts[place + 1]]}
        )


@derived
def contacts(view: AllianceGraph, rule: TieRule, *, sure: bool = True) -> Contacts:
    """The network of a rule in a view.

    Parameters
    ----------
    view
        The graph on the day of the question.
    rule
        What counts as a tie, and in which direction.
    sure
        Only links that hold for certain.
    """
    found = arcs(view, rule)
    truths, stays = link_truths(view), np.ones(len(view), np.bool_)
    if not rule.umbrella:
        stays[view.nodes_of(*schema().kinds_with("umbrella"))] = False
    counted = stays[found.tails] & stays[found.heads] & (found.tails != found.heads)
    if sure:
        counted &= truths[found.relationships] == Truth.HOLDS
    return _network(found.take(counted))


def _network(found: Arcs) -> Contacts:
    positions, numbers = np.unique(np.concatenate([found.tails, found.heads]), return_inverse=True)
    tails, heads = numbers[: len(found)].astype(np.int64), numbers[len(found) :].astype(np.int64)
    keys = tails * max(1, len(positions)) + heads
    order = np.lexsort((found.relationships, keys))
    different, starts = np.unique(keys[order], return_index=True)
    size = max(1, len(positions))
    return Contacts(positions, different // size, different % size, found.relationships[order],
                    np.append(starts, len(order)))  # fmt: skip
