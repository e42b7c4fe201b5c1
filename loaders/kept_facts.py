"""Facts that wait for the end of a load: each as a row with one text, a quarter of the memory of a model."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, MutableMapping
from typing import Generic, TypeVar

from ..graph.models import Node, Relationship
from ..graph.rows import (
    NodeRow,
    RelationshipRow,
    node_model,
    node_row,
    relationship_model,
    relationship_row,
)

Model = TypeVar("Model", Node, Relationship)
Row = TypeVar("Row", NodeRow, RelationshipRow)


class KeptFacts(MutableMapping[str, Model], Generic[Model, Row]):
    """Models by id, kept as rows; what is looked at is a model again.

    Parameters
    ----------
    to_row, to_model
        Make the one of the other.
    """

    def __init__(self, to_row: Callable[[Model], Row], to_model: Callable[[Row], Model]) -> None:
        self._to_row: Callable[[Model], Row] = to_row
        self._to_model: Callable[[Row], Model] = to_model
        self._rows: dict[str, Row] = {}

    def __getitem__(self, key: str) -> Model:
        return self._to_model(self._rows[key])

    def __setitem__(self, key: str, model: Model) -> None:
        self._rows[key] = self._to_row(model)

    def __delitem__(self, key: str) -> None:
        del self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, key: str) -> Row | None:
        """The row of a fact, without making its model."""
        return self._rows.get(key)

    def put(self, row: Row) -> None:
        """Keep a fact that is a row already."""
        self._rows[row.id] = row

    def rows(self) -> Collection[Row]:
        """The rows of all facts."""
        return self._rows.values()


def kept_nodes() -> KeptFacts[Node, NodeRow]:
    """Room for nodes."""
    return KeptFacts(node_row, node_model)


def kept_relationships() -> KeptFacts[Relationship, RelationshipRow]:
    """Room for relationships."""
    return KeptFacts(relationship_row, relationship_model)
