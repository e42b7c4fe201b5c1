"""What may be reached beyond what is named: targets behind known holes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Mask
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ...wording import Text, some
from ..answer import Unknown
from ..paths.holes import Hole, HoleTie, hole_ties


def open_reach(view: AllianceGraph, rule: TieRule, onward: Mask, left: Mask) -> Iterator[Unknown]:
    """The known holes through which targets that are not reached may be: one entry for all of them.

    Parameters
    ----------
    view
        The graph on the day of the question.
    rule
        What counts as a tie.
    onward
        By position the nodes from which one more step may be made.
    left
        By position the targets that are not reached.
    """
    found: dict[Hole, None] = {}
    for tie in hole_ties(view, rule):
        if _leads_on(tie, rule, onward, left):
            found |= dict.fromkeys(hole for hole in (tie.source_hole, tie.target_hole) if hole is not None)
    holes = list(found)
    if not holes:
        return
    words = some([hole.words.zh for hole in holes], 3).zh, some([hole.words.en for hole in holes], 3).en
    yield Unknown(
        what=Text(f"还有没有别的对象可及:{words[0]}", f"whether further targets are reached: {words[1]}"),
        why=Text.joined([hole.why for hole in holes[:3]], zh=";", en="; "),
        closes_when=Text.joined(dict.fromkeys(hole.closes_when for hole in holes[:3]), zh=";", en="; "),
    )


def _leads_on(tie: HoleTie, rule: TieRule, onward: Mask, left: Mask) -> bool:
    """Whether a link with a hole may run from where one more step may be made to a target that is not reached."""
    sides = (tie.sources, tie.targets)
    for open_, (tails, heads) in zip(rule.ways(schema().type(tie.type)), (sides, sides[::-1]), strict=True):
        if open_ and np.any(onward[tails.among(tails.nodes)]) and np.any(left[heads.among(heads.nodes)]):
            return True
    return False
