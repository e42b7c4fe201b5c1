"""G11: two groups of members of an alliance that no work joins, or only work that one broker carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...graph.expectations import MEMBERSHIP
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import Text, plural, some
from ..chain import Chain
from ..member_worlds import World
from ..stated import stated_totals
from .candidates import Lead
from .rules import FACTS, PAIRS, Gap, Judgement, Undecided

MEMBER, TIE = "member", "tie"
_MOST = 5


@dataclass(frozen=True, slots=True)
class _Ways:
    """How two groups work together in a world, within two steps.

    Parameters
    ----------
    links
        The links of every way.
    brokers
        Who stands in every way, and is not the only member of a group; empty without a way.
    """

    links: tuple[int, ...]
    brokers: frozenset[int]

    @property
    def is_hole(self) -> bool:
        """Whether nothing joins the groups, or one broker alone."""
        return not self.links or bool(self.brokers)


def structural_holes(chain: Chain) -> Iterator[Judgement]:
    """G11: structural holes between the groups of members of each alliance, by kind.

    A hole is what a broker spans (Burt 1992); here it is one when a single node stands in every working way of at most
    two steps between the groups, or there is no way. It closes when no single node stands in all of them.
    """
    for alliance in chain.view.nodes_of("alliance").tolist():
        sure, wide = (World(chain.view, alliance, least) for least in (Truth.HOLDS, Truth.MAY))
        groups = _groups(chain, wide)
        pairs = [(one, other, _held(sure, one, other)) for one, other in combinations(groups.values(), 2)]
        if lacks := _lacks(chain, alliance, wide):
            if not pairs or any(_ways(sure, held[0], held[1], held).is_hole for _, _, held in pairs):
                yield Undecided("G11", alliance, lacks)
            continue
        for one, other, held in pairs:
            possible = _ways(wide, one, other, held)
            if possible.is_hole and all(held):
                yield _hole(chain, alliance, held, possible)
            elif _ways(sure, held[0], held[1], held).is_hole:
                yield Undecided("G11", alliance, (FACTS,), _between(chain, one, other))


def _held(sure: World, one: list[int], other: list[int]) -> list[list[int]]:
    """The members of two groups that surely are."""
    return [[member for member in group if member in sure.membership] for group in (one, other)]


def _groups(chain: Chain, world: World) -> dict[str, list[int]]:
    """The named members by kind, in the order of the schema."""
    groups: dict[str, list[int]] = defaultdict(list)
    for member in world.members:
        if not chain.view.node_at(member).aggregate:
            groups[chain.view.kind(member)].append(member)
    return {kind: groups[kind] for kind in schema().kinds if kind in groups}


def _lacks(chain: Chain, alliance: int, world: World) -> tuple[str, ...]:
    """The rosters without which a way may be missing: all members by name, and all working ties."""
    unnamed = any(chain.view.node_at(member).aggregate for member in world.members)
    totals = stated_totals(chain.view, chain.view.node_ids[alliance])
    unnamed |= any(total.missing for total in totals if total.stated.type == MEMBERSHIP)
    complete = chain.rosters.complete
    listed = {MEMBER: complete(alliance, MEMBER) and not unnamed, TIE: complete(alliance, TIE)}
    return tuple(instrument for instrument, known in listed.items() if not known)


def _ways(world: World, one: list[int], other: list[int], held: list[list[int]]) -> _Ways:
    """Every working way of one or two steps between two groups."""
    targets, links = set(other), set()
    common: set[int] | None = None
    for member in one:
        for near, link in world.work.get(member, {}).items():
            onward = {far: (step, near) for far, step in world.work.get(near, {}).items() if far in targets - {member}}
            ends = {near: (link, near)} if near in targets else {}
            for far, (step, middle) in (onward | ends).items():
                links |= {link, step}
                passed = {member, middle, far}
                common = passed if common is None else common & passed
    alone = {member for group in held if len(group) == 1 for member in group}
    return _Ways(tuple(sorted(links)), frozenset((common or set()) - alone))


def _between(chain: Chain, one: Sequence[int], other: Sequence[int]) -> Text:
    labels = [schema().kind(chain.view.kind(group[0])).label for group in (one, other)]
    return Text("{one}与{other}", "{one} and {other}").fill(one=labels[0], other=labels[1])


def _hole(chain: Chain, alliance: int, held: list[list[int]], ways: _Ways) -> Gap:
    names, sizes = chain.view.node_names, [len(group) for group in held]
    brokers = sorted(names[node] for node in ways.brokers)
    joined = Text("的工作联系都经过{name}", "all work passes {name}").fill(name=some(brokers))
    return Gap(
        "G11",
        alliance,
        float(sizes[0] * sizes[1]),
        PAIRS,
        Text(
            "{between}两组成员({one} 家 × {other} 家)两步以内{how}(名单完整)",
            "members of the kinds {between} ({one} × {other}): {how} within two steps (rosters complete)",
        ).fill(
            between=_between(chain, held[0], held[1]),
            one=sizes[0],
            other=sizes[1],
            how=joined if ways.links else Text("没有工作联系", "no working tie"),
        ),
        Text("两组之间有工作联系,且不全靠同一单位", "work joins the two groups, and not all of it through one node"),
        lambda: _busiest(chain, alliance, held),
        ways.links,
        _between(chain, held[0], held[1]),
    )


def _busiest(chain: Chain, alliance: int, held: list[list[int]]) -> tuple[Lead, ...]:
    """Members of the two groups that work with most members of other kinds: they could begin."""
    world = World(chain.view, alliance, Truth.HOLDS)
    members, kind, names = set(world.members), chain.view.kind, chain.view.node_names
    counts = {
        member: sum(kind(near) != kind(member) for near in world.work.get(member, {}) if near in members)
        for group in held
        for member in group
    }
    order = sorted((member for member in counts if counts[member]), key=lambda member: (-counts[member], names[member]))
    why = Text("与其他种类的 {number} 家成员有工作联系", "works with {members} of other kinds")
    return tuple(
        Lead(member, why.fill(number=counts[member], members=plural(counts[member], "member")))
        for member in order[:_MOST]
    )
