"""The graph as it was judged. All organisations are made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Evidence, Judgement, Measure, Node, Quantity, Relationship, Roster
from alliance.graph.identities import in_force, pair_question, resolve_identities
from alliance.graph.merging import identities_of, links_within, merged
from alliance.graph.names import Match
from alliance.graph.records import Record

ONE = (Evidence(source="s1", locator="a.csv:2"),)
TWO = (Evidence(source="s2", locator="b.csv:2"),)


def judged(first: str, second: str, verdict: str = "same", by: str = "person") -> Judgement:
    about = tuple(sorted((first, second)))
    return Judgement(question=pair_question(first, second), about=about, verdict=verdict, by=by)


def firm(node_id: str, name: str = "", **values: object) -> Node:
    return Node(**{"id": node_id, "kind": "enterprise", "name": name or node_id, "evidence": ONE, **values})


def supplies(source: str, target: str, **values: object) -> Relationship:
    return Relationship(**{"source": source, "type": "SUPPLIES", "target": target, "evidence": ONE, **values})


def graph_of(
    nodes: Sequence[Node], links: Sequence[Relationship] = (), records: Sequence[Record] = ()
) -> AllianceGraph:
    return AllianceGraph.from_models(nodes, links, records)


def members(graph: AllianceGraph) -> list[tuple[str, ...]]:
    return list(identities_of(graph).members.values())


# ---- who is one ----


def test_without_judgements_the_graph_stays_the_same_object() -> None:
    graph = graph_of([firm("a"), firm("b")])
    assert merged(graph) is graph


def test_an_id_that_was_given_comes_before_one_that_was_made_then_the_smallest() -> None:
    made = "enterprise-0123456789ab"
    graph = graph_of([firm(made), firm("x"), firm("m")], records=[judged(made, "x"), judged("x", "m")])
    assert members(graph) == [("m", "x", made)]


@pytest.mark.parametrize("verdict", ["different", "withdrawn", "unsure"])
def test_a_person_stands_over_a_rule(verdict: str) -> None:
    graph = graph_of([firm("a"), firm("b")], records=[judged("a", "b", by="rule"), judged("a", "b", verdict)])
    assert merged(graph) is graph


def test_what_contradicts_itself_joins_nothing_and_is_told() -> None:
    records = [judged("a", "b"), judged("b", "c"), judged("a", "c", "different"), judged("d", "e")]
    graph = graph_of([firm(key) for key in "abcde"], records=records)
    assert members(graph) == [("d", "e")]
    (conflict,) = identities_of(graph).conflicts
    assert conflict.different == (("a", "c"),)
    assert {judgement.about for judgement in conflict.same} == {("a", "b"), ("b", "c")}


def test_what_persons_join_stands_although_rules_contradict_it() -> None:
    records = [judged("a", "b"), judged("b", "c", by="rule"), judged("a", "c", "different")]
    graph = graph_of([firm(key) for key in "abc"], records=records)
    assert members(graph) == [("a", "b")]
    assert len(identities_of(graph).conflicts) == 1


def test_rules_do_not_join_two_places_through_a_node_without_one() -> None:
    nodes = [firm("a", place="甲镇"), firm("b"), firm("c", place="乙镇")]
    graph = graph_of(nodes, records=[judged("a", "b", by="rule"), judged("b", "c", by="rule")])
    assert members(graph) == []
    assert identities_of(graph).conflicts[0].different == (("a", "c"),)
    said = graph_of(nodes, records=[judged("a", "b"), judged("b", "c", by="rule")])
    assert members(said) == [("a", "b")]


def test_a_judgement_about_nodes_that_are_not_there_joins_nothing() -> None:
    assert members(graph_of([firm("a")], records=[judged("a", "gone")])) == []


IDS = "abcdef"
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
JUDGEMENTS = st.lists(
    st.builds(
        lambda pair, verdict, by: judged(pair[0], pair[1], verdict, by),
        PAIRS,
        st.sampled_from(["same", "same", "same", "different", "unsure", "withdrawn"]),
        st.sampled_from(["person", "rule"]),
    ),
    unique_by=lambda judgement: (judgement.question, judgement.by),
)


@given(JUDGEMENTS, st.randoms())
def test_groups_are_the_same_in_any_order_keep_apart_what_differs_and_join_what_agrees(
    judgements: list[Judgement], random: object
) -> None:
    def nodes(ids: object) -> list[Node]:
        return [firm(node_id) for node_id in ids]  # type: ignore[attr-defined]

    found = resolve_identities(judgements, nodes)
    shuffled = list(judgements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve_identities(shuffled, nodes) == found
    group_of = {node_id: first for first, group in found.members.items() for node_id in group}
    counting = in_force(judgements).values()
    told = {judgement.question for conflict in found.conflicts for judgement in conflict.same}
    for judgement in counting:
        first, second = (group_of.get(node_id, node_id) for node_id in judgement.about)
        if judgement.verdict == "different":
            assert first != second
        elif judgement.verdict == "same" and judgement.question not in told:
            assert first == second


# ---- what becomes of their facts ----


def test_names_become_aliases_and_what_they_say_otherwise_stays() -> None:
    first = firm("a", "甲茶业有限公司", aliases=("甲茶",), place="某镇", uscc="91350100M000100Y43",
                 attributes={"full_members": 3})  # fmt: skip
    other = firm("b", "甲茶业", place="某县某镇", evidence=TWO,
                 attributes={"full_members": 5, "note": "备注"})  # fmt: skip
    graph = merged(graph_of([first, other], records=[judged("a", "b")]))
    (node,) = map(graph.node_at, range(len(graph)))
    assert (node.id, node.name, node.aliases) == ("a", "甲茶业有限公司", ("甲茶", "甲茶业"))
    assert (node.place, node.uscc) == ("某镇", "91350100M000100Y43")
    assert node.attributes == {"full_members": 3, "full_members (s2)": 5, "place (s2)": "某县某镇", "note": "备注"}
    assert node.evidence == ONE + TWO
    assert graph.position("b") == graph.position("a") == 0
    assert [kind for kind, _ in graph.find("b")] == [Match.ID]


def test_links_are_joined_equal_ones_are_one_and_those_with_itself_go() -> None:
    links = [
        supplies("a", "c", strength=0.5, status="confirmed"),
        supplies("b", "c", confidence=0.4, evidence=TWO),
        supplies("b", "d"),
        supplies("a", "b"),
        supplies("c", "d"),
        Relationship(source="b", type="COORDINATES_WITH", target="c", evidence=ONE),
    ]
    stored = graph_of([firm(key) for key in "abcd"], links, [judged("a", "b")])
    graph = merged(stored)
    found = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    assert {(link.source, link.type, link.target) for link in found} == {
        ("a", "SUPPLIES", "c"), ("a", "SUPPLIES", "d"), ("c", "SUPPLIES", "d"), ("a", "COORDINATES_WITH", "c"),
    }  # fmt: skip
    assert [link.id for link in found] == [graph.relationship_id(place) for place in range(len(found))]
    assert sorted(graph.relationships.ids) == list(graph.relationships.ids)
    joined = next(link for link in found if link.target == "c" and link.type == "SUPPLIES" and link.source == "a")
    assert (joined.strength, joined.confidence, joined.status) == (0.5, 0.4, "confirmed")
    assert set(joined.evidence) == {*ONE, *TWO}
    assert graph.data_version == stored.data_version
    assert (links_within(stored), links_within(graph)) == (1, 0)


def test_the_ends_of_a_symmetric_tie_are_put_in_order_again() -> None:
    link = Relationship(source="b", type="COORDINATES_WITH", target="z", evidence=ONE)
    graph = merged(graph_of([firm("b"), firm("m"), firm("z")], [link], [judged("z", "enterprise-0123456789ab")]))
    assert graph.relationship_at(0).source == "b"
    again = merged(graph_of([firm("a"), firm("m"), firm("z")],
                            [Relationship(source="m", type="COORDINATES_WITH", target="z", evidence=ONE)],
                            [judged("a", "z")]))  # fmt: skip
    moved = again.relationship_at(0)
    assert (moved.source, moved.target, moved.id) == ("a", "m", again.relationship_id(0))


def test_superiors_figures_and_rosters_speak_of_the_node_that_is_left() -> None:
    nodes = [firm("a"), firm('b"quoted'), firm("c", parent='b"quoted'), firm("d", parent='b"quoted extra')]
    figures = [
        Measure(subject="a", metric="户数", value=Quantity(value=3), evidence=ONE),
        Measure(subject='b"quoted', metric="户数", value=Quantity(value=3), evidence=ONE),
        Measure(subject='b"quoted', metric="产值", value=Quantity(value=9), evidence=ONE),
    ]
    roster = Roster(census="2024", scope='b"quoted', instrument="post")
    graph = merged(graph_of(nodes, records=[judged("a", 'b"quoted'), *figures, roster]))
    assert graph.node("c").parent == "a"
    assert graph.node("d").parent == 'b"quoted extra'
    assert sorted((m.subject, m.metric) for m in graph.records.measures.values()) == [("a", "产值"), ("a", "户数")]
    assert [r.scope for r in graph.records.rosters.values()] == ["a"]


LINKS = st.lists(PAIRS, unique=True)


@given(LINKS, JUDGEMENTS)
def test_merging_agrees_with_the_graph_built_by_hand(pairs: list[tuple[str, str]], judgements: list[Judgement]) -> None:
    stored = graph_of([firm(key) for key in IDS], [supplies(*pair) for pair in pairs], judgements)
    graph, canonical = merged(stored), identities_of(stored).canonical()
    ends = {tuple(canonical.get(end, end) for end in pair) for pair in pairs}
    expected = {pair for pair in ends if pair[0] != pair[1]}
    found = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    assert sorted((link.source, link.target) for link in found) == sorted(expected)
    assert graph.node_ids.tolist() == sorted(set(IDS) - set(canonical))
    assert graph.name_ranks.tolist() == AllianceGraph(graph.nodes, graph.relationships).name_ranks.tolist()


@given(LINKS, PAIRS)
def test_a_merge_that_is_taken_back_leaves_the_graph_as_it_was(
    pairs: list[tuple[str, str]], pair: tuple[str, str]
) -> None:
    nodes, links = [firm(key) for key in IDS], [supplies(*ends) for ends in pairs]
    before = merged(graph_of(nodes, links))
    after = merged(graph_of(nodes, links, [judged(pair[0], pair[1], "withdrawn")]))
    assert [after.node_at(place) for place in range(len(after))] == [before.node_at(p) for p in range(len(before))]
    assert after.relationships.ids.tolist() == before.relationships.ids.tolist()
    assert len(merged(graph_of(nodes, links, [judged(pair[0], pair[1])]))) == len(before) - 1


def test_of_made_ids_that_of_the_code_or_of_more_sightings_gives_the_name() -> None:
    ids = {name: f"enterprise-{number:012x}" for number, name in enumerate(("misspelt", "right", "seen"))}
    misspelt, right = firm(ids["misspelt"], "甲茶业有限公词"), firm(ids["right"], "甲茶业", uscc="91350100M000100Y43")
    graph = merged(graph_of([misspelt, right], records=[judged(ids["misspelt"], ids["right"])]))
    assert list(graph.node_names) == ["甲茶业"]
    seen = firm(ids["seen"], "甲茶业有限公司", evidence=ONE + TWO)
    graph = merged(graph_of([misspelt, seen], records=[judged(ids["misspelt"], ids["seen"])]))
    assert list(graph.node_names) == ["甲茶业有限公司"]
