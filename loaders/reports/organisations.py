"""Organisations that a report names: by the endings of their names, and by the names that a store knows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from .gazetteer import Gazetteer
from .naming import Place, any_of, kind_by_ending, name_words, only_generic

_BOUNDARY = re.compile(r"[\s，。、；：！？,.;:!?“”\"‘’《》【】\[\]—…/|0-9%+\-~～]")
_COUNTED = re.compile("[一二两三四五六七八九十百多几数]+[个家名户支批所条位次届项]")
_IN_BRACKETS = re.compile("[（(][\u4e00-\u9fff]{1,6}[)）]")
_TITLE = re.compile("《[^》]*》")
_LEAST_SHORT_NAME = 3
_MOST_INSIDE = 40
_BRANCH = "party_organization"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place at which a report names an organisation.

    Parameters
    ----------
    start, end
        Where it stands, in characters.
    name
        Its full name as far as the report gives it.
    kind
        Its kind.
    """

    start: int
    end: int
    name: str
    kind: str


def mentions_in(text: str, place: Place, gazetteer: Gazetteer) -> list[Mention]:
    """Every mention of a named organisation in a report, in order; none lies within another.

    Parameters
    ----------
    text
        The report.
    place
        The division that it is about.
    gazetteer
        The names that are known.
    """
    found = _by_rules(text, place)
    found += [Mention(start, end, text[start:end], kind) for start, end, kind in gazetteer.places_in(text)]
    found = _longest(found)
    found = _longest([*found, *_short_names(text, found, place)])
    in_titles = _in_titles(text)
    return _with_full_names([mention for mention in found if mention.end not in in_titles], place)


def _in_titles(text: str) -> set[int]:
    """Every place within 《》: who is named there is a part of the name of something else."""
    return {place for match in _TITLE.finditer(text) for place in range(*match.span())}


# ---- by the endings of names ----


@cache
def _ending_pattern() -> re.Pattern[str]:
    return re.compile(f"(?=({any_of(tuple(kind_by_ending()))}))")


def _endings(text: str) -> dict[int, int]:
    """By the end of an ending its beginning; the longest of those that end there."""
    found: dict[int, int] = {}
    for match in _ending_pattern().finditer(text):
        end = match.end(1)
        forbidden = name_words().another_word.get(match[1], "")
        other_word = text[end : end + 1] and text[end : end + 1] in forbidden
        if not other_word and not text.endswith(name_words().no_names, 0, end):
            found.setdefault(end, match.start())
    return found


def _by_rules(text: str, place: Place) -> list[Mention]:
    endings, edges = _endings(text), _edges(text)
    in_titles = _in_titles(text)
    found: list[Mention] = []
    least, ends = len(text) + 1, sorted(endings)
    for number in range(len(ends) - 1, -1, -1):
        end = ends[number]
        if end > least or end in in_titles:
            continue
        start = _beginning(text, endings, ends[max(number - _MOST_INSIDE, 0) : number], edges, end, place)
        if _is_named(text, start, endings[end], end, place):
            found.append(Mention(start, end, text[start:end], kind_by_ending()[text[endings[end] : end]]))
            least = start
    return found


@cache
def _edge_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = name_words()
    return re.compile(any_of(words.edges)), re.compile(f"(?=({any_of(words.no_edges)}))")


def _edges(text: str) -> list[int]:
    """Where a name may begin, since a word ends there that belongs to no name."""
    edge, none = _edge_patterns()
    kept: set[int] = set()
    for word in none.finditer(text):
        kept.update(range(word.start(1), word.end(1)))
    found: list[int] = []
    match = edge.search(text)
    while match:
        within_a_name = match.start() in kept and match.end() - 1 in kept
        if not within_a_name:
            found.append(match.end())
        match = edge.search(text, match.start() + 1 if within_a_name else match.end())
    return found


def _beginning(text: str, endings: dict[int, int], earlier: list[int], edges: list[int], end: int, place: Place) -> int:
    """Where the name that ends at a place begins; `earlier` are the ends of other names shortly before."""
    ending = endings[end]
    at = bisect_right(edges, ending)
    least = max(_boundary(text, ending), edges[at - 1] if at else 0)
    for inner in (inner for inner in earlier if least < inner <= ending):
        verb = _verbs_after().match(text, inner)
        if verb and verb.end() <= ending:
            least = verb.end()
        elif text[ending:end] not in name_words().under_another and not _says_where(text[endings[inner] : inner]):
            least = inner
    if counted := _COUNTED.match(text, least, ending):
        least = counted.end()
    at_home = text.find(place.stem, least, ending) if place.stem else -1
    return at_home if at_home > least and at_home not in endings else least


