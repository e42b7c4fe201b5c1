"""Who could fill a gap: organisations that the graph already shows near it. Leads with a reason, ranked, not claims.

A neighbour of a stage is a stage that feeds it or that it feeds, or a finer part of the same stage. Among those at
equally many neighbours the relatedness density decides (`relatedness`). How often the ranking finds a link that was
hidden is measured in `benchmarks/candidates.py`. For supply links see `supply_leads`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...graph.columns import Mask
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import NOTHING, Text, some
from ..chain import Chain
from ..instruments import ORGANISATION
from .relatedness import Relatedness

MOST = 5
_MOST_ASKED = 3


@dataclass(frozen=True, slots=True)
class Lead:
    """A candidate and why."""

    node: int
    why: Text


def neighbours(chain: Chain, stage: int) -> list[int]:
    """The stages beside a stage."""
    feeds = chain.stages.feeds
    near = [*feeds.predecessors(stage), *feeds.successors(stage)] if stage in feeds else []
    return list(dict.fromkeys(near)) or [part for part in chain.stages.siblings(stage) if part in feeds]


def nearest(chain: Chain, related: Relatedness, stage: int) -> list[int]:
    """Who is near to a stage and not at it, the nearest first: organisations of its chain, by position.

    First those at most of the neighbouring stages, among equals those with the higher density, then those at most
    stages of any chain, then by name.
    """
    beside, densities = _beside_of(chain, stage), related.densities(stage)
    near = set(beside) if densities is None else {*beside, *np.flatnonzero(densities).tolist()}
    near -= set(chain.instruments.organisations(stage).possible)
    names, own = chain.view.node_names, _of_chain(chain, stage) & chain.instruments.named

    stages = np.bincount(chain.instruments.table(ORGANISATION).nodes, minlength=len(chain.view))

    def order(node: int) -> tuple[int, float, int, str, int]:
        density = 0.0 if densities is None else -float(densities[node])
        return -len(beside.get(node, ())), density, -int(stages[node]), names[node], node

    return sorted((node for node in near if own[node]), key=order)


def at_neighbours(chain: Chain, related: Relatedness, stage: int) -> tuple[Lead, ...]:
    """The organisations that are nearest to a stage, each with the neighbours it works at and its density."""
    beside, densities = _beside_of(chain, stage), related.densities(stage)
    leads = []
    for node in nearest(chain, related, stage)[:MOST]:
        why = [_beside(chain, ORGANISATION, node, beside[node])] if node in beside else []
        if densities is not None and densities[node]:
            why.append(_related(float(densities[node]), related.nearest(stage, node)))
        leads.append(Lead(node, Text.joined(why, ";", "; ")))
    return tuple(leads)


def _beside_of(chain: Chain, stage: int) -> dict[int, list[int]]:
    """Who works at which neighbours of a stage."""
    organisations = chain.instruments.organisations
    return where_found({near: organisations(near).possible for near in neighbours(chain, stage)})


def _of_chain(chain: Chain, stage: int) -> Mask:
    """By position, who works somewhere in the chain of a stage."""
    table, chains = chain.instruments.table(ORGANISATION), chain.stages.chains
    found = np.zeros(len(chain.view), np.bool_)
    found[table.nodes[chains[table.stages] == chains[chain.stages.places[stage]]]] = True
    return found


def _related(density: float, near: Sequence[tuple[str, float]]) -> Text:
    """`relatedness ω = 0.40 (drying 0.25, packing 0.15)`."""
    return Text("关联密度 ω = {density:.2f}({near})", "relatedness ω = {density:.2f} ({near})").fill(
        density=density, near=some([f"{name} {proximity:.2f}" for name, proximity in near], 3)
    )


def serving_neighbours(chain: Chain, stage: int, service: str) -> tuple[Lead, ...]:
    """Who gives the service to neighbouring stages; failing that, to any stage."""
    served = chain.instruments.served
    near = {beside: served(beside, service).possible for beside in neighbours(chain, stage)}
    if not any(near.values()):
        others = (other for other in chain.stages.required if other != stage)
        near = {other: served(other, service).possible for other in others}
    return _ranked(chain, service, near)


def at_stage(chain: Chain, stage: int) -> tuple[Lead, ...]:
    """Organisations at the stage, those with most members first."""

    def members(node: int) -> int:
        return int(chain.view.attributes(node).get("full_members", 0))

    names = chain.view.node_names
    nodes = sorted(chain.instruments.organisations(stage).possible, key=lambda node: (-members(node), names[node]))
    why = Text("在这一环节运营", "works at the stage")
    return tuple(Lead(node, why) for node in nodes[:MOST])


def where_found(found: Mapping[int, Iterable[int]]) -> dict[int, list[int]]:
    """For every node the stages at which it was found."""
    where: dict[int, list[int]] = defaultdict(list)
    for stage, nodes in found.items():
        for node in nodes:
            where[node].append(stage)
    return where


def _ranked(chain: Chain, instrument: str, found: Mapping[int, Iterable[int]]) -> tuple[Lead, ...]:
    where, names = where_found(found), chain.view.node_names
    order = sorted(where, key=lambda node: (-len(where[node]), names[node]))
    return tuple(Lead(node, _beside(chain, instrument, node, where[node])) for node in order[:MOST])


def _beside(chain: Chain, instrument: str, node: int, stages: Sequence[int]) -> Text:
    return Text("在相邻环节:{stages}", "works beside it, at {stages}").fill(
        stages=places_of(chain, instrument, node, stages)
    )


def places_of(chain: Chain, instrument: str, node: int, stages: Sequence[int]) -> Text:
    """The names of stages where a node is found; where it only may be is marked."""
    names = []
    for stage in stages:
        served = chain.instruments.served(stage, instrument)
        sure = served.truths[np.searchsorted(served.nodes, node)] == Truth.HOLDS
        names.append(Text.same(chain.view.node_names[stage]) + (NOTHING if sure else _PERHAPS))
    return Text.joined(names)


_PERHAPS = Text("(可能)", " (perhaps)")


def who_leads(chain: Chain) -> tuple[Lead, ...]:
    """Whom to ask for a list: those who lead or chair an alliance, by the links that say so."""
    columns, truths = chain.view.relationships, chain.instruments.links
    alliances = chain.view.nodes_of("alliance")
    leads: dict[int, Lead] = {}
    for declared in schema().types.values():
        if declared.tie != "convening":
            continue
        of_type = schema().type_vocabulary.mask(columns.types, [declared.id])
        for link in np.flatnonzero(of_type & (truths > 0) & np.isin(columns.targets, alliances)).tolist():
            node, alliance = int(columns.sources[link]), chain.view.node_names[int(columns.targets[link])]
            why = Text("{what} {alliance}", "{what} {alliance}").fill(what=declared.label, alliance=alliance)
            leads.setdefault(node, Lead(node, why))
    return tuple(leads.values())[:_MOST_ASKED]
