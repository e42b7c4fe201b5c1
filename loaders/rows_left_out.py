"""What is told when the good rows are written and the others are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..wording import Text, plural, some
from .row_errors import RowError, RowErrors


class RowsLeftOut(RowErrors):
    """Rows that a load left out, although it wrote the others.

    Parameters
    ----------
    errors
        The first wrong cells.
    rest
        How many more there are, by file, column and kind.
    rows
        How many rows are left out, by table.
    paths
        The files that hold them now; empty where nothing was written.
    """

    def __init__(
        self,
        errors: Sequence[RowError],
        rest: Mapping[tuple[str, str, Text], int],
        rows: Mapping[str, int],
        paths: Sequence[Path] = (),
    ) -> None:
        super().__init__(errors, rest)
        self.rows, self.paths = dict(rows), tuple(paths)

    @property
    def message(self) -> Text:
        """How many rows of which tables, where they are, and how to load them."""
        sentence = _LEFT_OUT if self.paths else _WOULD_BE
        total = sum(self.rows.values())
        return sentence.fill(
            total=total,
            rows=plural(total, "row"),
            tables=some([f"{file} × {number}" for file, number in self.rows.items()]),
            paths=some([str(path) for path in self.paths]),
        )


_LEFT_OUT = Text(
    "有 {total} 行没有载入({tables}),其余已写入。这些行连同原因在 {paths} 中。请改正后载入那些文件。",
    "{rows} left out ({tables}); the others are written. They are in {paths}, with the reasons. "
    "Correct them and load these files.",
)
_WOULD_BE = Text(
    "有 {total} 行不会载入({tables})。这只是计划,没有写入任何内容。",
    "{rows} would be left out ({tables}). This is a plan; nothing was written.",
)
