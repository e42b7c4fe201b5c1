"""What sources do not state: who leads an alliance, which firms it serves, in which industry a firm is.

A silence is a statement: it comes from a row of links with an open end, or from a count without its number. It says
that there is something and not what, so a question about it is unknown and never none. It ends where a link says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..graph.alliance_graph import AllianceGraph
from ..graph.derived import derived
from ..graph.models import OPPOSITE, Measure
from ..graph.records import record_key
from ..graph.schema import schema
from ..graph.truth import link_truths
from ..wording import Text
from .answer import Unknown
from .evidence import EvidenceBook
from .stated import neighbours, stated_entry


@dataclass(frozen=True, slots=True)
class Silence:
    """A link of a node whose other end the source does not state.

    Parameters
    ----------
    type
        Of the link.
    end
        On which end of it the node stands.
    subject
        Position of the node.
    kinds
        What the other end may be.
    measure
        The statement.
    """

    type: str
    end: Literal["source", "target"]
    subject: int
    kinds: frozenset[str]
    measure: Measure

    def why(self) -> Text:
        """That the source does not state it, with what it does say."""
        said = f"({self.measure.note})" if self.measure.note else ""
        return Text(f"来源没有说明{said}。", f"The source does not state it {said}".rstrip() + ".")

    def closes_when(self) -> Text:
        """What would end the silence."""
        declared = schema().type(self.type)
        return Text(f"载入这条关系({declared.id} {declared.zh})", f"the link is loaded ({declared.id}, {declared.en})")


def unstated(graph: AllianceGraph, book: EvidenceBook, subject: str) -> Iterator[Unknown]:
    """What sources do not state of a node, with their evidence."""
    for silence in silences(graph):
        if silence.measure.subject == subject:
            book.add(record_key(silence.measure), silence.measure.evidence)
            yield Unknown(what=_question(graph, silence), why=silence.why(), closes_when=silence.closes_when())


@derived
def silences(graph: AllianceGraph) -> tuple[Silence, ...]:
    """Every silence that no link ends, of a time that is not after the day."""
    return tuple(silence for measure in graph.records.measures.values() for silence in _silence(graph, measure))


def _silence(graph: AllianceGraph, measure: Measure) -> Iterator[Silence]:
    position, day = graph.position(measure.subject), graph.as_of_day
    later = day is not None and measure.period is not None and measure.period.first > day
    if measure.value is not None or measure.group or later or position is None:
        return
    for type_id, end, kinds in _links(measure):
        legal = schema().other_ends(type_id, end, graph.kind(position))
        legal = legal & kinds if kinds else legal
        if legal and not len(neighbours(graph, link_truths(graph), position, type_id, end)):
            yield Silence(type_id, end, position, legal, measure)


def _links(measure: Measure) -> Iterator[tuple[str, Literal["source", "target"], frozenset[str]]]:
    """Which link a statement is of: its own type and open end, or that of the count whose number it lacks."""
    entry = stated_entry(measure.metric)
    if measure.open_end:
        yield measure.metric, OPPOSITE[measure.open_end], frozenset()
    elif entry is not None:
        stated = schema().stated[entry]
        yield stated.type, stated.end, stated.kinds


def _question(graph: AllianceGraph, silence: Silence) -> Text:
    name, label = graph.node_names[silence.subject], schema().type(silence.type).label
    if silence.end == "target":
        words = Text("{name}:来自哪里的“{label}”", '{name}: from whom or what "{label}" comes')
    else:
        words = Text("{name}:“{label}”的是谁或什么", '{name}: whom or what it "{label}"')
    return words.fill(name=name, label=label)
