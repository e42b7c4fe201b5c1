"""A rate in all possible worlds: the lowest and the highest quotient that the known facts allow.

Every item (an employer, an aggregate of them, a stage) counts in the denominator with its number and in the numerator
with the part of it that is covered; each is an interval, and an item that only may be in scope may be left out. Leaving
in or out is chosen item by item, so the extreme quotient is reached by a greedy choice in order of the items' own
quotients (fractional programming, Dinkelbach 1967, Management Science 13(7)).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """What may stand in a rate.

    Parameters
    ----------
    sure
        Whether it surely is in scope.
    least, most
        How many it stands for, at least and at most; `most` may be infinite.
    covered_least, covered_most
        How many of these are covered, at least and at most.
    """

    sure: bool
    least: float
    most: float
    covered_least: float
    covered_most: float


@dataclass(frozen=True, slots=True)
class Share:
    """A quotient: `total` is infinite where it has no upper end."""

    covered: float
    total: float

    @property
    def value(self) -> float:
        """The quotient, or the limit that it comes near to."""
        if math.isinf(self.total):
            return 1.0 if math.isinf(self.covered) else 0.0
        return self.covered / self.total


def lowest(items: Iterable[Item]) -> Share | None:
    """The lowest share of what is covered; None when nothing is in scope in any world."""
    chosen = [(item.sure, item.covered_least, item.most) for item in items]
    return _extreme(chosen)


def highest(items: Iterable[Item]) -> Share | None:
    """The highest share of what is covered: what is left of the lowest share of what is not."""
    uncovered = [_uncovered(item) for item in items]
    rest = _extreme(uncovered)
    return None if rest is None else Share(rest.total - rest.covered if rest.covered else rest.total, rest.total)


def _uncovered(item: Item) -> tuple[bool, float, float]:
    """An item in the world in which the least of it is not covered: (sure, not covered, of how many)."""
    total = item.most if item.covered_most >= item.most else max(item.least, item.covered_most)
    return item.sure, total - item.covered_most if math.isfinite(total) else 0.0, total


def _extreme(items: list[tuple[bool, float, float]]) -> Share | None:
    """The lowest quotient of the sums of (part, total): all sure items, and the others as long as they lower it."""
    part = sum(item[1] for item in items if item[0])
    total = sum(item[2] for item in items if item[0])
    for _, more, of in sorted((item for item in items if not item[0] and item[2] > 0), key=_own_quotient):
        if total and _quotient(more, of) >= _quotient(part, total):
            break
        part, total = part + more, total + of
    return Share(part, total) if total else None


def _own_quotient(item: tuple[bool, float, float]) -> tuple[float, float]:
    return _quotient(item[1], item[2]), -item[2]


def _quotient(part: float, total: float) -> float:
    return Share(part, total).value
