"""Models as rows, checked against the schema and against each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ..errors import DuplicateFact, UnknownName
from ..wording import Text
from .models import Node, Relationship
from .rows import NodeRow, RelationshipRow, node_row, relationship_row
from .schema import schema

Row = TypeVar("Row", NodeRow, RelationshipRow)


def checked_rows(
    nodes: Iterable[Node], relationships: Iterable[Relationship]
) -> tuple[list[NodeRow], list[RelationshipRow]]:
    """The rows of nodes and relationships, each once; see `legal_rows` for what is refused."""
    return legal_rows(map(node_row, nodes), map(relationship_row, relationships))


def legal_rows(
    nodes: Iterable[NodeRow], relationships: Iterable[RelationshipRow]
) -> tuple[list[NodeRow], list[RelationshipRow]]:
    """Rows that come from models, each once.

    Raises
    ------
    UnknownTerm, IllegalRelationship
        A kind or type that the schema does not have, or a relationship that it does not allow.
    UnknownName
        A relationship whose end is not among the nodes.
    DuplicateFact
        Two nodes or relationships with one id.
    """
    node_rows, relationship_rows = _unique(nodes), _unique(relationships)
    kinds = {row.id: row.kind for row in node_rows}
    for kind in kinds.values():
        schema().kind(kind)
    for row in relationship_rows:
        for end in (row.source, row.target):
            if end not in kinds:
                raise UnknownName(end)
        schema().check(row.type, kinds[row.source], kinds[row.target])
    return node_rows, relationship_rows


def _unique(rows: Iterable[Row]) -> list[Row]:
    known: dict[str, Row] = {}
    for row in rows:
        if known.setdefault(row.id, row) != row:
            raise DuplicateFact(
                Text(f"两个不同的事实有相同的 id {row.id}。", f"Two different facts have the id {row.id}.")
            )
    return list(known.values())
