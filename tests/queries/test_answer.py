"""The shape of answers: keys in their order, evidence that resolves, equal bytes, the schema that ships."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from alliance.graph import AllianceGraph
from alliance.queries import (
    Answer,
    along_chain,
    best_starters,
    bridges,
    bridging_gain,
    brokers,
    cadence,
    chair_terms,
    connecting_network,
    coverage,
    coverage_matrix,
    diff,
    figures,
    find,
    gaps,
    influence_paths,
    influence_strength,
    joint_work,
    levels,
    list_nodes,
    member_pairs,
    members,
    needs,
    overlap,
    policies,
    profile,
    reach,
    what_if,
)
from alliance.queries.catalogue import CATALOGUE

KEYS = [
    "question", "parameters", "status", "sentence", "rows", "bounds", "unknown", "evidence", "data_version",
    "schema_version",
]  # fmt: skip
QUESTIONS: dict[str, Callable[[AllianceGraph], Answer[Any]]] = {
    "find": lambda graph: find(graph, "茶业"),
    "list": lambda graph: list_nodes(graph, "联盟"),
    "show": lambda graph: profile(graph, "桔扬茶业"),
    "paths": lambda graph: influence_paths(graph, "校椅供电所党支部", "星巴克"),
    "strength": lambda graph: influence_strength(graph, "校椅供电所党支部", "星巴克"),
    "reach": lambda graph: reach(graph, "横州市人民政府"),
    "starters": best_starters,
    "connect": lambda graph: connecting_network(graph, ["校椅供电所党支部", "星巴克"]),
    "brokers": brokers,
    "bridges": bridges,
    "bridging": lambda graph: bridging_gain(graph, "横州市茉莉花精深加工产业集群"),
    "members": lambda graph: members(graph, "横州茉莉花产业集群党建联盟"),
    "member_pairs": lambda graph: member_pairs(graph, "横州市茉莉花精深加工产业集群"),
    "overlap": lambda graph: overlap(graph, of="横州市茉莉花精深加工产业集群"),
    "cadence": lambda graph: cadence(graph, "横州茉莉花产业集群党建联盟"),
    "chair_terms": lambda graph: chair_terms(graph, "横州茉莉花产业集群党建联盟"),
    "joint_work": lambda graph: joint_work(graph, "横州茉莉花产业集群党建联盟"),
    "levels": lambda graph: levels(graph, "横州茉莉花产业集群党建联盟"),
    "coverage_matrix": coverage_matrix,
    "coverage": coverage,
    "policies": policies,
    "chain": lambda graph: along_chain(graph, "花茶"),
    "gaps": gaps,
    "needs": needs,  # the published facts name none
    "figures": figures,
    "diff": lambda graph: diff(graph, "2014-12-31", "2024-05-31"),
    "whatif": lambda graph: what_if(graph, leaves=("横县桔扬茶业有限公司",)),
}
ROW_KEYS = {
    "paths": ["nodes", "relationships", "hops", "strength", "weakest"],
    "coverage": ["scope", "measure", "covered", "unknown", "total", "low", "high"],
    "coverage_matrix": ["scope", "measure", "covered", "unknown", "total", "low", "high"],
    "gaps": ["gap", "subject", "severity", "formula", "closes_when", "candidates", "evidence"],
}


@pytest.fixture(params=QUESTIONS)
def answer(request: pytest.FixtureRequest, hengzhou: AllianceGraph) -> Answer[Any]:
    return QUESTIONS[request.param](hengzhou)


def test_every_question_is_here() -> None:
    """All but the way of a need, since the published facts name none: see `test_need_route` and the contract."""
    assert list(QUESTIONS) == [entry.id for entry in CATALOGUE if entry.id != "need_route"]


def test_keys_stand_in_their_order(answer: Answer[Any]) -> None:
    value = json.loads(answer.to_json())
    assert list(value) == KEYS
    assert list(value["sentence"]) == ["zh", "en"]
    assert all(list(one) == ["what", "why", "closes_when"] for one in value["unknown"])
    wanted = ROW_KEYS.get(answer.question, [])
    for row in value["rows"]:
        assert [key for key in row if key in wanted] == wanted
    assert answer.question in QUESTIONS


def test_path_rows_hold_what_the_design_names(hengzhou: AllianceGraph) -> None:
    row = json.loads(QUESTIONS["paths"](hengzhou).to_json())["rows"][0]
    assert list(row["nodes"][0]) == ["id", "kind", "name"]
    (one,) = row["relationships"][0]
    assert set(one) >= {"id", "type", "source", "target", "evidence"}
    assert set(row["weakest"]) == {"relationship", "strength"}


def test_every_id_of_evidence_resolves(answer: Answer[Any]) -> None:
    value = json.loads(answer.to_json())
    named = set(_evidence_of(value["rows"]))
    assert bool(named) == bool(answer.rows)
    assert named <= value["evidence"].keys()
    assert all(one["source"] for one in value["evidence"].values())


def _evidence_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inner if key == "evidence" else _evidence_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _evidence_of(inner)


def test_the_same_question_gives_the_same_bytes(answer: Answer[Any], hengzhou: AllianceGraph) -> None:
    again = AllianceGraph(hengzhou.nodes, hengzhou.relationships, hengzhou.records)
    assert QUESTIONS[answer.question](again).to_json() == answer.to_json()
    assert answer.elapsed_seconds is not None
    assert "elapsed" not in answer.to_json()


def test_data_version_and_status_are_stated(answer: Answer[Any], hengzhou: AllianceGraph) -> None:
    assert answer.data_version == hengzhou.data_version
    assert answer.status in ("found", "none", "unknown")


def test_an_answer_becomes_a_data_frame(answer: Answer[Any]) -> None:
    frame = answer.to_frame()
    cells = answer.cells()
    assert len(frame) == len(cells)
    assert list(frame.columns) == list(answer.keys())


def test_unknown_is_na_in_a_data_frame(hengzhou: AllianceGraph) -> None:
    frame = coverage(hengzhou).to_frame()
    assert str(frame["total"].dtype) == "Int64"
    assert frame["total"].isna()[0]


def test_an_answer_shows_itself_in_a_notebook_without_markup_from_names(make_node: Any) -> None:
    graph = AllianceGraph.from_models([make_node("a", name="<script>alert(1)</script>")])
    shown = find(graph, "a")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_the_schema_that_ships_holds(answer: Answer[Any]) -> None:
    shipped = files("alliance.queries").joinpath("answers.schema.json").read_text(encoding="utf-8")
    declared = json.loads(shipped)[answer.question]
    assert list(declared["properties"]) == KEYS
    assert list(Draft202012Validator(declared).iter_errors(json.loads(answer.to_json()))) == []
