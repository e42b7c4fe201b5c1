"""The names that a store knows, as far as a report says them: they are found without an ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ...errors import StoreEmpty
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Node
from ...graph.names import Match
from ...graph.schema import schema
from ...graph.stores.store import GraphStore
from .naming import only_generic

_LEAST = 3
_EXACT = (Match.NAME, Match.ALIAS)


class Gazetteer:
    """Names that are known beside the report.

    Parameters
    ----------
    names
        Every name and alias.
    find
        Gives the nodes that answer to a name, each with how it does.
    report
        Id of the source that is being read: what is known from it alone counts as unknown, so that the same report says
        the same when it is read again.
    """

    def __init__(self, names: Iterable[str], find: Callable[[str], list[tuple[Match, Node]]], report: str = "") -> None:
        self._names, self._find, self._report = names, find, report

    @classmethod
    def of(cls, known: GraphStore | AllianceGraph | None, report: str = "") -> Gazetteer:
        """The names of a store, of a graph, or none."""
        if known is None:
            return cls((), lambda _: [])
        return cls(_names_of(known), known.find, report)

    def places_in(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a text says a name that is known: its beginning, its end, and the kind of whom it names."""
        for name in sorted({name for name in self._names if len(name) >= _LEAST and name in text}):
            kinds = {node.kind for node in self.nodes(name)}
            if len(kinds) == 1 and not only_generic().fullmatch(name):
                kind = kinds.pop()
                yield from ((found.start(), found.end(), kind) for found in re.finditer(re.escape(name), text))

    def nodes(self, name: str) -> list[Node]:
        """The organisations and alliances that are called by a name."""
        kinds = {*schema().groups["unit"], "alliance"}
        return [
            node for match, node in self._find(name) if match in _EXACT and node.kind in kinds and self._known(node)
        ]

    def _known(self, node: Node) -> bool:
        return not node.evidence or any(seen.source != self._report for seen in node.evidence)


def _names_of(known: GraphStore | AllianceGraph) -> Iterator[str]:
    try:
        yield from known.all_names()
    except StoreEmpty:
        return
