"""What a name means: the one node, or the one stage."""

from __future__ import annotations

from ..errors import AmbiguousName, InputRefused, UnknownName
from ..graph.alliance_graph import AllianceGraph
from ..graph.expectations import MEMBERSHIP
from ..graph.models import Node
from ..graph.names import Match, suggestions
from ..graph.schema import schema
from ..wording import Text


def resolve(graph: AllianceGraph, name: str) -> Node:
    """The one node that a name means.

    An exact id, name, alias or initials decides; otherwise a part of a name does, if only one node has it.

    Raises
    ------
    UnknownName
        No node has it; the error suggests similar names.
    AmbiguousName
        Several have it equally well; the error lists them.
    """
    if graph.position(name) is not None:
        return graph.node(name)
    hits = graph.find(name)
    if not hits:
        raise UnknownName(name, suggestions(name, graph.all_names()))
    best = hits[0][0]
    rank = best if best < Match.PART_OF_NAME else max(Match.PART_OF_NAME, hits[-1][0])
    same = [node for kind, node in hits if kind <= rank]
    if len(same) > 1:
        raise AmbiguousName(name, [f"{node.name} ({node.id})" for node in same])
    return same[0]


def resolve_position(graph: AllianceGraph, name: str) -> int:
    """The position of the one node that a name means; `resolve` says how, and what it raises."""
    position = graph.position(resolve(graph, name).id)
    assert position is not None
    return position


def resolve_stage(graph: AllianceGraph, name: str) -> int:
    """The position of the one stage that a name means.

    Raises
    ------
    UnknownName, AmbiguousName
        No node has the name, or several.
    InputRefused
        It means something else than a stage.
    """
    node = resolve(graph, name)
    position = graph.position(node.id)
    assert position is not None
    if node.kind != "stage":
        kind = schema().kind(node.kind).label
        raise InputRefused(
            Text(
                f"“{node.name}”是{kind.zh},不是环节。请给出一个环节,如 alliance coverage 所列。",
                f'"{node.name}" is not a stage ({kind.en}). Give a stage, as alliance coverage lists them.',
            )
        )
    return position


def resolve_alliance(graph: AllianceGraph, name: str) -> int:
    """The position of the one alliance, platform or association that a name means.

    Raises
    ------
    UnknownName, AmbiguousName
        No node has the name, or several.
    InputRefused
        It means something that has no members.
    """
    position = resolve_position(graph, name)
    kinds = sorted({target for _, target in schema().type(MEMBERSHIP).pairs})
    if graph.kind(position) not in kinds:
        labels = Text.joined(schema().kind(kind).label for kind in kinds)
        kind = schema().kind(graph.kind(position)).label
        raise InputRefused(_NO_MEMBERS, name=graph.node_names[position], kind=kind, kinds=labels)
    return position


_NO_MEMBERS = Text(
    "“{name}”是{kind},没有成员。请给出其中一种:{kinds};alliance find 联盟 可查名称。",
    '"{name}" is of the kind {kind}, which has no members. Give one of: {kinds}. alliance find finds names.',
)
