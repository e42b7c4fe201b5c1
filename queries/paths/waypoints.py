"""What a path must pass or avoid: a node, a kind of node, a type of relationship, or a class of ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...errors import InputRefused, UnknownTerm
from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.networks.stops import Stop
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ...wording import Text
from ..lookup import resolve_position

Sort = Literal["node", "kind", "type", "tie"]
_WORDS: dict[str, Sort] = {"kind": "kind", "种类": "kind", "type": "type", "关系": "type", "tie": "tie", "联系": "tie"}
_WHAT = {
    "kind": Text("节点种类", "kind of node"),
    "type": Text("关系类型", "relationship type"),
    "tie": Text("联系类别", "class of ties"),
}


@dataclass(frozen=True, slots=True)
class Waypoint:
    """What a path must pass or avoid.

    Parameters
    ----------
    sort
        What it is.
    term
        The id of the node, or of the kind, type or class in the schema.
    node
        The position of the node; -1 where it is none.
    """

    sort: Sort
    term: str
    node: int = -1

    @classmethod
    def read(cls, graph: AllianceGraph, text: str) -> Waypoint:
        """What was written: a name, or `kind:`, `type:` or `tie:` with an id or a label of the schema.

        Raises
        ------
        UnknownName, AmbiguousName
            A name that means no node, or several.
        UnknownTerm
            A kind, type or class that the schema does not have; the error names the nearest.
        """
        word, colon, rest = text.replace("\uff1a", ":", 1).partition(":")
        sort = _WORDS.get(word.strip().casefold()) if colon else None
        if sort is None or graph.position(text) is not None:
            node = resolve_position(graph, text)
            return cls("node", graph.node_ids[node], node)
        return cls(sort, _term(_WHAT[sort], rest.strip(), _labels(sort)))

    @property
    def told(self) -> str:
        """How an answer writes it: the id of a node, or `kind:enterprise`."""
        return self.term if self.sort == "node" else f"{self.sort}:{self.term}"

    @property
    def types(self) -> frozenset[str]:
        """The types of the relationships that it means."""
        return frozenset(
            declared.id
            for declared in schema().types.values()
            if self.term == {"type": declared.id, "tie": declared.tie}.get(self.sort)
        )

    def nodes(self, view: AllianceGraph) -> Integers:
        """The positions of the nodes that it means."""
        if self.sort == "node":
            return np.array([self.node])
        return view.nodes_of(self.term) if self.sort == "kind" else np.empty(0, np.int64)

    def stop(self, view: AllianceGraph, further: Sequence[str] = ()) -> Stop:
        """What a path must pass, for a search.

        Parameters
        ----------
        view
            The graph on the day of the question.
        further
            The types of links that are numbered on from the relationships.
        """
        if self.sort in ("node", "kind"):
            return Stop(self.nodes(view))
        vocabulary = schema().type_vocabulary
        known = vocabulary.mask(view.relationships.types, sorted(self.types))
        return Stop(
            np.empty(0, np.int64), np.append(known, [type_id in self.types for type_id in further]).astype(bool)
        )

    def name(self, graph: AllianceGraph) -> Text:
        """What it is called, as a message names it."""
        return Text.same(graph.node_names[self.node]) if self.sort == "node" else _labels(self.sort)[self.term]

    def excludes(self, graph: AllianceGraph, other: Waypoint) -> bool:
        """Whether who avoids this cannot pass the other."""
        if other.sort == "node" and self.sort == "kind":
            return graph.kind(other.node) == self.term
        return self == other or (bool(other.types) and other.types <= self.types)


def _labels(sort: Sort) -> Mapping[str, Text]:
    if sort == "kind":
        return {kind.id: kind.label for kind in schema().kinds.values()}
    if sort == "type":
        return {declared.id: declared.label for declared in schema().types.values()}
    return {tie.id: tie.label for tie in schema().ties.values()}


def _term(what: Text, word: str, labels: Mapping[str, Text]) -> str:
    called = {name.casefold(): term for term, label in labels.items() for name in (label.zh, label.en, term)}
    if word.casefold() not in called:
        raise UnknownTerm(what, word, list(labels), labels)
    return called[word.casefold()]


def check_waypoints(graph: AllianceGraph, ends: tuple[int, int], via: Sequence[Waypoint], avoid: Sequence[Waypoint],
                    rule: TieRule) -> None:  # fmt: skip
    """Refuse what no path can do.

    Raises
    ------
    InputRefused
        The same is to be passed and avoided, an end is to be avoided, or no path walks what is to be passed.
    """
    must = [*via, *(Waypoint("node", graph.node_ids[end], end) for end in ends)]
    closing = [waypoint for waypoint in avoid if waypoint.sort == "node"]
    inner = [waypoint for waypoint in via if waypoint.node not in ends]
    for passed in [*(w for w in must if w in closing), *(w for w in inner if any(a.excludes(graph, w) for a in avoid))]:
        raise InputRefused(_CLASH, name=passed.name(graph))
    for waypoint in via:
        if waypoint.types and not waypoint.types & set(rule.walked()):
            raise InputRefused(_NOT_WALKED, name=waypoint.name(graph))


_CLASH = Text("“{name}”既要经过又要避开。请改一处。", '"{name}" must be both visited and avoided. Change one of them.')
_NOT_WALKED = Text(
    "在所给条件下路径不走“{name}”,不可能经过它。请从 --via 去掉,或放宽 --type、--avoid、--umbrella。",
    'Under these options no path walks "{name}", so none can pass it. Take it out of --via, or change --type, '
    "--avoid or --umbrella.",
)
