"""Influence paths: against brute force, the worked values, the real facts, and the three statuses."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Evidence, Node, Relationship, schema
from alliance.queries import TieRule, influence_paths

SEEN = (Evidence(source="s1"),)
STRENGTHS = [0.1, 0.2, 0.5, 0.8, 1.0]
NAMES = ["甲", "乙", "丙", "丁", "丙"]  # two nodes share a name, so that ids must decide


# ---- against brute force ----


@st.composite
def multigraphs(draw: st.DrawFn) -> AllianceGraph:
    """Small graphs with many ties, parallel links, both directions, umbrella nodes and unknown values."""
    size = draw(st.integers(3, 6))
    kinds = draw(st.lists(st.sampled_from(["enterprise", "enterprise", "platform"]), min_size=size, max_size=size))
    nodes = [Node(id=f"n{place}", kind=kind, name=draw(st.sampled_from(NAMES))) for place, kind in enumerate(kinds)]
    nodes.append(Node(id="hub", kind="alliance", name="联盟"))
    links = {}
    for _ in range(draw(st.integers(3, 14))):
        one = draw(link(size))
        links[one.id] = one
    return AllianceGraph.from_models(nodes, links.values())


@st.composite
def link(draw: st.DrawFn, size: int) -> Relationship:
    source, target = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    kind = draw(st.sampled_from(["SERVES", "SUBORDINATE_TO", "CO_BUILDS", "USES_HUB", "TO_HUB", "LOCATED_IN"]))
    ends = {"USES_HUB": (f"n{source}", "MEMBER_OF", "hub"), "TO_HUB": (f"n{source}", "SERVES", "hub"),
            "LOCATED_IN": (f"n{source}", "LOCATED_IN", f"n{target}")}  # fmt: skip
    start, type_id, end = ends.get(kind, (f"n{source}", kind, f"n{target}"))
    if type_id == "LOCATED_IN":
        type_id = "SERVES"
    return Relationship(
        source=start, type=type_id, target=end, product=draw(st.sampled_from(["", "x"])), evidence=SEEN,
        strength=draw(st.none() | st.sampled_from(STRENGTHS)),
        confidence=draw(st.none() | st.sampled_from([*STRENGTHS, 0.0])),
        status=draw(st.sampled_from(["confirmed", "tentative", "disputed"])),
    )  # fmt: skip


rules = st.builds(
    TieRule,
    types=st.none() | st.just(("SERVES", "MEMBER_OF")),
    direction=st.sampled_from(["with", "either"]),
    view=st.sampled_from(["influence", "certainty"]),
    statuses=st.sampled_from([("confirmed", "tentative"), ("confirmed",), ("confirmed", "tentative", "disputed")]),
    unknown_confidence=st.sampled_from(["prior", "exclude"]),
    umbrella=st.booleans(),
)

WAYS = {"SERVES": (True, False), "SUBORDINATE_TO": (True, True), "CO_BUILDS": (True, True)}


def value_of(one: Relationship, rule: TieRule) -> float:
    """p of a link by its definition, written anew."""
    if one.status not in rule.statuses or (rule.types is not None and one.type not in rule.types):
        return 0.0
    if one.type == "MEMBER_OF" and not rule.umbrella:
        return 0.0
    confidence = one.confidence
    if confidence is None:
        confidence = 0.5 if rule.unknown_confidence == "prior" else 0.0
    strength = one.strength if one.strength is not None else schema().types[one.type].strength
    assert strength is not None
    return confidence if rule.view == "certainty" else confidence * strength


def brute_force(
    graph: AllianceGraph, source: str, target: str, rule: TieRule, hops: int, via: Sequence[str], avoid: Sequence[str]
) -> list[tuple[str, ...]]:
    """Every admissible path, by NetworkX' own enumeration, in the order that the definition asks for."""
    best: dict[tuple[str, str], float] = {}
    for place in range(len(graph.relationships)):
        one = graph.relationship_at(place)
        value = value_of(one, rule)
        forward, backward = (True, True) if rule.direction == "either" or one.type == "MEMBER_OF" else WAYS[one.type]
        for start, end, open_ in ((one.source, one.target, forward), (one.target, one.source, backward)):
            if open_ and value > 0:
                best[start, end] = max(value, best.get((start, end), 0.0))
    network = nx.DiGraph(list(best))
    network.add_nodes_from(graph.node_ids)
    names = dict(zip(graph.node_ids, graph.node_names, strict=True))
    found = []
    for path in nx.all_simple_paths(network, source, target, cutoff=hops):
        between = set(path[1:-1])
        if between & set(avoid) or not set(via) <= set(path) or ("hub" in between and not rule.umbrella):
            continue
        cost = sum(round(-math.log(best[step]) * 1e9) for step in nx.utils.pairwise(path))
        found.append((cost, len(path), [(names[node], node) for node in path], tuple(path)))
    return [path for *_, path in sorted(found)]


