"""The measures of the nodes of a network, each worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...graph.columns import Floats, Integers, Mask
from ...graph.identity import text_digest
from ...graph.networks import cut_vertices
from ...graph.networks.betweenness import betweenness
from ...graph.networks.compiling import compiled
from ...graph.networks.contacts import Contacts
from ...graph.networks.fragmentation import fragmentation, part_sizes
from ...graph.networks.live_worlds import shuffled_by
from ...graph.networks.rows import Rows
from ...graph.networks.structural_holes import Holes, structural_holes
from ...graph.texts import Texts
from .row import Roles


@dataclass(frozen=True)
class Measures:
    """The measures of a network.

    Parameters
    ----------
    network
        Who has a tie with whom.
    sources, targets
        Between whom nodes stand.
    searches
        How many sources are searched at most; where there are more, so many are drawn.
    ids
        The ids of the nodes of the graph, by which they are drawn: other nodes change nothing.
    seed
        Which are drawn.
    """

    network: Contacts
    sources: Mask
    targets: Mask
    searches: int
    ids: Texts
    seed: int

    @cached_property
    def searched(self) -> Integers:
        """The sources that are searched."""
        every = np.flatnonzero(self.sources)
        if len(every) <= self.searches:
            return every
        ids = [self.ids[position] for position in self.network.positions[every].tolist()]
        keys = np.array([int.from_bytes(text_digest(node_id)[:8]) for node_id in ids], np.uint64)
        return np.sort(every[shuffled_by(keys, self.seed)[: self.searches]])

    @property
    def is_estimate(self) -> bool:
        """Whether only some sources were searched (Brandes and Pich 2007)."""
        return len(self.searched) < int(self.sources.sum())

    @cached_property
    def betweenness(self) -> Floats:
        """For how many ordered pairs each node stands between."""
        net = self.network
        sums = betweenness(net.forward, net.backward, self.searched.tolist(), self.targets, fast=net.fast)
        return sums * (int(self.sources.sum()) / max(1, len(self.searched)))

    @cached_property
    def shares(self) -> Floats:
        """The same among the ordered pairs of others."""
        sources, targets = self.sources.astype(np.int64), self.targets.astype(np.int64)
        both = int((sources & targets).sum()) - (sources & targets)
        pairs = (sources.sum() - sources) * (targets.sum() - targets) - both
        return np.where(pairs > 0, self.betweenness / np.maximum(1, pairs), 0.0)

    @cached_property
    def holes(self) -> Holes:
        """Constraint and effective size."""
        return structural_holes(self.network)

    @cached_property
    def cuts(self) -> Mask:
        """Which nodes are cut vertices."""
        rows = self.network.undirected
        kernels = compiled(cut_vertices) if self.network.fast else cut_vertices
        found: Mask = kernels.cut_vertices(rows.starts, rows.ends)
        return found

    def fragmentation(self, node: int | None = None) -> float:
        """F of the network, or of what is left without a node."""
        return fragmentation(part_sizes(self.network, node))

    def roles(self, node: int, group: Callable[[int], str]) -> Roles | None:
        """The roles of a node (Gould and Fernandez 1989); pairs whose group is not known do not count."""
        own = group(node)
        if not own:
            return None
        before, after = self._ends(self.network.backward, node), self._ends(self.network.forward, node)
        counts: Counter[tuple[str, str]] = Counter()
        for first in before:
            tied = self._contacts(first)
            for last in after:
                if last != first and last not in tied and group(first) and group(last):
                    counts[_of(group(first), own), _of(group(last), own)] += 1
                    counts["itinerant", ""] += group(first) == group(last) != own
        apart = counts["other", "other"] - counts["itinerant", ""]
        return Roles(
            coordinator=counts["own", "own"],
            itinerant=counts["itinerant", ""],
            gatekeeper=counts["other", "own"],
            representative=counts["own", "other"],
            liaison=apart,
        )

    def _ends(self, rows: Rows, node: int) -> list[int]:
        found: list[int] = rows.ends[rows.starts[node] : rows.starts[node + 1]].tolist()
        return found

    def _contacts(self, node: int) -> set[int]:
        return set(self._ends(self.network.undirected, node))


def _of(group: str, own: str) -> str:
    return "own" if group == own else "other"
