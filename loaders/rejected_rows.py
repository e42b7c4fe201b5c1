"""Loading the good rows alone: which rows are left out, and why.

A row is left out when a cell of it is wrong, when it contradicts another row (then both are, since nobody knows which
is right), or when it refers to a row that is left out. What remains is read anew from the beginning, so what is
written is exactly what tables with the good rows alone would give. Where the row of a node or a link is missing,
nothing is complete: the promises of completeness are left out too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from .. import settings
from ..errors import InputRefused
from ..graph.names import normal_form
from ..wording import Text
from .cells import parts
from .error_log import ErrorLog
from .error_report import ErrorReport
from .identity.row_keys import row_names
from .mappings.layout import TableLayout
from .reading import Reading
from .row_completion import row_beside
from .row_errors import RowError
from .tables.table import Table, TextRow

Tables = Sequence[tuple[TableLayout, Table]]
_REFERRING = ("node", "source", "census")
_SAYS_NOTHING_OF_ROSTERS = ("source", "census", "measure", "roster")
_REFERS = Text(
    "指向 {place},而这一行没有载入。请先改正那一行。", "refers to {place}, which is left out. Correct that row first."
)
_KIND_REFERS = Text("指向没有载入的行", "refers to a row that is left out")
_CONTRADICTED = Text(
    "与 {place} 矛盾,不知哪一行对,两行都没有载入。请保留对的一行。",
    "contradicts {place}, nobody knows which is right, and both are left out. Keep the one that is right.",
)
_KIND_CONTRADICTED = Text("与另一行矛盾", "contradicts another row")
_NO_PROMISE = Text(
    "有的行没有载入,所以不能算名单齐全。请先改正那些行,再载入这一行。",
    "some rows are left out, so nothing is promised to be complete. Correct those rows first, then load this one.",
)
_KIND_NO_PROMISE = Text("名单并不齐全", "the roster is not complete")


class RejectedRows(ErrorLog):
    """Collects errors, and with them the rows that are left out.

    Parameters
    ----------
    tables
        All tables of the load.
    report
        Gets every error.
    """

    def __init__(self, tables: Tables, report: ErrorReport | None = None) -> None:
        super().__init__(report)
        self.tables = tables
        self._by_file = {text.file: text for _, text in tables}
        self._reasons: dict[str, dict[int, str]] = {file: {} for file in self._by_file}
        self._same: dict[str, str] = {}
        self.whole_tables = False

    @property
    def lines(self) -> Mapping[str, Mapping[int, str]]:
        """By table the lines that are left out, with the reasons of each."""
        return self._reasons

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table are left out, of those that lack one."""
        return {file: len(lines) for file, lines in self._reasons.items() if lines}

    def add(self, errors: Iterable[RowError]) -> None:
        """Leave out the rows of some errors; one of a header is no row and refuses all."""
        for error in errors:
            super().add([error])
            if error.row <= self._by_file[error.file].rows_above + 1:
                self.whole_tables = True
                continue
            lines, reason = self._reasons[error.file], error.reason.in_(settings.language())
            reason = f"{error.column}: {reason}" if error.column else reason
            reason = f"{lines[error.row]} {reason}" if error.row in lines else reason
            lines[error.row] = self._same.setdefault(reason, reason)  # a million rows can lack the same
            if error.other:
                self._add_other(error)

    def _add_other(self, error: RowError) -> None:
        """Leave out the row that an error contradicts, too."""
        for text in self._by_file.values():
            stem = text.place(0)[:-1]
            line = error.other.removeprefix(stem).split(" ", 1)[0]
            if error.other.startswith(stem) and line.isdecimal() and int(line) not in self._reasons[text.file]:
                reason = _CONTRADICTED.fill(place=self._by_file[error.file].place(error.row))
                self.add([text.told(RowError(text.file, int(line), "", "", reason, _KIND_CONTRADICTED))])

    def follow(self, reading: Reading) -> None:
        """Leave out the rows that refer to rows that are left out, and the promises that no longer hold."""
        found = True
        while found:
            gone = _Gone(self.tables, self._reasons, reading)
            found = False
            for table, text, row in self._kept(reading):
                for column, place in gone.referred(table, row):
                    reason = _REFERS.fill(place=place)
                    error = RowError(text.file, row.line, column, row.cells[column], reason, _KIND_REFERS)
                    self.add([text.told(error)])
                    found = True
        if any(self._reasons[text.file] for table, text in self.tables if table.makes not in _SAYS_NOTHING_OF_ROSTERS):
            for table, text, row in self._kept(reading):
                if table.makes == "roster" or any(fact.makes == "roster" for fact in table.facts):
                    error = RowError(text.file, row.line, "", "", _NO_PROMISE, _KIND_NO_PROMISE)
                    self.add([text.told(error)])

    def _kept(self, reading: Reading) -> Iterator[tuple[TableLayout, Table, TextRow]]:
        for table, text in self.tables:
            for row in text.rows():
                if row.line not in self._reasons[text.file] and not row_beside(table, row):
                    reading.completion.complete(table, text, row)
                    yield table, text, row


class _Gone:
    """What rows that are left out are called, and where they stand."""

    def __init__(self, tables: Tables, lines: Mapping[str, Collection[int]], reading: Reading) -> None:
        self._places: dict[tuple[str, str], str] = {}
        self._there: set[tuple[str, str]] = set()
        self._scope = reading.scope
        for table, text in tables:
            if table.makes in _REFERRING:
                self._look_at(table, text, lines[text.file], reading)

    def _look_at(self, table: TableLayout, text: Table, lines: Collection[int], reading: Reading) -> None:
        for row in text.rows():
            reading.completion.complete(table, text, row)
            key = self._key(table, text, row, reading)
            if row.line not in lines:
                self._there.add((table.makes, key))
                continue
            for name in (key, *map(normal_form, row_names(table, row))):
                if name:
                    self._places.setdefault((table.makes, name), row.place)

    @staticmethod
    def _key(table: TableLayout, text: Table, row: TextRow, reading: Reading) -> str:
        try:
            return reading.keys.of(table, text.file, row) or ""
        except InputRefused:
            return ""

    def referred(self, table: TableLayout, row: TextRow) -> Iterator[tuple[str, str]]:
        """The first column of a row that refers to a row that is left out, and where that stands."""
        if not self._places:
            return
        for column, cell in row.cells.items():
            what = table.columns[column].reading if column in table.columns else ""
            for text in (cell, *parts(cell)) if what in _REFERRING else ():
                meant = [(what, name) for name in (self._scope.written(what, text), normal_form(text))]
                place = next((self._places[name] for name in meant if name in self._places), None)
                if place and meant[0] not in self._there:
                    yield column, place
                    return


def good_reading(rejected: RejectedRows, reading_of: Callable[[Mapping[str, Collection[int]]], Reading]) -> Reading:
    """The reading of all good rows.

    Parameters
    ----------
    rejected
        Gets the rows that are left out.
    reading_of
        Makes a reading that passes over some lines and tells its errors to `rejected`.

    Raises
    ------
    RowErrors
        A header is wrong, so that no row can be told to be good; or no row is.
    """
    while True:
        before = rejected.counts
        reading = reading_of(rejected.lines)
        reading.read()
        if rejected.whole_tables:
            rejected.refuse()
        if rejected.counts == before:
            break
        rejected.follow(reading)
    if not any(reading.row_counts.values()):
        rejected.refuse()
    return reading
