"""Nodes and relationships as columns.

A relationship costs about 130 bytes plus the text of its evidence, where a NetworkX edge costs some 700. Rows are in
order of their ids, so equal graphs have equal columns. What no search needs (aliases, attributes, evidence …) stays as
the JSON text of the row and becomes a model only when somebody looks at it. Unknown is not-a-number in a column of
numbers and day 0 in a column of days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .dates import PartialDate
from .models import STATUSES
from .rows import NodeRow, RelationshipRow, transposed
from .schema import schema

TEXT = np.dtypes.StringDType()
UNKNOWN_DAY = 0

Integers = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Texts = NDArray[Any]
Mask = NDArray[np.bool_]
# What `_make` does, without a call in Python for each of a million rows.
_NODE_ROW: Callable[[tuple[Any, ...]], NodeRow] = partial(tuple.__new__, NodeRow)
_RELATIONSHIP_ROW: Callable[[tuple[Any, ...]], RelationshipRow] = partial(tuple.__new__, RelationshipRow)


@dataclass(frozen=True, slots=True)
class _Columns:
    def __post_init__(self) -> None:
        for field in fields(self):
            getattr(self, field.name).flags.writeable = False

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, which: Integers | Mask) -> Self:
        """The rows at these positions, or under this mask."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class NodeColumns(_Columns):
    """Nodes in order of their ids.

    Parameters
    ----------
    ids, names, bodies
        Texts, shape (n,).
    kinds
        Codes in the vocabulary of kinds, shape (n,), uint8.
    """

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
        kind = schema().kind_vocabulary.term(self.kinds[index])
        return NodeRow(str(self.ids[index]), kind, str(self.names[index]), str(self.bodies[index]))

    def rows(self, chunk: int = 10_000) -> Iterator[list[NodeRow]]:
        """All rows, in lists of some length."""
        for start in range(0, len(self), chunk):
            part = slice(start, start + chunk)
            kind_ids = schema().kind_vocabulary.terms_of(self.kinds[part])
            columns = (self.ids[part].tolist(), kind_ids, self.names[part].tolist(), self.bodies[part].tolist())
            yield list(map(_NODE_ROW, zip(*columns, strict=True)))


class _Builder:
    """Fills columns chunk by chunk and puts them in order of the first one.

    Memory is taken once for the rows that are expected: parts that are joined at the end would need it twice.

    Parameters
    ----------
    types
        Of the columns.
    expected
        How many rows will come; more are taken too.
    """

    def __init__(self, types: Sequence[np.dtype[Any]], expected: int) -> None:
        self._columns = [np.empty(expected, dtype) for dtype in types]
        self._filled = 0

    def _append(self, *columns: NDArray[Any]) -> None:
        end = self._filled + len(columns[0])
        if end > len(self._columns[0]):
            self._columns = [np.concatenate([column, np.empty_like(column, shape=(end, *column.shape[1:]))])
                             for column in self._columns]  # fmt: skip
        for column, values in zip(self._columns, columns, strict=True):
            column[self._filled : end] = values
        self._filled = end

    def _in_order(self) -> Iterator[NDArray[Any]]:
        columns = [column[: self._filled] for column in self._columns]
        self._columns = []
        order = None if np.all(columns[0][:-1] <= columns[0][1:]) else np.argsort(columns[0], kind="stable")
        while columns:
            column = columns.pop(0)
            yield column if order is None else column[order]


