"""What rules decide: nodes that are certainly one are judged so when they are loaded, in every order of loads alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

from ...errors import StoreEmpty
from ...graph.alliance_graph import AllianceGraph
from ...graph.identities import pair_question
from ...graph.models import Judgement
from ...graph.records import Records
from ...graph.rows import NodeRow, node_model
from ...graph.stores.store import GraphStore
from ...wording import Text
from .comparing import Party, compare
from .pairs import compared_kinds, shared_keys, sharing_pairs

RULES = {
    "equal code": Text("统一社会信用代码相同", "equal credit code"),
    "equal name": Text("种类和名称相同,地点不矛盾", "equal kind and name, and no other place"),
}
"""What a rule goes by, as the reason of its judgement has it, in words."""


def with_rule_judgements(batch: AllianceGraph, store: GraphStore | None = None) -> AllianceGraph:
    """The facts with what rules decide about them: which of their nodes are certainly one, or one of the store.

    Parameters
    ----------
    batch
        Facts that will be written.
    store
        Where to; None for an empty one.
    """
    judgements = list(_judgements(batch, _stored(store)))
    if not judgements:
        return batch
    records = Records.of([*batch.records.all(), *judgements])
    return AllianceGraph(batch.nodes, batch.relationships, records)


def _stored(store: GraphStore | None) -> AllianceGraph:
    if store is not None:
        with suppress(StoreEmpty):
            return store.read_stored()
    return AllianceGraph.from_models()


def _judgements(batch: AllianceGraph, stored: AllianceGraph) -> Iterator[Judgement]:
    """One judgement for each pair that is certainly one; only nodes that share a code or a name are looked at."""
    new = {row.id: _hashes(row) for row in _rows(batch)}
    counts = Counter(chain.from_iterable(new.values()))
    parties: list[Party] = []
    for row in _rows(stored) if counts else ():
        if row.id not in new and (known := [key for key in _hashes(row) if key in counts]):
            counts.update(known)
            parties.append(Party.of(node_model(row)))
    sharing = (row for row in _rows(batch) if any(counts[key] > 1 for key in new[row.id]))
    parties.extend(Party.of(node_model(row)) for row in sharing)
    certain = {
        pair_question(first.id, second.id): (found.rule, tuple(sorted((first.id, second.id))))
        for first, second in sharing_pairs(parties, new.keys())
        if (found := compare(first, second)).sameness == "certain"
    }
    for question, (rule, about) in certain.items():
        yield Judgement(question=question, about=about, verdict="same", by="rule", reason=f"equal {rule}")


def _hashes(row: NodeRow) -> tuple[int, ...]:
    """A number for each key: of 200,000 rows the keys themselves would take as much memory as the rows."""
    return tuple(map(hash, shared_keys(row)))


def _rows(graph: AllianceGraph) -> Iterator[NodeRow]:
    kinds = compared_kinds()
    return (row for rows in graph.nodes.rows() for row in rows if row.kind in kinds)
