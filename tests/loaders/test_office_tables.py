"""Tables as offices write them: each is read, or refused by name; nothing passes in silence. All names are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph, Relationship
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import FolderFacts, load_folder, read_folder
from alliance.loaders.identity.open_questions import open_questions
from alliance.loaders.row_errors import RowErrors

SOURCES = "id,title,date\ns1,测试名册,2024-06-01\n"
CODE = "91350100M000100Y43"
Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes files, given by name, beside a sources.csv."""

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in {"sources.csv": SOURCES, **files}.items():
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write


def notes(facts: FolderFacts) -> list[str]:
    return [note.en for note in facts.notes]


def graph_links(graph: AllianceGraph) -> list[Relationship]:
    return [graph.relationship_at(place) for place in range(len(graph.relationships))]


def names(graph: AllianceGraph) -> set[str]:
    return set(graph.node_names)


# ---- files ----


def test_a_name_in_capitals_is_the_table(folder: Write) -> None:
    facts = read_folder(folder({"Organizations.CSV": "id,name,kind,source\na,甲,enterprise,s1\n"}))
    assert facts.tables == {"sources.csv": 1, "Organizations.CSV": 1}


def test_two_files_that_are_one_table_are_refused(folder: Write) -> None:
    table = "id,name,kind,source\na,甲,enterprise,s1\n"
    with pytest.raises(FileRefused, match="are the same table"):
        read_folder(folder({"organizations.csv": table, "Organizations.CSV": table}))


def test_files_that_are_not_read_are_named_with_what_they_may_be(folder: Write) -> None:
    table = "id,name,kind,source\na,甲,enterprise,s1\n"
    facts = read_folder(folder({
        "organizations.csv": table, "organisations.csv": table, "relationship.csv": "source_id,type\n",
        "成员名单.xlsb": b"x", "其他.csv": "a,b\n", "readme.md": "x", ".hidden": "x", "~$lock.xlsx": "x",
    }))  # fmt: skip
    told = notes(facts)
    assert [line.split(" ")[0] for line in told] == [
        "organisations.csv", "relationship.csv", "其他.csv", "成员名单.xlsb", "1",
    ]  # fmt: skip
    assert "looks like organizations.csv, which is there already" in told[0]
    assert "was relationships.csv meant?" in told[1]
    assert "it is none of the tables" in told[2]
    assert "Save it as .xlsx" in told[3]
    assert told[4] == "1 file is not read, being no table: readme.md"


def test_a_folder_with_nothing_but_a_misspelt_table_says_so(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(FileRefused, match=r"was organizations\.csv meant\?"):
        read_folder(tmp_path)


# ---- form ----


@pytest.mark.parametrize(
    ("encoding", "name", "told"),
    [
        ("big5", "臺灣茉莉茶業股份有限公司", "organizations.csv: read as Big5"),
        ("gb18030", "广西茉莉茶业股份有限公司", "organizations.csv: read as GB18030"),
        ("gb18030", "䶮", "organizations.csv: read as GB18030"),
        ("utf-16", "甲茶业有限公司", "organizations.csv: read as UTF-16"),
        ("utf-8-sig", "甲茶业有限公司", None),
    ],
)
def test_encodings_are_told_apart(encoding: str, name: str, told: str | None, folder: Write) -> None:
    table = f"id,name,kind,source\na,{name},enterprise,s1\n".encode(encoding)
    facts = read_folder(folder({"organizations.csv": table}))
    assert names(facts.batch) == {name}
    assert notes(facts) == ([told] if told else [])


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "\uff0c"])
def test_delimiters_are_told_apart(delimiter: str, folder: Write) -> None:
    rows = (("id", "name", "kind", "source"), ("a", "甲", "enterprise", "s1"))
    facts = read_folder(folder({"organizations.csv": "\n".join(delimiter.join(row) for row in rows)}))
    assert names(facts.batch) == {"甲"}


