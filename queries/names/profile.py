"""What is around a node: its own facts, its links and its published numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Annotated, NamedTuple

from pydantic import Field

from ...graph.alliance_graph import AllianceGraph
from ...graph.labels import level_label, value_label, with_names
from ...graph.models import STATUS_LABELS, Measure, Node
from ...graph.networks.link_factors import LinkFactors
from ...graph.parts import PART_OF, Part, parts
from ...graph.records import record_key
from ...graph.schema import schema
from ...option import Option
from ...wording import Text, plural
from .. import one_of
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Unknown
from ..columns import Column, cell_text
from ..definitions import redefined
from ..evidence import EvidenceBook, node_ref
from ..listing.facts import Fact, Facts, facts_text
from ..lookup import resolve
from ..question import Found, Frame, question
from ..shared_options import AnyDay
from ..silences import unstated
from ..stated import stated_but_unlisted
from ..terms import KINDS, STATUS_TERMS, TYPES
from .differing import differing, ended

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

    id: Annotated[str, Column("关系 id", "link id", on_screen=False)]
    type: Annotated[str, TYPES, Column("关系", "link", label=lambda row: schema().type(row.type).label)]
    outgoing: Annotated[
        bool,
        Column(
            "方向",
            "way",
            "direction",
            lambda row: "out" if row.outgoing else "in",
            lambda row: "→" if row.outgoing else "←",
        ),
    ]
    other: Annotated[
        NodeRef,
        Column("对方 id", "id of the other end", "other_id", attrgetter("other.id"), on_screen=False),
        Column("对方", "other end", value=attrgetter("other.name")),
    ]
    product: Annotated[str, Column("产品", "product")] = ""
    attributes: Annotated[
        dict[str, Value], Column("其他", "further", "further", lambda row: attributes_text(row.attributes))
    ] = Field(default_factory=dict)
    valid_from: Annotated[str | None, Column("起", "from")] = None
    valid_to: Annotated[str | None, Column("止", "to")] = None
    observed_at: Annotated[str | None, Column("最近所见", "last seen", after="link_status")] = None
    strength: Annotated[float | None, Column("强度", "strength", on_screen=False)] = None
    confidence: Annotated[
        float | None,
        Column("可信度", "confidence", on_screen=False),
        Column("可信度×强度", "confidence × strength", "link_value", lambda row: row.reckoning()),
    ] = None
    # the first column of every answer is called "status" already
    status: Annotated[
        Annotated[str, STATUS_TERMS] | None,
        Column(
            "状态",
            "status",
            "link_status",
            attrgetter("status"),
            lambda row: STATUS_LABELS[row.status] if row.status else None,
        ),
    ] = None
    evidence: tuple[str, ...]

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


class ProfileMeasure(RowModel):
    """A published number of the node; value None is unknown."""

    metric: Annotated[str, Column("数据", "figure")]
    group: Annotated[str, Column("分组", "group")]
    value: Annotated[float | None, Column("值", "value", label=lambda row: row.text())]
    bound: str | None
    unit: Annotated[str, Column("单位", "unit")]
    period: Annotated[str | None, Column("时间", "period")]
    note: Annotated[str, Column("说明", "note")]
    definition: Annotated[str, Column("口径", "definition")] = ""
    defined_from: Annotated[str | None, Column("口径起", "defined from", on_screen=False)] = None
    defined_to: Annotated[str | None, Column("口径止", "defined to", on_screen=False)] = None
    evidence: tuple[str, ...]

    def text(self) -> str:
        """The number with its bound: `≥300`, `≈30`, `?`."""
        sign = {"at_least": "≥", "about": "≈"}.get(self.bound or "", "")
        return "?" if self.value is None else sign + cell_text(self.value)


class ProfileRow(RowModel):
    """A node with its facts; `not_stated` are those that it can have and that no source states."""

    id: Annotated[str, Column("id", "id")]
    kind: Annotated[str, KINDS]
    name: str
    aliases: Annotated[tuple[str, ...], Column("别名", "aliases", label=lambda row: "、".join(row.aliases))]
    level: Annotated[str, Column("级别", "level", label=lambda row: level_label(row.level), after="uscc")]
    place: Annotated[str, Column("地点", "place", after="level")]
    uscc: Annotated[str, Column("统一社会信用代码", "uscc", after="aliases")]
    parent: Annotated[
        NodeRef | None, Column("上级", "above", value=lambda row: row.parent.name if row.parent else None)
    ]
    count: Annotated[str | None, Column("数量", "count")]
    aggregate: bool
    attributes: dict[str, Value]
    not_stated: Annotated[
        tuple[Fact, ...], Column("没有来源写明", "stated by no source", label=lambda row: facts_text(row.not_stated))
    ] = ()
    evidence: tuple[str, ...]
    measures: tuple[ProfileMeasure, ...]
    relationships: tuple[ProfileLink, ...]


class ProfileAnswer(Answer[ProfileRow]):
    """The profile of one node; as a table it is the list of its links."""

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns of the links."""
        return ProfileLink.columns()

    def table_rows(self) -> Sequence[ProfileLink]:
        """The links that are shown."""
        return [link for row in self.rows for link in row.relationships]


