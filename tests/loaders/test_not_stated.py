"""Not stated is a fact: a question about it is unknown, with the source that does not tell. All names are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.loaders.row_errors import RowErrors
from alliance.queries import coverage_matrix, find, influence_paths, profile
from alliance.tests.loaders.other_alliances import graph_of, write_folder

NODES = """id,name,kind,operating
lm,南坡芒果产业党建联盟,alliance,
ny,农业农村局,government,
gs,芒果公司,enterprise,true
dx,果业大学,school,true
"""
STAGES = "id,name,stage,level\nzz,种植,upstream,fine\njg,加工,midstream,fine"
LINKS = "source_id,type,target_id,evidence,status\n"
ROSTERS = "census,scope_id,instrument\n2024H1,,organisation"


def told(folder: Path, *rows: str, **tables: str) -> AllianceGraph:
    links = LINKS + "\n".join(f"{row},confirmed" for row in rows)
    return graph_of(folder, organizations=NODES, chain_segments=STAGES, relationships=links, **tables)


def test_who_leads_it_is_unknown_and_not_none(tmp_path: Path) -> None:
    assert influence_paths(told(tmp_path, "gs,SERVES,dx,"), "ny", "lm").status == "none"
    graph = told(tmp_path, "未公布,牵头,lm,报道没有写牵头单位")
    answer = influence_paths(graph, "ny", "lm")
    assert answer.status == "unknown"
    assert "somebody whom the source does not state (it may be 农业农村局)" in answer.unknown[0].what.en
    assert "does not state" in answer.unknown[0].why.en
    assert "报道没有写牵头单位" in answer.unknown[0].why.zh
    assert influence_paths(graph, "lm", "ny").status == "none"
    assert [link for row in profile(graph, "lm").rows for link in row.relationships] == []


def test_show_names_what_is_not_stated_with_its_evidence(tmp_path: Path) -> None:
    graph = told(tmp_path, "not stated,LEADS,lm,", "gs,从事,未说明,", "lm,SERVES,未公布,")
    assert {entry.what.en for entry in profile(graph, "lm").unknown} == {
        '南坡芒果产业党建联盟: from whom or what "leads" comes',
        '南坡芒果产业党建联盟: whom or what it "serves"',
    }
    [industry] = profile(graph, "gs").unknown
    assert industry.what.zh == "芒果公司:“从事”的是谁或什么"
    assert any(entry.source == "s1" for entry in profile(graph, "gs").evidence.values())
    assert find(graph, "LEADS").rows == ()


def test_the_load_names_the_rows_that_leave_an_end_open(tmp_path: Path) -> None:
    rows = "未公布,牵头,lm,,confirmed\ngs,SERVES,dx,,confirmed\ngs,从事,未说明,,confirmed"
    facts = read_folder(write_folder(tmp_path, organizations=NODES, relationships=LINKS + rows))
    assert "relationships.csv: kept as not stated, one end is left open: row 2, 4" in [note.en for note in facts.notes]
    assert not any("read as unknown" in note.en and "relationships" in note.en for note in facts.notes)


def test_a_link_ends_the_silence(tmp_path: Path) -> None:
    graph = told(tmp_path, "未公布,牵头,lm,", "gs,LEADS,lm,")
    assert profile(graph, "lm").unknown == ()
    assert influence_paths(graph, "ny", "lm").status == "none"


def test_a_firm_without_a_stage_leaves_every_stage_open(tmp_path: Path) -> None:
    cells = {row.scope: row.high for row in coverage_matrix(told(tmp_path, rosters=ROSTERS)).rows[::8]}
    assert cells == {"zz": 0, "jg": 0}
    graph = told(tmp_path, "gs,从事,未说明,", rosters=ROSTERS)
    answer = coverage_matrix(graph, instruments=["organisation"])
    assert {row.scope: row.high for row in answer.rows} == {"zz": None, "jg": None}


def test_a_stage_of_which_nobody_says_who_works_there_is_open_alone(tmp_path: Path) -> None:
    graph = told(tmp_path, "未公布,从事,zz,", rosters=ROSTERS)
    cells = {row.scope: row.high for row in coverage_matrix(graph, instruments=["organisation"]).rows}
    assert cells == {"zz": None, "jg": 0}


def test_a_count_without_its_number_is_a_silence(tmp_path: Path) -> None:
    graph = told(tmp_path, metrics="entity_id,metric,value\nny,服务企业数,未公布")
    assert influence_paths(graph, "ny", "gs").status == "unknown"
    assert influence_paths(graph, "ny", "dx").status == "none"
    assert [row.text() for row in profile(graph, "ny").rows[0].measures] == ["?"]


def test_a_statement_that_no_such_link_could_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowErrors, match="HOSTED_BY") as caught:
        told(tmp_path, "gs,HOSTED_BY,未公布,")
    assert caught.value.count == 1


def test_a_row_that_leaves_both_ends_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowErrors, match="must not be empty"):
        told(tmp_path, "未公布,LEADS,未公布,")


def test_a_store_keeps_what_is_not_stated(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", organizations=NODES, relationships=LINKS + "未公布,牵头,lm,,confirmed")
    with SQLiteStore(tmp_path / "alliance.db", create=True) as store:
        load_folder(folder, store)
        graph = store.read()
        load_folder(folder, store)
        assert store.read().data_version == graph.data_version
    assert influence_paths(graph, "ny", "lm").status == "unknown"
