"""The arcs between two nodes: what can lie on a path from one to the other within so many steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..alliance_graph import AllianceGraph
from .tie_network import TieNetwork, network_in_reach
from .ties import Gates, TieRule

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PairArcs:
    """Arcs on walks from a source to a target; of parallel links the best one counts.

    Parameters
    ----------
    tails, heads
        Positions of the nodes of each arc; the order of arcs is that of the names of their nodes.
    values
        The probability that each arc works.
    links
        Position of the relationship that counts.
    source, target
        Positions of the ends.
    hops
        How many steps a path may have.
    network
        The same as a network, for other searches.
    """

    tails: list[int]
    heads: list[int]
    values: list[float]
    links: list[int]
    source: int
    target: int
    hops: int
    network: TieNetwork

    @classmethod
    def of(cls, view: AllianceGraph, rule: TieRule, ends: tuple[int, int], hops: int, *, sure: bool) -> PairArcs:
        """The arcs that a rule admits in a view.

        Parameters
        ----------
        view
            The graph on the day of the question.
        rule
            What counts as a tie.
        ends
            Positions of the source and the target.
        hops
            How many steps a path may have.
        sure
            Only links that hold for certain.
        """
        gates = Gates.of(view, *ends, (), rule.umbrella)
        network = network_in_reach(view, rule, gates, ends, hops, sure=sure)
        side = network.forward
        tails = np.repeat(np.arange(side.nodes), np.diff(side.starts))
        links = [int(link) for link in network.links[network.link_starts[:-1]]]
        values = [float(network.value(link)) for link in links]
        return cls(network.positions[tails].tolist(), network.positions[side.ends].tolist(), values, links, *ends, hops,
                   network)  # fmt: skip

    def __len__(self) -> int:
        return len(self.tails)

    @cached_property
    def leaving(self) -> dict[int, list[int]]:
        """The arcs that leave each node."""
        found: dict[int, list[int]] = {}
        for arc, tail in enumerate(self.tails):
            found.setdefault(tail, []).append(arc)
        return found

    def shortest(self, without: Collection[int] = _NONE, around: Collection[int] = _NONE) -> list[int] | None:
        """The arcs of a path of the fewest steps; None when there is none within the steps.

        Parameters
        ----------
        without
            Arcs that it must not use.
        around
            Nodes that it must not enter.
        """
        reached, queue = {self.source: (0, -1)}, deque([self.source])
        while queue:
            node = queue.popleft()
            steps = reached[node][0] + 1
            if steps > self.hops:
                return None
            for arc in self.leaving.get(node, ()):
                head = self.heads[arc]
                if arc in without or head in reached or head in around:
                    continue
                reached[head] = steps, arc
                if head == self.target:
                    return self._back(reached)
                queue.append(head)
        return None

    def _back(self, reached: dict[int, tuple[int, int]]) -> list[int]:
        path, node = [], self.target
        while node != self.source:
            path.append(reached[node][1])
            node = self.tails[path[-1]]
        return path[::-1]

    def necks(self) -> list[int]:
        """The nodes between the ends that every path within the steps passes, in the order that they are passed.

        Where steps are no limit these are the dominators of the target without its ends (Lengauer and Tarjan 1979). A
        limit makes more of them, so each node of a shortest path is left out once; no other node can be one.
        """
        path = self.shortest()
        between = [self.heads[arc] for arc in path[:-1]] if path else []
        return [node for node in between if self.shortest(around=(node,)) is None]
