"""Two-terminal reliability: how probable it is that at least one path within so many steps works.

Every link works by itself with the probability of its value. The search takes a shortest path and parts the worlds:
those in which all its links work, and for each link those in which it is the first that does not; the latter are parted
again, the most probable first (factoring after Dotson and Gobien 1979). What is parted so far bounds the reliability
from both sides at any time, and is it exactly when nothing is left. A limit on the steps needs no other search. When
the branches of the budget do not suffice, worlds are drawn, and their range is cut to the bounds.

A link that may be walked both ways is one arc each way. That they work together or apart makes no difference: no
shortest path walks both, and where both would help, one end is reached without the link.

Literature: W. P. Dotson, J. O. Gobien, A new analysis technique for probabilistic graphs, IEEE Transactions on Circuits
and Systems 26(10), 1979. J. D. Esary, F. Proschan, Coherent structures of non-identical components, Technometrics 5(2),
1963 (the bound by all paths).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..columns import Integers
from .live_worlds import WORD, Draws, LiveSearch, spans
from .pair_arcs import PairArcs
from .sampling import wilson

_SURE = frozenset[int]()


@dataclass(frozen=True, slots=True)
class Reliability:
    """How probable it is that a path works.

    Parameters
    ----------
    value
        Exactly, or the share of the worlds that were drawn.
    low, high
        Between what it lies: for certain where it is exact, at 95 % where it was sampled.
    runs
        How many worlds were drawn; 0 where it is exact.
    """

    value: float
    low: float
    high: float
    runs: int = 0


def reliability(pair: PairArcs, ids: Integers, *, budget: int, runs: int, seed: int) -> Reliability:
    """The two-terminal reliability of what lies between two nodes.

    Parameters
    ----------
    pair
        The arcs.
    ids
        The ids of all relationships, by position.
    budget
        How many branches the exact search may look at.
    runs, seed
        How many worlds are drawn where that does not suffice, rounded up to whole words, and which.

    References
    ----------
    See the top of the module.
    """
    low, high, exact = bounds(pair, budget)
    if exact:
        return Reliability(low, low, low)
    hits, drawn = _sampled(pair, ids, runs, seed)
    least, most = wilson(hits, drawn)
    least, most = max(low, least), min(high, most)
    return Reliability(min(max(hits / drawn, least), most), least, most, drawn)


def bounds(pair: PairArcs, budget: int) -> tuple[float, float, bool]:
    """Between what the reliability lies after so many branches, and whether nothing is left to be parted."""
    heap, made = [(-1.0, 0, _SURE, _SURE)], 0
    works, fails = [0.0], [0.0]
    for _ in range(budget):
        if not heap:
            break
        weight, _, known, broken = heapq.heappop(heap)
        path = pair.shortest(broken)
        if path is None:
            fails.append(-weight)
            continue
        share = -weight
        for arc in path:
            value = pair.values[arc]
            if arc in known or value >= 1:
                continue
            made += 1
            heapq.heappush(heap, (-share * (1 - value), made, known, broken | {arc}))
            share, known = share * value, known | {arc}
        works.append(share)
    low = min(1.0, math.fsum(works))
    return low, max(low, 1 - math.fsum(fails)) if heap else low, not heap


def bound_by_paths(strengths: Iterable[float]) -> float:
    """The reliability if no two paths shared a link: it is never more (Esary and Proschan 1963)."""
    return 1 - math.prod(1 - strength for strength in strengths)


def bound_by_ends(pair: PairArcs) -> float:
    """The probability that some link at the source works, and at the target: the reliability is never more."""
    leaving = bound_by_paths(v for tail, v in zip(pair.tails, pair.values, strict=True) if tail == pair.source)
    entering = bound_by_paths(v for head, v in zip(pair.heads, pair.values, strict=True) if head == pair.target)
    return min(leaving, entering)


def _sampled(pair: PairArcs, ids: Integers, runs: int, seed: int) -> tuple[int, int]:
    """In how many worlds a path works, and how many were drawn."""
    nodes, ends = np.unique(np.array([pair.tails, pair.heads]), return_inverse=True)
    tails, heads = ends.reshape(2, -1)
    search = LiveSearch(tails, heads, len(nodes))
    draws = Draws(ids[pair.links].astype(np.uint64), np.array(pair.values), seed)
    source, target = (int(np.searchsorted(nodes, end)) for end in (pair.source, pair.target))
    words, hits = -(-runs // WORD), 0
    for first, last in spans(words, len(pair)):
        bits = search.reached(draws.words(first, last), [source], pair.hops)
        hits += int(np.bitwise_count(bits[target]).sum())
    return hits, words * WORD
