"""G6: a customer that gets more than half of a product from outside the region of its chain."""

from __future__ import annotations

from collections.abc import Iterator

from ...wording import Text
from ..chain import Chain
from .candidates import Lead
from .rules import OUTSIDE_SHARE, PLACES, Gap, Judgement, Undecided
from .supply import Sources
from .supply_leads import other_suppliers
from .supply_shares import SharedSupply, is_outside, region_of, shared_supplies, why_open

MOST_FROM_OUTSIDE = 0.5
"""The part above which a customer depends on the outside: ours, a declared limit. 本地配套率 is the rest."""


def outside_dependencies(chain: Chain, sources: Sources) -> Iterator[Judgement]:
    """G6: outside supply / total supply above one half, by the places of suppliers and of the chain."""
    for supplied in shared_supplies(chain, sources):
        region = region_of(chain, supplied.customer)
        outside = [is_outside(chain.view.node_at(each.supplier).place, region) for each in supplied.suppliers]
        part = supplied.from_some(
            [known is True for known in outside], [known is not False for known in outside], rest=True
        )
        if part.low > MOST_FROM_OUTSIDE:
            yield _gap(chain, sources, supplied, outside, region)
        elif part.high > MOST_FROM_OUTSIDE:
            lacks = (PLACES,) if None in outside else why_open(supplied)
            yield Undecided("G6", supplied.customer, lacks, supplied.detail)


def _gap(chain: Chain, sources: Sources, supplied: SharedSupply, outside: list[bool | None], region: str) -> Gap:
    known = [each is True for each in outside]
    part = supplied.from_some(known, [each is not False for each in outside], rest=True)
    return Gap(
        "G6",
        supplied.customer,
        round(part.low, 4),
        OUTSIDE_SHARE,
        Text(
            "{region}以外的供应 / 全部供应 = {part}({parts})> {limit}",
            "supply from outside {region} / all supply = {part} ({parts}) > {limit}",
        ).fill(region=region, part=part.words(), parts=supplied.parts(chain, known), limit=f"{MOST_FROM_OUTSIDE:g}"),
        Text("本地供应不少于 {limit}", "local supply is {limit} or more").fill(limit=f"{1 - MOST_FROM_OUTSIDE:g}"),
        lambda: _local(chain, sources, supplied, region),
        supplied.links,
        supplied.detail,
    )


def _local(chain: Chain, sources: Sources, supplied: SharedSupply, region: str) -> tuple[Lead, ...]:
    """Who supplies the product to somebody else, and surely lies in the region."""
    return tuple(
        lead
        for lead in other_suppliers(chain, sources, supplied.links, supplied.customer)
        if is_outside(chain.view.node_at(lead.node).place, region) is False
    )
