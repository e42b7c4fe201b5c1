"""What a report proposes: each fact once, with every place that states it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .facts import Fact, fact_json, question_key
from .text import ReportText

_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """Where a report states something.

    Parameters
    ----------
    sentence
        Number of the sentence.
    start, end
        The characters that state it, in the text of the report.
    """

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that a report may state.

    Parameters
    ----------
    key
        Of the question whether it does; the same in every load of the same report.
    fact
        What it states.
    sightings
        Where, in order; at least one.
    """

    key: str
    fact: Fact
    sightings: tuple[Sighting, ...]


def proposals_of(source: str, stated: Iterable[tuple[Fact, Sighting]]) -> list[Proposal]:
    """Each fact once, in the order in which the report states them first.

    Parameters
    ----------
    source
        Id of the report as a source.
    stated
        Facts with where they are stated.
    """
    places: dict[str, tuple[Fact, set[Sighting]]] = {}
    for fact, seen in stated:
        places.setdefault(fact_json(fact), (fact, set()))[1].add(seen)
    found = [Proposal(question_key(source, fact), fact, _widest(seen)) for fact, seen in places.values()]
    return sorted(
        found, key=lambda proposal: (_RANK[proposal.fact.fact], proposal.sightings[0], fact_json(proposal.fact))
    )


def _widest(seen: set[Sighting]) -> tuple[Sighting, ...]:
    """Two patterns may find one statement: the place that lies within another is left out."""
    return tuple(
        sorted(
            place
            for place in seen
            if not any(other != place and other.start <= place.start and place.end <= other.end for other in seen)
        )
    )


_RANK = {"node": 0, "link": 1, "aggregate": 2, "measure": 3}


def locator(file: str, seen: Sighting) -> str:
    """The address of a place in a report: `report.txt!s12[345-380]`."""
    return f"{file}!s{seen.sentence}[{seen.start}-{seen.end}]"


def quote(report: ReportText, seen: Sighting) -> str:
    """What the report says there, with names of persons masked; a long piece is cut, and shows that it is."""
    text = report.text[seen.start : seen.end]
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
