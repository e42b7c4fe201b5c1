"""Small random networks of keyed arcs, and all their paths by brute force; shares no code with the searches."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from alliance.graph.networks.rows import Rows

WORLDS = int(os.environ.get("ALLIANCE_TEST_WORLDS", "2000"))
Arc = tuple[int, int, int]
Path = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class World:
    """A multigraph, two ends, the nodes that may stand between, and how many paths are asked for."""

    nodes: int
    arcs: list[Arc]
    source: int
    target: int
    passable: list[bool]
    count: int

    @property
    def mask(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array(self.passable, np.bool_)


def world(seed: int) -> World:
    """A world with parallel arcs, loops, avoided nodes and, in most of them, many exact ties."""
    dice = random.Random(seed)
    nodes = dice.randint(4, 9)
    dearest = dice.choice([0, 1, 1, 2, 50])
    arcs = [
        (dice.randrange(nodes), dice.randrange(nodes), 256 * dice.randint(0, dearest) + 1)
        for _ in range(dice.randint(nodes, 5 * nodes))
    ]
    source, target = dice.sample(range(nodes), 2)
    passable = [dice.random() < 0.9 for _ in range(nodes)]
    return World(nodes, arcs, source, target, passable, dice.choice([1, 2, 5, 20, 1000]))


def rows(nodes: int, arcs: Iterable[Arc]) -> tuple[Rows, Rows]:
    """The rows forward and backward; of parallel arcs the best counts, and loops count for nothing."""
    best: dict[tuple[int, int], int] = {}
    for tail, head, key in arcs:
        if tail != head:
            best[tail, head] = min(key, best.get((tail, head), key))
    return _rows(nodes, [(tail, key, head) for (tail, head), key in best.items()]), _rows(
        nodes, [(head, key, tail) for (tail, head), key in best.items()]
    )


def _rows(nodes: int, entries: Sequence[Arc]) -> Rows:
    table = np.array(sorted(entries), np.int64).reshape(-1, 3)
    starts = np.searchsorted(table[:, 0], np.arange(nodes + 1)).astype(np.int64)
    return Rows(starts, table[:, 2].astype(np.int32), table[:, 1].copy())


def all_paths(shown: World, target: int) -> list[Path]:
    """Every path without repeated nodes, best first: by key, then by the sequence of numbers."""
    after: dict[int, dict[int, int]] = {node: {} for node in range(shown.nodes)}
    for tail, head, key in shown.arcs:
        after[tail][head] = min(key, after[tail].get(head, key))
    paths: list[Path] = []

    def onward(path: tuple[int, ...], key: int) -> None:
        if path[-1] == target:
            paths.append((key, path))
            return
        for head, more in after[path[-1]].items():
            if head not in path and (head == target or shown.passable[head]):
                onward((*path, head), key + more)

    onward((shown.source,), 0)
    return sorted(paths)
