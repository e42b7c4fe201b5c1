"""What stages must have by their chain, and whether they have it."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.schema import schema
from ..chain import Chain
from .rules import Undecided, is_none, lacks_of


def judged_needs(chain: Chain, gap: str, *, anchored: bool) -> Iterator[tuple[int, str] | Undecided]:
    """The stages that lack something they must have, with its instrument, and what cannot be decided.

    Parameters
    ----------
    chain
        The chain on the day of the question.
    gap
        The kind of gap that is judged.
    anchored
        Whether instruments count that anchor a stage, or those that serve it.
    """
    for stage in chain.stages.required:
        for need in chain.stages.needs(stage) or ():
            if bool(schema().instruments[need].anchor) != anchored:
                continue
            none = is_none(chain.instruments.served(stage, need).count)
            if none is None:
                yield Undecided(gap, stage, lacks_of(chain, need, stage), schema().instruments[need].label)
            elif none:
                yield stage, need
