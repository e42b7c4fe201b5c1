"""Members of an alliance: groups that add up, against the count of every world; shuffled rows; the published total."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from alliance.graph import AllianceGraph, Census, Evidence, Measure, Node, Quantity, Relationship, Roster, schema
from alliance.graph.dates import PartialDate
from alliance.queries import member_pairs, members
from alliance.tests.queries.strengths import holding, random_facts, shuffled

SEEN = (Evidence(source="s1"),)
KINDS = ("enterprise", "school", "government")
TIERS = ("", "core", "backbone")


def published(value: float | None, bound: Any = "exact") -> Measure:
    count = None if value is None else Quantity(value=value, bound=bound)
    return Measure(subject="u", metric="成员", value=count, evidence=SEEN)


def facts(dice: random.Random) -> tuple[list[Node], list[Relationship], list[Any]]:
    nodes = [Node(id="u", kind="alliance", name="made up")]
    links = []
    for number in range(dice.randint(0, 6)):
        counted = dice.random() < 0.3
        extra: dict[str, Any] = {"aggregate": True, "count": Quantity(value=dice.randint(2, 5))} if counted else {}
        nodes.append(Node(id=f"m{number}", kind=dice.choice(KINDS), name=f"m{number}", evidence=SEEN, **extra))
        tier = dice.choice(TIERS)
        links.append(Relationship(
            source=f"m{number}", type="MEMBER_OF", target="u", evidence=SEEN,
            status=dice.choice(["confirmed", "disputed"]), attributes={"tier": tier} if tier else {},
        ))  # fmt: skip
    records: list[Any] = []
    if dice.random() < 0.5:
        records.append(published(dice.randint(1, 30)))
    if dice.random() < 0.5:
        census = Census(label="2024H1", date=PartialDate.parse("2024-06-30"))
        records += [census, Roster(census="2024H1", scope="u", instrument="member", evidence=SEEN)]
    return nodes, links, records


def size(node: Node) -> int:
    return int(node.count.value) if node.count else 1


@pytest.mark.parametrize("seed", range(300))
def test_every_group_counts_what_is_surely_in_it_and_the_rows_add_up(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links, records = facts(dice)
    by: Any = dice.choice(["kind", "tier"])
    answer = members(AllianceGraph.from_models(nodes, links, records), "u", by=by)
    known = {node.id: node for node in nodes}
    sure, may = Counter[str](), Counter[str]()
    for link in links:
        node = known[link.source]
        group = node.kind if by == "kind" else str(link.attributes.get("tier", ""))
        may[group] += size(node)
        sure[group] += size(node) if link.status == "confirmed" else 0
    total = next((int(r.value.value) for r in records if isinstance(r, Measure) and r.value), None)
    named = sum(not known[link.source].aggregate for link in links if link.status == "confirmed")
    aggregates = sum(size(known[link.source]) for link in links if known[link.source].aggregate)
    complete = any(isinstance(record, Roster) for record in records)
    rest = max(0, total - named - aggregates) if total is not None else 0 if complete else None
    rows = {row.group: row for row in answer.rows}
    for group in may.keys() - {""}:
        assert rows[group].low == sure[group]
        assert rows[group].high == (None if rest is None else may[group] + rest)
        assert {ref.id for ref in rows[group].members} <= {link.source for link in links}
    if rest or rest is None or may[""]:
        assert rows[""].low == sure[""] + (rest or 0)
        assert rows[""].high == (None if rest is None else may[""] + rest)
    assert set(rows) - {""} == may.keys() - {""}
    known_group = any(sure[group] for group in sure if group)
    nobody = complete and not links and total is None
    assert answer.status == ("found" if known_group else "none" if nobody else "unknown")
    assert bool(answer.unknown) or rest is not None


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links, records = facts(dice)
    first = members(AllianceGraph.from_models(nodes, links, records), "u").to_json()
    dice.shuffle(nodes)
    dice.shuffle(links)
    assert members(AllianceGraph.from_models(nodes, links, records), "u").to_json() == first


def test_a_total_that_is_a_lower_bound_leaves_every_group_open() -> None:
    nodes = [Node(id="u", kind="alliance", name="u"), Node(id="a", kind="school", name="a", evidence=SEEN)]
    link = Relationship(source="a", type="MEMBER_OF", target="u", status="confirmed", evidence=SEEN)
    answer = members(AllianceGraph.from_models(nodes, [link], [published(300, "at_least")]), "u")
    assert [(row.group, row.count, row.unnamed) for row in answer.rows] == [("school", "1+", "0"), ("", "299+", "299+")]


def test_hengzhou_gives_54_and_no_split(hengzhou: AllianceGraph) -> None:
    answer = members(hengzhou, "hz-jasmine-party-alliance")
    assert [(row.group, row.count, row.low, row.high) for row in answer.rows] == [("", "54", 54, 54)]
    assert answer.status == "unknown"
    assert "not given 54" in answer.sentence.en
    assert "MEMBER_OF" in answer.unknown[0].closes_when.en


WORK = [declared.id for declared in schema().types.values() if declared.working]


@pytest.mark.parametrize("seed", range(150))
def test_every_pair_is_joined_as_its_definition_says(seed: int) -> None:
    dice = random.Random(seed)
    nodes, links = random_facts(dice, open_links=True)
    ids = [node.id for node in nodes if node.kind not in schema().kinds_with("umbrella")]
    nodes = [*nodes, Node(id="u", kind="alliance", name="u")]
    chosen = dice.sample(ids, min(4, len(ids)))
    joining = [Relationship(source=i, type="MEMBER_OF", target="u", status="confirmed", evidence=SEEN) for i in chosen]
    links = [link for link in links if "u" not in (link.source, link.target)] + joining
    commands = list(combinations(dice.sample(chosen, min(3, len(chosen))), 2))[:1]
    links = [link for link in links if (link.source, link.target) not in commands or link.type != "SUBORDINATE_TO"]
    links += [
        Relationship(source=a, type="SUBORDINATE_TO", target=b, status="confirmed", evidence=SEEN) for a, b in commands
    ]
    graph = shuffled(nodes, links, dice)
    answer = member_pairs(graph, "u")
    umbrella = {node.id for node in nodes if node.kind in schema().kinds_with("umbrella")}
    assert answer.bounds["pairs"] == len(list(combinations(chosen, 2)))
    for row in answer.rows:
        found = {}
        for name, held in (("holds", holding(links)), ("may", links)):
            work = [e for e in held if e.type in WORK and not {e.source, e.target} & umbrella]
            plain: Any = nx.Graph([(e.source, e.target) for e in work])
            order: Any = nx.Graph([(e.source, e.target) for e in held if e.type == "SUBORDINATE_TO"])
            found["work", name] = distance(plain, row.one.id, row.other.id) <= 2
            found["command", name] = distance(order, row.one.id, row.other.id) < float("inf")
        kinds = [("work", "holds"), ("command", "holds"), ("work", "may"), ("command", "may")]
        expected = next((kind for kind in kinds if found[kind]), ("membership", "holds"))
        assert (row.joined, row.truth) == expected


def distance(graph: Any, one: str, other: str) -> float:
    if one not in graph or other not in graph or not nx.has_path(graph, one, other):
        return float("inf")
    return float(nx.shortest_path_length(graph, one, other))


def test_pairs_tell_on_what_the_two_worked(make_node: Any, make_link: Any) -> None:
    nodes = [make_node("u", "alliance"), *(make_node(name) for name in "abc"), make_node("x", "activity")]
    links = [*(make_link(name, "MEMBER_OF", "u") for name in "abc"), make_link("a", "ATTENDED", "x"),
             make_link("b", "ATTENDED", "x"), make_link("c", "SUBORDINATE_TO", "a")]  # fmt: skip
    answer = member_pairs(AllianceGraph.from_models(nodes, links), "u")
    told = [(row.one.id, row.other.id, row.joined, row.on_what.en) for row in answer.rows]
    assert told == [
        ("a", "b", "work", "a attended x; b attended x"),
        ("a", "c", "command", "c subordinate to a"),
        ("b", "c", "membership", ""),
    ]
    assert answer.sentence.en.endswith("1 by command, and of 1 only membership is listed.")


def test_hengzhou_names_no_member_so_no_pair(hengzhou: AllianceGraph) -> None:
    answer = member_pairs(hengzhou, "hz-jasmine-party-alliance")
    assert (answer.status, answer.rows) == ("unknown", ())
