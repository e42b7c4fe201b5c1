"""Cases in which something that only may hold once counted as one sure thing, or an absence was claimed too early."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster, schema
from alliance.graph.dates import PartialDate
from alliance.graph.quantities import Quantity
from alliance.graph.records import Records
from alliance.queries import coverage, coverage_matrix, gaps

DAY = date(2024, 6, 30)
LISTED = [("", "organisation")]
EVERYTHING = [("", instrument) for instrument in schema().instruments]
MAYBE = [
    {"valid_from": "2024"},
    {"valid_to": "2024"},
    {"status": "disputed"},
    {"status": "inferred"},
    {"status": "candidate"},
]
BASE = [("s", "stage", {"needs": "party_organization;testing"}), ("a", "enterprise", {"party_cover": None})]


def rate(graph: AllianceGraph, measure: str = "organisation_coverage", **asked: Any) -> tuple[Any, Any]:
    row = next(row for row in coverage(graph, as_of=DAY, **asked).rows if row.measure == measure)
    return row.low, row.high


def cell(graph: AllianceGraph, stage: str = "s", instrument: str = "organisation") -> str:
    (row,) = coverage_matrix(graph, stages=[stage], instruments=[instrument], as_of=DAY).rows
    return row.text()


def verdict(graph: AllianceGraph, kind: str, subject: str) -> str:
    answer = gaps(graph, kinds=[kind], as_of=DAY)
    if any((row.gap, row.subject) == (kind, subject) for row in answer.rows):
        return "gap"
    return "open" if any(row.subject == subject and f"{kind} " in row.formula.en for row in answer.rows) else "no"


# ---- coverage ----


@pytest.mark.parametrize("fields", MAYBE)
def test_a_link_that_only_may_hold_covers_perhaps(build: Any, fields: dict[str, Any]) -> None:
    listed = [*LISTED, ("", "party_organization")]
    hosted = build([("a", "enterprise"), ("p", "party_organization")], [("p", "HOSTED_BY", "a", fields)], listed)
    assert [rate(hosted, which) for which in ("organisation_coverage", "own_organisation")] == [(0, 1), (0, 1)]
    guided = build(
        [("a", "enterprise", {"work_cover": False}), ("i", "instructor")], [("i", "GUIDES", "a", fields)], listed
    )
    assert rate(guided, "work_coverage") == (0, 1)
    due = [("a", "enterprise", {"full_members": 3}), ("p", "party_organization")]
    assert rate(build(due, [("p", "HOSTED_BY", "a", fields)], listed), "due_but_missing") == (0, 1)


@pytest.mark.parametrize("fields", MAYBE)
def test_a_place_that_only_may_hold_is_counted_perhaps(build: Any, fields: dict[str, Any]) -> None:
    graph = build([("s", "stage"), ("a", "enterprise")], [("a", "OPERATES_IN", "s", fields)], EVERYTHING)
    assert cell(graph) == "0–1"
    assert verdict(graph, "G1", "s") == verdict(graph, "G4", "s") == "open"


def test_a_link_of_no_confidence_shows_nothing(build: Any) -> None:
    nodes = [("a", "enterprise"), ("p", "party_organization")]
    graph = build(nodes, [("p", "HOSTED_BY", "a", {"confidence": 0.0})], [*LISTED, ("", "party_organization")])
    assert rate(graph) == (0, 0)


def test_who_does_not_say_whether_it_operates_may_be_out_of_numerator_and_denominator(build: Any) -> None:
    nodes = [(name, "cooperative", {"operating": None}) for name in "ab"] + [("p", "party_organization")]
    graph = build(nodes, [("p", "HOSTED_BY", "a")], [*LISTED, ("", "party_organization")])
    assert rate(graph) == (0, 1)
    row = coverage(graph, as_of=DAY).rows[0]
    assert row.text() == "0/1 – 1/1"


def test_a_branch_of_a_firm_and_a_government_body_is_a_joint_one(build: Any) -> None:
    nodes = [("a", "enterprise"), ("g", "government"), ("p", "party_organization")]
    graph = build(nodes, [("p", "HOSTED_BY", "a"), ("p", "HOSTED_BY", "g")], LISTED)
    assert rate(graph) == (1, 1)
    assert rate(graph, "own_organisation") == (0, 0)


def many(number: Quantity | None) -> dict[str, Any]:
    return {"aggregate": True, "count": number}


def test_an_aggregate_of_employers_counts_as_many_as_it_stands_for(build: Any) -> None:
    nodes = [("a", "enterprise"), ("p", "party_organization"), ("c", "cooperative", {}, many(Quantity(value=645)))]
    row = coverage(build(nodes, [("p", "HOSTED_BY", "a")], LISTED), as_of=DAY).rows[0]
    assert row.text() == "1/646 – 646/646"
    assert (row.low, row.high) == (1 / 646, 1)
    some = coverage(
        build([*nodes[:2], ("c", "cooperative", {}, many(None))], [("p", "HOSTED_BY", "a")], LISTED), as_of=DAY
    )
    assert some.rows[0].text() == "1/2+ – 2/2+"


def test_aggregates_of_a_cell_keep_at_least_and_about(build: Any) -> None:
    counts = [Quantity.parse("30+"), Quantity.parse("约30"), None]
    nodes: list[Any] = [(f"f{place}", "enterprise", {}, many(number)) for place, number in enumerate(counts)]
    links = [(f"f{place}", "OPERATES_IN", "s") for place in range(3)]
    assert cell(build([("s", "stage"), *nodes], links, EVERYTHING)) == "≈61+"
    assert cell(build([("s", "stage"), nodes[1]], links[1:2], EVERYTHING)) == "≈30"


def test_only_whom_the_roster_lists_is_in_the_denominator() -> None:
    listed, elsewhere = (Evidence(source="the-roster"),), (Evidence(source="a-contract"),)
    nodes = [Node(id=name, kind="enterprise", name=name, attributes={"operating": True, "party_cover": "own"},
                  evidence=listed) for name in "ab"]  # fmt: skip
    nodes.append(Node(id="abroad", kind="enterprise", name="abroad", evidence=elsewhere))
    links = [Relationship(source="a", type="SUPPLIES", target="abroad", evidence=elsewhere, status="confirmed")]
    census = Census(label="c", date=PartialDate.parse("2024-06-30"))
    for evidence in (listed, ()):
        roster = Roster(census="c", instrument="organisation", evidence=evidence)
        graph = AllianceGraph.from_models(nodes, links, [census, roster])
        assert coverage(graph).rows[0].total == 2


# ---- contradictions ----


def test_none_beside_a_link_is_reported_and_unknown(build: Any) -> None:
    nodes = [("a", "enterprise", {"party_cover": "none"}), ("p", "party_organization")]
    answer = coverage(build(nodes, [("p", "HOSTED_BY", "a")], LISTED), as_of=DAY)
    assert (answer.rows[0].low, answer.rows[0].high) == (0, 1)
    assert any(entry.what.en.startswith("contradiction: 1 employer says none") for entry in answer.unknown)


def test_a_roster_that_lists_none_while_cells_say_otherwise_decides_nothing(build: Any) -> None:
    nodes = [
        ("a", "enterprise", {"party_cover": "own"}),
        ("b", "enterprise", {"party_cover": "joint"}),
        ("c", "enterprise"),
    ]
    answer = coverage(build(nodes, [], [*LISTED, ("", "party_organization")]), as_of=DAY)
    assert (answer.rows[0].low, answer.rows[0].high) == (0, 1)
    assert any("2 employers say own or joint" in entry.what.en for entry in answer.unknown)
    honest = build([("c", "enterprise")], [], [*LISTED, ("", "party_organization")])
    assert rate(honest) == (0, 0)


def test_own_in_the_cell_and_joint_by_links_is_reported(build: Any) -> None:
    nodes = [("a", "enterprise", {"party_cover": "own"}), ("g", "government"), ("p", "party_organization")]
    answer = coverage(build(nodes, [("p", "HOSTED_BY", "a"), ("p", "HOSTED_BY", "g")], LISTED), as_of=DAY)
    assert [(row.low, row.high) for row in answer.rows[:2]] == [(1, 1), (0, 1)]
    assert any("links show the other" in entry.what.en for entry in answer.unknown)


# ---- gaps ----

TWO = [("s", "stage"), ("x", "enterprise"), ("y", "enterprise"), ("z", "enterprise")]
AT = [(name, "OPERATES_IN", "s") for name in "xyz"]


def supplied(
    build: Any, second: dict[str, Any], *, operating: Any = True, rosters: Any = None, product: str = "tea"
) -> Any:
    nodes = [*TWO[:3], ("z", "enterprise", {"operating": operating})]
    links = [("x", "SUPPLIES", "y", {"product": "tea"}), ("z", "SUPPLIES", "y", {"product": product, **second})]
    return build(nodes, [*AT, *links], EVERYTHING if rosters is None else rosters)


def test_a_second_source_must_surely_be_there(build: Any) -> None:
    assert verdict(supplied(build, {}), "G4", "x") == "no"
    for second in [{"status": "tentative"}, *MAYBE]:
        answer = gaps(supplied(build, second), kinds=["G4"], as_of=DAY)
        assert answer.status == "unknown"
        assert any("G4 single point (x)" in row.formula.en for row in answer.rows)
    assert verdict(supplied(build, {}, operating=False), "G4", "x") == "gap"
    assert gaps(supplied(build, {}, operating=None), kinds=["G4"], as_of=DAY).status == "unknown"


def test_tea_and_boxes_are_two_needs(build: Any) -> None:
    graph = supplied(build, {}, product="box")
    assert verdict(graph, "G4", "x") == verdict(graph, "G4", "z") == "gap"


@pytest.mark.parametrize("missing", ["organisation", "supply"])
def test_a_single_source_needs_the_rosters_of_its_way(build: Any, missing: str) -> None:
    rosters = [(scope, which) for scope, which in EVERYTHING if which != missing]
    answer = gaps(supplied(build, {}, operating=False, rosters=rosters), kinds=["G4"], as_of=DAY)
    assert answer.status == "unknown"
    assert [row.lacks for row in answer.rows if row.lacks] == [missing]


FED = [("s", "stage"), ("t", "stage"), ("x", "enterprise"), ("y", "enterprise")]
FEED = [("s", "FEEDS", "t"), ("x", "OPERATES_IN", "s"), ("y", "OPERATES_IN", "t")]


@pytest.mark.parametrize("fields", [{"valid_from": "2024"}, {"valid_to": "2024"}])
def test_a_link_that_may_be_over_closes_neither_a_feed_nor_a_service(build: Any, fields: dict[str, Any]) -> None:
    fed = build(FED, [*FEED, ("x", "SUPPLIES", "y", fields)], EVERYTHING)
    assert verdict(fed, "G2", "t") == "open"
    nodes = [*BASE, ("lab", "government")]
    served = build(nodes, [("a", "OPERATES_IN", "s"), ("lab", "TESTS_FOR", "a", fields)], EVERYTHING)
    assert verdict(served, "G10", "s") == "open"


def test_a_feed_is_broken_only_where_supply_links_were_listed(build: Any) -> None:
    assert verdict(build(FED, FEED, EVERYTHING), "G2", "t") == "gap"
    unlisted = [(scope, which) for scope, which in EVERYTHING if which != "supply"]
    assert verdict(build(FED, FEED, unlisted), "G2", "t") == "open"
    assert verdict(build(FED, FEED, [*unlisted, ("s", "supply")]), "G2", "t") == "gap"


def test_a_post_that_assists_a_household_covers_it(build: Any) -> None:
    nodes = [("h", "household"), ("o", "post")]
    assert verdict(build(nodes, [("o", "ASSISTS", "h")], EVERYTHING), "G9", "h") == "no"
    assert verdict(build(nodes, [], EVERYTHING), "G9", "h") == "gap"
    assert verdict(build(nodes, [("o", "ASSISTS", "h", {"status": "disputed"})], EVERYTHING), "G9", "h") == "open"


def test_without_a_chain_nothing_can_be_said_of_it(build: Any) -> None:
    graph = build([("a", "enterprise")], [], EVERYTHING)
    for answer in (gaps(graph, as_of=DAY), coverage_matrix(graph, as_of=DAY)):
        assert answer.status == "unknown"
        assert "chain_segments.csv" in answer.unknown[0].closes_when.zh


# ---- the day ----


def test_news_of_another_alliance_does_not_make_rosters_look_old(build: Any) -> None:
    nodes = [*BASE, ("other", "alliance"), ("firm", "enterprise")]
    links = [("a", "OPERATES_IN", "s"), ("firm", "MEMBER_OF", "other", {"observed_at": "2026-01-01"})]
    graph = build(nodes, links, EVERYTHING)
    assert coverage_matrix(graph).parameters["as_of"] == "2024-06-30"
    assert gaps(graph, stage="s").parameters["as_of"] == "2024-06-30"
    own = build(nodes, [*links, ("a", "OPERATES_IN", "s", {"product": "x", "observed_at": "2025-03-01"})], EVERYTHING)
    assert gaps(own).parameters["as_of"] == "2025-03-01"


def test_a_stage_of_one_chain_keeps_its_day_beside_a_newer_census_of_another(build: Any) -> None:
    graph = build([*BASE, ("t", "stage")], [("a", "OPERATES_IN", "s")], [("s", "organisation")])
    newer = Census(label="2025H2", date=PartialDate.parse("2025-12-31"))
    records = [*graph.records.all(), newer, Roster(census="2025H2", scope="t", instrument="organisation")]
    both = AllianceGraph(graph.nodes, graph.relationships, Records.of(records))
    assert coverage_matrix(both, stages=["s"], instruments=["organisation"]).rows[0].text() == "1"
    assert coverage_matrix(both, stages=["t"], instruments=["organisation"]).parameters["as_of"] == "2025-12-31"


# ---- the order of stages ----


def test_stages_stand_in_the_order_that_the_chain_states(build: Any, hengzhou: AllianceGraph) -> None:
    names = [row["环节"] for row in coverage_matrix(hengzhou, levels=["cluster9"]).grid("zh")]
    assert names == ["花茶", "盆栽", "食品", "旅游", "用品", "餐饮", "药用", "体育", "康养"]
    nodes = [("a", "stage", {"order": 2}), ("b", "stage", {"order": 1}), ("c", "stage", {"position": "upstream"})]
    grid = coverage_matrix(build(nodes, []), instruments=["post"]).grid("en")
    assert [row["stage"] for row in grid] == ["b", "a", "c"]


def test_a_link_without_a_product_makes_no_single_source_of_two_others(build: Any) -> None:
    nodes = [*TWO, ("w", "enterprise")]
    tea = [("x", "SUPPLIES", "y", {"product": "tea"}), ("z", "SUPPLIES", "y", {"product": "tea"})]
    perhaps = [("w", "OPERATES_IN", "s"), ("w", "SUPPLIES", "y", {"status": "tentative"})]
    graph = build(nodes, [*AT, *tea, *perhaps], EVERYTHING)
    answer = gaps(graph, kinds=["G4"], as_of=DAY)
    assert [row.formula.en for row in answer.rows if row.subject] == [
        "1 question cannot be decided: G4 single point (w)"
    ]


def test_a_gap_of_a_branch_is_open_where_a_cell_contradicts_the_roster(build: Any) -> None:
    nodes = [BASE[0], ("a", "enterprise", {"party_cover": "own"})]
    graph = build(nodes, [("a", "OPERATES_IN", "s")], EVERYTHING)
    assert verdict(graph, "G9", "s") == "open"
    assert cell(graph, instrument="party_organization") == "?"
    assert any("contradiction" in entry.what.en for entry in gaps(graph, as_of=DAY).unknown)
