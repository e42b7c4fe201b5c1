"""Columns: their names in files are the same in every language, their headings are not."""

from __future__ import annotations

from typing import Any

import pytest

from alliance import settings
from alliance.graph import AllianceGraph
from alliance.queries import Answer, coverage_matrix, find, gaps, influence_paths, profile
from alliance.queries.catalogue import CATALOGUE
from alliance.queries.columns import cell_text, keys, screen_cells
from alliance.queries.cover.row import CoverageRow
from alliance.queries.question import declaration

KEYS = {
    "find": "status id name kind kind_label match match_label figure aliases level place",
    "show": "status id type type_label direction direction_label other_id other product further valid_from valid_to "
    "strength confidence link_value link_status link_status_label observed_at",
    "paths": "status source_id source target_id target path node_ids hops strength strength_low strength_high "
    "weakest_id weakest_type weakest_type_label weakest_strength unconfirmed link_values behind",
    "strength": "status source_id source target_id target strength_low strength_high method method_label range_low "
    "range_high best_path bound_high routes_low routes_high routes cut necks",
    "reach": "status id name kind kind_label steps probability truth truth_label lost lost_label",
    "starters": "status place id name kind kind_label gain together",
    "connect": "status group one_id one other_id other links value truth truth_label",
    "brokers": "status id name kind kind_label contacts betweenness share constraint constraint_label effective_size "
    "effective_size_label cuts cuts_label fragmentation group roles",
    "bridges": "status near_id near far_id far links near_size far_size fragmentation",
    "bridging": "status one_id one other_id other middle truth truth_label",
    "members": "status group group_label count low high unnamed members members_label",
    "member_pairs": "status one_id one other_id other joined joined_label on_what truth truth_label",
    "list": "status id name kind kind_label count level level_label place place_label leaders leaders_label "
    "stages stages_label operating operating_label role not_stated truth truth_label",
    "levels": "status level level_label state state_label units reached steps path node_ids why",
    "overlap": "status one_id one other_id other shared low high bridges bridges_label",
    "cadence": "status mechanism_id mechanism rhythm rhythm_label period state state_label sessions low high least "
    "event_ids events",
    "chair_terms": "status chair_ids chairs begins ends standing standing_label duty duty_label activities low high "
    "truth truth_label event_ids events",
    "joint_work": "status work work_label state state_label facts low high last unit_ids units event_ids events",
    "needs": "status id name state state_label stage raised_by_ids raised_by lists_ids lists handlers_ids handlers "
    "holders_ids holders may_hold solved_by_ids solved_by raised raised_label listed listed_label routed routed_label "
    "solved solved_label due due_label days_to_handler days_to_solve open_days hand_overs returned units in_time "
    "no_owner",
    "need_route": "status step source_id what type type_label target_id since since_label order days after_stated "
    "quote truth helpers",
    "figures": "status subject_id subject metric group value low high unit period definition check note source",
    "coverage": "status scope_id scope measure measure_label unit covered unknown total low high text",
    "coverage_matrix": "status scope_id scope measure measure_label unit covered unknown total low high text",
    "policies": "status stage_id stage policy_id policy validity validity_label begins ends truth truth_label",
    "chain": "status side side_label tier tier_surely tier_text id name through_ids through ring at count "
    "organisations organisations_label others",
    "diff": "status part part_label change change_label subject_id subject what before after key",
    "whatif": "status part part_label change change_label subject_id subject what before after key",
    "gaps": "status gap gap_label subject_id lacks subject severity counts formula closes_when first_seen censuses "
    "candidate_ids candidates",
}


ANSWERS: dict[str, type[Answer[Any]]] = {entry.id: declaration(entry.load()).answer for entry in CATALOGUE}


@pytest.fixture(params=ANSWERS)
def model(request: pytest.FixtureRequest) -> Any:
    return ANSWERS[request.param]


def test_the_names_of_columns_are_a_promise() -> None:
    assert {question: " ".join(model.keys()) for question, model in ANSWERS.items()} == KEYS


def test_names_and_headings_are_unique(model: Any) -> None:
    columns = model.columns()
    assert len(set(model.keys())) == len(model.keys()) == len(keys(columns)) + 1
    for language in ("zh", "en"):
        headings = [column.heading.in_(language) for column in columns]
        assert len(set(headings)) == len(headings)
        assert all(headings)


