"""G1 and G4 at stages: a required stage without an organisation, and one with a single one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...graph.truth import Truth
from ...wording import NOTHING, Text, plural
from ..chain import Chain
from ..instruments import ORGANISATION, Served
from .candidates import at_neighbours
from .rules import DEPENDENTS, STAGES_DOWNSTREAM, Gap, Judgement, Undecided, is_none, lacks_of
from .supply import Sources, dominated_counts


def missing_stages(chain: Chain) -> Iterator[Judgement]:
    """G1: a required stage without an organisation in operation."""
    only_through = dominated_counts(chain.stages.feeds)
    for stage in chain.stages.required:
        none = is_none(chain.instruments.organisations(stage).count)
        if none is None:
            yield Undecided("G1", stage, lacks_of(chain, ORGANISATION, stage))
        elif none:
            yield _missing(chain, stage, only_through[stage])


def _missing(chain: Chain, stage: int, only_through: int) -> Gap:
    stated = chain.stages.attributes(stage).get("critical")
    flag = int(stated is not False)
    severity = float(flag * only_through)
    formula = Text(
        "n = 0(名单完整);关键 {flag}{taken} × 只能经此到达的下游环节 {number} = {severity:g}",
        "n = 0 (roster complete); critical {flag}{taken} × {stages} only through it = {severity:g}",
    )
    return Gap(
        "G1",
        stage,
        severity,
        STAGES_DOWNSTREAM,
        formula.fill(
            flag=flag,
            taken=Text("(未注明,按关键计)", " (not stated, taken as critical)") if stated is None else NOTHING,
            number=only_through,
            stages=plural(only_through, "stage"),
            severity=severity,
        ),
        Text("这一环节有一家运营中的单位", "one organisation in operation works at the stage"),
        at_neighbours(chain, stage),
    )


def single_organisations(chain: Chain, sources: Sources) -> Iterator[Judgement]:
    """G4: a required stage with a single organisation."""
    for stage in chain.stages.required:
        served = chain.instruments.organisations(stage)
        count = served.count
        if count.low == count.high == 1 and not count.about:
            yield _single(chain, sources, stage, served)
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


def _single(chain: Chain, sources: Sources, stage: int, served: Served) -> Gap:
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
        at_neighbours(chain, stage),
        tuple(served.links.tolist()),
    )
