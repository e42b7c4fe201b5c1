"""What a chunk of facts changes in Neo4j: its statements, and the facts that they replace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, LiteralString, TypeVar

from neo4j import ManagedTransaction

from ...alliance_graph import AllianceGraph
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ..differences import Comparison, Difference, Fact, Row, Stored, Table, chunks_of, row_key
from . import properties
from .fields import Properties
from .properties import MARK, key_of
from .statements import RECORD_LABELS, all_kind_labels, kind_label, span, stage_labels, statement

CHUNK = 4_000  # measured: 2,000 to 5,000 facts a transaction are written faster than 10,000
Run = Callable[..., list[dict[str, Any]]]
"""Runs a statement with parameters and gives its records."""
Statement = tuple[LiteralString, list[Any]]
Item = TypeVar("Item", Row, Fact)


# ---- comparing with what is there ----


def differences(
    run: Run, graph: str, batch: AllianceGraph, comparison: Comparison, *, empty: bool
) -> Iterator[tuple[Difference, int]]:
    """The new and changed facts of a batch, chunk by chunk, and how many facts each chunk was made of."""
    for table, rows in chunks_of(batch, CHUNK, by_term=True):
        stored = {} if empty else _stored(run, graph, table, rows)
        yield comparison.of(table, rows, stored), len(rows)


def _stored(run: Run, graph: str, table: Table, rows: Sequence[Row]) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for query, group in _queries("stored", table, rows):
        for hit in run(query, keys=[key_of(graph, row_key(row)) for row in group]):
            found[hit["key"][len(graph) + 1 :]] = Stored(properties.digest_of(hit["digest"]), hit["valid_to"])
    return found


def _queries(verb: str, table: Table, rows: Sequence[Row]) -> Iterator[tuple[LiteralString, list[Row]]]:
    """A statement about rows by their marks for each label or type that needs one of its own."""
    if table == "node":
        yield statement(f"{verb}_nodes", label="Entity"), list(rows)
        return
    for term, group in _by_term(rows, term_of):
        if table == "record":
            yield statement(f"{verb}_nodes", label=RECORD_LABELS[term]), group
        else:
            yield statement(f"{verb}_relationships", type=term), group


def _by_term(items: Sequence[Item], term_of: Callable[[Item], str]) -> Iterator[tuple[str, list[Item]]]:
    """Rows or facts by the label or type that their statement needs."""
    for term, group in groupby(sorted(items, key=term_of), key=term_of):
        yield term, list(group)


def term_of(row: Row) -> str:
    """The kind, type or table that decides which statement writes a fact."""
    if isinstance(row, RelationshipRow):
        return row.type
    return row.kind if isinstance(row, NodeRow) else row.table


# ---- the facts that a chunk replaces ----


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact as the database holds it: its row and digest, and all properties of the thing that holds it."""

    row: Row
    digest: bytes
    properties: Properties


def kept_facts(run: Run, graph: str, table: Table, rows: Sequence[Row]) -> dict[str, Kept]:
    """What the database holds of some facts, by their keys."""
    found: dict[str, Kept] = {}
    for query, group in _queries("kept", table, rows):
        for hit in run(query, keys=[key_of(graph, row_key(row)) for row in group]):
            row = _kept_row(table, hit)
            held: Properties = hit["properties"]
            found[row_key(row)] = Kept(row, properties.digest_of(held.get("_digest")), held)
    return found


def kept_otherwise(run: Run, graph: str, batch: AllianceGraph) -> list[tuple[Row, Row]]:
    """The nodes and relationships of a batch that the database holds otherwise, each beside it."""
    found: list[tuple[Row, Row]] = []
    for table, rows in chunks_of(batch, CHUNK, by_term=True):
        if table != "record":
            stored = _stored(run, graph, table, rows)
            other = [row for row in rows if row_key(row) in stored and stored[row_key(row)].digest != row.digest]
            kept = kept_facts(run, graph, table, other) if other else {}
            found += [(row, kept[row_key(row)].row) for row in other if row_key(row) in kept]
    return found


def _kept_row(table: Table, hit: dict[str, Any]) -> Row:
    held = hit["properties"]
    if table == "node":
        return properties.node_row(held)
    if table == "record":
        return properties.record_row(held[MARK], held["_table"], held["_body"])
    return properties.relationship_row_of(hit["source"], hit["type"], hit["target"], held)


