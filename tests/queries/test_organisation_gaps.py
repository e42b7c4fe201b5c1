"""G7 and G8 against every world of random employers, and on worked value C; G14 on an alliance and its levels."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import gaps

SEEN = (Evidence(source="s1"),)
NOW = Census(label="now", date=PartialDate.parse("2024-06-30"))
FIRM = st.fixed_dictionaries(
    {
        "operating": st.sampled_from([True, False, None]),
        "full_members": st.sampled_from([0, 2, 3, 7, None]),
        "party_cover": st.sampled_from(["own", "joint", "none", None]),
        "work_cover": st.sampled_from([True, False, None]),
    }
)


def roster(instrument: str) -> Roster:
    return Roster(census="now", instrument=instrument, evidence=SEEN)


def graph_of(firms: list[dict[str, Any]], *instruments: str) -> AllianceGraph:
    nodes = [
        Node(id=f"f{place}", kind="enterprise", name=f"f{place}", evidence=SEEN,
             attributes={key: value for key, value in firm.items() if value is not None})
        for place, firm in enumerate(firms)
    ]  # fmt: skip
    return AllianceGraph.from_models(nodes, [], [NOW, *map(roster, instruments)])


def verdicts(firm: dict[str, Any]) -> tuple[set[bool], set[bool]]:
    """Whether G7 and G8 are there in each world of what an employer does not state."""
    free = {
        "operating": (True, False),
        "full_members": (0, 9),
        "party_cover": ("own", "none"),
        "work_cover": (True, False),
    }
    choices = [free[key] if firm[key] is None else (firm[key],) for key in free]
    due, idle = set(), set()
    for operates, members, cover, worked in product(*choices):
        bare = operates and cover == "none"
        due.add(bare and members >= 3)
        idle.add(bare and not worked)
    return due, idle


@settings(max_examples=60, deadline=None)
@given(firms=st.lists(FIRM, max_size=3))
def test_a_gap_is_there_in_every_world_and_open_in_some(firms: list[dict[str, Any]]) -> None:
    answer = gaps(graph_of(firms, "organisation"), kinds=["G7", "G8"])
    for number, gap in enumerate(("G7", "G8")):
        seen = [verdicts(firm)[number] for firm in firms]
        certain = [f"f{place}" for place, values in enumerate(seen) if values == {True}]
        assert sorted(row.subject for row in answer.rows if row.gap == gap) == certain
        undecided = sum(len(values) == 2 for values in seen)
        only = gaps(graph_of(firms, "organisation"), kinds=[gap])
        assert only.bounds["open_questions"] == undecided
        assert only.status == ("found" if certain else "unknown" if undecided or only.unknown else "none")


def test_oracle_c_is_one_organisation_gap_and_one_work_gap(build: Any) -> None:
    firms: list[tuple[Any, ...]] = [
        (f"guided{n}", "cooperative", {"party_cover": "none", "full_members": 1}) for n in (1, 2)
    ]
    firms += [("bare", "enterprise", {"party_cover": "none", "work_cover": False, "full_members": 4, "staff": 30})]
    firms += [("open", "enterprise"), ("own", "enterprise", {"party_cover": "own"}), ("guide", "instructor")]
    links = [("guide", "GUIDES", "guided1"), ("guide", "GUIDES", "guided2")]
    answer = gaps(build(firms, links, [("", "organisation")]), kinds=["G7", "G8"])
    assert [(row.gap, row.subject, row.severity) for row in answer.rows if row.gap != "G15"] == [
        ("G7", "bare", 4.0), ("G8", "bare", 30.0),
    ]  # fmt: skip
    assert answer.bounds["open_questions"] == 2
    due = next(row for row in answer.rows if row.gap == "G7")
    assert due.formula.en == "4 full members ≥ 3, no party organisation of its own and no joint one; 30 staff"
    assert due.closes_when.zh == "单独或联合建立党组织"


def test_a_party_organisation_closes_g7_and_an_instructor_closes_g8(build: Any) -> None:
    bare = ("a", "enterprise", {"work_cover": False, "full_members": 4})
    rosters = [("", "organisation"), ("", "party_organization")]
    before = gaps(build([bare], [], rosters), kinds=["G7", "G8"])
    assert {row.gap for row in before.rows} == {"G7", "G8"}
    guided = gaps(build([bare, ("i", "instructor")], [("i", "GUIDES", "a")], rosters), kinds=["G7", "G8"])
    assert {row.gap for row in guided.rows} == {"G7"}
    built = gaps(build([bare, ("p", "party_organization")], [("p", "HOSTED_BY", "a")], rosters), kinds=["G7", "G8"])
    assert built.rows == ()


def test_without_a_roster_of_organisations_nobody_is_said_to_be_without_gaps(build: Any) -> None:
    covered = ("a", "enterprise", {"party_cover": "own"})
    assert gaps(build([covered], []), kinds=["G7", "G8"]).status == "unknown"
    (row, *_) = gaps(build([covered], []), kinds=["G7"]).rows
    assert (row.gap, row.lacks) == ("G15", "organisation")


# ---- G14 ----

UNITS = [("甲县政府", "县"), ("乙镇政府", "镇"), ("丙村委会", "村"), ("丁村委会", "村")]


def alliance_of(*links: tuple[str, str, str], instruments: tuple[str, ...] = ("organisation", "tie")) -> AllianceGraph:
    nodes = [Node(id="A", kind="alliance", name="联盟", level="县", evidence=SEEN)]
    nodes += [Node(id=name, kind="government", name=name, level=level, evidence=SEEN) for name, level in UNITS]
    facts = [Relationship(source=source, type=kind, target=target, evidence=SEEN) for source, kind, target in links]
    return AllianceGraph.from_models(nodes, facts, [NOW, *map(roster, instruments)])


def test_a_level_without_a_path_is_a_break_whose_severity_is_who_is_cut_off() -> None:
    answer = gaps(alliance_of(("甲县政府", "LEADS", "A"), ("丙村委会", "MEMBER_OF", "A")), kinds=["G14"])
    rows = [row for row in answer.rows if row.gap == "G14"]
    assert [(row.subject, row.severity) for row in rows] == [("A", 3.0), ("A", 2.0)]
    assert rows[0].formula.en == (
        "township: 0 of 1 named units with a path (ties complete); 3 units at it and below without one"
    )
    assert [lead.name for lead in rows[1].candidates] == ["丙村委会", "丁村委会"]
    assert rows[1].candidates[0].why.en == "is a member of the alliance and stands at the level"


def test_one_path_closes_a_break() -> None:
    links = [("甲县政府", "LEADS", "A"), ("乙镇政府", "SUBORDINATE_TO", "甲县政府")]
    answer = gaps(alliance_of(*links), kinds=["G14"])
    assert [row.formula.en.split(":")[0] for row in answer.rows if row.gap == "G14"] == ["village"]
    links.append(("丁村委会", "SUBORDINATE_TO", "乙镇政府"))
    assert [row for row in gaps(alliance_of(*links), kinds=["G14"]).rows if row.gap == "G14"] == []


def test_an_alliance_without_a_level_of_its_own_extends_nobody_knows_how_far() -> None:
    nodes = [Node(id="A", kind="alliance", name="联盟", evidence=SEEN)]
    nodes += [Node(id="v", kind="government", name="丙村委会", level="村", evidence=SEEN)]
    answer = gaps(AllianceGraph.from_models(nodes, [], [NOW, roster("organisation"), roster("tie")]), kinds=["G14"])
    assert answer.status == "unknown"
    assert [row.formula.en for row in answer.rows if row.subject] == [
        "1 question cannot be decided: G14 level break (the level of the alliance itself is not stated)"
    ]


@pytest.mark.parametrize(("instruments", "lacks"), [((), {"tie"}), (("organisation",), {"tie"})])
def test_without_a_roster_of_ties_a_break_is_a_data_gap(instruments: tuple[str, ...], lacks: set[str]) -> None:
    answer = gaps(alliance_of(("甲县政府", "LEADS", "A"), instruments=instruments), kinds=["G14"])
    assert answer.status == "unknown"
    assert {row.gap for row in answer.rows} == {"G15"}
    assert {row.lacks for row in answer.rows} - {""} == lacks


def test_hengzhou_has_no_level_break_and_no_organisation_gap_that_is_certain(hengzhou: AllianceGraph) -> None:
    for gap in ("G7", "G8", "G14"):
        answer = gaps(hengzhou, kinds=[gap])
        assert answer.status == "unknown"
        assert {row.gap for row in answer.rows} == {"G15"}
