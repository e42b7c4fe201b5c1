"""G10: a stage without a service, such as testing, that its chain asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...graph.schema import schema
from ...wording import Text, plural
from ..chain import Chain
from .candidates import serving_neighbours
from .rules import OPEN_ISSUES, Gap, Judgement, Undecided
from .stage_needs import judged_needs


def missing_services(chain: Chain) -> Iterator[Judgement]:
    """G10: a stage without a service that its chain says it must have."""
    for judgement in judged_needs(chain, "G10", anchored=False):
        yield judgement if isinstance(judgement, Undecided) else _no_service(chain, *judgement)


def _no_service(chain: Chain, stage: int, service: str) -> Gap:
    label, issues = schema().instruments[service].label, _open_issues(chain, stage, service)
    return Gap(
        "G10",
        stage,
        None if issues is None else float(issues),
        OPEN_ISSUES,
        Text(
            "{label} 0 个(名单完整);这类未解决的问题 {number} 个",
            "{label}: 0 (roster complete); {issues} of the kind",
        ).fill(
            label=label,
            number="?" if issues is None else issues,
            issues="? open issues" if issues is None else plural(issues, "open issue"),
        ),
        Text("有一条{label}服务关系", "one link to {label} is there").fill(label=label),
        partial(serving_neighbours, chain, stage, service),
        detail=label,
    )


def _open_issues(chain: Chain, stage: int, service: str) -> int | None:
    """Open problems and needs of a kind at a stage; None when none are loaded at all."""
    matters = [chain.view.attributes(node) for node in chain.view.nodes_of(*schema().groups["matter"]).tolist()]
    if not matters:
        return None
    stages = {chain.view.node_ids[part] for part in chain.stages.under(stage)}
    return sum(
        matter.get("stage") in stages and matter.get("sort") == service and matter.get("status") != "solved"
        for matter in matters
    )
