"""Whether two nodes are one: for certain, perhaps, or surely not, and why.

A veto comes before any score: different ordinals, parts, places, kinds or codes are different things however alike the
names are. What is decided depends on the two nodes alone, so every order of loads decides alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ...graph.models import Node
from ...graph.places import Nearness, nearness, place_parts
from ...wording import Text
from .names import NameForm, name_form, name_words

LEAST_SCORE = 87.5
"""Of 100: what is less alike is no question; measured in `benchmarks/identity.py`."""
Sameness = Literal["certain", "doubtful", "different"]


@dataclass(frozen=True)
class Party:
    """A node as it is compared.

    Parameters
    ----------
    id, kind, name, aliases, place, uscc
        As in `Node`.
    listings
        Where it is listed, as (source, table, row).
    aggregate
        Whether it stands for several things without names.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    place: str = ""
    uscc: str = ""
    listings: frozenset[tuple[str, str, str]] = frozenset()
    aggregate: bool = False

    @classmethod
    def of(cls, node: Node) -> Party:
        """A node as it is compared."""
        listings = frozenset((seen.source, *_table_and_row(seen.locator)) for seen in node.evidence)
        return cls(node.id, node.kind, node.name, node.aliases, node.place, node.uscc, listings, node.aggregate)

    @cached_property
    def form(self) -> NameForm:
        """Its name taken apart."""
        return name_form(self.name)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The parts of its place."""
        return place_parts(self.place) if self.place else ()


def _table_and_row(locator: str) -> tuple[str, str]:
    """The parts of a locator such as `names.csv:30` or `book.xlsx[sheet]!7`."""
    table, _, row = locator.rpartition("!" if "!" in locator else ":")
    return table, row


def _listed_apart(first: Party, second: Party) -> bool:
    """Whether one table of one source has them in two rows; the same row is one that was written otherwise later."""
    tables = {listing[:2] for listing in first.listings} & {listing[:2] for listing in second.listings}
    return bool(tables) and not first.listings & second.listings


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two nodes are to each other, and why.

    Parameters
    ----------
    sameness
        `certain`, `doubtful` or `different`.
    rule
        By which rule they are certainly one: `code` or `name`.
    score
        Likeness of the names, 0 to 100.
    reasons
        What speaks for it and against it.
    """

    sameness: Sameness
    rule: str = ""
    score: float = 0.0
    reasons: tuple[Text, ...] = ()


def compare(first: Party, second: Party) -> Comparison:
    """What two nodes are to each other; the same whichever comes first."""
    first, second = sorted((first, second), key=lambda party: party.id)
    if veto := next(vetoes(first, second), None):
        return Comparison("different", reasons=(veto,))
    listed = _listed_apart(first, second)
    if first.uscc and first.uscc == second.uscc:
        reasons = (_EQUAL_CODE.fill(code=first.uscc), *_listed(listed))
        return Comparison("doubtful" if listed else "certain", "code", 100.0, reasons)
    if first.form.generic or second.form.generic:
        return Comparison("different", reasons=(_GENERIC,))
    if reason := _equal_name(first, second):
        sure = not listed and _place_agrees(first, second)
        reasons = (reason, *_of_places(first, second), *_listed(listed))
        return Comparison("certain" if sure else "doubtful", "name", 100.0, reasons)
    return _alike(first, second, listed)


def _alike(first: Party, second: Party, listed: bool) -> Comparison:
    if shared := _shared_alias(first, second):
        return Comparison("doubtful", "", 100.0, (_ALIAS.fill(name=shared), *_of_places(first, second)))
    score = likeness(first.form, second.form)
    if score < LEAST_SCORE:
        return Comparison("different", score=score, reasons=(_ALIKE.fill(score=f"{score:.0f}"),))
    reasons = (_ALIKE.fill(score=f"{score:.0f}"), *_of_places(first, second), *_listed(listed))
    return Comparison("doubtful", "", score, reasons)


def likeness(first: NameForm, second: NameForm) -> float:
    """How alike two names are, 0 to 100: the ratio of RapidFuzz on their cores, or on the whole when that is more.

    The whole lets one misspelt character in a short core be a question; the cores alone find places that are left out.
    """
    from rapidfuzz import fuzz

    return max(fuzz.ratio(first.core, second.core), fuzz.ratio(first.whole, second.whole))


# ---- names ----


def _equal_name(first: Party, second: Party) -> Text | None:
    """Why two names are one in different ways of writing: whole, or one without the place that it lies in."""
    one, other = first.form, second.form
    if one.stem != other.stem:
        return None
    if one.places == other.places:
        return _EQUAL_NAME.fill(name=one.whole)
    for bare, placed in ((first, other.places), (second, one.places)):
        if not bare.form.places and set(placed) <= set(bare.places):
            return _EQUAL_IN_PLACE.fill(name=one.stem, place=bare.place)
    return None


def _place_agrees(first: Party, second: Party) -> bool:
    return not (first.places and second.places) or nearness(first.places, second.places) is Nearness.SAME


