"""Which fact it is that a server refuses: found by trying each alone, in a transaction that is never committed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString

from neo4j import Session
from neo4j.exceptions import Neo4jError

from ....errors import FactRefused
from ....wording import Text
from ...rows import NodeRow, RelationshipRow
from ..differences import Difference, Fact, Row
from ..refusals import refusal_of
from .properties import MARK
from .statements import RECORD_LABELS, statement
from .writing import of_row, term_of

# What the driver raises for a value that its protocol cannot carry: an integer past 64 bits, a lone surrogate.
_UNSENDABLE = (OverflowError, UnicodeError, TypeError, ValueError)
_MOST_REASON = 300


@dataclass(slots=True)
class Current:
    """The chunk that is being written."""

    difference: Difference | None = None


@contextmanager
def refusing(session: Session, graph: str, at: Current) -> Iterator[None]:
    """Name the fact of the current chunk that the server refuses, when it refuses one.

    Raises
    ------
    FactRefused
        With the fact, the place that it comes from, and what the server says.
    """
    try:
        yield
    except FactRefused:
        raise
    except (Neo4jError, *_UNSENDABLE) as error:
        if at.difference is None or (isinstance(error, Neo4jError) and error.is_retryable()):
            raise
        facts = [*at.difference.added, *at.difference.changed]
        culprit = _culprit(session, graph, facts)
        if culprit is None:
            raise
        row, reason = culprit
        raise refusal_of(row, _reason(reason)) from error


def _culprit(session: Session, graph: str, facts: Sequence[Fact]) -> tuple[Row, str] | None:
    """The first fact that the server refuses, by halves, and why; None when it takes them all."""
    reason = _refused(session, graph, facts)
    if reason is None:
        return None
    if len(facts) == 1:
        return facts[0][0], reason
    half = len(facts) // 2
    return _culprit(session, graph, facts[:half]) or _culprit(session, graph, facts[half:])


def _refused(session: Session, graph: str, facts: Sequence[Fact]) -> str | None:
    with session.begin_transaction() as tx:
        try:
            for term in {term_of(row) for row, _ in facts}:
                rows = [of_row(graph, row, digest) for row, digest in facts if term_of(row) == term]
                # The fact itself may be there: its neighbour by name stands for it.
                tried = [{**row, MARK: f"{row[MARK]}?"} for row in rows]
                tx.run(_trial(facts[0][0], term), rows=tried).consume()
        except (Neo4jError, *_UNSENDABLE) as error:
            return str(getattr(error, "message", None) or error)
        finally:
            if not tx.closed():
                tx.rollback()
    return None


def _trial(row: Row, term: str) -> LiteralString:
    if isinstance(row, RelationshipRow):
        return statement("try_relationships", type=term)
    return statement("try_nodes", label="Entity" if isinstance(row, NodeRow) else RECORD_LABELS[term])


def _reason(words: str) -> Text:
    said = " ".join(words.split()).encode(errors="replace").decode()
    said = said if len(said) <= _MOST_REASON else f"{said[:_MOST_REASON]}…"
    return Text(f"Neo4j 不收(服务器说:{said})", f"Neo4j does not take it (the server says: {said})")
