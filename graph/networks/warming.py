"""Compile the kernels beforehand, so that no question waits for a compiler."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from . import limited_kernels
from .compiling import can_compile, compiled, machine_code_is_kept
from .spaces import Space

LARGE = 50_000
"""From so many relationships on a search may scan so many arcs that machine code is worth its start."""


def warm_up(begins: Callable[[], None] = lambda: None) -> bool:
    """Compile the kernels and keep the machine code on disk, where that was not done before.

    It takes some ten seconds, once for a version of numba and of this package. When it is interrupted nothing is lost:
    what is not kept is not taken, and searches go on in plain Python.

    Parameters
    ----------
    begins
        Called before the compiler starts, so that somebody can be told.

    Returns
    -------
    bool
        Whether searches can take machine code now; not where numba, the extra `fast`, is missing.
    """
    if not can_compile():
        return False
    if not machine_code_is_kept(limited_kernels):
        begins()
        _search_once()
    return machine_code_is_kept(limited_kernels)


def _search_once() -> None:
    """One search, with arrays of the kinds that a network has: kernels are compiled for the kinds that they get."""
    nodes = 3
    starts, arcs = np.array([0, 1, 2, 2]), list(pairwise(range(nodes)))
    ends, back = (np.array([arc[side] for arc in arcs], np.int32) for side in (1, 0))
    space = Space(
        starts, ends, np.ones(2, np.int64), np.array([0, 0, 1, 2]), back, np.arange(3, dtype=np.int32),
        np.array([False, True, False]),
    )  # fmt: skip
    far = [np.full(nodes, limited_kernels.FAR, np.int32) for _ in range(2)]
    stops = np.zeros(2, np.int64), 1
    compiled(limited_kernels).best_within(space, *far, (0, 2), stops, 2, 1, 9, limited_kernels.NEVER)
