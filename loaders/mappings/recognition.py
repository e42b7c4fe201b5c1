"""Which mapping a table is meant for: by what it is called, and by how many of its headings a mapping explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...wording import Text, some
from .headings import Headings
from .layout import TableLayout, layout
from .words import plain

_LEAST_KNOWN = 2
_SHEET = re.compile(r"\[(.+)\]$")
_NAMED = 2
"""A name or a title that speaks of a roster counts as much as so many headings."""
_LEAST_OF_NAME = 2


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a table may be.

    Parameters
    ----------
    table
        The mapping; None when none fits, or several do equally.
    near
        Mappings that fit equally well, or almost.
    """

    table: TableLayout | None
    near: tuple[TableLayout, ...] = ()

    def reason(self) -> Text:
        """Why it is not read, as far as mappings are concerned; empty when none is near."""
        if not self.near:
            return Text("", "")
        names = some([table.label.zh or table.file for table in self.near])
        english = some([table.label.en or table.file for table in self.near])
        return Text(
            f"。可能是:{names.zh}。请用这个名称命名,或用 alliance map-headers 写出映射,再用 --mapping 载入",
            f". It may be: {english.en}. Name it so, or write a mapping with alliance map-headers and load with "
            "--mapping",
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a mapping fits: how much it explains, by how remote words, whether all it needs is there, and ids."""

    table: TableLayout
    score: int
    remoteness: int
    whole: bool
    has_id: bool


def recognised(name: str, rows: Sequence[Sequence[str]], *, sure: Sequence[TableLayout] = ()) -> Recognised:
    """The mapping for a table.

    Parameters
    ----------
    name
        What the sheet, or the file without its ending, is called.
    rows
        Its first rows, titles and header among them.
    sure
        Mappings that were given, which come before those that ship.
    """
    if sure and (found := recognised_among(name, rows, sure)).table:
        return found
    return recognised_among(name, rows, layout().all)


def recognised_among(name: str, rows: Sequence[Sequence[str]], tables: Sequence[TableLayout]) -> Recognised:
    """The mapping for a table among some; see `recognised`."""
    fits = [_fit(table, name, rows) for table in tables]
    called = [fit for fit in fits if plain(name) in _called(fit.table)]
    if called:
        return Recognised(_best(called)[0].table)
    whole = [fit for fit in fits if fit.whole and fit.score >= _LEAST_KNOWN]
    best = _best(whole)
    if len(best) == 1:
        return Recognised(best[0].table)
    partial = sorted((fit for fit in fits if fit.score > _LEAST_KNOWN), key=lambda fit: -fit.score)
    return Recognised(None, tuple(fit.table for fit in (best or partial)[:3]))


def _called(table: TableLayout) -> set[str]:
    sheet = _SHEET.search(table.file)
    own = sheet[1] if sheet else Path(table.file).stem
    return set(map(plain, (own, *table.names, table.label.zh, table.label.en))) - {""}


def _fit(table: TableLayout, name: str, rows: Sequence[Sequence[str]]) -> _Fit:
    headings = Headings(table)
    place, header = headings.header(rows)
    columns = set(headings.columns(header)) & set(table.columns)
    titles = plain("\n".join([name, *(cell for row in rows[:place] for cell in row)]))
    spoken = any(len(word) > _LEAST_OF_NAME and word in titles for word in _called(table))
    score = len(columns) + (_NAMED if spoken and columns else 0)
    whole = columns.issuperset(table.needed) and all(
        name in columns or re.search(table.columns[name].title, titles)
        for name in table.required
        if table.columns[name].title
    )
    return _Fit(table, score, headings.remoteness(header), whole, "id" in columns)


def _best(fits: Sequence[_Fit]) -> list[_Fit]:
    """Those that explain most, by the nearest words; of a table and the roster that refines it the table has ids."""
    most = max((fit.score for fit in fits), default=0)
    best = [fit for fit in fits if fit.score == most]
    for fit in [fit for fit in best if fit.table.refines]:
        for base in [base for base in best if base.table.file == fit.table.refines]:
            best.remove(fit if base.has_id else base)
            break
    nearest = min((fit.remoteness for fit in best), default=0)
    return [fit for fit in best if fit.remoteness == nearest]
