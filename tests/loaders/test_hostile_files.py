"""Files that are made to harm, or that are broken: refused with what to do, and the store stays as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from alliance.errors import FileRefused
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.loaders.row_errors import RowErrors

SOURCES = "id,title\ns1,made up\n"
HEADER = "id,name,kind,source\n"
ROW = "a,茉莉花厂,enterprise,s1\n"
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="organizations">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
TO_THE_END = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def ods(path: Path, content: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)


def ods_rows(*rows: str) -> str:
    head = "".join(CELL.format("", name) for name in HEADER.strip().split(","))
    return ODS.format("".join(f"<table:table-row>{row}</table:table-row>" for row in (head, *rows)) + TO_THE_END)


def repeats(path: Path) -> None:
    row = CELL.format(' table:number-columns-repeated="16384"', "x")
    ods(path, ODS.format(f'<table:table-row table:number-rows-repeated="1048576">{row}</table:table-row>'))


def entities(path: Path) -> None:
    ods(path, '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>' + ODS.format("&c;"))


def a_zip_bomb(path: Path) -> None:
    ods(path, " " * 40_000_000)


def half(path: Path) -> None:
    ods(path, ods_rows())
    path.write_bytes(path.read_bytes()[:-40])


def no_xml(path: Path) -> None:
    ods(path, "<table:table><a></b>")


def old_corners(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("organizations")
    sheet.write(0, 0, "id")
    sheet.write(65_535, 255, "x")
    book.save(str(path))


def mixed(path: Path) -> None:
    path.write_bytes((HEADER + ROW).encode("gb18030") + ROW.replace("a", "b", 1).encode())


def mostly_utf8(path: Path) -> None:
    path.write_bytes((HEADER + ROW).encode() + ROW.replace("a", "b", 1).encode("gb18030") + "c,丙厂,x,s1".encode())


def leads_out(path: Path) -> None:
    other = path.parent.parent / "other.csv"
    other.write_text(HEADER + ROW, encoding="utf-8")
    path.symlink_to(other)


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("a.ods", repeats, "XFD1048576"),
        ("a.ods", entities, "DOCTYPE"),
        ("a.ods", a_zip_bomb, "zip bomb"),
        ("a.ods", half, "damaged"),
        ("a.ods", no_xml, "damaged"),
        ("a.xls", old_corners, "1 GB of memory"),
        ("a.et", old_corners, "1 GB of memory"),
        ("organizations.csv", mixed, "line 3 is UTF-8 and line 2 is not. Look at line 2"),
        ("organizations.csv", mostly_utf8, "line 2 is UTF-8 and line 3 is not. Look at line 3"),
        ("organizations.csv", leads_out, "leads out of the folder"),
        ("organizations.csv", Path.mkdir, "is a folder"),
    ],
)
def test_a_hostile_file_is_refused_and_the_store_stays(
    tmp_path: Path, name: str, make: Callable[[Path], None], message: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    with SQLiteStore(tmp_path / "a.db", create=True) as store:
        load_folder(folder, store)
        before = store.state()
        make(folder / name)
        for skip_invalid in (False, True):
            with pytest.raises(FileRefused) as caught:
                load_folder(folder, store, skip_invalid=skip_invalid)
            assert message in caught.value.in_("en")
            assert name in caught.value.in_("zh")
        assert store.state() == before


def test_empty_repeats_to_the_end_of_a_sheet_are_harmless_and_lost_cells_are_seen(tmp_path: Path) -> None:
    good = "".join(CELL.format("", text) for text in ROW.strip().split(","))
    error = CELL.format(' table:formula="of:=1/0" calcext:value-type="error"', "#DIV/0!")
    lost = CELL.format("", "b") + error + '<table:table-cell table:formula="of:=B2"/>' + CELL.format("", "s1")
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    ods(tmp_path / "a.ods", ods_rows(good))
    assert list(read_folder(tmp_path).batch.node_ids) == ["a"]
    ods(tmp_path / "a.ods", ods_rows(good, lost))
    with pytest.raises(RowErrors) as caught:
        read_folder(tmp_path)
    told = caught.value.in_("en")
    assert "a.ods[organizations]!B3 name='#DIV/0!': is an error of the spreadsheet" in told
    assert "a.ods[organizations]!C3 kind='': is a formula without a saved value" in told


def test_a_link_that_was_named_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "in" / "sources.csv").symlink_to(tmp_path / "sources.csv")
    assert read_folder(tmp_path / "in" / "sources.csv").tables == {"sources.csv": 1}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_and_said(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "organizations.csv").write_bytes((HEADER + ROW.replace("厂", "一厂")).encode(encoding))
    facts = read_folder(tmp_path)
    assert list(facts.batch.node_names) == ["茉莉花一厂"]
    assert "organizations.csv: read as UTF-16" in [note.en for note in facts.notes]
