"""Many possible worlds at once, a bit each: which links work in them, and what is reached by those that do.

Whether a link works in a world is drawn from the id of the link, the number of the world and the seed alone
(SplitMix64: Steele, Lea and Flood 2014). So the order of facts and links that do not matter change nothing,
and two questions with one seed see the same worlds.

Literature: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014. Worlds of
links that work or not: D. Kempe, J. Kleinberg, É. Tardos, Maximizing the spread of influence through a social network,
KDD 2003 (independent cascade as live edges).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..columns import Floats, Integers

Words = NDArray[np.uint64]
"""Bits of worlds, 64 in a word, the first world lowest."""
WORD = 64
_GOLDEN, _FIRST, _SECOND = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_DRAWN_AT_ONCE = 2**21


def _mixed(numbers: Words) -> Words:
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))


@dataclass(frozen=True, slots=True)
class Draws:
    """Worlds that are drawn.

    Parameters
    ----------
    ids
        The id of the link behind each arc, shape (m,), uint64; arcs of one link work together.
    values
        The probability that each arc works, shape (m,).
    seed
        Which worlds.
    """

    ids: Words
    values: Floats
    seed: int

    def words(self, first: int, last: int) -> Words:
        """In which worlds each arc works: shape (m, last - first), from word `first` up to `last`."""
        found = np.empty((len(self.ids), last - first), np.uint64)
        rows = max(1, _DRAWN_AT_ONCE // (WORD * max(1, last - first)))
        worlds = np.arange(first * WORD + 1, last * WORD + 1, dtype=np.uint64) * _GOLDEN
        begin = _mixed(np.array([self.seed], np.uint64) + _GOLDEN)
        for start in range(0, len(self.ids), rows):
            drawn = _mixed(_mixed(self.ids[start : start + rows] ^ begin)[:, None] + worlds[None, :])
            works = (drawn >> np.uint64(11)) * 2.0**-53 < self.values[start : start + rows, None]
            found[start : start + rows] = np.packbits(works, axis=1, bitorder="little").view(np.uint64)
        return found


def every_world(count: int) -> Words:
    """All worlds of so many links that work or not, at least 64 of them: shape (count, words)."""
    worlds = np.arange(max(WORD, 2**count), dtype=np.uint64)
    bits = (worlds[None, :] >> np.arange(count, dtype=np.uint64)[:, None]) & np.uint64(1)
    return np.packbits(bits.astype(np.bool_), axis=1, bitorder="little").view(np.uint64)


class LiveSearch:
    """Reaches nodes in all worlds at once.

    Parameters
    ----------
    tails, heads
        The arcs, shape (m,) each.
    nodes
        How many nodes there are.
    """

    def __init__(self, tails: Integers, heads: Integers, nodes: int) -> None:
        self._nodes = nodes
        self.order = np.argsort(heads, kind="stable")
        self._tails = tails[self.order]
        self._heads, self._starts = np.unique(heads[self.order], return_index=True)

    def reached(self, alive: Words, starts: Sequence[int], hops: int) -> Words:
        """In which worlds each node is within so many steps of any of some nodes: shape (n, words).

        Parameters
        ----------
        alive
            In which worlds each arc works, in the order of the arcs as they were given.
        starts
            Where to begin.
        hops
            How many steps.
        """
        bits = np.zeros((self._nodes, alive.shape[1]), np.uint64)
        bits[list(starts)] = ~np.uint64(0)
        ordered = alive[self.order]
        for _ in range(hops if len(ordered) else 0):
            carried = np.bitwise_or.reduceat(bits[self._tails] & ordered, self._starts, axis=0)
            grown = bits[self._heads] | carried
            if np.array_equal(grown, bits[self._heads]):
                break
            bits[self._heads] = grown
        return bits


def ones_by_world(bits: Words) -> Integers:
    """How many rows have a one in each world: shape (64 × words,)."""
    total = np.zeros(bits.shape[1] * WORD, np.int64)
    step = max(1, _DRAWN_AT_ONCE // max(1, len(total)))
    for start in range(0, len(bits), step):
        part = np.ascontiguousarray(bits[start : start + step])
        total += np.unpackbits(part.view(np.uint8), axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
    return total


def spans(words: int, arcs: int) -> Iterator[tuple[int, int]]:
    """Words in portions that fit into memory beside so many arcs: where each begins and ends."""
    step = max(1, 2**23 // max(1, arcs))
    yield from pairwise([*range(0, words, step), words])


def shuffled_by(keys: Integers, seed: int) -> Integers:
    """An order of some keys that looks random and depends on each key and the seed alone."""
    begin = _mixed(np.array([seed], np.uint64) + _GOLDEN)
    return np.lexsort((keys, _mixed(keys.astype(np.uint64) ^ begin)))
