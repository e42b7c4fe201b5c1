"""Which nodes of a store bear a name: asked one by one while there are few, else looked up in an index of all names.

To find one name a store looks through all of them, so a roster of as many names as the store holds would take the
square of their number.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from ...errors import StoreEmpty
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Node
from ...graph.names import normal_form
from ...graph.stores.store import GraphStore

FEW = 50
"""So many names are found in less time than the store is read."""
_SEVERAL = 2


class StoredNames:
    """The nodes of a store by name, alias and credit code.

    Parameters
    ----------
    store
        The store; None for none.
    """

    def __init__(self, store: GraphStore | None) -> None:
        self._store = store
        self._asked = 0

    def nodes(self, name: str) -> tuple[Node, ...]:
        """The nodes that bear a name, an alias or a credit code, as they were loaded; of those that are one, one.

        A node that was judged to be another keeps its name: a table that is loaded again means the same nodes.
        """
        if self._store is None:
            return ()
        self._asked += 1
        form = normal_form(name)
        if self._asked > FEW:
            stored, ids = self._index
            bearing = list(map(stored.node, ids.get(form, ())))
        else:
            bearing = [node for node in self._found(name) if form in _forms(node.name, *node.aliases, node.uscc)]
        return tuple(bearing if len(bearing) < _SEVERAL else self._different(bearing))

    def _found(self, name: str) -> list[Node]:
        try:
            return [node for _, node in self._store.find_stored(name)] if self._store else []
        except StoreEmpty:
            return []

    def _different(self, bearing: list[Node]) -> list[Node]:
        """Of some nodes those that are not one: each by the id that they go by."""
        assert self._store is not None
        ids = [node.id for node in self._store.merged_nodes([node.id for node in bearing])]
        return self._store.nodes(ids)

    @cached_property
    def _index(self) -> tuple[AllianceGraph, dict[str, list[str]]]:
        """The graph as it was loaded, and the ids of its nodes by each name in plain form."""
        ids: defaultdict[str, list[str]] = defaultdict(list)
        try:
            assert self._store is not None
            stored = self._store.read_stored()
        except StoreEmpty:
            return AllianceGraph.from_models(), {}
        for rows in stored.nodes.rows():
            for row in rows:
                for form in _forms(row.name, *row.aliases, row.uscc):
                    ids[form].append(row.id)
        return stored, dict(ids)


def _forms(*names: str) -> set[str]:
    """Names in plain form."""
    return {normal_form(name) for name in names if name}
