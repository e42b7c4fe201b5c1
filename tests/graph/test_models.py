"""Facts as models, rows and columns: what they refuse, that nothing is lost on the way, ids and the data version."""

from __future__ import annotations

from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from alliance.errors import DuplicateFact, UnknownName, UnknownTerm
from alliance.graph import AllianceGraph, Census, Evidence, Node, Relationship
from alliance.graph.columns import NodeColumns
from alliance.graph.dates import PartialDate
from alliance.graph.names import initials, match, normal_form, same_characters, search_text
from alliance.graph.quantities import Quantity
from alliance.graph.rows import kept_model, node_model, node_row, relationship_model, relationship_row

SEEN = (Evidence(source="s1"),)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
SHARES = st.none() | st.floats(0, 1)
DATES = st.none() | st.sampled_from(["2023", "2023H2", "2024Q1", "2024-05", "2024-05-12"]).map(PartialDate.parse)
# As a store of an earlier version may hold them: with control characters too.
EVIDENCE = st.builds(
    partial(kept_model, Evidence),
    source=TEXTS,
    locator=TEXTS,
    quote=TEXTS,
    method=st.sampled_from(["reported", "inferred"]),
    confidence=SHARES,
)
ATTRIBUTES = st.dictionaries(
    TEXTS.filter(str.strip), TEXTS | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9)
)
NODES = st.builds(
    partial(kept_model, Node), id=TEXTS, kind=st.sampled_from(["enterprise", "stage", "policy"]), name=TEXTS,
    aliases=st.lists(TEXTS, max_size=3).map(tuple), level=TEXTS, place=TEXTS, parent=TEXTS, attributes=ATTRIBUTES,
    count=st.none() | st.builds(Quantity, value=st.floats(0, 1e9), bound=st.sampled_from(["exact", "about"])),
    aggregate=st.booleans(), evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
)  # fmt: skip


@given(node=NODES)
def test_a_node_survives_its_row_and_its_columns(node: Node) -> None:
    row = node_row(node)
    assert node_model(row) == node
    assert NodeColumns.from_rows([row]).row(0) == row


@settings(deadline=None)
@given(
    strength=SHARES, confidence=SHARES, start=DATES, seen=DATES, product=st.just("") | TEXTS, attributes=ATTRIBUTES,
    evidence=st.lists(EVIDENCE, min_size=1, max_size=3).map(tuple),
    status=st.sampled_from(["confirmed", "tentative", "disputed", "inferred", "candidate"]),
)  # fmt: skip
def test_a_relationship_survives_its_row_and_its_columns(
    strength: float | None, confidence: float | None, start: PartialDate | None, seen: PartialDate | None, product: str,
    attributes: dict[str, Any], evidence: tuple[Evidence, ...], status: Any,
) -> None:  # fmt: skip
    one = kept_model(
        Relationship, source="a", type="SUPPLIES", target="b", product=product, valid_from=start, observed_at=seen,
        strength=strength,
        confidence=confidence, status=status, attributes=attributes, evidence=evidence,
    )  # fmt: skip
    assert relationship_model(relationship_row(one)) == one
    graph = AllianceGraph.from_models([Node(id=end, kind="enterprise", name=end) for end in "ab"], [one])
    assert graph.relationship_at(0) == one
    assert graph.relationship_id(0) == one.id


