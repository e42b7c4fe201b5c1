"""Spreadsheets as offices write them, and broken or hostile ones. All names are made up."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from alliance.errors import FileRefused, InputRefused
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.loaders.row_errors import RowErrors

Rows = Sequence[Sequence[Any]]
SOURCES: Rows = [["id", "title", "date"], ["s1", "测试名册", date(2024, 6, 1)]]
FIRMS: Rows = [["id", "name", "kind", "source"], ["a", "甲", "企业", "s1"], ["b", "乙", "企业", "s1"]]
LINKS: Rows = [["甲方", "关系", "乙方", "起始", "来源"], ["甲", "供货", "乙", date(2024, 4, 1), "s1"]]
CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="单位">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def workbook(path: Path, change: Callable[[Workbook], Any] | None = None, **sheets: Rows) -> Path:
    """A workbook of some sheets beside one of sources."""
    book = Workbook()
    book.remove(book.worksheets[0])
    all_sheets: dict[str, Rows] = {"来源": SOURCES, **sheets}
    for name, rows in all_sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def with_part(path: Path, name: str, content: str | bytes) -> Path:
    """The same workbook with one part replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = content if isinstance(content, bytes) else content.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)
    return path


def test_one_workbook_is_a_whole_folder_with_equal_facts(tmp_path: Path) -> None:
    facts = read_folder(workbook(tmp_path / "册.xlsx", 单位=FIRMS, 关系=LINKS))
    tables = tmp_path / "csv"
    tables.mkdir()
    plain_tables: dict[str, Rows] = {"sources": SOURCES, "organizations": FIRMS, "relationships": LINKS}
    for name, rows in plain_tables.items():
        lines = "\n".join(",".join(map(str, row)) for row in rows)
        (tables / f"{name}.csv").write_text(lines, encoding="utf-8")
    plain = read_folder(tables)
    assert facts.tables == {"册.xlsx[来源]": 1, "册.xlsx[单位]": 2, "册.xlsx[关系]": 1}
    nodes = [facts.batch.node_at(place) for place in range(2)]
    assert nodes[0].evidence[0].locator == "册.xlsx[单位]!2"
    for own, other in zip(nodes, map(plain.batch.node_at, range(2)), strict=True):
        assert own.model_copy(update={"evidence": ()}) == other.model_copy(update={"evidence": ()})
    (link,), (same,) = (
        [graph.relationship_at(place) for place in range(len(graph.relationships))]
        for graph in (facts.batch, plain.batch)
    )
    assert link.evidence[0].locator == "册.xlsx[关系]!2"
    assert link.model_copy(update={"evidence": ()}) == same.model_copy(update={"evidence": ()})


def test_titles_groups_and_merged_headings_stand_above_the_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["某县经营主体一览", None, None, None],
        ["单位名称", "单位类型", "基本情况", None],
        [None, None, "所在乡镇", "党员数"],
        ["甲", "企业", "某镇", 5],
    ]

    def merge(book: Workbook) -> None:
        for cells in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
            book["Sheet7"].merge_cells(cells)

    facts = read_folder(workbook(tmp_path / "册.xlsx", merge, Sheet7=rows))
    node = facts.batch.node_at(0)
    assert (node.name, node.place, node.attributes["full_members"]) == ("甲", "某镇", 5)


