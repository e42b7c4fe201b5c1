"""Whom a question of reach counts: its denominator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Mask
from ...graph.schema import schema
from ...wording import Text
from ..scopes import Scope
from ..stated import is_aggregate


@dataclass(frozen=True, slots=True)
class Targets:
    """The nodes that count.

    Parameters
    ----------
    which
        By position whether a node counts: of the kinds, in the scope, and no aggregate.
    words
        What they are.
    """

    which: Mask
    words: Text

    def __len__(self) -> int:
        return int(self.which.sum())

    @classmethod
    def of(cls, view: AllianceGraph, kinds: Sequence[str], scope: Scope, besides: Sequence[int] = ()) -> Targets:
        """The targets of a question.

        Parameters
        ----------
        view
            The graph on the day of the question.
        kinds
            Which kinds count; the group `unit` when empty.
        scope
            What they are limited to; what only may belong to it counts.
        besides
            Positions of nodes that do not count.
        """
        counted = kinds or schema().groups["unit"]
        which = schema().kind_vocabulary.mask(view.nodes.kinds, counted) & scope.may
        marked = np.flatnonzero(view.nodes.bodies.holding('"aggregate"')).tolist()
        which[[node for node in marked if is_aggregate(view, node)]] = False
        which[list(besides)] = False
        labels = [schema().kind(kind).label for kind in dict.fromkeys(kinds)]
        words = (
            Text.joined(labels, en=" and ") if labels else Text("单位和党组织", "organisations and party organisations")
        )
        return cls(which, words)
