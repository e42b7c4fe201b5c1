"""Who stands between others: betweenness, structural holes, roles, and what breaks without whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, Literal

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.networks.contacts import Contacts, contacts
from ...graph.networks.link_factors import significant
from ...graph.networks.ties import TieRule, Way
from ...graph.schema import schema
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, Status
from ..open_links import nothing_loaded
from ..question import Found, Frame, question
from ..scopes import Scope, newest_day_of
from ..shared_options import AsOf, ScopeName, Seed
from ..terms import KINDS
from .measures import Measures
from .network import bounds_words, chosen, further_links, unnamed
from .row import BrokerRow

Grouping = Literal["kind", "level", "place"]
_NO_TIES: dict[str, Any] = {
    "contacts": 0, "betweenness": 0.0, "share": 0.0, "constraint": None, "effective_size": None, "cuts": False,
    "group": "", "roles": None,
}  # fmt: skip


class BrokerBounds(AnswerModel):
    """What was looked at.

    Parameters
    ----------
    nodes, ties
        How many nodes have a tie, and how many pairs of them.
    listed
        How many nodes could be listed.
    sources, searched
        How many sources there are, and how many were searched: fewer where betweenness is an estimate.
    cut_vertices
        How many nodes are such that the network falls apart without them.
    fragmentation
        The share of pairs that do not reach each other now.
    """

    as_of: str | None
    direction: Way
    umbrella: bool
    nodes: int
    ties: int
    listed: int
    sources: int
    searched: int
    cut_vertices: int
    fragmentation: float


@question(
    Answer[BrokerRow],
    about=Text(
        "不算伞形节点:经过联盟的路人人都有。中介度按最短路计,可限定从谁到谁;约束低、有效规模大的是中介;"
        "角色按分组(种类、级别或地点)计;割点是失去后网络断开的节点。没有联系的写“无联系”,不写 0。"
        "只是可能成立的关系不计,另行列出。",
        "Umbrella nodes do not count: ways through the alliance are everybody's. Betweenness counts shortest ways, "
        "from and to whom you like; low constraint and a large effective size make a broker; roles depend on groups "
        "(kind, level or place); the network falls apart without a node that cuts it. Who has no ties is told so, "
        "and not as 0. Links that only may hold are left out and named.",
    ),
    examples=(
        "alliance brokers --top 5",
        "alliance brokers --from government --to enterprise --group-by level",
        "alliance brokers --direction either --scope 横州茉莉花产业集群党建联盟",
    ),
)
def brokers(
    frame: Frame[AllianceGraph],
    *,
    kinds: Annotated[
        Sequence[str],
        Option(
            "只列这些种类,可多次", "only nodes of this kind; repeatable", terms=KINDS, names=("--kind",), metavar="KIND"
        ),
    ] = (),
    sources: Annotated[
        Sequence[str],
        Option(
            "从谁出发:种类或名称,可多次", "from whom: a kind or a name; repeatable", names=("--from",), metavar="WHO"
        ),
    ] = (),
    targets: Annotated[
        Sequence[str],
        Option("到谁为止:种类或名称,可多次", "to whom: a kind or a name; repeatable", names=("--to",), metavar="WHO"),
    ] = (),
    group_by: Annotated[Grouping, Option("角色按什么分组", "what the groups of roles are")] = "kind",
    scope: ScopeName = None,
    top: Annotated[int, Option("只列最前面的几行", "only the first rows", least=1)] = 20,
    as_of: AsOf = None,
    rule: TieRule | None = None,
    searches: Annotated[
        int, Option("最多从几个起点搜索,更多时抽样", "from how many sources to search; more are drawn from", least=1)
    ] = 500,
    seed: Seed = 1,
) -> Found[BrokerRow, BrokerBounds]:
    """Who stands between others, by links that hold, without umbrella nodes.

    Betweenness (Freeman 1977, Sociometry 40(1); computed after Brandes 2001 and 2008) counts ordered pairs along the
    direction of the rule, each step as one. Constraint and effective size are Burt's (1992), the latter as n − 2t/n
    (Borgatti 1997). Roles are those of Gould and Fernandez (1989, Sociological Methodology 19) in first → node → last
    where first and last have no tie. Fragmentation is Borgatti's (2006).

    Parameters
    ----------
    graph
        The graph.
    kinds
        Which kinds are listed; all when empty.
    sources, targets
        Between whom nodes stand: kinds, ids, names, aliases or initials; all when empty.
    group_by
        The groups of the roles.
    scope
        What the list is limited to: an alliance, a chain, a stage or a place.
    top
        How many rows at most, by betweenness, then fewer constraints, then name.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of the scope.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    searches, seed
        From how many sources to search at most; where there are more, so many are drawn, and betweenness is an
        estimate (Brandes and Pich 2007).

    Returns
    -------
    Answer[BrokerRow]
        `found` where somebody has ties; `unknown` where ties only may hold; else `none`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        A scope that nothing belongs to, or a type that no path walks.
    """
    graph, rule = frame.graph, rule or TieRule()
    rule.check()
    view = frame.on(as_of or newest_day_of(graph, scope, umbrella=rule.umbrella))
    within, network = Scope.of(view, scope), contacts(view, rule)
    frame.tell(scope=None if within.position is None else view.node_ids[within.position])
    ends = [chosen(view, named, network) for named in (sources, targets)]
    measures = Measures(network, ends[0], ends[1], searches, view.node_ids, seed)
    listed = _listed(view, rule, kinds, within)
    shown = _order(view, measures, listed)[:top] if len(network) else []
    rows = [_row(frame, view, measures, within, position, _grouping(view, network, group_by)) for position in shown]
    bounds = BrokerBounds(
        as_of=frame.as_of,
        direction=rule.direction,
        umbrella=rule.umbrella,
        nodes=len(network),
        ties=len(network.pairs[0]),
        listed=len(listed),
        sources=int(ends[0].sum()),
        searched=len(measures.searched),
        cut_vertices=int(measures.cuts.sum()),
        fragmentation=significant(measures.fragmentation()),
    )
    further = [*unnamed(frame, view, within), *further_links(view, rule)]
    unknown = further or ([] if rows else [nothing_loaded(rule)])
    status: Status = "found" if rows else "unknown" if further else "none"
    words = bounds_words(view, rule, within)
    return Found(status, _sentence(rows, bounds, words, measures, seed), rows, bounds, unknown)


def _listed(view: AllianceGraph, rule: TieRule, kinds: Sequence[str], scope: Scope) -> Integers:
    """Positions of the nodes that may be listed."""
    which = scope.may.copy()
    if kinds:
        which &= schema().kind_vocabulary.mask(view.nodes.kinds, kinds)
    if not rule.umbrella:
        which[view.nodes_of(*schema().kinds_with("umbrella"))] = False
    return np.flatnonzero(which)


def _order(view: AllianceGraph, measures: Measures, listed: Integers) -> list[int]:
    """Positions by betweenness, then by constraint, then by name; who has no tie stands last."""
    between, held = np.full(len(view), -1.0), np.full(len(view), np.inf)
    between[measures.network.positions] = np.round(measures.betweenness, 6)
    held[measures.network.positions] = np.round(measures.holes.constraint, 9)
    order: list[int] = listed[np.lexsort((view.name_ranks[listed], held[listed], -between[listed]))].tolist()
    return order


def _grouping(view: AllianceGraph, network: Contacts, group_by: Grouping) -> Callable[[int], str]:
    """The group of a node by its number; empty when it is not known."""

    @cache
    def group(node: int) -> str:
        position = int(network.positions[node])
        return view.kind(position) if group_by == "kind" else str(getattr(view.node_at(position), group_by))

    return group


def _row(
    frame: Frame[AllianceGraph],
    view: AllianceGraph,
    measures: Measures,
    scope: Scope,
    position: int,
    group: Callable[[int], str],
) -> BrokerRow:
    fact, node = view.nodes.row(position), measures.network.number(position)
    told = {"id": fact.id, "kind": fact.kind, "name": fact.name, "truth": "holds" if scope.holds[position] else "may"}
    if node is None:
        return BrokerRow(**told, **_NO_TIES, fragmentation=significant(measures.fragmentation()),
                         evidence=frame.book.of_node(view, position))  # fmt: skip
    holes = measures.holes
    return BrokerRow(
        **told,
        contacts=int(holes.sizes[node]),
        betweenness=significant(float(measures.betweenness[node])),
        share=significant(float(measures.shares[node])),
        constraint=significant(float(holes.constraint[node])),
        effective_size=significant(float(holes.effective_size[node])),
        cuts=bool(measures.cuts[node]),
        fragmentation=significant(measures.fragmentation(node)),
        group=group(node),
        roles=measures.roles(node, group),
        evidence=frame.book.of_relationships(view, measures.network.links_of(node)),
    )


def _sentence(rows: Sequence[BrokerRow], bounds: BrokerBounds, words: Text, measures: Measures, seed: int) -> Text:
    within = Text(f"{words.zh},", f" ({words.en})") if words else NOTHING
    if not bounds.nodes:
        return Text(f"{within.zh}没有成立的联系。", f"There are no ties that hold{within.en}.")
    if not rows:
        return Text(
            f"{within.zh}所限范围内没有可列的节点。", f"No node can be listed within what was asked{within.en}."
        )
    first = rows[0]
    parts = [
        Text(
            f"中介度最高的是 {first.name}({first.betweenness:g},占 {first.share:g})",
            f"{first.name} stands between most ({first.betweenness:g} pairs, a share of {first.share:g})",
        ),
        Text(
            f"{bounds.cut_vertices} 个割点,分裂度 {bounds.fragmentation:g}",
            f"{plural(bounds.cut_vertices, 'node')} cut the network, whose fragmentation is {bounds.fragmentation:g}",
        ),
    ]
    if measures.is_estimate:
        drawn = f"{bounds.searched}/{bounds.sources}"
        parts.append(
            Text(
                f"中介度是估计(抽了 {drawn} 个起点,种子 {seed})",
                f"betweenness is an estimate from {drawn} sources, seed {seed}",
            )
        )
    text = Text.joined(parts, zh=";", en="; ")
    size = Text(
        f"{bounds.nodes} 个节点、{bounds.ties} 对联系",
        f"{plural(bounds.nodes, 'node')} and {plural(bounds.ties, 'tie')}",
    )
    return Text(f"{within.zh}{size.zh}:{text.zh}。", f"Among {size.en}{within.en}: {text.en}.")
