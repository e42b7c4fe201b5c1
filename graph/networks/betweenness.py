"""How often nodes stand on shortest paths from some nodes to others: Brandes' accumulation.

For every source the shortest paths are counted in order of distance: those to a node are the sum of those to the nodes
right before it. Going back in the opposite order, what a node hands on to the targets behind it is parted among the
nodes before it by their share of the paths. One search a source, whatever the number of targets.

Distances are added up from the source on and compared as they are: two paths are equally short where the sums are equal
to the last digit. Weights must be above 0.

Literature: U. Brandes, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25(2), 2001;
On variants of shortest-path betweenness centrality and their generic computation, Social Networks 30(2), 2008.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..columns import Floats, Mask
from . import brandes
from .compiling import compiled
from .distances import distances
from .rows import Rows


def betweenness(forward: Rows, backward: Rows, sources: Iterable[int], targets: Mask, *, fast: bool = False) -> Floats:
    """For each node, the sum over sources and targets of its share of the shortest paths between them.

    Parameters
    ----------
    forward, backward
        The arcs, with keys above 0.
    sources
        Where paths begin; one that is named twice counts twice.
    targets
        Where they end, shape (n,).
    fast
        Search in machine code, which needs numba.

    Returns
    -------
    Floats
        Shape (n,); ends of a path do not stand on it.

    References
    ----------
    See the top of the module.
    """
    kernels = compiled(brandes) if fast else brandes
    sums = np.zeros(forward.nodes)
    for source in sources:
        found = distances(forward, source, fast=fast)
        kernels.accumulate(backward.starts, backward.ends, backward.keys, found.labels, found.order, targets, sums)
    return sums
