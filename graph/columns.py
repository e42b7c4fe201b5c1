"""Nodes and relationships as columns.

A relationship costs about 90 bytes plus the text of its evidence, where a NetworkX edge costs some 700. Rows are in
order of their ids, so equal graphs have equal columns. What no search needs (aliases, attributes, evidence …) stays as
the JSON text of the row and becomes a model only when somebody looks at it. Unknown is not-a-number in a column of
numbers and day 0 in a column of days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from operator import le
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from .fields import Column, Field, fields_of
from .rows import NodeRow, RelationshipRow, transposed
from .texts import Texts

Integers = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_NO_NODES: Sequence[str] = ()
# What `_make` does, without a call in Python for each of a million rows.
_NODE_ROW: Callable[[tuple[Any, ...]], NodeRow] = partial(tuple.__new__, NodeRow)
_RELATIONSHIP_ROW: Callable[[tuple[Any, ...]], RelationshipRow] = partial(tuple.__new__, RelationshipRow)


@dataclass(frozen=True, slots=True)
class _Columns:
    """One column a field of the rows, in the same order."""

    row_type: ClassVar[type[tuple[Any, ...]]]

    def __post_init__(self) -> None:
        for field in fields(self):
            column = getattr(self, field.name)
            if isinstance(column, np.ndarray):
                column.flags.writeable = False

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, which: Integers | Mask) -> Self:
        """The rows at these positions, or under this mask."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    def _fields_by_column(self) -> Iterator[tuple[str, Field]]:
        """The name of each column, and the field that it keeps."""
        return zip(self.__slots__, fields_of(self.row_type), strict=True)

    def _row(self, index: int, node_ids: Sequence[str]) -> list[Any]:
        return [field.type.value(getattr(self, name)[index], node_ids) for name, field in self._fields_by_column()]

    def _rows(self, part: slice, node_ids: Any) -> Iterator[tuple[Any, ...]]:
        values = [field.type.values(getattr(self, name)[part], node_ids) for name, field in self._fields_by_column()]
        return zip(*values, strict=True)


@dataclass(frozen=True, slots=True)
class NodeColumns(_Columns):
    """Nodes in order of their ids, with a column for each field of `NodeRow`.

    Parameters
    ----------
    ids, names, bodies
        Texts, shape (n,).
    kinds
        Codes in the vocabulary of kinds, shape (n,), uint8.
    """

    row_type = NodeRow

    ids: Texts
    kinds: Integers
    names: Texts
    bodies: Texts

    @classmethod
    def from_rows(cls, rows: Iterable[NodeRow]) -> NodeColumns:
        """Columns of rows in any order."""
        builder = NodeColumnsBuilder()
        builder.extend(list(rows))
        return builder.finish()

    def row(self, index: int) -> NodeRow:
        """The row at one position."""
        return NodeRow(*self._row(index, _NO_NODES))

    def rows(self, chunk: int = 10_000) -> Iterator[list[NodeRow]]:
        """All rows, in lists of some length."""
        for start in range(0, len(self), chunk):
            yield list(map(_NODE_ROW, self._rows(slice(start, start + chunk), _NO_NODES)))


