"""The made-up alliance of 54 members: its script, its distances, and every kind of gap, which occurs and closes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Evidence, Relationship
from alliance.graph.networks.ties import TieRule
from alliance.loaders import read_folder
from alliance.queries import diff, gaps, influence_paths, member_pairs, members
from alliance.queries.register.row import GAP_LABELS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "example-54"
SEEN = (Evidence(source="made-up"),)
ALLIANCE = "示例县茶产业党建联盟"


@pytest.fixture(scope="module")
def example() -> AllianceGraph:
    return read_folder(FOLDER).batch


def test_the_script_writes_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "data" / "build_example_54.py"), str(tmp_path)], check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix == ".csv"}


def test_it_says_that_it_is_made_up() -> None:
    assert "虚构" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "虚构" in (FOLDER / "sources.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("census", ["2024H1", "2024H2"])
def test_it_has_54_members_at_each_census(example: AllianceGraph, census: str) -> None:
    answer = members(example, ALLIANCE, as_of=example.records.censuses[census].date.last)
    assert (sum(row.low for row in answer.rows), answer.bounds["named"]) == (54, 54)


def test_over_the_umbrella_every_pair_of_members_is_two_steps_apart(example: AllianceGraph) -> None:
    day = example.records.censuses["2024H2"].date.last
    ids = sorted(row.id for row in _member_rows(example))
    rule = TieRule(umbrella=True, direction="either")
    for one, other in [(ids[0], ids[-1]), *list(combinations(ids, 2))[::97]]:
        answer = influence_paths(example, one, other, count=1, hops=2, rule=rule, as_of=day)
        assert answer.status == "found"
        assert answer.rows[0].hops <= 2


def test_by_default_a_pair_without_a_working_tie_is_not_reached(example: AllianceGraph) -> None:
    answer = influence_paths(example, "b2", "b3")
    assert answer.status == "none"
    pairs = member_pairs(example, ALLIANCE, top=1)
    assert pairs.bounds["membership"] > pairs.bounds["work"] > 0


def _member_rows(example: AllianceGraph) -> list[Any]:
    position = example.position("alliance")
    assert position is not None
    columns = example.relationships
    into = [
        link
        for link in example.incoming(position).tolist()
        if example.relationship_at(link).type == "MEMBER_OF" and example.relationship_at(link).valid_to is None
    ]
    return [example.node_at(int(columns.sources[link])) for link in into]  # fmt: skip


# ---- every kind of gap occurs, and closes when what it asks for is loaded ----

Links = list[Relationship]
Change = Callable[[Links], Links]


def link(source: str, type_id: str, target: str, **fields: Any) -> Relationship:
    return Relationship(source=source, type=type_id, target=target, status="confirmed", evidence=SEEN, **fields)


def more(*added: Relationship) -> Change:
    return lambda links: [*links, *added]


def shared(customer: str, product: str, shares: dict[str, str]) -> Change:
    """The same links, with other parts of what a customer gets of a product."""

    def changed(links: Links) -> Links:
        kept = [each for each in links if (each.target, each.product) != (customer, product)]
        return [*kept, *(link(supplier, "SUPPLIES", customer, product=product, attributes={"share": share})
                         for supplier, share in shares.items())]  # fmt: skip

    return changed


CLOSING: dict[str, tuple[str, Change]] = {
    "G1": ("drinksell", more(link("f16", "OPERATES_IN", "drinksell"))),
    "G2": ("bottle", more(link("f08", "SUPPLIES", "f16", product="红茶"))),
    "G3": ("n2", more(link("n2", "RESOLVED_BY", "d11", valid_from="2024-12-01"))),
    "G4": ("seed", more(link("f02", "OPERATES_IN", "seed"))),
    "G5": ("f23", shared("f23", "纸板", {"o02": "0.4", "f26": "0.3", "f25": "0.3"})),
    "G6": ("f02", shared("f02", "肥料", {"o01": "0.3", "f26": "0.7"})),
    "G7": ("f21", more(link("pt1", "HOSTED_BY", "f21"))),
    "G8": ("f22", more(link("i1", "GUIDES", "f22"))),
    "G9": ("shed", more(link("pf03", "COVERS_PROJECT", "shed"))),
    "G10": ("roast", more(link("l1", "TESTS_FOR", "f12"))),
    "G11": ("alliance|企业与农民专业合作社",
            more(link("f01", "PAIRED_WITH", "c1"), link("f02", "PAIRED_WITH", "c2"))),
    "G12": ("t6", more(link("t6", "ATTENDED", "m5", valid_from="2024-12-20", valid_to="2024-12-20"))),
    "G13": ("n3", more(link("n3", "HANDLES", "d03", valid_from="2024-09-01"))),
    "G14": ("alliance|农户", more(link("alliance", "SERVES", "h1"))),
    "G15": ("haul", more(link("f24", "OPERATES_IN", "haul"), link("c1", "OPERATES_IN", "haul"))),
}  # fmt: skip


def found(graph: AllianceGraph, kind: str, subject: str) -> bool:
    node, _, detail = subject.partition("|")
    rows = gaps(graph, kinds=[kind]).rows
    return any((row.gap, row.subject) == (kind, node) and detail in row.formula.zh for row in rows)


def test_every_kind_of_gap_that_is_judged_has_its_case() -> None:
    assert set(CLOSING) == set(GAP_LABELS)


@pytest.mark.parametrize("kind", CLOSING)
def test_a_gap_occurs_and_closes_when_what_it_asks_for_is_loaded(example: AllianceGraph, kind: str) -> None:
    subject, change = CLOSING[kind]
    assert found(example, kind, subject)
    links = [example.relationship_at(place) for place in range(len(example.relationships))]
    nodes = [example.node_at(place) for place in range(len(example))]
    closed = AllianceGraph.from_models(nodes, change(links), example.records.all())
    assert not found(closed, kind, subject)


def test_between_the_censuses_gaps_open_close_and_persist(example: AllianceGraph) -> None:
    answer = diff(example, "2024H1", "2024H2", parts=("gaps",), persisting=True)
    assert {row.change for row in answer.rows} >= {"new", "ended", "persists"}
