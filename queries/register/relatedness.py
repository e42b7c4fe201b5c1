"""How near stages are to each other by who works at both, and how near an organisation is to a stage by that.

Two stages are as near as the smaller of the shares in which those at one also work at the other; an organisation is as
near to a stage as the stages where it works make up of all that is near to it (Hidalgo, Klinger, Barabási and Hausmann
2007, Science 317:482: proximity and density, there over countries and products).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ...graph.columns import Floats, Integers
from ..chain import Chain
from ..instruments import ORGANISATION


class Relatedness:
    """The proximity of stages and the density around organisations, in all chains of a view.

    Stages of one name in several chains are one activity: where nobody of a chain does it yet, those of another tell
    what goes with it. Whoever is at a stage counts, for certain or perhaps; an aggregate is nobody in particular. A
    finer stage counts into the coarser one, so the coarser and finer ones of a stage say nothing of it.

    Parameters
    ----------
    chain
        The chain on the day of the question.
    """

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    @cached_property
    def _names(self) -> tuple[Sequence[str], Integers]:
        """The activities by name, and the activity of each place of a stage."""
        names = [self._chain.view.node_names[stage] for stage in self._chain.stages.all]
        different = sorted(set(names))
        numbers = {name: number for number, name in enumerate(different)}
        return different, np.array([numbers[name] for name in names], np.int64)

    @cached_property
    def _pairs(self) -> tuple[Integers, Integers]:
        """Who works in which activity, each pair once: activities and nodes."""
        table = self._chain.instruments.table(ORGANISATION)
        size = len(self._chain.view)
        named = self._chain.instruments.named[table.nodes]
        keys = np.unique(self._names[1][table.stages[named]] * size + table.nodes[named])
        return keys // size, keys % size

    def proximities(self, stage: int) -> Floats:
        """The proximity of every activity to a stage: min(P(u|v), P(v|u)); 0 for itself and for what it is part of."""
        activities, nodes = self._pairs
        names, numbers = self._names
        here = numbers[self._chain.stages.places[stage]]
        at_stage = np.zeros(len(self._chain.view), np.bool_)
        at_stage[nodes[activities == here]] = True
        sizes = np.bincount(activities, minlength=len(names))
        both = np.bincount(activities[at_stage[nodes]], minlength=len(names))
        # The smaller of both / size and both / size of the stage.
        found = both / np.maximum(1, np.maximum(sizes, sizes[here]))
        places = self._chain.stages.places[[*self._chain.stages.above(stage), *self._chain.stages.under(stage)]]
        found[numbers[places[places >= 0]]] = 0.0
        return np.asarray(found, np.float64)

    def densities(self, stage: int) -> Floats | None:
        """ω of every node by its position: Σ φ of the activities where it works / Σ φ of all.

        Returns
        -------
        Floats | None
            None when no activity is near to the stage, so that nothing can be said.
        """
        near = self.proximities(stage)
        if not near.any():
            return None
        activities, nodes = self._pairs
        return np.asarray(np.bincount(nodes, near[activities], len(self._chain.view)) / near.sum(), np.float64)

    def nearest(self, stage: int, node: int) -> list[tuple[str, float]]:
        """The activities near to a stage where a node works, each with its proximity, the nearest first."""
        near, (activities, nodes) = self.proximities(stage), self._pairs
        found = [(self._names[0][activity], float(near[activity])) for activity in activities[nodes == node].tolist()]
        return sorted((pair for pair in found if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))
