"""Coverage rates and the stage × instrument matrix: the worked values, unknown kept apart from zero, real facts."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import AmbiguousName, InputRefused, UnknownName, UnknownTerm
from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.graph.quantities import Quantity
from alliance.queries import Answer, coverage, coverage_matrix

# ---- rates ----


def rates(answer: Answer[Any]) -> dict[str, tuple[Any, ...]]:
    """By measure: known, unknown, total, low, high."""
    return {row.measure: (row.covered, row.unknown, row.total, row.low, row.high) for row in answer.rows}


@pytest.fixture(scope="module")
def oracle_c(build: Any) -> AllianceGraph:
    """Worked value C: ten organisations operate, one more was deregistered."""
    firms: list[tuple[Any, ...]] = [(f"own{n}", "enterprise") for n in (1, 2)]
    firms += [(f"joint{n}", "enterprise") for n in (1, 2, 3, 4)]
    firms += [(f"guided{n}", "cooperative", {"party_cover": "none", "full_members": 1}) for n in (1, 2)]
    firms += [("bare", "enterprise", {"party_cover": "none", "work_cover": False, "full_members": 4})]
    firms += [("open", "enterprise"), ("gone", "enterprise", {"operating": False, "party_cover": "own"})]
    others = [("p1", "party_organization"), ("p2", "party_organization"), ("pj", "party_organization")]
    others += [("guide", "instructor")]
    links = [("p1", "HOSTED_BY", "own1"), ("p2", "HOSTED_BY", "own2")]
    links += [("pj", "HOSTED_BY", f"joint{n}") for n in (1, 2, 3, 4)]
    links += [("guide", "GUIDES", "guided1"), ("guide", "GUIDES", "guided2")]
    graph: AllianceGraph = build([*firms, *others], links, [("", "organisation")])
    return graph


def test_oracle_c(oracle_c: AllianceGraph) -> None:
    answer = coverage(oracle_c)
    assert answer.status == "found"
    assert rates(answer) == {
        "organisation_coverage": (6, 1, 10, 0.6, 0.7),
        "own_organisation": (2, 1, 10, 0.2, 0.3),
        "work_coverage": (8, 1, 10, 0.8, 0.9),
        "due_but_missing": (1, 1, None, 1.0, 2.0),
        "stage_coverage": (None, None, None, None, None),
        "target_rate": (0, 7, None, 0.0, 7 / 8),
    }
    assert answer.rows[0].text() == "6/10 – 7/10"
    assert "6/10" in answer.sentence.en
    assert any("open" in unknown.what.en for unknown in answer.unknown)
    assert len(answer.rows[0].evidence) >= 1


def test_three_party_organisations_are_not_three_tenths(oracle_c: AllianceGraph) -> None:
    assert all(row.low != 0.3 for row in coverage(oracle_c).rows)


def test_the_scope_is_a_parameter_that_is_printed(oracle_c: AllianceGraph) -> None:
    answer = coverage(oracle_c, kinds=["cooperative"])
    assert answer.parameters["kinds"] == ["cooperative"]
    assert rates(answer)["organisation_coverage"] == (0, 0, 2, 0.0, 0.0)


def test_a_roster_of_party_organisations_turns_unlisted_into_none(build: Any) -> None:
    nodes = [("a", "enterprise"), ("b", "enterprise"), ("p", "party_organization")]
    links = [("p", "HOSTED_BY", "a")]
    rosters = [("", "organisation")]
    assert rates(coverage(build(nodes, links, rosters)))["organisation_coverage"] == (1, 1, 2, 0.5, 1.0)
    complete = build(nodes, links, [*rosters, ("", "party_organization")])
    assert rates(coverage(complete))["organisation_coverage"] == (1, 0, 2, 0.5, 0.5)


def test_a_census_after_the_day_promises_nothing_yet(oracle_c: AllianceGraph) -> None:
    assert coverage(oracle_c, as_of=date(2024, 6, 29)).status == "unknown"
    assert coverage(oracle_c, as_of=date(2024, 6, 30)).status == "found"


def test_stage_coverage_counts_stages_with_a_covered_organisation(build: Any) -> None:
    nodes = [("s1", "stage"), ("s2", "stage"), ("s3", "stage"), ("a", "enterprise", {"party_cover": "own"})]
    nodes += [("b", "enterprise", {"party_cover": "none"}), ("c", "enterprise")]
    links = [("a", "OPERATES_IN", "s1"), ("b", "OPERATES_IN", "s2"), ("c", "OPERATES_IN", "s3")]
    answer = coverage(build(nodes, links, [("", "organisation")]))
    assert rates(answer)["stage_coverage"] == (1, 1, 3, 1 / 3, 2 / 3)
    (one,) = list(coverage(build(nodes, links, [("", "organisation")]), stage="s1").rows[:1])
    assert (one.scope, one.covered, one.total) == ("s1", 1, 1)


def test_a_stage_where_only_a_platform_works_has_no_covered_employer(build: Any) -> None:
    nodes = [("s", "stage"), ("t", "stage"), ("hall", "platform"), ("a", "enterprise", {"party_cover": "own"})]
    links = [("hall", "OPERATES_IN", "s"), ("a", "OPERATES_IN", "t")]
    complete = coverage(build(nodes, links, [("", "organisation")]))
    assert rates(complete)["stage_coverage"] == (1, 0, 2, 0.5, 0.5)
    assert rates(coverage(build(nodes, links)))["stage_coverage"] == (1, 1, 2, 0.5, 1.0)


COVERS = st.sampled_from(["own", "joint", "none", None])


@settings(max_examples=200, deadline=None)
@given(firms=st.lists(st.tuples(COVERS, st.booleans() | st.none(), st.integers(0, 6) | st.none(), st.booleans())))
def test_rates_equal_counting_by_hand(firms: list[tuple[str | None, bool | None, int | None, bool]]) -> None:
    """Whatever the unknown values turn out to be, the true rate lies in the interval, and both ends are reached."""
    nodes = []
    for number, (cover, work, members, operating) in enumerate(firms):
        given_values = {"party_cover": cover, "work_cover": work, "full_members": members, "operating": operating}
        values = {key: value for key, value in given_values.items() if value is not None}
        nodes.append(Node(id=f"f{number}", kind="enterprise", name=f"f{number}", attributes=values))
    census = Census(label="c", date=PartialDate.parse("2024"))
    roster = Roster(census="c", instrument="organisation")
    answer = coverage(AllianceGraph.from_models(nodes, [], [census, roster]))
    running = [firm for firm in firms if firm[3]]
    known = sum(cover in ("own", "joint") for cover, *_ in running)
    unknown = sum(cover is None for cover, *_ in running)
    row = answer.rows[0]
    assert (row.covered, row.unknown, row.total) == (known, unknown, len(running))
    if running:
        assert (row.low, row.high) == (known / len(running), (known + unknown) / len(running))
    else:
        assert row.low is row.high is None
    missing = [firm for firm in running if firm[0] == "none" and firm[2] is not None and firm[2] >= 3]
    assert answer.rows[3].covered == len(missing)
    reached = [firm for firm in running if firm[0] in ("own", "joint") or firm[1]]
    assert answer.rows[2].covered == len(reached)


def test_hengzhou_answers_unknown_and_names_what_is_missing(hengzhou: AllianceGraph) -> None:
    answer = coverage(hengzhou)
    assert answer.status == "unknown"
    row = answer.rows[0]
    assert (row.unknown, row.total, row.low, row.high) == (None, None, None, None)
    (rate,) = [one for one in answer.unknown if "覆盖率" in one.what.zh]
    for published in ("772", "645", "172", "335", "≥300"):
        assert published in rate.why.zh
        assert published in rate.why.en
    assert "rosters.csv" in rate.closes_when.zh
    text = answer.to_json()
    assert not any(wrong in text for wrong in ("21%", "21 %", "0.21", "0.211"))


# ---- matrix ----


def cells(answer: Any) -> dict[tuple[str, str], str]:
    return {(row.scope, row.measure): row.text() for row in answer.rows}


@pytest.fixture(scope="module")
def tea(build: Any) -> AllianceGraph:
    """Two stages, one of them with a finer one; rosters of organisations for all, of posts for the finer stage."""
    return build(  # type: ignore[no-any-return]
        [
            ("tea", "stage", {}, {"level": "cluster9"}),
            ("green", "stage", {}, {"level": "fine", "parent": "tea"}),
            ("food", "stage", {}, {"level": "cluster9"}),
            ("sport", "stage", {"required": False}, {"level": "cluster9"}),
            ("a", "enterprise"),
            ("b", "enterprise"),
            ("shut", "enterprise", {"operating": False}),
            ("bank", "financial_institution"),
            ("posts", "post", {}, {"aggregate": True, "count": Quantity(value=13)}),
        ],
        [
            ("a", "OPERATES_IN", "green"),
            ("b", "OPERATES_IN", "tea"),
            ("shut", "OPERATES_IN", "food"),
            ("bank", "SERVES", "a"),
            ("b", "HOSTS_POST", "posts"),
        ],
        [("", "organisation"), ("green", "post"), ("no-such-stage", "finance")],
    )


def test_count_zero_and_unknown_are_kept_apart(tea: AllianceGraph) -> None:
    found = cells(coverage_matrix(tea, instruments=["organisation", "post", "finance"]))
    assert found == {
        ("tea", "organisation"): "2",
        ("green", "organisation"): "1",
        ("food", "organisation"): "0",
        ("tea", "post"): "13+",
        ("green", "post"): "0",
        ("food", "post"): "?",
        ("tea", "finance"): "1+",
        ("green", "finance"): "1+",
        ("food", "finance"): "?",
    }


def test_a_roster_of_a_stage_covers_its_finer_stages_and_not_the_coarser(build: Any) -> None:
    nodes = [("top", "stage"), ("mid", "stage", {}, {"parent": "top"}), ("low", "stage", {}, {"parent": "mid"})]
    found = cells(coverage_matrix(build(nodes, [], [("mid", "post")]), instruments=["post"]))
    assert found == {("top", "post"): "?", ("mid", "post"): "0", ("low", "post"): "0"}


def test_links_that_ended_before_the_day_do_not_count(build: Any) -> None:
    graph = build(
        [("s", "stage"), ("a", "enterprise")],
        [("a", "OPERATES_IN", "s", {"valid_from": "2020", "valid_to": "2022"})],
        [("", "organisation")],
    )
    assert cells(coverage_matrix(graph, instruments=["organisation"])) == {("s", "organisation"): "0"}
    assert cells(coverage_matrix(graph, instruments=["organisation"], as_of=date(2021, 1, 1))) == {
        ("s", "organisation"): "1+"
    }


def test_stages_and_levels_are_chosen(tea: AllianceGraph) -> None:
    assert {row.scope for row in coverage_matrix(tea, levels=["cluster9"]).rows} == {"tea", "food", "sport"}
    assert {row.scope for row in coverage_matrix(tea, stages=["green"]).rows} == {"green"}


def test_grid_speaks_both_languages(tea: AllianceGraph) -> None:
    answer = coverage_matrix(tea, stages=["food"], instruments=["organisation", "post"])
    assert answer.grid("zh") == [{"环节": "food", "单位": "0", "岗位": "?"}]
    assert answer.grid("en") == [{"stage": "food", "organisations": "0", "posts": "?"}]


def test_every_cell_of_hengzhou_is_a_lower_bound_or_unknown(hengzhou: AllianceGraph) -> None:
    answer = coverage_matrix(hengzhou)
    assert answer.bounds["stages"] == 39
    assert len(answer.rows) == 39 * 8
    assert all(row.high is None and (row.covered != 0 or row.unknown) for row in answer.rows)
    found = cells(answer)
    assert found["seg-huacha", "organisation"] == "3–30+"
    blank = {row.scope_name for row in answer.rows if row.measure == "organisation" and row.covered is None}
    assert blank >= {"药用", "体育", "康养"}
    counted = [row for row in answer.rows if row.covered]
    assert counted
    assert all(entry in answer.evidence for row in counted for entry in row.evidence)
    assert all(row.evidence for row in counted)


def brute_force_members(graph: AllianceGraph, stage: str) -> set[str]:
    """Organisations at a stage or under it, from the models alone."""
    parents = {graph.node_at(place).id: graph.node_at(place).parent for place in range(len(graph))}

    def within(node: str) -> bool:
        return node == stage or (bool(parents.get(node)) and within(parents[node]))

    links = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    kinds = {graph.node_at(place).id: graph.node_at(place).kind for place in range(len(graph))}
    party = {"party_organization", "alliance"}
    return {one.source for one in links if one.type == "OPERATES_IN" and within(one.target)} - {
        node for node, kind in kinds.items() if kind in party
    }


def test_organisations_of_hengzhou_equal_counting_by_hand(hengzhou: AllianceGraph) -> None:
    answer = coverage_matrix(hengzhou, instruments=["organisation"])
    for row in answer.rows:
        assert (row.covered or 0) + (row.unknown or 0) == len(brute_force_members(hengzhou, row.scope)), row.scope


# ---- questions that cannot be asked ----


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"instruments": ["x"]}, UnknownTerm, "party_organization"),
        ({"levels": ["x"]}, UnknownTerm, "cluster9"),
        ({"stages": ["x-no"]}, UnknownName, "Nothing is called"),
        ({"stages": ["星巴克"]}, InputRefused, "not a stage"),
        ({"stages": ["茶业"]}, AmbiguousName, "nodes"),
    ],
)
def test_what_the_matrix_cannot_be_asked(
    hengzhou: AllianceGraph, given: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        coverage_matrix(hengzhou, **given)


def test_what_rates_cannot_be_asked(hengzhou: AllianceGraph) -> None:
    with pytest.raises(UnknownTerm, match="enterprise"):
        coverage(hengzhou, kinds=["stage"])
    with pytest.raises(UnknownName):
        coverage(hengzhou, stage="没有的环节")


def test_evidence_is_what_the_store_holds() -> None:
    seen = Evidence(source="s", locator="made-up.csv:2", quote="q")
    nodes = [Node(id=one, kind=kind, name=one) for one, kind in (("p", "party_organization"), ("a", "enterprise"))]
    link = Relationship(source="p", type="HOSTED_BY", target="a", evidence=(seen,), status="confirmed")
    census = Census(label="c", date=PartialDate.parse("2024"))
    graph = AllianceGraph.from_models(nodes, [link], [census, Roster(census="c", instrument="organisation")])
    answer = coverage(graph)
    assert [answer.evidence[entry].locator for entry in answer.rows[0].evidence] == ["made-up.csv:2"]


# ---- the key scope and the target rate ----


def outcomes(firms: list[dict[str, Any]], measure: str, *, key: bool) -> list[tuple[int, int]]:
    """Covered and counted employers in every world of what they do not state."""
    either = (True, False)
    free: dict[str, tuple[Any, ...]] = {"operating": either, "staff": (9, 10), "premises": either}
    free |= {"full_members": (2, 3), "party_cover": ("own", "none")}
    found = {(0, 0)}
    for firm in firms:
        new = set()
        for values in product(*((firm[name],) if firm[name] is not None else free[name] for name in free)):
            world = dict(zip(free, values, strict=True))
            counts = world["operating"] and (not key or (world["staff"] >= 10 and world["premises"]))
            counts = counts and (measure != "target_rate" or world["full_members"] >= 3)
            new.add((int(counts and world["party_cover"] == "own"), int(counts)))
        found = {(part + more, of + one) for part, of in found for more, one in new}
    return sorted(found)


TRUTHS = st.sampled_from([True, False, None])
KEY_FIRMS = st.fixed_dictionaries(
    {
        "operating": TRUTHS,
        "staff": st.sampled_from([3, 10, 50, None]),
        "premises": TRUTHS,
        "full_members": st.sampled_from([0, 3, None]),
        "party_cover": st.sampled_from(["own", "none", None]),
    }
)


@settings(max_examples=80, deadline=None)
@given(firms=st.lists(KEY_FIRMS, min_size=1, max_size=4), key=st.booleans())
def test_the_interval_is_that_of_every_world(firms: list[dict[str, Any]], key: bool) -> None:
    nodes = [
        Node(id=f"f{place}", kind="enterprise", name=f"f{place}",
             attributes={name: value for name, value in firm.items() if value is not None})
        for place, firm in enumerate(firms)
    ]  # fmt: skip
    census, roster = Census(label="c", date=PartialDate.parse("2024")), Roster(census="c", instrument="organisation")
    answer = coverage(AllianceGraph.from_models(nodes, [], [census, roster]), scope_rule="key" if key else "operating")
    for measure in ("organisation_coverage", "target_rate"):
        shares = [part / of for part, of in outcomes(firms, measure, key=key) if of]
        (row,) = [row for row in answer.rows if row.measure == measure]
        assert (row.low, row.high) == ((min(shares), max(shares)) if shares else (None, None))


def test_associations_need_thirty_staff_and_no_premises(build: Any) -> None:
    staff = [("a", 30), ("b", 29), ("c", None)]
    nodes = [(name, "association", {"staff": number, "party_cover": "own"}) for name, number in staff]
    answer = coverage(build(nodes, [], [("", "organisation")]), scope_rule="key")
    assert answer.bounds["scope_rule"] == "key"
    assert answer.bounds["employers"] == 2
    assert "associations with at least 30 staff" in answer.sentence.en
