"""The k best paths within a number of steps, exactly and in a fixed order.

NetworkX holds the graph. Its own k-best search (`shortest_simple_paths`, Yen 1971) knows no limit on the number of
steps, so with one it would run through every longer path first. Here prefixes of paths are grown best first. The bound
of a prefix is its product times the greatest product from its end to the target in the steps that are left, found by
relaxing every arc once a step (Bellman 1958). The bound is never below the true product, so paths come out in order:
product, then steps, then names. A prefix with the same bound as a finished path and an earlier name is taken first,
which makes the order of ties exact as well.

Products are whole numbers: every value is the decimal number that was written (0.1 × 0.9 equals 0.3 × 0.3, which their
binary approximations do not), in units of the least common denominator. No sum of rounded logarithms decides.

The bound does not know that a path must not visit a node twice, so no polynomial bound holds in general; the budget
counts every prefix that is looked at, and a search that exhausts it says so.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from ..alliance_graph import AllianceGraph
from .link_factors import exact_value
from .ties import UNREACHED, Arcs, hop_distances

MOST_HOPS = 255
_Reached = tuple[int, int]
"""The product with its sign turned, and the steps: what is less is better."""
Detours = Mapping[int, tuple[Mapping[int, int], int]]
"""For each stop: the steps to it from every node, and from it to the target."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Parameters
    ----------
    paths
        Nodes of each path, best first.
    steps
        How many prefixes were looked at.
    clipped
        Whether the budget ended the search before it was done.
    """

    paths: list[tuple[int, ...]]
    steps: int
    clipped: bool


def within_reach(found: Arcs, nodes: int, source: int, target: int, hops: int) -> Arcs:
    """The arcs that can lie on a path of at most so many steps from source to target."""
    ahead = hop_distances(found, nodes, source, hops)
    behind = hop_distances(found, nodes, target, hops, backward=True)
    reachable = (ahead[found.tails] < UNREACHED) & (behind[found.heads] < UNREACHED)
    return found.take(reachable & (ahead[found.tails] + 1 + behind[found.heads] <= hops))


def whole_values(found: Arcs) -> tuple[list[int], int]:
    """The value of each arc as a whole number, and the unit: the value is the one divided by the other."""
    confidences, first = np.unique(found.confidences, return_inverse=True)
    strengths, second = np.unique(found.strengths, return_inverse=True)
    pairs, which = np.unique(first * np.int64(max(1, len(strengths))) + second, return_inverse=True)
    exact = [
        exact_value(confidences[pair // len(strengths)], strengths[pair % len(strengths)]) for pair in pairs.tolist()
    ]
    unit = math.lcm(*(value.denominator for value in exact))
    whole = [value.numerator * (unit // value.denominator) for value in exact]
    return [whole[place] for place in which.tolist()], unit


def tie_graph(found: Arcs) -> nx.DiGraph[int]:
    """The arcs as a NetworkX graph; parallel ones become one, which keeps them all and counts with the best.

    The graph has `unit`, and every arc has `value`, the best one, and `links`, the (value, relationship position) of
    its parallels, best first; see `whole_values`.
    """
    values, unit = whole_values(found)
    graph: nx.DiGraph[int] = nx.DiGraph(unit=unit)
    columns = (found.tails.tolist(), found.heads.tolist(), values, found.relationships.tolist())
    for tail, head, value, relationship in zip(*columns, strict=True):
        if graph.has_edge(tail, head):
            graph[tail][head]["links"].append((value, relationship))
        else:
            graph.add_edge(tail, head, links=[(value, relationship)])
    for _, _, arc in graph.edges(data=True):
        arc["links"].sort(key=lambda link: (-link[0], link[1]))
        arc["value"] = arc["links"][0][0]
    return graph


def name_ranks(graph: AllianceGraph, nodes: Collection[int]) -> dict[int, int]:
    """The place of each node in the order of names, then ids."""
    names, ids = graph.node_names, graph.node_ids
    return {node: rank for rank, node in enumerate(sorted(nodes, key=lambda node: (names[node], ids[node])))}


def best_paths(
    ties: nx.DiGraph[int],
    source: int,
    target: int,
    *,
    count: int,
    hops: int,
    ranks: Mapping[int, int],
    via: Collection[int] = (),
    budget: int,
    admits: Callable[[tuple[int, ...]], bool] = lambda _: True,
) -> Found:
    """The best paths without repeated nodes, in order of product, steps and names.

    Parameters
    ----------
    ties
        From `tie_graph`.
    source, target
        The ends.
    count
        How many paths at most.
    hops
        How many steps a path may have, at most `MOST_HOPS`.
    ranks
        Order of the nodes among equals.
    via
        Nodes that a path must visit, in any order.
    budget
        How many prefixes may be looked at.
    admits
        Whether a path that reached the target counts.
    """
    if source not in ties or target not in ties or not set(via) <= set(ties):
        return Found([], 0, clipped=False)
    bounds = _bounds(ties, target, hops)
    detours = detours_of(ties, target, via, hops)
    paths: list[tuple[int, ...]] = []
    heap: list[tuple[_Reached, tuple[int, ...], int, tuple[int, ...]]] = [
        (bounds[hops].get(source, (0, 0)), (ranks[source],), 1, (source,))
    ]
    steps = 1
    while heap and len(paths) < count:
        _, order, product, path = heapq.heappop(heap)
        if path[-1] == target:
            if set(via) <= set(path) and admits(path):
                paths.append(path)
            continue
        for node, value, bound in _onward(ties, bounds, detours, path, hops - len(path)):
            if steps >= budget:
                return Found(paths, steps, clipped=True)
            steps += 1
            through = product * value
            best = (through * bound[0], len(path) + bound[1])
            heapq.heappush(heap, (best, (*order, ranks[node]), through, (*path, node)))
    return Found(paths, steps, clipped=False)


def _onward(
    ties: nx.DiGraph[int], bounds: Sequence[Mapping[int, _Reached]], detours: Detours, path: tuple[int, ...], left: int
) -> Iterator[tuple[int, int, _Reached]]:
    """The nodes that may follow a beginning of a path: each with the value of its arc and the best that leads on."""
    if left < 0:
        return
    for node, arc in ties.adj[path[-1]].items():
        bound = bounds[left].get(node)
        if bound is not None and node not in path and _stops_in_reach(detours, path, node, left):
            yield node, arc["value"], bound


def _bounds(ties: nx.DiGraph[int], target: int, hops: int) -> list[dict[int, _Reached]]:
    """For each number of steps left, the best that leads from each node to the target in at most that many.

    Products of fewer steps are brought to the unit of the most, so that all of one table compare.
    """
    unit = ties.graph["unit"]
    bounds: list[dict[int, _Reached]] = [{target: (-1, 0)}]
    for _ in range(hops):
        before = bounds[-1]
        now = {node: (product * unit, steps) for node, (product, steps) in before.items()}
        for node, (product, steps) in before.items():
            for previous, arc in ties.pred[node].items():
                through = (product * arc["value"], steps + 1)
                if previous not in now or through < now[previous]:
                    now[previous] = through
        bounds.append(now)
    return bounds


def detours_of(ties: nx.DiGraph[int], target: int, via: Collection[int], hops: int) -> Detours:
    """How far every stop is, as far as the steps reach."""
    onward = steps_to(ties, target, hops)
    return {stop: (steps_to(ties, stop, hops), onward[stop]) for stop in via}


def steps_to(ties: nx.DiGraph[int], node: int, hops: int) -> Mapping[int, int]:
    """Steps from each node to this one; a node that is not in reach is farther than the limit."""
    reached = nx.single_source_shortest_path_length(ties.reverse(copy=False), node, cutoff=hops)
    return defaultdict(lambda: hops + 1, reached)


def _stops_in_reach(detours: Detours, path: tuple[int, ...], node: int, left: int) -> bool:
    """Whether each stop that is not yet visited can still be visited on the way to the target."""
    return all(
        stop in path or node == stop or to_stop[node] + onward <= left for stop, (to_stop, onward) in detours.items()
    )
