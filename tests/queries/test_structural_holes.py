"""G11 between groups of members: against every way on random alliances, and what is open without rosters."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random
from typing import Any

import networkx as nx
import pytest

from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.graph.records import Record
from alliance.queries import gaps

SEEN = (Evidence(source="made-up"),)
NOW = Census(label="now", date=PartialDate.parse("2024-06-30"))
DAY = date(2024, 6, 30)
COMPLETE = ("member", "tie")


def node(name: str, kind: str) -> Node:
    return Node(id=name, kind=kind, name=name, evidence=SEEN)


def link(source: str, target: str, type_id: str = "PAIRED_WITH", **fields: Any) -> Relationship:
    return Relationship(source=source, type=type_id, target=target, status="confirmed", evidence=SEEN, **fields)


def alliance(
    offices: int, firms: int, ties: list[tuple[str, str]], *, outside: int = 0, rosters: tuple[str, ...] = COMPLETE,
    perhaps: tuple[tuple[str, str], ...] = (),
) -> AllianceGraph:  # fmt: skip
    """An alliance of g0, g1 … (government) and f0, f1 … (firms); x0, x1 … are no members."""
    members = [*(node(f"g{place}", "government") for place in range(offices)),
               *(node(f"f{place}", "enterprise") for place in range(firms))]  # fmt: skip
    others = [node(f"x{place}", "public_institution") for place in range(outside)]
    links = [
        *(link(each.id, "a", "MEMBER_OF") for each in members),
        *(link(*tie) for tie in ties),
        *(link(*tie, valid_to="2024") for tie in perhaps),
    ]
    records: list[Record] = [NOW, *(Roster(census="now", scope="", instrument=instrument) for instrument in rosters)]
    return AllianceGraph.from_models([node("a", "alliance"), *members, *others], links, records)


def holes(graph: AllianceGraph) -> Any:
    return gaps(graph, kinds=["G11"], as_of=DAY)


def test_two_groups_that_nothing_joins_are_a_hole_of_their_sizes() -> None:
    (row,) = holes(alliance(2, 3, [])).rows
    assert (row.gap, row.subject, row.severity, row.counts.en) == ("G11", "a", 6, "pairs of members")
    told = "government body and enterprise (2 × 3): no working tie within two steps (rosters complete)"
    assert row.formula.en == f"members of the kinds {told}"


def test_one_broker_alone_is_a_hole_and_is_named() -> None:
    graph = alliance(2, 2, [("g0", "x0"), ("g1", "x0"), ("x0", "f0"), ("x0", "f1")], outside=1)
    (row,) = holes(graph).rows
    assert "all work passes x0 within two steps" in row.formula.en
    assert len(row.evidence) > 1


def test_it_closes_when_a_second_way_passes_the_broker_by() -> None:
    ties = [("g0", "x0"), ("x0", "f0"), ("g1", "f1")]
    assert holes(alliance(2, 2, ties, outside=1)).rows == ()


def test_the_only_member_of_a_kind_is_no_broker() -> None:
    assert holes(alliance(1, 2, [("g0", "f0"), ("g0", "f1")])).rows == ()


def test_a_tie_that_only_may_hold_leaves_it_open() -> None:
    answer = holes(alliance(2, 2, [("g0", "f0")], perhaps=(("g1", "f1"),)))
    assert (answer.status, answer.rows[0].lacks) == ("unknown", "facts")


@pytest.mark.parametrize("lacking", COMPLETE)
def test_without_a_roster_it_is_open(lacking: str) -> None:
    answer = holes(alliance(2, 2, [], rosters=tuple(name for name in COMPLETE if name != lacking)))
    assert (answer.status, {row.lacks for row in answer.rows if row.lacks}) == ("unknown", {lacking})


def test_an_alliance_whose_members_nobody_names_is_open() -> None:
    graph = AllianceGraph.from_models([node("a", "alliance")], [], [NOW])
    assert {row.lacks for row in holes(graph).rows if row.lacks} == {"member", "tie"}


@pytest.mark.parametrize("seed", range(150))
def test_a_hole_is_what_one_node_separates(seed: int) -> None:
    random = Random(seed)
    offices, firms, outside = random.randint(1, 3), random.randint(1, 3), random.randint(0, 2)
    everybody = [*(f"g{place}" for place in range(offices)), *(f"f{place}" for place in range(firms)),
                 *(f"x{place}" for place in range(outside))]  # fmt: skip
    pairs = [(one, other) for one, other in product(everybody, everybody) if one < other and random.random() < 0.3]
    answer = holes(alliance(offices, firms, pairs, outside=outside))
    graph = nx.Graph(pairs)
    graph.add_nodes_from(everybody)
    one, other = (sorted(name for name in everybody if name[0] == letter) for letter in "gf")

    def joined(without: str | None) -> bool:
        rest = graph.subgraph(name for name in graph if name != without)
        lengths = (nx.single_source_shortest_path_length(rest, begin, cutoff=2) for begin in one if begin in rest)
        return any(end in found for found in lengths for end in other)

    alone = {group[0] for group in (one, other) if len(group) == 1}
    is_hole = not joined(None) or any(not joined(name) for name in everybody if name not in alone)
    assert (answer.status == "found") == is_hole
