"""Texts as a column: their UTF-8 in one piece of memory, and where each begins and ends.

A text becomes a `str` when somebody looks at it. Until then it costs its bytes and two numbers, which may lie in a file
(`stores.snapshots`) as well as in memory; a view of some of the texts shares the bytes. UTF-8 has the order of the
characters, so what is sorted as bytes is sorted as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Bytes = bytes | bytearray | memoryview
_WIDE = 1 << 32
_PIECE = 1 << 20


class Texts(Sequence[str]):
    """Texts that never change.

    Parameters
    ----------
    data
        The UTF-8 of them all.
    starts, ends
        Where in it each text begins and ends, shape (n,), integers.
    """

    __slots__ = ("_data", "_ends", "_starts")
    __hash__ = None  # type: ignore[assignment]  # equal to a list of the same texts, which has no hash either

    def __init__(self, data: Bytes, starts: NDArray[Any], ends: NDArray[Any]) -> None:
        self._data = memoryview(data)
        self._starts = starts
        self._ends = ends

    @classmethod
    def of(cls, values: Iterable[str]) -> Texts:
        """The texts of a list.

        Raises
        ------
        UnicodeEncodeError
            A text holds half a character.
        TypeError
            A value is no text.
        """
        builder = TextsBuilder()
        builder.extend(list(values))
        return builder.finish(None)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, which: int | np.integer[Any], /) -> str: ...
    @overload
    def __getitem__(self, which: slice | NDArray[Any], /) -> Texts: ...
    def __getitem__(self, which: int | np.integer[Any] | slice | NDArray[Any], /) -> str | Texts:
        """One text, or a view of those in a slice, at some positions or under a mask."""
        start = self._starts[which]
        if isinstance(start, np.ndarray):
            return Texts(self._data, start, self._ends[which])
        return str(self._data[start : self._ends[which]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _PIECE):
            yield from self[first : first + _PIECE].tolist()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, (str, bytes)):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    def __repr__(self) -> str:
        return f"Texts({len(self)})"

    def tolist(self) -> list[str]:
        """All of them."""
        low, high = self._span()
        part = self._data[low:high]
        starts, ends = (self._starts - low).tolist(), (self._ends - low).tolist()
        if high - low <= 2 * int((self._ends - self._starts).sum()) and (text := _plain(part)) is not None:
            return [text[start:end] for start, end in zip(starts, ends, strict=True)]
        return [str(part[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]

    def holding(self, part: str) -> NDArray[np.bool_]:
        """Which of them hold a text that is not empty, shape (n,); none of them is decoded for it."""
        return self.holding_pattern(re.escape(part))

    def holding_pattern(self, pattern: str) -> NDArray[np.bool_]:
        """Which of them hold what a pattern matches, shape (n,); it must not match nothing, nor look around."""
        mask = np.zeros(len(self), np.bool_)
        filled = np.flatnonzero(self._ends > self._starts)
        firsts, which = np.unique(self._starts[filled], return_inverse=True)
        lasts = np.empty_like(firsts)
        lasts[which] = self._ends[filled]  # one text that stands in two places of a view begins and ends once
        if not firsts.size:
            return mask
        hits, stops = self._hits(pattern.encode(), int(firsts[0]))
        texts = np.searchsorted(firsts, hits.astype(firsts.dtype), "right") - 1
        found = np.zeros(len(firsts), np.bool_)
        found[texts[stops <= lasts[texts]]] = True
        mask[filled[found[which]]] = True
        return mask

    def _hits(self, pattern: bytes, low: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where in the bytes, from some place on, a pattern is found: beginnings and ends."""
        spans = [hit.span() for hit in re.finditer(pattern, self._data[low : int(self._ends.max())])]
        hits = np.array(spans, np.int64).reshape(-1, 2) + low
        return hits[:, 0], hits[:, 1]

    def followed_by(self, others: Texts) -> Texts:
        """These texts and others behind them; the bytes are copied once, and no text is decoded."""
        data = b"".join((self._data, others._data))
        starts, ends = (
            np.concatenate((mine, its.astype(np.int64) + len(self._data))).astype(_integers(len(data)))
            for mine, its in ((self._starts, others._starts), (self._ends, others._ends))
        )
        return Texts(data, starts, ends)

    def different(self) -> tuple[list[str], NDArray[np.int64]]:
        """Each different text once, in order, and for each text which of these it is."""
        texts = self.tolist()
        ordered = sorted(set(texts))
        numbers = dict(zip(ordered, range(len(ordered)), strict=True))
        return ordered, np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))

    def packed(self) -> tuple[memoryview, NDArray[Any]]:
        """The bytes of these texts alone in their order, and where each begins, with the end behind, shape (n + 1,)."""
        low, high = self._span()
        lengths = self._ends - self._starts
        bounds = np.zeros(len(self) + 1, _integers(int(lengths.sum(dtype=np.int64))))
        np.cumsum(lengths, out=bounds[1:])
        if len(self) and np.array_equal(self._starts - low, bounds[:-1]):
            return self._data[low:high], bounds
        pairs = zip(self._starts.tolist(), self._ends.tolist(), strict=True)
        return memoryview(b"".join([self._data[start:end] for start, end in pairs])), bounds

    def _span(self) -> tuple[int, int]:
        return (int(self._starts.min()), int(self._ends.max())) if len(self) else (0, 0)


class TextsBuilder:
    """Collects texts, piece by piece."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._lengths: list[NDArray[np.uint32]] = []

    def extend(self, values: Sequence[str]) -> None:
        """Add some texts; see `Texts.of`."""
        joined = "".join(values)
        encoded = joined.encode()
        one_byte_each = len(encoded) == len(joined)
        lengths = map(len, values if one_byte_each else map(str.encode, values))
        self._lengths.append(np.fromiter(lengths, np.uint32, len(values)))
        self._data += encoded

    def finish(self, order: NDArray[Any] | None) -> Texts:
        """All texts, in an order of their positions or as they came."""
        lengths = np.concatenate(self._lengths) if self._lengths else np.empty(0, np.uint32)
        bounds = np.zeros(len(lengths) + 1, _integers(len(self._data)))
        np.cumsum(lengths, out=bounds[1:])
        texts = of_bounds(self._data, bounds)
        return texts if order is None else texts[order]


def of_bounds(data: Bytes, bounds: NDArray[Any]) -> Texts:
    """Texts that lie one behind the other; see `Texts.packed`."""
    return Texts(data, bounds[:-1], bounds[1:])


def _plain(part: memoryview) -> str | None:
    """The text of some bytes when every character is one byte."""
    try:
        return str(part, "ascii")
    except UnicodeDecodeError:
        return None


def _integers(most: int) -> type[np.uint32 | np.int64]:
    return np.uint32 if most < _WIDE else np.int64
