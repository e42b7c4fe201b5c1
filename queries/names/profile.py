"""What is around a node: its own facts, its links and its published numbers."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import ClassVar, NamedTuple

from pydantic import Field

from ...graph.alliance_graph import AllianceGraph
from ...graph.labels import value_label, with_names
from ...graph.models import STATUS_LABELS, Measure, Node
from ...graph.networks.link_factors import LinkFactors
from ...graph.parts import PART_OF, Part, parts
from ...graph.records import record_key
from ...graph.schema import schema
from ...wording import Text, plural
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Unknown
from ..columns import Column
from ..evidence import EvidenceBook, node_ref
from ..lookup import resolve
from ..stated import stated_but_unlisted

DEFAULT_LIMIT = 50
Value = str | bool | int | float
"""Of an attribute, as a store of any version holds it: an answer makes it legible, and does not refuse it."""


class ProfileLink(RowModel):
    """A link of the node.

    Parameters
    ----------
    id, type
        Of the relationship.
    outgoing
        Whether the node is its source.
    other
        The other end.
    attributes
        Further values as published, by name; the table has them under their declared labels.
    status
        None for a stage and what it is a part of, which is a field of the stage and has no status of its own.
    """

    id: str
    type: str
    outgoing: bool
    other: NodeRef
    product: str = ""
    attributes: dict[str, Value] = Field(default_factory=dict)
    valid_from: str | None = None
    valid_to: str | None = None
    observed_at: str | None = None
    strength: float | None = None
    confidence: float | None = None
    status: str | None = None
    evidence: tuple[str, ...]

    columns: ClassVar[tuple[Column, ...]] = (
        Column("id", Text("关系 id", "link id"), on_screen=False),
        Column("type", Text("关系", "link"), label=lambda row: schema().type(row.type).label),
        Column(
            "direction",
            Text("方向", "way"),
            lambda row: "out" if row.outgoing else "in",
            lambda row: "→" if row.outgoing else "←",
        ),
        Column("other_id", Text("对方 id", "id of the other end"), attrgetter("other.id"), on_screen=False),
        Column("other", Text("对方", "other end"), attrgetter("other.name")),
        Column("product", Text("产品", "product")),
        Column("further", Text("其他", "further"), lambda row: attributes_text(row.attributes)),
        Column("valid_from", Text("起", "from")),
        Column("valid_to", Text("止", "to")),
        Column("strength", Text("强度", "strength"), on_screen=False),
        Column("confidence", Text("可信度", "confidence"), on_screen=False),
        Column("link_value", Text("可信度×强度", "confidence × strength"), lambda row: row.reckoning()),
        # the first column of every answer is called "status" already
        Column(
            "link_status",
            Text("状态", "status"),
            attrgetter("status"),
            lambda row: STATUS_LABELS[row.status] if row.status else None,
        ),
        Column("observed_at", Text("最近所见", "last seen")),
    )

    def reckoning(self) -> Text | None:
        """Its confidence, times its strength where it carries influence; None for a part, which states none."""
        if self.status is None:
            return None
        factors = LinkFactors.of(self, influence=schema().type(self.type).influence is not None)
        return Text(factors.reckoning("zh"), factors.reckoning("en"))


def attributes_text(attributes: Mapping[str, Value]) -> Text:
    """Kept values in one line, each under its declared label."""
    named = Text("{label}:{value}", "{label}: {value}")
    labels = ((schema().attribute(key).label, value_label(key, value)) for key, value in attributes.items())
    return Text.joined((named.fill(label=label, value=value) for label, value in labels), ";", "; ")


class ProfileMeasure(AnswerModel):
    """A published number of the node; value None is unknown."""

    metric: str
    group: str
    value: float | None
    bound: str | None
    unit: str
    period: str | None
    note: str
    evidence: tuple[str, ...]


class ProfileRow(RowModel):
    """A node with its facts."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    level: str
    place: str
    uscc: str
    parent: NodeRef | None
    count: str | None
    aggregate: bool
    attributes: dict[str, Value]
    evidence: tuple[str, ...]
    measures: tuple[ProfileMeasure, ...]
    relationships: tuple[ProfileLink, ...]