def _shared_alias(first: Party, second: Party) -> str:
    """A name that both bear, one of them as an alias."""
    mine = {name_form(name).whole: name for name in (first.name, *first.aliases) if not name_form(name).generic}
    return next((name for name in (second.name, *second.aliases) if name_form(name).whole in mine), "")


# ---- vetoes ----


def vetoes(first: Party, second: Party) -> Iterator[Text]:
    """What makes two nodes different whatever they are called."""
    if first.kind != second.kind:
        yield _KINDS
    if first.aggregate or second.aggregate:
        yield _AGGREGATE
    if first.uscc and second.uscc:
        if first.uscc != second.uscc:
            yield _CODES
        return  # one code decides
    yield from _place_vetoes(first, second)
    yield from name_vetoes(first.form, second.form)


def _place_vetoes(first: Party, second: Party) -> Iterator[Text]:
    if nearness(first.places, second.places) is Nearness.DIFFERENT:
        yield _PLACES.fill(first=first.place, second=second.place)
    mine, its = first.form.places, second.form.places
    if mine and its and mine[-1] != its[-1] and first.kind in name_words().compared.local:
        yield _PLACES.fill(first=mine[-1], second=its[-1])
    for party, other in ((first, second), (second, first)):
        if not party.form.places and nearness(other.form.places, party.places) is Nearness.DIFFERENT:
            yield _PLACES.fill(first="".join(other.form.places), second=party.place)


def name_vetoes(first: NameForm, second: NameForm) -> Iterator[Text]:
    """What makes two names those of different things."""
    if nearness(first.places, second.places) is Nearness.DIFFERENT:
        yield _PLACES.fill(first="".join(first.places), second="".join(second.places))
    if nearness(first.villages, second.villages) is Nearness.DIFFERENT:
        yield _PLACES.fill(first="".join(first.villages), second="".join(second.villages))
    if first.ordinals != second.ordinals:
        yield _ORDINALS.fill(first=_listed_words(first.ordinals), second=_listed_words(second.ordinals))
    if first.parts != second.parts:
        yield _PARTS.fill(first=_listed_words(first.parts), second=_listed_words(second.parts))
    if contrast := _contrast(first.core, second.core):
        yield _CONTRAST.fill(first=contrast[0], second=contrast[1])


def _contrast(first: str, second: str) -> tuple[str, str] | None:
    """The words of one line that stand in the place of each other, where two names differ."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    mine, its = first[start : len(first) - end], second[start : len(second) - end]
    for line in name_words().contrast.lines:
        one, other = _word_of(line, mine, first, start), _word_of(line, its, second, start)
        if one and other and one != other:
            return one, other
    return None


def _word_of(line: tuple[str, ...], part: str, name: str, start: int) -> str:
    """The word of a line that is the part of a name that differs, or that this part belongs to."""
    for word in line:
        at = name.find(word, max(0, start - len(word) + 1))
        if part and 0 <= at <= start and at + len(word) >= start + len(part):
            return word
    return ""


def _listed_words(words: tuple[str, ...]) -> Text:
    return Text("、".join(words), ", ".join(words)) if words else Text("无", "none")


def _of_places(first: Party, second: Party) -> Iterator[Text]:
    if first.places and second.places and nearness(first.places, second.places) is Nearness.SAME:
        yield _SAME_PLACE
    elif first.place or second.place:
        yield _PLACE_OPEN.fill(first=first.place or "?", second=second.place or "?")


def _listed(listed: bool) -> Iterator[Text]:
    if listed:
        yield _LISTED


_EQUAL_CODE = Text("统一社会信用代码相同:{code}", "equal credit code: {code}")
_EQUAL_NAME = Text("名称相同(写法归一后):{name}", "equal names in one way of writing: {name}")
_EQUAL_IN_PLACE = Text(
    "名称相同,地名见于地点:{name},{place}", "equal names, the place of one is its own: {name}, {place}"
)
_ALIAS = Text("一方的别名是另一方的名称:{name}", "a name of one is an alias of the other: {name}")
_ALIKE = Text("名称相似度 {score}/100", "the names are alike: {score} of 100")
_SAME_PLACE = Text("地点一致", "the places agree")
_PLACE_OPEN = Text("地点无法核对:{first} / {second}", "the places cannot be compared: {first} / {second}")
_LISTED = Text("同一来源的同一张表里分列两行", "one table of one source lists both")
_GENERIC = Text("名称太通用,不能据此判断", "many are called so; the name tells nothing")
_KINDS = Text("种类不同", "different kinds")
_AGGREGATE = Text("其中一个是合计,不是一个单位", "one of them stands for several things")
_CODES = Text("信用代码不同", "different credit codes")
_PLACES = Text("地方不同:{first} / {second}", "different places: {first} / {second}")
_ORDINALS = Text("序数不同:{first} / {second}", "different ordinals: {first} / {second}")
_PARTS = Text("分支或组织层次不同:{first} / {second}", "different parts of an organisation: {first} / {second}")
_CONTRAST = Text("用词相对:{first} / {second}", "contrasting words: {first} / {second}")
