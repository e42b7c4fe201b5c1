"""How text fits a terminal: how wide it is, and where a line of it may end.

Chinese may be broken between almost any two characters, English at spaces; an id, a number and the name of a file are
never broken. So a line is wider than asked only where a single word is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# A line neither begins with what closes nor ends with what opens (GB/T 15834; JIS X 4051 calls it kinsoku).
# The full-width forms are written as codes: they look like their narrow ones.
_NEVER_FIRST = frozenset("、。」』】”’》〉…‰·%,.:;!?)]}\uff05\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\uff3d\uff5d")
_NEVER_LAST = frozenset("「『【“‘《〈([{\uff08\uff3b\uff5b")


def display_width(text: str) -> int:
    """How many columns a terminal needs for a text: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def unbreakable_parts(text: str) -> Iterator[str]:
    """The parts of a text between which a line may end, each with the spaces that follow it.

    Joined they are the text.
    """
    start = 0
    inked = False
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        inked = inked or before != " "  # what indents a text belongs to its first word
        if inked and _may_end(before, after):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _may_end(before: str, after: str) -> bool:
    if after == " ":
        return False  # spaces stay at the end of their line
    if before == " ":
        return True
    wide = _width(before) == 2 or _width(after) == 2
    return wide and before not in _NEVER_LAST and after not in _NEVER_FIRST and _width(after) > 0


def line_starts(text: str, width: int, hanging: int = 0) -> list[int]:
    """Where the second and every further line of a text begins.

    Parameters
    ----------
    text
        Without a line feed.
    width
        Columns of a line; spaces at its end do not count.
    hanging
        Columns by which every line after the first is indented.
    """
    starts: list[int] = []
    place = used = 0
    for part in unbreakable_parts(text):
        if place and used + display_width(part.rstrip(" ")) > width:
            starts.append(place)
            used = hanging
        used += display_width(part)
        place += len(part)
    return starts


def cut(text: str, width: int) -> str:
    """A text in one line of at most so many columns; an ellipsis stands for what does not fit."""
    text = " ".join(text.split())
    if display_width(text) <= width:
        return text
    kept = used = 0
    while used + _width(text[kept]) < width:
        used += _width(text[kept])
        kept += 1
    return text[:kept].rstrip() + "…"
