"""G5: a customer whose supply of a product lies in few hands, and did so in most of the last censuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...graph.alliance_graph import AllianceGraph
from ...graph.derived import derived
from ...graph.share_ranges import UNKNOWN_SHARE, ShareRange
from ...wording import Text
from ..chain import Chain
from .rules import CENSUSES, HHI, Gap, Judgement, Undecided
from .supply import Sources
from .supply_leads import other_suppliers
from .supply_shares import SharedSupply, shared_supplies, why_open

MOST_CONCENTRATED = 0.4
"""The index above which supply counts as concentrated: the threshold of CEPII GeoDep for imports of a product."""
CENSUSES_JUDGED, CENSUSES_NEEDED = 3, 2
"""It must hold in two of the last three censuses; CEPII asks for two of three years."""


def concentrations(chain: Chain, sources: Sources) -> Iterator[Judgement]:
    """G5: HHI above 0.4 on the day, and in at least two of the last three censuses.

    The index is that of Herfindahl and Hirschman (Hirschman 1964); threshold and persistence follow CEPII GeoDep, which
    judges the imports of a country by years.
    """
    for supplied in shared_supplies(chain, sources):
        index = supplied.concentration()
        if index.high <= MOST_CONCENTRATED:
            continue
        past = [concentration_on(chain.view.whole, day, *_key(chain, supplied)) for day in _last_censuses(chain)]
        surely = sum(low > MOST_CONCENTRATED for low, _ in past)
        perhaps = sum(high > MOST_CONCENTRATED for _, high in past)
        if index.low > MOST_CONCENTRATED and surely >= CENSUSES_NEEDED:
            yield _gap(chain, sources, supplied, surely, len(past))
        elif perhaps >= CENSUSES_NEEDED or len(past) < CENSUSES_NEEDED:
            lacks = (CENSUSES,) if len(past) < CENSUSES_NEEDED else why_open(supplied)
            yield Undecided("G5", supplied.customer, lacks, supplied.detail)


def _gap(chain: Chain, sources: Sources, supplied: SharedSupply, censuses: int, judged: int) -> Gap:
    index = supplied.concentration()
    return Gap(
        "G5",
        supplied.customer,
        round(index.low, 4),
        HHI,
        Text(
            "HHI = Σ 份额² {index}({parts})> {limit};最近 {judged} 次普查中有 {censuses} 次如此",
            "HHI = Σ share² {index} ({parts}) > {limit}; so in {censuses} of the last {judged} censuses",
        ).fill(
            index=_written(index.low, index.high),
            parts=supplied.parts(chain),
            limit=MOST_CONCENTRATED,
            censuses=censuses,
            judged=judged,
        ),
        Text("HHI 不高于 {limit}", "HHI is {limit} or less").fill(limit=MOST_CONCENTRATED),
        lambda: other_suppliers(chain, sources, supplied.links, supplied.customer),
        supplied.links,
        supplied.detail,
    )


def _written(low: float, high: float) -> Text:
    if round(low, 3) == round(high, 3):
        return Text.same(f"= {low:.3g}")
    return Text(f"≥ {low:.3g}", f"≥ {low:.3g}")


# ---- earlier censuses ----


def _key(chain: Chain, supplied: SharedSupply) -> tuple[str, str]:
    return chain.view.node_ids[supplied.customer], supplied.product


def _last_censuses(chain: Chain) -> list[date]:
    """The days of the last censuses up to the day of the question, the newest first."""
    day = chain.view.as_of_day
    days = {census.date.last for census in chain.view.records.censuses.values()}
    return sorted((known for known in days if day is None or known <= day), reverse=True)[:CENSUSES_JUDGED]


def concentration_on(graph: AllianceGraph, day: date, customer: str, product: str) -> ShareRange:
    """The bounds of the index of a customer and a product on a day; any where nobody stated a part then.

    Parameters
    ----------
    graph
        The whole graph.
    day
        The day.
    customer, product
        Id of the organisation, and name of the product.
    """
    return _on(graph, day).get((customer, product), UNKNOWN_SHARE)


@derived
def _on(graph: AllianceGraph, day: date) -> dict[tuple[str, str], ShareRange]:
    chain = Chain.of(graph.as_of(day))
    found = shared_supplies(chain, Sources(chain))
    return {_key(chain, supplied): supplied.concentration() for supplied in found}
