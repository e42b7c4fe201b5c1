"""Reading a graph out of Neo4j straight into columns, in pages that the server collects.

A page of nodes is taken in order of marks. The relationships follow by ranges of their source nodes, cut so that each
page holds about the same number: measured several times faster than one record a relationship.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, LiteralString

from neo4j import Session

from ...alliance_graph import AllianceGraph
from ...columns import NodeColumnsBuilder, RelationshipColumnsBuilder, positions
from ...records import RecordRow, Records, record_model
from ...rows import RelationshipRow
from ..store import Progress
from . import properties
from .ahead import ahead
from .statements import link_fields, span, statement
from .undoing import Before

PAGE = 10_000
Degrees = list[tuple[str, int]]
"""The mark of each node in order, and about how many links start there."""


class TornReadError(Exception):
    """A load wrote between two pages: a link came whose node had not been there."""


def read_graph(session: Session, graph: str, data_version: str, total: int, progress: Progress | None) -> AllianceGraph:
    """Everything that a graph holds now, while no load is under way.

    Parameters
    ----------
    session
        An open session.
    graph
        Name of the graph.
    data_version
        What the store says of its content.
    total
        Number of facts, for the progress.
    progress
        Called after every page.

    Raises
    ------
    TornReadError
        A load wrote meanwhile; read again.
    """
    builder, degrees = NodeColumnsBuilder(), Degrees()
    with ahead(_node_pages(session, graph)) as pages:
        for rows in pages:
            builder.extend([properties.node_row(row[2]) for row in rows])
            degrees += [(row[0], row[1]) for row in rows]
            if progress:
                progress("node", len(degrees), total)
    nodes = builder.finish()
    links = RelationshipColumnsBuilder(positions(nodes), sum(degree for _, degree in degrees))
    done = len(degrees)
    with ahead(pages_of_links(session, degrees, statement("read_relationships", fields=link_fields()))) as pages:
        for rows in pages:
            _extend(links, rows)
            done += len(rows)
            if progress:
                progress("relationship", done, total)
    records = read_records(session, graph)
    if progress:
        progress("record", total, total)
    return AllianceGraph(nodes, links.finish(), records, data_version=data_version)


def _extend(links: RelationshipColumnsBuilder, rows: list[list[Any]]) -> None:
    try:
        links.extend([properties.relationship_row(row) for row in rows])
    except KeyError as error:
        raise TornReadError from error


def read_before(session: Session, graph: str, data_version: str, load: str) -> AllianceGraph:
    """Everything that a graph held before a load that is under way, or broke off.

    What the load keeps of the facts that it replaces is read before and after the facts themselves: a chunk that is
    written or taken back meanwhile is in one of the two.
    """
    before = Before()
    before.see(session, load)
    pages = list(_node_pages(session, graph))
    degrees = [(row[0], row[1]) for page in pages for row in page]
    nodes = [properties.node_row(row[2]) for page in pages for row in page]
    links = [
        RelationshipRow(*properties.relationship_row(row))
        for page in pages_of_links(session, degrees, statement("read_relationships", fields=link_fields()))
        for row in page
    ]
    records = _record_rows(session, graph)
    before.see(session, load)
    try:
        found = AllianceGraph.from_rows(
            before.rows("node", nodes),
            before.rows("relationship", links),
            map(record_model, before.rows("record", records)),
        )
    except KeyError as error:
        raise TornReadError from error
    return AllianceGraph(found.nodes, found.relationships, found.records, data_version=data_version)


def read_records(session: Session, graph: str) -> Records:
    """Sources, censuses, rosters, measures and judgements."""
    return Records.of(map(record_model, _record_rows(session, graph)))


def _record_rows(session: Session, graph: str) -> list[RecordRow]:
    hits = session.execute_read(
        lambda tx: tx.run(statement("read_records"), span(graph)).values("mark", "table", "body")
    )
    return [properties.record_row(*hit) for hit in hits]


def _node_pages(session: Session, graph: str) -> Iterator[list[list[Any]]]:
    return pages_of_nodes(session, graph, statement("read_nodes"))


def pages_of_nodes(session: Session, graph: str, query: LiteralString) -> Iterator[list[list[Any]]]:
    """Pages of nodes, each row beginning with the mark."""
    limits = span(graph)
    while rows := _collected(session, query, **limits, size=PAGE, graph=graph):
        yield rows
        limits["from"] = rows[-1][0]


def pages_of_links(session: Session, degrees: Degrees, query: LiteralString) -> Iterator[list[list[Any]]]:
    """Pages of the links that start at some nodes."""
    for first, last in _ranges(degrees):
        yield _collected(session, query, first=first, last=last)


def _ranges(degrees: Degrees) -> Iterator[tuple[str, str]]:
    """Ranges of source nodes with about one page of relationships each."""
    first, waiting = "", 0
    for mark, degree in degrees:
        first = first or (mark if degree else "")
        waiting += degree
        if waiting >= PAGE:
            yield first, mark
            first, waiting = "", 0
    if waiting:
        yield first, degrees[-1][0]


def _collected(session: Session, query: LiteralString, **given: Any) -> list[list[Any]]:
    record = session.execute_read(lambda tx: tx.run(query, given).single(strict=True))
    return list(record["rows"])
