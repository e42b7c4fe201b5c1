"""Paths against every possible world: each link that may hold is there or not, each hole is filled in every way.

The oracle shares no code with the product. `ALLIANCE_TEST_WORLDS` sets how many random graphs are compared.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, pairwise, product
from typing import Any

from alliance.graph import AllianceGraph, Evidence, Measure, Node, Relationship
from alliance.graph.quantities import Quantity
from alliance.queries import TieRule, influence_paths

GRAPHS = int(os.environ.get("ALLIANCE_TEST_WORLDS", "10000"))
SEEN = (Evidence(source="s1"),)
DAY = date(2023, 6, 1)
DATES = [(None, None)] * 12 + [("2023", None), (None, "2023H1"), ("2024", None), (None, "2022"), ("2022", "2024")]
WAYS = {"SERVES": (True, False), "SUBORDINATE_TO": (True, True), "BUYS_FROM": (False, True), "MEMBER_OF": (True, True)}
CLASSES = {"service": "SERVES", "command": "SUBORDINATE_TO", "material": "BUYS_FROM"}
UNITS = ("enterprise", "government", "platform")
COUNTS = {
    "服务企业数": ("SERVES", "source", ("enterprise",)),
    "members": ("MEMBER_OF", "target", UNITS),
    "下属单位总数": ("SUBORDINATE_TO", "target", UNITS),
}
Arc = tuple[str, str, str]


ACTORS = (*UNITS, "alliance")


@dataclass(frozen=True)
class Asked:
    """A graph and a question."""

    nodes: list[Node]
    links: list[Relationship]
    measures: list[Measure]
    given: dict[str, Any]
    rule: TieRule

    def kind(self, node: str) -> str:
        return next(one.kind for one in self.nodes if one.id == node)


# ---- random questions ----


def random_question(dice: random.Random) -> Asked:
    size = dice.randint(3, 5)
    nodes = [Node(id=f"n{place}", kind=dice.choice(UNITS), name=dice.choice("甲乙丙")) for place in range(size)]
    nodes.append(Node(id="hub", kind="alliance", name="联盟"))
    for place in range(dice.choice([0, 0, 1, 1, 2])):
        count = Quantity(value=dice.randint(1, 2))
        nodes.append(Node(id=f"some{place}", kind=dice.choice(UNITS[:2]), name="若干", aggregate=True, count=count))
    links = {one.id: one for one in (random_link(dice, nodes) for _ in range(dice.randint(1, 11))) if one}
    measures = [random_measure(dice, nodes) for _ in range(dice.choice([0, 1, 1, 2, 4]))]
    ends = dice.sample([node.id for node in nodes if node.id != "hub" or dice.random() < 0.3], 3)
    rule = random_rule(dice)
    bound = dice.choice([{}, {}, {"via": ends[2:3]}, {"avoid": ends[2:3]}, random_waypoints(dice, rule)])
    given = {"source": ends[0], "target": ends[1], "hops": dice.randint(2, 4), **bound}
    return Asked(nodes, list(links.values()), measures, given, rule)


def random_waypoints(dice: random.Random, rule: TieRule) -> dict[str, list[str]]:
    """A kind, type or class to pass or to avoid; only what the rule walks can be passed."""
    via = [f"kind:{dice.choice(UNITS)}"]
    avoid = [f"kind:{dice.choice(UNITS)}", f"type:{dice.choice(list(WAYS))}", f"tie:{dice.choice(list(CLASSES))}"]
    walked = [way for way in WAYS if (way in (rule.types or WAYS)) and (rule.umbrella or way != "MEMBER_OF")]
    via += [f"type:{way}" for way in walked]
    via += [f"tie:{tie}" for tie, way in CLASSES.items() if way in walked]
    return {"via": [dice.choice(via)]} if dice.random() < 0.6 else {"avoid": [dice.choice(avoid)]}


def random_rule(dice: random.Random) -> TieRule:
    umbrella = dice.random() < 0.4
    types = [
        None,
        None,
        ("SERVES",),
        ("SERVES", "SUBORDINATE_TO"),
        ("SERVES", "MEMBER_OF") if umbrella else ("SERVES",),
    ]
    return TieRule(
        types=dice.choice(types),
        direction=dice.choice(["with", "with", "either"]),
        statuses=dice.choice([None, None, None, ("confirmed",), ("confirmed", "disputed"), ("inferred",)]),
        unknown_confidence=dice.choice(["prior", "exclude"]),
        umbrella=umbrella,
    )


def random_link(dice: random.Random, nodes: list[Node]) -> Relationship | None:
    source, target = dice.sample(nodes, 2)
    kind = dice.choice(list(WAYS))
    legal = {"alliance": ("MEMBER_OF", "SERVES", "SUBORDINATE_TO"), "platform": tuple(WAYS)}.get(
        target.kind, ("SERVES", "SUBORDINATE_TO", "BUYS_FROM")
    )
    if source.kind == "alliance":  # it acts like a unit, but it buys nothing
        legal = tuple(way for way in legal if way != "BUYS_FROM")
    if kind not in legal:
        return None
    start, end = dice.choice(DATES)
    return Relationship(
        source=source.id, type=kind, target=target.id, product=dice.choice(["", "x"]), evidence=SEEN,
        strength=dice.choice([None, 0.5, 1.0]), confidence=dice.choice([None, 0.5, 0.5, 0.9, 0.9, 0.0]),
        status=dice.choice(["confirmed"] * 4 + ["tentative", "disputed", "inferred", "candidate"]),
        valid_from=start, valid_to=end,
    )  # fmt: skip


def random_measure(dice: random.Random, nodes: list[Node]) -> Measure:
    subject, value = dice.choice(nodes).id, Quantity(value=dice.randint(1, 2))
    period = dice.choice([None, "2021", "2023", "2024"])
    return Measure(subject=subject, metric=dice.choice(list(COUNTS)), value=value, period=period, evidence=SEEN)


# ---- the oracle ----


def truth(link: Relationship) -> str:
    if link.confidence == 0 or (link.valid_from and link.valid_from.first > DAY):
        return "no"
    if link.valid_to and link.valid_to.last < DAY:
        return "no"
    begun = link.valid_from is None or link.valid_from.last <= DAY
    going_on = link.valid_to is None or link.valid_to.first >= DAY
    return "sure" if begun and going_on and link.status in ("confirmed", "tentative") else "may"


def arcs_of(asked: Asked, kind: str, source: str, target: str) -> Iterator[Arc]:
    """The ways that influence runs along a link that is there."""
    if (asked.rule.types and kind not in asked.rule.types) or (kind == "MEMBER_OF" and not asked.rule.umbrella):
        return
    if any(avoided in (f"type:{kind}", f"tie:{tie_of(kind)}") for avoided in asked.given.get("avoid", ())):
        return
    forward, backward = (True, True) if asked.rule.direction == "either" else WAYS[kind]
    if forward:
        yield source, target, kind
    if backward:
        yield target, source, kind


def tie_of(kind: str) -> str:
    return next((tie for tie, way in CLASSES.items() if way == kind), "none")


def looked_at(asked: Asked, link: Relationship, *, sure: bool) -> bool:
    statuses = asked.rule.statuses or ("confirmed", "tentative", "disputed", "inferred", "candidate")
    known = link.confidence is not None or asked.rule.unknown_confidence == "prior"
    return known and link.status in statuses and truth(link) in (("sure",) if sure else ("sure", "may"))


def joined_to(asked: Asked, kind: str, node: str, end: str) -> set[str]:
    """Who is surely joined to a node that stands on an end of such links."""
    links = [link for link in asked.links if link.type == kind and truth(link) == "sure"]
    if end == "target":
        return {link.source for link in links if link.target == node}
    return {link.target for link in links if link.source == node}


def holes_of(asked: Asked) -> Iterator[list[set[Arc]]]:
    """For each hole every way to fill it, as the arcs that it gives, and what stays of it as a whole."""
    aggregates = {node.id: node for node in asked.nodes if node.aggregate}
    newest: dict[tuple[str, str], list[Measure]] = {}
    for one in asked.measures:
        if one.period is None or one.period.first <= DAY:
            newest.setdefault((one.subject, one.metric), []).append(one)
    for (subject, metric), measures in newest.items():
        kind, end, kinds = COUNTS[metric]
        legal = (
            asked.kind(subject)
            in {"SERVES": ACTORS, "SUBORDINATE_TO": ACTORS, "MEMBER_OF": ("alliance", "platform")}[kind]
        )
        if not legal:
            continue
        last = max(str(one.period or "") for one in measures)
        stated = max(one.value.value for one in measures if one.value and str(one.period or "") == last)
        linked = joined_to(asked, kind, subject, end)
        named = {node for node in linked if asked.kind(node) in kinds and node not in aggregates}
        free = [node.id for node in asked.nodes if node.kind in kinds and node.id not in {subject, *linked}]
        yield [
            {arc for node in filling
             for arc in arcs_of(asked, kind, *((node, subject) if end == "target" else (subject, node)))}
            for filling in subsets(free, int(stated) - len(named))
        ]  # fmt: skip
    yield from fillings_of_aggregates(asked, aggregates)


def fillings_of_aggregates(asked: Asked, aggregates: dict[str, Node]) -> Iterator[list[set[Arc]]]:
    """Aggregates can be linked to each other, so they are filled together."""
    options = []
    for name, node in aggregates.items():
        assert node.count is not None
        free = [one.id for one in asked.nodes if one.kind == node.kind and one.id != name]
        options.append([(name, filling) for filling in subsets(free, int(node.count.value))])
    links = [link for link in asked.links if looked_at(asked, link, sure=False)]
    ways = []
    for chosen in product(*options):
        filled, arcs = dict(chosen), set()
        for link in links:
            sources = stand_ins(asked, filled, link.source, link.target, link.type, "target")
            targets = stand_ins(asked, filled, link.target, link.source, link.type, "source")
            for source, target in product(sources, targets):
                if source != target:
                    arcs |= set(arcs_of(asked, link.type, source, target))
        ways.append(arcs)
    yield ways


def stand_ins(asked: Asked, filled: dict[str, tuple[str, ...]], node: str, other: str, kind: str, end: str) -> set[str]:
    known = joined_to(asked, kind, other, end) | {other}
    return {node, *(one for one in filled.get(node, ()) if one not in known)}


def subsets(items: list[str], most: int) -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(min(max(most, 0), len(items)) + 1))


def reaches(asked: Asked, arcs: set[Arc], path: tuple[str, ...]) -> bool:
    """Whether a beginning of a path can be ended within the bounds."""
    given = asked.given
    if path[-1] == given["target"]:
        return all(passes(asked, arcs, path, via) for via in given.get("via", ()))
    if len(path) > given["hops"] or (len(path) > 1 and path[-1] == "hub" and not asked.rule.umbrella):
        return False
    onward = sorted({head for tail, head, _ in arcs if tail == path[-1]} - set(path) - closed(asked))
    return any(reaches(asked, arcs, (*path, node)) for node in onward)


def closed(asked: Asked) -> set[str]:
    """The nodes that the question avoids; an end is none of a kind that is avoided."""
    avoided = asked.given.get("avoid", ())
    inner = [node for node in asked.nodes if node.id not in (asked.given["source"], asked.given["target"])]
    return {*avoided, *(node.id for node in inner if f"kind:{node.kind}" in avoided)}


def passes(asked: Asked, arcs: set[Arc], path: tuple[str, ...], via: str) -> bool:
    sort, colon, term = via.partition(":")
    if not colon:
        return via in path
    if sort == "kind":
        return any(asked.kind(node) == term for node in path[1:-1])
    return any(term in (kind, tie_of(kind)) for tail, head, kind in arcs if (tail, head) in set(pairwise(path)))


def status(asked: Asked) -> str:
    """`found` by what is the same in every world, `unknown` by what is so in some world only."""
    admitted = [link for link in asked.links if looked_at(asked, link, sure=False)]
    arcs = [(set(arcs_of(asked, link.type, link.source, link.target)), truth(link)) for link in admitted]
    common: set[Arc] = set().union(*(ways for ways, how in arcs if how == "sure"))
    start = (asked.given["source"],)
    if reaches(asked, common, start):
        return "found"
    may = [ways for ways, how in arcs if how == "may"]
    worlds = {
        frozenset(common.union(*present, *filling))
        for size in range(len(may) + 1)
        for present in combinations(may, size)
        for filling in product(*holes_of(asked))
    }
    return "unknown" if any(reaches(asked, set(world), start) for world in worlds) else "none"


# ---- the comparison ----


def answer_of(asked: Asked) -> Any:
    graph = AllianceGraph.from_models(asked.nodes, asked.links, unique(asked.measures))
    return influence_paths(graph, rule=asked.rule, as_of=DAY, **asked.given)


def unique(measures: list[Measure]) -> list[Measure]:
    """A record is one by subject, metric, period and source."""
    return list({(one.subject, one.metric, str(one.period)): one for one in measures}.values())


def test_the_status_is_that_of_all_possible_worlds() -> None:
    seen = dict.fromkeys(("found", "unknown", "none", "hole"), 0)
    for seed in range(GRAPHS):
        asked = random_question(random.Random(seed))
        asked = Asked(asked.nodes, asked.links, unique(asked.measures), asked.given, asked.rule)
        answer = answer_of(asked)
        assert answer.status == status(asked), seed
        seen[answer.status] += 1
        seen["hole"] += answer.status == "unknown" and not answer.rows
    assert min(seen.values()) > GRAPHS / 50, seen


def asked_again(asked: Asked, dice: random.Random, *, with_others: bool) -> AllianceGraph:
    """The same facts in another order, and others that have nothing to do with them."""
    nodes, links, measures = list(asked.nodes), list(asked.links), list(asked.measures)
    if with_others:
        nodes += [node.model_copy(update={"id": f"other-{node.id}", "kind": "stage"}) for node in nodes]
    for facts in (nodes, links, measures):
        dice.shuffle(facts)
    return AllianceGraph.from_models(nodes, links, measures)


def test_order_and_what_is_elsewhere_change_nothing() -> None:
    for seed in range(400):
        dice = random.Random(seed)
        asked = random_question(dice)
        asked = Asked(asked.nodes, asked.links, unique(asked.measures), asked.given, asked.rule)
        plain, shuffled, wider = (
            influence_paths(graph, rule=asked.rule, as_of=DAY, **asked.given)
            for graph in (
                AllianceGraph.from_models(asked.nodes, asked.links, asked.measures),
                asked_again(asked, dice, with_others=False),
                asked_again(asked, dice, with_others=True),
            )
        )
        assert shuffled.to_json() == plain.to_json(), seed
        same = wider.model_copy(update={"data_version": plain.data_version})
        assert same.to_json() == plain.to_json(), seed
