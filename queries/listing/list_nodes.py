"""Any list of nodes by kind, role and scope, with what a person asks of each, and what no source states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.truth import Truth
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, Status, Unknown
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_position
from ..open_links import link_name
from ..question import Found, Frame, question
from ..scopes import Scope, newest_day_of
from ..shared_options import AsOf, ScopeName
from ..stated import StatedTotal, is_aggregate, stated_but_unlisted
from .facts import Facts, Said
from .roles import Listed
from .row import ListedRow, Named
from .terms_in_words import Kinds, kinds_called, type_called
from .totals import all_listed, may_be_more, totals, totals_text


class ListBounds(AnswerModel):
    """What was listed.

    Parameters
    ----------
    named, named_high
        How many single nodes surely belong to the list, and those too that only may.
    aggregates
        How many aggregates it has, each of which stands for several without names.
    stated
        How many published totals there are of what is listed; the sentence names them.
    complete
        Whether rosters promise that nothing is missing.
    rows, shown
        How many rows there are, and how many are shown.
    """

    as_of: str | None
    named: int
    named_high: int
    aggregates: int
    stated: int
    complete: bool
    rows: int
    shown: int


@question(
    Answer[ListedRow],
    about=Text(
        "列出某一种节点,可限定角色(用哪种关系与谁相连)和范围。每个都写明级别、地方、谁牵头、行业(环节)和是否运营;"
        "来源没有写明的就答“未写明”。公布的合计与列名的个数并列,合计的不编名字。",
        "Nodes of a kind, of a role (joined by which link, to whom) and in a scope. Each has its level, place, leader, "
        'industry (stage) and whether it operates; what no source states is "not stated". Published totals stand '
        "beside the number of names, and no names are made up for what is only counted.",
    ),
    examples=(
        "alliance list 联盟",
        "alliance list enterprise --role SERVES --of 国家税务总局横州市税务局",
        "alliance list 企业 --scope 精深加工",
    ),
)
def list_nodes(
    frame: Frame[AllianceGraph],
    kind: Annotated[
        str,
        Option(
            "列什么:种类的 id 或名称,如 enterprise、企业、单位",
            "what is listed: a kind by its id or label, such as enterprise or organisation",
        ),
    ],
    *,
    role: Annotated[
        str | None,
        Option(
            "只列由这种关系相连的,如 SERVES 或 服务",
            "only those that a link of this type joins, such as SERVES",
            metavar="TYPE",
        ),
    ] = None,
    of: Annotated[
        str | None,
        Option("与谁相连:id、名称、别名或拼音首字母", "to whom: id, name, alias or initials", metavar="NAME"),
    ] = None,
    scope: ScopeName = None,
    as_of: AsOf = None,
    top: Annotated[
        int | None, Option("只列最前面的几行", "only the first rows", least=1, unit=Text("行", "rows"))
    ] = None,
) -> Found[ListedRow, ListBounds]:
    """The nodes of a kind, with their facts and what no source states of them.

    Parameters
    ----------
    graph
        The graph.
    kind
        A kind or a group of kinds (`organisation`, `role` …), by id or label.
    role
        The type of the link by which they are listed, by id or label and in either direction; any when absent.
    of
        The other end of that link; anything when absent.
    scope
        An alliance, a chain, a stage or a place; everything when absent.
    as_of
        The day of the picture; when absent, the newest that is known of what is named, else of everything.
    top
        Only the first rows; all when absent.

    Returns
    -------
    Answer[ListedRow]
        `found` where something surely belongs to the list; `none` where nothing does and rosters promise that all were
        listed; else `unknown`.

    Raises
    ------
    UnknownTerm
        A kind or a type of links that does not exist.
    UnknownName, AmbiguousName, InputRefused
        A name that means no node, or several, or a scope that nothing belongs to.
    """
    graph, kinds = frame.graph, kinds_called(kind)
    role = None if role is None else type_called(role)
    whose = None if of is None else resolve_position(graph, of)
    view = frame.on(as_of or _newest(graph, scope, whose))
    within = Scope.of(view, scope)
    ids = [None if position is None else view.node_ids[position] for position in (whose, within.position)]
    frame.tell(kind=kinds.id, role=role, of=ids[0], scope=ids[1])
    listed = Listed.of(view, kinds, within, role, whose)
    published = list(totals(view, kinds, role, within.position if whose is None else whose))
    makers = sorted(listed.truths, key=lambda node: is_aggregate(view, node))
    facts = Facts(view)
    rows = [_row(frame, facts, listed, node) for node in makers[:top]]
    single = [truth for node, truth in listed.truths.items() if not is_aggregate(view, node)]
    bounds = ListBounds(
        as_of=frame.as_of,
        named=single.count(Truth.HOLDS),
        named_high=len(single),
        aggregates=len(listed.truths) - len(single),
        stated=len(published),
        complete=all_listed(view, kinds, role, whose, within.position),
        rows=len(makers),
        shown=len(rows),
    )
    unknown = list(_unknown(frame, view, published, bounds))
    return Found(_status(listed, bounds), _sentence(view, kinds, published, bounds), rows, bounds, unknown)


def _newest(graph: AllianceGraph, scope: str | None, whose: int | None) -> date | None:
    if whose is None:
        return newest_day_of(graph, scope, umbrella=False)
    return newest_day_around(graph, [whose], umbrella=False)


def _status(listed: Listed, bounds: ListBounds) -> Status:
    if Truth.HOLDS in listed.truths.values():
        return "found"
    return "none" if bounds.complete and not listed.truths and not bounds.stated else "unknown"


def _row(frame: Frame[AllianceGraph], facts: Facts, listed: Listed, position: int) -> ListedRow:
    view, node = facts.view, facts.view.node_at(position)
    leaders, stages, located = facts.leaders(position), facts.stages(position), facts.located(position)
    roles = listed.links.get(position, [])
    places = [view.node_names[place] for place in located.nodes]
    links = sorted({*leaders.links, *stages.links, *roles, *(() if node.place else located.links)})
    return ListedRow(
        id=node.id,
        kind=node.kind,
        name=node.name,
        count=str(node.count) if node.count else "?" if node.aggregate else None,
        level=node.level,
        place=node.place or "、".join(places),
        leaders=_named(view, leaders),
        stages=_named(view, stages),
        operating=facts.operating(position),
        role=tuple(link_name(view, link) for link in roles),
        not_stated=tuple(facts.silent(position, node)),
        truth="holds" if listed.truths[position] == Truth.HOLDS else "may",
        evidence=(*frame.book.of_node(view, position), *frame.book.of_relationships(view, links)),
    )


def _named(view: AllianceGraph, said: Said) -> tuple[Named, ...]:
    return tuple(
        Named(**node_ref(view, node).model_dump(), truth="holds" if truth == Truth.HOLDS else "may")
        for node, truth in zip(said.nodes, said.truths, strict=True)
    )


def _unknown(
    frame: Frame[AllianceGraph], view: AllianceGraph, published: Sequence[StatedTotal], bounds: ListBounds
) -> Iterator[Unknown]:
    subjects = {(view.node_ids[total.subject], total.stated.type): None for total in published}
    for subject, type_id in subjects:
        yield from stated_but_unlisted(view, frame.book, subject, type_id)
    if not bounds.complete:
        yield may_be_more()


def _sentence(view: AllianceGraph, kinds: Kinds, published: list[StatedTotal], bounds: ListBounds) -> Text:
    when = Text(f"截至 {bounds.as_of},", f" as of {bounds.as_of}") if bounds.as_of else NOTHING
    low, high = bounds.named, bounds.named_high
    number = f"{low}" if low == high else f"{low}–{high}"
    named = Text("{kind}:{when}列名 {number} 个", "{kind}: {number} named{when}").fill(
        kind=kinds.label, when=when, number=number
    )
    if bounds.aggregates:
        named += Text(f",另有合计 {bounds.aggregates} 项", f", besides {plural(bounds.aggregates, 'aggregate')}")
    if published:
        named += Text(";公布的合计:", "; published totals: ") + totals_text(view, published)
    rest = NOTHING if bounds.complete else Text(";没有名单保证列全", "; no roster promises that these are all")
    return named + rest + Text("。", ".")
