"""Sentences in both languages of the product.

Every message that a person reads exists in Chinese and in English and is chosen only when it is shown, so an answer
that was computed once can be printed in either language.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One message in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The message in one language."""
        return self.zh if language == "zh" else self.en


def some(values: list[str] | tuple[str, ...], limit: int = 5) -> Text:
    """The first few of several values, and how many more there are.

    Parameters
    ----------
    values
        What to list; an error names five at most, so a message stays readable.
    limit
        How many values are written out.
    """
    shown = list(values[:limit])
    rest = len(values) - len(shown)
    if not rest:
        return Text("、".join(shown), ", ".join(shown))
    return Text(f"{'、'.join(shown)} 等 {len(values)} 项", f"{', '.join(shown)} and {rest} more")
