"""Wrong rows of tables: where each is, what it holds, why it is refused, and how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..errors import InputRefused
from ..wording import Language, Text, shortened, some

MOST_ERROR_LINES = 50
MOST_ERROR_GROUPS = 20


class RowErrors(InputRefused):
    """Wrong rows of one or several tables.

    Parameters
    ----------
    errors
        One entry a wrong cell, in the order of the files.
    rest
        How many more there are, by file, column and kind.
    """

    def __init__(self, errors: Sequence[RowError], rest: Mapping[tuple[str, str, Text], int] | None = None) -> None:
        self.errors, self.rest = tuple(errors), dict(rest or {})
        self.count = len(self.errors) + sum(self.rest.values())
        files = some(sorted({error.file for error in errors} | {file for file, _, _ in self.rest}))
        super().__init__(
            Text(
                f"{files.zh} 中有 {self.count} 处错误,没有写入任何内容。请改正后重新载入。",
                f"{self.count} errors in {files.en}; nothing was written. Correct them and load again.",
            )
        )

    def in_(self, language: Language) -> str:
        """The summary, one line an error for the first ones, and how many more by file, column and kind."""
        shown = [error.in_(language) for error in self.errors[:MOST_ERROR_LINES]]
        return "\n".join([self.message.in_(language), *shown, *self._more(language)])

    def _more(self, language: Language) -> list[str]:
        counts = Counter(self.rest)
        counts.update((error.file, error.column, error.kind) for error in self.errors[MOST_ERROR_LINES:])
        if not counts:
            return []
        groups = counts.most_common(MOST_ERROR_GROUPS)
        lines = [f"{file} {column}".rstrip() + f": {kind.in_(language)} × {n}" for (file, column, kind), n in groups]
        others = counts.total() - sum(n for _, n in groups)
        lines += [Text(f"其他 × {others}", f"others × {others}").in_(language)] if others else []
        title = Text(f"  另有 {counts.total()} 处:", f"  and {counts.total()} more:").in_(language)
        return [title, *(f"    {line}" for line in lines)]


class RowError:
    """One wrong cell: where it is, what it holds, and why that is wrong.

    Parameters
    ----------
    file, row
        Name of the table, and row in the file, the header being row 1.
    column
        Its heading; empty when the whole row is meant, or a column without a heading.
    value
        What the cell holds; of a long text the beginning.
    reason, kind
        Why it is refused and what would be right; and the same in a few words, for counting.
    """

    def __init__(
        self, file: str, row: int, column: str, value: str, reason: Text, kind: Text = InputRefused.kind
    ) -> None:
        self.file, self.row, self.column, self.value = file, row, column, shortened(value)
        self.reason, self.kind = reason, kind

    def in_(self, language: Language) -> str:
        """`file:row column='value': reason` in one language."""
        cell = f" {self.column}='{self.value}'" if self.column else f" '{self.value}'" if self.value else ""
        separator = ":" if language == "zh" else ": "
        return f"  {self.file}:{self.row}{cell}{separator}{self.reason.in_(language)}"
