"""The schema as data: what it must hold, what it refuses, and what is wrong in a schema itself."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import IllegalRelationship, UnknownTerm
from alliance.graph import AllianceGraph, schema
from alliance.graph.schema import read_schema

TEXT = files("alliance.graph").joinpath("schema.toml").read_text(encoding="utf-8")
# What reports on such alliances name.
KINDS = """
    alliance party_organization government public_institution enterprise cooperative family_farm association
    financial_institution law_firm school research_institute household chain stage product project post instructor
    liaison technical_staff craftsman meeting activity problem need list policy chair_term source census
"""
TYPES = """
    SUBORDINATE_TO HOSTED_BY MEMBER_OF LEADS CHAIRS COVERS_STAGE COVERS_PROJECT CONTACTS GUIDES SECONDED_TO PAIRED_WITH
    SUPPLIES OPERATES_IN FEEDS RAISED LISTED_IN ROUTED_TO HANDLES ASSISTS RESOLVED_BY ATTENDED ORGANISED SERVES
    CO_RESEARCH APPLIES_TO EVIDENCED_BY
"""


def test_every_kind_and_type_that_reports_name_is_declared() -> None:
    assert set(KINDS.split()) <= schema().kinds.keys()
    assert set(TYPES.split()) <= schema().types.keys()


def test_every_kind_and_type_of_the_real_facts_is_declared(hengzhou_folder: Path) -> None:
    for file, column, known in (
        ("organizations.csv", "kind", schema().kinds),
        ("relationships.csv", "type", schema().types),
    ):
        with (hengzhou_folder / file).open(encoding="utf-8") as lines:
            assert {row[column] for row in csv.DictReader(lines)} <= known.keys()


def test_every_term_has_a_chinese_and_an_english_name_of_its_own() -> None:
    for terms in (schema().kinds, schema().types, schema().instruments, schema().ties):
        for term in terms.values():
            assert term.en.isascii()
            assert not term.zh.isascii()
        assert len({term.zh for term in terms.values()}) == len(terms)
        assert len({term.en for term in terms.values()}) == len(terms)


def test_umbrellas_are_the_alliance_the_place_and_the_chain() -> None:
    assert schema().kinds_with("umbrella") == ["alliance", "place", "chain"]
    assert [one.id for one in schema().types.values() if one.umbrella] == ["MEMBER_OF", "LOCATED_IN"]


def test_households_stay_in_the_house() -> None:
    assert schema().kinds_with("internal") == ["household"]
    assert schema().types["CONTACTS"].internal


@pytest.mark.parametrize(
    ("type_id", "source", "target", "legal", "way_back"),
    [
        ("COVERS_STAGE", "post", "household", "CONTACTS", "HOSTS_POST"),
        ("SUPPLIES", "enterprise", "stage", "BUYS_FROM", "FEEDS"),
        ("LISTED_IN", "enterprise", "problem", "RAISED", "ROUTED_TO"),
        ("HOSTED_BY", "enterprise", "party_organization", "GUIDES", "COVERS_STAGE"),
        ("HOSTED_BY", "school", "research_institute", "CO_RESEARCH", "COVERS_STAGE"),
    ],
)
def test_an_illegal_relationship_is_refused_with_what_is_legal_in_its_direction(
    type_id: str, source: str, target: str, legal: str, way_back: str
) -> None:
    with pytest.raises(IllegalRelationship) as caught:
        schema().check(type_id, source, target)
    for text, label in ((caught.value.message.zh, schema().types[type_id].zh),
                        (caught.value.message.en, schema().types[type_id].en)):  # fmt: skip
        assert legal in text
        assert way_back not in text
        assert label in text


def test_a_refusal_names_the_legal_ends_and_never_offers_the_way_back() -> None:
    """That a party organisation is hosted by a firm is not the same as a firm hosted by a party organisation."""
    with pytest.raises(IllegalRelationship) as caught:
        schema().check("HOSTED_BY", "enterprise", "party_organization")
    message = caught.value.message
    assert "It goes only: party organisation → organisation." in message.en
    assert "它只能:党组织 → 单位。" in message.zh
    assert message.en.count("HOSTED_BY") == 1


def test_a_refusal_says_where_nothing_is_legal() -> None:
    with pytest.raises(IllegalRelationship, match="Nothing is legal from stage to enterprise"):
        schema().check("OPERATES_IN", "stage", "enterprise")


def test_a_graph_refuses_an_illegal_relationship(make_node: Callable[..., Any], make_link: Callable[..., Any]) -> None:
    nodes = [make_node("branch", "party_organization"), make_node("home", "household")]
    with pytest.raises(IllegalRelationship, match="COVERS_STAGE"):
        AllianceGraph.from_models(nodes, [make_link("branch", "COVERS_STAGE", "home")])


@settings(max_examples=600, deadline=None)
@given(
    type_id=st.sampled_from(list(schema().types)),
    source=st.sampled_from(list(schema().kinds)),
    target=st.sampled_from(list(schema().kinds)),
    legal_pair=st.booleans(),
    data=st.data(),
)
def test_legality_is_exactly_what_the_ends_declare(
    type_id: str, source: str, target: str, legal_pair: bool, data: st.DataObject
) -> None:
    declared = schema().types[type_id]
    if legal_pair:
        source, target = data.draw(st.sampled_from(sorted(declared.pairs)))
    if (source, target) in declared.pairs or (declared.symmetric and (target, source) in declared.pairs):
        schema().check(type_id, source, target)
    else:
        with pytest.raises(IllegalRelationship):
            schema().check(type_id, source, target)


def test_unknown_terms_name_the_known_ones() -> None:
    with pytest.raises(UnknownTerm, match="enterprise"):
        schema().kind("firm")
    with pytest.raises(UnknownTerm, match="SUBORDINATE_TO"):
        schema().type("supplies")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('tie = "command", influence = "both"', 'tie = "command"', "SUBORDINATE_TO"),
        ('ends = ["party_organization -> stage"]', 'ends = ["party_organisation -> stage"]', "not a declared kind"),
        ('direct = ["RESEARCHES_FOR"]', 'direct = ["RESEARCH"]', "unknown type RESEARCH"),
        ('tie = "rule"', 'tie = "ruling"', "unknown tie ruling"),
        ("symmetric = true", 'symmetric = true, colour = "red"', "colour"),
        ("strength = 0.9", "strength = 1.9", "less than or equal to 1"),
    ],
)
def test_a_slip_in_the_schema_is_an_error_at_start(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(ValueError, match=message):
        read_schema(TEXT.replace(old, new, 1))


HOUSEHOLD = 'household = { zh = "联系户", en = "contact household", internal = true }\n'


def test_the_version_stands_for_the_declarations_alone() -> None:
    version = schema().version
    assert len(version) == 12
    assert int(version, 16)
    for old, new in (
        (HOUSEHOLD, f"# A comment.\n\n{HOUSEHOLD}"),
        (HOUSEHOLD, 'household = {internal=true, en="contact household", zh="联系户"}\n'),
    ):
        assert old in TEXT
        assert read_schema(TEXT.replace(old, new)).version == version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("confidence = 0.5", "confidence = 0.6"),
        ("internal = true }", "internal = false }"),
        (HOUSEHOLD, HOUSEHOLD.replace("联系户", "结对户")),
        ("[groups]", "[groups]\nhome = ['household']"),
        (HOUSEHOLD + 'place = { zh = "地方", en = "place", umbrella = true }\n',
         'place = { zh = "地方", en = "place", umbrella = true }\n' + HOUSEHOLD),
    ],
)  # fmt: skip
def test_every_change_of_a_declaration_changes_the_version(old: str, new: str) -> None:
    assert old in TEXT
    assert read_schema(TEXT.replace(old, new, 1)).version != schema().version


def test_a_new_kind_and_type_need_no_code() -> None:
    text = TEXT.replace("[groups]", 'chamber = { zh = "商会", en = "chamber", employer = true }\n\n[groups]', 1)
    text = text.replace(
        "[types]", '[types]\nADVISES = { zh = "献策", en = "advises", ends = ["chamber -> alliance"], tie = "none" }', 1
    )
    made = read_schema(text)
    made.check("ADVISES", "chamber", "alliance")
    assert "chamber" in made.kinds_with("employer")
