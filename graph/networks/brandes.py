"""Kernel: Brandes' accumulation from one source. The words are at the top of `betweenness`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..columns import Floats, Integers, Mask
from .compiling import kernel


@kernel
def accumulate(
    starts: Integers,
    ends: Integers,
    keys: NDArray[Any],
    labels: NDArray[Any],
    order: Integers,
    targets: Mask,
    sums: Floats,
) -> None:
    """Add to the sums what each node stands between the source (the first in order of distance) and the targets."""
    counts = np.zeros(len(sums))
    shares = np.zeros(len(sums))
    counts[order[0]] = 1.0
    for rank in range(1, len(order)):
        node = order[rank]
        for place in range(starts[node], starts[node + 1]):
            if labels[ends[place]] + keys[place] == labels[node]:
                counts[node] += counts[ends[place]]
    for rank in range(len(order) - 1, 0, -1):
        node = order[rank]
        share = (shares[node] + (1.0 if targets[node] else 0.0)) / counts[node]
        for place in range(starts[node], starts[node + 1]):
            if labels[ends[place]] + keys[place] == labels[node]:
                shares[ends[place]] += counts[ends[place]] * share
        sums[node] += shares[node]
