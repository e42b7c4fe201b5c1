"""The gap register: each definition, precedence of data gaps, dominators against brute force, the real facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import UnknownTerm
from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster, schema
from alliance.graph.dates import PartialDate
from alliance.graph.records import Records
from alliance.queries import gaps
from alliance.queries.chain import Chain
from alliance.queries.register.row import GAP_LABELS
from alliance.queries.register.supply import Sources, dominated_counts

EVERYTHING = [("", instrument) for instrument in schema().instruments]


def register(graph: AllianceGraph, **given_values: Any) -> list[tuple[str, str, float | None]]:
    return [(row.gap, row.subject, row.severity) for row in gaps(graph, **given_values).rows]


def stage(name: str, **attributes: Any) -> tuple[Any, ...]:
    """A stage that must have a branch and no service unless it says so."""
    return (name, "stage", {"needs": "party_organization", **attributes})


def subjects(answer: Any) -> set[str]:
    """The subjects whose questions stay open; what belongs to no stage has none."""
    return {row.subject for row in answer.rows if row.gap == "G15" and not row.lacks and row.subject}


def rosters_missing(answer: Any) -> dict[str, float]:
    """The rosters that are missing, each with the number of questions that it settles after those before it."""
    return {row.lacks: row.severity for row in answer.rows if row.lacks}


# ---- G1 and G15 ----


def chain_of(build: Any, rosters: list[tuple[str, str]], **critical: bool) -> AllianceGraph:
    """seed → grow → dry → pack, and seed → oil; nobody works anywhere; each has a branch."""
    names = ["seed", "grow", "dry", "pack", "oil"]
    feeds = [("seed", "grow"), ("grow", "dry"), ("dry", "pack"), ("seed", "oil")]
    branches = [("p", "party_organization")]
    return build(  # type: ignore[no-any-return]
        [*(stage(one, **({"critical": critical[one]} if one in critical else {})) for one in names), *branches],
        [*((one, "FEEDS", other) for one, other in feeds), *(("p", "COVERS_STAGE", one) for one in names)],
        rosters,
    )


def test_g1_a_required_stage_without_an_organisation_weighs_what_hangs_on_it(build: Any) -> None:
    answer = gaps(chain_of(build, EVERYTHING), kinds=["G1"])
    assert answer.status == "found"
    assert [(row.subject, row.severity) for row in answer.rows] == [
        ("seed", 4.0), ("grow", 2.0), ("dry", 1.0), ("oil", 0.0), ("pack", 0.0),
    ]  # fmt: skip
    assert answer.rows[0].formula.en == (
        "n = 0 (roster complete); critical 1 (not stated, taken as critical) × 4 stages only through it = 4"
    )


def test_g1_a_stage_that_is_not_critical_weighs_nothing(build: Any) -> None:
    assert register(chain_of(build, EVERYTHING, seed=False), kinds=["G1"])[0] == ("G1", "grow", 2.0)


def test_without_a_roster_nothing_is_missing_and_the_data_are(build: Any) -> None:
    answer = gaps(chain_of(build, []))
    assert answer.status == "unknown"
    assert {row.gap for row in answer.rows} == {"G15"}
    assert subjects(answer) == {"seed", "grow", "dry", "pack", "oil"}
    (seed,) = [row for row in answer.rows if row.subject == "seed"]
    assert "G1" in seed.formula.en
    assert "rosters for seed or wider" in seed.closes_when.en
    assert rosters_missing(answer) == {"organisation": 20.0, "supply": 4.0, "matter": 2.0}
    assert "rosters.csv" in answer.rows[0].closes_when.zh
    assert answer.rows[0].formula.en.startswith(
        'the "organisations" list is missing at 5 stages (seed, grow, oil, dry, pack): with it 20 questions can be '
        "decided (G1 missing stage, G4 single point, G7 organisation gap, G8 work gap), 20 of 26 so far; 4 questions"
    )


def test_a_roster_of_one_stage_decides_that_stage_alone(build: Any) -> None:
    graph = chain_of(build, [("grow", "organisation")])
    assert ("G1", "grow", 2.0) in register(graph)
    assert subjects(gaps(graph)) == {"seed", "dry", "pack", "oil"}


def test_a_roster_counts_from_the_day_of_its_census(build: Any) -> None:
    assert gaps(chain_of(build, EVERYTHING), as_of=date(2024, 6, 29)).status == "unknown"
    assert gaps(chain_of(build, EVERYTHING), as_of=date(2024, 6, 30)).status == "found"


def test_a_stale_roster_decides_nothing_and_is_named(build: Any) -> None:
    graph = chain_of(build, EVERYTHING)
    last, after = date(2024, 12, 31), date(2025, 1, 1)
    assert {row.gap for row in gaps(graph, as_of=last).rows} == {
        row.gap for row in gaps(graph, as_of=date(2024, 6, 30)).rows
    }
    answer = gaps(graph, as_of=after)
    assert answer.status == "unknown"
    assert {row.gap for row in answer.rows} == {"G15"}
    for row in answer.rows:
        assert "is stale (2024-06-30)" in row.closes_when.en
        assert "已过期(2024-06-30)" in row.closes_when.zh
    assert "census not before 2024-07-01" in answer.rows[0].closes_when.en


def test_a_newer_roster_takes_the_place_of_a_stale_one(build: Any) -> None:
    graph = chain_of(build, EVERYTHING)
    newer = Census(label="2025H1", date=PartialDate.parse("2025-06-30"))
    rosters = [one.model_copy(update={"census": newer.label}) for one in graph.records.rosters.values()]
    records = [*graph.records.all(), newer, *rosters]
    both = AllianceGraph(graph.nodes, graph.relationships, Records.of(records))
    assert gaps(both).parameters["as_of"] == "2025-06-30"
    assert {row.gap for row in gaps(both).rows} == {row.gap for row in gaps(graph).rows}


def test_a_census_of_which_only_the_year_is_known_promises_nothing_before_its_end(build: Any) -> None:
    nodes = [("s1", "stage"), ("s2", "stage")]
    graph = build(nodes, [("s1", "FEEDS", "s2")])
    year = Census(label="2024", date=PartialDate.parse("2024"))
    promised = AllianceGraph(
        graph.nodes, graph.relationships, Records.of([year, Roster(census="2024", instrument="organisation")])
    )
    undecided = gaps(promised, kinds=["G1"], as_of=date(2024, 12, 30))
    assert (undecided.status, {row.gap for row in undecided.rows}) == ("unknown", {"G15"})
    assert len(gaps(promised, kinds=["G1"], as_of=date(2024, 12, 31)).rows) == 2


def test_a_critical_flag_that_nobody_stated_is_taken_and_said(build: Any) -> None:
    nodes = [("a", "stage"), ("b", "stage", {"critical": False}), ("c", "stage", {"critical": True})]
    answer = gaps(build(nodes, [("a", "FEEDS", "b")], [("", "organisation")]), kinds=["G1"])
    formulas = {row.subject: (row.severity, row.formula.en) for row in answer.rows}
    assert formulas["a"][0] == 1.0
    assert "critical 1 (not stated, taken as critical) × 1" in formulas["a"][1]
    assert formulas["b"] == (0.0, "n = 0 (roster complete); critical 0 × 0 stages only through it = 0")
    assert "critical 1 × 0" in formulas["c"][1]


def test_an_organisation_at_the_stage_closes_the_gap(build: Any) -> None:
    covered = {"party_cover": "own"}
    nodes = [stage("s"), ("p", "party_organization"), ("a", "enterprise", covered), ("b", "enterprise", covered)]
    links = [("p", "COVERS_STAGE", "s"), ("a", "OPERATES_IN", "s"), ("b", "OPERATES_IN", "s")]
    links += [("p", "HOSTED_BY", "a"), ("p", "HOSTED_BY", "b")]
    answer = gaps(build(nodes, links, EVERYTHING))
    assert answer.status == "none"
    assert answer.rows == ()
    assert answer.bounds["judged"] == list(GAP_LABELS)


def test_an_organisation_that_stopped_or_whose_link_ended_does_not_close_it(build: Any) -> None:
    nodes = [stage("s"), ("a", "enterprise", {"operating": False}), ("b", "enterprise")]
    links = [("a", "OPERATES_IN", "s"), ("b", "OPERATES_IN", "s", {"valid_to": "2023"})]
    assert ("G1", "s", 0.0) in register(build(nodes, links, EVERYTHING))


# ---- dominators ----


@st.composite
def reference_chains(draw: st.DrawFn) -> AllianceGraph:
    size = draw(st.integers(1, 7))
    names = [f"s{number}" for number in range(size)]
    pairs = draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])))
    seen = (Evidence(source="s"),)
    links = [Relationship(source=one, type="FEEDS", target=other, evidence=seen) for one, other in pairs]
    return AllianceGraph.from_models([Node(id=one, kind="stage", name=one) for one in names], links)


@settings(max_examples=300, deadline=None)
@given(graph=reference_chains())
def test_dominated_stages_equal_deleting_each_stage_in_turn(graph: AllianceGraph) -> None:
    feeds = Chain.of(graph).stages.feeds
    roots = [one for one in feeds if nx.ancestors(feeds, one) <= nx.descendants(feeds, one)]

    def reached(network: nx.DiGraph[int]) -> set[int]:
        return set().union(*({root, *nx.descendants(network, root)} for root in roots if root in network))

    everything = reached(feeds)
    for one, count in dominated_counts(feeds).items():
        rest = feeds.copy()
        rest.remove_node(one)
        lost = everything - reached(rest) - {one} if one in everything else set()
        assert count == len(lost)


# ---- G4 ----


def test_g4_one_organisation_at_a_stage(build: Any) -> None:
    nodes = [stage("s"), stage("t"), ("p", "party_organization"), ("a", "enterprise"), ("b", "enterprise")]
    nodes += [("c", "enterprise")]
    links = [("p", "COVERS_STAGE", "s"), ("p", "COVERS_STAGE", "t"), ("a", "OPERATES_IN", "s")]
    links += [("b", "OPERATES_IN", "t"), ("c", "OPERATES_IN", "t"), ("s", "FEEDS", "t")]
    links += [("a", "SUPPLIES", "b"), ("b", "SUPPLIES", "c")]
    answer = gaps(build(nodes, links, EVERYTHING), kinds=["G4"])
    assert [(row.subject, row.severity) for row in answer.rows] == [("a", 2.0), ("s", 2.0), ("b", 1.0)]
    assert {one.id for one in answer.rows[1].candidates} == {"b", "c"}
    assert all(one.why.zh and one.why.en for one in answer.rows[1].candidates)


def test_g4_every_supply_path_passes_one_organisation_however_it_is_written(build: Any) -> None:
    nodes = [stage("s"), *((one, "enterprise") for one in "abcd")]
    links = [(one, "OPERATES_IN", "s") for one in "abcd"]
    links += [("a", "SUPPLIES", "c"), ("c", "BUYS_FROM", "b"), ("c", "SELLS_TO", "d")]
    graph = build(nodes, links, EVERYTHING)
    supply = Sources(Chain.of(graph)).supply
    assert sorted(zip(supply.suppliers.tolist(), supply.customers.tolist(), strict=True)) == sorted(
        (graph.position(one), graph.position(other)) for one, other in ("ac", "bc", "cd")
    )
    assert register(graph, kinds=["G4"]) == [("G4", "c", 1.0)]
    undecided = gaps(build(nodes, links), kinds=["G15"])
    (row,) = [row for row in undecided.rows if row.subject]
    assert "G4 single point (c)" in row.formula.en
    assert {"organisation", "supply"} <= rosters_missing(undecided).keys()


# ---- G2 ----


def fed(build: Any, links: list[tuple[Any, ...]], rosters: list[tuple[str, str]] = EVERYTHING) -> AllianceGraph:
    nodes = [stage("s"), stage("t"), stage("u"), ("p", "party_organization"), *((x, "enterprise") for x in "abcdef")]
    fixed = [("s", "FEEDS", "t"), ("t", "UPSTREAM_OF", "u"), *(("p", "COVERS_STAGE", one) for one in "stu")]
    fixed += [(x, "OPERATES_IN", one) for x, one in zip("abcdef", "ssttuu", strict=True)]
    return build(nodes, [*fixed, *links], rosters)  # type: ignore[no-any-return]


def test_g2_a_feed_without_a_verified_supply_link(build: Any) -> None:
    links = [("a", "SUPPLIES", "c", {"status": "tentative"}), ("e", "BUYS_FROM", "d", {"status": "confirmed"})]
    answer = gaps(fed(build, links), kinds=["G2"])
    assert [(row.subject, row.severity) for row in answer.rows] == [("t", 1.0)]
    assert answer.rows[0].formula.en.startswith("s (2) → t (2): 0 verified supply links, 1 unconfirmed")


def test_g2_one_verified_link_closes_it(build: Any) -> None:
    links = [("a", "SUPPLIES", "c"), ("d", "SELLS_TO", "f")]
    assert register(fed(build, links), kinds=["G2"]) == []


def test_g2_a_link_the_wrong_way_round_does_not_count(build: Any) -> None:
    assert ("G2", "t", 1.0) in register(fed(build, [("c", "SUPPLIES", "a")]), kinds=["G2"])


def test_g2_a_verified_link_decides_without_rosters(build: Any) -> None:
    links = [("a", "SUPPLIES", "c"), ("d", "SELLS_TO", "f")]
    assert all("G2" not in row.formula.en for row in gaps(fed(build, links, [])).rows)
    assert any("G2 broken link (s→t)" in row.formula.en for row in gaps(fed(build, [], [])).rows)


def test_g2_an_empty_stage_is_a_missing_stage_and_not_a_broken_link(build: Any) -> None:
    graph = build([stage("s"), stage("t")], [("s", "FEEDS", "t")], EVERYTHING)
    assert {gap for gap, *_ in register(graph)} == {"G1", "G9"}


def test_g2_an_organisation_at_both_stages_is_a_lead(build: Any) -> None:
    graph = fed(build, [("a", "OPERATES_IN", "t")])
    (row,) = [one for one in gaps(graph, kinds=["G2"]).rows if one.subject == "t"]
    assert [one.id for one in row.candidates] == ["a"]


# ---- the register as a whole ----


def test_order_is_by_severity_then_definition_and_unknown_severity_comes_last(build: Any) -> None:
    rows = gaps(chain_of(build, EVERYTHING)).rows
    known = [row.severity for row in rows if row.severity is not None]
    assert known == sorted(known, reverse=True)
    assert [row.severity for row in rows][: len(known)] == known


def test_top_cuts_and_says_how_many_there_are(build: Any) -> None:
    answer = gaps(chain_of(build, EVERYTHING), top=2)
    assert (len(answer.rows), answer.bounds["shown"], answer.bounds["gaps"]) == (2, 2, 5)
    assert answer.bounds["rows"] == 5


def test_an_unknown_kind_of_gap_is_refused(hengzhou: AllianceGraph) -> None:
    with pytest.raises(UnknownTerm, match="G1"):
        gaps(hengzhou, kinds=["G16"])


@settings(max_examples=100, deadline=None)
@given(graph=reference_chains(), scopes=st.sets(st.integers(-1, 6)), data=st.data())
def test_a_missing_stage_is_never_claimed_without_its_roster(
    graph: AllianceGraph, scopes: set[int], data: st.DataObject
) -> None:
    census = Census(label="c", date=PartialDate.parse("2024"))
    names = ["" if one < 0 else f"s{one}" for one in scopes]
    rosters = [Roster(census="c", scope=one, instrument="organisation") for one in names]
    nodes = [graph.node_at(place) for place in range(len(graph))]
    links = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    answer = gaps(AllianceGraph.from_models(nodes, links, [census, *rosters]))
    listed = set(graph.node_ids) if "" in names else set(names) & set(graph.node_ids)
    assert {row.subject for row in answer.rows if row.gap == "G1"} == listed
    undecided = set(graph.node_ids) - listed if len(graph) else set()
    assert {row.subject for row in answer.rows if row.gap == "G15" and row.subject} >= undecided


def test_hengzhou_has_data_gaps_alone(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    assert answer.status == "unknown"
    assert {row.gap for row in answer.rows} == {"G15"}
    assert len([subject for subject in subjects(answer) if subject.startswith("seg-")]) == 39
    assert {"药用", "体育", "康养"} <= {row.subject_name for row in answer.rows}
    assert "not in the chain" in answer.sentence.en
    assert [row.lacks for row in answer.rows[:3]] == ["organisation", "party_organization", "facts"]
    assert answer.rows[0].candidates[0].name == "中共横州市委组织部"
    assert any("党建示范岗 13" in one.what.zh for one in answer.unknown)
    assert all(entry in answer.evidence for row in answer.rows for entry in row.evidence)
