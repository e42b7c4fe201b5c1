"""Rows in a terminal: as a table where it fits, as a list where it does not, and never too many of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text as Line

from .. import settings
from ..queries.columns import PlainValue, cell_text
from ..typesetting import display_width, unbreakable_parts
from ..wording import Text, plural
from .wrapping import in_lines

if TYPE_CHECKING:
    from rich.console import Console

MOST_ROWS = 50
"""What a person still reads; `--all` lists the rest, CSV and JSON are always whole."""
NARROWEST_TABLE = 100
_LEAST_COLUMN = 12
_GAP = 3  # a space on either side, and one of the box between
_BETWEEN = "  ·  "

Rows = Sequence[Mapping[str, PlainValue]]


def print_rows(out: Console, rows: Rows, *, whole: bool = False, styles: Mapping[str, str] | None = None) -> None:
    """Print rows, and how many more there are.

    Parameters
    ----------
    out
        Where to; its width decides between a table and a list.
    rows
        By heading. A column without any value is left out.
    whole
        All of them, however many there are.
    styles
        How a cell of a certain text looks.
    """
    visible = rows if whole else rows[:MOST_ROWS]
    headings = (
        [heading for heading in rows[0] if any(row[heading] not in ("", None) for row in visible)] if rows else []
    )
    if not headings:
        return
    columns = {heading: [cell_text(row[heading]) for row in visible] for heading in headings}
    out.print()
    widths = _widths(columns, out.width)
    if widths:
        numbers = {heading for heading in headings if all(_is_number(row[heading]) for row in visible)}
        out.print(_table(columns, widths, numbers, styles or {}))
    else:
        _print_list(out, columns, styles or {})
    say_how_many_more(out, len(rows) - len(visible))


def say_how_many_more(out: Console, number: int) -> None:
    """Say how many rows are not shown, and where they are."""
    if number > 0:
        rest = Text(
            f"… 还有 {number:,} 行(--all 全部列出,--csv、--json 也是全部)",
            f"… and {plural(number, 'more row')} (--all lists all; --csv and --json are whole)",
        )
        out.print(rest.in_(settings.language()))


def _is_number(value: PlainValue) -> bool:
    return value is None or isinstance(value, (int, float))


# ---- a table ----


def _widths(columns: Mapping[str, Sequence[str]], room: int) -> list[int]:
    """The width of every column; empty when the terminal is too narrow for a table in which no word is cut."""
    if room < NARROWEST_TABLE:
        return []
    texts = [(heading, *cells) for heading, cells in columns.items()]
    natural = [max(display_width(text) for text in column) for column in texts]
    least = [
        max(min(width, _LEAST_COLUMN), *(_longest_word(text) for text in column))
        for width, column in zip(natural, texts, strict=True)
    ]
    room -= _GAP * (len(texts) - 1)
    if sum(least) > room:
        return []
    most = max(natural)
    widths = natural
    while sum(widths) > room:  # the widest columns give way first
        most -= 1
        widths = [max(low, min(width, most)) for low, width in zip(least, natural, strict=True)]
    return widths


def _longest_word(text: str) -> int:
    return max((display_width(part.rstrip(" ")) for part in unbreakable_parts(text)), default=0)


def _table(
    columns: Mapping[str, Sequence[str]], widths: Sequence[int], numbers: set[str], styles: Mapping[str, str]
) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells_by_column = []
    for (heading, texts), width in zip(columns.items(), widths, strict=True):
        right = heading in numbers
        table.add_column(_cell(heading, width, right), width=width, no_wrap=True, overflow="ignore")
        cells_by_column.append([_cell(text, width, right, styles.get(text, "")) for text in texts])
    for cells in zip(*cells_by_column, strict=True):
        table.add_row(*cells)
    return table


def _cell(text: str, width: int, right: bool, style: str = "") -> Line:
    return in_lines(Line(" " * (width - display_width(text)) * right + text, style), width)


# ---- a list ----


def _print_list(out: Console, columns: Mapping[str, Sequence[str]], styles: Mapping[str, str]) -> None:
    """A block a row: its cells with their headings, as many on a line as fit."""
    for number, cells in enumerate(zip(*columns.values(), strict=True), start=1):
        entries = [
            Line.assemble((f"{heading}: ", "dim"), (text, styles.get(text, "")))
            for heading, text in zip(columns, cells, strict=True)
            if text
        ]
        mark = f"{number}. "
        for place, line in enumerate(_lines_of(entries, out.width - len(mark))):
            out.print(Line(mark if not place else " " * len(mark)) + line)


def _lines_of(entries: Sequence[Line], width: int) -> list[Line]:
    """Entries joined to lines; one that does not fit into the rest of a line begins the next."""
    lines: list[Line] = []
    for entry in entries:
        joined = lines[-1] + Line(_BETWEEN) + entry if lines else entry
        if lines and display_width(joined.plain) <= width:
            lines[-1] = joined
        else:
            lines.append(entry)
    return lines
