"""An answer along the chain in words: its sentence, and what would have to be listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ...graph.columns import Integers, Mask
from ...wording import Text, plural, some
from ..answer import Unknown
from ..chain import Chain
from ..instruments import SUPPLY
from ..requirements import no_chain, no_feeds
from .row import SIDES, ChainRow, Layer, Side
from .steps import Tiers

_ALONG = {
    "stages": Text("沿参考链,“{name}”", "along the reference chain, {name} has "),
    "organisations": Text("沿供应关系,“{name}”", "along the supply links, {name} has "),
}
_COUNTED = {"stages": ("stage", "个环节"), "organisations": ("organisation", "个单位")}


def sentence(name: str, layer: Layer, rows: Sequence[ChainRow], walks: Mapping[Side, Tiers]) -> Text:
    """The answer in one sentence."""
    parts = [_side(layer, side, [row for row in rows if row.side == side], walk) for side, walk in walks.items()]
    rings = sum(row.ring for row in rows)
    ring = Text("{rings} 个在环上", "{rings} in a ring").fill(rings=rings)
    said = _ALONG[layer].fill(name=name) + Text.joined([*parts, ring] if rings else parts, ",", ", ") + Text("。", ".")
    return Text(said.zh, said.en[:1].upper() + said.en[1:])


def _side(layer: Layer, side: Side, rows: Sequence[ChainRow], walk: Tiers) -> Text:
    noun, counter = _COUNTED[layer]
    perhaps = sum(row.tier_surely is None for row in rows)
    tiers = max((row.tier for row in rows), default=0)
    text = Text("{where} {number} {counter}", "{counted} {where}").fill(
        where=SIDES[side], number=len(rows), counter=counter, counted=plural(len(rows), noun)
    )
    details = []
    if rows:
        details.append(Text("{tiers} 层", "{count}").fill(tiers=tiers, count=plural(tiers, "tier")))
    if perhaps:
        details.append(Text("其中 {number} 个只是可能", "{number} of them only may be there").fill(number=perhaps))
    if walk.goes_on:
        details.append(Text("后面还有,用 --tiers 看", "more lie behind, raise --tiers"))
    return text + Text("(", " (") + Text.joined(details, ",", ", ") + Text(")", ")") if details else text


def unlisted(chain: Chain, layer: Layer, walks: Mapping[Side, Tiers]) -> Iterator[Unknown]:
    """What may lie further up or down because nobody promised to have listed it."""
    if layer == "stages":
        yield from no_chain(chain)
        yield from no_feeds(chain)
        return
    walked = np.zeros(len(chain.view), np.bool_)
    for walk in walks.values():
        walked |= walk.fewest >= 0
    open_ends = np.flatnonzero(walked & ~_listed(chain))
    if len(open_ends):
        yield _unlisted(chain, open_ends)


def _listed(chain: Chain) -> Mask:
    """Whose supply links were promised to be listed: for the whole graph, or for a stage at which they work."""
    if chain.rosters.complete(None, SUPPLY):
        return np.ones(len(chain.view), np.bool_)
    listed = np.zeros(len(chain.view), np.bool_)
    places = chain.instruments.places
    listed[places.nodes[chain.rosters.completeness(SUPPLY)[places.stages]]] = True
    return listed


def _unlisted(chain: Chain, organisations: Integers) -> Unknown:
    names = [chain.view.node_names[place] for place in organisations.tolist()]
    return Unknown(
        what=Text("{number} 个单位的上下家({names})", "who else trades with {count} ({names})").fill(
            number=len(names), count=plural(len(names), "organisation"), names=some(names)
        ),
        why=Text(
            "没有名单写明它们的供应关系已列全,或名单已逾半年;没见到不等于没有。",
            "No roster that is less than half a year old promises that their supply links are all listed: not seen is "
            "not none.",
        ),
        closes_when=Text(
            "rosters.csv 写明供应关系列全(instrument=supply)",
            "rosters.csv states that the supply links are complete (instrument=supply)",
        ),
    )
