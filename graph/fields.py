"""How the fields of a row are kept: in a column, in a table of SQLite, and what unknown is there.

`NodeRow` and `RelationshipRow` declare each field with one of these types. Columns, tables, statements, sums and the
properties of Neo4j are made from that declaration.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Protocol, get_type_hints

import numpy as np
from numpy.typing import NDArray

from .dates import PartialDate
from .texts import Texts, TextsBuilder
from .vocabulary import Vocabulary

Column = NDArray[Any] | Texts
UNKNOWN_DAY = 0
_DIFFERENT_DATES = 1 << 14


@dataclass(frozen=True)
class FieldType(ABC):
    """How the values of a field are kept; `sql` is its type in a table of SQLite."""

    sql: ClassVar[str] = "TEXT NOT NULL"

    @abstractmethod
    def builder(self, expected: int, node_positions: Mapping[str, int], /) -> ColumnBuilder:
        """What collects the values of a column.

        Parameters
        ----------
        expected
            How many values will come; more are taken too.
        node_positions
            Position of each node id among the nodes, for the ends of relationships.
        """

    @abstractmethod
    def value(self, cell: Any, node_ids: Any, /) -> Any:
        """The value of one cell of a column; `node_ids` are the ids of the nodes by position."""

    @abstractmethod
    def values(self, column: Any, node_ids: Any, /) -> list[Any]:
        """The values of all cells, in less time than one by one; see `value`."""

    def of_model(self, value: Any) -> Any:
        """What a row holds for the value of a model."""
        return value


class ColumnBuilder(Protocol):
    """Collects the values of a column, piece by piece."""

    def extend(self, values: Sequence[Any], /) -> None:
        """Add some values.

        Raises
        ------
        UnknownTerm, KeyError, TypeError, ValueError
            A value that is none of this type; `KeyError` for an end that is not among the nodes.
        """

    def finish(self, order: NDArray[np.intp] | None, /) -> Column:
        """The column, in an order of the positions of the values or as they came; called once, at the end."""


class ArrayBuilder:
    """Collects values of one size in memory that is taken once: parts that are joined at the end need it twice.

    Parameters
    ----------
    dtype
        Of the column.
    expected
        See `FieldType.builder`.
    array
        Makes values an array; see `ColumnBuilder.extend`.
    """

    def __init__(self, dtype: np.dtype[Any], expected: int, array: Callable[[Sequence[Any]], NDArray[Any]]) -> None:
        self._column: NDArray[Any] = np.empty(expected, dtype)
        self._filled = 0
        self._array = array

    def extend(self, values: Sequence[Any], /) -> None:
        """See `ColumnBuilder`."""
        end = self._filled + len(values)
        if end > len(self._column):
            more = np.empty_like(self._column, shape=(end, *self._column.shape[1:]))
            more[: self._filled] = self._column[: self._filled]
            self._column = more
        self._column[self._filled : end] = self._array(values)
        self._filled = end

    def values(self) -> NDArray[Any]:
        """What was collected until now, in the order in which it came."""
        return self._column[: self._filled]

    def finish(self, order: NDArray[np.intp] | None, /) -> NDArray[Any]:
        """See `ColumnBuilder`."""
        column, self._column = self.values(), self._column[:0]
        return column if order is None else column[order]


@dataclass(frozen=True)
class ArrayField(FieldType):
    """Values of one size: `dtype` is that of the column."""

    dtype: ClassVar[np.dtype[Any]]

    def builder(self, expected: int, node_positions: Mapping[str, int], /) -> ArrayBuilder:
        """See `FieldType`."""
        return ArrayBuilder(self.dtype, expected, lambda values: self.column(values, node_positions))

    @abstractmethod
    def column(self, values: Sequence[Any], node_positions: Mapping[str, int], /) -> NDArray[Any]:
        """Values as a column.

        Parameters
        ----------
        values
            One a row.
        node_positions
            Position of each node id among the nodes, for the ends of relationships.

        Raises
        ------
        UnknownTerm, KeyError, TypeError, ValueError
            See `ColumnBuilder.extend`.
        """


@dataclass(frozen=True)
class TextField(FieldType):
    """A text.

    Parameters
    ----------
    optional
        It may be empty, which means that nothing is known.
    """

    optional: bool = False

    def builder(self, _expected: int, _node_positions: Mapping[str, int], /) -> TextsBuilder:
        """See `FieldType`."""
        return TextsBuilder()

    def value(self, cell: str, _node_ids: Any, /) -> str:
        """See `FieldType`."""
        return cell

    def values(self, column: Texts, _node_ids: Any, /) -> list[Any]:
        """See `FieldType`."""
        return column.tolist()


@dataclass(frozen=True)
class BodyField(TextField):
    """All that has no field of its own, as one canonical JSON text."""


@dataclass(frozen=True)
class DigitsField(ArrayField):
    """Sixteen hexadecimal digits, as a number in a column."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.uint64)

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> NDArray[Any]:
        """All at once: one by one they take four times as long; see `ArrayField`."""
        return np.frombuffer(bytes.fromhex("".join(values)), ">u8", len(values))

    def value(self, cell: Any, _node_ids: Any, /) -> str:
        """See `FieldType`."""
        return f"{int(cell):016x}"

    def values(self, column: NDArray[Any], _node_ids: Any, /) -> list[Any]:
        """See `FieldType`."""
        return [f"{number:016x}" for number in column.tolist()]


