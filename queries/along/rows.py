"""The rows of an answer along the chain, with what each stage has and where each firm works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...graph.columns import Integers
from ...graph.schema import schema
from ...wording import NOTHING, Text
from ..chain import Chain
from ..cover.coverage_matrix import DEFAULT_INSTRUMENTS
from ..evidence import EvidenceBook, node_ref
from ..instruments import ORGANISATION
from .row import ChainRow, Side
from .steps import UNREACHED, Steps, Tiers

_OTHERS = tuple(instrument for instrument in DEFAULT_INSTRUMENTS if instrument != ORGANISATION)


class RowMaker:
    """Makes the rows of one answer.

    Parameters
    ----------
    chain
        The chain on the day of the question.
    book
        Takes the evidence.
    rings
        The nodes from which the chain leads back to themselves.
    """

    def __init__(self, chain: Chain, book: EvidenceBook, rings: set[int]) -> None:
        self._chain, self._book, self._rings = chain, book, rings

    def row(self, side: Side, node: int, tier: int, surely: int, steps: Steps | None) -> ChainRow:
        """The row of a node that some steps lead to; None for the start."""
        served = self._chain.instruments.organisations(node) if self._is_stage(node) else None
        through = sorted(set(steps.before.tolist()), key=self._name) if steps else []
        return ChainRow(
            side=side,
            tier=tier,
            tier_surely=None if surely == UNREACHED else surely,
            node=node_ref(self._chain.view, node),
            through=tuple(node_ref(self._chain.view, part) for part in through),
            ring=node in self._rings,
            at=() if served else tuple(self._name(stage) for stage in self._stages_of(node)),
            count=served.count.text() if served else "",
            organisations=tuple(map(self._name, served.possible)) if served else (),
            others=self._others(node) if served else NOTHING,
            evidence=self._book.of_relationships(self._chain.view, sorted(steps.links.tolist())) if steps else (),
        )

    def _is_stage(self, node: int) -> bool:
        return bool(self._chain.stages.places[node] >= 0)

    def _name(self, node: int) -> str:
        return self._chain.view.node_names[node]

    def _stages_of(self, organisation: int) -> list[int]:
        """Where an organisation works or may work, in the order of the chain."""
        places = self._chain.instruments.places
        at: Integers = places.stages[places.nodes == organisation]
        return [self._chain.stages.all[place] for place in sorted(set(at.tolist()))]

    def _others(self, stage: int) -> Text:
        """What else a stage has: `党组织 1; 检测 ?`."""
        counts = ((which, self._chain.instruments.served(stage, which).count) for which in _OTHERS)
        texts = (schema().instruments[which].label + Text.same(f" {count.text()}") for which, count in counts)
        return Text.joined(texts, "、", ", ")


def rows_of(
    chain: Chain, book: EvidenceBook, starts: Sequence[int], steps: Steps, walks: Mapping[Side, Tiers]
) -> Iterator[ChainRow]:
    """The start, then every side by tier and name.

    Parameters
    ----------
    chain, book
        The chain, and what takes the evidence.
    starts
        Positions of the start, the one that was named first.
    steps
        All steps of the layer.
    walks
        The tiers of every side that is asked for.
    """
    reached = {node for walk in walks.values() for node in walk.reached}
    maker = RowMaker(chain, book, steps.rings([*starts, *reached]))
    names = chain.view.name_ranks
    for node in starts:
        yield maker.row("start", node, 0, 0, None)
    for side, walk in walks.items():
        for node in sorted(walk.reached, key=lambda part: (walk.fewest[part], names[part])):
            tier, surely = int(walk.fewest[node]), int(walk.surely[node])
            yield maker.row(side, node, tier, surely, walk.onto(node))
