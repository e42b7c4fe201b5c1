"""Figures by group and by definition. All names and numbers are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.loaders.row_errors import RowErrors
from alliance.queries import coverage, find, influence_paths, profile
from alliance.tests.loaders.other_alliances import graph_of

NODES = """id,name,kind
lm,临海新能源汽车产业链党建联盟,alliance
zf,临海市政府,government
a,甲电池公司,enterprise
b,乙大学,school
"""
OLD, NEW = "法人单位", "法人单位和个体户"


def test_any_figure_can_be_given_by_group(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        organizations=NODES,
        metrics="单位,指标,分组,数值,计量单位\nlm,成员单位,高校,8,所\nlm,成员单位,企业,30+,家\nlm,解决问题,税务,5,个",
    )
    groups = {(row.metric, row.group): row.text() for row in profile(graph, "lm").rows[0].measures}
    assert groups == {("成员单位", "高校"): "8", ("成员单位", "企业"): "≥30", ("解决问题", "税务"): "5"}
    assert profile(graph, "lm").unknown == ()


def test_a_category_can_say_what_was_counted(tmp_path: Path) -> None:
    """Eight universities are not eight party organisations."""
    graph = graph_of(
        tmp_path, organizations=NODES,
        alliance_member_categories="alliance_id,metric,category,count\nlm,成员单位数,高校,8\nlm,,企业,30",
    )  # fmt: skip
    figures = {row.group: row.metric for row in profile(graph, "lm").rows[0].measures}
    assert figures == {"高校": "成员单位数", "企业": "成员单位党组织数"}


DEFINED = "entity_id,metric,value,year,definition,defined_from,defined_to"


def test_figures_of_two_definitions_do_not_contradict_each_other(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        organizations=NODES,
        metrics=f"{DEFINED}\nlm,成员单位,54,2024,{OLD},,\nlm,成员单位,70,2024,{NEW},2023,",
    )
    unknown = [(entry.what.en, entry.why.en) for entry in profile(graph, "lm").unknown]
    assert not any("which figure is right" in what for what, _ in unknown)
    assert sorted(what for what, _ in unknown if "not named" in what) == [
        "临海新能源汽车产业链党建联盟: 成员单位 54, 54 of them not named",
        "临海新能源汽车产业链党建联盟: 成员单位 70, 70 of them not named",
    ]
    [compared] = [why for what, why in unknown if what == "how 成员单位 changed"]
    assert f"54(2024): {OLD}; 70(2024): {NEW}[2023–]" in compared


def test_figures_of_one_definition_still_contradict_each_other(tmp_path: Path) -> None:
    figures = f"{DEFINED}\nlm,成员单位,54,2024,{OLD},,\nlm,成员单位数,70,2024,{OLD},,"
    graph = graph_of(tmp_path, organizations=NODES, metrics=figures)
    assert any("which figure is right" in entry.what.en for entry in profile(graph, "lm").unknown)


def test_a_figure_without_a_definition_does_not_compare_with_one_that_has_it(tmp_path: Path) -> None:
    figures = f"{DEFINED}\nzf,两新组织数,772,2022,,,\nzf,两新组织数,990,2024,{NEW},2023,"
    graph = graph_of(tmp_path, organizations=NODES, metrics=figures)
    [entry] = profile(graph, "zf").unknown
    assert "no definition given" in entry.why.en
    assert find(graph, NEW).rows[0].id == "zf"
    assert {row.defined_from for row in profile(graph, "zf").rows[0].measures} == {None, "2023"}


def test_a_published_total_is_quoted_with_its_definition(tmp_path: Path) -> None:
    figures = f"{DEFINED}\nzf,两新组织数,990,2024,{NEW},2023,\nzf,在两新组织和合作社中建立党组织数,300+,2024,,,"
    graph = graph_of(tmp_path, organizations=NODES, metrics=figures)
    assert any(f"[definition: {NEW}]" in entry.why.en for entry in coverage(graph).unknown)


def test_each_definition_leaves_a_hole(tmp_path: Path) -> None:
    figures = f"{DEFINED}\nzf,服务企业,1,2024,{OLD},,\nzf,服务企业,3,2024,{NEW},,"
    graph = graph_of(tmp_path, organizations=NODES, metrics=figures)
    assert influence_paths(graph, "zf", "a").status == "unknown"


@pytest.mark.parametrize("dates", ["2022,口径,2023,", "2024,口径,,2023", "2023,口径,2024,2022"])
def test_a_figure_outside_the_time_of_its_definition_is_refused(tmp_path: Path, dates: str) -> None:
    with pytest.raises(RowErrors, match="lies outside the time of this definition"):
        graph_of(tmp_path, organizations=NODES, metrics=f"{DEFINED}\nzf,两新组织数,9,{dates}")
