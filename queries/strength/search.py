"""The course of a strength question: what holds, what may hold, and where neither leads there the known holes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.best_paths import best_paths
from ...graph.networks.disjoint_routes import Routes, disjoint_routes
from ...graph.networks.link_factors import significant
from ...graph.networks.pair_arcs import PairArcs
from ...graph.networks.reliability import Reliability, bound_by_ends, bound_by_paths, reliability
from ...graph.networks.ties import TieRule
from ..answer import NodeRef, Status
from ..evidence import EvidenceBook, node_ref
from ..open_links import widest
from ..paths.hole_search import HoleSearch, search_holes
from ..paths.question import MOST_LINKS, PathQuestion
from .row import Route, StrengthRow

_PATHS = 200
"""So many paths are looked for to bound the strength by all of them."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much is counted exactly, and what is drawn where that does not suffice."""

    budget: int
    runs: int
    seed: int


class StrengthSearch:
    """What a strength question finds.

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
    sampling
        How the reliability is found.
    """

    def __init__(
        self, view: AllianceGraph, rule: TieRule, ends: tuple[int, int], hops: int, sampling: Sampling
    ) -> None:
        self.view, self.rule, self.ends, self.hops, self.sampling = view, rule, ends, hops, sampling
        self.wide_rule, self.drawn = widest(rule), 0
        self.wide = PairArcs.of(view, self.wide_rule, ends, hops, sure=False)
        self.sure = PairArcs.of(view, self.wide_rule, ends, hops, sure=True)

    @property
    def status(self) -> Status:
        """Whether a path holds; it is unknown where one only may."""
        if len(self.sure):
            return "found"
        return "unknown" if len(self.wide) or self.holes.way or self.holes.clipped else "none"

    @cached_property
    def holes(self) -> HoleSearch:
        """A path through what sources count and do not name; looked for where there is no other."""
        question = PathQuestion(*self.ends, (), (), 1, self.hops, 100 * self.sampling.budget, self.rule)
        return search_holes(self.view, question, question.budget, MOST_LINKS)

    def row(self, book: EvidenceBook) -> StrengthRow:
        """The row of a pair that some path joins."""
        low, high = self._reliability(self.sure), self._reliability(self.wide)
        routes, open_routes = disjoint_routes(self.sure if len(self.sure) else self.wide), disjoint_routes(self.wide)
        ways = [route for route in routes.routes if len(route) - 1 <= self.hops]
        listed = self._routes(ways)
        self.drawn = max(low.runs, high.runs)
        return StrengthRow(
            source=node_ref(self.view, self.ends[0]),
            target=node_ref(self.view, self.ends[1]),
            strength_low=significant(low.value),
            strength_high=significant(max(low.value, high.value)),
            method="sampled" if self.drawn else "exact",
            range_low=significant(low.low),
            range_high=significant(high.high),
            best_path=self._best_path(),
            bound_high=self._bound(),
            routes_low=len(ways) if len(self.sure) else 0,
            routes_high=len(open_routes.routes),
            routes=tuple(route for route, _ in listed),
            cut=self._cut(open_routes),
            necks=tuple(node_ref(self.view, node) for node in self.wide.necks()),
            truth="holds" if len(self.sure) else "may",
            evidence=book.of_relationships(self.view, dict.fromkeys(link for _, links in listed for link in links)),
        )

    def _reliability(self, pair: PairArcs) -> Reliability:
        if not len(pair):
            return Reliability(0.0, 0.0, 0.0)
        if pair is self.wide and self._is_same:
            pair = self.sure
        ids, how = self.view.relationships.ids, self.sampling
        return reliability(pair, ids, budget=how.budget, runs=how.runs, seed=how.seed)

    @property
    def _is_same(self) -> bool:
        """Whether what only may hold adds nothing."""
        return (self.sure.links, self.sure.tails) == (self.wide.links, self.wide.tails)

    def _routes(self, ways: list[list[int]]) -> list[tuple[Route, list[int]]]:
        pair = self.sure if len(self.sure) else self.wide
        best = dict(zip(zip(pair.tails, pair.heads, strict=True), pair.links, strict=True))
        found = []
        for way in ways:
            links = [best[step] for step in pairwise(way)]
            ids = tuple(self.view.relationship_id(link) for link in links)
            found.append((Route(nodes=tuple(node_ref(self.view, node) for node in way), relationships=ids), links))
        return found

    def _cut(self, found: Routes) -> tuple[NodeRef, ...] | None:
        return None if found.cut is None else tuple(node_ref(self.view, node) for node in found.cut)

    def _strengths(self, pair: PairArcs, count: int) -> list[float] | None:
        """The strengths of the best paths, best first; None when the budget did not suffice."""
        found = best_paths(pair.network, *self.ends, count=count, hops=self.hops, budget=100 * self.sampling.budget)
        return None if found.clipped else [self._strength(pair, path) for path in found.paths]

    def _strength(self, pair: PairArcs, path: tuple[int, ...]) -> float:
        strength = 1.0
        for tail, head in pairwise(path):
            strength *= float(pair.network.value(pair.network.parallels(tail, head)[0]))
        return strength

    def _best_path(self) -> float:
        best = self._strengths(self.sure, 1) if len(self.sure) else []
        return significant(best[0]) if best else 0.0

    def _bound(self) -> float:
        """The bound by all paths where they are few, else by the links at either end."""
        paths = self._strengths(self.wide, _PATHS)
        return significant(bound_by_ends(self.wide) if paths is None or len(paths) == _PATHS else bound_by_paths(paths))
