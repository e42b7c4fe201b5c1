"""What a file is taken for, heading by heading, and the mapping that says so, for a person to change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from ..tables.opening import cuts_of
from ..tables.sheet_table import first_rows_of
from ..tables.workbook import SPREADSHEETS, read_workbook
from .headings import Headings
from .layout import TableLayout, layout
from .recognition import recognised
from .words import of_persons, plain, says, words

_SAMPLES = 3
_NEAR = 50
_MOST_NEAR = 3
_PLAINEST = "organisation_roster.csv"
Taken = Literal["column", "attribute", "unused", "person"]


@dataclass(frozen=True, slots=True)
class HeadingProposal:
    """What a heading is taken for.

    Parameters
    ----------
    heading
        As it stands in the file.
    taken
        A column of the mapping, an attribute of its own, a column without use, or one of private persons.
    column
        The column of the mapping; empty for the others.
    near
        Columns that it may mean, for one that is not known.
    samples
        Some of its cells; never those of persons.
    """

    heading: str
    taken: Taken
    column: str = ""
    near: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableProposal:
    """What a table is taken for.

    Parameters
    ----------
    file
        The file, or `file[sheet]`.
    table
        The mapping that fits, or the nearest one.
    certain
        Whether a load would take it for that by itself.
    headings
        Its headings, in order.
    """

    file: str
    table: TableLayout
    certain: bool
    headings: tuple[HeadingProposal, ...]


def proposals(path: Path) -> list[TableProposal]:
    """What each table of a file is taken for.

    Parameters
    ----------
    path
        A CSV file or a spreadsheet.

    Raises
    ------
    FileRefused
        It cannot be read.
    """
    if path.suffix.casefold() not in SPREADSHEETS:
        cuts = [_proposal(path.name, path.stem, rows) for rows in cuts_of(path)]
        return [max(cuts, key=lambda cut: (cut.certain, _known(cut), len(cut.headings)))]
    workbook = read_workbook(path)
    try:
        return [
            _proposal(f"{path.name}[{sheet.name}]", sheet.name, first_rows_of(sheet))
            for sheet in workbook.sheets
            if sheet.kind == "sheet" and sheet.count
        ]
    finally:
        workbook.close()


def _known(proposal: TableProposal) -> int:
    return sum(heading.taken == "column" for heading in proposal.headings)


def _proposal(file: str, name: str, rows: Sequence[Sequence[str]]) -> TableProposal:
    found = recognised(name, rows)
    table = found.table or (found.near[0] if found.near else _nearest(rows))
    headings = Headings(table)
    place, header = headings.header(rows)
    below = list(islice(rows, place + 1, None))
    columns = headings.columns(header)
    told = tuple(
        _heading(table, heading, column, [row[at] for row in below if at < len(row) and row[at]])
        for at, (heading, column) in enumerate(zip(header, columns, strict=True))
        if heading
    )
    return TableProposal(file, table, found.table is not None, told)


def _nearest(rows: Sequence[Sequence[str]]) -> TableLayout:
    """The mapping that explains most, when none explains enough; the roster of organisations when none does at all."""

    def explained(table: TableLayout) -> tuple[int, bool]:
        known = Headings(table)
        return known.known(known.header(rows)[1]), table.file == _PLAINEST

    return max(layout().all, key=explained)


def _heading(table: TableLayout, heading: str, column: str, cells: list[str]) -> HeadingProposal:
    samples = tuple(dict.fromkeys(cells))[:_SAMPLES]
    if column in table.columns:
        return HeadingProposal(heading, "column", column, samples=samples)
    if says(heading, words().unused):
        return HeadingProposal(heading, "unused", samples=samples)
    if of_persons(heading):
        return HeadingProposal(heading, "person")
    return HeadingProposal(heading, "attribute", near=_near(table, heading), samples=samples)


def _near(table: TableLayout, heading: str) -> tuple[str, ...]:
    """The columns whose names are most like a heading."""
    from rapidfuzz import fuzz, process

    called = [(plain(word), name) for name, column in table.columns.items() for word in (name, *column.also)]
    found = process.extract(plain(heading), [word for word, _ in called], scorer=fuzz.ratio, score_cutoff=_NEAR)
    return tuple(dict.fromkeys(called[place][1] for _, _, place in found))[:_MOST_NEAR]


# ---- as TOML ----

_BEGIN = """\
# Written by `alliance map-headers`; change what is wrong, then: alliance load FILE --mapping THIS
# 由 alliance map-headers 写出;改正后用 alliance load 文件 --mapping 本文件 载入。
#
# like      the mapping that ships and is used (`alliance template --list`)
# headings  by heading: a column of it, attributes.<name> to keep it as an attribute, or "" to leave it out
"""


def mapping_text(tables: Sequence[TableProposal]) -> str:
    """Proposals as a mapping file that `read_mapping` reads.

    Parameters
    ----------
    tables
        What each table is taken for.
    """
    return _BEGIN + "".join(f"\n{part}\n" for table in tables for part in ["\n".join(_lines(table))])


def _lines(proposal: TableProposal) -> Iterator[str]:
    yield "[[tables]]"
    yield f"file = {_quoted(proposal.file)}"
    yield f"like = {_quoted(Path(proposal.table.file).stem)}"
    others = [name for name in proposal.table.columns if name not in {told.column for told in proposal.headings}]
    yield f"# columns that no heading fills: {', '.join(others)}"
    yield "[tables.headings]"
    for told in proposal.headings:
        if told.taken == "unused":
            continue
        near = f"  # near: {', '.join(told.near)}" if told.near else ""
        yield f"{_quoted(told.heading)} = {_quoted(_to(told))}{near}"


def _to(told: HeadingProposal) -> str:
    if told.taken == "attribute":
        return f"attributes.{told.heading}"
    return told.column


def _quoted(text: str) -> str:
    """A basic string of TOML, which is written like one of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
