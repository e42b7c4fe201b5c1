"""Who could fill a gap: organisations that the graph already shows near it. Leads with a reason, ranked, not claims.

A neighbour of a stage is a stage that feeds it or that it feeds, or a finer part of the same stage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..wording import Text
from .chain import Chain

_MOST = 5


@dataclass(frozen=True, slots=True)
class Lead:
    """A candidate and why."""

    node: int
    why: Text


def neighbours(chain: Chain, stage: int) -> list[int]:
    """The stages beside a stage."""
    feeds = chain.feeds
    near = [*feeds.predecessors(stage), *feeds.successors(stage)] if stage in feeds else []
    return list(dict.fromkeys(near)) or [one for one in chain.siblings(stage) if one in feeds]


def at_neighbours(chain: Chain, stage: int) -> tuple[Lead, ...]:
    """Organisations at neighbouring stages, those at most of them first."""
    return _ranked(chain, {one: chain.organisations(one).nodes for one in neighbours(chain, stage)})


def serving_neighbours(chain: Chain, stage: int, service: str) -> tuple[Lead, ...]:
    """Who gives the service to neighbouring stages; failing that, to any stage."""
    near = {one: chain.served(one, service).nodes for one in neighbours(chain, stage)}
    if not any(near.values()):
        near = {one: chain.served(one, service).nodes for one in chain.required if one != stage}
    return _ranked(chain, near)


def at_stage(chain: Chain, stage: int) -> tuple[Lead, ...]:
    """Organisations at the stage, those with most members first."""

    def members(node: int) -> int:
        return int(chain.view.attributes(node).get("full_members", 0))

    nodes = sorted(chain.organisations(stage).nodes, key=lambda one: (-members(one), chain.view.node_names[one]))
    why = Text("在这一环节运营", "works at the stage")
    return tuple(Lead(node, why) for node in nodes[:_MOST])


def in_both(chain: Chain, before: int, after: int) -> tuple[Lead, ...]:
    """Organisations at both stages, which may feed themselves."""
    both = sorted(set(chain.organisations(before).nodes) & set(chain.organisations(after).nodes))
    names = chain.view.node_names
    why = Text("两个环节都有它,可核实内部供应", "works at both stages: its own supply could be verified")
    return tuple(Lead(node, why) for node in sorted(both, key=lambda one: names[one])[:_MOST])


def _ranked(chain: Chain, found: Mapping[int, Iterable[int]]) -> tuple[Lead, ...]:
    where: dict[int, list[int]] = defaultdict(list)
    for stage, nodes in found.items():
        for node in nodes:
            where[node].append(stage)
    names = chain.view.node_names
    order = sorted(where, key=lambda node: (-len(where[node]), names[node]))
    return tuple(Lead(node, _beside([names[one] for one in where[node]])) for node in order[:_MOST])


def _beside(stages: list[str]) -> Text:
    return Text(f"在相邻环节:{'、'.join(stages)}", f"works beside it, at {', '.join(stages)}")
