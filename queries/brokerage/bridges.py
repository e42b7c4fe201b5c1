"""The ties whose loss takes the network apart, and how much lies on either side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks import bridges as kernels
from ...graph.networks.compiling import compiled
from ...graph.networks.contacts import Contacts, contacts
from ...graph.networks.fragmentation import fragmentation, part_sizes
from ...graph.networks.link_factors import significant
from ...graph.networks.ties import TieRule, Way
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status
from ..columns import Column
from ..evidence import node_ref
from ..open_links import link_name, nothing_loaded
from ..question import Found, Frame, question
from ..scopes import Scope, newest_day_of
from ..shared_options import AsOf, ScopeName
from .network import bounds_words, further_links, unnamed


class BridgeRow(RowModel):
    """A tie without which its ends do not reach each other.

    Parameters
    ----------
    near, far
        Its ends; the smaller side is behind `far`.
    links
        The links that it consists of.
    near_size, far_size
        How many nodes of its part lie on either side.
    fragmentation
        The share of pairs of nodes that do not reach each other once it is lost.
    """

    near: Annotated[
        NodeRef,
        Column("一端 id", "one end id", "near_id", lambda row: row.near.id, on_screen=False),
        Column("一端", "one end", "near", lambda row: row.near.name),
    ]
    far: Annotated[
        NodeRef,
        Column("另一端 id", "other end id", "far_id", lambda row: row.far.id, on_screen=False),
        Column("另一端", "other end", "far", lambda row: row.far.name),
    ]
    links: Annotated[tuple[Text, ...], Column("关系", "links", value=lambda row: Text.joined(row.links, ";", "; "))]
    near_size: Annotated[int, Column("一侧节点数", "nodes on this side")]
    far_size: Annotated[int, Column("另一侧节点数", "nodes on that side")]
    fragmentation: Annotated[float, Column("失去后的分裂度", "fragmentation without it")]
    evidence: tuple[str, ...]


class BridgeBounds(AnswerModel):
    """What was looked at: how many nodes and pairs with a tie, how many bridges, and the fragmentation now."""

    as_of: str | None
    direction: Way
    umbrella: bool
    nodes: int
    ties: int
    bridges: int
    fragmentation: float


@question(
    Answer[BridgeRow],
    about=Text(
        "加 --bridges 列出断了就把网络分成两块的联系,分得最多的在前。",
        "With --bridges the ties are listed whose loss parts the network in two, those that part most first.",
    ),
    examples=("alliance brokers --bridges --top 5",),
    switch=Option("列出断了就分开的联系", "list the ties whose loss takes the network apart", names=("--bridges",)),
)
def bridges(
    frame: Frame[AllianceGraph],
    *,
    scope: ScopeName = None,
    top: Annotated[int, Option("只列最前面的几行", "only the first rows", least=1)] = 20,
    as_of: AsOf = None,
    rule: TieRule | None = None,
) -> Found[BridgeRow, BridgeBounds]:
    """The ties whose loss takes the network of links that hold apart (Tarjan 1974), in any direction.

    Parallel links are one tie: all of them are lost together. Fragmentation is that of Borgatti (2006).

    Parameters
    ----------
    graph
        The graph.
    scope
        What the list is limited to: at least one end belongs to it.
    top
        How many rows at most, by how many pairs of nodes the loss parts, then by name.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of the scope.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.

    Returns
    -------
    Answer[BridgeRow]
        `found`; `none`: no tie that holds is a bridge; `unknown`: there is none, and further links only may hold.
    """
    graph, rule = frame.graph, rule or TieRule()
    rule.check()
    view = frame.on(as_of or newest_day_of(graph, scope, umbrella=rule.umbrella))
    within, network = Scope.of(view, scope), contacts(view, rule)
    frame.tell(scope=None if within.position is None else view.node_ids[within.position])
    found = _found(view, network, within)
    sizes = part_sizes(network)
    rows = [_row(frame, view, network, one, int((sizes * (sizes - 1)).sum())) for one in found[:top]]
    bounds = BridgeBounds(
        as_of=frame.as_of,
        direction=rule.direction,
        umbrella=rule.umbrella,
        nodes=len(network),
        ties=len(network.pairs[0]),
        bridges=len(found),
        fragmentation=significant(fragmentation(sizes)),
    )
    further = [*unnamed(frame, view, within), *further_links(view, rule)]
    status: Status = "found" if rows else "unknown" if further else "none"
    words = bounds_words(view, rule, within)
    unknown = further or ([] if rows else [nothing_loaded(rule)])
    return Found(status, _sentence(rows, bounds, words), rows, bounds, unknown)


_Bridge = tuple[int, int, int, int]
"""The numbers of both ends, and how many nodes lie on either side; the smaller side second."""


def _found(view: AllianceGraph, network: Contacts, scope: Scope) -> list[_Bridge]:
    side = network.undirected
    kernel = compiled(kernels) if network.fast else kernels
    above, behind, roots = kernel.bridges(side.starts, side.ends)
    inside = scope.may[network.positions]
    found = []
    for node in np.flatnonzero(above >= 0).tolist():
        other, far = int(above[node]), int(behind[node])
        near = int(behind[roots[node]]) - far
        if inside[node] or inside[other]:
            found.append((other, node, near, far) if far <= near else (node, other, far, near))
    ranks = view.name_ranks[network.positions].tolist()
    return sorted(found, key=lambda one: (-one[2] * one[3], ranks[one[0]], ranks[one[1]]))


def _row(
    frame: Frame[AllianceGraph], view: AllianceGraph, network: Contacts, bridge: _Bridge, joined: int
) -> BridgeRow:
    near, far, near_size, far_size = bridge
    links = network.links_between(near, far)
    nodes = len(network)
    left = joined - 2 * near_size * far_size
    return BridgeRow(
        near=node_ref(view, int(network.positions[near])),
        far=node_ref(view, int(network.positions[far])),
        links=tuple(link_name(view, link) for link in links),
        near_size=near_size,
        far_size=far_size,
        fragmentation=significant(1 - left / (nodes * (nodes - 1))),
        evidence=frame.book.of_relationships(view, links),
    )


def _sentence(rows: Sequence[BridgeRow], bounds: BridgeBounds, words: Text) -> Text:
    within = Text(f"{words.zh},", f" ({words.en})") if words else NOTHING
    if not rows:
        return Text(f"{within.zh}没有断了就分开的联系。", f"No tie is a bridge{within.en}.")
    first = rows[0]
    count = plural(bounds.bridges, "tie")
    return Text(
        f"{within.zh}{bounds.ties} 对联系中有 {bounds.bridges} 对断了就分开;分得最多的是 {first.near.name} 与 "
        f"{first.far.name}({first.near_size} 和 {first.far_size} 个节点)。",
        f"{count} of {bounds.ties} take the network apart{within.en}; that of {first.near.name} and {first.far.name} "
        f"parts most ({first.near_size} and {first.far_size} nodes).",
    )
