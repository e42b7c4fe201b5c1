"""G4: a required stage with a single organisation, and an organisation that others depend on alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from ...graph.columns import Mask
from ...graph.truth import Truth
from ...wording import Text, plural, some
from ..chain import Chain
from ..instruments import ORGANISATION, SUPPLY, Served
from .candidates import at_neighbours
from .relatedness import Relatedness
from .rules import DEPENDENTS, FACTS, Gap, Judgement, Undecided, lacks_of
from .supply import Sources, listed
from .supply_leads import second_sources

_ROSTERS = (ORGANISATION, SUPPLY)


def single_organisations(chain: Chain, sources: Sources, related: Relatedness) -> Iterator[Judgement]:
    """G4: a required stage with a single organisation."""
    for stage in chain.stages.required:
        served = chain.instruments.organisations(stage)
        count = served.count
        if count.low == count.high == 1 and not count.about:
            yield _single(chain, sources, related, (stage, served))
        elif _may_be_one(chain, served):
            yield Undecided("G4", stage, lacks_of(chain, ORGANISATION, stage))


def _may_be_one(chain: Chain, served: Served) -> bool:
    """Whether there is one organisation in some possible world."""
    count = served.count
    if count.low == 1 or not served.complete:
        return count.low <= 1
    weights, perhaps = chain.instruments.weights, served.nodes[served.truths == Truth.MAY]
    one_alone = (weights.low[perhaps] <= 1) & (weights.high[perhaps] >= 1)
    return count.low == 0 and bool(np.any(one_alone))


def _single(chain: Chain, sources: Sources, related: Relatedness, at: tuple[int, Served]) -> Gap:
    stage, served = at
    organisation = int(served.nodes[served.truths == Truth.HOLDS][0])
    dependents = sources.dependents(organisation)
    return Gap(
        "G4",
        stage,
        float(dependents),
        DEPENDENTS,
        Text(
            "n = 1({name},名单完整);只靠它的下游单位 {number} 家",
            "n = 1 ({name}, roster complete); {organisations} downstream on it alone",
        ).fill(
            name=chain.view.node_names[organisation],
            number=dependents,
            organisations=plural(dependents, "organisation depends", "organisations depend"),
        ),
        Text("有第二家单位", "there is a second one"),
        partial(at_neighbours, chain, related, stage),
        tuple(served.links.tolist()),
    )


def single_suppliers(chain: Chain, sources: Sources) -> Iterator[Judgement]:
    """G4, second case: an organisation that is the only source of a product for somebody.

    Certain only where the organisations and the supply links of both ends' stages are listed, and where neither the
    link nor a second source only may hold.
    """
    known = {instrument: listed(chain, instrument) for instrument in _ROSTERS}
    closed = known[ORGANISATION][sources.suppliers] & known[ORGANISATION][sources.customers]
    closed &= known[SUPPLY][sources.customers]
    certain = np.unique(sources.suppliers[sources.alone & closed])
    for organisation in certain.tolist():
        yield _single_supplier(chain, sources, organisation)
    open_rows = sources.perhaps_alone & ~np.isin(sources.suppliers, certain)
    yield from _undecided_suppliers(chain, np.unique(sources.suppliers[open_rows]), known)


def _single_supplier(chain: Chain, sources: Sources, organisation: int) -> Gap:
    dependents = sources.dependents(organisation)
    return Gap(
        "G4",
        organisation,
        float(dependents),
        DEPENDENTS,
        Text(
            "{number} 家下游单位的某样货只有它一个来源(名单完整)",
            "the only source of a product for {organisations} downstream (rosters complete)",
        ).fill(number=dependents, organisations=plural(dependents, "organisation")),
        Text("这些单位有第二个来源", "they have a second source"),
        partial(second_sources, chain, sources.supply, organisation),
        tuple(sources.links_of([organisation])),
    )


def _undecided_suppliers(chain: Chain, suppliers: np.ndarray, known: dict[str, Mask]) -> Iterator[Undecided]:
    """One entry a stage, for all its suppliers; a supplier at several stages counts at the first."""
    places = chain.instruments.places
    first = np.full(len(chain.view), len(chain.stages.all))
    np.minimum.at(first, places.nodes, places.stages)
    stage_of = first[suppliers]
    for place in np.unique(stage_of).tolist():
        here = suppliers[stage_of == place].tolist()
        stage = chain.stages.all[place] if place < len(chain.stages.all) else None
        names = some(sorted(chain.view.node_names[node] for node in here))
        missing = [instrument for instrument in _ROSTERS if not known[instrument][here].all()]
        yield Undecided("G4", stage, tuple(missing) or (SUPPLY, FACTS), names, len(here))
