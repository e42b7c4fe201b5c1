"""Who could fill a gap: organisations that the graph already shows near it. Leads with a reason, ranked, not claims.

A neighbour of a stage is a stage that feeds it or that it feeds, or a finer part of the same stage.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...graph.schema import schema
from ...wording import Text, plural
from ..chain import Chain
from .supply import Sources

_MOST = 5
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


def at_neighbours(chain: Chain, stage: int) -> tuple[Lead, ...]:
    """Organisations at neighbouring stages, those at most of them first."""
    return _ranked(chain, {near: chain.instruments.organisations(near).possible for near in neighbours(chain, stage)})


def serving_neighbours(chain: Chain, stage: int, service: str) -> tuple[Lead, ...]:
    """Who gives the service to neighbouring stages; failing that, to any stage."""
    served = chain.instruments.served
    near = {beside: served(beside, service).possible for beside in neighbours(chain, stage)}
    if not any(near.values()):
        others = (other for other in chain.stages.required if other != stage)
        near = {other: served(other, service).possible for other in others}
    return _ranked(chain, near)


def at_stage(chain: Chain, stage: int) -> tuple[Lead, ...]:
    """Organisations at the stage, those with most members first."""

    def members(node: int) -> int:
        return int(chain.view.attributes(node).get("full_members", 0))

    names = chain.view.node_names
    nodes = sorted(chain.instruments.organisations(stage).possible, key=lambda node: (-members(node), names[node]))
    why = Text("在这一环节运营", "works at the stage")
    return tuple(Lead(node, why) for node in nodes[:_MOST])


def in_both(chain: Chain, before: int, after: int) -> tuple[Lead, ...]:
    """Organisations at both stages, which may feed themselves."""
    organisations = chain.instruments.organisations
    both = set(organisations(before).possible) & set(organisations(after).possible)
    names = chain.view.node_names
    why = Text("两个环节都有它,可核实内部供应", "works at both stages: its own supply could be verified")
    return tuple(Lead(node, why) for node in sorted(both, key=lambda node: names[node])[:_MOST])


def other_suppliers(chain: Chain, sources: Sources, links: Sequence[int], customer: int) -> tuple[Lead, ...]:
    """Who supplies the same product to somebody else, those with most customers first.

    Parameters
    ----------
    chain, sources
        The chain, and who supplies whom in it.
    links
        Relationships by which the customer gets the product.
    customer
        Position of the organisation.
    """
    supply, names = sources.supply, chain.view.node_names
    products = np.unique(supply.products[np.isin(supply.links, links)])
    own = set(supply.suppliers[supply.customers == customer].tolist()) | {customer}
    of_product = np.isin(supply.products, products)
    counts = Counter(supplier for supplier in supply.suppliers[of_product].tolist() if supplier not in own)
    order = sorted(counts, key=lambda node: (-counts[node], names[node]))
    why = Text("向其他 {number} 家供应这种产品", "supplies the product to {customers} already")
    return tuple(
        Lead(node, why.fill(number=counts[node], customers=plural(counts[node], "organisation")))
        for node in order[:_MOST]
    )


def _ranked(chain: Chain, found: Mapping[int, Iterable[int]]) -> tuple[Lead, ...]:
    where: dict[int, list[int]] = defaultdict(list)
    for stage, nodes in found.items():
        for node in nodes:
            where[node].append(stage)
    names = chain.view.node_names
    order = sorted(where, key=lambda node: (-len(where[node]), names[node]))
    return tuple(Lead(node, _beside([names[stage] for stage in where[node]])) for node in order[:_MOST])


def _beside(stages: list[str]) -> Text:
    return Text("在相邻环节:{stages}", "works beside it, at {stages}").fill(
        stages=Text.joined(Text.same(stage) for stage in stages)
    )


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
