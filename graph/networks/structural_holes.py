"""Structural holes: how much the contacts of a node hold each other, and how few of them are redundant.

Both come from the triangles of the network. Every triangle is found once, at the node of the fewest ties: its ties to
nodes of more ties are taken in pairs, and those that are tied themselves are kept (Chiba and Nishizeki 1985).

Literature: R. S. Burt, Structural Holes, Harvard University Press, 1992. S. P. Borgatti, Structural holes: unpacking
Burt's redundancy measures, Connections 20(1), 1997. N. Chiba, T. Nishizeki, Arboricity and subgraph listing algorithms,
SIAM Journal on Computing 14(1), 1985.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..columns import Floats, Integers
from .contacts import Contacts

_AT_ONCE = 2**21


@dataclass(frozen=True, slots=True)
class Holes:
    """What surrounds each node, shape (n,) each.

    Parameters
    ----------
    sizes
        How many contacts it has.
    constraint
        Burt's constraint: Σ_j (p_ij + Σ_q p_iq p_qj)², where p_ij is the share of j in the ties of i, counted in both
        directions.
    effective_size
        n − 2t/n, with t ties among the n contacts (Borgatti 1997).
    """

    sizes: Integers
    constraint: Floats
    effective_size: Floats


def structural_holes(network: Contacts) -> Holes:
    """Constraint and effective size of all nodes that have a tie."""
    low, high, directions = network.pairs
    nodes = len(network)
    strength = np.bincount(low, directions, nodes) + np.bincount(high, directions, nodes)
    share_low, share_high = directions / strength[low], directions / strength[high]
    through_low, through_high = np.zeros(len(low)), np.zeros(len(low))
    among = np.zeros(nodes)

    def share(pair: Integers, node: Integers) -> Floats:
        return np.asarray(np.where(low[pair] == node, share_low[pair], share_high[pair]))

    for triangle in _triangles(network):
        for place in range(3):
            pair, one, other = (triangle[(place + step) % 3] for step in range(3))
            for node, through in ((low[pair], through_low), (high[pair], through_high)):
                first = np.where((low[one] == node) | (high[one] == node), one, other)
                second = np.where(first == one, other, one)
                middle = np.where(low[first] == node, high[first], low[first])
                np.add.at(through, pair, share(first, node) * share(second, middle))
            corner = np.where((low[one] == low[other]) | (low[one] == high[other]), low[one], high[one])
            np.add.at(among, corner, 1)
    held = np.zeros(nodes) + np.bincount(low, (share_low + through_low) ** 2, nodes)
    held = held + np.bincount(high, (share_high + through_high) ** 2, nodes)
    sizes = np.bincount(low, minlength=nodes) + np.bincount(high, minlength=nodes)
    return Holes(sizes, held, sizes - 2 * among / np.maximum(1, sizes))


def _triangles(network: Contacts) -> Iterator[tuple[Integers, Integers, Integers]]:
    """All triangles in portions, each by the places of its three pairs."""
    low, high, _ = network.pairs
    nodes = len(network)
    degrees = np.bincount(low, minlength=nodes) + np.bincount(high, minlength=nodes)
    turned = (degrees[low] > degrees[high]) | ((degrees[low] == degrees[high]) & (low > high))
    tails, heads = np.where(turned, high, low), np.where(turned, low, high)
    order = np.argsort(tails, kind="stable")
    ends = np.cumsum(np.bincount(tails, minlength=nodes))
    after = ends[tails[order]] - np.arange(len(order)) - 1
    keys = low * nodes + high
    total = np.concatenate([[0], np.cumsum(after)])
    marks = np.searchsorted(total, np.arange(0, total[-1] + _AT_ONCE, _AT_ONCE))
    for begin, end in pairwise(np.unique(np.minimum(np.append(marks, len(order)), len(order))).tolist()):
        part = after[begin:end]
        first = np.repeat(np.arange(begin, end), part)
        second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(part) - part, part)
        one, other = order[first], order[second]
        between = np.minimum(heads[one], heads[other]) * nodes + np.maximum(heads[one], heads[other])
        found = np.minimum(np.searchsorted(keys, between), len(keys) - 1)
        closed = keys[found] == between
        yield one[closed], other[closed], found[closed]
