"""Ownership statements about made-up firms: owners, shares, days, and the owners that nobody names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph, Node
from alliance.loaders import read_folder
from alliance.loaders.folder import FolderFacts
from alliance.loaders.graphs.terms import UnmappedWords
from alliance.queries import influence_paths


def code() -> str:
    from alliance.loaders.identity.credit_codes import check_character

    first = "91450100MA5K00000"
    return first + check_character(first)


def entity(key: str, name: str, sort: str = "registeredEntity", **fields: Any) -> dict[str, Any]:
    return {"statementID": key, "statementType": "entityStatement", "entityType": sort, "name": name, **fields}


def person(key: str) -> dict[str, Any]:
    return {"statementID": key, "statementType": "personStatement", "names": [{"fullName": "Nobody Real"}]}


def owns(key: str, subject: str, owner: dict[str, Any], *interests: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "statementID": key,
        "statementType": "ownershipOrControlStatement",
        "subject": {"describedByEntityStatement": subject},
        "interestedParty": owner,
        "interests": list(interests),
        **fields,
    }


def by(key: str) -> dict[str, Any]:
    return {"describedByEntityStatement": key}


OLD = [
    entity("e1", "甲茶厂", identifiers=[{"scheme": "CN-SAIC", "id": code()}, {"scheme": "XX", "id": "7"}]),
    entity("e2", "乙投资公司", foundingDate="2001-02-03"),
    entity("e3", "nobody", "anonymousEntity"),
    person("p1"),
    owns(
        "o1", "e1", by("e2"),
        {"type": "shareholding", "share": {"exact": 60}, "startDate": "2020-01-01"},
        {"type": "votingRights", "share": {"minimum": 50, "exclusiveMaximum": 75}, "startDate": "2020-01-01"},
    ),
    owns("o2", "e1", {"describedByPersonStatement": "p1"}, {"type": "shareholding"}),
    owns("o3", "e1", {"unspecified": {"reason": "information-unknown-to-publisher"}}, {"type": "shareholding"}),
    owns("o4", "e2", by("e3")),
    owns("o5", "e2", by("e1"), {"type": "appointmentOfBoard"}),
]  # fmt: skip


def record(sort: str, key: str, date: str, status: str = "new", **said: Any) -> dict[str, Any]:
    return {
        "statementId": f"{key}-{date}", "recordId": key, "recordType": sort, "recordStatus": status,
        "statementDate": date, "recordDetails": said,
    }  # fmt: skip


def firm(key: str, name: str, date: str = "2024-01-01", **fields: Any) -> dict[str, Any]:
    return record("entity", key, date, entityType={"type": "registeredEntity"}, name=name, **fields)


def share(exact: float) -> dict[str, Any]:
    return {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": exact}}


NEW = [
    firm("a", "甲茶厂", "2024-06-01", name2="x"),
    firm("a", "甲茶厂旧名", "2023-01-01"),
    firm("b", "乙投资公司"),
    firm("c", "丙投资公司"),
    record("relationship", "r1", "2023-01-01", subject="a", interestedParty="b", interests=[share(40)]),
    record("relationship", "r1", "2024-05-05", "updated", subject="a", interestedParty="b", interests=[share(45)]),
    record("relationship", "r2", "2024-03-03", "closed", subject="a", interestedParty="c", interests=[share(55)]),
    record(
        "relationship", "r3", "2024-01-01", subject="b", interestedParty={"reason": "unknown"}, interests=[share(1)]
    ),
]


def loaded(path: Path, values: list[dict[str, Any]], lines: bool = False) -> FolderFacts:
    text = "\n".join(map(json.dumps, values)) if lines else json.dumps(values)
    path.write_text(text, encoding="utf-8")
    return read_folder(path, source="made-up register")


@pytest.mark.parametrize("name", ["bods.json", "bods.jsonl"])
def test_owners_shares_and_days_are_loaded_and_persons_are_not(name: str, tmp_path: Path) -> None:
    facts = loaded(tmp_path / name, OLD, lines=name.endswith("l"))
    graph = facts.batch
    assert list(graph.node_ids) == ["e1", "e2"]
    tea = graph.node("e1")
    assert (tea.kind, tea.uscc) == ("enterprise", code())
    assert tea.attributes == {"identifier.XX": "7", "persons_with_interest": 1}
    assert graph.node("e2").attributes["founded"] == "2001-02-03"
    (link,) = map(graph.relationship_at, range(len(graph.relationships)))
    assert (link.source, link.type, link.target, str(link.valid_from)) == ("e2", "INVESTS_IN", "e1", "2020-01-01")
    assert link.strength is None
    assert link.attributes == {
        "shareholding.exact": 60.0, "share": "0.6", "votingRights.minimum": 50.0, "votingRights.exclusiveMaximum": 75.0,
        "interests": "shareholding;votingRights",
    }  # fmt: skip
    text = "".join(node.model_dump_json() for node in map(graph.node_at, range(2)))
    assert "Nobody Real" not in text
    told = "\n".join(note.en for note in facts.notes)
    for words in (
        "private persons are not loaded, only counted at the entity: 1",
        "owners without a name",
        "not loaded: 1",
    ):
        assert words in told


def test_an_owner_without_a_name_is_a_known_hole(tmp_path: Path) -> None:
    """Whether another firm owns the tea works is not known: the answer must not be none."""
    graph = loaded(tmp_path / "bods.json", OLD).batch
    figures = {figure.subject: str(figure.value) for figure in graph.records.measures.values()}
    assert figures == {"e1": "≥2", "e2": "≥1"}
    other = Node(id="x", kind="enterprise", name="丁公司")
    nodes = [*map(graph.node_at, range(2)), other]
    links = [graph.relationship_at(0)]
    whole = AllianceGraph.from_models(nodes, links, graph.records.all())
    answer = influence_paths(whole, "x", "e1")
    assert answer.status == "unknown"
    assert "owners that the source does not name" in answer.unknown[0].what.en
    without = AllianceGraph.from_models(nodes, links, list(graph.records.sources.values()))
    assert influence_paths(without, "x", "e1").status == "none"


def test_later_statements_replace_earlier_ones(tmp_path: Path) -> None:
    graph = loaded(tmp_path / "bods.json", NEW).batch
    assert graph.node("a").name == "甲茶厂"
    links = {link.source: link for link in map(graph.relationship_at, range(len(graph.relationships)))}
    assert links["b"].attributes["shareholding.exact"] == 45
    assert (links["b"].valid_to, str(links["c"].valid_to)) == (None, "2024-03-03")
    assert [figure.subject for figure in graph.records.measures.values()] == ["b"]


def test_what_replaces_a_statement_keeps_its_id(tmp_path: Path) -> None:
    values = [
        entity("e1", "旧名"),
        entity("e2", "乙投资公司"),
        owns("o1", "e1", by("e2"), {"type": "shareholding", "share": {"exact": 10}}),
        entity("e9", "新名", replacesStatements=["e1"], statementDate="2024-01-01"),
        owns("o9", "e9", by("e2"), {"type": "shareholding"}, replacesStatements=["o1"], statementDate="2024-01-01"),
    ]
    graph = loaded(tmp_path / "bods.json", values).batch
    assert graph.node("e1").name == "新名"
    assert len(graph.relationships) == 1
    assert "shareholding.exact" not in graph.relationship_at(0).attributes


def test_entities_of_another_sort_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UnmappedWords, match="arrangement × 1"):
        loaded(tmp_path / "bods.json", [entity("e1", "某信托", "arrangement")])


def test_a_statement_without_a_subject_is_refused_with_its_place(tmp_path: Path) -> None:
    wrong = owns("o1", "", by("e1"))
    with pytest.raises(FileRefused, match=r"bods\.jsonl:2 is no BODS statement"):
        loaded(tmp_path / "bods.jsonl", [entity("e1", "甲"), wrong], lines=True)


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ({"exact": 60}, "0.6"), ({"minimum": 75, "maximum": 100}, "0.75-1"), ({"exclusiveMinimum": 50}, "0.5-1"),
        ({}, None), ({"minimum": "much"}, None), ({"minimum": 80, "maximum": 20}, None),
    ],
)  # fmt: skip
def test_a_holding_is_a_share_as_a_range(said: dict[str, Any], share: str | None, tmp_path: Path) -> None:
    statements = [*OLD[:2], owns("o1", "e1", by("e2"), {"type": "shareholding", "share": said})]
    graph = loaded(tmp_path / "bods.json", statements).batch
    assert graph.relationship_at(0).attributes.get("share") == share
