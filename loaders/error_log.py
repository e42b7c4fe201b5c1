"""The errors of a load: the first ones whole, the others as numbers, so that memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..wording import Text
from .error_report import ErrorReport
from .row_errors import RowError, RowErrors
from .rows_left_out import RowsLeftOut

MOST_KEPT = 1_000
"""More than a person corrects before the next try."""


class ErrorLog:
    """Collects errors in the order in which they are found.

    Parameters
    ----------
    report
        Gets every one of them.
    """

    def __init__(self, report: ErrorReport | None = None) -> None:
        self._report = report
        self._first: list[RowError] = []
        self._rest: Counter[tuple[str, str, Text]] = Counter()

    def add(self, errors: Iterable[RowError]) -> None:
        """Keep errors, or count them by file, column and kind when enough are kept."""
        for error in errors:
            if self._report:
                self._report.add(error)
            if len(self._first) < MOST_KEPT:
                self._first.append(error)
            else:
                self._rest[error.file, error.column, error.kind] += 1

    def refuse(self) -> None:
        """Raise `RowErrors` if there is an error."""
        if self._first:
            raise RowErrors(self._first, self._rest)

    def left_out(self, rows: Mapping[str, int], paths: Sequence[Path]) -> RowsLeftOut | None:
        """What is told when the rows of the errors are left out; None when there is no error.

        Parameters
        ----------
        rows
            How many of each table.
        paths
            Where they stand now; empty for a plan.
        """
        return RowsLeftOut(self._first, self._rest, rows, paths) if self._first else None
