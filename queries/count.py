"""A count as far as it is known: an interval whose upper end may be open, and whether it is only about so many."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Floats, Mask


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are.

    Parameters
    ----------
    low
        How many there are for certain.
    possible
        How many are named that hold or may hold; infinite when an aggregate among them has no upper end.
    high
        How many there can be at most; infinite when more may be there that nobody listed.
    about
        Whether one of the numbers behind it was published as "about".
    """

    low: float
    possible: float
    high: float
    about: bool = False

    @property
    def is_open(self) -> bool:
        """Whether there may be any number more."""
        return math.isinf(self.high)

    def text(self) -> str:
        """`3` exactly, `3+` at least, `1–3` one to three, `0–3+`, `≈30` about, `0` none, `?` unknown."""
        if self.is_open and not self.possible:
            return "?"
        return f"{'≈' if self.about else ''}{self.span()}{'+' if self.is_open else ''}"

    def span(self) -> str:
        """`3`, or `1–3`: what is named."""
        most = self.low if math.isinf(self.possible) else self.possible
        return f"{self.low:.10g}" if self.low == most else f"{self.low:.10g}–{most:.10g}"


@dataclass(frozen=True, slots=True)
class Weights:
    """How many things each node stands for.

    Parameters
    ----------
    low, high
        At least and at most, shape (n,): 1 for a node that is no aggregate; an aggregate as its count is known, one
        without a number at least 1. An infinite `high` is open.
    about
        Whether the number is only about right.
    """

    low: Floats
    high: Floats
    about: Mask

    @classmethod
    def of(cls, view: AllianceGraph) -> Weights:
        """The weights of all nodes."""
        size = len(view)
        low, high, about = np.ones(size), np.ones(size), np.zeros(size, np.bool_)
        for position in np.flatnonzero(view.nodes.bodies.holding('"aggregate":true')).tolist():
            node = view.node_at(position)
            if not node.aggregate:
                continue
            if node.count is None:
                high[position] = np.inf
                continue
            low[position] = node.count.value
            high[position] = np.inf if node.count.bound == "at_least" else node.count.value
            about[position] = node.count.bound == "about"
        return cls(low, high, about)
