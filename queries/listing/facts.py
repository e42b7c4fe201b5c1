"""What a person asks of each node of a list: where it is, at what level, who leads it, at which stage it works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Node
from ...graph.schema import schema
from ...graph.statements import Statements
from ...graph.truth import Truth, link_truths
from ...wording import Text

Fact = Literal["level", "place", "leader", "stage", "operating"]
Operating = Literal["", "yes", "no", "not_stated"]

_LABELS: dict[Fact, Text] = {
    "level": Text("级别", "level"),
    "place": Text("地方", "place"),
    "leader": Text("谁牵头", "who leads it"),
    "stage": Text("行业(环节)", "industry (stage)"),
    "operating": Text("是否运营", "whether it operates"),
}


def facts_text(facts: Iterable[Fact]) -> Text:
    """Facts in words."""
    return Text.joined(_LABELS[fact] for fact in facts)


@dataclass(frozen=True, slots=True)
class Said:
    """What a fact names: positions of nodes, how true each is, and the links that say it."""

    nodes: tuple[int, ...]
    truths: tuple[Truth, ...]
    links: tuple[int, ...]


class Facts:
    """The facts of the nodes of a view.

    Parameters
    ----------
    view
        The graph on the day of the question.
    """

    def __init__(self, view: AllianceGraph) -> None:
        self.view = view
        self._truths = link_truths(view)

    def asked(self, kind: str) -> Iterator[Fact]:
        """Which facts a node of a kind can have."""
        actor = kind in schema().groups["actor"]
        if actor:
            yield "level"
        if actor or schema().other_ends("LOCATED_IN", "source", kind):
            yield "place"
        if leading(kind):
            yield "leader"
        if staging(kind):
            yield "stage"
        if schema().kind(kind).employer:
            yield "operating"

    def leaders(self, node: int) -> Said:
        """Who leads, chairs or convenes it."""
        return self._said(self.view.incoming(node), leading(self.view.kind(node)), self.view.relationships.sources)

    def stages(self, node: int) -> Said:
        """At which stages it works, or which it serves."""
        return self._said(self.view.outgoing(node), staging(self.view.kind(node)), self.view.relationships.targets)

    def located(self, node: int) -> Said:
        """What it is located in by links."""
        return self._said(self.view.outgoing(node), ("LOCATED_IN",), self.view.relationships.targets)

    def _said(self, links: np.ndarray, types: Sequence[str], others: np.ndarray) -> Said:
        columns = self.view.relationships
        links = links[schema().type_vocabulary.mask(columns.types[links], types) & (self._truths[links] > 0)]
        links = links[np.argsort(self.view.name_ranks[others[links]], kind="stable")]
        best: dict[int, Truth] = {}
        for link in links.tolist():
            other = int(others[link])
            best[other] = max(best.get(other, Truth.NO), Truth(self._truths[link]))
        return Said(tuple(best), tuple(best.values()), tuple(links.tolist()))

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.view)

    @cached_property
    def _operating(self) -> dict[str, np.ndarray]:
        return {value: self._statements.says("operating", value) for value in ("true", "false")}

    def operating(self, node: int) -> Operating:
        """Whether it operates, by what it states of itself; empty for what does not employ."""
        if not schema().kind(self.view.kind(node)).employer:
            return ""
        if self._operating["true"][node]:
            return "yes"
        return "no" if self._operating["false"][node] else "not_stated"

    def silent(self, position: int, node: Node) -> Iterator[Fact]:
        """Which facts that it can have no source states."""
        stated: dict[Fact, bool] = {
            "level": bool(node.level),
            "place": bool(node.place or self.located(position).nodes),
            "leader": bool(self.leaders(position).nodes),
            "stage": bool(self.stages(position).nodes),
            "operating": self.operating(position) != "not_stated",
        }
        yield from (fact for fact in self.asked(node.kind) if not stated[fact])


@lru_cache(maxsize=64)
def leading(kind: str) -> tuple[str, ...]:
    """The types of links that say who leads a node of a kind."""
    types = (declared for declared in schema().types.values() if declared.tie == "convening")
    return tuple(declared.id for declared in types if schema().other_ends(declared.id, "target", kind))


@lru_cache(maxsize=64)
def staging(kind: str) -> tuple[str, ...]:
    """The types of links that say at which stage or chain a node of a kind works, or which it serves."""
    direct = dict.fromkeys(type_id for entry in schema().instruments.values() for type_id in entry.direct)
    parts = set(schema().groups["chain_part"])
    return tuple(type_id for type_id in direct if parts & schema().other_ends(type_id, "source", kind))
