"""G9: a stage without an anchor that its chain asks for, a project without a group, a household without a post."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from ...graph.declarations import Anchor
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import Text
from ..chain import Chain
from ..instruments import PARTY_ORGANISATION
from .candidates import at_stage
from .rules import FACTS, MEMBERS, Gap, Judgement, Undecided, lacking
from .stage_needs import judged_needs


def unanchored(chain: Chain) -> Iterator[Judgement]:
    """G9: a stage without an anchor, such as a party organisation, that its chain says it must have."""
    for judgement in judged_needs(chain, "G9", anchored=True):
        yield judgement if isinstance(judgement, Undecided) else _not_anchored(chain, *judgement)


def _not_anchored(chain: Chain, stage: int, need: str) -> Gap:
    label = schema().instruments[need].label
    known, number = _members(chain, stage)
    return Gap(
        "G9",
        stage,
        known,
        MEMBERS,
        Text(
            "{label} 0 个(名单完整);这一环节的党员 {number} 名",
            "0 {label} (roster complete); {number} full members at the stage",
        ).fill(label=label, number=number),
        _CLOSES.get(need, Text("有一个{label}", "one of the {label} is there").fill(label=label)),
        partial(at_stage, chain, stage),
        detail=label,
    )


_CLOSES = {PARTY_ORGANISATION: Text("党支部建在这一环节上", "a branch is set up on the stage")}


def _members(chain: Chain, stage: int) -> tuple[float | None, str]:
    """The full members at a stage, as far as they are known, and how that is written."""
    nodes = chain.instruments.organisations(stage).nodes.tolist()
    stated = [chain.view.attributes(node).get("full_members") for node in nodes]
    known = [int(number) for number in stated if number is not None]
    if not known:
        return None, "?"
    return float(sum(known)), f"{'' if len(known) == len(stated) else '≥'}{sum(known)}"


def uncovered(chain: Chain) -> Iterator[Judgement]:
    """G9: a project without a group, a household without a post (`[anchors]` in `schema.toml`)."""
    for kind, anchor in schema().anchors.items():
        nodes = chain.view.nodes_of(kind)
        if not len(nodes):
            continue
        truths = _covered(chain, anchor)[nodes]
        rosters = lacking(chain, anchor.instrument, [None])
        for node, truth in zip(nodes.tolist(), truths.tolist(), strict=True):
            if truth == Truth.HOLDS:
                continue
            if truth == Truth.MAY or rosters:
                yield Undecided("G9", node, rosters or (FACTS,))
            else:
                yield _uncovered(node, kind, anchor)


def _covered(chain: Chain, anchor: Anchor) -> np.ndarray:
    """How far every node is covered by links of an anchor."""
    columns, instruments = chain.view.relationships, chain.instruments
    links = np.flatnonzero(schema().type_vocabulary.mask(columns.types, anchor.types))
    covered = np.zeros(len(chain.view), np.uint8)
    truths = np.minimum(instruments.links[links], instruments.nodes[columns.sources[links]])
    np.maximum.at(covered, columns.targets[links], truths)
    return covered


def _uncovered(node: int, kind: str, anchor: Anchor) -> Gap:
    labels = [schema().type(type_id).label for type_id in anchor.types]
    which = Text.joined(labels, "”或“", " or ")
    return Gap(
        "G9",
        node,
        None,
        MEMBERS,
        Text("{kind}没有“{which}”的关系(名单完整)", "no link {which} to this {kind} (roster complete)").fill(
            kind=schema().kind(kind).label, which=which
        ),
        Text("有一条“{which}”的关系", "one link {which} is there").fill(which=which),
    )
