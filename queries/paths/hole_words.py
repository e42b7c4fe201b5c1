"""A path through known holes in words."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...wording import Text
from ..answer import Unknown
from ..stated import contradiction
from .holes import Hole, HoleTie, HoleWay


def way_text(view: AllianceGraph, way: HoleWay) -> Text:
    """The whole way in one line, with what a node may be where it stands for one that nobody named."""
    holes: dict[int, list[Hole]] = defaultdict(list)
    for node, hole in way.stand_ins():
        if hole not in holes[node]:
            holes[node].append(hole)
    text = _node(view, way.nodes[0], holes)
    for (tail, head), link in zip(pairwise(way.nodes), way.links, strict=True):
        text = text + _arrow(view, link, tail, head) + _node(view, head, holes, last=head == way.nodes[-1])
    return text


def way_unknown(view: AllianceGraph, way: HoleWay) -> list[Unknown]:
    """What a path through holes leaves open: whether it is one, and which figures contradict each other."""
    found = [
        Unknown(
            what=way_text(view, way),
            why=Text.joined([hole.why for hole in way.holes], zh=";", en="; "),
            closes_when=Text.joined(dict.fromkeys(hole.closes_when for hole in way.holes), zh=";", en="; "),
        )
    ]
    totals = [hole.total for hole in way.holes if hole.total]
    return found + [contradiction(view, total) for total in totals if total.contradicted]


def _node(view: AllianceGraph, node: int, holes: dict[int, list[Hole]], *, last: bool = False) -> Text:
    name = view.node_names[node]
    if not holes[node]:
        return Text.same(name)
    words = Text.joined([hole.words for hole in holes[node]], zh=",也是", en=", also ")
    if last:
        return words + Text(f",可能就是{name}", f": it may be {name}")
    return words + Text(f"(可能就是{name})", f" (it may be {name})")


def _arrow(view: AllianceGraph, link: int | HoleTie, tail: int, head: int) -> Text:
    if isinstance(link, HoleTie):
        declared, along = schema().type(link.type), link.runs(tail, head)
    else:
        columns = view.relationships
        declared = list(schema().types.values())[columns.types[link]]
        along = int(columns.sources[link]) == tail
    form = " —[{}]→ " if along else " ←[{}]— "
    return Text(form.format(declared.zh), form.format(declared.en))
