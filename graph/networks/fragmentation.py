"""Fragmentation: the share of pairs of nodes that do not reach each other, F = 1 − Σ s(s − 1) / (n(n − 1)).

Literature: S. P. Borgatti, Identifying sets of key players in a social network, Computational and Mathematical
Organization Theory 12, 2006.
"""

from __future__ import annotations

import numpy as np

from ..columns import Integers
from .contacts import Contacts


def part_sizes(network: Contacts, without: int | None = None) -> Integers:
    """How many nodes each connected part has, in any direction.

    Parameters
    ----------
    network
        Who has a tie with whom.
    without
        The number of a node that is left out.
    """
    low, high, _ = network.pairs
    parts = np.arange(len(network))
    if without is not None:
        stays = (low != without) & (high != without)
        low, high = low[stays], high[stays]
    while len(low):
        least = np.minimum(parts[low], parts[high])
        np.minimum.at(parts, parts[low], least)
        np.minimum.at(parts, parts[high], least)
        while np.any(parts != (further := parts[parts])):
            parts = further
        apart = parts[low] != parts[high]
        low, high = low[apart], high[apart]
    counted = parts if without is None else np.delete(parts, without)
    return np.unique(counted, return_counts=True)[1]


def fragmentation(sizes: Integers) -> float:
    """F of parts of such sizes; 0 where there are fewer than two nodes."""
    nodes = int(sizes.sum())
    joined = int((sizes * (sizes - 1)).sum())
    return 1 - joined / (nodes * (nodes - 1)) if nodes > 1 else 0.0
