"""An answer as a notebook and a Python console show it: its beginning, and where the rest is."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..typesetting import cut, display_width, line_starts
from ..wording import Language, Text, plural, shortened
from .columns import PlainValue, cell_text

if TYPE_CHECKING:
    from .answer import Answer

_WIDTH = 100
_WIDEST_CELL = 36
_ROWS_IN_CONSOLE = 10
_ROWS_IN_NOTEBOOK = 20
_MOST_UNKNOWN = 5
_LONGEST_SENTENCE = 400
_GAP = 2

Rows = Sequence[dict[str, PlainValue]]


def console_text(answer: Answer[Any], language: Language) -> str:
    """Status, sentence, the first rows, and how to see all: never more than 25 lines."""
    sentence = shortened(answer.headline(language), _LONGEST_SENTENCE)
    bounds = [0, *line_starts(sentence, _WIDTH), len(sentence)]
    lines = [sentence[start:end].rstrip() for start, end in pairwise(bounds)]
    rows = answer.screen_cells(language)
    lines += _small_table(rows[:_ROWS_IN_CONSOLE])
    lines += [text.in_(language) for text in (_more_rows(len(rows) - _ROWS_IN_CONSOLE), _not_known(answer)) if text]
    lines.append(Text("全部:.to_frame()、.to_json()", "All of it: .to_frame(), .to_json()").in_(language))
    return "\n".join(lines)


def html_text(answer: Answer[Any], language: Language) -> str:
    """Status, sentence, the first rows as a table, and the first things that are not known."""
    rows = answer.screen_cells(language)
    parts = [f"<p>{html.escape(answer.headline(language))}</p>", _html_table(rows[:_ROWS_IN_NOTEBOOK])]
    notes = [_more_rows(len(rows) - _ROWS_IN_NOTEBOOK).in_(language)]
    notes += [f"? {entry.what.in_(language)}: {entry.why.in_(language)}" for entry in answer.unknown[:_MOST_UNKNOWN]]
    rest = len(answer.unknown) - _MOST_UNKNOWN
    if rest > 0:
        notes.append(Text(f"… 还有 {rest} 项不知道:.unknown", f"… and {rest} more not known: .unknown").in_(language))
    return "".join([*parts, *(f"<p>{html.escape(note)}</p>" for note in notes if note)])


def _more_rows(number: int) -> Text:
    if number <= 0:
        return Text("", "")
    return Text(f"… 还有 {number:,} 行:.to_frame()", f"… and {plural(number, 'more row')}: .to_frame()")


def _not_known(answer: Answer[Any]) -> Text:
    number = len(answer.unknown)
    if not number:
        return Text("", "")
    return Text(f"不知道的 {number} 项:.unknown", f"{plural(number, 'thing is', 'things are')} not known: .unknown")


def _small_table(rows: Rows) -> list[str]:
    """As many columns as fit; long values are cut."""
    if not rows:
        return []
    columns: list[list[str]] = []
    room = _WIDTH
    for heading in rows[0]:
        texts = [cut(text, _WIDEST_CELL) for text in (heading, *(cell_text(row[heading]) for row in rows))]
        width = max(display_width(text) for text in texts)
        if not any(texts[1:]):
            continue
        if width > room:
            break
        columns.append([text + " " * (width - display_width(text) + _GAP) for text in texts])
        room -= width + _GAP
    return ["".join(cells).rstrip() for cells in zip(*columns, strict=True)]


def _html_table(rows: Rows) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{html.escape(heading)}</th>" for heading in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell_text(value))}</td>" for value in row.values()) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