def answered(answer: Any) -> list[tuple[str, ...]]:
    return [tuple(node.id for node in row.nodes) for row in answer.rows]


@settings(max_examples=400, deadline=None)
@given(graph=multigraphs(), rule=rules, hops=st.integers(1, 5), count=st.sampled_from([1, 3, 1000]), data=st.data())
def test_paths_and_their_order_are_those_of_brute_force(
    graph: AllianceGraph, rule: TieRule, hops: int, count: int, data: st.DataObject
) -> None:
    others = data.draw(st.permutations(graph.node_ids))
    source, target, *rest = others
    via, avoid = data.draw(st.sampled_from([((), ()), ((rest[0],), ()), ((), (rest[0],))]))
    expected = brute_force(graph, source, target, rule, hops, via, avoid)
    answer = influence_paths(graph, source, target, rule=rule, hops=hops, count=count, via=via, avoid=avoid)
    assert answered(answer) == expected[:count]
    assert answer.status == ("found" if expected else "none")


@settings(max_examples=150, deadline=None)
@given(graph=multigraphs(), budget=st.integers(1, 12))
def test_a_clipped_search_never_says_none_and_what_it_found_is_the_best(graph: AllianceGraph, budget: int) -> None:
    rule = TieRule(umbrella=True, direction="either")
    wide = influence_paths(graph, "n0", "n1", rule=rule, count=1000)
    tight = influence_paths(graph, "n0", "n1", rule=rule, count=1000, budget=budget)
    assert answered(tight) == answered(wide)[: len(tight.rows)]
    if tight.bounds["clipped"]:
        assert tight.status == ("found" if tight.rows else "unknown")
        assert "unknown" in tight.sentence.en or tight.unknown
    else:
        assert answered(tight) == answered(wide)
        assert tight.status == wide.status


def test_too_many_links_within_reach_are_not_searched_and_that_is_no_none(
    hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("paths", "path_words"):
        monkeypatch.setattr(f"alliance.queries.{module}.MOST_LINKS", 1)
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克")
    assert answer.status == "unknown"
    assert answer.bounds["clipped"]
    assert "2 links lie within reach, more than the 1" in answer.sentence.en
    assert "--budget" not in answer.sentence.en


# ---- worked values ----


def oracle_a(make_node: Callable[..., Node], make_link: Callable[..., Relationship]) -> AllianceGraph:
    """Worked value A: three paths of known strength."""
    values = {("O", "S"): 0.9, ("S", "M"): 0.9, ("M", "L"): 0.8, ("O", "T"): 0.6, ("T", "L"): 0.95, ("O", "L"): 0.5}
    links = [make_link(one, "SERVES", other, confidence=value) for (one, other), value in values.items()]
    return AllianceGraph.from_models([make_node(one) for one in "OSMLT"], links)


def test_oracle_a(make_node: Any, make_link: Any) -> None:
    answer = influence_paths(oracle_a(make_node, make_link), "O", "L", rule=TieRule(view="certainty"))
    assert [row.strength for row in answer.rows] == [0.648, 0.57, 0.5]
    assert [row.weakest.strength for row in answer.rows] == [0.8, 0.6, 0.5]
    assert [row.hops for row in answer.rows] == [3, 2, 1]


def test_fifty_four_members_of_one_alliance_are_joined_by_the_umbrella_alone(make_node: Any, make_link: Any) -> None:
    members = [f"m{number:02}" for number in range(54)]
    graph = AllianceGraph.from_models(
        [make_node("a", "alliance"), *(make_node(one) for one in members)],
        [make_link(one, "MEMBER_OF", "a") for one in members],
    )
    for one, other in list(combinations(members, 2))[::97]:
        assert influence_paths(graph, one, other).status == "none"
        wide = influence_paths(graph, one, other, rule=TieRule(umbrella=True))
        assert [row.hops for row in wide.rows] == [2]


def test_parallel_links_are_kept_as_evidence_and_the_best_counts(make_node: Any, make_link: Any) -> None:
    graph = AllianceGraph.from_models(
        [make_node("a"), make_node("b")],
        [
            make_link("a", "SERVES", "b", confidence=0.4),
            make_link("a", "SUPPLIES", "b", confidence=0.9),
            make_link("a", "SUPPLIES", "b", confidence=0.2, product="tea"),
        ],
    )
    (row,) = influence_paths(graph, "a", "b", rule=TieRule(view="certainty")).rows
    assert [one.value for one in row.relationships[0]] == [0.9, 0.4, 0.2]
    assert row.strength == row.weakest.strength == 0.9
    assert row.weakest.relationship == row.relationships[0][0].id


def test_unknown_strength_is_the_default_of_the_type_and_unknown_confidence_the_prior(
    make_node: Any, make_link: Any
) -> None:
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], [make_link("a", "SERVES", "b")])
    (row,) = influence_paths(graph, "a", "b").rows
    assert row.strength == 0.6 * 0.5
    assert influence_paths(graph, "a", "b", rule=TieRule(unknown_confidence="exclude")).status == "none"


