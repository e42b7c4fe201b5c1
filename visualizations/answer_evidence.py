"""The evidence of an answer as a page numbers it: in the order of the rows, each piece with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ..queries.answer import Answer
from ..queries.sightings import Sighting

MOST_EVIDENCE = 2_000
"""A page lists so many pieces; the JSON of the answer has all."""


@dataclass(slots=True)
class ListedSource:
    """A source of the page.

    Parameters
    ----------
    number
        Its number on the page.
    seen
        A piece of evidence from it, which says what it is.
    pieces
        How many pieces of the page are from it.
    """

    number: int
    seen: Sighting
    pieces: int = 0

    @property
    def name(self) -> str:
        """Its title; where it has none, its publisher and its id."""
        return self.seen.title or f"{self.seen.publisher} ({self.seen.source})".strip()

    @property
    def link(self) -> str:
        """Where it can be opened; nothing but an address of the web is."""
        return self.seen.link if self.seen.link.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence with its number on the page."""

    number: int
    seen: Sighting
    source: ListedSource


class AnswerEvidence:
    """The evidence of an answer with its numbers and sources.

    Parameters
    ----------
    answer
        The answer.
    rows
        Those of its rows that the page shows: their evidence comes first.
    """

    def __init__(self, answer: Answer[Any], rows: Iterable[BaseModel]) -> None:
        self.total = len(answer.evidence)
        self.sources: dict[str, ListedSource] = {}
        self.pieces: dict[str, Piece] = {}
        for entry in self._ordered(answer, rows):
            if len(self.pieces) == MOST_EVIDENCE:
                break
            if entry not in self.pieces:
                self._enter(entry, answer.evidence[entry])

    @staticmethod
    def _ordered(answer: Answer[Any], rows: Iterable[BaseModel]) -> Iterator[str]:
        for row in rows:
            yield from evidence_ids(row)
        yield from answer.evidence

    def _enter(self, entry: str, seen: Sighting) -> None:
        source = self.sources.setdefault(seen.source, ListedSource(len(self.sources) + 1, seen))
        source.pieces += 1
        self.pieces[entry] = Piece(len(self.pieces) + 1, seen, source)

    def of(self, part: Any) -> list[Piece]:
        """The pieces that a row, or a part of one, stands on."""
        return self.of_ids(evidence_ids(part))

    def of_ids(self, entries: Iterable[str]) -> list[Piece]:
        """The pieces of some ids, each once; what the page does not list is left out."""
        return [self.pieces[entry] for entry in dict.fromkeys(entries) if entry in self.pieces]

    @property
    def untraced(self) -> int:
        """How many pieces of the page rest on sources that cannot be traced."""
        return sum(source.pieces for source in self.sources.values() if not source.seen.is_traceable)


def evidence_ids(part: Any) -> Iterator[str]:
    """The ids of evidence that a row names, wherever in it they stand."""
    if isinstance(part, tuple):
        for inner in part:
            yield from evidence_ids(inner)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "evidence":
                yield from value
            else:
                yield from evidence_ids(value)
