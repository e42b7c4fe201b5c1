"""Names as people type them: normal forms, one script, pinyin initials, and how well a name answers a search.

A store keeps the search text of every node, so a name is found without reading the graph; the ranking is done here, so
every store gives the same list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from .models import Node
from .rows import NodeRow

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_FIELD = "\n"
_INITIALS_MARK = "\t"
_USCC_MARK = "#"


class Match(IntEnum):
    """How a node answers to a text; lower is better."""

    ID = 0
    USCC = 1
    NAME = 2
    ALIAS = 3
    INITIALS = 4
    PART_OF_NAME = 5
    PART_OF_ALIAS = 6
    PART_OF_INITIALS = 7
    FIGURE = 8


def normal_form(text: str) -> str:
    """The text without what people type differently: width, case, spaces, punctuation, simplified or traditional."""
    return _NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", text).casefold()).translate(_one_script())


@cache
def same_characters() -> dict[str, str]:
    """By character the one that it is taken for when names are compared: 聯 is 联."""
    lines = files(__package__).joinpath("characters.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {other: character for character, others in pairs for other in others}


@cache
def _one_script() -> dict[int, str]:
    return str.maketrans(same_characters())


def initials(normal: str) -> str:
    """Pinyin initials of a normal form: 星巴克 gives `xbk`; Latin letters and digits stay.

    Phrase by phrase as pypinyin itself cuts a text (重庆 is `cq`, 重要 `zy`); phrases recur, so each is kept.
    """
    from pypinyin.contrib.mmseg import seg

    return "".join(map(_initials_of_phrase, seg.cut(normal)))


@lru_cache(maxsize=65_536)
def _initials_of_phrase(phrase: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(phrase, style=Style.FIRST_LETTER, errors="default"))


def search_text(row: NodeRow, *, with_initials: bool = True) -> str:
    """What a store keeps for `find`: a line each for the id, the name, the aliases, the uscc and the initials.

    A change of it is a new format of every store, whose upgrade makes these texts again.
    """
    normal = [normal_form(name) for name in (row.name, *row.aliases)]
    code = [_USCC_MARK + normal_form(row.uscc)] if row.uscc else []
    letters = (_INITIALS_MARK + initials(name) for name in normal) if with_initials else ()
    return _FIELD.join([row.id.casefold(), *normal, *code, *letters])


def may_be_initials(text: str) -> bool:
    """Whether a text can be meant as pinyin initials: one of Chinese characters alone cannot."""
    return any(character.isascii() for character in normal_form(text))


def match(text: str, node_id: str, search: str) -> Match | None:
    """How a node answers to what somebody typed, or None.

    Parameters
    ----------
    text
        What was typed.
    node_id
        Id of the node.
    search
        Its search text.
    """
    key = normal_form(text)
    if text.strip().casefold() == node_id.casefold():
        return Match.ID
    if not key:
        return None
    _, name, *others = search.split(_FIELD)
    aliases = [line for line in others if not line.startswith((_INITIALS_MARK, _USCC_MARK))]
    letters = [line[1:] for line in others if line.startswith(_INITIALS_MARK)]
    tests = (
        (Match.USCC, _USCC_MARK + key in others),
        (Match.NAME, key == name),
        (Match.ALIAS, key in aliases),
        (Match.INITIALS, key in letters),
        (Match.PART_OF_NAME, key in name),
        (Match.PART_OF_ALIAS, any(key in alias for alias in aliases)),
        (Match.PART_OF_INITIALS, len(key) > 1 and any(key in one for one in letters)),
    )
    return next((kind for kind, holds in tests if holds), None)


def ranked(hits: Iterable[tuple[Match | None, Node]]) -> list[tuple[Match, Node]]:
    """The hits without the misses, best first, then by name."""
    found = [(kind, node) for kind, node in hits if kind is not None]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name, pair[1].id))


def suggestions(text: str, names: Iterable[str], limit: int = 5) -> list[str]:
    """Names that look like a text, best first: for "did you mean …".

    Similarity is the ratio of RapidFuzz on normal forms; what is less similar than 45 of 100 is no suggestion.
    """
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, list(dict.fromkeys(names)), scorer=fuzz.WRatio, processor=normal_form, limit=limit, score_cutoff=45
    )
    return [name for name, _, _ in sorted(found, key=lambda hit: (-hit[1], hit[0]))]
