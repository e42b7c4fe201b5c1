"""G1: a required stage without an organisation in operation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...wording import NOTHING, Text, plural
from ..chain import Chain
from ..instruments import ORGANISATION
from .candidates import at_neighbours
from .relatedness import Relatedness
from .rules import STAGES_DOWNSTREAM, Gap, Judgement, Undecided, is_none, lacks_of
from .supply import dominated_counts


def missing_stages(chain: Chain, related: Relatedness) -> Iterator[Judgement]:
    """G1: a required stage without an organisation in operation."""
    only_through = dominated_counts(chain.stages.feeds)
    for stage in chain.stages.required:
        none = is_none(chain.instruments.organisations(stage).count)
        if none is None:
            yield Undecided("G1", stage, lacks_of(chain, ORGANISATION, stage))
        elif none:
            yield _missing(chain, related, stage, only_through[stage])


def _missing(chain: Chain, related: Relatedness, stage: int, only_through: int) -> Gap:
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
        partial(at_neighbours, chain, related, stage),
    )
