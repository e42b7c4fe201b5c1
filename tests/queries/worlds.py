"""Small random chains, and every world that is possible in them: what the questions are checked against.

Nothing here uses the queries: a world is a set of links and operating employers, and each answer is counted in it.
`ALLIANCE_TEST_WORLDS=10000` looks at so many chains instead of the usual few.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.graph.quantities import Quantity
from alliance.graph.records import Record

SEEN = (Evidence(source="made-up"),)
NOW, OLD = (
    Census(label="now", date=PartialDate.parse("2024-06-30")),
    Census(label="old", date=PartialDate.parse("2022")),
)
DAY = NOW.date.last
CHILD, PARENT = "s2", "s1"
MOST_OPEN = 9
CHAINS = int(os.environ.get("ALLIANCE_TEST_WORLDS", "400"))
PARTS = 8
INFINITE = float("inf")
INSTRUMENTS = ("organisation", "party_organization", "instructor", "testing", "supply")


@dataclass
class Sample:
    """A made-up chain: the facts, and what each of them is worth."""

    nodes: list[Node] = field(default_factory=list)
    links: list[Relationship] = field(default_factory=list)
    rosters: list[Roster] = field(default_factory=list)

    def graph(self, random: Random | None = None) -> AllianceGraph:
        """The facts as a graph, shuffled when there is something to shuffle with."""
        nodes, links = list(self.nodes), list(self.links)
        if random:
            random.shuffle(nodes)
            random.shuffle(links)
        records: list[Record] = [NOW, OLD, *self.rosters]
        return AllianceGraph.from_models(nodes, links, records)

    def of_kind(self, kind: str) -> list[Node]:
        """The nodes of a kind."""
        return [node for node in self.nodes if node.kind == kind]

    def complete(self, stage: str | None, instrument: str) -> bool:
        """Whether a roster that is not stale lists everything."""
        scopes = {"", stage, PARENT if stage == CHILD else stage} if stage else {""}
        return any(
            roster.census == "now" and roster.instrument == instrument and roster.scope in scopes
            for roster in self.rosters
        )

    def trusted(self, stage: str, instrument: str) -> bool:
        """Whether a stage's roster is complete and nobody there says that it has what the roster does not list."""
        hosts = {link.target for link in self.links if link.type == "HOSTED_BY" and truth(link)}
        stages = {stage, CHILD} if stage == PARENT else {stage}
        there = {link.source for link in self.links
                 if link.type == "OPERATES_IN" and link.target in stages and truth(link)}  # fmt: skip
        contradicted = any(
            node.attributes.get("party_cover") in ("own", "joint") and operates(node)
            for node in self.nodes
            if node.id in there - hosts
        )
        return self.complete(stage, instrument) and not (instrument == "party_organization" and contradicted)


def sample(random: Random) -> Sample:
    """A chain of three stages, some firms, party organisations, an instructor and a laboratory."""
    made = Sample()
    needs = random.choice([None, "none", "party_organization;testing"])
    for name, parent in (("s1", ""), ("s2", "s1"), ("s3", "")):
        stated = {"needs": needs} if needs and not parent else {}
        made.nodes.append(Node(id=name, kind="stage", name=name, parent=parent, attributes=stated, evidence=SEEN))
    firms = [f"f{number}" for number in range(random.randint(1, 4))]
    made.nodes += [_firm(random, name) for name in firms]
    others = {"p1": "party_organization", "p2": "party_organization", "i": "instructor", "lab": "government"}
    made.nodes += [Node(id=name, kind=kind, name=name, evidence=SEEN) for name, kind in others.items()]
    made.links += [_link(random, "s1", "FEEDS", "s3", sure=True)] if random.random() < 0.6 else []
    made.links += _links(random, firms)
    for scope, instrument in product(("", "s1", "s2", "s3"), INSTRUMENTS):
        if random.random() < 0.35:
            census = random.choice(["now", "now", "now", "old"])
            made.rosters.append(Roster(census=census, scope=scope, instrument=instrument, evidence=()))
    return made


def _firm(random: Random, name: str) -> Node:
    attributes: dict[str, Any] = {}
    for key, values in (
        ("operating", (True, True, True, False, None)),
        ("party_cover", (None, None, None, "own", "joint", "none")),
        ("full_members", (None, 1, 3)),
    ):
        value = random.choice(values)
        attributes |= {key: value} if value is not None else {}
    count, aggregate = None, random.random() < 0.15
    if aggregate:
        count = random.choice([None, Quantity(value=3), Quantity(value=1), Quantity(value=2, bound="at_least")])
    return Node(id=name, kind="enterprise", name=name, attributes=attributes, count=count, aggregate=aggregate,
                evidence=SEEN)  # fmt: skip


def _links(random: Random, firms: list[str]) -> Iterator[Relationship]:
    seen = set()
    for firm in firms:
        for stage in random.sample(["s1", "s2", "s3"], random.choice([0, 1, 1, 1, 2])):
            yield _link(random, firm, "OPERATES_IN", stage)
        if random.random() < 0.4:
            yield _link(random, random.choice(["p1", "p2"]), "HOSTED_BY", firm)
        if random.random() < 0.2:
            yield _link(random, "i", "GUIDES", firm)
        if random.random() < 0.2:
            yield _link(random, "lab", "TESTS_FOR", firm)
        for other in firms:
            goods = random.choice(["", "tea", "tea", "box"])
            if other != firm and random.random() < 0.25 and (firm, other) not in seen:
                seen.add((firm, other))
                yield _link(random, firm, "SUPPLIES", other, product=goods)
    if random.random() < 0.3:
        yield _link(random, "p1", "COVERS_STAGE", random.choice(["s1", "s2", "s3"]))
    if random.random() < 0.15:
        yield _link(random, "p2", "HOSTED_BY", "lab")


