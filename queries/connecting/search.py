"""The course of a connecting network: who hangs together, the trees, and what may join the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers, Mask
from ...graph.networks.simple_network import worth_compiling
from ...graph.networks.steiner import Tree, steiner_tree
from ...graph.networks.tie_network import TieNetwork, tie_network
from ...graph.networks.ties import TieRule
from ...graph.truth import Truth, link_truths
from ..answer import Status
from ..open_links import widest
from ..paths.hole_search import HoleSearch, search_holes
from ..paths.question import MOST_LINKS, PathQuestion

_BUDGET = 20_000
_HOPS = 8


@dataclass(frozen=True, slots=True)
class Joint:
    """A tie of a tree: its ends by position, its links, the best first, and whether one of them holds."""

    group: int
    one: int
    other: int
    links: tuple[int, ...]
    value: float
    holds: bool


class ConnectingSearch:
    """What joins some nodes: by links that hold where these join all of them, else by all that may.

    Parameters
    ----------
    view
        The graph on the day of the question.
    rule
        What counts as a tie, in either direction.
    named
        Positions of the nodes.
    """

    def __init__(self, view: AllianceGraph, rule: TieRule, named: Sequence[int]) -> None:
        self.view, self.rule = view, rule
        self.named = sorted(named, key=lambda node: int(view.name_ranks[node]))
        sure = tie_network(view, widest(rule), sure=True)
        self._network = sure
        self._joins_surely = len(self.groups) == 1
        if not self._joins_surely:
            self._network = tie_network(view, widest(rule))
            del self.groups

    @cached_property
    def groups(self) -> list[list[int]]:
        """Positions of the nodes that hang together, the largest group first, then by names."""
        parts = _parts(self._network, self._passable)
        found: dict[int, list[int]] = {}
        for node in self.named:
            found.setdefault(int(parts[self._network.numbers[node]]), []).append(node)
        ranks = self.view.name_ranks
        return sorted(found.values(), key=lambda group: (-len(group), int(ranks[group[0]])))

    @property
    def _passable(self) -> Mask:
        passable = self._network.between.copy()
        passable[self._network.numbers[self.named]] = True
        return passable

    @property
    def joined(self) -> list[int]:
        """Those that one network joins; nobody where all are alone."""
        return self.groups[0] if len(self.groups[0]) > 1 else []

    @property
    def left_over(self) -> list[int]:
        """The others."""
        return [node for node in self.named if node not in self.joined]

    @property
    def status(self) -> Status:
        """Whether all are joined."""
        if self._joins_surely:
            return "found"
        return "unknown" if len(self.groups) == 1 or self.holes else "none"

    @cached_property
    def trees(self) -> list[Tree]:
        """A tree for each group of several."""
        net, passable = self._network, self._passable
        fast = worth_compiling(len(net.forward.ends))
        return [
            steiner_tree(net.forward, net.numbers[group].tolist(), passable, fast=fast)
            for group in self.groups
            if len(group) > 1
        ]

    @property
    def exact(self) -> bool:
        """Whether no network is stronger."""
        return all(tree.exact for tree in self.trees)

    @property
    def strength(self) -> float:
        """The product of the values of all ties; 0 where there are none."""
        return prod(joint.value for joint in self.joints) if self.joints else 0.0

    @cached_property
    def joints(self) -> list[Joint]:
        """The ties of the trees."""
        net, truths = self._network, link_truths(self.view)
        found = []
        for group, tree in enumerate(self.trees, 1):
            for one, other in tree.edges:
                links = tuple(net.links_of(net.arc(one, other)))
                ends = int(net.positions[one]), int(net.positions[other])
                holds = any(truths[link] == Truth.HOLDS for link in links)
                found.append(Joint(group, *ends, links, float(net.value(links[0])), holds))
        return found

    @cached_property
    def holes(self) -> list[HoleSearch]:
        """Ways through what sources count and do not name, from the first group to each of the others."""
        first, *others = self.groups
        found = []
        for group in others:
            asked = PathQuestion(first[0], group[0], (), (), 1, _HOPS, _BUDGET, self.rule)
            search = search_holes(self.view, asked, _BUDGET, MOST_LINKS)
            found += [search] if search.way or search.clipped else []
        return found


def _parts(network: TieNetwork, passable: Mask) -> Integers:
    """By number the first node of the part that each lies in, through nodes that may be passed."""
    side = network.forward
    tails = np.repeat(np.arange(side.nodes), np.diff(side.starts))
    stays = passable[tails] & passable[side.ends]
    tails, heads, parts = tails[stays], side.ends[stays], np.arange(side.nodes)
    while len(tails):
        least = np.minimum(parts[tails], parts[heads])
        np.minimum.at(parts, parts[tails], least)
        np.minimum.at(parts, parts[heads], least)
        while np.any(parts != (further := parts[parts])):
            parts = further
        apart = parts[tails] != parts[heads]
        tails, heads = tails[apart], heads[apart]
    return parts