@cache
def _verbs_after() -> re.Pattern[str]:
    return re.compile(f"{any_of(name_words().verbs_after_a_name)}+")


def _says_where(ending: str) -> bool:
    return ending in name_words().at_the_beginning


def _boundary(text: str, before: int) -> int:
    """The last place before which no name can reach back; short words in brackets may stand within a name."""
    at = before
    while at > 0 and before - at < name_words().longest_name:
        if text[at - 1] in "）)":
            bracket = max(text.rfind("（", 0, at), text.rfind("(", 0, at))
            if bracket < 0 or not _IN_BRACKETS.fullmatch(text, bracket, at):
                return at
            at = bracket
        elif text[at - 1] in "（(" or _BOUNDARY.match(text[at - 1]):
            return at
        else:
            at -= 1
    return at


def _is_named(text: str, start: int, ending: int, end: int, place: Place) -> bool:
    """Whether a name says more than of what sort somebody is."""
    core, word = text[start:ending], text[ending:end]
    if end - start > name_words().longest_name:
        return False
    if _says_where(word):
        at_beginning = start == _boundary(text, ending)
        named = not only_generic().fullmatch(core + word) and core != place.name
        return 1 <= len(core) <= 3 and at_beginning and named
    if place.owns(text[start:end]):
        return True
    if not core:
        return word in name_words().committee_offices and bool(place.name)
    return len(core) > 1 and not only_generic().fullmatch(core)


# ---- short names ----


def _short_names(text: str, found: list[Mention], place: Place) -> Iterator[Mention]:
    """Where a firm is called by the beginning of its name, without its place and legal form."""
    taken = bytearray(len(text))
    for mention in found:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    for name, kind in sorted({(mention.name, mention.kind) for mention in found}):
        base = _without_form(name, place)
        for length in range(len(base), _LEAST_SHORT_NAME - 1, -1):
            starts = [match.start() for match in re.finditer(re.escape(base[:length]), text)]
            free = [start for start in starts if not any(taken[start : start + length])]
            if free and base != name and not base[:length].endswith(name_words().at_the_beginning):
                yield from (Mention(start, start + length, name, kind) for start in free)
                break


def _without_form(name: str, place: Place) -> str:
    base = _IN_BRACKETS.sub("", name)
    base = base.removeprefix(place.name).removeprefix(place.stem) if place.stem else base
    for form in name_words().legal_forms:
        if base.endswith(form):
            return base.removesuffix(form)
    return name


def _longest(found: Iterable[Mention]) -> list[Mention]:
    """The mentions in order, without those that overlap an earlier or longer one."""
    kept, taken = list[Mention](), set[int]()
    for mention in sorted(found, key=lambda mention: (-(mention.end - mention.start), mention.start, mention.name)):
        if taken.isdisjoint(range(mention.start, mention.end)):
            kept.append(mention)
            taken.update(range(mention.start, mention.end))
    return sorted(kept, key=lambda mention: mention.start)


# ---- full names ----


def _with_full_names(found: list[Mention], place: Place) -> list[Mention]:
    at_home = [replace(mention, name=_at_home(mention.name, place)) for mention in found]
    names = {mention.name for mention in at_home}
    firms = {_without_form(name, place): name for name in sorted(names)}
    return [replace(mention, name=_full_name(mention, names, firms)) for mention in at_home]


def _at_home(name: str, place: Place) -> str:
    """市林业局 in a report on 青禾市 is 青禾市林业局, and 组织部 is 青禾市委组织部."""
    if name in name_words().committee_offices and place.name:
        return f"{place.name}委{name}"
    return place.stem + name if place.owns(name) else name


def _full_name(mention: Mention, names: set[str], firms: dict[str, str]) -> str:
    """The longest name in the report that ends with this one; of the branch of a firm, with the firm's full name."""
    longer = [name for name in names if name.endswith(mention.name)]
    name = max(longer, key=lambda candidate: (len(candidate), candidate))
    for short, full in firms.items():
        rest = name.removeprefix(short)
        if short != full and rest != name and kind_by_ending().get(rest) == mention.kind == _BRANCH:
            return full + rest
    return name