class _Builder:
    """Fills columns chunk by chunk and puts them in order of the first one.

    Parameters
    ----------
    row_type
        Type of the rows.
    expected
        How many rows will come; more are taken too.
    node_positions
        Position of each node id among the nodes, for the ends of relationships.
    """

    def __init__(
        self, row_type: type[tuple[Any, ...]], expected: int, node_positions: Mapping[str, int] | None = None
    ) -> None:
        self._columns = [field.type.builder(expected, node_positions or {}) for field in fields_of(row_type)]

    def extend(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows in the order of their fields."""
        if rows:
            self.extend_columns(transposed(rows))

    def extend_columns(self, columns: Sequence[Sequence[Any]]) -> None:
        """Add rows that are columns already, in the order of their fields."""
        for column, values in zip(self._columns, columns, strict=True):
            column.extend(values)

    def _in_order(self) -> Iterator[Any]:
        """Each column in turn; what it was made in is let go at once."""
        columns, self._columns = self._columns[::-1], []
        keys = columns.pop().finish(None)
        order = order_of(keys)
        yield keys if order is None else keys[order]
        while columns:
            yield columns.pop().finish(order)


def order_of(keys: Column) -> NDArray[np.intp] | None:
    """The positions of some keys in their order, equal ones as they stand; None when they are in order."""
    if isinstance(keys, np.ndarray):
        return None if np.all(keys[:-1] <= keys[1:]) else np.argsort(keys, kind="stable")
    texts = keys.tolist()
    if all(map(le, texts, texts[1:])):
        return None
    return np.array(sorted(range(len(texts)), key=texts.__getitem__), np.intp)


def ranks_of(keys: Column) -> NDArray[np.int32]:
    """The place of each key in the order of them all, equal ones as they stand."""
    order, ranks = order_of(keys), np.arange(len(keys), dtype=np.int32)
    if order is not None:
        ranks[order] = np.arange(len(keys), dtype=np.int32)
    return ranks


def grouped(ends: Integers, size: int) -> tuple[Integers, Integers]:
    """The positions of some ends by node, and where those of each node begin, shape (size + 1,)."""
    order = np.argsort(ends, kind="stable")
    bounds = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=size), out=bounds[1:])
    return order, bounds


class NodeColumnsBuilder(_Builder):
    """Collects node rows, chunk by chunk, into columns; see `_Builder`."""

    def __init__(self, expected: int = 0) -> None:
        super().__init__(NodeRow, expected)

    def finish(self) -> NodeColumns:
        """The columns, in order of the ids."""
        return NodeColumns(*self._in_order())


def positions(nodes: NodeColumns) -> dict[str, int]:
    """The position of each node id."""
    return {node_id: position for position, node_id in enumerate(nodes.ids.tolist())}


@dataclass(frozen=True, slots=True)
class RelationshipColumns(_Columns):
    """Relationships in order of their ids, with a column for each field of `RelationshipRow`.

    Parameters
    ----------
    ids
        Shape (m,), uint64: the sixteen hexadecimal digits as a number.
    sources, targets
        Positions of the ends among the nodes, int32.
    types, statuses
        Codes in the vocabularies of types and statuses, uint8.
    strengths, confidences
        0 to 1, not-a-number when unknown, float64.
    valid_from, valid_to, observed_at
        Shape (m, 2), int32: first and last possible day, 0 when unknown.
    products, bodies
        Texts.
    """

    row_type = RelationshipRow

    ids: Integers
    sources: Integers
    types: Integers
    targets: Integers
    products: Texts
    valid_from: Integers
    valid_to: Integers
    observed_at: Integers
    strengths: Floats
    confidences: Floats
    statuses: Integers
    bodies: Texts

    def rows(self, node_ids: Sequence[str], chunk: int = 10_000) -> Iterator[list[RelationshipRow]]:
        """All rows, in lists of some length; `node_ids` are the ids of the nodes by position."""
        ids = np.array(list(node_ids), object)
        for start in range(0, len(self), chunk):
            yield list(map(_RELATIONSHIP_ROW, self._rows(slice(start, start + chunk), ids)))

    def row(self, index: int, node_ids: Sequence[str]) -> RelationshipRow:
        """The row at one position."""
        return RelationshipRow(*self._row(index, node_ids))


class RelationshipColumnsBuilder(_Builder):
    """Collects relationship rows, chunk by chunk, into columns; see `_Builder`."""

    def __init__(self, node_positions: Mapping[str, int], expected: int = 0) -> None:
        super().__init__(RelationshipRow, expected, node_positions)

    def finish(self) -> RelationshipColumns:
        """The columns, in order of the ids."""
        return RelationshipColumns(*self._in_order())
