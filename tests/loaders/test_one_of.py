"""One of these, not said which: none is claimed, all are named. All names are made up."""

from __future__ import annotations

from pathlib import Path

from alliance.graph import AllianceGraph
from alliance.queries import coverage_matrix, influence_paths, profile
from alliance.tests.loaders.other_alliances import graph_of

NODES = """id,name,kind
lm,高山蓝莓产业链党建联盟,alliance
ny,农业农村局,government
sc,市场监管局,government
gs,蓝莓公司,enterprise
"""
STAGES = "id,name,stage,level\nzz,种植,upstream,fine\njg,加工,midstream,fine"


def led(folder: Path, *rows: str, group: str = "a") -> AllianceGraph:
    text = [f"ny,牵头,lm,{group},confirmed", f"sc,牵头,lm,{group},confirmed", *rows]
    links = "\n".join(["source_id,type,target_id,其中之一,status", *text])
    return graph_of(folder, organizations=NODES, chain_segments=STAGES, relationships=links)


def test_a_question_about_a_candidate_is_unknown_and_names_all(tmp_path: Path) -> None:
    graph = led(tmp_path)
    for bureau in ("ny", "sc"):
        answer = influence_paths(graph, bureau, "lm")
        assert answer.status == "unknown"
        assert answer.rows[0].relationships[0][0].doubts == ("candidate",)
        [entry] = [entry for entry in answer.unknown if entry.what.en.startswith("which of these")]
        assert "农业农村局 leads 高山蓝莓产业链党建联盟" in entry.what.en
        assert "市场监管局 牵头 高山蓝莓产业链党建联盟" in entry.what.zh
        assert "not which" in entry.why.en


def test_a_link_that_is_no_candidate_holds(tmp_path: Path) -> None:
    graph = led(tmp_path, "gs,SERVES,lm,,confirmed")
    assert influence_paths(graph, "gs", "lm").status == "found"
    assert influence_paths(led(tmp_path, group=""), "ny", "lm").status == "found"


def test_show_names_the_candidates_from_every_end(tmp_path: Path) -> None:
    graph = led(tmp_path)
    for node in ("lm", "ny", "sc"):
        assert [entry.what.en.count(" leads ") for entry in profile(graph, node).unknown] == [2]
    assert profile(graph, "gs").unknown == ()


def test_two_groups_are_told_apart(tmp_path: Path) -> None:
    graph = led(tmp_path, "ny,SERVES,gs,b,confirmed", "sc,SERVES,gs,b,confirmed")
    assert len(profile(graph, "ny").unknown) == 2
    [entry] = profile(graph, "gs").unknown
    assert entry.what.en.count(" serves ") == 2
    assert " leads " not in entry.what.en


def test_a_stage_of_which_one_is_meant_may_have_it(tmp_path: Path) -> None:
    graph = led(tmp_path, "gs,OPERATES_IN,zz,c,confirmed", "gs,OPERATES_IN,jg,c,confirmed")
    answer = coverage_matrix(graph, instruments=["organisation"])
    cells = answer.rows
    assert any(entry.what.en.startswith("which of these: 蓝莓公司 operates in") for entry in answer.unknown)
    assert {(row.scope, row.covered, row.unknown) for row in cells} == {("zz", 0, 1), ("jg", 0, 1)}


def test_the_word_in_a_quote_makes_no_candidate(tmp_path: Path) -> None:
    links = 'source_id,type,target_id,evidence,status\nny,LEADS,lm,"""one_of"": 1",confirmed'
    graph = graph_of(tmp_path, organizations=NODES, relationships=links)
    assert influence_paths(graph, "ny", "lm").status == "found"
