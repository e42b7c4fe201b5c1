"""The sentences of a report, numbered, each with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from .text import ReportText

_MOST = 1_000
"""Characters of a sentence: a longer one is a list without an end, and is cut."""
_SENTENCE = re.compile(rf"[^。！？!?…]{{1,{_MOST}}}(?:[。！？!?…]+[”’」』\"）)]*)?|[。！？!?…]+[”’」』\"）)]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Parameters
    ----------
    number
        Its number in the report, from 1.
    form
        `heading`, `item` or `paragraph`, as the paragraph that it stands in.
    start, end
        Where it stands, in characters.
    """

    number: int
    form: str
    start: int
    end: int


def sentences(report: ReportText) -> list[Sentence]:
    """All sentences of a report in order; no sentence reaches beyond its paragraph, and none is empty."""
    found: list[Sentence] = []
    for block in report.blocks:
        for match in _SENTENCE.finditer(report.text, block.start, block.end):
            if match[0].strip():
                found.append(Sentence(len(found) + 1, block.form, match.start(), match.end()))
    return found


def sentence_at(all_sentences: list[Sentence], place: int) -> Sentence:
    """The sentence that a character stands in, or the last one before it.

    Parameters
    ----------
    all_sentences
        Those of the report, in order.
    place
        The character.
    """
    after = bisect_right(all_sentences, place, key=lambda sentence: sentence.start)
    return all_sentences[max(after - 1, 0)]