class ProfileAnswer(Answer[ProfileRow]):
    """The profile of one node; as a table it is the list of its links."""

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns of the links."""
        return ProfileLink.columns

    def table_rows(self) -> Sequence[ProfileLink]:
        """The links that are shown."""
        return [link for row in self.rows for link in row.relationships]


def profile(graph: AllianceGraph, name: str, *, as_of: date | None = None, limit: int = DEFAULT_LIMIT) -> ProfileAnswer:
    """The facts of a node and its links.

    Parameters
    ----------
    graph
        The graph.
    name
        Id, name, alias or initials.
    as_of
        Only links that may be valid on this day; all recorded links when absent.
    limit
        How many links are listed; the rest is counted.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    """
    started = time.perf_counter()
    view = graph.as_of(as_of) if as_of else graph
    node = resolve(graph, name)
    position = graph.position(node.id)
    assert position is not None
    book = EvidenceBook(graph.records)
    row, links = _row(view, node, position, limit, book)
    answer = ProfileAnswer(
        question="show",
        parameters={"node": node.id, "as_of": str(as_of) if as_of else None, "limit": limit},
        status="found",
        sentence=_sentence(node, links),
        rows=(row,),
        bounds={"links": links, "shown": len(row.relationships)},
        unknown=book.unknowns((*stated_but_unlisted(view, book, node.id), *_own_unknowns(node))),
        evidence=book.entries(),
        data_version=graph.data_version,
    )
    return answer.since(started)


def _row(view: AllianceGraph, node: Node, position: int, limit: int, book: EvidenceBook) -> tuple[ProfileRow, int]:
    ends = _ends(view, position)
    parent = view.position(node.parent) if node.parent else None
    measures = [measure for measure in view.records.measures.values() if measure.subject == node.id]
    row = ProfileRow(
        **node.model_dump(include={"id", "kind", "name", "aliases", "level", "place", "uscc", "aggregate"}),
        attributes={key: _named(view, key, value) for key, value in node.attributes.items()},
        parent=node_ref(view, parent) if parent is not None else None,
        count=str(node.count) if node.count else None,
        evidence=book.add(node.id, node.evidence),
        measures=tuple(_measure(view, measure, book) for measure in measures),
        relationships=tuple(_link(view, end, book) for end in ends[:limit]),
    )
    return row, len(ends)


def _named(view: AllianceGraph, key: str, value: Value) -> Value:
    """An attribute that names another node says its name too."""
    return with_names(view, value) if schema().attribute(key).node and isinstance(value, str) else value


class _End(NamedTuple):
    """A link of the node before it is written out: what it is ordered by, its other end, and where it stands."""

    order: int
    incoming: bool
    name: str
    id: str
    other: int
    where: int | Part


def _ends(view: AllianceGraph, position: int) -> list[_End]:
    """Every link of a node, in the order in which they are listed."""
    columns = view.relationships
    found = []
    for incoming, links, others in (
        (False, view.outgoing(position), columns.targets),
        (True, view.incoming(position), columns.sources),
    ):
        for link in links.tolist():
            other = int(others[link])
            name, link_id = view.node_names[other], view.relationship_id(link)
            found.append(_End(int(columns.types[link]), incoming, name, link_id, other, link))
    for part in parts(view):
        if part.part == position:
            found.append(_part_end(view, part, part.whole, incoming=False))
        if part.whole == position:
            found.append(_part_end(view, part, part.part, incoming=True))
    return sorted(found)


def _part_end(view: AllianceGraph, part: Part, other: int, *, incoming: bool) -> _End:
    code = schema().type_vocabulary.code(PART_OF)
    return _End(code, incoming, view.node_names[other], part.id(view), other, part)


def _link(view: AllianceGraph, end: _End, book: EvidenceBook) -> ProfileLink:
    outgoing, other = not end.incoming, node_ref(view, end.other)
    if isinstance(end.where, Part):
        return ProfileLink(
            id=end.id, type=PART_OF, outgoing=outgoing, other=other, evidence=book.of_node(view, end.where.part)
        )
    link = view.relationship_at(end.where)
    return ProfileLink(
        id=link.id,
        type=link.type,
        outgoing=outgoing,
        other=other,
        product=link.product,
        attributes=link.attributes,
        valid_from=str(link.valid_from) if link.valid_from else None,
        valid_to=str(link.valid_to) if link.valid_to else None,
        observed_at=str(link.observed_at) if link.observed_at else None,
        strength=link.strength,
        confidence=link.confidence,
        status=link.status,
        evidence=book.add(link.id, link.evidence),
    )


def _measure(view: AllianceGraph, measure: Measure, book: EvidenceBook) -> ProfileMeasure:
    return ProfileMeasure(
        metric=measure.metric,
        group=measure.group,
        value=measure.value.value if measure.value else None,
        bound=measure.value.bound if measure.value else None,
        unit=measure.unit,
        period=str(measure.period) if measure.period else None,
        note=with_names(view, measure.note),
        evidence=book.add(record_key(measure), measure.evidence),
    )


def _sentence(node: Node, links: int) -> Text:
    kind = schema().kind(node.kind).label
    return Text(f"{node.name}({kind.zh}):{links} 条关系。", f"{node.name} ({kind.en}): {plural(links, 'link')}.")


def _own_unknowns(node: Node) -> list[Unknown]:
    if not node.aggregate:
        return []
    number = str(node.count) if node.count else "?"
    return [
        Unknown(
            what=Text(zh=f"“{node.name}”逐个的名称({number} 个)", en=f'the single items of "{node.name}" ({number})'),
            why=Text(zh="来源只给出合计。", en="The source gives only a total."),
            closes_when=Text(zh="载入逐个列出的名单", en="a list of them is loaded"),
        )
    ]