# ---- time ----


@pytest.mark.parametrize(
    ("start", "end", "day", "status"),
    [
        ("2023", None, date(2024, 1, 1), "found"),
        ("2023", None, date(2023, 6, 1), "unknown"),
        ("2023", None, date(2022, 12, 31), "none"),
        (None, "2023", date(2022, 1, 1), "found"),
        (None, "2023", date(2023, 6, 1), "unknown"),
        (None, "2023", date(2024, 1, 1), "none"),
        (None, None, date(1990, 1, 1), "found"),
        ("2023-05-01", "2023-05-31", date(2023, 5, 31), "found"),
    ],
)
def test_a_link_that_need_not_hold_on_the_day_makes_the_answer_unknown(
    make_node: Any, make_link: Any, start: str | None, end: str | None, day: date, status: str
) -> None:
    one = make_link("a", "SERVES", "b", valid_from=start, valid_to=end)
    answer = influence_paths(AllianceGraph.from_models([make_node("a"), make_node("b")], [one]), "a", "b", as_of=day)
    assert answer.status == status
    assert any("validity on" in unknown.what.en for unknown in answer.unknown) == (status == "unknown")


def test_a_parallel_link_that_holds_for_certain_makes_the_path_certain(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "b", valid_from="2023", confidence=0.9),
        make_link("a", "SUPPLIES", "b", confidence=0.1),
    ]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], links)
    answer = influence_paths(graph, "a", "b", as_of=date(2023, 6, 1))
    assert answer.status == "found"
    assert not [one for one in answer.unknown if "cannot be traced" not in one.what.en]


def test_a_weaker_path_that_holds_for_certain_follows_those_that_need_not(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "c", valid_from="2023", confidence=0.9),
        make_link("a", "SERVES", "b", confidence=0.2),
        make_link("b", "SERVES", "c", confidence=0.2),
    ]
    graph = AllianceGraph.from_models([make_node(one) for one in "abc"], links)
    answer = influence_paths(graph, "a", "c", count=1, as_of=date(2023, 6, 1))
    assert answer.status == "found"
    assert answered(answer) == [("a", "c"), ("a", "b", "c")]


DAY = date(2023, 6, 1)
DATED = [("", ""), ("2023", ""), ("", "2023H1"), ("2022", "2023"), ("2023-06", ""), ("2024", ""), ("2020", "2022")]


def dated(graph: AllianceGraph, dates: Sequence[tuple[str, str]]) -> AllianceGraph:
    """The same graph with a start and an end for every link."""
    links = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    given = [{"valid_from": start or None, "valid_to": end or None} for start, end in dates]
    made = [Relationship(**{**one.model_dump(), **dates}) for one, dates in zip(links, given, strict=True)]
    return AllianceGraph.from_models([graph.node_at(place) for place in range(len(graph))], made)


