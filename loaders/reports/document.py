"""A report as its rules see it: sentences in which every organisation, title and post is one character."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from .facts import End
from .gazetteer import Gazetteer
from .naming import Place, place_of
from .organisations import Mention, mentions_in
from .phrases import phrases
from .sentences import Sentence, sentences
from .text import ReportText

UNIT, TITLE, POST = 0xE000, 0xE800, 0xF000
"""The first characters that stand for organisations, titles and posts; no report holds such characters itself."""
_MOST = 0x7FF
_TITLE = re.compile("(?P<sort>[\u4e00-\u9fff]{2,14}标准)?《(?P<title>[^》]{2,60})》")
_ALLIANCE = "alliance"


@dataclass(frozen=True, slots=True)
class Token:
    """What one character stands for: an end of relations, and where it is named."""

    end: End
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with tokens.

    Parameters
    ----------
    sentence
        The sentence.
    text
        Its text with a character for each token.
    tokens
        By character.
    places
        For each character of `text`, and for its end, where it stands in the report.
    """

    sentence: Sentence
    text: str
    tokens: dict[str, Token]
    places: tuple[int, ...]


class Document:
    """A report read by the rules.

    Parameters
    ----------
    report
        Its text.
    gazetteer
        Names that are known beside the report.
    """

    def __init__(self, report: ReportText, gazetteer: Gazetteer) -> None:
        self.report = report
        self.sentences = sentences(report)
        self.place: Place = place_of(report.text)
        self.mentions: list[Mention] = mentions_in(report.text, self.place, gazetteer)

    @cached_property
    def alliance(self) -> End | None:
        """The alliance that the report is about: the one that it names most."""
        named = [mention for mention in self.mentions if mention.kind == _ALLIANCE]
        below = [mention for mention in named if mention.start >= self.report.blocks[0].end]
        counts = Counter(mention.name for mention in below or named)  # titles shorten names
        return End(name=counts.most_common(1)[0][0], kind=_ALLIANCE) if counts else None

    @cached_property
    def clauses(self) -> list[Clause]:
        """Every sentence with tokens."""
        tokens = sorted(self._tokens(), key=lambda pair: pair[1].start)
        return [self._clause(sentence, tokens) for sentence in self.sentences]

    def _clause(self, sentence: Sentence, tokens: list[tuple[int, Token]]) -> Clause:
        text, places, known, at = "", list[int](), dict[str, Token](), sentence.start
        first_token = bisect_left(tokens, sentence.start, key=lambda pair: pair[1].start)
        behind = takewhile(lambda pair: pair[1].start < sentence.end, islice(tokens, first_token, None))
        inside = [pair for pair in behind if pair[1].stop <= sentence.end]
        for number, (first, token) in enumerate(inside[:_MOST]):
            text += self.report.text[at : token.start]
            places += range(at, token.start + 1)
            character = chr(first + number)
            text, known[character], at = text + character, token, token.stop
        places += range(at, sentence.end + 1)
        return Clause(sentence, text + self.report.text[at : sentence.end], known, tuple(places))

    def _tokens(self) -> Iterator[tuple[int, Token]]:
        taken = {place for mention in self.mentions for place in range(mention.start, mention.end)}
        for mention in self.mentions:
            yield UNIT, Token(End(name=mention.name, kind=mention.kind), mention.start, mention.end)
        for first, token in (*self._titles(), *self._posts(), *self._alliance_words()):
            if taken.isdisjoint(range(token.start, token.stop)):
                taken.update(range(token.start, token.stop))
                yield first, token

    def _titles(self) -> Iterator[tuple[int, Token]]:
        for found in _TITLE.finditer(self.report.text):
            name = f"{found['sort']}《{found['title']}》" if found["sort"] else found["title"]
            yield TITLE, Token(End(name=name, kind="policy"), found.start(), found.end())

    def _posts(self) -> Iterator[tuple[int, Token]]:
        for found in phrases().posts.finditer(self.report.text):
            yield POST, Token(End(name=found["name"], kind="post"), found.start(), found.end())

    def _alliance_words(self) -> Iterator[tuple[int, Token]]:
        if self.alliance:
            for found in phrases().alliance.finditer(self.report.text):
                yield UNIT, Token(self.alliance, found.start(), found.end())
