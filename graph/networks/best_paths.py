"""The k best paths within a number of steps, exactly and in a fixed order.

The search is `limited_kernels.best_within`, in one of two forms: plain Python where few links are in reach, machine
code where there are many. What decides is how many arcs the search scans, not how large the network is; so a small
question never waits for a compiler, and both forms give the same.

Order is product, then steps, then names. Keys of the kernel are sums of rounded logarithms, equal wherever products
are (`costs`); rows of unequal products nearer than the rounding are put in order by the products themselves, as
fractions of the decimal numbers that were written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from . import limited_kernels
from .compiling import compiled, is_compiled, machine_code_is_kept
from .costs import MOST_STEPS, STEP
from .limited_kernels import FAR, NEVER
from .stops import Stop, marks_of
from .tie_network import TieNetwork

MOST_HOPS = MOST_STEPS
MOST_STOPS = 4
"""The search knows of so many stops beforehand; more are only looked at when a path is found."""
PLAIN_ARCS = 5_000
"""From so many arcs on machine code takes less time than plain Python, its start in a new process not counted."""
_Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Parameters
    ----------
    paths
        Positions of the nodes of each path, best first.
    steps
        How many beginnings of paths were looked at.
    clipped
        Whether the budget ended the search before it was done.
    links
        How many links, each way for itself, lie on a walk of at most so many steps.
    """

    paths: list[_Path]
    steps: int
    clipped: bool
    links: int


def best_paths(
    network: TieNetwork,
    source: int,
    target: int,
    *,
    count: int,
    hops: int,
    stops: Sequence[Stop] = (),
    avoid: Sequence[int] = (),
    budget: int,
    admits: Callable[[_Path], bool] = lambda _: True,
) -> Found:
    """The best paths without repeated nodes, in order of product, steps and names.

    Parameters
    ----------
    network
        What may be walked.
    source, target
        Positions of the ends.
    count
        How many paths at most.
    hops
        How many steps a path may have, at most `MOST_HOPS`.
    stops
        What a path must pass, in any order.
    avoid
        Positions of nodes that it must not visit.
    budget
        How many beginnings of paths may be looked at.
    admits
        Whether a path counts.
    """
    search = _Search(network, source, target, hops, stops, avoid)
    rounding, wanted = 2 * network.error * hops, count
    while True:
        listed = search.first(wanted, budget)
        rows = _ranked(network, listed, rounding)
        paths = [(search.positions(row.path), row) for row in rows]
        admitted = [(path, row) for path, row in paths if search.passes_the_rest(path) and admits(path)][:count]
        if listed.complete or (
            len(admitted) == count and _settled(network, rows, admitted[-1][1], listed.least, rounding)
        ):
            return Found([path for path, _ in admitted], listed.steps, listed.clipped, listed.links)
        wanted *= 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A path as numbers of nodes, what it costs, and its product where a neighbour is nearer than the rounding."""

    path: _Path
    cost: int
    product: Fraction | None = None


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a kernel listed, and the least key that a path can have which it did not list."""

    rows: list[_Row]
    steps: int
    clipped: bool
    links: int
    least: int

    @property
    def complete(self) -> bool:
        """Whether there is no other path, or none within the budget."""
        return self.clipped or self.least == NEVER


class _Search:
    """One question to the kernels, in the numbers of a network.

    Parameters
    ----------
    network, source, target, hops, stops, avoid
        As for `best_paths`.
    """

    def __init__(
        self, network: TieNetwork, source: int, target: int, hops: int, stops: Sequence[Stop], avoid: Sequence[int]
    ) -> None:
        numbers = network.numbers
        self._network, self._hops = network, hops
        self._ends = int(numbers[source]), int(numbers[target])
        known, self._rest = stops[:MOST_STOPS], stops[MOST_STOPS:]
        marks = marks_of(network, known, self._ends) if known else np.empty(0, np.int64)
        self._stops = marks, 1 << len(known)
        self._between = network.between.copy()
        self._between[[*self._ends, *(int(numbers[node]) for node in avoid)]] = False

    def first(self, count: int, budget: int) -> _Listed:
        """The first paths in the order of the kernel, by whichever form takes less time."""
        if not is_compiled(limited_kernels):
            listed = self._by(limited_kernels, count, budget, PLAIN_ARCS)
            if listed.links >= 0:
                return listed
        kernels = compiled(limited_kernels) if machine_code_is_kept(limited_kernels) else limited_kernels
        return self._by(kernels, count, budget, NEVER)

    def _by(self, kernels: Any, count: int, budget: int, most: int) -> _Listed:
        plain, nodes = kernels is limited_kernels, len(self._network)
        space = self._network.lists if plain else self._network.arrays
        numbers, lasts, keys, steps, clipped, links, least = kernels.best_within(
            space._replace(between=self._between),
            *(_far(nodes, plain) for _ in range(2)),
            self._ends,
            self._stops,
            self._hops,
            count,
            budget,
            most,
        )
        rows = [_Row(tuple(numbers[first:last]), key // STEP)
                for (first, last), key in zip(pairwise([0, *lasts]), keys, strict=True)]  # fmt: skip
        return _Listed(rows, steps, clipped, links, least)

    def passes_the_rest(self, path: _Path) -> bool:
        """Whether a path, as positions, passes the stops that the kernel does not know of."""
        return all(stop.met_by(self._network, path) for stop in self._rest)

    def positions(self, path: _Path) -> _Path:
        """The positions in the graph of the nodes of a path."""
        return tuple(self._network.positions[list(path)].tolist())


def _far(nodes: int, plain: bool) -> Any:
    """How far all nodes are before a search."""
    return [FAR] * nodes if plain and nodes <= PLAIN_ARCS else np.full(nodes, FAR, np.int32)


def _ranked(network: TieNetwork, listed: _Listed, rounding: int) -> list[_Row]:
    """The rows, those that are nearer than the rounding in the order of their exact products."""
    ranked: list[_Row] = []
    start = 0
    for place, row in enumerate(listed.rows, 1):
        if place < len(listed.rows) and listed.rows[place].cost - row.cost <= rounding:
            continue
        near = listed.rows[start:place]
        if len(near) > 1:
            near = [replace(row, product=_product(network, row.path)) for row in near]
            near.sort(key=lambda row: (-(row.product or 0), len(row.path), row.path))
        ranked += near
        start = place
    return ranked


def _product(network: TieNetwork, path: _Path) -> Fraction:
    values = [network.value(network.links_of(network.arc(tail, head))[0]) for tail, head in pairwise(path)]
    return Fraction(prod(value.numerator for value in values), prod(value.denominator for value in values))


def _settled(network: TieNetwork, rows: list[_Row], last: _Row, least: int, rounding: int) -> bool:
    """Whether no path that is not listed can come before the last that is wanted.

    One that costs as much to the last digit is an equal product, of which the kernel gives the first, where the factors
    are no finer numbers than people write and all listed ones that near are equal. Else all that near must be listed.
    """
    if least // STEP - last.cost > rounding:
        return True
    near = [row for row in rows if abs(row.cost - last.cost) <= rounding]
    equal = all((row.cost, row.product) == (last.cost, last.product) for row in near)
    return equal and least // STEP == last.cost and not network.fine
