"""Places as names write them: their parts, whether two of them differ, and those that were renamed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from .dates import PartialDate

_CHINESE = "\u3400-\u9fff"
_LONGEST_PART = 6


class RenamedPlace(BaseModel):
    """A place that has another name since some day.

    Parameters
    ----------
    old, new
        Its names.
    valid_from
        Since when the new one is valid.
    source
        Where that stands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    old: str
    new: str
    valid_from: PartialDate
    source: str


class PlaceWords(BaseModel):
    """What is written in `places.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provinces: tuple[str, ...]
    province_endings: tuple[str, ...]
    endings: tuple[str, ...]
    short: tuple[str, ...]
    never_before: dict[str, str]
    no_places: tuple[str, ...]
    renamed: tuple[RenamedPlace, ...]


class Nearness(Enum):
    """How two places stand to each other: one is (a part of) the other, they differ, or that cannot be told."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@cache
def place_words() -> PlaceWords:
    """The words of this version of the product."""
    return PlaceWords(**tomllib.loads(files(__package__).joinpath("places.toml").read_text(encoding="utf-8")))


def current_name(text: str) -> str:
    """A text in which renamed places have their new names."""
    for place in place_words().renamed:
        if place.old in text:
            text = text.replace(place.old, place.new)
    return text


def other_names(text: str) -> Iterator[str]:
    """The text with the old or the new names of the renamed places in it; nothing when it names none."""
    for place in place_words().renamed:
        for written, other in ((place.old, place.new), (place.new, place.old)):
            if written in text:
                yield text.replace(written, other)


@lru_cache(maxsize=4_096)
def leading_places(text: str) -> tuple[tuple[str, ...], str]:
    """The places that a name begins with, and the rest of the name.

    Parameters
    ----------
    text
        In normal form (`names.normal_form`), with current names.
    """
    found: list[str] = []
    if province := _province().match(text):
        found.append(province["name"])
        text = text[province.end() :]
    while parts := [match[0] for pattern in _parts() if (match := pattern.match(text))]:
        part = min(parts, key=len)
        if part.endswith(place_words().no_places) or len(part) == len(text):
            break
        found.append(part)
        text = text[len(part) :]
    return tuple(found), text


def nearness(first: tuple[str, ...], second: tuple[str, ...]) -> Nearness:
    """How two places stand to each other, by their parts; without a part on one side that cannot be told."""
    if not first or not second:
        return Nearness.UNKNOWN
    if set(first) <= set(second) or set(second) <= set(first):
        return Nearness.SAME
    mine, its = _by_ending(first), _by_ending(second)
    if any(not mine[ending] & its[ending] for ending in mine.keys() & its.keys()):
        return Nearness.DIFFERENT
    return Nearness.UNKNOWN


@lru_cache(maxsize=4_096)
def place_parts(text: str) -> tuple[str, ...]:
    """The parts of a place: 广西南宁市横县 gives 广西, 南宁市, 横州市. A place without any is a part of its own."""
    from .names import normal_form

    form = current_name(normal_form(text))
    found, rest = leading_places(form + "\0")
    rest = rest.removesuffix("\0")
    return (*found, rest) if rest else found


def _by_ending(parts: tuple[str, ...]) -> dict[str, set[str]]:
    """The parts by what they end with; a province, and what has no ending, by themselves."""
    found: dict[str, set[str]] = {}
    for part in parts:
        known = (ending for ending in place_words().endings if part.endswith(ending))
        kind = "province" if part in place_words().provinces else next(known, "")
        found.setdefault(kind, set()).add(part)
    return found


@cache
def _province() -> re.Pattern[str]:
    names, endings = "|".join(place_words().provinces), "|".join(place_words().province_endings)
    return re.compile(f"(?P<name>{names})(?:{endings})?")


@cache
def _parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of Chinese characters with the ending of a place: the shortest from where they begin."""
    words = place_words()
    endings = [
        f"{ending}(?!{words.never_before[ending]})" if ending in words.never_before else ending
        for ending in words.endings
        if ending not in words.short
    ]
    return (
        re.compile(f"[{_CHINESE}]{{1,{_LONGEST_PART}}}?(?:{'|'.join(words.short)})"),
        re.compile(f"[{_CHINESE}]{{2,{_LONGEST_PART}}}?(?:{'|'.join(endings)})"),
    )
