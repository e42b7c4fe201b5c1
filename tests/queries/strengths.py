"""Small random multigraphs for the tests of strength, reach and brokers, and what is true of them by definition.

Nothing here uses the searches of the product: links are looked at one by one, worlds are counted one by one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.queries import TieRule

SEEN = (Evidence(source="s1"),)
WAYS = {"SERVES": (True, False), "SUBORDINATE_TO": (True, True), "BUYS_FROM": (False, True)}
CERTAINTY = TieRule(view="certainty")
Arc = tuple[str, str]


def random_facts(dice: random.Random, *, open_links: bool = False) -> tuple[list[Node], list[Relationship]]:
    """Four to six nodes of which one is an umbrella, and up to ten links, some of them parallel."""
    names = [f"n{place}" for place in range(dice.randint(3, 5))]
    nodes = [Node(id=name, kind=dice.choice(["enterprise", "government"]), name=name, evidence=SEEN) for name in names]
    nodes.append(Node(id="hub", kind="alliance", name="hub", evidence=SEEN))
    made = {}
    for _ in range(dice.randint(1, 10)):
        source, target = dice.sample(names, 2)
        status = dice.choice(["confirmed", "confirmed", "inferred"]) if open_links else "confirmed"
        link = Relationship(
            source=source, type=dice.choice(list(WAYS)), target=target, product=dice.choice(["", "tea"]), status=status,
            confidence=dice.choice([0.2, 0.5, 0.5, 0.9, 1.0]), evidence=SEEN,
        )  # fmt: skip
        made[link.id] = link
    for name in dice.sample(names, 2):
        link = Relationship(source=name, type="SERVES", target="hub", confidence=1.0, status="confirmed", evidence=SEEN)
        made[link.id] = link
    return nodes, list(made.values())


def shuffled(nodes: list[Node], links: list[Relationship], dice: random.Random) -> AllianceGraph:
    """The facts in another order."""
    return AllianceGraph.from_models(dice.sample(nodes, len(nodes)), dice.sample(links, len(links)))


def ways(link: Relationship) -> Iterator[Arc]:
    """How influence runs along a link."""
    forward, backward = WAYS[link.type]
    if forward:
        yield link.source, link.target
    if backward:
        yield link.target, link.source


def holding(links: list[Relationship], *, wide: bool = False) -> list[Relationship]:
    """The links that hold, or all of them."""
    return [link for link in links if wide or link.status == "confirmed"]


def best_arcs(links: list[Relationship], between: Callable[[str], bool]) -> dict[Arc, Relationship]:
    """The best of the parallel links of every arc that may be walked onwards."""
    best: dict[Arc, Relationship] = {}
    for link in sorted(links, key=lambda one: -(one.confidence or 0)):
        for arc in ways(link):
            if between(arc[0]):
                best.setdefault(arc, link)
    return best


def simple_paths(arcs: Any, source: str, target: str, hops: int) -> list[tuple[str, ...]]:
    """All paths without repeated nodes of at most so many steps."""
    found: list[tuple[str, ...]] = []
    grown: list[tuple[str, ...]] = [(source,)]
    while grown:
        path = grown.pop()
        if path[-1] == target:
            found.append(path)
        elif len(path) <= hops:
            grown += [(*path, head) for tail, head in arcs if tail == path[-1] and head not in path]
    return sorted(found)


def reached_in(arcs: Any, source: str, hops: int) -> dict[str, int]:
    """How many steps each node is away."""
    found = {source: 0}
    for step in range(1, hops + 1):
        new = {head for tail, head in arcs if found.get(tail) == step - 1 and head not in found}
        found |= dict.fromkeys(new, step)
    return found


def worlds(arcs: dict[Arc, Relationship]) -> Iterator[tuple[float, set[Arc]]]:
    """Every world of links that work or not: its probability, and the arcs that work in it."""
    links = {link.id: link for link in arcs.values()}
    for works in product((True, False), repeat=len(links)):
        working = {key for key, one in zip(links, works, strict=True) if one}
        weight = 1.0
        for key, link in links.items():
            value = link.confidence or 0.0
            weight *= value if key in working else 1 - value
        if weight:
            yield weight, {arc for arc, link in arcs.items() if link.id in working}