@dataclass(frozen=True)
class EndField(ArrayField):
    """The id of a node, as its position among the nodes in a column."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.int32)

    def column(self, values: Sequence[Any], node_positions: Mapping[str, int], /) -> NDArray[Any]:
        """See `ArrayField`."""
        return np.fromiter(map(node_positions.__getitem__, values), self.dtype, len(values))

    def value(self, cell: Any, node_ids: Any, /) -> str:
        """See `FieldType`."""
        return str(node_ids[cell])

    def values(self, column: NDArray[Any], node_ids: Any, /) -> list[Any]:
        """See `FieldType`."""
        ends: list[Any] = node_ids[column].tolist()
        return ends


@dataclass(frozen=True)
class TermField(ArrayField):
    """A term of a vocabulary, as its code in a column.

    Parameters
    ----------
    vocabulary
        Gives the vocabulary.
    """

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.uint8)
    vocabulary: Callable[[], Vocabulary]

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> NDArray[Any]:
        """See `ArrayField`."""
        return self.vocabulary().codes(values)

    def value(self, cell: Any, _node_ids: Any, /) -> str:
        """See `FieldType`."""
        return self.vocabulary().term(cell)

    def values(self, column: NDArray[Any], _node_ids: Any, /) -> list[Any]:
        """See `FieldType`."""
        return self.vocabulary().terms_of(column)


@dataclass(frozen=True)
class ShareField(ArrayField):
    """A number from 0 to 1, or None when it is unknown: not-a-number in a column."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.float64)
    sql: ClassVar[str] = "REAL"

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> NDArray[Any]:
        """See `ArrayField`."""
        return np.array(values, self.dtype)

    def value(self, cell: Any, _node_ids: Any, /) -> float | None:
        """See `FieldType`."""
        return None if np.isnan(cell) else float(cell)

    def values(self, column: NDArray[Any], _node_ids: Any, /) -> list[Any]:
        """See `FieldType`."""
        known = column.astype(object)
        known[np.isnan(column)] = None
        return list(known)


@dataclass(frozen=True)
class DateField(ArrayField):
    """A partial date, empty when it is unknown: its first and last possible day in a column, 0 when it is unknown."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype((np.int32, 2))

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> NDArray[Any]:
        """Each different date is parsed once; see `ArrayField`."""
        codes = {text: code for code, text in enumerate(set(values))}
        intervals = np.array([_days(text) for text in codes], np.int32).reshape(-1, 2)
        return intervals[np.fromiter(map(codes.__getitem__, values), np.intp, len(values))]

    def value(self, cell: Any, _node_ids: Any, /) -> str:
        """See `FieldType`."""
        return _date_text(*cell.tolist())

    def values(self, column: NDArray[Any], _node_ids: Any, /) -> list[Any]:
        """Each different interval is written once; see `FieldType`."""
        keys = column[:, 0].astype(np.int64) << 32 | column[:, 1]
        different, which = np.unique(keys, return_inverse=True)
        texts = [_date_text(key >> 32, key & 0xFFFF_FFFF) for key in different.tolist()]
        return [texts[index] for index in which.tolist()]

    def of_model(self, value: Any) -> str:
        """See `FieldType`."""
        return str(value or "")


@lru_cache(maxsize=_DIFFERENT_DATES)
def _days(text: str) -> tuple[int, int]:
    if not text:
        return UNKNOWN_DAY, UNKNOWN_DAY
    date = PartialDate.parse(text)
    return date.first.toordinal(), date.last.toordinal()


@lru_cache(maxsize=_DIFFERENT_DATES)
def _date_text(first: int, last: int) -> str:
    return "" if first == UNKNOWN_DAY else str(PartialDate.of_days(first, last))


class Field(NamedTuple):
    """A field of a row: its name and how it is kept."""

    name: str
    type: FieldType


@lru_cache
def fields_of(row_type: type[tuple[Any, ...]]) -> tuple[Field, ...]:
    """The fields of a type of rows, in their order."""
    hints = get_type_hints(row_type, include_extras=True)
    return tuple(Field(name, hint.__metadata__[0]) for name, hint in hints.items())