class NodeColumnsBuilder(_Builder):
    """Collects node rows, chunk by chunk, into columns; see `_Builder`."""

    def __init__(self, expected: int = 0) -> None:
        super().__init__((TEXT, np.dtype(np.uint8), TEXT, TEXT), expected)

    def extend(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows in the order of `NodeRow`."""
        if rows:
            self.extend_columns(transposed(rows))

    def extend_columns(self, columns: Sequence[Sequence[Any]]) -> None:
        """Add rows that are columns already, in the order of `NodeRow`."""
        ids, kinds, names, bodies = columns
        codes = schema().kind_vocabulary.codes(kinds)
        self._append(np.array(ids, TEXT), codes, np.array(names, TEXT), np.array(bodies, TEXT))

    def finish(self) -> NodeColumns:
        """The columns, in order of the ids."""
        return NodeColumns(*self._in_order())


def positions(nodes: NodeColumns) -> dict[str, int]:
    """The position of each node id."""
    return {node_id: position for position, node_id in enumerate(nodes.ids.tolist())}


@dataclass(frozen=True, slots=True)
class RelationshipColumns(_Columns):
    """Relationships in order of their ids.

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

    ids: Integers
    sources: Integers
    targets: Integers
    types: Integers
    statuses: Integers
    strengths: Floats
    confidences: Floats
    valid_from: Integers
    valid_to: Integers
    observed_at: Integers
    products: Texts
    bodies: Texts

    def rows(self, node_ids: Sequence[str], chunk: int = 10_000) -> Iterator[list[RelationshipRow]]:
        """All rows, in lists of some length; `node_ids` are the ids of the nodes by position."""
        ids = np.array(node_ids, object)
        for start in range(0, len(self), chunk):
            yield self._rows(slice(start, start + chunk), ids)

    def row(self, index: int, node_ids: Texts) -> RelationshipRow:
        """The row at one position."""
        return self._rows(slice(index, index + 1), node_ids)[0]

    def _rows(self, part: slice, node_ids: Texts) -> list[RelationshipRow]:
        columns = (
            [f"{number:016x}" for number in self.ids[part].tolist()],
            node_ids[self.sources[part]].tolist(),
            schema().type_vocabulary.terms_of(self.types[part]),
            node_ids[self.targets[part]].tolist(),
            self.products[part].tolist(),
            _date_texts(self.valid_from[part]),
            _date_texts(self.valid_to[part]),
            _date_texts(self.observed_at[part]),
            _known(self.strengths[part]),
            _known(self.confidences[part]),
            STATUSES.terms_of(self.statuses[part]),
            self.bodies[part].tolist(),
        )
        return list(map(_RELATIONSHIP_ROW, zip(*columns, strict=True)))


class RelationshipColumnsBuilder(_Builder):
    """Collects relationship rows, chunk by chunk, into columns.

    Parameters
    ----------
    node_positions
        Position of each node id among the nodes.
    expected
        See `_Builder`.
    """

    def __init__(self, node_positions: dict[str, int], expected: int = 0) -> None:
        position, code, number = np.dtype(np.int32), np.dtype(np.uint8), np.dtype(np.float64)
        days = [np.dtype((np.int32, 2))] * 3
        types: list[np.dtype[Any]] = [np.dtype(np.uint64), position, position, code, code, number, number]
        super().__init__([*types, *days, TEXT, TEXT], expected)
        self._positions = node_positions
        self._date_codes = {"": 0}
        self._intervals_by_code = np.full((1, 2), UNKNOWN_DAY, np.int32)

    def extend(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows in the order of `RelationshipRow`."""
        if rows:
            self.extend_columns(transposed(rows))

    def extend_columns(self, columns: Sequence[Sequence[Any]]) -> None:
        """Add rows that are columns already, in the order of `RelationshipRow`."""
        ids, sources, types, targets, products, starts, ends, seen, strengths, confidences, statuses, bodies = columns
        size, position = len(ids), self._positions
        self._append(
            _numbers(ids),
            np.fromiter(map(position.__getitem__, sources), np.int32, size),
            np.fromiter(map(position.__getitem__, targets), np.int32, size),
            schema().type_vocabulary.codes(types),
            STATUSES.codes(statuses),
            np.array(strengths, np.float64),
            np.array(confidences, np.float64),
            self._intervals(starts),
            self._intervals(ends),
            self._intervals(seen),
            np.array(products, TEXT),
            np.array(bodies, TEXT),
        )

    def _intervals(self, texts: Sequence[str]) -> Integers:
        """Each different date is parsed once."""
        codes = self._date_codes
        new = sorted(set(texts) - codes.keys())
        if new:
            days = [(date.first.toordinal(), date.last.toordinal()) for date in map(PartialDate.parse, new)]
            self._intervals_by_code = np.concatenate([self._intervals_by_code, np.array(days, np.int32)])
            codes.update(zip(new, range(len(codes), len(codes) + len(new)), strict=True))
        return self._intervals_by_code[np.fromiter(map(codes.__getitem__, texts), np.intp, len(texts))]

    def finish(self) -> RelationshipColumns:
        """The columns, in order of the ids."""
        return RelationshipColumns(*self._in_order())


def _numbers(ids: Sequence[str]) -> Integers:
    """Ids of sixteen hexadecimal digits as numbers, all at once: one by one they take four times as long."""
    return np.frombuffer(bytes.fromhex("".join(ids)), ">u8", len(ids))


def _known(numbers: Floats) -> list[float | None]:
    known = numbers.astype(object)
    known[np.isnan(numbers)] = None
    return list(known)


@lru_cache(maxsize=4096)
def _date_text(first: int, last: int) -> str:
    return "" if first == UNKNOWN_DAY else str(PartialDate.of_days(first, last))


def _date_texts(intervals: Integers) -> list[str]:
    """Each different interval is written once."""
    keys = intervals[:, 0].astype(np.int64) << 32 | intervals[:, 1]
    different, which = np.unique(keys, return_inverse=True)
    texts = [_date_text(key >> 32, key & 0xFFFF_FFFF) for key in different.tolist()]
    return [texts[index] for index in which.tolist()]
