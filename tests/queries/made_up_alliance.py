"""A made-up alliance with mechanisms, meetings, terms and rosters, put together a fact a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from alliance.graph import AllianceGraph, Census, Evidence, Node, Quantity, Relationship, Roster, Source
from alliance.graph.dates import PartialDate

SEEN = (Evidence(source="made-up"),)
US, THEM = "us", "them"


def date_or_none(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


@dataclass
class Made:
    """The facts; `graph` gives them as a graph."""

    nodes: list[Node] = field(default_factory=list)
    links: list[Relationship] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.records.append(Source(id="made-up", title="made up"))
        self.node(US, "alliance")

    def node(self, name: str, kind: str, *, count: int = 0, **attributes: Any) -> str:
        """A node that is called by its id; several without names where there is a count."""
        more: dict[str, Any] = {"count": Quantity(value=count), "aggregate": True} if count else {}
        said = {key: value for key, value in attributes.items() if value not in ("", None)}
        self.nodes.append(Node(id=name, kind=kind, name=name, attributes=said, evidence=SEEN, **more))
        return name

    def link(
        self, source: str, type_: str, target: str, *, begins: str = "", ends: str = "", status: Any = "confirmed",
        **attributes: Any,
    ) -> None:  # fmt: skip
        """A link with its dates."""
        self.links.append(
            Relationship(source=source, type=type_, target=target, valid_from=date_or_none(begins),
                         valid_to=date_or_none(ends), status=status, attributes=attributes, evidence=SEEN)
        )  # fmt: skip

    def mechanism(self, name: str, *, begins: str = "", ends: str = "", status: Any = "confirmed", **said: Any) -> str:
        """A mechanism of the alliance."""
        self.node(name, "mechanism", **said)
        self.link(name, "MECHANISM_OF", US, begins=begins, ends=ends, status=status)
        return name

    def event(
        self, name: str, date: str, *, of: str = "", kind: str = "meeting", status: Any = "confirmed", count: int = 0,
        **said: Any,
    ) -> str:  # fmt: skip
        """A meeting or an activity, of a mechanism or an alliance where one is named."""
        self.node(name, kind, count=count, date=date, **said)
        if of:
            self.link(name, "SESSION_OF", of, status=status)
        return name

    def term(self, chair: str, begins: str, ends: str, *, status: Any = "confirmed") -> str:
        """A chair term of the alliance."""
        name = self.node(f"term of {chair} {begins}", "chair_term", start=begins, end=ends)
        self.link(chair, "CHAIRS", name, status=status)
        self.link(name, "TERM_OF", US, begins=begins, ends=ends)
        return name

    def promise(self, label: str, *kinds: str, scope: str = US, date: str = "") -> None:
        """That everything of some kinds was listed for the period of a census."""
        self.records.append(Census(label=label, date=PartialDate.parse(date or label)))
        self.records += [Roster(census=label, scope=scope, instrument=kind, evidence=SEEN) for kind in kinds]

    def graph(self) -> AllianceGraph:
        """The facts as a graph."""
        return AllianceGraph.from_models(self.nodes, self.links, self.records)
