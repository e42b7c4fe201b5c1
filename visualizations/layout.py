"""Where each node stands on a map: computed once, seeded, the same for the same graph.

Each connected part is laid out by ForceAtlas2 (Jacomy et al. 2014, in NetworkX), then nodes that overlap are pushed
apart until a name fits below each. The parts are packed below each other, the largest first; nodes without any link
stand in rows of their own at the bottom, so that they do not look like a part of something.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

SEED = 20240512
CELL_WIDTH, CELL_HEIGHT = 96.0, 60.0
_ITERATIONS = 400
_PUSHES = 120
_GAP = 90.0
_ASPECT = 1.7
_PULL = 0.3


def positions(nodes: int, links: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A place for every node, in pixels, around the origin.

    Parameters
    ----------
    nodes
        How many nodes there are; they are numbered from 0.
    links
        Pairs of nodes.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((source, target) for source, target in links if source != target)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    blocks = [(part, _part(graph.subgraph(part), part)) for part in parts if len(part) > 1]
    alone = [part[0] for part in parts if len(part) == 1]
    points = np.zeros((nodes, 2))
    _pack(points, blocks, alone)
    points -= (points.max(axis=0) + points.min(axis=0)) / 2 if nodes else 0
    return [(round(x), round(y)) for x, y in points.tolist()]


def _part(graph: nx.Graph[Any], members: Sequence[int]) -> Points:
    """The places of one connected part, with its longer side across."""
    found = nx.forceatlas2_layout(
        graph, max_iter=_ITERATIONS, scaling_ratio=6.0, gravity=0.6, distributed_action=True, linlog=False, seed=SEED
    )
    points = np.array([found[node] for node in members], np.float64)
    return _apart(_across(_spread(points)))


def _spread(points: Points) -> Points:
    """Outliers drawn in, and all scaled so that a node has about the room of its cell."""
    centred = points - points.mean(axis=0)
    reach = np.linalg.norm(centred, axis=1, keepdims=True)
    centred *= (reach / max(float(reach.max()), 1e-9)) ** -_PULL
    extent = np.percentile(np.abs(centred), 90, axis=0)
    wanted = math.sqrt(len(points) * CELL_WIDTH * CELL_HEIGHT) * 0.62
    return np.asarray(centred * (wanted / max(float(extent.mean()), 1e-9)), np.float64)


def _across(points: Points) -> Points:
    """Turned so that the direction of most spread lies across the screen."""
    if len(points) < 3:
        return points
    _, vectors = np.linalg.eigh(np.cov(points.T))
    axes = vectors[:, ::-1]
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    return np.asarray(points @ (axes * signs), np.float64)


def _apart(points: Points) -> Points:
    """Nodes pushed apart until no two cells overlap, or the pushes are used up."""
    places = points.copy()
    size = np.array([CELL_WIDTH, CELL_HEIGHT])
    for _ in range(_PUSHES):
        delta = places[:, None, :] - places[None, :, :]
        overlap = size - np.abs(delta)
        touching: NDArray[np.bool_] = np.all(overlap > 0, axis=2)
        np.fill_diagonal(touching, val=False)
        if not touching.any():
            break
        across = overlap[:, :, 0] / size[0] < overlap[:, :, 1] / size[1]
        push = np.where(np.stack((across, ~across), axis=2), overlap, 0.0) * np.where(delta >= 0, 1.0, -1.0)
        tie = np.triu(np.ones(len(places)), 1)[:, :, None]
        push = np.where(delta == 0, np.where(tie > 0, -1.0, 1.0) * np.abs(push), push)
        places += np.where(touching[:, :, None], push, 0.0).sum(axis=1) * 0.28
    return places


def _pack(points: Points, blocks: Sequence[tuple[Sequence[int], Points]], alone: Sequence[int]) -> None:
    """The largest part on top; below it, in rows of its width, the other parts and then the nodes without links."""
    width = max((float(np.ptp(places[:, 0])) for _, places in blocks), default=_alone_width(len(alone)))
    left, top, row = 0.0, 0.0, 0.0
    for members, places in blocks:
        size = np.ptp(places, axis=0)
        if left > 0 and left + size[0] > width:
            left, top, row = 0.0, top + row + _GAP, 0.0
        points[list(members)] = places - places.min(axis=0) + (left, top)
        left, row = left + float(size[0]) + _GAP, max(row, float(size[1]))
    top += row + _GAP if blocks else 0.0
    across = max(1, int(width // CELL_WIDTH))
    for place, node in enumerate(alone):
        points[node] = ((place % across) * CELL_WIDTH, top + (place // across) * CELL_HEIGHT)


def _alone_width(nodes: int) -> float:
    return max(1.0, math.sqrt(nodes * _ASPECT / 2)) * CELL_WIDTH
