"""TieNetwork: the links that a rule admits on a day as compressed rows, which path questions search."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial

import numpy as np

from ..alliance_graph import AllianceGraph
from ..columns import Integers, Mask, RelationshipColumns
from ..derived import derived
from ..schema import schema
from ..texts import Texts
from ..truth import Truth, link_truths
from .costs import STEP, costs_of
from .link_factors import exact_value
from .rows import Rows
from .simple_network import SimpleNetwork, worth_compiling
from .spaces import Space
from .ties import UNREACHED, Arcs, Gates, TieRule, arcs, hop_distances, link_factors
from .unlimited_paths import UnlimitedPaths

Value = Callable[[int], Fraction]
_FEW = 20_000


@dataclass(frozen=True, eq=False)
class TieNetwork:
    """Links as arcs of a simple directed graph: parallel ones are one arc, which counts with the best and keeps all.

    Nodes have numbers of their own, the places of their names in order (then of their ids), so that sequences of
    numbers compare as sequences of names do.

    Parameters
    ----------
    forward, backward
        The arcs by the node that they leave, and by the one that they enter; one object where every link runs both
        ways. An arc is known by its place in the forward rows.
    link_starts, links
        The links of each arc, shapes (arcs + 1,) and (links,), int32: those of arc i are
        `links[link_starts[i]:link_starts[i + 1]]`, the greatest value first, then the lowest position.
    numbers, positions
        The number of the node at each position of the graph, and the position of each number.
    between
        Which nodes, by number, may stand between the ends: no umbrella node unless the rule allows it.
    error, fine
        By how much the cost of an arc may be off, and whether equal costs need not be equal values; see `costs.Costs`.
    value
        The value of a link, exactly.
    ids
        The ids of the nodes by position, in order.
    unit
        The cost of a link of the value 1/e.
    """

    forward: Rows
    backward: Rows
    link_starts: Integers
    links: Integers
    numbers: Integers
    positions: Integers
    between: Mask
    error: int
    fine: bool
    value: Value
    ids: Texts
    unit: float

    __networkx_backend__ = "alliance"

    def __len__(self) -> int:
        return len(self.positions)

    def is_directed(self) -> bool:
        """It is, for NetworkX."""
        return True

    def is_multigraph(self) -> bool:
        """It is not: parallel links are one arc."""
        return False

    @cached_property
    def simple(self) -> SimpleNetwork:
        """What NetworkX' functions see: nodes by id in the order of names, weighed by `cost`, the -ln of the value.

        Every node may stand between, umbrella nodes too, as in any graph of NetworkX: `AllianceGraph.only` leaves them
        out.
        """
        labels: list[Hashable] = [*self.ids[self.positions].tolist()]
        sides = [
            Rows(side.starts, side.ends, (side.keys - 1) / (STEP * self.unit)) for side in (self.forward, self.backward)
        ]
        numbers = {label: number for number, label in enumerate(labels)}
        search = UnlimitedPaths(self.forward, self.backward, fast=worth_compiling(len(self.forward.ends)))
        return SimpleNetwork(
            labels, numbers, sides[0], sides[1], directed=True, attributes=frozenset(("cost", "weight")), search=search
        )

    @property
    def nbytes(self) -> int:
        """Bytes of the arcs and their links; the numbers of nodes are shared by all networks of a graph."""
        rows = {id(side): side for side in (self.forward, self.backward)}.values()
        arrays = [array for side in rows for array in (side.starts, side.ends, side.keys)]
        return sum(array.nbytes for array in (*arrays, self.link_starts, self.links))

    @cached_property
    def arrays(self) -> Space:
        """The rows for a kernel, without the nodes that may stand between."""
        rows, back = self.forward, self.backward
        return Space(rows.starts, rows.ends, rows.keys, back.starts, back.ends, self.link_starts, None)

    @cached_property
    def lists(self) -> Space:
        """The rows for a kernel in plain Python: as lists where they are few, which take less time there."""
        if len(self.forward.ends) + len(self) > _FEW:
            return self.arrays
        return Space(*(None if array is None else array.tolist() for array in self.arrays))

    def arc(self, tail: int, head: int) -> int:
        """The arc from one node to another, by their numbers; it must be there."""
        first, last = self.forward.starts[tail], self.forward.starts[tail + 1]
        return int(first + np.flatnonzero(self.forward.ends[first:last] == head)[0])

    def links_of(self, arc: int) -> list[int]:
        """The links of an arc, best first."""
        links: list[int] = self.links[self.link_starts[arc] : self.link_starts[arc + 1]].tolist()
        return links

    def parallels(self, tail: int, head: int) -> list[int]:
        """The links from one node to another by their positions in the graph, best first."""
        return self.links_of(self.arc(int(self.numbers[tail]), int(self.numbers[head])))


@derived
def tie_network(view: AllianceGraph, rule: TieRule, *, sure: bool = False) -> TieNetwork:
    """The network of what a rule admits in a view, made once and kept as long as the view is.

    Parameters
    ----------
    view
        The graph on the day of the question.
    rule
        What counts as a tie.
    sure
        Only links that hold for certain on the day.
    """
    admitted = _admitted(view, rule, sure=sure)
    value = partial(_value_in, view.relationships, rule)
    return network_of(view, admitted, value, umbrella=rule.umbrella, symmetric=rule.runs_both_ways)


def network_in_reach(
    view: AllianceGraph, rule: TieRule, gates: Gates, ends: tuple[int, int], hops: int, *, sure: bool = False
) -> TieNetwork:
    """The part of a network that lies on a walk from one end to the other: a tenth of the work, for one question.

    Parameters
    ----------
    view, rule, sure
        As for `tie_network`.
    gates
        Which nodes a path may leave and enter.
    ends
        Positions of the source and the target.
    hops
        How many steps a path may have.
    """
    passable = gates.passable(_admitted(view, rule, sure=sure))
    ahead = hop_distances(passable, len(view), ends[0], hops)
    behind = hop_distances(passable, len(view), ends[1], hops, backward=True)
    reached = (ahead[passable.tails] < UNREACHED) & (behind[passable.heads] < UNREACHED)
    reached &= ahead[passable.tails] + 1 + behind[passable.heads] <= hops
    return network_of(
        view, passable.take(reached), partial(_value_in, view.relationships, rule), umbrella=rule.umbrella
    )


def _admitted(view: AllianceGraph, rule: TieRule, *, sure: bool) -> Arcs:
    admitted = arcs(view, rule)
    return admitted.take(link_truths(view)[admitted.relationships] == Truth.HOLDS) if sure else admitted


def _value_in(columns: RelationshipColumns, rule: TieRule, position: int) -> Fraction:
    return exact_value(*link_factors(columns, rule, position))


def network_of(
    view: AllianceGraph, admitted: Arcs, value: Value, *, umbrella: bool, symmetric: bool = False
) -> TieNetwork:
    """The network of some arcs.

    Parameters
    ----------
    view
        The graph whose positions the arcs name.
    admitted
        The arcs.
    value
        The value of a link by its number in `admitted.relationships`, exactly.
    umbrella
        Whether umbrella nodes may stand between the ends.
    symmetric
        Whether for every arc the arc back is among them, of the same links.
    """
    costs = costs_of(admitted.confidences, admitted.strengths)
    keys = STEP * costs.costs + 1
    tails, heads = view.name_ranks[admitted.tails], view.name_ranks[admitted.heads]
    order, first = _parallels(tails, heads, keys, admitted.relationships, len(view))
    _exactly(admitted, order, first, keys, costs.error, value)
    best = order[first[:-1]]
    forward, places = _rows(tails[best], heads[best], keys[best], len(view))
    starts, which = _regrouped(first, places)
    between = np.ones(len(view), np.bool_)
    if not umbrella:
        between[view.name_ranks[view.nodes_of(*schema().kinds_with("umbrella"))]] = False
    return TieNetwork(
        forward,
        forward if symmetric else _rows(heads[best], tails[best], keys[best], len(view))[0],
        starts,
        admitted.relationships[order[which]].astype(np.int32),
        view.name_ranks,
        view.name_order,
        between,
        costs.error,
        costs.fine,
        value,
        view.nodes.ids,
        costs.unit,
    )


def _parallels(
    tails: Integers, heads: Integers, keys: Integers, links: Integers, nodes: int
) -> tuple[Integers, Integers]:
    """The arcs in the order of (tail, head), parallel ones by (key, link), and where the parallels of each begin."""
    pairs = tails.astype(np.int64) * nodes + heads
    order = np.argsort(pairs, kind="stable")
    steps = np.diff(pairs[order], prepend=-1, append=-1) != 0
    first, alone = np.flatnonzero(steps[:-1]), steps[:-1] & steps[1:]
    members = order[~alone]
    order[~alone] = members[np.lexsort((links[members], keys[members], pairs[members]))]
    return order, np.append(first, len(order))


def _exactly(admitted: Arcs, order: Integers, first: Integers, keys: Integers, error: int, value: Value) -> None:
    """Put parallel links in the order of their exact values where the rounded costs do not tell."""
    near = np.diff(keys[order]) <= 2 * STEP * error
    near[first[1:-1] - 1] = False
    near &= (np.diff(admitted.confidences[order]) != 0) | (np.diff(admitted.strengths[order]) != 0)
    links = admitted.relationships
    for place in np.unique(np.searchsorted(first, np.flatnonzero(near), "right") - 1).tolist():
        group = order[first[place] : first[place + 1]].tolist()
        order[first[place] : first[place + 1]] = sorted(group, key=lambda arc: (-value(int(links[arc])), links[arc]))


def _rows(tails: Integers, heads: Integers, keys: Integers, nodes: int) -> tuple[Rows, Integers]:
    """Rows of arcs, and the order that they are in."""
    order = np.lexsort((heads, keys, tails))
    starts = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(tails, minlength=nodes), out=starts[1:])
    return Rows(starts, heads[order], keys[order]), order


def _regrouped(first: Integers, places: Integers) -> tuple[Integers, Integers]:
    """Groups that begin at `first`, put in another order: where each begins now, and its members."""
    sizes = np.diff(first)[places]
    starts = np.zeros(len(places) + 1, np.int32)
    np.cumsum(sizes, out=starts[1:])
    return starts, np.repeat(first[places] - starts[:-1], sizes) + np.arange(starts[-1])