def test_the_header_is_found_below_titles_and_groups(folder: Write) -> None:
    table = "某联盟成员名册(2024年上半年),,,,\n,,基本信息,,\nid,name,kind,place,source\na,甲,enterprise,某镇,s1\n"
    facts = read_folder(folder({"organizations.csv": table}))
    assert names(facts.batch) == {"甲"}
    assert notes(facts) == ["organizations.csv: the header is row 3; 2 rows above it are passed over"]


def test_a_roster_with_chinese_headings_without_ids_and_source(folder: Write) -> None:
    table = (
        "序号,单位名称(全称),单位类型*,统一社会信用代码,所在乡镇,党组织组建方式,党员数,备注\n"
        f"1,甲茶业有限公司,企业,{CODE},某镇,单独,5名,\n"
        "2,乙花卉专业合作社,农民专业合作社,,某镇,无,2,无\n"
        "合计,2家,,,,,7,\n"
    )
    facts = read_folder(folder({"organizations.csv": table}))
    by_name = {node.name: node for node in map(facts.batch.node_at, range(len(facts.batch)))}
    first, second = by_name["甲茶业有限公司"], by_name["乙花卉专业合作社"]
    assert (first.kind, first.uscc, first.place) == ("enterprise", CODE, "某镇")
    assert first.attributes == {"party_cover": "own", "full_members": 5}
    assert second.attributes == {"party_cover": "none", "full_members": 2}
    assert first.evidence[0].source == "s1"
    assert notes(facts) == [
        "organizations.csv: columns without use: 序号",
        "organizations.csv: rows that add up the others do not count: row 4",
        "organizations.csv: 1 cell read as unknown (无 × 1)",
        "organizations.csv: 1 cell written in another form (5名 → 5 × 1)",
        "organizations.csv: the id of 2 rows is made from the code or the name",
        "organizations.csv: no column for the source; 测试名册 counts for all rows",
    ]


def test_errors_stand_under_the_heading_of_the_file(folder: Write) -> None:
    with pytest.raises(RowErrors) as caught:
        read_folder(folder({"organizations.csv": "单位名称,单位类型\n甲,公私合营\n"}))
    (error,) = caught.value.errors
    assert (error.column, error.value) == ("单位类型", "公私合营")


# ---- who is who ----


def test_links_by_name(folder: Write) -> None:
    facts = read_folder(folder({
        "organizations.csv": "name,aliases,kind,source\n甲茶业有限公司,甲茶,企业,s1\n甲公司党支部,,党组织,s1\n",
        "relationships.csv": "甲方,关系,乙方,来源\n甲公司党支部,建在,甲茶,测试名册\n",
    }))  # fmt: skip
    link = facts.batch.relationship_at(0)
    assert link.type == "HOSTED_BY"
    assert [facts.batch.node(end).name for end in (link.source, link.target)] == ["甲公司党支部", "甲茶业有限公司"]
    assert "relationships.csv: 2 cells were found by the name" in notes(facts)


def test_a_name_that_several_bear_is_a_question(folder: Write) -> None:
    with pytest.raises(RowErrors, match="several of this name: a, b"):
        read_folder(folder({
            "organizations.csv": "id,name,kind,source\na,甲,企业,s1\nb,甲,合作社,s1\nc,丙,企业,s1\n",
            "relationships.csv": "source_id,type,target_id,source\n甲,SUPPLIES,c,s1\n",
        }))  # fmt: skip


def test_the_same_name_and_kind_twice_without_ids_is_named(folder: Write) -> None:
    with pytest.raises(RowErrors, match=r"already stands in organizations\.csv:2"):
        read_folder(folder({"organizations.csv": "name,kind,source\n甲,企业,s1\n甲,企业,s1\n"}))