def on_the_day(graph: AllianceGraph, *, certain: bool) -> AllianceGraph:
    """The links that may hold on the day, or those that hold whatever day within their intervals is the true one."""
    kept = []
    for place in range(len(graph.relationships)):
        one = graph.relationship_at(place)
        start = [one.valid_from.first, one.valid_from.last] if one.valid_from else [date.min, date.min]
        end = [one.valid_to.first, one.valid_to.last] if one.valid_to else [date.max, date.max]
        if start[certain] <= DAY <= end[not certain]:
            kept.append(one)
    return AllianceGraph.from_models([graph.node_at(place) for place in range(len(graph))], kept)


@settings(max_examples=200, deadline=None)
@given(graph=multigraphs(), count=st.integers(1, 2), data=st.data())
def test_the_status_is_that_of_brute_force_over_what_may_and_what_must_hold(
    graph: AllianceGraph, count: int, data: st.DataObject
) -> None:
    amount = len(graph.relationships)
    graph = dated(graph, data.draw(st.lists(st.sampled_from(DATED), min_size=amount, max_size=amount)))
    rule = TieRule(direction="either")
    possible, sure = (
        brute_force(on_the_day(graph, certain=certain), "n0", "n1", rule, 4, (), ()) for certain in (False, True)
    )
    answer = influence_paths(graph, "n0", "n1", rule=rule, count=count, as_of=DAY)
    assert answer.status == ("found" if sure else "unknown" if possible else "none")
    assert answered(answer)[:count] == possible[:count]
    assert len(answer.rows) <= count + 1
    assert not sure or set(answered(answer)) & set(sure)


def test_the_day_is_the_newest_observation_and_not_the_calendar(make_node: Any, make_link: Any) -> None:
    links = [
        make_link("a", "SERVES", "b", valid_to="2020-06-30"),
        make_link("b", "SERVES", "c", observed_at="2020-05"),
    ]
    graph = AllianceGraph.from_models([make_node(one) for one in "abc"], links)
    answer = influence_paths(graph, "a", "c")
    assert answer.parameters["as_of"] == "2020-05-31"
    assert answer.status == "found"


# ---- real facts ----


def test_branch_to_customer_across_both_layers(hengzhou: AllianceGraph) -> None:
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克")
    assert answer.status == "found"
    (row,) = answer.rows
    assert [node.id for node in row.nodes] == ["jiaoyi-power-party-branch", "hengxian-juyang-tea", "starbucks"]
    assert (row.strength, row.weakest.strength, row.hops) == (0.23625, 0.45, 2)
    assert [step[0].type for step in row.relationships] == ["SERVES", "SELLS_TO"]
    assert {step[0].status for step in row.relationships} == {"tentative"}
    quotes = [answer.evidence[entry].quote for step in row.relationships for entry in step[0].evidence]
    assert quotes == ["党支部上门勘察并改善电压质量", "该厂主要客户之一"]
    assert "2 个环节待核实" in answer.sentence.zh


def test_confirmed_only_gives_none_and_says_what_would(hengzhou: AllianceGraph) -> None:
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克", rule=TieRule(statuses=("confirmed",)))
    assert answer.status == "none"
    assert "links of every status the shortest has 2" in answer.sentence.en


def test_the_organisation_department_reaches_the_customer_only_through_umbrellas(hengzhou: AllianceGraph) -> None:
    narrow = influence_paths(hengzhou, "横州市委组织部", "星巴克")
    assert narrow.status == "none"
    assert "--umbrella" in narrow.sentence.en
    assert "More steps do not help" in narrow.sentence.en
    wide = influence_paths(hengzhou, "横州市委组织部", "星巴克", rule=TieRule(umbrella=True))
    assert [row.hops for row in wide.rows] == [4]
    assert "LOCATED_IN" in [step[0].type for step in wide.rows[0].relationships]


def test_more_steps_are_suggested_where_they_help(make_node: Any, make_link: Any) -> None:
    names = "abcdefg"
    links = [make_link(one, "SERVES", other) for one, other in pairwise(names)]
    graph = AllianceGraph.from_models([make_node(one) for one in names], links)
    assert "--hops 6" in influence_paths(graph, "a", "g").sentence.en
