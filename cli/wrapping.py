"""A console that breaks lines as the language does; rich itself takes a run of Chinese for one word."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from ..typesetting import line_starts

_INDENT = re.compile(r"^ *(?:[?·—…] |\d+\. )?")  # spaces, and the mark of an entry


class WrappingConsole(Console):
    """Breaks Chinese anywhere and English at spaces, indents what follows, and never cuts a word."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print; a single word that is wider than the terminal is printed whole."""
        texts = [in_lines(thing, self.width) if isinstance(thing, (str, Line)) else thing for thing in objects]
        super().print(*texts, **{"overflow": "ignore", "crop": False, **options})


def in_lines(text: str | Line, width: int) -> Line:
    """A text with line feeds where its lines end; what follows the first line stands under its first word."""
    whole = text if isinstance(text, Line) else Line(text)
    pieces = [piece for line in whole.split("\n", allow_blank=True) for piece in _pieces(line, width)]
    return Line("\n").join(pieces)


def _pieces(line: Line, width: int) -> list[Line]:
    plain = line.plain
    indent = len(plain) - len(_INDENT.sub("", plain, count=1))
    first, *more = line.divide(line_starts(plain, width, indent))
    for piece in more:
        piece.pad_left(indent)
    for piece in (first, *more):
        piece.rstrip()
    return [first, *more]
