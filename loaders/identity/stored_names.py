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
        """The nodes that bear a name, an alias or a credit code, as they were loaded; of those that are one, one."""
        if self._store is None:
            return ()
        self._asked += 1
        form = normal_form(name)
        if self._asked > FEW:
            stored, ids = self._index
            return tuple(map(stored.node, ids.get(form, ())))
        try:
            found = self._store.find(name)
        except StoreEmpty:
            return ()
        bearing = [node.id for _, node in found if form in _forms(node.name, *node.aliases, node.uscc)]
        return tuple(self._store.nodes(bearing)) if bearing else ()

    @cached_property
    def _index(self) -> tuple[AllianceGraph, dict[str, list[str]]]:
        """The graph as it was loaded, and ids by name in plain form; of nodes that are one, that of one."""
        ids: defaultdict[str, list[str]] = defaultdict(list)
        try:
            assert self._store is not None
            stored, merged = self._store.read_stored(), self._store.read()
        except StoreEmpty:
            return AllianceGraph.from_models(), {}
        for rows in merged.nodes.rows():
            for row in rows:
                for form in _forms(row.name, *row.aliases, row.uscc):
                    ids[form].append(row.id)
        return stored, dict(ids)


def _forms(*names: str) -> set[str]:
    """Names in plain form."""
    return {normal_form(name) for name in names if name}
