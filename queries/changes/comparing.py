"""Two pictures compared: what of the one is otherwise in the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.truth import Truth
from ...wording import Text
from ..evidence import EvidenceBook, node_ref
from .picture import LINK_WORDS, NO_GAP, Entry, Picture
from .row import CHANGE_LABELS, Change, ChangeRow, Part

NO_CELL = Text("没有这个环节", "no such stage")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pictures, and what shows how they came about.

    Parameters
    ----------
    before, after
        The pictures.
    facts
        The graph whose facts are shown as evidence.
    book
        Takes the evidence.
    persisting
        Whether gaps that persist are told too.
    """

    before: Picture
    after: Picture
    facts: AllianceGraph
    book: EvidenceBook
    persisting: bool

    def rows(self, parts: Collection[Part]) -> Iterator[ChangeRow]:
        """What is otherwise, part by part."""
        makers: dict[Part, Callable[[], Iterator[ChangeRow]]] = {
            "links": self._links,
            "gaps": self._gaps,
            "coverage": self._cells,
        }
        for part, rows in makers.items():
            if part in parts:
                yield from sorted(rows(), key=_order)

    # ---- relationships ----

    def _links(self) -> Iterator[ChangeRow]:
        (old_ids, old_truths), (new_ids, new_truths) = self.before.links, self.after.links
        ids = np.union1d(old_ids, new_ids)
        old, new = _aligned(ids, old_ids, old_truths), _aligned(ids, new_ids, new_truths)
        for place in np.flatnonzero(old != new).tolist():
            picture, own = (self.after, new_ids) if new[place] else (self.before, old_ids)
            entry = picture.link(int(np.searchsorted(own, ids[place])), Truth(max(old[place], new[place])))
            states = Truth(old[place]), Truth(new[place])
            key = f"{int(ids[place]):016x}"
            yield self._row("links", key, picture, entry, change_of(*states), [LINK_WORDS[state] for state in states])

    # ---- entries of answers ----

    def _gaps(self) -> Iterator[ChangeRow]:
        for key in _in_order(self.before.gaps, self.after.gaps):
            old, new = self.before.gap(key), self.after.gap(key)
            states = [entry.state if entry else Truth.NO for entry in (old, new)]
            change = change_of(*states)
            if change == "persists" and not (self.persisting and states[1] == Truth.HOLDS):
                continue
            picture, entry = (self.after, new) if new and states[1] >= states[0] else (self.before, old)
            if entry:
                words = [shown.text if shown else NO_GAP for shown in (old, new)]
                yield self._row("gaps", key, picture, entry, change, words)

    def _cells(self) -> Iterator[ChangeRow]:
        for key in _in_order(self.before.cells, self.after.cells):
            old, new = self.before.cells.get(key), self.after.cells.get(key)
            words = [shown.text if shown else NO_CELL for shown in (old, new)]
            picture, entry = (self.after, new) if new else (self.before, old)
            if entry and words[0] != words[1]:
                yield self._row("coverage", key, picture, entry, "changed", words)

    def _row(
        self, part: Part, key: str, picture: Picture, entry: Entry, change: Change, words: list[Text]
    ) -> ChangeRow:
        view = picture.view
        return ChangeRow(
            part=part,
            change=change,
            subject=node_ref(view, entry.subject) if entry.subject is not None else None,
            what=entry.what,
            before=words[0],
            after=words[1],
            key=key,
            evidence=self._evidence(view.relationships.ids[list(entry.links)]),
        )

    def _evidence(self, links: Integers) -> tuple[str, ...]:
        """Of the relationships that somebody reported; a link that is only supposed has none."""
        ids, known = self.facts.relationships.ids, np.unique(links)
        places = np.searchsorted(ids, known)
        there = places < len(ids)
        there[there] = ids[places[there]] == known[there]
        return self.book.of_relationships(self.facts, places[there].tolist())


def _order(row: ChangeRow) -> tuple[int, str, str, str]:
    """By what happened, then by subject and by what it is."""
    name = row.subject.name if row.subject else ""
    return list(CHANGE_LABELS).index(row.change), name, row.what.zh, row.key


def change_of(before: Truth, after: Truth) -> Change:
    """What happened to something that was so far there, and is so far there now."""
    if before == after:
        return "persists"
    if before == Truth.MAY:
        return "settled"
    if after == Truth.MAY:
        return "open"
    return "new" if after == Truth.HOLDS else "ended"


def _aligned(ids: np.ndarray, own: np.ndarray, truths: np.ndarray) -> np.ndarray:
    aligned = np.zeros(len(ids), np.uint8)
    aligned[np.searchsorted(ids, own)] = truths
    return aligned


def _in_order(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The keys of both, those of the second first, each once."""
    return list(dict.fromkeys([*after, *before]))
