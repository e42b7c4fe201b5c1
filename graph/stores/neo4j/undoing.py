"""What a load replaced: kept beside the graph while the load is under way, put back if it breaks off."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from neo4j import ManagedTransaction, Session
from neo4j.exceptions import ConstraintError

from ....errors import StoreFailed
from ....wording import Text
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ..differences import Difference, Fact, Row, Table, row_key, table_of
from .statements import ALL_LABELS, span, statement
from .writing import Kept, apply, deletions_of, kept_facts, link_stages, runner, statements_of, term_of

_ROWS: dict[str, type[Row]] = {"node": NodeRow, "record": RecordRow, "relationship": RelationshipRow}
Key = tuple[Table, str, str]
"""Table, label or type, and key of a fact."""
_IN_THE_WAY = Text(
    "{location} 中断的载入不能收回:它加入的节点上挂着别人的关系,本程序不会删除它们。"
    "请先移走这些关系:MATCH (n)-[r]-() WHERE n._alliance IS NOT NULL AND r._alliance IS NULL "
    "AND r._derived IS NULL RETURN n, r",
    "The load that broke off in {location} cannot be taken back: links of somebody else hang on nodes that it "
    "added, and they are not ours to delete. Remove them first: MATCH (n)-[r]-() WHERE n._alliance IS NOT NULL "
    "AND r._alliance IS NULL AND r._derived IS NULL RETURN n, r",
)


@dataclass(slots=True)
class Undo:
    """What takes a chunk, or a whole load, back.

    Parameters
    ----------
    added
        Facts that were not there before.
    replaced
        Facts as they were, each with the digest that was kept for it.
    """

    added: list[Key] = field(default_factory=list)
    replaced: list[Fact] = field(default_factory=list)

    def packed(self) -> bytes:
        """As bytes for the database."""
        replaced = [[table_of(row), *row, digest.hex()] for row, digest in self.replaced]
        return zlib.compress(json.dumps([self.added, replaced], ensure_ascii=False).encode(), level=1)


def undo_of(difference: Difference, kept: dict[str, Kept]) -> Undo:
    """What takes a chunk back."""
    added: list[Key] = [(difference.table, term_of(row), row_key(row)) for row, _ in difference.added]
    return Undo(added, [(fact.row, fact.digest) for fact in kept.values()])


def unpacked(packed: bytes) -> Undo:
    """From the bytes of the database."""
    added, replaced = json.loads(zlib.decompress(packed))
    facts = [(_ROWS[table](*values), bytes.fromhex(digest)) for table, *values, digest in replaced]
    return Undo([(table, term, key) for table, term, key in added], facts)


# ---- for readers ----


@dataclass(slots=True)
class Before:
    """The graph as it was before a load: what is read is corrected by what the load keeps of it."""

    added: set[tuple[Table, str]] = field(default_factory=set)
    replaced: dict[tuple[Table, str], Row] = field(default_factory=dict)

    def see(self, session: Session, load: str) -> None:
        """Take in what a load has kept until now."""
        hits = session.execute_read(lambda tx: tx.run(statement("read_undo"), load=load).data())
        for undo in map(unpacked, (hit["facts"] for hit in hits)):
            self.added.update((table, key) for table, _, key in undo.added)
            self.replaced.update({(table_of(row), row_key(row)): row for row, _ in undo.replaced})

    def rows(self, table: Table, rows: Iterable[Row]) -> list[Any]:
        """The rows of a table as they were."""
        keyed = ((row, (table, row_key(row))) for row in rows)
        return [self.replaced.get(key, row) for row, key in keyed if key not in self.added]


# ---- for whoever takes a load back ----


def take_back(session: Session, graph: str, load: str, *, first: bool, location: str) -> None:
    """Put back what was there before a load that did not end; safe to be broken off and to be done again.

    Raises
    ------
    StoreFailed
        Somebody else's links hang on what the load added; nothing of theirs is deleted.
    """
    try:
        if first:
            _sweep(session, graph)
        else:
            hits = session.execute_read(lambda tx: tx.run(statement("read_undo"), load=load).data())
            for hit in hits:
                session.execute_write(_take_back_chunk, graph, hit["id"])
        session.execute_write(_end, graph, load)
    except ConstraintError as error:
        raise StoreFailed(_IN_THE_WAY, location=location) from error


def _sweep(session: Session, graph: str) -> None:
    for label in ALL_LABELS:
        session.run(statement("sweep_first", label=label), **span(graph)).consume()


def _take_back_chunk(tx: ManagedTransaction, graph: str, undo_id: str) -> None:
    hit = tx.run(statement("take_undo"), id=undo_id).single()
    if hit is None:
        return
    undo = unpacked(hit["facts"])
    apply(tx, deletions_of(graph, undo.added))
    if undo.replaced:
        table = table_of(undo.replaced[0][0])
        now = kept_facts(runner(tx), graph, table, [row for row, _ in undo.replaced])
        apply(tx, statements_of(graph, Difference(table, [], undo.replaced), now))


def _end(tx: ManagedTransaction, graph: str, load: str) -> None:
    link_stages(tx, graph)
    tx.run(statement("end_undo"), graph=graph, load=load).consume()
