"""The k best paths within a number of steps, exactly and in a fixed order.

NetworkX holds the graph. Its own k-best search (`shortest_simple_paths`, Yen 1971) knows no limit on the number of
steps, so with one it would run through every longer path first. Here prefixes of paths are grown best first. The bound
of a prefix is its cost plus the least cost of getting from its end to the target in the steps that are left, found by
relaxing every arc once a step (Bellman 1958). The bound never exceeds the true cost, so paths come out in order: cost
Σ −ln p, then steps, then names. A prefix with the same bound as a finished path and an earlier name is taken first,
which makes the order of ties exact as well.

The bound does not know that a path must not visit a node twice, so no polynomial bound holds in general; the budget
counts every prefix that is looked at, and a search that exhausts it says so.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import networkx as nx

from ..graph.alliance_graph import AllianceGraph
from .ties import UNREACHED, Arcs, hop_distances

# Costs are whole numbers, so their sums do not depend on the order of adding: Σ −ln p in units of 1e-9. Eight bits
# below the cost count the steps, so one number orders by both.
_UNIT = 1e9
_STEP_BITS = 8
MOST_HOPS = 2**_STEP_BITS - 1


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


def arc_key(value: float) -> int:
    """The cost of an arc of value p, with one step."""
    return (round(-math.log(value) * _UNIT) << _STEP_BITS) + 1


def within_reach(found: Arcs, nodes: int, source: int, target: int, hops: int) -> Arcs:
    """The arcs that can lie on a path of at most so many steps from source to target."""
    ahead = hop_distances(found, nodes, source, hops)
    behind = hop_distances(found, nodes, target, hops, backward=True)
    reachable = (ahead[found.tails] < UNREACHED) & (behind[found.heads] < UNREACHED)
    return found.take(reachable & (ahead[found.tails] + 1 + behind[found.heads] <= hops))


def tie_graph(found: Arcs) -> nx.DiGraph[int]:
    """The arcs as a NetworkX graph; parallel ones become one, which keeps them all and counts with the best.

    Every arc has `key` (see `arc_key`) and `links`, the (p, relationship position) of its parallels, best first.
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    columns = (found.tails.tolist(), found.heads.tolist(), found.values.tolist(), found.relationships.tolist())
    for tail, head, value, relationship in zip(*columns, strict=True):
        if graph.has_edge(tail, head):
            graph[tail][head]["links"].append((value, relationship))
        else:
            graph.add_edge(tail, head, links=[(value, relationship)])
    for _, _, arc in graph.edges(data=True):
        arc["links"].sort(key=lambda link: (-link[0], link[1]))
        arc["key"] = arc_key(arc["links"][0][0])
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
) -> Found:
    """The best paths without repeated nodes, in order of cost, steps and names.

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
    """
    if source not in ties or target not in ties or not set(via) <= set(ties):
        return Found([], 0, clipped=False)
    bounds = _bounds(ties, target, hops)
    detours = {stop: (_steps_to(ties, stop, hops), _steps_to(ties, target, hops)[stop]) for stop in via}
    paths: list[tuple[int, ...]] = []
    heap: list[tuple[int, tuple[int, ...], int, tuple[int, ...]]] = [
        (bounds[hops].get(source, 0), (ranks[source],), 0, (source,))
    ]
    steps = 1
    while heap and len(paths) < count:
        _, order, cost, path = heapq.heappop(heap)
        if path[-1] == target:
            if set(via) <= set(path):
                paths.append(path)
            continue
        left = hops - len(path)
        if left < 0:
            continue
        for node, arc in ties.adj[path[-1]].items():
            bound = bounds[left].get(node)
            if bound is None or node in path or not _stops_in_reach(detours, path, node, left):
                continue
            if steps >= budget:
                return Found(paths, steps, clipped=True)
            steps += 1
            through = cost + arc["key"]
            heapq.heappush(heap, (through + bound, (*order, ranks[node]), through, (*path, node)))
    return Found(paths, steps, clipped=False)


def _bounds(ties: nx.DiGraph[int], target: int, hops: int) -> list[dict[int, int]]:
    """For each number of steps left, the least cost from each node to the target in at most that many."""
    bounds = [{target: 0}]
    for _ in range(hops):
        before = bounds[-1]
        now = dict(before)
        for node, cost in before.items():
            for previous, arc in ties.pred[node].items():
                if cost + arc["key"] < now.get(previous, math.inf):
                    now[previous] = cost + arc["key"]
        bounds.append(now)
    return bounds


def _steps_to(ties: nx.DiGraph[int], node: int, hops: int) -> Mapping[int, int]:
    """Steps from each node to this one; a node that is not in reach is farther than the limit."""
    reached = nx.single_source_shortest_path_length(ties.reverse(copy=False), node, cutoff=hops)
    return defaultdict(lambda: hops + 1, reached)


def _stops_in_reach(
    detours: Mapping[int, tuple[Mapping[int, int], int]], path: tuple[int, ...], node: int, left: int
) -> bool:
    """Whether each stop that is not yet visited can still be visited on the way to the target."""
    return all(
        stop in path or node == stop or to_stop[node] + onward <= left for stop, (to_stop, onward) in detours.items()
    )
