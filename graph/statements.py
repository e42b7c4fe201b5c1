"""What nodes state in their attributes, asked of all of them at once without reading their bodies.

The body of a node is canonical JSON, in which a quotation mark inside a text is escaped: what looks like a key is one.
"""

from __future__ import annotations

import numpy as np

from .alliance_graph import AllianceGraph
from .columns import Integers, Mask


class Statements:
    """The attributes of the nodes of a graph.

    Parameters
    ----------
    graph
        The graph.
    """

    def __init__(self, graph: AllianceGraph) -> None:
        self._size = len(graph)
        self._some: Integers = np.flatnonzero(graph.nodes.bodies.holding('"attributes"'))
        self._bodies = graph.nodes.bodies[self._some]

    def says(self, attribute: str, value: str = "") -> Mask:
        """Which nodes state an attribute, shape (n,).

        Parameters
        ----------
        attribute
            Its key.
        value
            Its value as JSON, such as `true` or `"own"`; any when empty.
        """
        mask = np.zeros(self._size, np.bool_)
        mask[self._some[self._bodies.holding(f'"{attribute}":{value}')]] = True
        return mask
