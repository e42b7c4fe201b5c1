"""The errors of a load: the first ones whole, the others as numbers, so that memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..wording import Text
from .row_errors import RowError, RowErrors

MOST_KEPT = 1_000
"""More than a person corrects before the next try."""


class ErrorLog:
    """Collects errors in the order in which they are found."""

    def __init__(self) -> None:
        self._first: list[RowError] = []
        self._rest: Counter[tuple[str, str, Text]] = Counter()

    def add(self, errors: Iterable[RowError]) -> None:
        """Keep errors, or count them by file, column and kind when enough are kept."""
        for error in errors:
            if len(self._first) < MOST_KEPT:
                self._first.append(error)
            else:
                self._rest[error.file, error.column, error.kind] += 1

    def refuse(self) -> None:
        """Raise `RowErrors` if there is an error."""
        if self._first:
            raise RowErrors(self._first, self._rest)
