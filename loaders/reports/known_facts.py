"""What a store holds of the things that a report speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256

from ...errors import StoreEmpty
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Judgement, Measure, Node, Relationship
from ...graph.names import normal_form
from ...graph.records import record_key
from ...graph.schema import schema
from ...graph.stores.store import GraphStore
from ..identity.row_keys import Nearby
from .facts import End

_WITH_NAMES_OF_THEIR_OWN = ("alliance", "policy", "place", "chain", "stage")


class KnownFacts:
    """A store as a report sees it.

    Parameters
    ----------
    store
        The store; None for none.
    report
        Id of the report as a source.
    """

    def __init__(self, store: GraphStore | None, report: str) -> None:
        self._store, self._report = store, report
        self._nearby = Nearby(store)

    def nodes(self, end: End) -> list[Node]:
        """The nodes of a name: those of its kind, else other organisations, whose kind the report need not know."""
        if not is_known_by_name(end.kind):
            return []
        named = self._nearby.named(end.name)
        same = [node for node in named if node.kind == end.kind and not node.aggregate]
        units = schema().groups["unit"]
        return same or [node for node in named if node.kind in units and end.kind in units and not node.aggregate]

    def node(self, node_id: str) -> Node | None:
        """The node of an id, if it is there."""
        return next(iter(self._nearby.nodes([node_id])), None)

    def is_only_from_here(self, fact: Node | Relationship | Measure) -> bool:
        """Whether a fact rests on this report alone, which may therefore say it anew."""
        return bool(fact.evidence) and all(seen.source == self._report for seen in fact.evidence)

    def relationship(self, asked: Relationship) -> Relationship | None:
        """The relationship of the same id, if it is there."""
        if self._graph is None or (start := self._graph.position(asked.source)) is None:
            return None
        places = self._graph.outgoing(start).tolist()
        found = [place for place in places if self._graph.relationship_id(place) == asked.id]
        return self._graph.relationship_at(found[0]) if found else None

    def measure(self, asked: Measure) -> Measure | None:
        """The measure of the same key, if it is there."""
        return self._graph.records.measures.get(record_key(asked)) if self._graph is not None else None

    def judgements(self) -> Iterable[Judgement]:
        """Everything that was decided."""
        return self._graph.records.judgements.values() if self._graph is not None else ()

    @cached_property
    def _graph(self) -> AllianceGraph | None:
        try:
            return self._store.read_stored() if self._store else None
        except StoreEmpty:
            return None


def is_known_by_name(kind: str) -> bool:
    """Whether a name says who is meant: that of an organisation or policy does, that of a post or problem does not."""
    return kind in (*schema().groups["unit"], *_WITH_NAMES_OF_THEIR_OWN)


def made_id(kind: str, *words: str) -> str:
    """The id of what is known by its name; a table that names it without a place gives the same."""
    forms = [normal_form(word) for word in words] + [""] * (len(words) == 1)
    return f"{kind}-{sha256(' '.join(forms).encode()).hexdigest()[:12]}"
