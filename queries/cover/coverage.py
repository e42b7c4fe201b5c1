"""Coverage rates by their official definitions, as intervals over all possible worlds.

The unit is the employer covered, the denominator organisations in real operation (the 2012 central opinion on
non-public enterprises; docs/definitions.md): those that the roster lists for its scope. A joint party organisation
covers each of its employers; dormant and deregistered organisations leave the denominator, and one that does not say
whether it operates may. Without a complete roster of organisations no rate can be computed, whatever totals were
published.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Annotated

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.truth import Truth
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel
from ..chain import Chain, newest_day
from ..count import Count
from ..evidence import EvidenceBook
from ..instruments import ORGANISATION
from ..lookup import resolve_stage
from ..question import Found, Frame, question
from ..shared_options import AsOf, Stage
from ..terms import EMPLOYERS
from .cover import Cover, Part
from .rate_words import sentence, unknowns
from .row import CoverageRow
from .shares import Item, Share, highest, lowest


class CoverageBounds(AnswerModel):
    """How many employers are in scope, whether a roster lists them, and the day."""

    employers: int
    roster: bool
    as_of: str | None


@question(
    Answer[CoverageRow],
    about=Text(
        "分母不明的覆盖率是“未知”,不用合计数硬除。",
        'A rate without a denominator is "unknown", never a quotient of published totals.',
    ),
    examples=("alliance coverage --rates", "alliance coverage --rates --kind enterprise"),
    switch=Option("覆盖率(官方定义)而不是矩阵", "coverage rates by their official definitions", names=("--rates",)),
)
def coverage(
    frame: Frame[AllianceGraph],
    *,
    kinds: Annotated[
        Sequence[str],
        Option("哪类单位,可多次", "kinds of employers; repeatable", terms=EMPLOYERS, names=("--kind",), metavar="KIND"),
    ] = (),
    stage: Stage = None,
    as_of: AsOf = None,
) -> Found[CoverageRow, CoverageBounds]:
    """Coverage rates over the employers in scope.

    Parameters
    ----------
    graph
        The graph.
    kinds
        Kinds of employers in scope; every kind that the schema calls an employer when empty.
    stage
        Only employers at this stage or a finer one of it.
    as_of
        The day of the picture; the newest that is known of the scope when absent (`chain.newest_day`).

    Returns
    -------
    Answer[CoverageRow]
        Organisation coverage, own organisations, work coverage, due but missing, stage coverage. `unknown` when the
        organisation coverage rate cannot be computed; the answer then names what is missing.

    Raises
    ------
    UnknownTerm
        A kind that is not one of employers.
    UnknownName, AmbiguousName, InputRefused
        A stage that does not exist, or something else than a stage.
    """
    chosen, graph, book = list(kinds or EMPLOYERS.listed()), frame.graph, frame.book
    scope = resolve_stage(graph, stage) if stage else None
    frame.tell(kinds=chosen, stage=graph.node_ids[scope] if scope is not None else None)
    chain = Chain.of(frame.on(as_of or newest_day(graph, scope)))
    cover = Cover(chain, chosen, scope)
    rows = (*_rates(cover, book), _stage_row(cover, book))
    complete = chain.rosters.complete(scope, ORGANISATION)
    return Found(
        status="found" if rows[0].low is not None else "unknown",
        sentence=sentence(rows[0]),
        rows=rows,
        bounds=CoverageBounds(employers=int(np.count_nonzero(cover.in_scope)), roster=complete, as_of=frame.as_of),
        unknown=unknowns(cover, book, complete=complete),
    )


# ---- rates ----


def _rates(cover: Cover, book: EvidenceBook) -> Iterator[CoverageRow]:
    measured = {
        "organisation_coverage": cover.covered,
        "own_organisation": cover.own,
        "work_coverage": cover.worked,
    }
    for measure, part in measured.items():
        yield _rate(cover, measure, part, book.of_relationships(cover.chain.view, cover.links(part)))
    yield _due(cover, book)


def _rate(cover: Cover, measure: str, part: Part, evidence: tuple[str, ...]) -> CoverageRow:
    """The interval of numerator over denominator in all possible worlds."""
    inside = cover.in_scope > 0
    sure = cover.in_scope == Truth.HOLDS
    items = _items(cover, part)
    complete = cover.chain.rosters.complete(cover.stage, ORGANISATION)
    known = float(part.least[sure].sum())
    count = Count(known, float(part.most[inside].sum()), math.inf, bool(cover.about[inside].any()))
    return _share_row(_scope(cover), measure, count, items if complete else None, evidence)


def _items(cover: Cover, part: Part) -> list[Item]:
    """The employers of the scope; equal ones as one item, since whoever is left out of a world is left out together."""
    inside = cover.in_scope > 0
    single = inside & (cover.least == 1) & (cover.most == 1)
    sure = cover.in_scope == Truth.HOLDS
    codes = sure * 4 + (part.least > 0) * 2 + (part.most > 0)
    numbers = np.bincount(codes[single], minlength=8).tolist()
    items = [
        Item(bool(code & 4), number, number, number * float(code >> 1 & 1), number * float(code & 1))
        for code, number in enumerate(numbers)
        if number
    ]
    columns = (sure, cover.least, cover.most, part.least, part.most)
    return items + [Item(*row) for row in zip(*(column[inside & ~single].tolist() for column in columns), strict=True)]


def _share_row(
    scope: tuple[str, str], measure: str, count: Count, given: Sequence[Item] | None, evidence: tuple[str, ...]
) -> CoverageRow:
    """A row of a share; without items (None) it cannot be computed."""
    items, complete = given or (), given is not None
    ends = lowest(items), highest(items)
    written = [_finite(item) for item in items]
    shown = lowest(written), highest(written)
    totals = {sum(item.least for item in items if item.sure), sum(item.most for item in items)}
    more = count.possible - count.low
    return CoverageRow(
        scope=scope[0],
        scope_name=scope[1],
        measure=measure,
        unit="share",
        covered=int(count.low) if count.low or complete else None,
        unknown=int(more) if math.isfinite(more) and complete else None,
        total=int(totals.pop()) if len(totals) == 1 and complete else None,
        low=ends[0].value if ends[0] else None,
        high=ends[1].value if ends[1] else None,
        lowest=_fraction(shown[0]),
        highest=_fraction(shown[1]),
        open_ended=any(math.isinf(item.most) for item in items),
        about=count.about,
        complete=complete,
        evidence=evidence,
    )


def _finite(item: Item) -> Item:
    """An item whose number has no upper end, as the least that it can be: what is written before the "+"."""
    if math.isfinite(item.most):
        return item
    return Item(item.sure, item.least, item.least, item.covered_least, min(item.covered_most, item.least))


def _fraction(share: Share | None) -> tuple[int, int] | None:
    return (int(share.covered), int(share.total)) if share else None


def _scope(cover: Cover) -> tuple[str, str]:
    view, stage = cover.chain.view, cover.stage
    return (view.node_ids[stage], view.node_names[stage]) if stage is not None else ("", "")


def _due(cover: Cover, book: EvidenceBook) -> CoverageRow:
    """A number and no share: due and missing."""
    inside, sure, part = cover.in_scope > 0, cover.in_scope == Truth.HOLDS, cover.due
    complete = cover.chain.rosters.complete(cover.stage, ORGANISATION)
    possible = float(part.most[inside].sum())
    about = bool(cover.about[inside & (part.most > 0)].any())
    count = Count(float(part.least[sure].sum()), possible, possible if complete else math.inf, about)
    members = cover.employers[inside & (part.least > 0)].tolist()
    evidence = tuple(entry for node in members for entry in book.of_node(cover.chain.view, node))
    return CoverageRow.counted(*_scope(cover), "due_but_missing", count, evidence, complete=complete)


def _stage_row(cover: Cover, book: EvidenceBook) -> CoverageRow:
    """Required stages with at least one covered organisation; the reference chain is the denominator."""
    stages = cover.chain.stages
    inside = set(stages.all if cover.stage is None else stages.under(cover.stage))
    by_stage = cover.by_stage()
    truths = [int(by_stage[stages.places[stage]]) for stage in stages.required if stage in inside]
    items = [_stage_item(truth) for truth in truths]
    sure, possible = (sum(truth >= least for truth in truths) for least in (Truth.HOLDS, Truth.MAY))
    evidence = book.of_relationships(cover.chain.view, cover.links(cover.covered))
    return _share_row(_scope(cover), "stage_coverage", Count(sure, possible, math.inf), items or None, evidence)


def _stage_item(truth: int) -> Item:
    return Item(sure=True, least=1, most=1, covered_least=float(truth == Truth.HOLDS), covered_most=float(truth > 0))
