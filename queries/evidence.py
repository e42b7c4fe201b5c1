"""Collects the evidence that the rows of an answer name."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import add

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers, Mask
from ..graph.models import Evidence
from ..graph.records import Records
from ..wording import Text, legible, plural, shortened, some
from .answer import NodeRef, Unknown
from .sightings import Sighting, Sightings

_ENTRY = re.compile(r"(?P<owner>[0-9a-f]{16})#(?P<place>[1-9][0-9]*)")


class EvidenceBook:
    """The evidence of an answer, by id; an id is the fact's own id and the place of the sighting in it.

    Parameters
    ----------
    records
        Where the sources are.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._entries: dict[str, Evidence] = {}
        self._entered: dict[AllianceGraph, Mask] = {}
        self._sources: Counter[str] = Counter()

    def add(self, owner: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Enter the evidence of a fact; returns the ids of its entries.

        Parameters
        ----------
        owner
            Id of the fact.
        evidence
            Its sightings.
        """
        owner = legible(owner)  # as the rows of an answer name it
        ids = tuple(f"{owner}#{number}" for number in range(1, len(evidence) + 1))
        for entry, seen in zip(ids, evidence, strict=True):
            if entry not in self._entries:
                self._entries[entry] = seen
                self._sources[seen.source] += 1
        return ids

    def of_node(self, graph: AllianceGraph, position: int) -> tuple[str, ...]:
        """Enter the evidence of a node."""
        node = graph.node_at(position)
        return self.add(node.id, node.evidence)

    def of_relationships(self, graph: AllianceGraph, positions: Iterable[int]) -> tuple[str, ...]:
        """Enter the evidence of relationships, to be read when somebody looks at it."""
        return self.of_each(graph, [np.fromiter(positions, np.int64)])[0]

    def of_each(self, graph: AllianceGraph, groups: Sequence[Integers]) -> list[tuple[str, ...]]:
        """Enter the evidence of several groups of relationships at once; returns the ids of each group."""
        links = np.concatenate([np.zeros(0, np.int64), *groups])
        different, which = np.unique(links, return_inverse=True)
        written = _Written(graph, different)
        self._enter(graph, different, written)
        counts = written.counts[which]
        ids = _entry_ids(graph, links, counts)
        ends = np.concatenate([[0], np.cumsum(counts)])[np.cumsum([0, *map(len, groups)])].tolist()
        return [tuple(ids[start:end]) for start, end in pairwise(ends)]

    def _enter(self, graph: AllianceGraph, links: Integers, written: _Written) -> None:
        """Note relationships, in order, and the sources of those that are new."""
        entered = self._entered.setdefault(graph, np.zeros(len(graph.relationships), np.bool_))
        fresh = ~entered[links]
        entered[links] = True
        self._sources.update(written.sources if fresh.all() else _Written(graph, links[fresh]).sources)

    def entries(self) -> Sightings:
        """Everything that was entered, in order of the ids."""
        links = {graph: np.flatnonzero(entered) for graph, entered in self._entered.items()}

        def ids() -> Iterator[str]:
            yield from self._entries
            for graph, part in links.items():
                yield from _entry_ids(graph, part, _Written(graph, part).counts)

        def read(entry: str) -> Sighting | None:
            seen = self._entries.get(entry) or _evidence_of(links, entry)
            return self._sighting(seen) if seen else None

        return Sightings(ids, read)

    def unknowns(self, found: Iterable[Unknown] = ()) -> tuple[Unknown, ...]:
        """What an answer does not know; at the end how much of its evidence rests on sources that cannot be traced.

        Parameters
        ----------
        found
            What the question itself does not know; making it may still enter evidence.
        """
        own, counts = tuple(found), self._sources
        untraced = {source: number for source, number in counts.items() if not self._is_traceable(source)}
        return (*own, _untraced(untraced, counts.total())) if untraced else own

    def _is_traceable(self, source_id: str) -> bool:
        """Whether a reader can find the source: it has a title or a link, and nobody says that it is without one."""
        source = self._records.sources.get(source_id)
        return source is not None and bool(source.title or source.link) and source.reliability != "unlinked"

    def _sighting(self, seen: Evidence) -> Sighting:
        source = self._records.sources.get(seen.source)
        return Sighting(
            source=seen.source,
            title=source.title if source else "",
            publisher=source.publisher if source else "",
            date=str(source.date or "") if source else "",
            link=source.link if source else "",
            reliability=source.reliability if source else "",
            locator=seen.locator,
            quote=seen.quote,
            method=seen.method,
            confidence=seen.confidence,
        )


def _evidence_of(links: Mapping[AllianceGraph, Integers], entry: str) -> Evidence | None:
    """The evidence that an id of a relationship and a place in it stand for, if it was entered."""
    written = _ENTRY.fullmatch(entry)
    if not written:
        return None
    number, place = np.uint64(int(written["owner"], 16)), int(written["place"])
    for graph, part in links.items():
        link = int(np.searchsorted(graph.relationships.ids, number))
        at = int(np.searchsorted(part, link))
        if at < len(part) and part[at] == link and graph.relationships.ids[link] == number:
            evidence = graph.relationship_evidence(link)
            return evidence[place - 1] if 1 <= place <= len(evidence) else None
    return None


def _entry_ids(graph: AllianceGraph, links: Integers, counts: Integers) -> list[str]:
    """The ids of the evidence of relationships, of which each has so many pieces."""
    if not len(links):
        return []
    places = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    owners = graph.relationships.ids[np.repeat(links, counts)].astype(">u8").tobytes().hex("\n", 8).split("\n")
    ends = np.array([f"#{place + 1}" for place in range(int(counts.max()))], object)[places]
    return list(map(add, owners, ends.tolist()))


_SOURCE, _EVIDENCE = '"source":"', '"evidence":['
_ALONE = f"{{{_EVIDENCE}{{"
_WRITTEN_SOURCE = re.compile(r'"source":"([^"\\]*(?:\\.[^"\\]*)*)"')


class _Written:
    """The evidence of relationships as their bodies have it: canonical JSON, after whatever stands before it.

    Each sighting names its source once, a quotation mark inside a text is escaped, and so is the end of a line: what
    looks like a key is one, and a body is one line.

    Parameters
    ----------
    graph, links
        The graph and the positions of the relationships.
    """

    def __init__(self, graph: AllianceGraph, links: Integers) -> None:
        bodies = graph.relationships.bodies[links].tolist()
        text = "\n".join(bodies)
        self._plain = text.startswith(_ALONE) and text.count(f"\n{_ALONE}") == len(bodies) - 1
        self._lines = bodies if self._plain else [body[body.find(_EVIDENCE) :] for body in bodies]
        self._text = text if self._plain else "\n".join(self._lines)

    @property
    def counts(self) -> Integers:
        """How many sightings each relationship has."""
        if self._plain and self._text.count(_SOURCE) == len(self._lines):
            return np.ones(len(self._lines), np.int64)  # all of them have some, and together as many as there are lines
        return np.fromiter((line.count(_SOURCE) for line in self._lines), np.int64, len(self._lines))

    @property
    def sources(self) -> list[str]:
        """The source of every sighting."""
        written = _WRITTEN_SOURCE.findall(self._text)
        return [json.loads(f'"{source}"') if "\\" in source else source for source in written]


def _untraced(numbers: Mapping[str, int], total: int) -> Unknown:
    count = sum(numbers.values())
    return Unknown(
        what=Text(
            "{total} 条证据中有 {count} 条的出处:出自 {number} 个无从查找的来源({sources})",
            "the origin of {count} of {pieces} of evidence, which {rest} on {many} that cannot be traced ({sources})",
        ).fill(
            total=total,
            count=count,
            number=len(numbers),
            pieces=plural(total, "piece"),
            rest="rests" if count == 1 else "rest",
            many=plural(len(numbers), "source"),
            sources=some([shortened(source) for source in sorted(numbers)]),
        ),
        why=Text(
            "这些来源没有标题也没有链接,或标为无链接,或没有登记。",
            "A source that cannot be traced has neither title nor link, is marked as unlinked, or is not on record.",
        ),
        closes_when=Text(
            "在 sources.csv 中补上它们的标题或链接,并改正 reliability",
            "sources.csv gives their titles or links, and a reliability other than unlinked",
        ),
    )


def node_ref(graph: AllianceGraph, position: int) -> NodeRef:
    """A node as answers name it."""
    row = graph.nodes.row(position)
    return NodeRef(id=row.id, kind=row.kind, name=row.name)
