"""Whether a fact can be kept: its texts must be Unicode without NUL, its numbers finite, and there must be room."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..errors import FactRefused
from ..wording import Text

Fact = TypeVar("Fact")
Row = TypeVar("Row", bound=tuple[Any, ...])


def storable(row_of: Callable[[Fact], Row], fact: Fact) -> Row:
    """The row of a fact.

    Parameters
    ----------
    row_of
        Makes the row.
    fact
        The model.

    Raises
    ------
    FactRefused
        A text holds half a character (a lone surrogate) or ends early for many programs (NUL), or a number is infinite,
        not a number, or endless.
    """
    try:
        row = row_of(fact)
        texts = "".join(value for value in row if isinstance(value, str)).encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(error.object[error.start]):04X}"
        reason = Text(f"文字含有半个字符 {half}", f"a text holds half a character, {half}")
        raise _refusal(fact, reason) from error
    except (ValueError, OverflowError) as error:
        reason = Text("有一个数不是有限的数,或位数太多", "a number is not finite, or has too many digits")
        raise _refusal(fact, reason) from error
    if b"\0" in texts:
        raise _refusal(fact, Text("文字含有空字符 U+0000", "a text holds the character NUL, U+0000"))
    return row


def _refusal(fact: object, reason: Text) -> FactRefused:
    name = getattr(fact, "id", None) or getattr(fact, "label", None) or getattr(fact, "subject", None)
    return refusal(str(name or fact), [sighting.locator for sighting in getattr(fact, "evidence", ())], reason)


def refusal_of_row(fact: str, body: str, reason: Text) -> FactRefused:
    """The refusal of a fact that is a row already; see `refusal`."""
    evidence = json.loads(body).get("evidence", [])
    return refusal(fact, [sighting.get("locator", "") for sighting in evidence], reason)


def refusal(fact: str, locators: Sequence[str], reason: Text) -> FactRefused:
    """Which fact cannot be kept, where it stands, and why.

    Parameters
    ----------
    fact
        Its id or key.
    locators
        Of its evidence.
    reason
        In few words, without a full stop.
    """
    place = next((_printable(locator) for locator in locators if locator), "")
    where = Text(f"({place})", f" ({place})") if place else Text("", "")
    name = _printable(fact)
    return FactRefused(
        Text(
            f"事实 {name}{where.zh}存不进库:{reason.zh}。没有写入任何内容。请改正后重新载入。",
            f"The fact {name}{where.en} cannot be kept: {reason.en}. Nothing was written. Correct it and load again.",
        )
    )


def _printable(text: str) -> str:
    """A message must be printable, whatever it speaks of."""
    return text.encode("utf-8", "backslashreplace").decode()