# ---- the statements of a chunk ----


def statements_of(graph: str, difference: Difference, kept: dict[str, Kept]) -> list[Statement]:
    """What writes the facts of one chunk.

    Parameters
    ----------
    graph
        Name of the graph.
    difference
        New and changed facts.
    kept
        What the database holds of the changed ones.
    """
    statements: list[Statement] = []
    for term, group in _by_term(difference.added, _term_of_fact):
        statements += _adding(graph, term, group)
    for term, group in _by_term(difference.changed, _term_of_fact):
        statements += _changing(graph, term, group, kept)
    return statements + _links(graph, [row for row, _ in (*difference.added, *difference.changed)])


def _term_of_fact(fact: Fact) -> str:
    return term_of(fact[0])


def _adding(graph: str, term: str, facts: list[Fact]) -> list[Statement]:
    rows = [of_row(graph, row, digest) for row, digest in facts]
    first = facts[0][0]
    if isinstance(first, NodeRow):
        return [(statement("add_nodes", label=kind_label(term)), rows)]
    if isinstance(first, RecordRow):
        return [(statement("put_records", label=RECORD_LABELS[term]), rows)]
    ends = [
        [key_of(graph, row.source), key_of(graph, row.target)] for row, _ in facts if isinstance(row, RelationshipRow)
    ]
    return [(statement("add_relationships", type=term), [[*pair, row] for pair, row in zip(ends, rows, strict=True)])]


def _changing(graph: str, term: str, facts: list[Fact], kept: dict[str, Kept]) -> list[Statement]:
    if isinstance(facts[0][0], RecordRow):
        return _adding(graph, term, facts)
    rows = []
    for row, digest in facts:
        new = of_row(graph, row, digest)
        old = kept[row_key(row)]
        rows.append([new, {key: None for key in of_row(graph, old.row, old.digest) if key not in new}])
    if isinstance(facts[0][0], NodeRow):
        return [(statement("change_nodes", labels=all_kind_labels(), label=kind_label(term)), rows)]
    return [(statement("change_relationships", type=term), rows)]


def of_row(graph: str, row: Row, digest: bytes) -> Properties:
    """The properties of any fact."""
    if isinstance(row, NodeRow):
        return properties.of_node(graph, row, digest)
    if isinstance(row, RecordRow):
        return properties.of_record(graph, row, digest)
    return properties.of_relationship(graph, row, digest)


def _links(graph: str, rows: Sequence[Row]) -> list[Statement]:
    """What lets a user of Neo4j walk from a node to its sources, and from a figure to its node."""
    nodes = [row for row in rows if isinstance(row, NodeRow)]
    measures = [row for row in rows if isinstance(row, RecordRow) and row.table == "measure"]
    links = {
        "link_evidence": [link for row in nodes for link in properties.evidence_links(graph, row)],
        "link_measures": [
            [key_of(graph, row_key(row)), key_of(graph, json.loads(row.body)["subject"])] for row in measures
        ],
    }
    return [(statement(file), items) for file, items in links.items() if items]


# ---- taking facts back ----


def deletions_of(graph: str, keys: Sequence[tuple[Table, str, str]]) -> list[Statement]:
    """What deletes facts.

    Parameters
    ----------
    graph
        Name of the graph.
    keys
        Table, label or type, and key of each.
    """
    statements: list[Statement] = []
    for (table, term), group in groupby(sorted(keys), key=lambda entry: entry[:2]):
        marks = [key_of(graph, key) for _, _, key in group]
        if table == "relationship":
            statements.append((statement("delete_relationships", type=term), marks))
        else:
            label = "Entity" if table == "node" else RECORD_LABELS[term]
            statements.append((statement("delete_nodes", label=label), marks))
    return statements


def apply(tx: ManagedTransaction, statements: Sequence[Statement]) -> None:
    """Run statements one after another."""
    for query, rows in statements:
        tx.run(query, rows=rows).consume()


def link_stages(tx: ManagedTransaction, graph: str) -> None:
    """Link every stage to what it is a finer part of, where that link is missing."""
    for label in stage_labels():
        tx.run(statement("link_stages", label=label), graph=graph, **span(graph)).consume()


def runner(tx: ManagedTransaction) -> Run:
    """Runs statements in a transaction."""
    return lambda query, **given: tx.run(query, **given).data()
