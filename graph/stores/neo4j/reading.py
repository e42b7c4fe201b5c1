"""Reading a graph out of Neo4j straight into columns, in pages that the server collects.

A page of nodes is taken in order of ids. The relationships follow by ranges of their source nodes, cut so that each
page holds about the same number: measured several times faster than one record a relationship.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, LiteralString

from neo4j import Session

from ...alliance_graph import AllianceGraph, positions
from ...columns import NodeColumnsBuilder, RelationshipColumnsBuilder
from ...records import RecordRow, Records, record_model
from ..store import Progress
from . import properties
from .ahead import ahead
from .statements import statement

PAGE = 10_000


class TornReadError(Exception):
    """A load became visible between two pages: a link came whose node had not been there."""


Degrees = list[tuple[str, int]]


def read_graph(session: Session, data_version: str, total: int, progress: Progress | None) -> AllianceGraph:
    """Everything that the database holds now.

    Parameters
    ----------
    session
        An open session.
    data_version
        What the store says of its content.
    total
        Number of nodes and relationships, for the progress.
    progress
        Called after every page.

    Raises
    ------
    TornReadError
        A load became visible meanwhile; read again.
    """
    builder, degrees = NodeColumnsBuilder(), Degrees()
    for rows in ahead(_node_pages(session)):
        builder.extend([properties.node_row(*row[:4]) for row in rows])
        degrees += [(row[0], row[4]) for row in rows]
        if progress:
            progress("node", len(degrees), total)
    nodes = builder.finish()
    expected, done = sum(degree for _, degree in degrees), len(degrees)
    links = RelationshipColumnsBuilder(positions(nodes), expected)
    for rows in ahead(_relationship_pages(session, degrees)):
        try:
            links.extend([properties.relationship_row(row) for row in rows])
        except KeyError as error:
            raise TornReadError from error
        done += len(rows)
        if progress:
            progress("relationship", done, total)
    return AllianceGraph(nodes, links.finish(), read_records(session), data_version=data_version)


def read_records(session: Session) -> Records:
    """Sources, censuses, rosters and measures."""
    hits = session.execute_read(lambda tx: tx.run(statement("read_records")).values("table", "key", "body"))
    return Records.of(record_model(RecordRow(*hit)) for hit in hits)


def _node_pages(session: Session) -> Iterator[list[list[Any]]]:
    after = ""
    while rows := _collected(session, statement("read_nodes"), after=after, size=PAGE):
        yield rows
        after = rows[-1][0]


def _relationship_pages(session: Session, degrees: Degrees) -> Iterator[list[list[Any]]]:
    for first, last in _ranges(degrees):
        yield _collected(session, statement("read_relationships"), first=first, last=last)


def _ranges(degrees: Degrees) -> Iterator[tuple[str, str]]:
    """Ranges of source nodes with about one page of relationships each."""
    first, held = "", 0
    for node_id, degree in degrees:
        first = first or (node_id if degree else "")
        held += degree
        if held >= PAGE:
            yield first, node_id
            first, held = "", 0
    if held:
        yield first, degrees[-1][0]


def _collected(session: Session, query: LiteralString, **given: Any) -> list[list[Any]]:
    record = session.execute_read(lambda tx: tx.run(query, **given).single(strict=True))
    return list(record["rows"])