def _link(random: Random, source: str, kind: str, target: str, *, sure: bool = False, **fields: Any) -> Relationship:
    if not sure:
        fields["status"] = random.choice(["confirmed"] * 4 + ["tentative", "disputed", "inferred", "candidate"])
        fields["valid_from"] = random.choice([None, None, "2023", "2024", "2025"])
        fields["valid_to"] = random.choice([None, None, None, "2024", "2025"])
        fields["confidence"] = random.choice([None, 0.5, 0.5, 0.0])
        if fields["valid_from"] and fields["valid_to"]:
            fields["valid_to"] = None
    else:
        fields["status"] = "confirmed"
    return Relationship(source=source, type=kind, target=target, evidence=SEEN, **fields)


# ---- how far a fact holds ----


def truth(link: Relationship) -> int:
    """2 holds, 1 may hold, 0 does not, on the day of the census."""
    start, end = link.valid_from, link.valid_to
    if link.confidence == 0 or (start and start.first > DAY) or (end and end.last < DAY):
        return 0
    sure = (not start or start.last <= DAY) and (not end or end.first >= DAY)
    return 2 if sure and link.status in ("confirmed", "tentative") else 1


def operates(node: Node) -> int:
    """2 operates, 1 may, 0 does not."""
    if node.kind != "enterprise":
        return 2
    return {True: 2, False: 0, None: 1}[node.attributes.get("operating")]  # type: ignore[index]


def weight(node: Node) -> tuple[float, float]:
    """How many it stands for, at least and at most."""
    if not node.aggregate:
        return 1, 1
    if node.count is None:
        return 1, float("inf")
    return node.count.value, float("inf") if node.count.bound == "at_least" else node.count.value


@dataclass
class World:
    """One possible world: the links that hold, the nodes that are there, how many each stands for."""

    links: list[Relationship]
    there: set[str]
    weights: dict[str, float]

    def at(self, stage: str) -> set[str]:
        """The firms that operate at a stage or a finer one."""
        stages = {stage, CHILD} if stage == PARENT else {stage}
        return {
            link.source
            for link in self.links
            if link.type == "OPERATES_IN" and link.target in stages and link.source in self.there
        }

    def served(self, stage: str, instrument: str) -> set[str]:
        """The nodes of an instrument at a stage."""
        firms, stages = self.at(stage), {stage, CHILD} if stage == PARENT else {stage}
        if instrument == "organisation":
            return firms
        types = {"party_organization": ("HOSTED_BY",), "instructor": ("GUIDES",), "testing": ("TESTS_FOR",)}[instrument]
        found = {link.source for link in self.links if link.type in types and link.target in firms}
        direct = {link.source for link in self.links if link.type == "COVERS_STAGE" and link.target in stages}
        return (found | direct) if instrument == "party_organization" else found

    def hosts(self, party: str) -> set[str]:
        """Who hosts a party organisation."""
        return {link.target for link in self.links if link.type == "HOSTED_BY" and link.source == party}

    def parties(self, firm: str) -> set[str]:
        """The party organisations that a firm hosts."""
        return {link.source for link in self.links if link.type == "HOSTED_BY" and link.target == firm}


def open_facts(made: Sample) -> int:
    """How many facts only may hold."""
    return (
        sum(truth(link) == 1 for link in made.links)
        + sum(operates(node) == 1 for node in made.nodes)
        + sum(weight(node)[0] != weight(node)[1] for node in made.nodes)
    )


def worlds(made: Sample) -> Iterator[World]:
    """Every combination of what only may hold; an open number is its least, or two more."""
    links = [link for link in made.links if truth(link) == 1]
    nodes = [node for node in made.nodes if operates(node) == 1]
    numbers = [node for node in made.nodes if weight(node)[0] != weight(node)[1]]
    sure_links = [link for link in made.links if truth(link) == 2]
    sure_nodes = {node.id for node in made.nodes if operates(node) == 2}
    for choice in product((False, True), repeat=len(links) + len(nodes) + len(numbers)):
        by_link, by_node = choice[: len(links)], choice[len(links) : len(links) + len(nodes)]
        by_number = choice[len(links) + len(nodes) :]
        weights = {node.id: weight(node)[0] for node in made.nodes}
        weights |= {node.id: weight(node)[0] + 2 for node, more in zip(numbers, by_number, strict=True) if more}
        yield World(
            sure_links + [link for link, holds in zip(links, by_link, strict=True) if holds],
            sure_nodes | {node.id for node, there in zip(nodes, by_node, strict=True) if there},
            weights,
        )


def samples(part: int) -> list[tuple[int, Sample]]:
    """The chains of one part whose worlds are few enough to be counted."""
    found = []
    for seed in range(part, CHAINS, PARTS):
        random = Random(seed)
        made = sample(random)
        while open_facts(made) > MOST_OPEN:
            made = sample(random)
        found.append((seed, made))
    return found


def count(world: World, stage: str, instrument: str) -> float:
    """How many of an instrument a stage has in a world."""
    return sum(world.weights[node] for node in world.served(stage, instrument))
