"""Wrong rows of tables: where each is, what it holds, why it is refused, and how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import DuplicateFact, InputRefused
from ..wording import Language, Text, plural, shortened, some

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

    @property
    def count(self) -> int:
        """How many wrong cells there are."""
        return len(self.errors) + sum(self.rest.values())

    @property
    def message(self) -> Text:
        """How many wrong cells there are, and in which files."""
        sentence = Text(
            "{files} 中有 {count} 处错误,没有写入任何内容。请改正后重新载入。",
            "{errors} in {files}; nothing was written. Correct {them} and load again.",
        )
        files = some(sorted({error.file for error in self.errors} | {file for file, _, _ in self.rest}))
        them = "it" if self.count == 1 else "them"
        return sentence.fill(files=files, count=self.count, errors=plural(self.count, "error"), them=them)

    def in_(self, language: Language) -> str:
        """The summary, one line an error for the first ones, and how many more by file, column and kind."""
        lines = [error.in_(language) for error in self.errors[:MOST_ERROR_LINES]]
        return "\n".join([self.message.in_(language), *lines, *self._more(language)])

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


@dataclass(frozen=True, slots=True)
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
    at
        Its place with the name of the table, where that is not `file:row`: the address in a sheet.
    letters
        The letters of its column, as a spreadsheet names it; empty when the whole row is meant.
    other
        The place of another row that it contradicts.
    """

    file: str
    row: int
    column: str
    value: str
    reason: Text
    kind: Text = InputRefused.kind
    at: str = ""
    letters: str = ""
    other: str = ""

    def __post_init__(self) -> None:
        # Many wrong cells are kept, and each may be of any length.
        object.__setattr__(self, "value", shortened(self.value))

    def under(self, heading: str) -> RowError:
        """The same under the heading that stands over its column in the file."""
        return self if heading == self.column else replace(self, column=heading)

    def at_place(self, place: str) -> RowError:
        """The same with an address of its own."""
        return replace(self, at=place)

    def in_column(self, letters: str) -> RowError:
        """The same with the letters of its column."""
        return replace(self, letters=letters)

    @property
    def cell(self) -> str:
        """Its address in the file, such as C7; only the row where the whole row is meant."""
        return self.at.rpartition("!")[2] or f"{self.letters}{self.row}"

    def in_(self, language: Language) -> str:
        """`file:row column='value': reason` in one language."""
        cell = f" {self.column}='{self.value}'" if self.column else f" '{self.value}'" if self.value else ""
        separator = ":" if language == "zh" else ": "
        return f"  {self.at or f'{self.file}:{self.row}'}{cell}{separator}{self.reason.in_(language)}"


class UnknownReference(InputRefused):
    """A cell that names a node, source or census which is not there.

    Parameters
    ----------
    what
        What it should name.
    where
        Where that was looked for.
    """

    kind = Text("指向不存在的内容", "refers to nothing")
    sentence = Text("指向不存在的{what}:{where}中没有这个 id。", "there is no {what} with this id in {where}.")

    def __init__(self, what: Text, where: Text) -> None:
        self.what, self.where = what, where


class RepeatedId(DuplicateFact):
    """An id that stands in two rows.

    Parameters
    ----------
    name
        The id.
    first
        "file:row" of the row where it was found first.
    """

    sentence = Text("{name} 已在 {first} 出现过。", "{name} already stands in {first}.")

    def __init__(self, name: str, first: str) -> None:
        self.name, self.first = name, first

    @property
    def message(self) -> Text:
        """The id and its first place."""
        return self.sentence.fill(name=shortened(self.name), first=self.first)


class ContradictingRow(DuplicateFact):
    """A row with a relationship that another row tells otherwise.

    Parameters
    ----------
    first
        "file:row" of the other row.
    """

    sentence = Text(
        "与 {first} 是同一条关系(两端、类型、起始日期和产品相同),内容却不同。请合并成一行,或写明不同的起始日期或产品。",
        "is the same relationship as {first} (same ends, type, start and product) with other content. "
        "Make it one row, or give another start or product.",
    )

    def __init__(self, first: str) -> None:
        self.first = first
