"""With whom to begin so that as many as possible are reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.cascade import Cascade
from ...graph.networks.link_factors import significant
from ...graph.networks.starters import Spread, Starter
from ...graph.networks.tie_network import TieNetwork, tie_network
from ...graph.networks.ties import TieRule
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, RowModel, Status
from ..columns import Column
from ..open_links import nothing_loaded, open_links, widest
from ..question import Found, Frame, question
from ..rule_words import rule_words
from ..scopes import Scope, newest_day_of
from ..shared_options import AsOf, Hops, Runs, ScopeName, Seed
from ..terms import KINDS
from .reach_words import kind_label, span
from .target_kinds import TargetKinds
from .targets import Targets

_NODES = Text("个", "nodes")


class StarterRow(RowModel):
    """A node to begin with.

    Parameters
    ----------
    place
        The how manieth it is.
    gain
        How many more targets are reached on the average than without it; it counts itself where it is one.
    together
        How many those up to it reach together.
    """

    place: Annotated[int, Column("次序", "place")]
    id: Annotated[str, Column("id", "id", on_screen=False)]
    kind: Annotated[str, KINDS, Column("种类", "kind", label=kind_label, after="name")]
    name: Annotated[str, Column("名称", "name")]
    gain: Annotated[float, Column("增加", "gain")]
    together: Annotated[float, Column("合计", "together")]
    evidence: tuple[str, ...]


class StarterBounds(AnswerModel):
    """What was looked at.

    Parameters
    ----------
    targets, candidates
        How many count, and among how many was chosen: those that a link leaves.
    expected, expected_high
        How many the chosen ones reach on the average by links that hold, and by those too that only may.
    evaluations
        How many gains were worked out.
    guarantee
        At least this share of what the best choice reaches in the drawn worlds.
    """

    hops: int
    as_of: str | None
    umbrella: bool
    targets: int
    candidates: int
    expected: float
    expected_high: float
    evaluations: int
    guarantee: float
    runs: int
    seed: int


@question(
    Answer[StarterRow],
    about=Text(
        "逐个挑选增加最多的起点(惰性贪心);在抽取的世界中,所选至少达到最优组合的 1 − 1/e(约 63%)。"
        "起点自己是对象时也算一个。只用成立的关系来选,另给出算上可能成立的关系时的数。",
        "Starters are taken one by one, each with the greatest gain (lazy greedy); in the drawn worlds they reach at "
        "least 1 − 1/e (63 %) of what the best choice does. A starter that is a target counts itself. They are chosen "
        "by links that hold; the number with links that only may hold is told beside it.",
    ),
    examples=("alliance starters --k 3", "alliance starters --k 2 --from government --kind enterprise"),
)
def best_starters(
    frame: Frame[AllianceGraph],
    *,
    count: Annotated[int, Option("选几个", "how many", least=1, most=100, unit=_NODES, names=("-k", "--k"))] = 3,
    hops: Hops = 4,
    kinds: TargetKinds = (),
    sources: Annotated[
        Sequence[str],
        Option(
            "从哪些种类中选,可多次(默认:单位和党组织)",
            "of which kinds they are chosen; repeatable (default: organisations and party organisations)",
            terms=KINDS,
            names=("--from",),
            metavar="KIND",
        ),
    ] = (),
    scope: ScopeName = None,
    as_of: AsOf = None,
    rule: TieRule | None = None,
    runs: Runs = 1000,
    seed: Seed = 1,
) -> Found[StarterRow, StarterBounds]:
    """The nodes to begin with so that the expected number of targets that are reached is as large as possible.

    Independent cascade within some steps (Kempe, Kleinberg and Tardos 2003), in worlds that are drawn once, by greedy
    choice done lazily (Leskovec and others 2007). The guarantee is that of Nemhauser, Wolsey and Fisher (1978).

    Parameters
    ----------
    graph
        The graph.
    count
        How many nodes.
    hops
        How many steps influence may take, 1 to 255.
    kinds, sources
        Which kinds are targets, and of which kinds is chosen; organisations and party organisations when empty.
    scope
        What both are limited to: an alliance, a chain, a stage or a place.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of the scope.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    runs, seed
        How many worlds are drawn, and which.

    Returns
    -------
    Answer[StarterRow]
        `found` where a link that holds leaves somebody who may be chosen; `unknown` where one only may hold; else
        `none`.

    Raises
    ------
    UnknownName, AmbiguousName
        A scope that means no node, or several.
    InputRefused
        A scope that nothing belongs to, or a type that no path walks.
    """
    graph, rule = frame.graph, rule or TieRule()
    rule.check()
    view = frame.on(as_of or newest_day_of(graph, scope, umbrella=rule.umbrella))
    within = Scope.of(view, scope)
    frame.tell(scope=None if within.position is None else view.node_ids[within.position])
    targets = Targets.of(view, kinds, within)
    sure, wide = (tie_network(view, widest(rule), sure=sure) for sure in (True, False))
    allowed = Targets.of(view, sources, within).which
    candidates = _candidates(sure, allowed)
    spreads = [Spread(net, hops, view.relationships.ids, targets.which, runs, seed) for net in (sure, wide)]
    chosen, evaluations = spreads[0].best(candidates, count)
    rows = _rows(frame, view, sure, chosen)
    together = sum((starter.gain for starter in chosen), 0.0)
    high = spreads[1].value([starter.position for starter in chosen])
    bounds = StarterBounds(
        hops=hops,
        as_of=frame.as_of,
        umbrella=rule.umbrella,
        targets=len(targets),
        candidates=len(candidates),
        expected=significant(together),
        expected_high=significant(max(together, high)),
        evaluations=evaluations,
        guarantee=significant(1 - np.exp(-1)),
        runs=spreads[0].worlds,
        seed=seed,
    )
    status: Status = "found" if rows else "unknown" if _candidates(wide, allowed) else "none"
    unknown = [*open_links(view, wide.links.tolist()), *([nothing_loaded(rule)] if status == "none" else [])]
    return Found(status, _sentence(rows, bounds, targets, _within(view, rule, within, hops)), rows, bounds, unknown)


def _rows(
    frame: Frame[AllianceGraph], view: AllianceGraph, network: TieNetwork, chosen: Sequence[Starter]
) -> list[StarterRow]:
    """A row for each starter, with what all of them so far reach together."""
    rows, together = [], 0.0
    for place, starter in enumerate(chosen, 1):
        together += starter.gain
        row, links = view.nodes.row(starter.position), _first_links(view, network, starter.position)
        rows.append(
            StarterRow(
                place=place,
                id=row.id,
                kind=row.kind,
                name=row.name,
                gain=significant(starter.gain),
                together=significant(together),
                evidence=frame.book.of_relationships(view, links),
            )
        )
    return rows


def _candidates(network: TieNetwork, allowed: np.typing.NDArray[np.bool_]) -> list[int]:
    """Positions of the nodes that may be chosen and that a link leaves, in the order of their names."""
    leaves = np.diff(network.forward.starts) > 0
    order = network.positions[leaves]
    found: list[int] = order[allowed[order]].tolist()
    return found


def _first_links(view: AllianceGraph, network: TieNetwork, node: int) -> list[int]:
    """The links that leave a node."""
    return sorted(set(Cascade(network, [node], 1, view.relationships.ids).links.tolist()))


def _within(view: AllianceGraph, rule: TieRule, scope: Scope, hops: int) -> Text:
    day = view.as_of_day
    when = Text(f"截至 {day}", f"as of {day}") if day else NOTHING
    steps = Text(f"{hops} 步以内", f"within {plural(hops, 'step')}")
    return Text.joined([part for part in (when, steps, scope.words(view), *rule_words(rule)) if part], zh=",")


def _sentence(rows: Sequence[StarterRow], bounds: StarterBounds, targets: Targets, within: Text) -> Text:
    if not rows:
        return Text(
            f"{within.zh},没有成立的关系可以从谁开始。",
            f"No link that holds leaves anybody to begin with ({within.en}).",
        )
    names = Text.joined([Text.same(row.name) for row in rows])
    expected = span(bounds.expected, bounds.expected_high)
    return Text(
        f"{within.zh},从 {names.zh} 开始,预期够到 {bounds.targets} 个对象({targets.words.zh})中的 {expected} 个;"
        f"不低于最优组合的 63%(1 − 1/e,抽样 {bounds.runs} 次,种子 {bounds.seed})。",
        f"Beginning with {names.en}, {expected} of {bounds.targets} targets ({targets.words.en}) are expected to be "
        f"reached ({within.en}); that is at least 63 % of the best choice (1 − 1/e, {bounds.runs} runs, seed "
        f"{bounds.seed}).",
    )