def test_unknown_is_neither_zero_nor_one_nor_a_day() -> None:
    one = Relationship(source="a", type="SUPPLIES", target="b", evidence=SEEN)
    assert (one.strength, one.confidence, one.valid_from, one.valid_to, one.observed_at) == (None,) * 5
    zero = Relationship(source="a", type="SUPPLIES", target="b", strength=0.0, confidence=0.0, evidence=SEEN)
    graph = AllianceGraph.from_models([Node(id=end, kind="enterprise", name=end) for end in "ab"], [one])
    assert np.isnan(graph.relationships.strengths[0])
    assert relationship_row(one) != relationship_row(zero)
    assert relationship_row(one).digest != relationship_row(zero).digest


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence": ()},
        {"strength": 1.1},
        {"confidence": -0.1},
        {"strength": float("nan")},
        {"status": "sure"},
        {"source": ""},
        {"valid_from": "2024", "valid_to": "2023"},
        {"valid_from": "yesterday"},
        {"colour": "red"},
    ],
)
def test_a_relationship_refuses(wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"source": "a", "type": "SUPPLIES", "target": "b", "evidence": SEEN}
    with pytest.raises((ValidationError, ValueError)):
        Relationship(**{**fields, **wrong})


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"id": "甲" * 167}, "501 bytes"),
        ({"name": "n" * 2_001}, "2,001 bytes"),
        ({"aliases": ["a", "n" * 2_001]}, "2,001 bytes"),
        ({"aliases": [f"{number}" * 1_900 for number in range(9)]}, "aliases together"),
        ({"name": "a\0"}, "NUL"),
        ({"name": "a\ud800"}, "unicode"),
        ({"name": "a\x1b[31m"}, r"control character \\x1b"),
        ({"aliases": ["a", "\u202eb"]}, r"control character \\u202e"),
        ({"id": "a\x7f"}, r"control character \\x7f"),
        ({"place": "a\rb"}, r"control character \\r"),
        ({"attributes": {"\u200e": 1}}, r"control character \\u200e"),
        ({"attributes": {"a": "\x9b"}}, r"control character \\x9b"),
        ({"place": "x" * 1_000_001}, "1,000,001 characters"),
        ({"attributes": {"": 1}}, "has no name"),
        ({"attributes": {" \t": 1}}, "has no name"),
        ({"attributes": {"a" * 201: 1}}, "201 characters"),
        ({"attributes": {"a\0": 1}}, "NUL"),
        ({"attributes": {"a\ud800": 1}}, "half a character"),
        ({"attributes": {"a": "\ud800"}}, "half a character"),
        ({"attributes": {"a": 2**63}}, "64 bits"),
        ({"attributes": {"a": -(2**63) - 1}}, "64 bits"),
        ({"attributes": {"a": float("nan")}}, "finite"),
        ({"attributes": {"a": float("-inf")}}, "finite"),
        ({"attributes": {"a": "x" * 600_000, "b": "x" * 600_000}}, "attributes together"),
        ({"count": {"value": float("inf")}}, "finite"),
        ({"count": {"value": 1e16}}, "less than or equal"),
        ({"parent": "p" * 501}, "501 bytes"),
        ({"evidence": [{"source": "s" * 501}]}, "501 bytes"),
        ({"evidence": [{"source": "s", "quote": "\0"}]}, "NUL"),
        ({"evidence": [{"source": "s", "quote": "\u2066"}]}, r"control character \\u2066"),
    ],
)
def test_a_node_refuses_what_a_store_cannot_take(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Node(**{"id": "a", "kind": "enterprise", "name": "a", **wrong})


def test_the_largest_values_of_attributes_are_taken() -> None:
    attributes = {"a" * 200: 2**63 - 1, "b": -(2**63), "c": True, "d": 1.5, "e": "x" * 999_000}
    assert Node(id="甲" * 166, kind="enterprise", name="n" * 2_000, attributes=attributes).attributes == attributes


def test_facts_do_not_change() -> None:
    one = Relationship(source="a", type="SUPPLIES", target="b", evidence=SEEN)
    with pytest.raises(ValidationError, match="frozen"):
        one.strength = 1.0  # type: ignore[misc]
    graph = AllianceGraph.from_models([Node(id=end, kind="enterprise", name=end) for end in "ab"], [one])
    with pytest.raises(ValueError, match="read-only"):
        graph.relationships.strengths[0] = 1.0


def test_the_ends_of_a_symmetric_tie_are_put_in_order() -> None:
    one = Relationship(source="b", type="PAIRED_WITH", target="a", evidence=SEEN)
    other = Relationship(source="a", type="PAIRED_WITH", target="b", evidence=SEEN)
    assert one == other
    assert one.id == other.id
    way = Relationship(source="b", type="SUPPLIES", target="a", evidence=SEEN)
    assert (way.source, way.target) == ("b", "a")


PINNED = "45d2da69e79ffaaa"  # a store written by an earlier version must still be read as the same facts


def test_the_id_is_stable_and_hangs_on_what_the_design_names() -> None:
    base: dict[str, Any] = {"source": "a", "type": "SUPPLIES", "target": "b", "evidence": SEEN}
    first = Relationship(**base)
    assert first.id == PINNED
    same: list[dict[str, Any]] = [
        {"valid_to": "2024"},
        {"observed_at": "2024"},
        {"strength": 0.1},
        {"status": "confirmed"},
    ]
    assert {Relationship(**base, **fields).id for fields in same} == {first.id}
    other: list[dict[str, Any]] = [{"valid_from": "2023"}, {"valid_from": "2023H1"}, {"product": "茶"}]
    other += [{"source": "c"}, {"target": "c"}, {"type": "SELLS_TO"}]
    assert len({Relationship(**{**base, **fields}).id for fields in other} | {first.id}) == 7


# ---- data version ----


def facts(size: int) -> tuple[list[Node], list[Relationship], list[Census]]:
    nodes = [Node(id=f"n{number}", kind="enterprise", name=f"企业{number}") for number in range(size)]
    links = [
        Relationship(source="n0", type="SUPPLIES", target=f"n{number}", evidence=SEEN) for number in range(1, size)
    ]
    return nodes, links, [Census(label="c", date=PartialDate.parse("2024"))]


@given(seed=st.randoms(use_true_random=False))
def test_equal_facts_have_an_equal_version_in_any_order(seed: Any) -> None:
    nodes, links, records = facts(6)
    version = AllianceGraph.from_models(nodes, links, records).data_version
    seed.shuffle(nodes)
    seed.shuffle(links)
    assert AllianceGraph.from_models(nodes, links, records).data_version == version


def test_every_single_difference_changes_the_version() -> None:
    nodes, links, records = facts(4)
    renamed = [nodes[0].model_copy(update={"name": "x"}), *nodes[1:]]
    doubted = [links[0].model_copy(update={"status": "disputed"}), *links[1:]]
    versions = {
        AllianceGraph.from_models(*one).data_version
        for one in (
            (nodes, links, records), (nodes, links), (nodes, links[1:], records), (renamed, links, records),
            (nodes, doubted, records),
        )
    }  # fmt: skip
    assert len(versions) == 5


def test_a_view_keeps_the_version_of_what_it_is_a_view_of(hengzhou: AllianceGraph) -> None:
    assert hengzhou.only(types=["SUPPLIES"]).data_version == hengzhou.data_version


# ---- the graph ----


def test_an_end_that_is_missing_a_kind_that_is_unknown_and_two_facts_of_one_id() -> None:
    nodes, links, _ = facts(2)
    with pytest.raises(UnknownName, match="n1"):
        AllianceGraph.from_models(nodes[:1], links)
    with pytest.raises(UnknownTerm, match="enterprise"):
        AllianceGraph.from_models([Node(id="a", kind="firm", name="a")])
    with pytest.raises(DuplicateFact, match="n0"):
        AllianceGraph.from_models([nodes[0], nodes[0].model_copy(update={"name": "x"})])
    assert len(AllianceGraph.from_models([nodes[0], nodes[0]])) == 1


def test_an_empty_graph_answers() -> None:
    graph = AllianceGraph.from_models()
    assert (len(graph), len(graph.relationships), graph.latest_observation) == (0, 0, None)
    assert graph.data_version == "0" * 32
    assert graph.to_networkx().number_of_nodes() == 0
    assert graph.find("x") == []


def test_views_by_type_status_and_kind(hengzhou: AllianceGraph) -> None:
    links = [hengzhou.relationship_at(place) for place in range(len(hengzhou.relationships))]
    supplies = hengzhou.only(types=["SUPPLIES", "SELLS_TO"], statuses=["tentative"])
    wanted = {one.id for one in links if one.type in ("SUPPLIES", "SELLS_TO") and one.status == "tentative"}
    assert {supplies.relationship_id(place) for place in range(len(supplies.relationships))} == wanted
    assert len(supplies) == len(hengzhou)
    firms = hengzhou.only(kinds=["enterprise"])
    kinds = {hengzhou.node_at(place).id: hengzhou.kind(place) for place in range(len(hengzhou))}
    inside = {one.id for one in links if kinds[one.source] == kinds[one.target] == "enterprise"}
    assert {firms.relationship_id(place) for place in range(len(firms.relationships))} == inside
    assert {firms.kind(place) for place in range(len(firms))} == {"enterprise"}
    with pytest.raises(UnknownTerm):
        hengzhou.only(statuses=["sure"])
    with pytest.raises(UnknownTerm):
        hengzhou.only(types=["supplies"])


def test_outgoing_and_incoming_equal_a_scan(hengzhou: AllianceGraph) -> None:
    columns = hengzhou.relationships
    for node in range(len(hengzhou)):
        assert hengzhou.outgoing(node).tolist() == np.flatnonzero(columns.sources == node).tolist()
        assert hengzhou.incoming(node).tolist() == np.flatnonzero(columns.targets == node).tolist()


def test_networkx_holds_every_fact(hengzhou: AllianceGraph) -> None:
    network = hengzhou.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert (network.number_of_nodes(), network.number_of_edges()) == (206, 279)
    assert network.nodes["starbucks"]["name"] == "星巴克"
    one = hengzhou.relationship_at(0)
    values = network.edges[one.source, one.target, one.id]
    assert (values["type"], values["status"], values["strength"]) == (one.type, one.status, one.strength)
    assert network.graph["data_version"] == hengzhou.data_version


def test_a_census_is_the_view_of_its_day() -> None:
    nodes, links, records = facts(3)
    ended = links[0].model_copy(update={"valid_to": PartialDate.parse("2023")})
    graph = AllianceGraph.from_models(nodes, [ended, links[1]], records)
    assert len(graph.census("c").relationships) == 1
    assert str(graph.census("c").as_of_day) == "2024-12-31"
    with pytest.raises(UnknownTerm, match="c"):
        graph.census("2030")


# ---- names ----


@pytest.mark.parametrize(
    ("name", "letters"), [("星巴克", "xbk"), ("横州市委组织部", "hzswzzb"), ("CSG 电网", "csgdw"), ("A1茶", "a1c")]
)
def test_pinyin_initials(name: str, letters: str) -> None:
    assert initials(normal_form(name)) == letters


def test_width_case_spaces_and_punctuation_do_not_matter() -> None:
    assert normal_form("ＡＢＣ（集团）有限 公司·") == "abc集团有限公司"


def test_simplified_and_traditional_characters_do_not_matter() -> None:
    assert normal_form("橫州茉莉花產業聯盟") == normal_form("横州茉莉花产业联盟") == "横州茉莉花产业联盟"
    assert normal_form("後發") == normal_form("后髮")
    assert initials(normal_form("橫縣國際茶業")) == initials("横县国际茶业") == "hxgjcy"


def test_the_table_of_characters_names_one_for_each_and_makes_no_name_longer() -> None:
    table = same_characters()
    assert len(table) > 4_000
    assert not table.keys() & set(table.values())
    for other, character in table.items():
        assert len(other) == len(character) == 1
        assert len(character.encode()) <= len(other.encode())
        assert normal_form(other) == normal_form(character) == character


@given(text=TEXTS, names=st.lists(TEXTS, min_size=1, max_size=3))
def test_a_node_answers_to_every_name_of_its_own(text: str, names: list[str]) -> None:
    search = search_text(node_row(kept_model(Node, id="id", kind="stage", name=names[0], aliases=names[1:])))
    for name in names:
        if normal_form(name):
            assert match(name, "id", search) is not None
    found = match(text, "id", search)
    assert found is None or normal_form(text)


@given(named=st.dictionaries(st.text("abc", min_size=1, max_size=3), TEXTS.filter(str.strip), max_size=8))
def test_name_ranks_are_the_order_of_names_and_then_ids(named: dict[str, str]) -> None:
    nodes = [kept_model(Node, id=node_id, kind="stage", name=name) for node_id, name in named.items()]
    graph = AllianceGraph.from_models(nodes, [])
    order = sorted(range(len(graph)), key=lambda node: (graph.node_names[node], graph.node_ids[node]))
    assert graph.name_ranks.argsort().tolist() == order
