"""Ranges of what was sampled, at 95 %: the share of hits, and the mean of numbers.

Literature: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
Statistical Association 22, 1927.
"""

from __future__ import annotations

import math

import numpy as np

from ..columns import Integers

_DEVIATIONS = 1.959963984540054
"""How many standard deviations on either side hold 95 %."""
Range = tuple[float, float]


def wilson(hits: int, runs: int) -> Range:
    """The score interval of a share (Wilson 1927), which holds near 0 and 1 too."""
    share, spread = hits / runs, _DEVIATIONS**2 / runs
    middle = share + spread / 2
    half = _DEVIATIONS * math.sqrt(share * (1 - share) / runs + spread / (4 * runs))
    return (max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread)))


def normal(numbers: Integers) -> Range:
    """The interval of a mean by the normal distribution."""
    middle = float(np.mean(numbers))
    half = _DEVIATIONS * float(np.std(numbers, ddof=1)) / math.sqrt(len(numbers))
    return middle - half, middle + half
