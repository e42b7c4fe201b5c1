"""The words of tables that offices write, read from `words.toml` and from the labels of the schema."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from string import ascii_letters, digits

from pydantic import BaseModel, ConfigDict

from ...graph.declarations import Instrument, JointWork, Kind, RelationshipType, Rhythm
from ...graph.models import STATUS_LABELS
from ...graph.schema import schema
from ...wording import Text

_REMARK = re.compile(r"\(.*\)$")


class Words(BaseModel):
    """What is written in `words.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    empty: tuple[str, ...]
    not_stated: tuple[str, ...]
    open_end: tuple[str, ...]
    total: tuple[str, ...]
    surnames: str
    not_names: str
    unused: tuple[str, ...]
    persons: tuple[str, ...]
    example: tuple[str, ...]
    classifiers: tuple[str, ...]
    about: tuple[str, ...]
    least: tuple[str, ...]
    more: tuple[str, ...]
    several: tuple[str, ...]
    counted: tuple[str, ...]
    no_name: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    cover: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    types: dict[str, tuple[str, ...]]
    statuses: dict[str, tuple[str, ...]]
    instruments: dict[str, tuple[str, ...]]
    rhythms: dict[str, tuple[str, ...]]
    sessions: dict[str, tuple[str, ...]]
    joint_work: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    verdicts: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The words of this version of the product."""
    return Words(**tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8")))


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A word without what people write differently: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class WordList:
    """Some words; most cells are told to be none of them by their length and their first character.

    Parameters
    ----------
    which
        The words.
    """

    __slots__ = ("_first", "_known", "_longest", "_settled")

    def __init__(self, which: Collection[str]) -> None:
        self._known = frozenset(map(plain, which))
        self._longest = 3 * max(map(len, self._known))  # with spaces between the characters
        first = {unicodedata.normalize("NFD", word)[0] for word in self._known}
        self._first = frozenset(first | {letter.upper() for letter in first})
        self._settled = _settled()

    def __contains__(self, text: str) -> bool:
        """Whether a cell is one of them."""
        begin = text[:1]
        if len(text) > self._longest or (begin in self._settled and begin not in self._first):
            return False
        return plain(text) in self._known


@cache
def _settled() -> frozenset[str]:
    """Characters that the plain form leaves where they are, but for their case: a word that begins so keeps that."""
    return frozenset((*ascii_letters, *digits, *map(chr, range(0x4E00, 0xA000))))


def says(text: str, which: tuple[str, ...]) -> bool:
    """Whether a cell is one of some words."""
    return text in _word_list(which)


_word_list = cache(WordList)


def of_persons(heading: str) -> bool:
    """Whether a column is about private persons."""
    return any(word in plain(heading) for word in map(plain, words().persons))


def begins(text: str, which: tuple[str, ...]) -> bool:
    """Whether a cell begins with one of some words."""
    if not text or text[0] not in _first_characters(which):  # most cells do not, and every row is asked
        return False
    return plain(text[:24]).startswith(tuple(map(plain, which)))


@cache
def _first_characters(which: tuple[str, ...]) -> frozenset[str]:
    first = {word[0] for word in which}
    wide = {chr(ord(letter) + 0xFEE0) for letter in first if letter.isascii()}
    return frozenset(first | wide | {letter.upper() for letter in first})


@cache
def _kinds_by_ending() -> list[tuple[str, str]]:
    pairs = [(plain(ending), kind) for kind, endings in words().endings.items() for ending in endings]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def kind_of_name(name: str) -> str:
    """The kind that a name tells by its ending; empty when it tells none."""
    form = _REMARK.sub("", plain(name))
    return next((kind for ending, kind in _kinds_by_ending() if form.endswith(ending)), "")


def is_empty(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    empty, not_stated = _of_nothing_known()
    return text in empty or text in not_stated


def is_not_stated(text: str) -> bool:
    """Whether a cell says that the source does not tell."""
    return text in _of_nothing_known()[1]


@cache
def _of_nothing_known() -> tuple[WordList, WordList]:
    return WordList(words().empty), WordList(words().not_stated)


@cache
def terms(what: str) -> Mapping[str, str]:
    """By plain word the term that it stands for: the term itself, its labels, and the further words for it.

    A word that could stand for two terms stands for none: it is refused with the terms that there are.

    Parameters
    ----------
    what
        `kinds`, `types`, `statuses`, `instruments`, `rhythms`, `sessions`, `joint_work` or `cover`.
    """
    further: Mapping[str, Collection[str]] = {
        "kinds": words().kinds, "types": words().types, "statuses": words().statuses, "cover": words().cover,
        "instruments": words().instruments, "rhythms": words().rhythms, "sessions": words().sessions,
        "joint_work": words().joint_work,
    }.get(what, {})  # fmt: skip
    meant: dict[str, set[str]] = defaultdict(set)
    for term, label in labels(what).items():
        for word in (label.zh, label.en, *further.get(term, ())):
            meant[plain(word)].add(term)
    known = {word: next(iter(found)) for word, found in meant.items() if len(found) == 1}
    return known | {plain(term): term for term in labels(what)}


def labels(what: str) -> Mapping[str, Text]:
    """By id, in the order of the schema, what each term is called; see `terms`."""
    declared: dict[str, Iterable[Kind | RelationshipType | Instrument | Rhythm | JointWork]] = {
        "kinds": [kind for kind in schema().kinds.values() if not kind.record],
        "types": [type_ for type_ in schema().types.values() if not type_.record],
        "instruments": schema().instruments.values(),
        "rhythms": schema().rhythms.values(),
        "joint_work": schema().joint_work.values(),
    }
    if what in declared:
        return {term.id: term.label for term in declared[what]}
    return STATUS_LABELS if what == "statuses" else schema().attribute(_ATTRIBUTES[what]).values


_ATTRIBUTES = {"cover": "party_cover", "sessions": "sessions"}
"""Of which attribute the values are terms."""
