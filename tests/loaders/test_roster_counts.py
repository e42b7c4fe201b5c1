"""Counts in the place of names, promises of completeness, any cells under headings of rosters. All is made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused, InputRefused
from alliance.loaders.mappings.layout import layout
from alliance.loaders.row_errors import RowErrors
from alliance.tests.loaders.office_rosters import WIDE, Rows, book, links, nodes, read

# ---- counts ----


@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("8家企业", "8", "enterprise"), ("约20家企业", "≈20", "enterprise"), ("500多家企业", "≥500", "enterprise"),
        ("三家合作社", "3", "cooperative"), ("若干家企业", "None", "enterprise"),
    ],
)  # fmt: skip
def test_a_count_is_no_name(name: str, count: str, kind: str, tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "环节", "供应商"], ["甲茶业有限公司", "加工", name], [name, "包装", None]]
    graph = read(book(tmp_path / "册.xlsx", 企业=rows)).batch
    counts = [node for node in map(graph.node_at, range(len(graph))) if node.aggregate]
    assert {(node.kind, str(node.count)) for node in counts} == {(kind, count)}
    assert len(counts) == 2  # the suppliers of one firm are not the firms of another row


@pytest.mark.parametrize(
    ("cell", "count"),
    [("乙茶厂、丙茶厂等8家企业", "6"), ("乙茶厂、丙茶厂等约20家企业", "≈18"), ("乙茶厂、丙茶厂等", None)],
)
def test_those_who_are_counted_beside_names_are_the_others(cell: str, count: str | None, tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "环节", "供应商"], ["甲茶业有限公司", "加工", cell]]
    graph = read(book(tmp_path / "册.xlsx", 企业=rows)).batch
    suppliers = [graph.node(link.source) for link in links(graph).values() if link.type == "SUPPLIES"]
    assert {"乙茶厂", "丙茶厂"} <= {node.name for node in suppliers}
    assert [str(node.count) for node in suppliers if node.aggregate] == ([count] if count else [])


@pytest.mark.parametrize(
    ("cell", "count"),
    [(300, "300"), ("300户", "300"), ("约300", "≈300"), ("300多户", "≥300"), ("1,000", "1000"), ("7号户", None)],
)
def test_a_number_of_growers_is_a_count_and_never_a_name(cell: Any, count: str | None, tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "环节", "带动农户"], ["甲茶业有限公司", "加工", cell]]
    graph = read(book(tmp_path / "册.xlsx", 企业=rows)).batch
    (led,) = [graph.node(link.target) for link in links(graph).values() if link.type == "LEADS_GROWERS"]
    assert (led.kind, led.aggregate) == ("household", count is not None)
    assert str(led.count) == str(count)


def test_a_grower_by_the_name_of_a_person_is_refused_at_its_cell(tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "环节", "带动农户"], ["甲茶业有限公司", "加工", "王小花"]]
    with pytest.raises(RowErrors, match="looks like the name of a person"):
        read(book(tmp_path / "册.xlsx", 企业=rows))


def test_others_without_a_plain_number_are_refused(tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "环节", "供应商"], ["甲茶业有限公司", "加工", "乙茶厂等多家企业"]]
    with pytest.raises(RowErrors, match="not plain how many"):
        read(book(tmp_path / "册.xlsx", 企业=rows))


@pytest.mark.parametrize("name", ["3M中国有限公司", "第五联合党委", "一心堂药店", "百家姓茶厂", "两只老虎茶厂"])
def test_a_name_with_a_number_is_a_name(name: str, tmp_path: Path) -> None:
    graph = read(book(tmp_path / "册.xlsx", 企业=[["企业名称", "环节"], [name, "加工"]])).batch
    assert not nodes(graph)[name].aggregate


def test_a_count_without_a_name_stands_for_so_many(tmp_path: Path) -> None:
    graph = read(
        book(tmp_path / "册.xlsx", 示范岗=[["岗位名称", "设岗单位", "数量"], [None, "甲茶厂", "10多个"]])
    ).batch
    (post,) = [node for node in map(graph.node_at, range(len(graph))) if node.kind == "post"]
    assert (post.aggregate, str(post.count)) == (True, "≥10")


# ---- completeness ----


def test_one_workbook_lists_and_promises(tmp_path: Path) -> None:
    said: Rows = [["范围", "名单", "普查"], ["加工", "单位、供应", "2024H1"]]
    records = read(book(tmp_path / "册.xlsx", Sheet1=WIDE, 说明=said)).batch.records
    assert {(roster.census, roster.instrument) for roster in records.rosters.values()} == {
        ("2024H1", "organisation"), ("2024H1", "supply"),
    }  # fmt: skip
    assert str(records.censuses["2024H1"].date) == "2024H1"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["某环节", "单位", "2024H1"], "A2 范围='某环节'"),
        ([None, "单位", "上一次"], "does not say when the census was"),
        ([None, "什么", "2024H1"], "B2 名单='什么'"),
    ],
)
def test_a_promise_that_says_nothing_is_refused(row: list[Any], reason: str, tmp_path: Path) -> None:
    with pytest.raises(RowErrors, match=reason):
        read(book(tmp_path / "册.xlsx", Sheet1=WIDE, 说明=[["范围", "名单", "普查"], row]))


def test_a_census_of_rosters_csv_is_made_when_its_day_is_plain(tmp_path: Path) -> None:
    (tmp_path / "rosters.csv").write_text("census,instrument\n2023Q2,organisation\n", encoding="utf-8")
    assert str(read(tmp_path).batch.records.censuses["2023Q2"].date) == "2023Q2"


# ---- recognition ----


def test_a_table_that_may_be_several_is_named_with_what_it_may_be(tmp_path: Path) -> None:
    rows: Rows = [["名称", "类型", "时间", "备注"], ["甲", "乙", "丙", "丁"]]
    with pytest.raises(FileRefused, match="alliance map-headers"):
        read(book(tmp_path / "册.xlsx", Sheet1=rows))


HEADINGS = [
    word for table in layout().rosters for name, column in table.columns.items() for word in (name, *column.also[:2])
]
CELLS = st.one_of(
    st.none(), st.integers(-(10**6), 10**6), st.booleans(), st.text(max_size=6),
    st.sampled_from(["甲茶业有限公司", "示范联盟", "某镇党委", "2024H1", "11月18日", "8家企业", "有", "无", "检测"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headings=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=7, unique=True),
    rows=st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=4),
    name=st.sampled_from(["Sheet1", *(table.names[0] for table in layout().rosters)]),
)
def test_any_roster_is_read_or_refused_at_a_place(
    headings: list[str], rows: list[list[Any]], name: str, tmp_path: Path
) -> None:
    cells = [headings, *([str(cell if cell is not None else "") for cell in row[: len(headings)]] for row in rows)]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    path = tmp_path / f"{name}x.csv"
    path.write_text(text, encoding="utf-8", errors="replace")
    told = [name]
    try:
        read(path)
    except RowErrors as error:
        told = [wrong.at or wrong.file for wrong in error.errors]
    except InputRefused as error:
        told = [error.in_("en")]
    path.unlink()
    assert all(name in place for place in told)
