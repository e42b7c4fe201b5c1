"""Numbers that a report gives: with unit and bound, what they count, whose they are, and of which time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from .document import Clause, Document
from .facts import AggregateFact, End, MeasureFact
from .naming import any_of, name_words
from .proposals import Sighting
from .relations import is_legal

_BOUNDARY = re.compile("[\\s，。、；：！？,.;:!?《》（）()\ue000-\uf7ff]")
_WORD = re.compile('[\u4e00-\u9fff“”"A-Za-z]+')
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年(?:(\d{1,2})月|(上半年|下半年))?(?!\d{0,2}[月日]*(?:成立|组建|加入|创建|建立|建成|设立))"
)
_HALVES = {"上半年": "H1", "下半年": "H2"}
_NOT_THE_SUBJECT = re.compile(
    "(?:[为向给对从在把与和同]|隶属于?|对接|加入)[\ue000-\ue7ff](?:[、和与及][\ue000-\ue7ff])*(?!了解到|获悉)|[\ue000-\ue7ff](?=等)|[\ue000-\ue7ff](?=[、和与及][\ue000-\ue7ff])"
)
_UNIT_TOKEN = re.compile("[\ue000-\ue7ff]")
_MOST_DIGITS = 15
"""A longer number is no amount but a code or a slip: nothing that is counted is as large."""


class Amount(NamedTuple):
    """A number in a sentence.

    Parameters
    ----------
    start, end
        Where it stands in the sentence with tokens, from the word that bounds it to its unit.
    value
        As `Quantity.parse` reads it.
    unit
        As written.
    is_count
        Whether its unit counts things; else it measures.
    """

    start: int
    end: int
    value: str
    unit: str
    is_count: bool


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("amounts.toml").read_text(encoding="utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    bounds, units = _words()["bounds"], _words()["units"]
    before = f"(?:(?P<least>{any_of(tuple(bounds['at_least']))})|(?P<about>{any_of(tuple(bounds['about']))}))?"
    more = f"(?P<more{{0}}>{any_of(tuple(bounds['more']))})?"
    scale = f"(?P<scale>{any_of(tuple(units['scales']))})?"
    unit = f"(?P<unit>{any_of((*units['counting'], *units['measured']))})"
    number = f"(?:(?P<number>\\d[\\d,]*(?:\\.\\d+)?)|(?<=[近上过约超])(?P<round>{any_of(tuple(_words()['round']))}))"
    after = f"(?:(?P<above>以上)|(?P<around>{any_of(tuple(bounds['around']))}))?"
    return re.compile(
        f"{before}(?<![\\d.第+])(?P<up>上)?{number}{more.format(1)}{scale}{more.format(2)}{unit}(?![年月日]){after}"
    )


def amounts(text: str) -> Iterator[Amount]:
    """The numbers with a unit in a piece of text; years, days and ordinals are none.

    Parameters
    ----------
    text
        A sentence.
    """
    for found in _pattern().finditer(text):
        number = found["number"] or str(_words()["round"][found["round"]])
        verbs = any_of(tuple(_words()["bounds"]["at_least_verbs"]))
        lower = found["least"] or found["more1"] or found["more2"] or found["above"] or found["up"]
        lower = lower or re.search(f"{verbs}$", text[: found.start()])
        about = found["about"] or found["around"]
        value = f"{'约' if about else '≥' if lower else ''}{number.replace(',', '')}"
        unit = (found["scale"] or "") + found["unit"]
        if len(number) <= _MOST_DIGITS:
            yield Amount(found.start(), found.end(), value, unit, found["unit"] in _words()["units"]["counting"])


def measures_in(document: Document) -> Iterator[tuple[MeasureFact | AggregateFact, Sighting]]:
    """Every number of a report that somebody is the subject of, with where it stands.

    Parameters
    ----------
    document
        The report.
    """
    for clause in document.clauses:
        for amount in amounts(clause.text):
            metric = _metric(document, clause, amount)
            subject = _subject(document, clause, amount, metric)
            if metric and subject:
                seen = Sighting(clause.sentence.number, clause.places[amount.start], clause.places[amount.end - 1] + 1)
                yield _fact(clause.text, amount, metric, subject), seen


def _fact(text: str, amount: Amount, metric: str, subject: End) -> MeasureFact | AggregateFact:
    fields: dict[str, Any] = {
        "subject": subject,
        "metric": metric,
        "value": amount.value,
        "unit": amount.unit,
        "period": _period(text[: amount.start]),
    }
    counted = _counted(metric) if amount.is_count and amount.value != "1" else None
    if counted is None:
        return MeasureFact(**fields)
    type_id = counted.get("type", "")
    legal = type_id and is_legal(type_id, subject, End(name=metric, kind=counted["kind"]))
    return AggregateFact(**fields, kind=counted["kind"], type=type_id if legal else "")


def _counted(metric: str) -> dict[str, str] | None:
    """Of which kind of the schema the counted things are."""
    if _are_members(metric):
        return None
    return next((entry for entry in _words()["counted"] if metric.endswith(tuple(entry["ends"]))), None)


def _are_members(metric: str) -> bool:
    return metric.startswith(tuple(_words()["members"]["begins"]))


# ---- what is counted ----


def _metric(document: Document, clause: Clause, amount: Amount) -> str:
    if (token := clause.tokens.get(clause.text[amount.end : amount.end + 1])) and token.end.kind == "post":
        return token.end.name
    if amount.is_count and (noun := _noun_behind(clause.text, amount.end)):
        return noun
    return _noun_before(document, clause.text, amount.start)


def _noun_behind(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    if not found:
        return ""
    word = found[0][: _words()["metrics"]["longest"]]
    stops = [place for stop in _words()["metrics"]["behind"] if (place := word.find(stop, 2)) >= 0]
    noun = word[: min(stops, default=len(word))].strip('“”"')
    return noun if len(noun) > 1 else ""


def _noun_before(document: Document, text: str, at: int) -> str:
    text = text[max(at - 2 * _words()["metrics"]["longest"], 0) : at]
    begins = [found.end() for found in _BOUNDARY.finditer(text)] + [amount.end for amount in amounts(text)]
    word = text[max(begins, default=0) :]
    word = re.sub(f"{any_of(tuple(_words()['metrics']['before']))}+$", "", word)
    last = [edge.end() for edge in _edges().finditer(word) if edge.end() < len(word) - 1]
    word = re.sub(f"^{any_of(tuple(_words()['metrics']['openers']))}+", "", word[max(last, default=0) :])
    place = document.place
    word = word.removeprefix(place.name).removeprefix(place.stem) if place.stem else word
    found = re.search('[\u4e00-\u9fff“”"A-Za-z]+$', word)
    noun = found[0][-_words()["metrics"]["longest"] :] if found else ""
    return noun if len(noun) > 1 else ""


@cache
def _edges() -> re.Pattern[str]:
    words = tuple(word for word in name_words().edges if len(word) > 1 or word in "由在向从把被将让给为对的了等并")
    return re.compile(any_of(words))


# ---- whose it is, and of which time ----


def _subject(document: Document, clause: Clause, amount: Amount, metric: str) -> End | None:
    if document.alliance and _are_members(metric):
        return document.alliance
    before = clause.text[: amount.start]
    others = {place for found in _NOT_THE_SUBJECT.finditer(before) for place in range(*found.span())}
    own = [found.start() for found in _UNIT_TOKEN.finditer(before) if found.start() not in others]
    if own:
        return clause.tokens[before[own[-1]]].end
    return document.alliance or _spoken_of_before(document, clause)


def _spoken_of_before(document: Document, clause: Clause) -> End | None:
    """Where a report is about no alliance: whom it named last."""
    earlier = document.clauses[: clause.sentence.number - 1]
    named = (token.end for before in reversed(earlier) for token in reversed(before.tokens.values()))
    return next((end for end in named if end.kind not in ("policy", "post")), None)


def _period(before: str) -> str | None:
    found = None
    for match in _YEAR.finditer(before):
        found = match
    if found is None:
        return None
    year, month, half = found.groups()
    if month and 1 <= int(month) <= 12:
        return f"{year}-{int(month):02}"
    return year + _HALVES.get(half or "", "")