def test_files_have_the_same_columns_in_both_languages(hengzhou: AllianceGraph) -> None:
    answer = find(hengzhou, "xbk")
    chinese, english = answer.cells("zh"), answer.cells("en")
    assert list(chinese[0]) == list(english[0]) == list(answer.keys())
    assert chinese[0]["kind"] == english[0]["kind"] == "enterprise"
    assert (chinese[0]["kind_label"], english[0]["kind_label"]) == ("企业", "enterprise")


def test_people_read_headings_and_labels_of_their_language(hengzhou: AllianceGraph) -> None:
    (row,) = find(hengzhou, "xbk").screen_cells("zh")
    assert list(row) == ["id", "名称", "种类", "匹配", "数字", "别名", "地点"]
    assert row["种类"] == "企业"


def test_the_status_is_the_first_column(hengzhou: AllianceGraph) -> None:
    frame = gaps(hengzhou).to_frame()
    assert frame.columns[0] == "status"
    assert set(frame["status"]) == {"unknown"}


def test_an_answer_without_rows_keeps_its_columns_and_its_status(hengzhou: AllianceGraph) -> None:
    frame = influence_paths(hengzhou, "横州市委组织部", "星巴克").to_frame()
    assert len(frame) == 0
    assert list(frame.columns) == KEYS["paths"].split()
    assert frame.attrs == {"status": "none"}


def test_ids_stand_beside_names(hengzhou: AllianceGraph) -> None:
    link = profile(hengzhou, "xbk").cells()[0]
    assert hengzhou.node(str(link["other_id"])).name == link["other"]
    path = influence_paths(hengzhou, "校椅供电所党支部", "星巴克").cells()[0]
    assert path["node_ids"] == "jiaoyi-power-party-branch;hengxian-juyang-tea;starbucks"
    assert (path["source_id"], path["target_id"]) == ("jiaoyi-power-party-branch", "starbucks")
    assert (path["weakest_type"], path["weakest_strength"]) == ("SERVES", 0.45)


def test_the_matrix_is_a_row_a_cell_in_a_frame_and_a_grid_for_people(hengzhou: AllianceGraph) -> None:
    answer = coverage_matrix(hengzhou, levels=("cluster9",))
    frame = answer.to_frame()
    assert len(frame) == len(answer.rows) == 9 * 8
    (flower,) = frame[(frame["scope"] == "花茶") & (frame["measure"] == "organisation")].to_dict("records")
    assert (flower["low"], flower["text"]) == (3, "3–30+")
    assert frame["high"].isna().all()
    assert len(answer.screen_cells("en")) == 9
    assert answer.screen_cells("en") == answer.grid("en")


def test_several_values_are_joined_and_a_text_is_in_its_language(hengzhou: AllianceGraph) -> None:
    answer: Answer[Any] = find(hengzhou, "桔扬茶业")
    assert "桔扬茶业;" in str(answer.cells()[0]["aliases"])
    row = CoverageRow(
        scope="", scope_name="", measure="organisation_coverage", unit="share", covered=6, unknown=1, total=10,
        low=0.6, high=0.7, lowest=(6, 10), highest=(7, 10), evidence=(),
    )  # fmt: skip
    assert screen_cells(CoverageRow.columns(), row, "en")["measure"] == "organisation coverage rate"
    assert screen_cells(CoverageRow.columns(), row, "zh")["值(已知/总数)"] == "6/10 – 7/10"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0, "0"), (3.0, "3"), (2991000.0, "2991000"), (0.23625, "0.23625"), ("3+", "3+")]
)
def test_values_as_people_read_them(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_cells_are_in_the_language_of_the_user(hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_LANG", "zh")
    assert settings.language() == "zh"
    assert find(hengzhou, "xbk").cells() == find(hengzhou, "xbk").cells("zh")


def test_show_reckons_the_value_of_a_link_as_paths_do(hengzhou: AllianceGraph) -> None:
    shown = {row.id: row for row in profile(hengzhou, "横县桔扬茶业有限公司").table_rows()}
    (path,) = influence_paths(hengzhou, "校椅供电所党支部", "星巴克").rows
    for step in path.relationships:
        if step[0].id in shown:
            told = shown[step[0].id].reckoning()
            assert told is not None
            assert (told.zh, told.en) == (step[0].reckoning("zh"), step[0].reckoning("en"))
    assert shown.keys() & {step[0].id for step in path.relationships}