def test_a_row_without_an_id_is_the_node_of_the_store(folder: Write, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for path, table in (
        (first, "id,name,kind,uscc,place,source\nfirm,甲茶业有限公司,enterprise,,某镇,s1\n"),
        (second, f"name,kind,uscc,source\n甲茶业有限公司,企业,{CODE},s1\n甲茶业有限公司,合作社,,s1\n"),
    ):
        path.mkdir()
        (path / "sources.csv").write_text(SOURCES, encoding="utf-8")
        (path / "organizations.csv").write_text(table, encoding="utf-8")
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(first, store)
        load_folder(second, store)
        graph = store.read()
        assert len(graph) == 2  # the firm, now with its code, and a cooperative of the same name
        assert (graph.node("firm").uscc, graph.node("firm").place) == (CODE, "某镇")
        assert store.read_stored().node("firm").uscc == ""
        assert load_folder(second, store).plan.empty


def test_rows_in_another_order_have_the_same_ids(folder: Write) -> None:
    rows = ["甲,企业,s1", "乙,企业,s1", "丙,企业,s1"]
    versions = set()
    for order in (rows, rows[::-1]):
        facts = read_folder(folder({"organizations.csv": "\n".join(["name,kind,source", *order])}))
        versions.add(tuple(facts.batch.node_ids))
    assert len(versions) == 1


def test_the_source_of_a_whole_file_can_be_given(folder: Write) -> None:
    table = "name,kind\n甲,企业\n"
    path = folder({"organizations.csv": table, "sources.csv": SOURCES + "s2,另一份,2024\n"})
    with pytest.raises(RowErrors, match="Give it with --source") as caught:
        read_folder(path)
    assert caught.value.count == 1  # once for the file, not for each row
    assert read_folder(path, source="另一份").batch.node_at(0).evidence[0].source == "s2"
    new = read_folder(path, source="手工登记").batch
    assert new.records.sources[new.node_at(0).evidence[0].source].title == "手工登记"


# ---- cells ----


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("9.14501E+17", "a spreadsheet made a number of it"),
        ("914501000000000000", "its end became zeros"),
        ("91350100M000100Y44", "its last character does not check"),
        ("350100", "it has 6 characters"),
        ("000000000000000000", "it is all zeros"),
        ("91350100M000100O43", "O cannot stand in it"),
    ],
)
def test_impossible_credit_codes_are_refused_by_cell(code: str, reason: str, folder: Write) -> None:
    with pytest.raises(RowErrors, match=reason):
        read_folder(folder({"organizations.csv": f"id,name,kind,uscc,source\na,甲,enterprise,{code},s1\n"}))


@pytest.mark.parametrize(
    "written", [CODE, f"'{CODE}", CODE.lower(), "９１３５０１００Ｍ０００１００Ｙ４３", f" {CODE} "]
)
def test_credit_codes_in_other_forms_are_read(written: str, folder: Write) -> None:
    table = f"id,name,kind,uscc,source\na,甲,enterprise,{written},s1\n"
    assert read_folder(folder({"organizations.csv": table})).batch.node("a").uscc == CODE


def test_one_code_on_two_rows_is_a_question(folder: Write) -> None:
    rows = f"a,甲,enterprise,{CODE},s1\nb,乙,enterprise,'{CODE},s1\n"
    batch = read_folder(folder({"organizations.csv": f"id,name,kind,uscc,source\n{rows}"})).batch
    assert not batch.records.judgements
    (question,) = open_questions(batch)
    assert question.about == ("a", "b")
    assert [reason.en for reason in question.reasons] == [
        f"equal credit code: {CODE}", "one table of one source lists both"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024年4月1日", "2024-04-01"), ("2024年4月", "2024-04"), ("2023年", "2023"), ("2023年上半年", "2023H1"),
        ("2023年第二季度", "2023Q2"), ("2023.5", "2023-05"), ("2023/5/1", "2023-05-01"), ("20230501", "2023-05-01"),
        ("２０２３", "2023"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(written: str, read: str, folder: Write) -> None:
    graph = read_folder(folder(linked(since=written))).batch
    assert str(graph.relationship_at(0).valid_from) == read


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("45047", "number for 2023-05-01"), ("11月18日", "it has no year"), ("9132", "cannot be the year 9132"),
        ("2023-02-30", "is not a date"), ("开春", "is not a date"),
    ],
)  # fmt: skip
def test_no_false_day_is_read(written: str, reason: str, folder: Write) -> None:
    with pytest.raises(RowErrors, match=reason):
        read_folder(folder(linked(since=written)))


