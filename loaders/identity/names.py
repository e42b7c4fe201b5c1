"""What a name says of who it names: places, the core of the name, ordinals, parts of an organisation.

Plain similarity does not tell Chinese names apart: 第一 and 第二 differ in one character, and so do misspelt names. The
core leaves out what is written in many ways; what makes another of it is kept beside it and compared for itself.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from ...graph.names import normal_form
from ...graph.places import current_name, leading_places

_DIGITS = "一二三四五六七八九十"
_PLACES = re.compile("[\u3400-\u9fff]{2,3}?(?:村|镇|乡|街道|社区)")
_LEAST_CORE = 2


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Same(_Data):
    """Two ways to write one thing."""

    written: str = Field(alias="from")
    to: str


class Party(_Data):
    """How committees of the party are called."""

    prefixes: tuple[str, ...]
    committee: str
    short: str
    places: tuple[str, ...]


class Compared(_Data):
    """The kinds that are known by their names, and those of which every place has its own; `@` before a group."""

    kinds: tuple[str, ...]
    local: tuple[str, ...]


class Forms(_Data):
    """Legal forms, the longest first."""

    forms: tuple[str, ...]


class WordList(_Data):
    """Some words."""

    words: tuple[str, ...]


class Counted(_Data):
    """What is counted without 第."""

    counted: tuple[str, ...]


class Contrast(_Data):
    """Words of which one in the place of another makes another name."""

    lines: tuple[tuple[str, ...], ...]


class NameWords(_Data):
    """What is written in `names.toml`."""

    compared: Compared
    same: tuple[Same, ...]
    party: Party
    legal: Forms
    parts: WordList
    ordinals: Counted
    contrast: Contrast
    generic: WordList


@cache
def name_words() -> NameWords:
    """The words of this version of the product."""
    return NameWords(**tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8")))


class NameForm(NamedTuple):
    """A name taken apart.

    Parameters
    ----------
    places
        The places that it begins with.
    stem
        The rest in one way of writing.
    core
        The stem without the legal form.
    ordinals, parts, villages
        What counts it among others of its name, the parts of an organisation that it is, and the towns and villages
        in it.
    generic
        Whether many are called so: it has neither a place nor a word of its own.
    """

    places: tuple[str, ...]
    stem: str
    core: str
    ordinals: tuple[str, ...]
    parts: tuple[str, ...]
    villages: tuple[str, ...]
    generic: bool

    @property
    def whole(self) -> str:
        """The places and the stem."""
        return "".join(self.places) + self.stem


@lru_cache(maxsize=4_096)
def name_form(name: str) -> NameForm:
    """A name taken apart."""
    text = _one_way(current_name(normal_form(name)))
    places, stem = leading_places(text)
    stem = _counted(stem)
    core = _without_legal_form(stem)
    return NameForm(
        places=places,
        stem=stem,
        core=core,
        ordinals=tuple(_ordinal().findall(stem)),
        parts=tuple(_part().findall(stem)),
        villages=tuple(_PLACES.findall("".join(place for place in places if place[-1] in "村镇乡道区") + stem)),
        generic=not places and len(_nothing_own().sub("", core)) < _LEAST_CORE,
    )


def core(name: str) -> str:
    """A name without what is written in many ways and without its legal form, behind its places."""
    return name_form(name).core


def _one_way(text: str) -> str:
    party = name_words().party
    prefix = next((word for word in party.prefixes if text.startswith(word)), "")
    text = text.removeprefix(prefix)
    for entry in name_words().same:
        if entry.written in text:
            text = text.replace(entry.written, entry.to)
    if prefix and text.endswith(party.committee):
        text = text.removesuffix(party.committee) + party.short
    if text.endswith(party.short) and text.removesuffix(party.short).endswith(party.places):
        text = text.removesuffix(party.short) + party.short[-1]
    return text


def _without_legal_form(text: str) -> str:
    for form in name_words().legal.forms:
        if text.endswith(form) and len(text) - len(form) >= _LEAST_CORE:
            return text.removesuffix(form)
    return text


def _counted(text: str) -> str:
    """Ordinals up to ten in digits."""
    return _chinese_ordinal().sub(lambda found: str(_DIGITS.index(found[0]) + 1), text)


@cache
def _chinese_ordinal() -> re.Pattern[str]:
    counted = "|".join(sorted(name_words().ordinals.counted, key=len, reverse=True))
    return re.compile(f"(?<=第)[{_DIGITS}](?![{_DIGITS}])|(?<![{_DIGITS}])[{_DIGITS}](?={counted})")


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"第[{_DIGITS}百\d]+|\d+|[{_DIGITS}]+(?={'|'.join(name_words().ordinals.counted)})")


@cache
def _part() -> re.Pattern[str]:
    return re.compile("|".join(sorted(name_words().parts.words, key=len, reverse=True)))


@cache
def _nothing_own() -> re.Pattern[str]:
    words = sorted((*name_words().generic.words, *name_words().parts.words), key=len, reverse=True)
    return re.compile("|".join([rf"第[{_DIGITS}\d]+", r"\d+", *words]))
