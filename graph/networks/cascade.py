"""Independent cascade: how many nodes are reached in the worlds of links that work or not, within some steps.

Every link that is reached passes influence on once, with the probability of its value. Whom that reaches is whom live
links join (Kempe, Kleinberg and Tardos 2003). Worlds are counted one by one where few links may fail, else drawn.

Literature: D. Kempe, J. Kleinberg, É. Tardos, Maximizing the spread of influence through a social network, KDD 2003.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..columns import Floats, Integers, Mask
from .live_worlds import WORD, Draws, LiveSearch, Words, every_world, ones_by_world, spans
from .sampling import Range, normal
from .tie_network import TieNetwork

_EXACT = 14
"""So many links that may fail are counted in all their worlds."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How many nodes are reached on the average.

    Parameters
    ----------
    value
        Exactly, or the mean of the worlds that were drawn.
    range
        Its 95 % range; nothing but the value where it is exact.
    runs
        How many worlds were drawn; 0 where it is exact.
    """

    value: float
    range: Range
    runs: int


class Cascade:
    """The arcs that some nodes reach within so many steps, in all worlds.

    Parameters
    ----------
    network
        What may be walked.
    starts
        Positions of the nodes that it begins with.
    hops
        How many steps.
    ids
        The ids of all relationships, by position.
    without
        Positions of nodes that it must not enter.
    """

    def __init__(
        self, network: TieNetwork, starts: Sequence[int], hops: int, ids: Integers, without: Sequence[int] = ()
    ) -> None:
        self._network, self._starts, self.hops, self._ids = network, list(starts), hops, ids
        self._closed = np.zeros(len(network), np.bool_)
        self._closed[list(without)] = True

    @cached_property
    def steps(self) -> Integers:
        """By position how many steps each node is away at least; -1 where it is not reached."""
        net, numbers = self._network, self._network.numbers
        steps = np.full(len(net), -1)
        front = np.unique(numbers[self._starts])
        steps[front] = 0
        closed = self._closed[net.positions]
        for step in range(1, self.hops + 1):
            onward = front if step == 1 else front[net.between[front]]
            heads = np.unique(net.forward.ends[_arcs_of(net, onward)])
            front = heads[(steps[heads] < 0) & ~closed[heads]]
            steps[front] = step
            if not len(front):
                break
        return steps[numbers]

    @cached_property
    def _part(self) -> tuple[Integers, Integers, Integers]:
        """The arcs within reach: places in the network, tails and heads."""
        net = self._network
        reached = self.steps[net.positions]
        starts = np.isin(np.arange(len(net)), net.numbers[self._starts])
        onward = np.flatnonzero((reached >= 0) & (reached < self.hops) & (net.between | starts))
        places = _arcs_of(net, onward)
        tails = np.repeat(onward, np.diff(net.forward.starts)[onward])
        heads = net.forward.ends[places].astype(np.int64)
        inside = reached[heads] >= 0
        return places[inside], tails[inside], heads[inside]

    @property
    def links(self) -> Integers:
        """Positions of the relationships of the arcs that count."""
        return self._network.links[self._network.link_starts[self._part[0]]]

    @cached_property
    def values(self) -> Floats:
        """The probability that each arc works."""
        return np.array([float(self._network.value(int(link))) for link in self.links])

    def reached_by(self) -> dict[int, int]:
        """The link by which each node is reached first: of those with fewest steps the first by name."""
        found: dict[int, int] = {}
        net = self._network
        steps = self.steps[net.positions]
        for tail, head, link in zip(*(part.tolist() for part in self._part[1:]), self.links.tolist(), strict=True):
            if steps[head] == steps[tail] + 1:
                found.setdefault(int(net.positions[head]), link)
        return found

    def expected(self, targets: Mask, *, runs: int, seed: int) -> tuple[Expected, Floats]:
        """How many of some nodes are reached on the average, and by position how probable each is reached.

        Parameters
        ----------
        targets
            By position which nodes count.
        runs, seed
            How many worlds are drawn where they are not all counted, and which.
        """
        probable, totals, weights = np.zeros(len(self._network)), [], []
        counted = targets & (self.steps >= 0)
        uncertain = int((self.values < 1).sum())
        for alive, weight in self._worlds(runs, seed, exact=uncertain <= _EXACT):
            bits, inside = self._reached(alive)
            probable[inside] += _weighed(bits, weight)
            totals.append(ones_by_world(bits[counted[inside]]))
            weights.append(weight)
        numbers, shares = np.concatenate(totals), np.concatenate(weights)
        probable /= shares.sum()
        value = float(numbers @ shares / shares.sum())
        if uncertain <= _EXACT:
            return Expected(value, (value, value), 0), probable
        return Expected(value, normal(numbers), len(numbers)), probable

    def drawn(self, runs: int, seed: int) -> tuple[Integers, Words]:
        """The positions of the nodes within reach, and in which of the drawn worlds each is reached."""
        draws = Draws(self._ids[self.links].astype(np.uint64), self.values, seed)
        bits, inside = self._reached(draws.words(0, -(-runs // WORD)))
        return inside, bits

    def _worlds(self, runs: int, seed: int, *, exact: bool) -> Iterator[tuple[Words, Floats]]:
        """Portions of worlds, each with the weight of every world."""
        places, _, _ = self._part
        if not exact:
            draws = Draws(self._ids[self.links].astype(np.uint64), self.values, seed)
            for first, last in spans(-(-runs // WORD), max(len(places), len(self._inside[0]))):
                yield draws.words(first, last), np.ones((last - first) * WORD)
            return
        open_ = np.flatnonzero(self.values < 1)
        patterns = every_world(len(open_))
        alive = np.full((len(places), patterns.shape[1]), ~np.uint64(0))
        alive[open_] = patterns
        works = np.unpackbits(patterns.view(np.uint8), axis=1, bitorder="little").astype(np.bool_)
        weight = np.prod(np.where(works, self.values[open_, None], 1 - self.values[open_, None]), axis=0)
        weight[2 ** len(open_) :] = 0.0
        yield alive, weight

    @cached_property
    def _inside(self) -> tuple[Integers, LiveSearch]:
        """The numbers of the nodes that are reached, and the search among them."""
        _, tails, heads = self._part
        nodes = np.flatnonzero(self.steps[self._network.positions] >= 0)
        search = LiveSearch(np.searchsorted(nodes, tails), np.searchsorted(nodes, heads), len(nodes))
        return nodes, search

    def _reached(self, alive: Words) -> tuple[Words, Integers]:
        """In which worlds each node within reach is reached, and the positions of these nodes."""
        nodes, search = self._inside
        starts = np.searchsorted(nodes, self._network.numbers[self._starts]).tolist()
        return search.reached(alive, starts, self.hops), self._network.positions[nodes]


def _weighed(bits: Words, weight: Floats) -> Floats:
    """The weight of the worlds of each row."""
    if np.all(weight == 1):
        counts: Integers = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
        return counts.astype(np.float64)
    rows = (np.unpackbits(np.ascontiguousarray(row).view(np.uint8), bitorder="little") for row in bits)
    return np.array([float(row @ weight) for row in rows])


def _arcs_of(net: TieNetwork, nodes: Integers) -> Integers:
    """The places of the arcs that leave some nodes, in order of the nodes."""
    if not len(nodes):
        return np.zeros(0, np.int64)
    starts, counts = net.forward.starts[nodes], np.diff(net.forward.starts)[nodes]
    return np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(counts.sum())
