"""Writing to Neo4j: what is new or changed, the statements that write it, and a load in one transaction.

A load that is larger than one transaction is staged: see `staging`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, LiteralString, TypeVar

from neo4j import ManagedTransaction, Session

from ....errors import StoreBusy
from ....wording import Text
from ...alliance_graph import AllianceGraph
from ...identity import version_text
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ..differences import Comparison, Difference, Fact, Plan, Row, Stored, Table, chunks_of, row_key, total_of
from ..store import Progress
from . import properties
from .statements import RECORD_LABELS, all_kind_labels, kind_label, statement

CHUNK = 10_000
SINGLE_TRANSACTION_FACTS = 20_000
Statement = tuple[LiteralString, list[Any]]
Item = TypeVar("Item", Row, Fact)


# ---- comparing with what is there ----


def differences(
    run: Callable[..., list[dict[str, Any]]], batch: AllianceGraph, comparison: Comparison, empty: bool
) -> Iterator[tuple[Difference, int]]:
    """The new and changed facts of a batch, chunk by chunk, and how many facts each chunk was made of."""
    for table, rows in chunks_of(batch, CHUNK, by_term=True):
        stored = {} if empty else _stored(run, table, rows)
        yield comparison.of(table, rows, stored), len(rows)


def _stored(run: Callable[..., list[dict[str, Any]]], table: Table, rows: Sequence[Row]) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for query, keys, prefix in _stored_queries(table, rows):
        for hit in run(query, keys=keys):
            found[prefix + hit["key"]] = Stored(bytes.fromhex(hit["digest"]), hit["valid_to"])
    return found


def _stored_queries(table: Table, rows: Sequence[Row]) -> Iterator[tuple[LiteralString, list[str], str]]:
    if table == "node":
        yield statement("stored_nodes"), [row_key(row) for row in rows], ""
        return
    for term, group in _by_term(rows, _term):
        if table == "record":
            label = RECORD_LABELS[term]
            yield (
                statement("stored_records", label=label),
                [row.key for row in group if isinstance(row, RecordRow)],
                f"{term}|",
            )
        else:
            yield statement("stored_relationships", type=term), [row_key(row) for row in group], ""


def _by_term(items: Sequence[Item], term_of: Callable[[Item], str]) -> Iterator[tuple[str, list[Item]]]:
    """Rows or facts by the label or type that their statement needs."""
    for term, group in groupby(sorted(items, key=term_of), key=term_of):
        yield term, list(group)


def _term(row: Row) -> str:
    if isinstance(row, RelationshipRow):
        return row.type
    return row.kind if isinstance(row, NodeRow) else row.table


# ---- the statements of a chunk ----


def statements_of(difference: Difference) -> list[Statement]:
    """What writes the facts of one chunk."""
    made: list[Statement] = []
    for is_new, facts in ((True, difference.added), (False, difference.changed)):
        for term, group in _by_term(facts, lambda fact: _term(fact[0])):
            made += _statements(difference.table, term, group, is_new)
    return made


def _statements(table: Table, term: str, facts: list[Fact], is_new: bool) -> list[Statement]:
    if table == "node":
        nodes = [properties.of_node(row, digest) for row, digest in facts if isinstance(row, NodeRow)]
        if is_new:
            return [(statement("add_nodes", label=kind_label(term)), nodes)]
        return [(statement("change_nodes", labels=all_kind_labels(), label=kind_label(term)), nodes)]
    if table == "relationship":
        links = [
            [row.source, row.target, properties.of_relationship(row, digest)]
            for row, digest in facts
            if isinstance(row, RelationshipRow)
        ]
        return [(statement("add_relationships" if is_new else "change_relationships", type=term), links)]
    records = [properties.of_record(row, digest) for row, digest in facts if isinstance(row, RecordRow)]
    made: list[Statement] = [(statement("put_records", label=RECORD_LABELS[term]), records)]
    if term == "measure":
        made.append((statement("link_measures"), records))
    return made


def apply(tx: ManagedTransaction, made: list[Statement]) -> None:
    """Run statements one after another."""
    for query, rows in made:
        tx.run(query, rows=rows).consume()


# ---- one transaction ----


def write_once(session: Session, batch: AllianceGraph, empty: bool, progress: Progress | None) -> Plan:
    """Everything in one transaction."""
    load, total = uuid.uuid4().hex, total_of(batch)

    def work(tx: ManagedTransaction) -> Plan:
        comparison = lock(tx, load)
        done = 0
        for difference, size in differences(
            lambda query, **given: tx.run(query, **given).data(), batch, comparison, empty
        ):
            apply(tx, statements_of(difference))
            done += size
            if progress:
                progress(difference.table, done, total)
        finish(tx, comparison)
        return comparison.plan

    return session.execute_write(work)


def lock(tx: ManagedTransaction, load: str) -> Comparison:
    """Keep other loads out until this transaction ends; gives the state to compare with."""
    state = tx.run(statement("lock_store"), load=load).single(strict=True)
    if state["others"]:
        raise busy()
    return Comparison(int(state["data_version"], 16), state["facts"])


def finish(tx: ManagedTransaction, comparison: Comparison) -> None:
    """Set the new data version and let other loads in."""
    if not comparison.plan.empty:
        plan = comparison.plan
        facts = plan.foreign + sum(part.total() for part in (plan.added, plan.changed, plan.ended, plan.unchanged))
        tx.run(statement("finish_store"), data_version=version_text(comparison.version), facts=facts).consume()


def busy() -> StoreBusy:
    """Another load is running."""
    return StoreBusy(
        Text(
            "库正被另一个载入占用。请等它结束后再试。",
            "Another load is running in the store. Try again when it has ended.",
        )
    )
