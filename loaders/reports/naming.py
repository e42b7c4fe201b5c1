"""The words by which organisations are known in a report, and the place that a report is about."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

_LEAD = 400


class NameWords(BaseModel):
    """What is written in `organisations.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    endings: dict[str, tuple[str, ...]]
    another_word: dict[str, str]
    under_another: tuple[str, ...]
    edges: tuple[str, ...]
    no_edges: tuple[str, ...]
    verbs_after_a_name: tuple[str, ...]
    generic: tuple[str, ...]
    legal_forms: tuple[str, ...]
    committee_offices: tuple[str, ...]
    place_endings: tuple[str, ...]
    no_places: tuple[str, ...]
    no_offices: tuple[str, ...]
    at_the_beginning: tuple[str, ...]
    no_names: tuple[str, ...]
    longest_name: int
    longest_place: int


@cache
def name_words() -> NameWords:
    """The words of this version of the product."""
    return NameWords(**tomllib.loads(files(__package__).joinpath("organisations.toml").read_text(encoding="utf-8")))


@cache
def kind_by_ending() -> dict[str, str]:
    """By ending the kind of what is called so."""
    return {ending: kind for kind, endings in name_words().endings.items() for ending in endings}


@cache
def any_of(words: tuple[str, ...]) -> str:
    """A pattern for one of some words, the longest that fits."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@cache
def only_generic() -> re.Pattern[str]:
    """What consists of generic words alone."""
    return re.compile(f"{any_of(name_words().generic)}*")


@dataclass(frozen=True, slots=True)
class Place:
    """The division that a report is about.

    Parameters
    ----------
    stem, ending
        青禾 and 市; both empty when the report names none.
    """

    stem: str = ""
    ending: str = ""

    @property
    def name(self) -> str:
        """Its name."""
        return self.stem + self.ending

    def owns(self, text: str) -> bool:
        """Whether a name begins with the ending of the place, as 市林业局 does in a report on a 市."""
        return bool(self.ending) and text.startswith(self.ending) and not text.startswith(name_words().no_offices)


def place_of(text: str) -> Place:
    """The division that is named most in the first part of a report, the first one of several.

    Parameters
    ----------
    text
        The report.
    """
    words = name_words()
    counts: Counter[tuple[str, str]] = Counter()
    ending = re.compile("|".join(words.place_endings))
    lead = text[:_LEAD]
    for found in ending.finditer(lead):
        if not lead[: found.end()].endswith(words.no_places):
            for length in range(2, words.longest_place):
                stem = lead[max(found.start() - length, 0) : found.start()]
                if len(stem) == length and re.fullmatch("[\u4e00-\u9fff]+", stem):
                    counts[stem, found[0]] += 1
    if not counts:
        return Place()
    (stem, name_ending), most = max(
        ((key, count) for key, count in counts.items() if len(key[0]) == 2),
        key=lambda pair: pair[1],
        default=(("", ""), 0),
    )
    for (longer, other), count in counts.items():
        if other == name_ending and len(longer) > 2 and longer.endswith(stem) and count == most > 1:
            stem = longer
    return Place(stem, name_ending)