class ProfileBounds(AnswerModel):
    """How many links there are, and how many are shown."""

    links: int
    shown: int


@question(
    ProfileAnswer,
    about=Text(
        "列出资料、公布的数字、关系,以及不知道的。",
        "It lists the facts, the published figures, the links, and what is not known.",
    ),
    examples=("alliance show 横州茉莉花产业集群党建联盟", "alliance show xbk --csv"),
)
def profile(
    frame: Frame[AllianceGraph],
    name: Annotated[str, Option("id、名称、别名或拼音首字母", "id, name, alias or initials", key="node")],
    *,
    as_of: AnyDay = None,
    limit: Annotated[
        int, Option("最多列出几条关系", "how many links are listed", least=1, unit=Text("条", "links"))
    ] = 50,
) -> Found[ProfileRow, ProfileBounds]:
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
    view, node = frame.on(as_of), resolve(frame.graph, name)
    frame.tell(node=node.id)
    position = frame.graph.position(node.id)
    assert position is not None
    row, links = _row(view, node, position, limit, frame.book)
    return Found(
        status="found",
        sentence=_sentence(node, links),
        rows=(row,),
        bounds=ProfileBounds(links=links, shown=len(row.relationships)),
        unknown=(
            *stated_but_unlisted(view, frame.book, node.id),
            *unstated(view, frame.book, node.id),
            *redefined(view, node.id),
            *one_of.around(view, position),
            *_own_unknowns(node),
            *ended(frame.graph, node),
            *differing(node.name, node, {key: source.title for key, source in view.records.sources.items()}),
        ),
    )


def _row(view: AllianceGraph, node: Node, position: int, limit: int, book: EvidenceBook) -> tuple[ProfileRow, int]:
    ends = _ends(view, position)
    parent = view.position(node.parent) if node.parent else None
    of_node = (measure for measure in view.records.measures.values() if measure.subject == node.id)
    measures = [measure for measure in of_node if not measure.open_end]  # a silence is told with what is unknown
    row = ProfileRow(
        **node.model_dump(include={"id", "kind", "name", "aliases", "level", "place", "uscc", "aggregate"}),
        attributes={key: _named(view, key, value) for key, value in node.attributes.items()},
        parent=node_ref(view, parent) if parent is not None else None,
        count=str(node.count) if node.count else None,
        not_stated=tuple(Facts(view).silent(position, node)),
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
        definition=measure.definition,
        defined_from=str(measure.defined_from) if measure.defined_from else None,
        defined_to=str(measure.defined_to) if measure.defined_to else None,
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