def test_what_is_not_read_of_a_workbook_is_named(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["草稿"].sheet_state = "hidden"

    path = workbook(tmp_path / "册.xlsx", change, 单位=FIRMS, 草稿=FIRMS, 空=[], 其他=[["甲", "乙"], [1, 2]])
    with_part(path, "xl/vbaProject.bin", "x")
    told = [note.en for note in read_folder(path).notes]
    assert "册.xlsx: holds macros, which are not run" in told
    assert "册.xlsx[草稿] is not read: it is hidden. Show it if it is meant" in told
    assert "册.xlsx[空] is not read: it is empty" in told
    assert "册.xlsx[其他] is not read: it is no table that is known. Its headings are: 甲, 乙" in told


def test_wrong_cells_are_told_at_their_addresses(tmp_path: Path) -> None:
    firms: Rows = [
        ["id", "name", "kind", "uscc", "count", "source"],
        ["a", "甲", "公私合营", None, None, "s1"],
        ["b", "乙", "企业", 914501270000000000, "=1+1", "s1"],
        ["c", "#REF!", "企业", None, None, "s1"],
    ]
    with pytest.raises(RowErrors) as caught:
        read_folder(workbook(tmp_path / "册.xlsx", 单位=firms, 关系=[LINKS[0], ["甲", "供货", "丙", None, "s1"]]))
    told = caught.value.in_("en")
    assert "册.xlsx[单位]!C2 kind='公私合营'" in told
    assert "册.xlsx[单位]!D3 uscc=" in told
    assert "a spreadsheet made a number of it" in told
    assert "册.xlsx[单位]!E3 count='': is a formula without a saved value" in told
    assert "册.xlsx[单位]!B4 name='#REF!': is an error of the spreadsheet" in told
    assert "册.xlsx[关系]!C2 乙方='丙'" in told
    assert caught.value.count == 5


def test_the_same_id_in_two_sheets_is_told_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(RowErrors, match="organizations") as caught:
        read_folder(workbook(tmp_path / "册.xlsx", 单位=FIRMS, organizations=FIRMS))
    assert "册.xlsx[organizations]!2: a already stands in 册.xlsx[单位]!2." in caught.value.in_("en")


@pytest.mark.parametrize("ending", ["xls", "et"])
def test_the_old_form_is_read(tmp_path: Path, ending: str) -> None:
    book = xlwt.Workbook()
    tables: dict[str, Rows] = {"来源": [SOURCES[0], ["s1", "测试名册", "2024-06-01"]], "单位": FIRMS}
    for name, rows in tables.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    book.save(str(tmp_path / f"册.{ending}"))
    assert set(read_folder(tmp_path).batch.node_names) == {"甲", "乙"}


def an_ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows))
    return path


def test_ods_is_read(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        "<table:table-row>" + "".join(cell.format(text) for text in row) + "</table:table-row>" for row in FIRMS
    )
    (tmp_path / "sources.csv").write_text("id,title\ns1,测试名册\n", encoding="utf-8")
    an_ods(tmp_path / "册.ods", rows)
    assert set(read_folder(tmp_path).batch.node_names) == {"甲", "乙"}


# ---- broken and hostile files ----


def a_span_bomb(path: Path) -> None:
    rows = f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>'
    with_part(workbook(path), "xl/worksheets/sheet1.xml", SHEET.format(rows))


def a_zip_bomb(path: Path) -> None:
    with_part(workbook(path), "xl/worksheets/sheet1.xml", b" " * 40_000_000)


def entities(path: Path) -> None:
    with_part(workbook(path), "xl/styles.xml", '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>')


def half_a_file(path: Path) -> None:
    content = workbook(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])


def a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 1000)


def an_encrypted_one(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def an_old_form_that_is_none(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (a_span_bomb, "XFD1048576"),
        (a_zip_bomb, "zip bomb"),
        (entities, "DOCTYPE"),
        (half_a_file, "damaged"),
        (a_picture, "damaged"),
        (an_encrypted_one, "password"),
        (an_old_form_that_is_none, "damaged"),
        (a_pipe, "named pipe"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_store_as_it_was(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    make(folder / "册.xlsx")
    with SQLiteStore(tmp_path / "a.db", create=True) as store:
        load_folder(workbook(tmp_path / "good.xlsx", 单位=FIRMS), store)
        before = store.state()
        with pytest.raises(FileRefused) as caught:
            load_folder(folder, store)
        assert message in caught.value.in_("en")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.in_("zh"))
        assert store.state() == before


def test_a_reader_that_is_killed_by_a_sheet_does_not_take_the_load_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_span_bomb(tmp_path / "册.xlsx")
    monkeypatch.setattr("alliance.loaders.tables.workbook_checks.MOST_CELLS", 10**12)
    with pytest.raises(FileRefused, match="1 GB of memory"):
        read_folder(tmp_path / "册.xlsx")


def test_the_help_does_not_import_the_reader() -> None:
    code = "import alliance.cli.load_command, sys; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(min_value=date(1901, 1, 1)),
    st.sampled_from(["单位名称", "单位类型", "来源", "甲", "企业", "s1", "#N/A", "=1+1"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, max_size=5), max_size=6), headed=st.booleans())
def test_any_sheet_is_read_or_refused(rows: list[list[Any]], headed: bool, tmp_path: Path) -> None:
    head = [["单位名称", "单位类型", "来源"]] if headed else []
    path = workbook(tmp_path / "册.xlsx", 单位=[*head, *rows])
    told = ""
    try:
        read_folder(path)
    except RowErrors as error:
        told = error.errors[0].at
    except InputRefused as error:
        told = error.in_("en")
    assert "册.xlsx" in (told or path.name)
