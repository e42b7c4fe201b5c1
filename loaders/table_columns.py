"""The columns of a table as a whole: what of them is used, kept or named, and what its titles have to say."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..wording import Text, plural, shortened, some
from .mappings.layout import TableLayout
from .mappings.words import of_persons, says, words
from .notes import FileNotes
from .row_errors import RowError
from .tables.table import Table

_NO_TITLE = Text(
    "没有“{column}”列,标题里也没有。请加上这一列,或写在表格上面的标题里。",
    'has no column "{column}", and no title says it. Add the column, or write it into a title above the table.',
)
_UNKNOWN = Text("不认识的列:{names}。可用:{known}。", "{columns}: {names}. Known: {known}.")


def column_errors(table: TableLayout, text: Table, notes: FileNotes) -> Iterator[RowError]:
    """Note what becomes of each column; nodes and relationships keep what the layout does not know, others refuse it.

    Parameters
    ----------
    table, text
        The table, and what its columns mean.
    notes
        Gets the columns that are not used, of persons, and kept.
    """
    extra = [name for name in text.columns if name not in table.columns]
    notes.unused = [name for name in extra if says(name, words().unused)]
    notes.unused += [text.heading(name) for name, column in table.columns.items()
                     if not column.to and name in text.columns]  # fmt: skip
    notes.persons = [name for name in extra if name not in notes.unused and of_persons(name)]
    kept = [name for name in extra if name not in notes.unused and name not in notes.persons]
    if kept and table.makes in ("node", "relationship"):
        notes.kept = kept
    elif kept:
        names, known = some([shortened(name) for name in kept]), some(list(table.columns), limit=12)
        reason = _UNKNOWN.fill(columns=plural(len(kept), "unknown column"), names=names, known=known)
        yield _of_header(text, reason)


def with_titles(table: TableLayout, text: Table, said: Collection[str]) -> tuple[TableLayout, list[RowError]]:
    """The layout with nothing in the columns that a title should say and does not; told once, not in every row.

    Parameters
    ----------
    table, text
        The table, and what its columns mean.
    said
        The columns that its titles say.
    """
    there = (*text.columns, *said)
    silent = {name for name in table.required if table.columns[name].title and name not in there}
    errors = [_of_header(text, _NO_TITLE.fill(column=(*table.columns[name].also, name)[0])) for name in sorted(silent)]
    nothing = {table.columns[name].to: "" for name in silent}
    if silent:
        table = table.model_copy(update={"constants": {**table.constants, **nothing}})
    return table, errors


def _of_header(text: Table, reason: Text) -> RowError:
    return text.told(RowError(text.file, text.rows_above + 1, "", "", reason))
