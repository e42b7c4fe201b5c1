"""A scope: what belongs to an alliance, a chain, a stage or a place, and so may stand in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..errors import InputRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Mask
from ..graph.schema import schema
from ..graph.truth import Truth, link_truths
from ..wording import Text
from .days import newest_day_around
from .lookup import resolve_position


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a scope.

    Parameters
    ----------
    position
        The node that names it; None for the whole graph.
    holds, may
        By position of a node whether it belongs to it for certain, and whether it may.
    """

    position: int | None
    holds: Mask
    may: Mask

    @classmethod
    def of(cls, view: AllianceGraph, name: str | None) -> Scope:
        """The scope that a name means.

        What umbrella links (membership, location) join to it belongs to it, and what they join to what belongs to it;
        of a chain or a stage its stages do, with all that works there.

        Raises
        ------
        UnknownName, AmbiguousName
            No node has the name, or several.
        InputRefused
            It means something that nothing belongs to.
        """
        if name is None:
            every = np.ones(len(view), np.bool_)
            return cls(None, every, every)
        position = resolve_position(view, name)
        kinds = [*schema().kinds_with("umbrella"), *schema().groups["chain_part"], *_joined_kinds()]
        if view.kind(position) not in kinds:
            raise InputRefused(_refusal(view, position))
        return cls(position, _members(view, position, Truth.HOLDS), _members(view, position, Truth.MAY))

    def words(self, view: AllianceGraph) -> Text:
        """The scope as a bound in a sentence; empty for the whole graph."""
        if self.position is None:
            return Text("", "")
        name = view.node_names[self.position]
        return Text(f"范围为{name}", f"in the scope of {name}")


def newest_day_of(graph: AllianceGraph, name: str | None, *, umbrella: bool) -> date | None:
    """The newest day that is known of a scope, so that news of another alliance changes nothing.

    Parameters
    ----------
    graph
        The whole graph.
    name
        What names the scope; the whole graph when absent.
    umbrella
        Whether umbrella nodes join what they are linked to.
    """
    if name is None:
        return graph.latest_observation
    return newest_day_around(graph, [resolve_position(graph, name)], umbrella=umbrella)


def _joined_kinds() -> list[str]:
    """The kinds that units are members of or located in."""
    umbrella = [declared for declared in schema().types.values() if declared.umbrella]
    return sorted({target for declared in umbrella for _, target in declared.pairs})


def _refusal(view: AllianceGraph, position: int) -> Text:
    name, kind = view.node_names[position], schema().kind(view.kind(position)).label
    return Text(
        f"“{name}”是{kind.zh},没有什么属于它。请给出联盟、产业链、环节或地方。",
        f'"{name}" is of the kind {kind.en}, which nothing belongs to. Give an alliance, a chain, a stage or a place.',
    )


def _members(view: AllianceGraph, position: int, least: Truth) -> Mask:
    """What belongs to a node by links that are at least so true; the node itself only where it is a stage."""
    columns, inside = view.relationships, np.zeros(len(view), np.bool_)
    counted = link_truths(view) >= least
    inside[_chain_parts(view, position)] = True
    types = [declared.id for declared in schema().types.values() if declared.umbrella]
    joins = counted & schema().type_vocabulary.mask(columns.types, [*types, *_places()])
    size = -1
    while size != int(inside.sum()):
        size = int(inside.sum())
        inside[columns.sources[joins & inside[columns.targets]]] = True
    inside[position] = view.kind(position) == "stage"
    return inside


def _places() -> Sequence[str]:
    """The types of links that say that an organisation works at a stage."""
    return schema().instruments["organisation"].direct


def _chain_parts(view: AllianceGraph, position: int) -> list[int]:
    from .stages import Stages  # which starts NetworkX

    return Stages(view).under(position) if view.kind(position) in schema().groups["chain_part"] else [position]
