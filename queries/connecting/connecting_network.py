"""What joins several organisations at once: a smallest network, and who cannot be joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.link_factors import significant
from ...graph.networks.ties import TieRule
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel, NodeRef, RowModel
from ..columns import Column
from ..days import newest_day_around
from ..evidence import node_ref
from ..lookup import resolve_position
from ..open_links import link_name
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..shared_options import AsOf
from .search import ConnectingSearch, Joint
from .words import sentence, unknowns


class JointRow(RowModel):
    """A tie of the network that joins what is asked for.

    Parameters
    ----------
    group
        The number of the tree that it belongs to; there are several where not all can be joined.
    one, other
        Its ends, in the order of their names.
    links
        Its links in words, the one that counts first.
    relationships
        Their ids.
    value
        The value of the one that counts.
    truth
        `may` when none of them holds for certain.
    """

    group: Annotated[int, Column("组", "group")]
    one: Annotated[
        NodeRef,
        Column("一端 id", "one end id", "one_id", lambda row: row.one.id, on_screen=False),
        Column("一端", "one end", "one", lambda row: row.one.name),
    ]
    other: Annotated[
        NodeRef,
        Column("另一端 id", "other end id", "other_id", lambda row: row.other.id, on_screen=False),
        Column("另一端", "other end", "other", lambda row: row.other.name),
    ]
    links: Annotated[tuple[Text, ...], Column("关系", "links", value=lambda row: Text.joined(row.links, ";", "; "))]
    relationships: tuple[str, ...]
    value: Annotated[float, Column("值", "value")]
    truth: Annotated[
        Holding,
        Column(
            "真实性",
            "truth",
            label=lambda row: Text("成立", "holds") if row.truth == "holds" else Text("可能成立", "may hold"),
        ),
    ]
    evidence: tuple[str, ...]


class ConnectingBounds(AnswerModel):
    """What was joined.

    Parameters
    ----------
    joined, left_over
        The ids of those that one network joins, and of the others: alone, or in groups of their own.
    strength
        The product of the values of all ties.
    exact
        Whether no network has a greater strength; if not, none has more than its square root.
    """

    as_of: str | None
    umbrella: bool
    joined: list[str]
    left_over: list[str]
    strength: float
    exact: bool


@question(
    Answer[JointRow],
    about=Text(
        "把几家单位用最强的一张网连起来(各条联系的值的乘积最大),不论方向,不经伞形节点(点名的除外)。"
        "不多于 6 家且网络不大时精确,否则近似,并说明保证。连不上的也是答案。",
        "The strongest network that joins several at once (the greatest product of the values of its ties), in either "
        "direction, without umbrella nodes but those that are named. Exact for up to 6 in a network that is not large, "
        "else near it with its guarantee. Who cannot be joined is a part of the answer.",
    ),
    examples=("alliance connect 星巴克 校椅供电所党支部 横州市人民政府",),
)
def connecting_network(
    frame: Frame[AllianceGraph],
    members: Annotated[
        Sequence[str], Option("要连起来的:id、名称、别名或拼音首字母", "who is joined: ids, names, aliases or initials")
    ],
    *,
    as_of: AsOf = None,
    rule: TieRule | None = None,
) -> Found[JointRow, ConnectingBounds]:
    """The strongest network that joins several nodes: a Steiner tree by Σ −ln p.

    Exactly after Dreyfus and Wagner (1971), else after Kou, Markowsky and Berman (1981), whose tree costs at most twice
    the cheapest, so that no network is stronger than the square root of its strength. Ties count in either direction,
    whatever the direction of the rule.

    Parameters
    ----------
    graph
        The graph.
    members
        Ids, names, aliases or initials of at least two nodes.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with
        them.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.

    Returns
    -------
    Answer[JointRow]
        `found` where links that hold join all; `unknown` where links that only may hold would, or what a source counts
        and does not name may; else `none`, with a network of those that can be joined.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        Fewer than two different nodes, or a type that no path walks.
    """
    graph, rule = frame.graph, _either(rule or TieRule())
    rule.check()
    named = list(dict.fromkeys(resolve_position(graph, name) for name in members))
    if len(named) < 2:
        raise InputRefused(Text("请给出至少两个不同的节点。", "Give at least two different nodes."))
    frame.tell(members=[graph.node_ids[node] for node in named], direction="either")
    view = frame.on(as_of or newest_day_around(graph, named, umbrella=rule.umbrella))
    search = ConnectingSearch(view, rule, named)
    rows = [_row(frame, view, joint) for joint in search.joints]
    ids = view.node_ids
    bounds = ConnectingBounds(
        as_of=frame.as_of,
        umbrella=rule.umbrella,
        joined=[ids[node] for node in search.joined],
        left_over=[ids[node] for node in search.left_over],
        strength=significant(search.strength),
        exact=search.exact,
    )
    return Found(search.status, sentence(search), rows, bounds, unknowns(search))


def _either(rule: TieRule) -> TieRule:
    """The rule whatever its direction: a network that joins has none."""
    return TieRule(**{field.name: getattr(rule, field.name) for field in fields(rule)} | {"direction": "either"})


def _row(frame: Frame[AllianceGraph], view: AllianceGraph, joint: Joint) -> JointRow:
    return JointRow(
        group=joint.group,
        one=node_ref(view, joint.one),
        other=node_ref(view, joint.other),
        links=tuple(link_name(view, link) for link in joint.links),
        relationships=tuple(view.relationship_id(link) for link in joint.links),
        value=significant(joint.value),
        truth="holds" if joint.holds else "may",
        evidence=frame.book.of_relationships(view, joint.links),
    )
