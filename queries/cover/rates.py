"""The rates of some employers as rows: each an interval over all possible worlds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ...graph.columns import Mask
from ...graph.truth import Truth
from ..count import Count
from ..evidence import EvidenceBook
from ..instruments import ORGANISATION
from .cover import MEMBERS_DUE, Cover, Part
from .row import CoverageRow
from .shares import Item, Share, highest, lowest


def rates(cover: Cover, book: EvidenceBook) -> Iterator[CoverageRow]:
    """Organisation coverage, own organisations, work coverage, and due but missing."""
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
    return _items_of(cover, part, cover.in_scope > 0, cover.in_scope == Truth.HOLDS)


def _items_of(cover: Cover, part: Part, inside: Mask, sure: Mask) -> list[Item]:
    """Some employers; equal ones as one item, since whoever is left out of a world is left out together."""
    single = inside & (cover.least == 1) & (cover.most == 1)
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


def stage_row(cover: Cover, book: EvidenceBook) -> CoverageRow:
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


def target_row(cover: Cover, book: EvidenceBook) -> CoverageRow:
    """Of the employers at which a party organisation is due, those that have one: built / due, which is no coverage.

    One that does not state its full members may be due.
    """
    due = cover.members >= MEMBERS_DUE
    inside = (cover.in_scope > 0) & (due | np.isnan(cover.members))
    sure = inside & (cover.in_scope == Truth.HOLDS) & due
    part = cover.covered
    complete = cover.chain.rosters.complete(cover.stage, ORGANISATION)
    count = Count(
        float(part.least[sure].sum()), float(part.most[inside].sum()), math.inf, bool(cover.about[inside].any())
    )
    items = _items_of(cover, part, inside, sure)
    evidence = book.of_relationships(cover.chain.view, cover.links(part, inside))
    return _share_row(_scope(cover), "target_rate", count, items if complete else None, evidence)
