"""Why a path stands behind the one before: by what it lost, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.link_factors import significant
from ...wording import Text, plural


@dataclass(frozen=True, slots=True)
class Rank:
    """What a path is ranked by: its exact strength, then its steps, then the names of its nodes.

    Parameters
    ----------
    path
        Positions of its nodes.
    strength
        The product of the values of its links.
    """

    path: tuple[int, ...]
    strength: Fraction

    @property
    def steps(self) -> int:
        """How many it has."""
        return len(self.path) - 1


def why_behind(view: AllianceGraph, before: Rank, rank: Rank) -> Text:
    """By what a path lost against the one before.

    Parameters
    ----------
    view
        The graph that has their nodes.
    before, rank
        The two, in their order.
    """
    better, worse = significant(float(before.strength)), significant(float(rank.strength))
    if rank.strength != before.strength:
        if better != worse:
            return Text(f"比上一条弱:{worse} < {better}", f"weaker than the one before: {worse} < {better}")
        return Text(
            f"比上一条弱,但相差小于所显示的位数(都约为 {better})",
            f"weaker than the one before by less than the digits shown (both about {better})",
        )
    more = rank.steps - before.steps
    if more:
        return Text(
            f"与上一条一样强({better}),但多 {more} 步",
            f"as strong as the one before ({better}), but {plural(more, 'step')} longer",
        )
    first, second = next(pair for pair in zip(before.path, rank.path, strict=True) if pair[0] != pair[1])
    first_name, second_name = _told_apart(view, first, second)
    return Text(
        f"与上一条一样强({better}),步数也相同,只按名称先后排:“{first_name}”在“{second_name}”之前",
        f"as strong as the one before ({better}) and as long; only the order of names decides: "
        f'"{first_name}" comes before "{second_name}"',
    )


def _told_apart(view: AllianceGraph, first: int, second: int) -> tuple[str, str]:
    """The names of two nodes, with their ids where the names are the same."""
    names, ids = view.node_names, view.node_ids
    if names[first] != names[second]:
        return names[first], names[second]
    return f"{names[first]} ({ids[first]})", f"{names[second]} ({ids[second]})"
