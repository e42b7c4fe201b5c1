"""The rows of the tables of a load: cut into cells, completed and told from totals once, though they are read twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ..graph.stores.store import Progress
from .mappings.layout import TableLayout
from .row_completion import Beside, Completion, row_beside
from .tables.table import Table, TextRow

_ROWS_A_STEP = 1_000


class KeptRow(NamedTuple):
    """A row, completed; or one that tells no fact, as it is, and why."""

    row: TextRow
    beside: Beside


class KeptRows:
    """What may be referred to is gathered from all rows before the first is read, so they wait here.

    Parameters
    ----------
    completion
        Completes them.
    skipped
        By table the lines of rows that are passed over.
    progress
        Called for every thousandth row.
    """

    def __init__(
        self, completion: Completion, skipped: Mapping[str, Collection[int]], progress: Progress | None
    ) -> None:
        self._completion, self._skipped, self._progress = completion, skipped, progress
        self._kept: dict[str, deque[KeptRow]] = {}

    def facts(self, table: TableLayout, text: Table) -> Iterator[TextRow]:
        """The rows of a table that tell facts."""
        if text.file not in self._kept:
            self._kept[text.file] = deque(self._cut(table, text))
        return (row for row, beside in self._kept[text.file] if not beside)

    def taken(self, text: Table) -> Iterator[KeptRow]:
        """All rows of a table that was looked at, each for the last time: it is kept no longer."""
        kept = self._kept.pop(text.file)
        for number in range(len(kept)):
            row = kept.popleft()
            self._step("check", number, row.row, text)
            yield row

    def _cut(self, table: TableLayout, text: Table) -> Iterator[KeptRow]:
        skipped = self._skipped.get(text.file, ())
        for number, row in enumerate(text.rows()):
            self._step("read", number, row, text)
            if row.line in skipped:
                continue
            beside = row_beside(table, row)
            if not beside:
                self._completion.complete(table, text, row)
            yield KeptRow(row, beside)

    def _step(self, step: str, number: int, row: TextRow, text: Table) -> None:
        if self._progress and number % _ROWS_A_STEP == 0:
            self._progress(step, row.line, max(row.line, text.lines))
