"""The patterns of `relations.toml`, compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .naming import any_of

_UNIT = "[\ue000-\ue7ff]"
_TITLE = "[\ue800-\uefff]"
_POST = "[\uf000-\uf7ff]"
_STOPS = "。！？；!?;\ue000-\uf7ff"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say something.

    Parameters
    ----------
    type
        The relationship type.
    says
        The pattern, on sentences with tokens; its groups `S` and `T` are the ends.
    """

    type: str
    says: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything in `relations.toml`.

    Parameters
    ----------
    patterns, steps
        Ways to say a relation, and a step of a problem.
    denials
        Words that take back what is said.
    posts, alliance
        Posts in quotation marks, and the words for the alliance of the report.
    """

    patterns: tuple[Phrase, ...]
    steps: tuple[Phrase, ...]
    denials: re.Pattern[str]
    posts: re.Pattern[str]
    alliance: re.Pattern[str]


@cache
def phrases() -> Phrases:
    """The phrases of this version of the product."""
    raw = tomllib.loads(files(__package__).joinpath("relations.toml").read_text(encoding="utf-8"))
    separators = tuple(raw["separators"])
    return Phrases(
        patterns=tuple(Phrase(entry["type"], _compiled(entry["says"], separators)) for entry in raw["pattern"]),
        steps=tuple(Phrase(entry["type"], _compiled(entry["says"], separators)) for entry in raw["step"]),
        denials=re.compile(any_of(tuple(raw["denials"]))),
        posts=re.compile(f'[“"](?P<name>[^”"]{{2,30}}{any_of(tuple(raw["post_endings"]))})[”"]'),
        alliance=re.compile(f"{any_of(tuple(raw['alliance_words']))}(?!{any_of(tuple(raw['not_the_alliance']))})"),
    )


def _compiled(says: str, separators: tuple[str, ...]) -> re.Pattern[str]:
    of_units = f"{_UNIT}(?:{any_of(separators)}{_UNIT})*"
    others = f"(?:等[^，,{_STOPS}]{{0,14}}?)?"
    parts = {
        "{S}": f"(?P<S>{of_units}){others}",
        "{T}": f"(?P<T>{of_units}){others}",
        "{s}": f"(?P<S>{_UNIT})",
        "{t}": f"(?P<T>{_UNIT})",
        "{A}": _UNIT,
        "{P}": f"(?P<P>{_TITLE}(?:[、和及]?{_TITLE})*)",
        "{Q}": f"(?P<P>{_POST}(?:[、和及]{_POST})*)",
        "{__}": f"[^{_STOPS}]{{0,60}}?",
        "{_}": f"[^，,{_STOPS}]{{0,12}}?",
    }
    for name, pattern in parts.items():
        says = says.replace(name, pattern)
    return re.compile(says)
