"""Names that are no names but counts: "13个示范岗", "约20家企业", "若干家合作社"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from ..errors import InputRefused
from ..graph.quantities import Bound, Quantity
from ..wording import Text
from .mappings.words import plain, terms, words

_DIGITS = "〇一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_DIGITS_FIRST = re.compile(r"(?P<about>[^\d]*)(?P<number>\d{1,9})(?P<rest>.*)")
_HOW_MANY = Text(
    "“等{rest}”看不出另有几家。请写数字,如“等8家企业”,或只写名称。",
    'It is not plain how many others "{rest}" are. Write a number in digits, or the names alone.',
)
_MOST_OF_A_COUNT = 40
"""A name that is longer is none: what is counted is said in a few words."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a name counts.

    Parameters
    ----------
    count
        How many; None when it says only that there are several.
    kind
        The kind of what is counted; empty when the words tell none.
    """

    count: Quantity | None
    kind: str


def counted(name: str) -> Counted | None:
    """What a name counts, if it is plainly a number, a word for counting and a kind; None for a name."""
    return _counted(name) if may_count(name) else None


def may_count(name: str) -> bool:
    """Whether a name begins like a count and is as short as one."""
    return name[:1] in _beginnings() and len(name) <= _MOST_OF_A_COUNT


@lru_cache(maxsize=1024)
def _counted(name: str) -> Counted | None:
    match = _form().fullmatch("".join(unicodedata.normalize("NFKC", name).casefold().split()))
    if not match or not _all_of_kinds(match["what"]):
        return None
    kind = _last_kind(match["what"])
    if match["several"]:
        return Counted(None, kind)
    bound: Bound = "at_least" if match["least"] or match["more"] or match["after"] else "exact"
    return Counted(Quantity(value=_number(match["number"]), bound="about" if match["about"] else bound), kind)


def with_others(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names the last of which may be followed by a count of all: of 甲、乙等8家企业 six others are not named.

    Parameters
    ----------
    names
        The parts of a cell.

    Raises
    ------
    InputRefused
        It is not plain how many others there are.
    """
    last, among, rest = names[-1].partition("等") if names else ("", "", "")
    if not (last and among and counted(rest)):
        return names
    digits = _DIGITS_FIRST.fullmatch(unicodedata.normalize("NFKC", rest))
    if not digits:
        raise InputRefused(_HOW_MANY, rest=rest)
    others = int(digits["number"]) - len(names)
    return (*names[:-1], last, *([f"{digits['about']}{others}{digits['rest']}"] if others > 0 else []))


@cache
def _form() -> re.Pattern[str]:
    said = words()
    number = rf"(?P<number>\d[\d,]{{0,12}}|[{_DIGITS}两{''.join(_UNITS)}]{{1,9}})"
    lead = rf"共?(?P<about>{_any(said.about)})?(?P<least>{_any(said.least)})?"
    exact = rf"{lead}{number}(?P<more>{_any(said.more)})?"
    several = rf"(?P<several>{_any(said.several)})"
    unit = rf"(?:{_any(said.classifiers)})(?P<after>以上)?"
    return re.compile(rf"(?:{exact}|{several}){unit}(?P<what>.*)")


@cache
def _beginnings() -> frozenset[str]:
    said = words()
    return frozenset("0123456789０１２３４５６７８９共两" + _DIGITS + "".join(_UNITS)) | {
        word[0] for word in (*said.about, *said.least, *said.several)
    }


def _any(options: Iterable[str]) -> str:
    return "|".join(re.escape(plain(option)) for option in sorted(options, key=len, reverse=True))


@cache
def _kind_words() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any((*terms('kinds'), *words().counted))})+")


def _all_of_kinds(what: str) -> bool:
    return _kind_words().fullmatch(what) is not None


def _last_kind(what: str) -> str:
    """The kind that the words end with: 企业党支部 are party organisations."""
    ends = [(len(word), kind) for word, kind in terms("kinds").items() if what.endswith(word)]
    return max(ends)[1] if ends else ""


def _number(text: str) -> float:
    if text[0].isdecimal():
        return float(text.replace(",", ""))
    total, digit = 0, 0
    for letter in text.replace("两", "二"):
        if letter in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[letter], 0
        else:
            digit = _DIGITS.index(letter)
    return float(total + digit)
