"""Compressed rows: the arcs that leave each node, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from ...wording import Text
from ..columns import Integers

TOO_FAR = Text(
    "有的路径代价之和超出 64 位整数,无法比较。请减少要求的条数,或排除可信度极低的关系。",
    "The sums of costs of some paths do not fit into 64 bits, so they cannot be compared. Ask for fewer paths, or "
    "leave out links of very low confidence.",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Arcs of a simple directed graph, by the node that they leave; of a graph turned round, by the one they enter.

    Parameters
    ----------
    starts
        Where the row of each node begins, shape (n + 1,), int64.
    ends
        The node at the other end of each arc, shape (m,), int32.
    keys
        What each arc costs, shape (m,), int64, above 0: 256 times the cost, and 1 for the step. A sum of keys orders
        paths of at most 255 steps by cost, then by steps. Within a row arcs are in order of (key, end). Where an
        algorithm says so, keys may be other weights, whole or floating.
    """

    starts: Integers
    ends: Integers
    keys: NDArray[Any]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.starts) - 1
