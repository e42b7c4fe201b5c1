"""Changes in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...wording import Text, plural
from .row import CHANGE_LABELS, PART_LABELS, Change, ChangeRow, Part

_NOUNS: dict[Part, tuple[str, str]] = {"links": ("link", "条"), "gaps": ("gap", "个"), "coverage": ("cell", "格")}


def counted(rows: Sequence[ChangeRow], parts: Sequence[Part]) -> Text:
    """`links: 3 new, 1 ended; gaps: no change`."""
    return Text.joined((_part(rows, part) for part in parts), ";", "; ")


def _part(rows: Sequence[ChangeRow], part: Part) -> Text:
    label, (noun, counter) = PART_LABELS[part], _NOUNS[part]
    counts = Counter(row.change for row in rows if row.part == part)
    if not counts:
        return Text("{label}没有变化", "no {noun} changed").fill(label=label, noun=noun)
    number = Text("{label}:", "{count}: ").fill(label=label, count=plural(counts.total(), noun))
    return number + Text.joined(_changes(counts, counter), "、", ", ")


def _changes(counts: Counter[Change], counter: str) -> Iterator[Text]:
    for change, label in CHANGE_LABELS.items():
        if counts[change]:
            yield Text("{label} {number} {counter}", "{number} {label}").fill(
                label=label, number=counts[change], counter=counter
            )
