"""Ids that two loads use for different things: refused, with both sides, before anything is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import DuplicateFact
from ..graph.folding import said_of
from ..graph.models import Census, Source
from ..graph.names import normal_form
from ..graph.rows import NodeRow
from ..graph.schema import schema
from ..wording import NOTHING, Text, plural, shortened

_MOST_SHOWN = 5


class IdsTaken(DuplicateFact):
    """Ids that mean something else in the store.

    Parameters
    ----------
    taken
        A line for each of the first ones, with both sides.
    count
        How many there are.
    sources
        Whether sources are among them.
    """

    kind = Text("id 已被占用", "id of something else")
    sentence = Text(
        "库中已有 {count} 个相同的 id,指的是别的内容。没有写入任何内容。\n{taken}\n"
        "如果是另一套编号,请加 --namespace 名字:这次的 id 都会写成“名字:id”。{corrected}",
        "In the store, {ids} of this load already stand for something else. Nothing was written.\n{taken}\n"
        "If these are ids of another set, give --namespace NAME: every id of the load becomes NAME:id.{corrected}",
    )
    corrected = Text(
        "如果是同一个来源、写法有改正,请加 --correct-sources。",
        " If it is the same source and was corrected, give --correct-sources.",
    )

    def __init__(self, taken: Sequence[Text], count: int, *, sources: bool) -> None:
        self.taken, self.count, self.sources = tuple(taken), count, sources

    @property
    def message(self) -> Text:
        """The ids with both sides, and what to do."""
        return self.sentence.fill(
            count=self.count,
            ids=plural(self.count, "id"),
            taken=Text.joined(self.taken, "\n", "\n"),
            corrected=self.corrected if self.sources else NOTHING,
        )


@dataclass
class Collisions:
    """Collects what one id cannot mean at once."""

    taken: list[Text] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def note_source(self, mine: Source, theirs: Source) -> None:
        """A source that says otherwise than the one of its id in the store."""
        self.sources.add(mine.id)
        self._note(Text("来源", "source"), mine.id, _source_text(theirs), _source_text(mine))

    def note_census(self, mine: Census, theirs: Census) -> None:
        """A census with another date than in the store."""
        self._note(Text("普查", "census"), mine.label, Text.same(str(theirs.date)), Text.same(str(mine.date)))

    def look_at(self, mine: NodeRow, theirs: NodeRow, sources: Mapping[str, Source]) -> None:
        """Note a node that is plainly not the one of its id in the store, unless one source speaks of both."""
        if mine.kind == theirs.kind and not _texts(mine).isdisjoint(_texts(theirs)):
            return
        shared = {speaker.source for speaker in said_of(mine)} & {speaker.source for speaker in said_of(theirs)}
        if not any(self._is_one(source, sources) for source in shared):
            self._note(schema().kind(mine.kind).label, mine.id, _node_text(theirs), _node_text(mine))

    def refuse(self) -> None:
        """Raise `IdsTaken` if there is any."""
        if self.taken:
            raise IdsTaken(self.taken[:_MOST_SHOWN], len(self.taken), sources=bool(self.sources))

    def _is_one(self, source_id: str, sources: Mapping[str, Source]) -> bool:
        """Whether an id of a source surely means one source: two without a title may have it by chance."""
        source = sources.get(source_id)
        return source_id not in self.sources and source is not None and bool(source.title or source.link)

    def _note(self, what: Text, key: str, theirs: Text, mine: Text) -> None:
        line = Text("  {what} {key}:库中是 {theirs};这次是 {mine}", "  {what} {key}: {theirs} in the store, now {mine}")
        self.taken.append(line.fill(what=what, key=shortened(key), theirs=theirs, mine=mine))


def _texts(row: NodeRow) -> set[str]:
    texts = (row.name, *row.aliases, *([row.uscc] if row.uscc else ()))
    return {normal_form(text) for text in texts}


def _node_text(row: NodeRow) -> Text:
    sightings = json.loads(row.body).get("evidence") or [{}]
    kind, place = schema().kind(row.kind).label, shortened(str(sightings[0].get("locator", "")))
    where = Text("“{name}”({kind},{place})", '"{name}" ({kind}, {place})')
    return where.fill(name=shortened(row.name), kind=kind, place=place or "?")


def _source_text(source: Source) -> Text:
    said = (source.title, source.publisher, str(source.date or ""), source.link, source.census)
    parts = [Text.same(shortened(text)) for text in said if text]
    return Text.joined(parts, ",", ", ") if parts else Text.same("?")
