"""Relations that a report states: by patterns around organisations, as far as the schema allows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from ...errors import BadDate, IllegalRelationship
from ...graph.dates import PartialDate
from ...graph.schema import schema
from .document import Clause, Document
from .facts import End, LinkFact
from .phrases import Phrase, phrases
from .proposals import Sighting

_TARGET_IN_SENTENCE = ("LEADS",)
"""Of these the alliance of the report is the target only where the sentence speaks of it."""
_DATED = re.compile(r"(?:于|自|从|在)?(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?")


def relations_in(document: Document) -> Iterator[tuple[LinkFact, Sighting]]:
    """Every relation that a sentence states, with where it does; one may be stated more than once.

    Parameters
    ----------
    document
        The report.
    """
    for clause in document.clauses:
        for phrase in phrases().patterns:
            for found in phrase.says.finditer(clause.text):
                if not phrases().denials.search(found[0]):
                    yield from _links(document, clause, phrase, found)


def _links(
    document: Document, clause: Clause, phrase: Phrase, found: re.Match[str]
) -> Iterator[tuple[LinkFact, Sighting]]:
    groups = found.groupdict()
    sources = ends_of(clause, groups.get("S"))
    targets = ends_of(clause, groups.get("P") or groups.get("T")) or _alliance(document, clause, phrase)
    seen = sighting(clause, found.start(), found.end())
    for source, target in product(sources, targets):
        if source != target and is_legal(phrase.type, source, target):
            since = _since(found[0]) if phrase.type == "MEMBER_OF" else None
            goods = (groups.get("product") or "").removeprefix("了")
            yield LinkFact(type=phrase.type, source=source, target=target, product=goods, since=since), seen


def ends_of(clause: Clause, characters: str | None) -> list[End]:
    """What the tokens in a piece of a sentence stand for."""
    return [clause.tokens[letter].end for letter in characters or "" if letter in clause.tokens]


def _alliance(document: Document, clause: Clause, phrase: Phrase) -> list[End]:
    said = any(token.end == document.alliance for token in clause.tokens.values())
    wanted = said or phrase.type not in _TARGET_IN_SENTENCE
    return [document.alliance] if document.alliance and wanted else []


def is_legal(type_id: str, source: End, target: End) -> bool:
    """Whether the schema allows a relation between two ends."""
    try:
        schema().check(type_id, source.kind, target.kind)
    except IllegalRelationship:
        return False
    return True


def sighting(clause: Clause, start: int, end: int) -> Sighting:
    """Where a piece of a sentence with tokens stands in the report."""
    last = clause.places[end - 1]
    token = clause.tokens.get(clause.text[end - 1])
    return Sighting(clause.sentence.number, clause.places[start], token.stop if token else last + 1)


def _since(text: str) -> PartialDate | None:
    found = _DATED.search(text)
    if found is None:
        return None
    try:
        return PartialDate.parse("-".join(part for part in found.groups() if part))
    except BadDate:  # a slip of the pen, such as the 31st of February
        return None