def test_what_goes_on_has_no_end(folder: Write) -> None:
    facts = read_folder(folder(linked(until="长期")))
    assert facts.batch.relationship_at(0).valid_to is None
    assert "relationships.csv: 1 cell read as unknown (长期 × 1)" in notes(facts)


def linked(**cells: str) -> dict[str, Any]:
    return {
        "organizations.csv": "id,name,kind,source\na,甲,enterprise,s1\nb,乙,enterprise,s1\n",
        "relationships.csv": f"source_id,type,target_id,{','.join(cells)},source\na,SUPPLIES,b,"
        f"{','.join(cells.values())},s1\n",
    }


@pytest.mark.parametrize("word", ["-", "—", "/", "无", "不详", "未知", "N/A", "null", "\\N", "NaN", "暂无", "待定"])
def test_words_for_unknown_are_unknown_in_every_column(word: str, folder: Write) -> None:
    columns = "founded,full_members,operating,place,level,work_cover"
    cells = ",".join([word] * 6)
    facts = read_folder(folder({"organizations.csv": f"id,name,kind,{columns},source\na,甲,enterprise,{cells},s1\n"}))
    node = facts.batch.node("a")
    assert (node.place, node.level, node.attributes) == ("", "", {})
    assert notes(facts) == [f"organizations.csv: 6 cells read as unknown ({word} × 6)"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("甲茶、甲公司", ("甲茶", "甲公司")),
        ('"乙茶,乙公司"', ("乙茶", "乙公司")),
        ("丙茶;丙公司", ("丙茶", "丙公司")),
        ("丁茶\uff1b丁公司", ("丁茶", "丁公司")),
        ("戊茶/戊公司", ("戊茶", "戊公司")),
        ('"Good Tea, Ltd"', ("Good Tea, Ltd",)),
        ('"茶;Good Tea, Ltd"', ("茶", "Good Tea, Ltd")),
    ],
)
def test_aliases_by_any_separator(written: str, read: tuple[str, ...], folder: Write) -> None:
    table = f"id,name,aliases,kind,source\na,某单位,{written},enterprise,s1\n"
    assert read_folder(folder({"organizations.csv": table})).batch.node("a").aliases == read


# ---- words that nobody knows ----


def test_an_unknown_kind_is_told_in_the_language_of_the_message(folder: Write) -> None:
    with pytest.raises(RowErrors) as caught:
        read_folder(folder({"organizations.csv": "id,name,kind,source\na,甲,企业家,s1\nb,乙,family farms,s1\n"}))
    first, second = (error.reason for error in caught.value.errors)
    assert first.zh.startswith("不认识的节点类型“企业家”。可用:企业(enterprise)、")
    assert "party organisation (party_organization)" not in first.zh
    assert second.en.startswith('Unknown node kind "family farms". Known: family farm (family_farm), ')
    assert not any("一" <= letter <= "龥" for letter in second.en)


def test_the_part_that_a_supplier_gives_is_read_as_a_share_or_a_range(folder: Write) -> None:
    rows = "供方,需方,产品,占比\n甲花场,乙茶业有限公司,鲜花,60%\n丙花场,乙茶业有限公司,鲜花,30%-40%\n"
    graph = read_folder(folder({"供应关系.csv": rows})).batch
    found = {graph.node(link.source).name: link.attributes["share"] for link in graph_links(graph)}
    assert found == {"甲花场": "0.6", "丙花场": "0.3-0.4"}


def test_a_part_that_is_more_than_the_whole_is_refused(folder: Write) -> None:
    rows = "供方,需方,产品,占比\n甲花场,乙茶业有限公司,鲜花,60\n"
    with pytest.raises(RowErrors, match=r"0\.3, 30%, 75%-100%"):
        read_folder(folder({"供应关系.csv": rows}))
