"""Every store gives the same answers, byte for byte, however often and in whatever parts its facts were written."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from alliance.graph import AllianceGraph, GraphStore, Measure, Node, Quantity, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import influence_paths
from alliance.queries.catalogue import CATALOGUE
from alliance.queries.question import declaration
from alliance.tests.queries.askings import askings, outcome
from alliance.tests.queries.worlds import NOW, OLD, SEEN, sample


def several_chains(number: int = 6) -> AllianceGraph:
    """Made-up chains side by side, each with an alliance: mixed statuses, partial dates, aggregates, rosters."""
    nodes: list[Node] = []
    links: list[Relationship] = []
    rosters: list[Roster] = []
    for chain in range(number):
        made, prefix = sample(Random(chain)), f"c{chain}-"
        nodes += [_renamed(node, prefix, "id", "name", "parent") for node in made.nodes]
        links += [_renamed(link, prefix, "source", "target") for link in made.links]
        rosters += [_renamed(roster, prefix, "scope") for roster in made.rosters if roster.scope]
        nodes.append(Node(id=f"{prefix}u", kind="alliance", name=f"{prefix}alliance", evidence=SEEN))
        firms = [node.id for node in nodes if node.kind == "enterprise"]
        _add_need(prefix, firms[-1], nodes, links)
        links += [
            Relationship(source=firm, type="MEMBER_OF", target=f"{prefix}u", status="confirmed", evidence=SEEN)
            for firm in {firms[0], firms[-1]}
        ]
        matters, joins = _cadence(prefix)
        nodes += matters
        links += joins
    totals = [
        Measure(subject=node.id, metric="members", value=Quantity(value=3), evidence=SEEN)
        for node in nodes
        if node.kind == "alliance"
    ]
    return AllianceGraph.from_models(nodes, links, [NOW, OLD, *rosters, *totals])


def _add_need(prefix: str, firm: str, nodes: list[Node], links: list[Relationship]) -> None:
    """A need that the last firm raised, with a list, somebody to whom that was routed, and in part a result."""
    need, lists, result, lab = (f"{prefix}{name}" for name in ("need", "list", "result", "lab"))
    stage = {"stage": f"{prefix}s1"}
    nodes.append(Node(id=need, kind="need", name=need, attributes=stage, evidence=SEEN))
    nodes += [
        Node(id=name, kind=kind, name=name, evidence=SEEN) for name, kind in ((lists, "list"), (result, "policy"))
    ]
    steps = [
        (firm, "RAISED", need, "2023-05", "confirmed"), (need, "LISTED_IN", lists, "2023-06-01", "confirmed"),
        (lists, "ROUTED_TO", lab, "2023", "confirmed"), (lab, "PROMOTED", result, "2024-01", "tentative"),
        (need, "RESOLVED_BY", result, "2024-02", "disputed" if prefix == "c1-" else "confirmed"),
    ]  # fmt: skip
    links += [
        Relationship(source=source, type=kind, target=target, valid_from=PartialDate.parse(since), status=status,
                     evidence=SEEN)
        for source, kind, target, since, status in steps
    ]  # fmt: skip


def _cadence(prefix: str) -> tuple[list[Node], list[Relationship]]:
    """A mechanism of the alliance, a meeting and an activity, a chair term, and a policy of a stage."""
    said: dict[str, tuple[str, dict[str, Any]]] = {
        "consultation": ("mechanism", {"rhythm": "quarterly", "sessions": "meeting"}),
        "first": ("meeting", {"date": "2024Q1", "joint_work": "industry"}),
        "fair": ("activity", {"date": "2024-05"}),
        "term": ("chair_term", {"start": "2024-04", "end": "2024-06-30"}),
        "rule": ("policy", {"date_effective": "2023", "date_expires": "2024-05"}),
    }
    joins = [
        ("consultation", "MECHANISM_OF", "u"), ("first", "SESSION_OF", "consultation"), ("fair", "SESSION_OF", "u"),
        ("term", "TERM_OF", "u"), ("lab", "CHAIRS", "term"), ("rule", "APPLIES_TO", "s1"),
    ]  # fmt: skip
    return (
        [
            Node(id=prefix + name, kind=kind, name=prefix + name, attributes=attributes, evidence=SEEN)
            for name, (kind, attributes) in said.items()
        ],
        [
            Relationship(source=prefix + source, type=type_, target=prefix + target, status="confirmed", evidence=SEEN)
            for source, type_, target in joins
        ],
    )


def _renamed(fact: Any, prefix: str, *fields: str) -> Any:
    return fact.model_copy(update={name: prefix + getattr(fact, name) for name in fields if getattr(fact, name)})


def answers(graph: AllianceGraph) -> Iterable[str]:
    for entry in CATALOGUE:
        yield from (outcome(entry, graph, asking) for asking in askings(entry, graph))
    firms = [node for node in graph.node_ids if "-f" in node]
    yield from (influence_paths(graph, firms[0], other).to_json() for other in firms[1:6])


def part(graph: AllianceGraph, first: float, last: float) -> AllianceGraph:
    """All nodes and records, and the relationships from one share of them to another."""
    size = len(graph.relationships)
    chosen = range(int(size * first), int(size * last))
    nodes = [graph.node_at(position) for position in range(len(graph))]
    return AllianceGraph.from_models(nodes, [graph.relationship_at(link) for link in chosen], graph.records.all())


def test_three_overlapping_writes_answer_as_one(store: GraphStore) -> None:
    graph = several_chains()
    for first, last in ((0.0, 0.5), (0.3, 0.8), (0.6, 1.0)):
        store.write(part(graph, first, last))
    read = store.read()
    assert read.data_version == graph.data_version
    assert list(answers(read)) == list(answers(graph))
    for entry in CATALOGUE:
        if declaration(entry.load()).takes_store:
            for asking in askings(entry, graph):
                assert outcome(entry, store, asking) == outcome(entry, graph, asking)
