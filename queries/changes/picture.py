"""Facts and answers on a day as entries that can be compared: each with a key, and how far it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import NOTHING, Text
from ..chain import Chain
from ..cover.coverage_matrix import DEFAULT_INSTRUMENTS
from ..register.history import judgement_key
from ..register.judging import all_judged
from ..register.row import GAP_LABELS
from ..register.rules import Gap, Judgement, Undecided

NO_GAP = Text("没有", "none")
OPEN_QUESTION = Text("无法判断", "undecided")
LINK_WORDS = {
    Truth.NO: Text("不成立", "not there"),
    Truth.MAY: Text("可能成立", "may hold"),
    Truth.HOLDS: Text("成立", "holds"),
}


class Entry(NamedTuple):
    """An entry of an answer on a day.

    Parameters
    ----------
    subject
        Position of the node that it is about; None for all that work at no stage.
    what
        Which it is, in words.
    state
        How far it is there; of a cell `HOLDS` where its count is exact, else `MAY`.
    text
        How it stands, in words.
    links
        Relationships that show it.
    """

    subject: int | None
    what: Text
    state: Truth
    text: Text
    links: tuple[int, ...] = ()


Entries = dict[str, Entry]
_SUPPLIERS = "*"
"""In the key of the open question which organisations of a stage others depend on alone."""


@dataclass(frozen=True)
class Picture:
    """The facts and answers in a view of the graph.

    Parameters
    ----------
    view
        The graph on a day.
    """

    view: AllianceGraph

    @cached_property
    def chain(self) -> Chain:
        """The chain on the day."""
        return Chain.of(self.view)

    @cached_property
    def links(self) -> tuple[Integers, np.ndarray]:
        """The ids of the relationships, in order, and how far each holds with both of its ends."""
        columns, nodes = self.view.relationships, self.chain.instruments.nodes
        ends = np.minimum(nodes[columns.sources], nodes[columns.targets])
        truths = np.minimum(self.chain.instruments.links, ends)
        return columns.ids, truths

    def link(self, position: int, truth: Truth) -> Entry:
        """A relationship as an entry."""
        columns, names = self.view.relationships, self.view.node_names
        source, target = int(columns.sources[position]), int(columns.targets[position])
        label = schema().type(schema().type_vocabulary.term(columns.types[position])).label
        product = columns.products[position]
        what = label + Text.same(f" → {names[target]}" + (f" ({product})" if product else ""))
        return Entry(source, what, truth, LINK_WORDS[truth], (position,))

    @cached_property
    def gaps(self) -> Entries:
        """The certain gaps and the open questions, by kind, subject and detail."""
        return {self._key(item): self._entry(item) for item in self._judged}

    @cached_property
    def _judged(self) -> Sequence[Judgement]:
        """Open questions first: where one subject has both, the gap stands."""
        judged = all_judged(self.chain)
        items = (part for item in judged for part in ([item] if isinstance(item, Gap) else item.single()))
        return sorted(items, key=lambda item: isinstance(item, Gap))

    def _key(self, item: Judgement) -> str:
        key = judgement_key(self.view, item)
        return f"{key.removesuffix(item.detail.zh)}{_SUPPLIERS}" if _is_of_suppliers(item) else key

    def _entry(self, item: Judgement) -> Entry:
        what = Text.same(f"{item.gap} ") + GAP_LABELS[item.gap]
        what += Text.same(": ") + item.detail if item.detail else NOTHING
        if isinstance(item, Gap):
            return Entry(item.subject, what, Truth.HOLDS, item.formula, item.links)
        return Entry(item.subject, what, Truth.MAY, OPEN_QUESTION)

    def gap(self, key: str) -> Entry | None:
        """The gap or open question of a key; of an organisation that others may depend on alone, that of its stage."""
        if key in self.gaps:
            return self.gaps[key]
        kind, subject, detail = key.split("|", 2)
        position = self.view.position(subject)
        if kind != "G4" or detail or position is None:
            return None
        places = self.chain.instruments.places
        at = places.stages[places.nodes == position].tolist()
        stages = [self.view.node_ids[self.chain.stages.all[place]] for place in at] or [""]
        open_questions = (self.gaps.get(f"{kind}|{stage}|{_SUPPLIERS}") for stage in stages)
        return next((entry for entry in open_questions if entry), None)

    @cached_property
    def cells(self) -> Entries:
        """The stage matrix: a cell a required stage and instrument."""
        return dict(self._cells())

    def _cells(self) -> Iterator[tuple[str, Entry]]:
        for stage in self.chain.stages.required:
            for instrument in DEFAULT_INSTRUMENTS:
                served = self.chain.instruments.served(stage, instrument)
                label = schema().instruments[instrument].label
                text = Text.same(served.count.text())
                links = tuple(served.links.tolist())
                state = Truth.HOLDS if served.count.low == served.count.high else Truth.MAY
                yield f"{self.view.node_ids[stage]}|{instrument}", Entry(stage, label, state, text, links)


def _is_of_suppliers(item: Judgement) -> bool:
    """Whether it asks of the organisations of a stage together, who are named in its detail."""
    return isinstance(item, Undecided) and item.gap == "G4" and bool(item.detail)
