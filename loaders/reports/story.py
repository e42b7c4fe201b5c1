"""How a problem travels through an alliance, as a report tells it: raised, listed, routed, handled, assisted, resolved.

The steps are numbered in the order in which they are told; days that are not said stay unknown. These rules see one
story in a report at the most; a correction can tell it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .document import Clause, Document
from .facts import End, LinkFact
from .phrases import Phrase, phrases
from .proposals import Sighting
from .relations import ends_of, is_legal, sighting

_QUOTED = re.compile('[“"]([^”"]{5,}[。？?！!])[”"]')
_RESOLVED = re.compile("解决了?(?P<name>[^，。；“”]{4,40}?)(?:的)?(?:痛点|难点|重点)*(?:问题|难题)")
_SENTENCE = re.compile("[^。！？!?]+[。！？!?]?")
_LONGEST = 40
_LAST = "RESOLVED_BY"
_SENTENCES_BACK = 4
_MEMBERS = re.compile("成员|各单位|企业")


def story_in(document: Document) -> Iterator[tuple[LinkFact, Sighting]]:
    """The steps of the problem that a report tells of, in their order, with where each is told."""
    matter, steps, resolved = None, list[tuple[str, End, End]](), 0
    for clause in document.clauses:
        for phrase, found in _steps(clause):
            if phrase.type == "RAISED" and matter is None:
                matter = _matter(document, clause)
            if matter is None or (resolved and clause.sentence.number > resolved):
                continue
            for source, target in _ends(document, clause, phrase, found, matter):
                if is_legal(phrase.type, source, target) and (phrase.type, source, target) not in steps:
                    steps.append((phrase.type, source, target))
                    resolved = clause.sentence.number if phrase.type == _LAST else resolved
                    link = LinkFact(type=phrase.type, source=source, target=target, order=len(steps))
                    yield link, sighting(clause, found.start(), found.end())


def _steps(clause: Clause) -> list[tuple[Phrase, re.Match[str]]]:
    """What a sentence tells, in order."""
    found = [
        (phrase, match)
        for phrase in phrases().steps
        for match in phrase.says.finditer(clause.text)
        if not phrases().denials.search(match[0])
    ]
    return sorted(found, key=lambda pair: pair[1].end())


def _ends(
    document: Document, clause: Clause, phrase: Phrase, found: re.Match[str], matter: End
) -> Iterator[tuple[End, End]]:
    groups = found.groupdict()
    if phrase.type == "RAISED":
        own = [] if _MEMBERS.search(found[0]) else ends_of(clause, groups.get("S"))
        yield from ((source, matter) for source in own or ([document.alliance] if document.alliance else []))
    elif groups.get("list"):
        owner = document.alliance.name if document.alliance else document.place.name
        yield matter, End(name=owner + groups["list"], kind="list")
    else:
        yield from ((matter, target) for target in ends_of(clause, groups.get("P") or groups.get("T")))


def _matter(document: Document, clause: Clause) -> End:
    """The problem by what was said of it: in quotation marks shortly before, or where it is called solved."""
    text, least = document.report.text, max(clause.sentence.number - _SENTENCES_BACK, 1)
    lead = text[document.sentences[least - 1].start : clause.sentence.end]
    if quoted := _QUOTED.search(lead):
        sentence = _SENTENCE.match(quoted[1])
        return End(name=(sentence[0] if sentence else quoted[1])[:_LONGEST], kind="problem")
    if resolved := _RESOLVED.search(text, clause.sentence.end):
        return End(name=resolved["name"], kind="problem")
    return End(
        name=f"{document.alliance.name if document.alliance else document.report.file}提出的问题", kind="problem"
    )
