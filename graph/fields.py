"""How the fields of a row are kept: in a column, in a table of SQLite, and what unknown is there.

`NodeRow` and `RelationshipRow` declare each field with one of these types. Columns, tables, statements, sums and the
properties of Neo4j are made from that declaration.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from .dates import PartialDate
from .vocabulary import Vocabulary

Column = NDArray[Any]
UNKNOWN_DAY = 0
_DIFFERENT_DATES = 1 << 14


@dataclass(frozen=True)
class FieldType(ABC):
    """How the values of a field are kept.

    `dtype` is that of its column, `sql` its type in a table of SQLite.
    """

    dtype: ClassVar[np.dtype[Any]]
    sql: ClassVar[str] = "TEXT NOT NULL"

    @abstractmethod
    def column(self, values: Sequence[Any], node_positions: Mapping[str, int], /) -> Column:
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
            A value that is none of this type; `KeyError` for an end that is not among the nodes.
        """

    @abstractmethod
    def value(self, cell: Any, node_ids: Column, /) -> Any:
        """The value of one cell of a column; `node_ids` are the ids of the nodes by position."""

    @abstractmethod
    def values(self, column: Column, node_ids: Column, /) -> list[Any]:
        """The values of all cells, in less time than one by one; see `value`."""

    def of_model(self, value: Any) -> Any:
        """What a row holds for the value of a model."""
        return value


@dataclass(frozen=True)
class TextField(FieldType):
    """A text.

    Parameters
    ----------
    optional
        It may be empty, which means that nothing is known.
    """

    dtype: ClassVar[np.dtype[Any]] = np.dtypes.StringDType()
    optional: bool = False

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> Column:
        """See `FieldType`."""
        return np.array(values, self.dtype)

    def value(self, cell: Any, _node_ids: Column, /) -> str:
        """See `FieldType`."""
        return str(cell)

    def values(self, column: Column, _node_ids: Column, /) -> list[Any]:
        """See `FieldType`."""
        texts: list[Any] = column.tolist()
        return texts


@dataclass(frozen=True)
class BodyField(TextField):
    """All that has no field of its own, as one canonical JSON text."""


@dataclass(frozen=True)
class DigitsField(FieldType):
    """Sixteen hexadecimal digits, as a number in a column."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.uint64)

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> Column:
        """All at once: one by one they take four times as long; see `FieldType`."""
        return np.frombuffer(bytes.fromhex("".join(values)), ">u8", len(values))

    def value(self, cell: Any, _node_ids: Column, /) -> str:
        """See `FieldType`."""
        return f"{int(cell):016x}"

    def values(self, column: Column, _node_ids: Column, /) -> list[Any]:
        """See `FieldType`."""
        return [f"{number:016x}" for number in column.tolist()]


@dataclass(frozen=True)
class EndField(FieldType):
    """The id of a node, as its position among the nodes in a column."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.int32)

    def column(self, values: Sequence[Any], node_positions: Mapping[str, int], /) -> Column:
        """See `FieldType`."""
        return np.fromiter(map(node_positions.__getitem__, values), self.dtype, len(values))

    def value(self, cell: Any, node_ids: Column, /) -> str:
        """See `FieldType`."""
        return str(node_ids[cell])

    def values(self, column: Column, node_ids: Column, /) -> list[Any]:
        """See `FieldType`."""
        ends: list[Any] = node_ids[column].tolist()
        return ends


@dataclass(frozen=True)
class TermField(FieldType):
    """A term of a vocabulary, as its code in a column.

    Parameters
    ----------
    vocabulary
        Gives the vocabulary.
    """

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.uint8)
    vocabulary: Callable[[], Vocabulary]

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> Column:
        """See `FieldType`."""
        return self.vocabulary().codes(values)

    def value(self, cell: Any, _node_ids: Column, /) -> str:
        """See `FieldType`."""
        return self.vocabulary().term(cell)

    def values(self, column: Column, _node_ids: Column, /) -> list[Any]:
        """See `FieldType`."""
        return self.vocabulary().terms_of(column)


@dataclass(frozen=True)
class ShareField(FieldType):
    """A number from 0 to 1, or None when it is unknown: not-a-number in a column."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype(np.float64)
    sql: ClassVar[str] = "REAL"

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> Column:
        """See `FieldType`."""
        return np.array(values, self.dtype)

    def value(self, cell: Any, _node_ids: Column, /) -> float | None:
        """See `FieldType`."""
        return None if np.isnan(cell) else float(cell)

    def values(self, column: Column, _node_ids: Column, /) -> list[Any]:
        """See `FieldType`."""
        known = column.astype(object)
        known[np.isnan(column)] = None
        return list(known)


@dataclass(frozen=True)
class DateField(FieldType):
    """A partial date, empty when it is unknown: its first and last possible day in a column, 0 when it is unknown."""

    dtype: ClassVar[np.dtype[Any]] = np.dtype((np.int32, 2))

    def column(self, values: Sequence[Any], _node_positions: Mapping[str, int], /) -> Column:
        """Each different date is parsed once; see `FieldType`."""
        codes = {text: code for code, text in enumerate(set(values))}
        intervals = np.array([_days(text) for text in codes], np.int32).reshape(-1, 2)
        return intervals[np.fromiter(map(codes.__getitem__, values), np.intp, len(values))]

    def value(self, cell: Any, _node_ids: Column, /) -> str:
        """See `FieldType`."""
        return _date_text(*cell.tolist())

    def values(self, column: Column, _node_ids: Column, /) -> list[Any]:
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
