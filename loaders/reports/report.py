"""A report as a source and what it proposes; nothing of it is a fact yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...errors import BadDate
from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.models import Source
from ...graph.stores.store import GraphStore
from ...wording import Text
from ..mappings.layout import layout
from .amounts import measures_in
from .document import Document
from .facts import Fact, NodeFact
from .gazetteer import Gazetteer
from .naming import name_words
from .proposals import Proposal, Sighting, proposals_of
from .relations import relations_in
from .sentences import sentence_at
from .story import story_in
from .text import REPORTS, ReportText, read_text

_DAY = re.compile(r"(20\d{2})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})日?")
_LINES_WITH_DATE = 6
_LONGEST_DATE_LINE = 60
_FROM = re.compile("(?:本文)?(?:转自|来源)[：:]?\\s*(?P<publisher>[\u4e00-\u9fffA-Za-z]{2,20})")
_DIGITS = 16

KINDS = {
    "node": Text("单位", "organisations"),
    "link": Text("关系", "relationships"),
    "aggregate": Text("没有列名的数目", "counts of things without names"),
    "measure": Text("数据", "measures"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a report proposes.

    Parameters
    ----------
    source
        The report as a source.
    text
        Its text, with names of persons masked.
    proposals
        What it states: organisations, then relationships, counts and measures, each in order of the text.
    scope
        What posts, lists and problems of the report belong to, whose names alone say too little: its alliance, else its
        place, else the report itself.
    """

    source: Source
    text: ReportText
    proposals: tuple[Proposal, ...]
    scope: str

    def counts(self) -> dict[str, int]:
        """Numbers of proposals by what they are, as the keys of `KINDS`."""
        counted = Counter[str](proposal.fact.fact for proposal in self.proposals)
        return {kind: counted[kind] for kind in KINDS}


def is_report(path: Path) -> bool:
    """Whether a file is read as a report: by its ending, unless it has the name of a table."""
    tables = {Path(table.file).stem for table in layout().tables}
    return path.suffix.casefold() in REPORTS and path.stem.casefold() not in tables and not path.is_dir()


def read_report(path: str | Path, known: GraphStore | AllianceGraph | None = None) -> Report:
    """Read a report and find what it proposes; the same file gives the same proposals.

    Parameters
    ----------
    path
        A file of text, Markdown, HTML, Word (`.docx`) or PDF.
    known
        A store or graph, whose names are found in the report too.

    Raises
    ------
    FileRefused
        It cannot be read as a report.
    MissingExtra
        What reads Word and PDF files is not installed.
    """
    text = read_text(Path(path))
    source = source_of(text)
    document = Document(text, Gazetteer.of(known, source.id))
    scope = document.alliance.name if document.alliance else document.place.name or source.id
    return Report(source, text, tuple(proposals_of(source.id, _stated(document))), scope)


def _stated(document: Document) -> Iterator[tuple[Fact, Sighting]]:
    yield from _nodes(document)
    yield from relations_in(document)
    yield from story_in(document)
    yield from measures_in(document)


def _nodes(document: Document) -> Iterator[tuple[Fact, Sighting]]:
    called: dict[tuple[str, str], set[str]] = {}
    for mention in document.mentions:
        called.setdefault((mention.name, mention.kind), set()).add(document.report.text[mention.start : mention.end])
    for mention in document.mentions:
        others = called[mention.name, mention.kind] - {mention.name}
        short = sorted(name for name in others if _may_be_alias(document, name))
        number = sentence_at(document.sentences, mention.start).number
        fact = NodeFact(name=mention.name, kind=mention.kind, aliases=tuple(short))
        yield fact, Sighting(number, mention.start, mention.end)


def _may_be_alias(document: Document, name: str) -> bool:
    """What names somebody outside the report too: 市林业局 and 组织部 do not."""
    return not document.place.owns(name) and name not in name_words().committee_offices


def source_of(text: ReportText) -> Source:
    """A report as a source: its first line is the title; the day and the publisher as far as lines of it say them."""
    lines = [text.text[block.start : block.end] for block in text.blocks]
    published = next((found for line in lines[:_LINES_WITH_DATE] if (found := _FROM.search(line))), None)
    titles = [line for line in lines if not _FROM.match(line)]
    return Source(
        id=f"report-{text.sha256[:_DIGITS]}",
        title=(titles or lines)[0][:200],
        publisher=published["publisher"] if published else "",
        date=_day(lines),
        sha256=text.sha256,
    )


def _day(lines: list[str]) -> PartialDate | None:
    """The day in a line of its own at the beginning or the end; a day within a sentence is something else's."""
    for line in (*lines[:_LINES_WITH_DATE], *lines[-2:]):
        found = _DAY.search(line)
        if found and len(line) <= _LONGEST_DATE_LINE and not line.endswith("。"):
            with suppress(BadDate):
                return PartialDate.parse("-".join(found.groups()))
    return None
