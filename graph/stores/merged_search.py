"""Looking nodes up in a store as they were judged: the same answers as of the merged graph, without reading it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..identities import Identities, resolve_identities
from ..merging import merged_node, merged_records
from ..models import Node
from ..name_search import renamed_too
from ..names import Match, match, may_be_initials, ranked, search_text
from ..records import Records
from ..rows import node_row

if TYPE_CHECKING:
    from .store import GraphStore


def find(store: GraphStore, text: str) -> list[tuple[Match, Node]]:
    """The nodes that answer to a text, best first.

    Parameters
    ----------
    store
        The store.
    text
        What was typed.
    """
    identities: Identities | None = None

    def answering(wanted: str) -> list[tuple[Match, Node]]:
        nonlocal identities
        hits = store.find_stored(wanted)
        if not hits:
            return hits
        identities = identities or _identities(store)
        return _merged_hits(store, identities, wanted, hits) if identities.members else hits

    return renamed_too(text, answering)


def _merged_hits(
    store: GraphStore, identities: Identities, text: str, hits: list[tuple[Match, Node]]
) -> list[tuple[Match, Node]]:
    canonical = identities.canonical()
    joined = {first for _, node in hits if (first := canonical.get(node.id, node.id)) in identities.members}
    found = [(kind, node) for kind, node in hits if canonical.get(node.id, node.id) not in joined]
    for node in _united(store, identities, canonical, joined):
        meant = canonical.get(text.strip()) == node.id
        search = search_text(node_row(node), with_initials=may_be_initials(text))
        kind = Match.ID if meant else match(text, node.id, search)
        if kind is not None:
            found.append((kind, node))
    return ranked(found)


def nodes(store: GraphStore, ids: Collection[str]) -> list[Node]:
    """The nodes that go by some ids, in order of their own.

    Parameters
    ----------
    store
        The store.
    ids
        Ids, also those of nodes that were judged to be another.
    """
    identities = _identities(store)
    canonical = identities.canonical()
    wanted = {canonical.get(node_id, node_id) for node_id in ids}
    joined = wanted & identities.members.keys()
    found = [*store.nodes(wanted - joined), *_united(store, identities, canonical, joined)]
    return sorted(found, key=lambda node: node.id)


def records(store: GraphStore) -> Records:
    """The records of a store, speaking of the nodes that are left.

    Parameters
    ----------
    store
        The store.
    """
    stored = store.records()
    canonical = resolve_identities(stored.judgements.values(), store.nodes).canonical()
    return merged_records(stored, canonical) if canonical else stored


def _united(
    store: GraphStore, identities: Identities, canonical: dict[str, str], joined: Collection[str]
) -> list[Node]:
    members = {node_id for first in joined for node_id in identities.members[first]}
    known = {node.id: node for node in store.nodes(members)} if members else {}
    return [merged_node([known[node_id] for node_id in identities.members[first]], canonical) for first in joined]


def _identities(store: GraphStore) -> Identities:
    return resolve_identities(store.records().judgements.values(), store.nodes)
