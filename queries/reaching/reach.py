"""Whom one reaches within some steps, how probably, and what of it depends on somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.link_factors import significant
from ...graph.networks.ties import TieRule
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel, RowModel
from ..columns import Column
from ..days import newest_day_around
from ..lookup import resolve_position
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..scopes import Scope
from ..shared_options import AsOf, Hops, Runs, ScopeName, Seed
from ..terms import KINDS
from .reach_search import ReachSearch
from .reach_words import HOLDS_WORDS, LOSS_WORDS, Loss, kind_label, sentence, unknowns
from .target_kinds import TargetKinds
from .targets import Targets


class ReachRow(RowModel):
    """A target that is reached, or may be.

    Parameters
    ----------
    steps
        How many steps it is away, by links that hold; where none lead there, by those too that may.
    probability
        How probable it is that influence gets there, by the same links.
    lost
        With `without`: whether it is reached no more; `may` where that is not decided. Empty without.
    truth
        Whether links that hold lead there.
    """

    id: Annotated[str, Column("id", "id", on_screen=False)]
    kind: Annotated[str, KINDS, Column("种类", "kind", label=kind_label, after="name")]
    name: Annotated[str, Column("名称", "name")]
    steps: Annotated[int, Column("步数", "steps")]
    probability: Annotated[float, Column("概率", "probability")]
    truth: Annotated[Holding, Column("真实性", "truth", label=lambda row: HOLDS_WORDS[row.truth])]
    lost: Annotated[Loss, Column("去掉后", "without", label=lambda row: LOSS_WORDS[row.lost])]
    evidence: tuple[str, ...]


class ReachBounds(AnswerModel):
    """What was reached of how many, by links that hold and, under `_high`, by those too that only may.

    Parameters
    ----------
    targets
        The denominator.
    reached, reached_high
        How many are reached within the steps.
    weighted, weighted_high
        (1/targets) Σ 1/steps: a target that is not reached adds nothing (Borgatti 2006).
    expected, expected_high
        How many are reached on the average where links work by their values (Kempe, Kleinberg and Tardos 2003).
    range_low, range_high
        Where that was drawn, its 95 % range: from the lower end of the first to the upper end of the second.
    lost, lost_high
        How many of them are lost without the nodes that are left out: surely, and at most.
    expected_lost, expected_lost_high
        By how much the expected numbers fall without them.
    open
        Whether targets behind known holes may be reached beyond all that.
    runs
        How many worlds were drawn; 0 where all of them were counted.
    """

    hops: int
    as_of: str | None
    umbrella: bool
    targets: int
    reached: int
    reached_high: int
    weighted: float
    weighted_high: float
    expected: float
    expected_high: float
    range_low: float
    range_high: float
    lost: int
    lost_high: int
    expected_lost: float
    expected_lost_high: float
    open: bool
    runs: int
    seed: int


@question(
    Answer[ReachRow],
    about=Text(
        "列出若干步以内能影响到的对象,并给出占全部对象的比例、按距离加权的比例和预期数(各条关系按各自的值各自成立)。"
        "加 --without 看去掉谁会少影响到谁,例如联盟能影响到而协会不能的。只是可能成立的关系使每个数成为两个。",
        "The targets within some steps, with their share of all targets, the share weighted by distance, and the "
        "expected number where each link works by itself with the probability of its value. --without shows who is "
        "reached no more without somebody, such as what an alliance reaches that an association did not. Links that "
        "only may hold make two numbers of each.",
    ),
    examples=(
        "alliance reach 横州市人民政府",
        "alliance reach 横州市人民政府 --without 世界茉莉花大会 --kind enterprise",
    ),
)
def reach(
    frame: Frame[AllianceGraph],
    source: Annotated[str, Option("从谁开始:id、名称、别名或拼音首字母", "who begins: id, name, alias or initials")],
    *,
    hops: Hops = 4,
    kinds: TargetKinds = (),
    scope: ScopeName = None,
    without: Annotated[
        Sequence[str], Option("去掉谁再看,可多次", "who is left out, to see what is lost; repeatable", metavar="NAME")
    ] = (),
    as_of: AsOf = None,
    rule: TieRule | None = None,
    runs: Runs = 10_000,
    seed: Seed = 1,
) -> Found[ReachRow, ReachBounds]:
    """Whom a node reaches within some steps along what `influence_paths` admits.

    Reach is a share of the targets; the distance-weighted one is Borgatti's (2006). The expected number is that of the
    independent cascade (Kempe, Kleinberg and Tardos 2003), counted over all worlds where at most 14 links may fail,
    else drawn. The marginal reach of nodes is what is lost without them and all their links.

    Parameters
    ----------
    graph
        The graph.
    source
        Id, name, alias or initials of who begins.
    hops
        How many steps, 1 to 255.
    kinds
        Which kinds are targets; organisations and party organisations when empty. An aggregate is none.
    scope
        What the targets are limited to: an alliance, a chain, a stage or a place.
    without
        Whose marginal reach is asked for, together.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with the
        nodes.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    runs, seed
        How many worlds are drawn where not all are counted, and which.

    Returns
    -------
    Answer[ReachRow]
        `found` where a target is reached by links that hold; `unknown` where one only may be, or may be one of what a
        source counts and does not name; else `none`.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        The source is left out, or a type that no path walks, or a scope that nothing belongs to.
    """
    graph, rule = frame.graph, rule or TieRule()
    rule.check()
    start, out = resolve_position(graph, source), [resolve_position(graph, name) for name in without]
    if start in out:
        raise InputRefused(_SAME, name=graph.node_names[start])
    view = frame.on(as_of or newest_day_around(graph, [start, *out], umbrella=rule.umbrella))
    within = Scope.of(view, scope)
    frame.tell(source=view.node_ids[start], without=[view.node_ids[node] for node in out],
               scope=None if within.position is None else view.node_ids[within.position])  # fmt: skip
    targets = Targets.of(view, kinds, within, [start, *out])
    search = ReachSearch(view, rule, start, out, hops, targets, runs, seed)
    rows = [_row(frame, search, position) for position in search.order]
    bounds = _bounds(search, frame.as_of)
    return Found(search.status, sentence(search, bounds, within), rows, bounds, unknowns(search))


_SAME = Text("“{name}”既是起点又要去掉。请改一处。", '"{name}" is both the source and left out. Change one of them.')


def _row(frame: Frame[AllianceGraph], search: ReachSearch, position: int) -> ReachRow:
    node, holds = search.view.nodes.row(position), bool(search.sure.steps[position] >= 0)
    best = search.sure if holds else search.wide
    probable = search.expected_sure[1] if holds else search.expected_wide[1]
    return ReachRow(
        id=node.id,
        kind=node.kind,
        name=node.name,
        steps=int(best.steps[position]),
        probability=significant(float(probable[position])),
        truth="holds" if holds else "may",
        lost=search.loss(position),
        evidence=frame.book.of_relationships(search.view, search.way(position)),
    )


def _bounds(search: ReachSearch, as_of: str | None) -> ReachBounds:
    (low, _), (high, _) = search.expected_sure, search.expected_wide
    losses = [search.loss(position) for position in search.order]
    fall = search.expected_loss
    return ReachBounds(
        hops=search.hops,
        as_of=as_of,
        umbrella=search.rule.umbrella,
        targets=len(search.targets),
        reached=search.reached(search.sure),
        reached_high=search.reached(search.wide),
        weighted=significant(search.weighted(search.sure)),
        weighted_high=significant(search.weighted(search.wide)),
        expected=significant(low.value),
        expected_high=significant(max(low.value, high.value)),
        range_low=significant(low.range[0]),
        range_high=significant(high.range[1]),
        lost=losses.count("yes"),
        lost_high=losses.count("yes") + losses.count("may"),
        expected_lost=significant(fall[0]),
        expected_lost_high=significant(fall[1]),
        open=bool(search.open),
        runs=max(low.runs, high.runs),
        seed=search.seed,
    )
