"""What the content of a file must add up to, so that a lost, added or altered row is noticed by everyone who reads it.

A row has a number of 64 bits, and a table the sum of the numbers of its rows: it does not depend on their order, and a
write brings it up to date from the changed rows alone. The number comes from the CRC-32 of the texts of the row and the
bits of its shares, stirred so that changes do not cancel out. It guards against damage and not against forgery, in a
tenth of the time that the digests of the same rows take.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from zlib import crc32

import numpy as np

from ...columns import Integers
from ...identity import canonical_json
from ..differences import TABLES, Table
from .tables import CONTENT, SHARES, TERM_PLACES

Columns = Sequence[Sequence[Any]]
"""The rows of a table, column by column, in the order of `tables.sql`; what stands behind the content may be absent."""

SEARCH = "search"
SEPARATOR = "\x1f"
MODULUS = 1 << 64
_TEXTS: dict[Table, tuple[int, ...]] = {
    table: tuple(place for place in range(len(CONTENT[table])) if place not in SHARES[table]) for table in TABLES
}
_SEARCH_COLUMN = len(CONTENT["node"])
# Odd numbers without a pattern (golden ratio, and the constants of SplitMix64).
_FACTORS = (0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9)
_STIR = np.uint64(0x94D0_49BB_1331_11EB)
_HALF = np.uint64(32)


def row_sum(table: Table, columns: Columns) -> int:
    """The sum of the numbers of some rows of a table.

    Raises
    ------
    TypeError, ValueError
        A value is not of the type that its column has.
    """
    texts = zip(*(columns[place] for place in _TEXTS[table]), strict=True)
    return _sum(map(SEPARATOR.join, texts), [columns[place] for place in SHARES[table]])


def search_sum(texts: Iterable[str]) -> int:
    """The sum over the search texts of some nodes, each behind the id and the separator."""
    return _sum(texts, [])


def _sum(texts: Iterable[str], shares: Columns) -> int:
    numbers = np.fromiter(map(crc32, map(str.encode, texts)), np.uint64)
    for number, values in enumerate(shares):
        numbers += _bits(values) * np.uint64(_factor(number))
    numbers ^= numbers >> _HALF
    numbers *= _STIR
    numbers ^= numbers >> _HALF
    return int(np.add.reduce(numbers))


def _factor(number: int) -> int:
    """An odd number of its own for each share of a row, so that two that change places are noticed."""
    return _FACTORS[number] if number < len(_FACTORS) else pow(_FACTORS[0], number + 1, MODULUS)


def _bits(shares: Sequence[float | None]) -> Integers:
    """Shares as bits; unknown is -1, and SQLite does not tell 0 from -0."""
    numbers = np.array(shares, np.float64) + 0.0
    numbers[np.isnan(numbers)] = -1.0
    return numbers.view(np.uint64)


@dataclass(slots=True)
class Tally:
    """What the rows of a file add up to.

    Parameters
    ----------
    sums
        Of each table, and of the search texts.
    counts
        How many rows each table has, by kind, type and table of records.
    """

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*TABLES, SEARCH), 0))
    counts: dict[Table, Counter[str]] = field(default_factory=lambda: {table: Counter() for table in TABLES})

    def add(self, table: Table, columns: Columns) -> None:
        """Count some rows in."""
        self._change(table, columns, 1)
        self.counts[table] += Counter(columns[TERM_PLACES[table]])

    def remove(self, table: Table, columns: Columns) -> None:
        """Count some rows out."""
        self._change(table, columns, -1)
        self.counts[table] -= Counter(columns[TERM_PLACES[table]])

    def _change(self, table: Table, columns: Columns, sign: int) -> None:
        self._add(table, sign * row_sum(table, columns))
        if table == "node":
            searches = zip(columns[0], columns[_SEARCH_COLUMN], strict=True)
            self._add(SEARCH, sign * search_sum(map(SEPARATOR.join, searches)))

    def _add(self, what: str, number: int) -> None:
        self.sums[what] = (self.sums[what] + number) % MODULUS

    def total(self, *tables: Table) -> int:
        """How many rows some tables have together."""
        return sum(self.counts[table].total() for table in tables)

    def text(self) -> str:
        """As the file keeps it."""
        return canonical_json({"counts": self.counts, "sums": self.sums})

    @classmethod
    def of_text(cls, text: str) -> Self:
        """From what the file keeps."""
        kept = json.loads(text)
        return cls(kept["sums"], {table: Counter(kept["counts"][table]) for table in TABLES})
