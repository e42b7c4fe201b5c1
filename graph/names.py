"""Names as people type them: normal forms, pinyin initials, and how well a name answers a search.

A store keeps the search text of every node, so a name is found without reading the graph; the ranking is done here, so
every store gives the same list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from .models import Node

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_FIELD = "\n"
_INITIALS_MARK = "\t"


class Match(IntEnum):
    """How a node answers to a text; lower is better."""

    ID = 0
    NAME = 1
    ALIAS = 2
    INITIALS = 3
    PART_OF_NAME = 4
    PART_OF_ALIAS = 5
    PART_OF_INITIALS = 6


def normal_form(text: str) -> str:
    """The text without what people type differently: width, case, spaces and punctuation."""
    return _NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", text).casefold())


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


def search_text(node_id: str, name: str, aliases: Iterable[str], *, with_initials: bool = True) -> str:
    """What a store keeps for `find`: a line each for the id, the name, the aliases and their initials."""
    normal = [normal_form(one) for one in (name, *aliases)]
    letters = (_INITIALS_MARK + initials(one) for one in normal) if with_initials else ()
    return _FIELD.join([node_id.casefold(), *normal, *letters])


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
    aliases = [line for line in others if not line.startswith(_INITIALS_MARK)]
    letters = [line[1:] for line in others if line.startswith(_INITIALS_MARK)]
    tests = (
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
