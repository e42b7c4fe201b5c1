"""What a path must pass on its way, in the numbers of a network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..columns import Integers, Mask
from .tie_network import TieNetwork


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """Something that a path must pass: one of some nodes between its ends, or a step that has one of some links.

    Parameters
    ----------
    nodes
        Positions of the nodes.
    links
        Which links, by their positions in the graph; None where nodes alone will do.
    """

    nodes: Integers
    links: Mask | None = None

    def met_by(self, network: TieNetwork, path: Sequence[int]) -> bool:
        """Whether a path of positions passes it."""
        if set(path[1:-1]) & set(self.nodes.tolist()):
            return True
        return self.links is not None and any(self.links[network.parallels(*step)].any() for step in pairwise(path))


def marks_of(network: TieNetwork, stops: Collection[Stop], ends: tuple[int, int]) -> Integers:
    """Which stops a path has passed after each arc of a network: bit i for the i-th.

    Parameters
    ----------
    network
        What is walked.
    stops
        What must be passed.
    ends
        The numbers of source and target, which are no stops.
    """
    marks = np.zeros(len(network.forward.ends), np.int64)
    for place, stop in enumerate(stops):
        nodes = np.zeros(len(network), np.bool_)
        nodes[network.numbers[stop.nodes]] = True
        nodes[list(ends)] = False
        passed = nodes[network.forward.ends]
        if stop.links is not None and len(passed):
            passed |= np.logical_or.reduceat(stop.links[network.links], network.link_starts[:-1])
        marks |= passed.astype(np.int64) << place
    return marks
