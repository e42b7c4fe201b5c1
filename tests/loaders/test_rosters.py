"""Rosters as offices write them: each row tells several facts, each with the address of its cell. All is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder
from alliance.loaders.mappings.layout import layout
from alliance.loaders.row_errors import RowErrors
from alliance.tests.loaders.office_rosters import WIDE, Rows, book, links, nodes, read


def test_a_wide_row_tells_many_facts_each_at_its_cell(tmp_path: Path) -> None:
    graph = read(book(tmp_path / "册.xlsx", Sheet1=WIDE)).batch
    told = links(graph)
    assert {ends: link.evidence[0].locator for ends, link in told.items()} == {
        ("甲茶业有限公司", "OPERATES_IN", "加工"): "册.xlsx[Sheet1]!C3",
        ("甲茶业有限公司", "OPERATES_IN", "包装"): "册.xlsx[Sheet1]!C3",
        ("乙花卉专业合作社", "SUPPLIES", "甲茶业有限公司"): "册.xlsx[Sheet1]!E3",
        ("丙包装有限公司", "SUPPLIES", "甲茶业有限公司"): "册.xlsx[Sheet1]!E3",
        ("甲茶业有限公司", "SELLS_TO", "丁商贸有限公司"): "册.xlsx[Sheet1]!F3",
        ("甲公司党支部", "HOSTED_BY", "甲茶业有限公司"): "册.xlsx[Sheet1]!G3",
        ("甲茶业有限公司", "MEMBER_OF", "示范联盟"): "册.xlsx[Sheet1]!H3",
        ("丙包装有限公司", "SELLS_TO", "甲茶业有限公司"): "册.xlsx[Sheet1]!F4",
    }
    assert told["甲茶业有限公司", "SELLS_TO", "丁商贸有限公司"].product == "花茶"
    assert told["甲茶业有限公司", "MEMBER_OF", "示范联盟"].attributes == {"tier": "核心"}
    kinds = {name: node.kind for name, node in nodes(graph).items()}
    assert kinds["乙花卉专业合作社"] == "cooperative"
    assert kinds["丙包装有限公司"] == kinds["丁商贸有限公司"] == "enterprise"
    assert (kinds["加工"], kinds["甲公司党支部"], kinds["示范联盟"]) == ("stage", "party_organization", "alliance")


def test_a_csv_roster_is_known_by_its_headings_and_cites_rows(tmp_path: Path) -> None:
    (tmp_path / "2024年报送.csv").write_text(
        "序号,企业名称,环节,供应商\n1,甲茶业有限公司,加工,乙花卉专业合作社\n", encoding="utf-8"
    )
    graph = read(tmp_path).batch
    assert links(graph)["乙花卉专业合作社", "SUPPLIES", "甲茶业有限公司"].evidence[0].locator == "2024年报送.csv:2"


def test_two_rows_of_headings_in_csv(tmp_path: Path) -> None:
    (tmp_path / "企业名册.csv").write_text(
        "企业名称,基本情况,,供应商\n,环节,所在乡镇,\n甲茶业有限公司,加工,某镇,乙花卉专业合作社\n", encoding="utf-8"
    )
    facts = read(tmp_path)
    assert nodes(facts.batch)["甲茶业有限公司"].place == "某镇"
    assert ("甲茶业有限公司", "OPERATES_IN", "加工") in links(facts.batch)


def test_a_name_in_the_batch_or_the_store_is_that_node(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "sources.csv").write_text("id,title\ns1,旧名册\n", encoding="utf-8")
    (tmp_path / "first" / "organizations.csv").write_text(
        "id,name,kind,source\nb,乙花卉专业合作社,合作社,s1\n", encoding="utf-8"
    )
    path = book(tmp_path / "册.xlsx", Sheet1=WIDE)
    with SQLiteStore(tmp_path / "a.db", create=True) as store:
        load_folder(tmp_path / "first", store)
        load_folder(path, store, source="测试名册")
        graph = store.read()
        (link,) = [link for ends, link in links(graph).items() if ends[:2] == ("乙花卉专业合作社", "SUPPLIES")]
        assert link.source == "b"
        assert load_folder(path, store, source="测试名册").plan.empty


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    first, second = (
        read(book(tmp_path / f"{place}.xlsx", Sheet1=[*WIDE[:2], *rows])).batch
        for place, rows in enumerate((WIDE[2:4], WIDE[3:1:-1]))
    )
    assert list(first.node_ids) == list(second.node_ids)
    assert set(links(first)) == set(links(second))


def test_many_names_are_those_of_the_store(tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "供应商", "环节"], *([f"样本{n}号茶厂", f"外地{n}号茶厂", "加工"] for n in range(120))]
    (tmp_path / "first").mkdir()
    lines = "\n".join(f"f{n},外地{n}号茶厂,企业,s1" for n in range(120))
    (tmp_path / "first" / "sources.csv").write_text("id,title\ns1,旧名册\n", encoding="utf-8")
    (tmp_path / "first" / "organizations.csv").write_text(f"id,name,kind,source\n{lines}\n", encoding="utf-8")
    with SQLiteStore(tmp_path / "a.db", create=True) as store:
        load_folder(tmp_path / "first", store)
        load_folder(book(tmp_path / "册.xlsx", 企业=rows), store, source="测试名册")
        graph = store.read()
    sources = {link.source for link in links(graph).values() if link.type == "SUPPLIES"}
    assert sources == {f"f{n}" for n in range(120)}


# ---- each roster as an office writes it ----

OFFICE: dict[str, tuple[Rows, set[tuple[str, str, str]]]] = {
    "members": (
        [
            ["示范茶产业链党建联盟成员名册(2024年)"],
            ["序号", "单位名称", "成员层级", "是否轮值主席", "联系人", "联系电话", "备注"],
            [1, "甲茶业有限公司", "核心成员", "是", "某某", "000", None],
            [2, "某市农业农村局", "协同单位", "否", None, None, "无"],
        ],
        {
            ("甲茶业有限公司", "MEMBER_OF", "示范茶产业链党建联盟"),
            ("甲茶业有限公司", "ROTATING_CHAIR_OF", "示范茶产业链党建联盟"),
            ("某市农业农村局", "MEMBER_OF", "示范茶产业链党建联盟"),
        },
    ),
    "organisation_roster": (
        [["单位名册"], ["序号", "名称", "上级单位", "党组织", "党员数", "行政级别"],
         [1, "某市茶叶中心", "某市农业农村局", "某市茶叶中心党支部", "5名", "科级"]],
        {
            ("某市茶叶中心", "SUBORDINATE_TO", "某市农业农村局"),
            ("某市茶叶中心党支部", "HOSTED_BY", "某市茶叶中心"),
        },
    ),
    "party_organisations": (
        [["党组织名册"], ["序号", "党组织名称", "组建方式", "覆盖企业", "上级党组织", "党员数", "覆盖环节"],
         [1, "甲乙联合党支部", "联合", "甲茶业有限公司、乙茶厂", "某镇党委", 7, "加工"]],
        {
            ("甲乙联合党支部", "HOSTED_BY", "甲茶业有限公司"),
            ("甲乙联合党支部", "HOSTED_BY", "乙茶厂"),
            ("甲乙联合党支部", "SUBORDINATE_TO", "某镇党委"),
            ("甲乙联合党支部", "COVERS_STAGE", "加工"),
        },
    ),
    "supply": (
        [["供需对接表"],
         ["供方", "需方", "货品", "合作起始"], ["乙花卉专业合作社", "甲茶业有限公司", "鲜花", "2023年"]],
        {("乙花卉专业合作社", "SUPPLIES", "甲茶业有限公司")},
    ),
    "institutes": (
        [["科研与服务机构名册"], ["机构名称", "服务方式", "服务企业", "服务环节"],
         ["示范省茶叶研究所", "为其研发", "甲茶业有限公司", "加工"], ["某检测中心", "检测", "甲茶业有限公司", None]],
        {
            ("示范省茶叶研究所", "RESEARCHES_FOR", "甲茶业有限公司"),
            ("示范省茶叶研究所", "RESEARCHES_FOR", "加工"),
            ("某检测中心", "TESTS_FOR", "甲茶业有限公司"),
        },
    ),
    "post_roster": (
        [["党员示范岗名册"], ["示范岗名称", "设岗单位", "联系企业", "设立时间"],
         ["车间示范岗", "甲茶业有限公司", "丙包装有限公司", "2024年5月"], ["13个示范岗", None, None, None]],
        {("甲茶业有限公司", "HOSTS_POST", "车间示范岗"), ("车间示范岗", "ASSISTS", "丙包装有限公司")},
    ),
    "staff": (
        [["党建指导员名册"], ["序号", "姓名", "派出单位", "派驻企业", "选派时间", "手机"],
         [1, "某某", "某镇党委", "甲茶业有限公司", "2024.3", "000"]],
        {("某镇党委派驻甲茶业有限公司的人员", "SECONDED_TO", "甲茶业有限公司")},
    ),
    "projects": (
        [["重点项目清单"], ["项目名称", "建设单位", "临时党支部", "投资单位", "总投资", "进展"],
         ["扩建项目", "甲茶业有限公司", "扩建项目临时党支部", "某投资公司", "500万元", "在建"]],
        {
            ("甲茶业有限公司", "LEADS", "扩建项目"),
            ("扩建项目临时党支部", "COVERS_PROJECT", "扩建项目"),
            ("某投资公司", "INVESTS_IN", "扩建项目"),
        },
    ),
    "policy_roster": (
        [["政策文件"], ["文件名称", "发布单位", "适用环节", "用标企业", "印发日期"],
         ["扶持办法", "某市人民政府", "加工", "甲茶业有限公司", "2024年1月"]],
        {
            ("某市人民政府", "ISSUED", "扶持办法"),
            ("扶持办法", "APPLIES_TO", "加工"),
            ("甲茶业有限公司", "USES_MARK", "扶持办法"),
        },
    ),
    "needs": (
        [["问题台账"],
         ["序号", "问题描述", "提出单位", "提出时间", "列入清单", "责任单位", "配合单位", "办结时间", "办结单位"],
         [1, "检测周期过长", "甲茶业有限公司", "2024年3月5日", "2024年问题清单", "某市市场监督管理局", "某检测中心",
          "2024年6月", "某市市场监督管理局"]],
        {
            ("甲茶业有限公司", "RAISED", "检测周期过长"),
            ("检测周期过长", "LISTED_IN", "2024年问题清单"),
            ("检测周期过长", "HANDLES", "某市市场监督管理局"),
            ("检测周期过长", "ASSISTS", "某检测中心"),
            ("检测周期过长", "RESOLVED_BY", "某市市场监督管理局"),
        },
    ),
    "meetings": (
        [["联席会议台账"], ["会议名称", "召开时间", "召集单位", "参会单位", "议题", "所属机制", "所属联盟", "七共"],
         ["第一次联席会议", "2024年5月12日", "某镇党委", "甲茶业有限公司、乙茶厂", "收购", "季度会商",
          "示范茶产业链党建联盟", "组织共建"]],
        {
            ("第一次联席会议", "SESSION_OF", "季度会商"),
            ("第一次联席会议", "SESSION_OF", "示范茶产业链党建联盟"),
            ("某镇党委", "ORGANISED", "第一次联席会议"),
            ("甲茶业有限公司", "ATTENDED", "第一次联席会议"),
            ("乙茶厂", "ATTENDED", "第一次联席会议"),
        },
    ),
    "activities": (
        [["活动台账"], ["活动名称", "活动时间", "主办单位", "参加单位"], ["采收党日", "2024-04", "某镇党委", "乙茶厂"]],
        {("某镇党委", "ORGANISED", "采收党日"), ("乙茶厂", "ATTENDED", "采收党日")},
    ),
    "chair_terms": (
        [["示范茶产业链党建联盟轮值安排"],
         ["轮值单位", "任期开始", "任期结束"], ["某镇党委", "2024年1月", "2024年6月"]],
        {
            ("某镇党委", "CHAIRS", "示范茶产业链党建联盟2024年1月轮值任期"),
            ("某镇党委", "ROTATING_CHAIR_OF", "示范茶产业链党建联盟"),
            ("示范茶产业链党建联盟2024年1月轮值任期", "TERM_OF", "示范茶产业链党建联盟"),
        },
    ),
    "mechanisms": (
        [["示范茶产业链党建联盟机制"], ["机制名称", "频次", "开展形式", "七共"],
         ["季度会商", "季度", "会议", "产业发展共谋、人才共管"]],
        {("季度会商", "MECHANISM_OF", "示范茶产业链党建联盟")},
    ),
    "stages": (
        [["茶产业链环节表"], ["环节", "位置", "供给环节", "应有"],
         ["采摘", "上游", "加工", "党组织"], ["加工", "中游", "", "党组织;检测"]],
        {("采摘", "FEEDS", "加工")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OFFICE)
def test_a_roster_of_an_office_is_read_whatever_its_sheet_is_called(kind: str, tmp_path: Path) -> None:
    rows, told = OFFICE[kind]
    facts = read(book(tmp_path / "报送.xlsx", Sheet1=rows))
    assert set(links(facts.batch)) == told
    whole = facts.batch.to_networkx().nodes(data=True).__repr__() + repr(facts.batch.records)
    assert "某某" not in whole
    assert "000" not in whole.replace("0000", "")


def test_words_for_values_become_their_codes(tmp_path: Path) -> None:
    graph = read(book(tmp_path / "报送.xlsx", Sheet1=OFFICE["stages"][0])).batch
    picking = nodes(graph)["采摘"].attributes
    assert (picking["position"], picking["needs"]) == ("upstream", "party_organization")


def test_how_often_and_which_joint_work_become_codes_and_other_words_are_refused(tmp_path: Path) -> None:
    said = nodes(read(book(tmp_path / "报送.xlsx", Sheet1=OFFICE["mechanisms"][0])).batch)["季度会商"].attributes
    assert said == {"rhythm": "quarterly", "sessions": "meeting", "joint_work": "industry;talent"}
    rows: Rows = [["机制名称", "所属联盟", "频次", "七共"], ["季度会商", "示范联盟", "常常", "品牌共鸣"]]
    with pytest.raises(RowErrors) as caught:
        read(book(tmp_path / "册.xlsx", 联盟机制=rows))
    assert caught.value.count == 2
    assert "quarterly" in str(caught.value)


def test_every_roster_that_ships_has_an_example_here() -> None:
    assert {table.file.removesuffix(".csv") for table in layout().rosters} == {*OFFICE, "enterprises", "completeness"}


def test_columns_about_persons_are_named_as_left_out(tmp_path: Path) -> None:
    told = [note.en for note in read(book(tmp_path / "册.xlsx", Sheet1=OFFICE["members"][0])).notes]
    assert "册.xlsx[Sheet1]: private persons are not kept; columns left out: 联系人, 联系电话" in told


def test_the_alliance_of_members_must_be_said_once(tmp_path: Path) -> None:
    rows = OFFICE["members"][0][1:]
    with pytest.raises(RowErrors, match="no title says it") as caught:
        read(book(tmp_path / "册.xlsx", 成员名单=rows))
    assert caught.value.count == 1


def test_merged_cells_stand_in_each_of_their_rows(tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "环节", "供应商"], ["甲茶业有限公司", "加工", "乙茶厂"], [None, "包装", "丙茶厂"]]
    path = book(tmp_path / "册.xlsx", lambda b: b["企业"].merge_cells("A2:A3"), 企业=rows)
    graph = read(path).batch
    assert ("甲茶业有限公司", "OPERATES_IN", "包装") in links(graph)
    assert [seen.locator for seen in nodes(graph)["甲茶业有限公司"].evidence] == ["册.xlsx[企业]!2", "册.xlsx[企业]!3"]


def test_two_rosters_complete_one_firm_and_a_contradiction_is_named(tmp_path: Path) -> None:
    members: Rows = [["单位名称", "所属联盟", "党员数"], ["甲茶业有限公司", "示范联盟", 5]]
    firms: Rows = [["企业名称", "所在乡镇", "环节"], ["甲茶业有限公司", "某镇", "加工"]]
    graph = read(book(tmp_path / "册.xlsx", 成员名册=members, 企业名册=firms)).batch
    firm = nodes(graph)["甲茶业有限公司"]
    assert (len(graph), firm.place, firm.attributes["full_members"]) == (3, "某镇", 5)
    wrong: Rows = [[*firms[0], "党员数"], [*firms[1], 6]]
    with pytest.raises(RowErrors, match="another full_members: 5 / 6"):
        read(book(tmp_path / "册.xlsx", 成员名册=members, 企业名册=wrong))


def test_what_a_name_does_not_tell_is_asked_at_its_cell(tmp_path: Path) -> None:
    rows: Rows = [["单位名称", "所属联盟"], ["天地人", "示范联盟"]]
    with pytest.raises(RowErrors, match="the name does not tell the kind"):
        read(book(tmp_path / "册.xlsx", 成员名册=rows))
    needs: Rows = [["问题描述", "责任单位"], ["缺人手", "天地人"]]
    with pytest.raises(RowErrors, match=r"B2 责任单位='天地人': It is not known of what kind"):
        read(book(tmp_path / "册.xlsx", 问题清单=needs))


def test_an_illegal_link_is_told_at_its_cell(tmp_path: Path) -> None:
    rows: Rows = [["机构名称", "服务方式", "服务企业"], ["某法律服务所", "为其研发", "甲茶业有限公司"]]
    with pytest.raises(RowErrors, match=r"册\.xlsx\[服务机构\]!C2"):
        read(book(tmp_path / "册.xlsx", 服务机构=rows))


@pytest.mark.parametrize("day", ["11月18日", "11 月 18 日"])
def test_a_day_without_a_year_is_refused_with_how_to_write_it(day: str, tmp_path: Path) -> None:
    rows: Rows = [["会议名称", "召开时间"], ["联席会议", day]]
    with pytest.raises(RowErrors, match="it has no year"):
        read(book(tmp_path / "册.xlsx", 会议=rows))
