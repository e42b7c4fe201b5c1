"""Which row of a table is its header, and which column each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .layout import TableLayout
from .words import plain

_REMARK = re.compile(r"[(\[\u3010].*?[)\]\u3011]|[*:]+$|^[*]+")
MOST_ROWS_ABOVE = 20
"""How far down a header is looked for: titles, notes and groups of columns stand above it."""


class Headings:
    """The headings of a table that are known.

    Parameters
    ----------
    table
        The layout of the table: the name of each column, and what else it is called.
    """

    def __init__(self, table: TableLayout) -> None:
        self._meant: dict[str, tuple[int, str]] = {}
        for name, column in table.columns.items():
            for rank, word in enumerate((name, *column.also)):
                self._meant.setdefault(plain(word), (rank, name))

    def _meaning(self, heading: str) -> tuple[int, str] | None:
        """The column that a heading may mean, with or without a remark, and how near its own name it is."""
        return self._meant.get(plain(heading)) or self._meant.get(_REMARK.sub("", plain(heading)))

    def known(self, cells: Iterable[str]) -> int:
        """How many different columns a row of cells names."""
        return len({meaning[1] for cell in cells if (meaning := self._meaning(cell))})

    def remoteness(self, cells: Iterable[str]) -> int:
        """How far the headings of a row are from the names that columns are first called by, in all."""
        return sum(meaning[0] for cell in cells if (meaning := self._meaning(cell)))

    def header_row(self, rows: Sequence[Sequence[str]]) -> int:
        """The place of the row that names most columns; the first one where none names two."""
        counts = [self.known(row) for row in rows]
        most = max(counts, default=0)
        return counts.index(most) if most > 1 else 0

    def header(self, rows: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
        """The place of the header, and its cells; where only two rows together name most, the lower cell counts."""
        if not rows:
            return 0, []
        place = self.header_row(rows)
        best = self.known(rows[place]), place, list(rows[place])
        for lower in range(1, len(rows)):
            joined = _joined(rows[lower - 1], rows[lower])
            if (known := self.known(joined)) > best[0]:
                best = known, lower, joined
        return best[1:]

    def columns(self, header: Sequence[str]) -> list[str]:
        """The header with headings written as the columns that they mean.

        Of several headings that could mean a column the one nearest to its own name does; the others stay as they are.
        """
        best: dict[str, tuple[int, str]] = {}
        for heading in header:
            if meaning := self._meaning(heading):
                rank, column = meaning
                best[column] = min(best.get(column, (rank, heading)), (rank, heading))
        chosen = {heading: column for column, (_, heading) in best.items()}
        return [chosen.get(heading, heading) for heading in header]


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one: the lower cell, or the one above it."""
    wide = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (wide - len(row))] for row in (upper, lower))
    return [cell or over for over, cell in zip(above, below, strict=True)]
