"""With whom to begin so that as many as possible are reached: greedy choice, done lazily.

In worlds that are drawn once, whom a set of nodes reaches is a function that grows with the set and gains less and less
(monotone and submodular). So taking the node with the greatest gain each time reaches at least 1 − 1/e of what the best
set does in these worlds (Nemhauser, Wolsey and Fisher 1978; Kempe, Kleinberg and Tardos 2003). A gain never grows, so
one that was worked out before bounds it, and most need not be worked out again (Leskovec and others 2007, CELF).

Literature: D. Kempe, J. Kleinberg, É. Tardos, Maximizing the spread of influence through a social network, KDD 2003.
J. Leskovec, A. Krause, C. Guestrin, C. Faloutsos, J. VanBriesen, N. Glance, Cost-effective outbreak detection in
networks, KDD 2007. G. L. Nemhauser, L. A. Wolsey, M. L. Fisher, An analysis of approximations for maximizing submodular
set functions I, Mathematical Programming 14, 1978.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..columns import Integers, Mask
from .cascade import Cascade
from .live_worlds import WORD, Words
from .tie_network import TieNetwork


@dataclass(frozen=True, slots=True)
class Starter:
    """A node to begin with.

    Parameters
    ----------
    position
        Its position.
    gain
        How many more are reached on the average than by those before it; it counts itself where it is a target.
    """

    position: int
    gain: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Whom nodes reach in worlds that are drawn once.

    Parameters
    ----------
    network
        What may be walked.
    hops
        How many steps.
    ids
        The ids of all relationships, by position.
    targets
        By position which nodes count.
    runs, seed
        How many worlds, and which.
    """

    network: TieNetwork
    hops: int
    ids: Integers
    targets: Mask
    runs: int
    seed: int

    @property
    def worlds(self) -> int:
        """How many worlds are drawn: whole words."""
        return -(-self.runs // WORD) * WORD

    def best(self, candidates: Sequence[int], count: int) -> tuple[list[Starter], int]:
        """The nodes to begin with, the best first, and how many gains were worked out; of equal ones the first by name.

        Parameters
        ----------
        candidates
            Positions of the nodes that may be taken, those of equal gains in this order.
        count
            How many at most.
        """
        covered = np.zeros((len(self.network), self.worlds // WORD), np.uint64)
        heap = [(-self._gain(node, covered), place, 0, node) for place, node in enumerate(candidates)]
        heapq.heapify(heap)
        chosen: list[Starter] = []
        looked_at = len(heap)
        while heap and len(chosen) < count:
            gain, place, seen, node = heapq.heappop(heap)
            if seen == len(chosen):
                chosen.append(Starter(node, -gain / self.worlds))
                inside, bits = self._reached(node)
                covered[inside] |= bits
                continue
            looked_at += 1
            heapq.heappush(heap, (-self._gain(node, covered), place, len(chosen), node))
        return chosen, looked_at

    def value(self, nodes: Sequence[int]) -> float:
        """How many are reached from some nodes together on the average."""
        covered = np.zeros((len(self.network), self.worlds // WORD), np.uint64)
        total = 0
        for node in nodes:
            total += self._gain(node, covered)
            inside, bits = self._reached(node)
            covered[inside] |= bits
        return total / self.worlds

    def _reached(self, node: int) -> tuple[Integers, Words]:
        return Cascade(self.network, [node], self.hops, self.ids).drawn(self.runs, self.seed)

    def _gain(self, node: int, covered: Words) -> int:
        """In how many worlds the targets are reached that were not before, all targets together."""
        inside, bits = self._reached(node)
        counted = self.targets[inside]
        return int(np.bitwise_count(bits[counted] & ~covered[inside[counted]]).sum())
