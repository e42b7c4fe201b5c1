"""Every error of a load in a file: which forms, what stands there, and that it is whole or not there. All made up."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from alliance import settings
from alliance.errors import FileRefused
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder
from alliance.loaders.row_errors import RowErrors

HEADER = "id,name,kind,founded,source\n"


def folder(path: Path, rows: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    (path / "organizations.csv").write_text(HEADER + rows, encoding="utf-8")
    return path


def load(tables: Path, report: Path, **options: Any) -> None:
    with SQLiteStore(tables.parent / "x.db", create=True) as store:
        load_folder(tables, store, report=report, **options)


def refused(tables: Path, report: Path) -> RowErrors:
    with pytest.raises(RowErrors) as caught:
        load(tables, report)
    return caught.value


def errors_of(report: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["errors"]
    return listed


WRONG = "a,甲,enterprise,9132,s1\nb,乙,=HYPERLINK(1),2020,s1\n"


def test_json_has_the_place_and_both_languages_of_every_error(tmp_path: Path) -> None:
    refused(folder(tmp_path / "in", WRONG), tmp_path / "e.json")
    first, second = errors_of(tmp_path / "e.json")
    assert [first[key] for key in ("file", "sheet", "cell", "row", "column", "value")] == [
        "organizations.csv", "", "D2", 2, "founded", "9132",
    ]  # fmt: skip
    assert first["kind"] == {"zh": "不是日期", "en": "not a date"}
    assert first["reason"]["en"] == "no date: it cannot be the year 9132."
    assert first["what_to_do"] == {"zh": "请核对年份。", "en": "Check it."}
    assert (second["cell"], second["value"]) == ("C3", "=HYPERLINK(1)")


def test_csv_and_xlsx_are_in_the_language_of_the_person_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    tables = folder(tmp_path / "in", WRONG)
    token = settings.chosen_language.set("zh")
    try:
        refused(tables, tmp_path / "e.csv")
        refused(tables, tmp_path / "e.xlsx")
    finally:
        settings.chosen_language.reset(token)
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        header, first, second = csv.reader(file)
    assert header[:4] == ["文件", "工作表", "单元格", "行"]
    assert first[-1] == "请核对年份。"
    assert second[5] == "'=HYPERLINK(1)"
    sheet = load_workbook(tmp_path / "e.xlsx").worksheets[0]
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [[str(cell) for cell in row] for row in rows] == [header[:9], first, second]


def test_of_a_workbook_the_sheet_is_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "单位"
    for row in (["单位名称", "单位类型"], ["甲", "企业"], ["乙", "神秘"]):
        sheet.append(row)
    book.save(tmp_path / "册.xlsx")
    with SQLiteStore(tmp_path / "x.db", create=True) as store, pytest.raises(RowErrors):
        load_folder(tmp_path / "册.xlsx", store, source="虚构", report=tmp_path / "e.json")
    (error,) = errors_of(tmp_path / "e.json")
    assert [error[key] for key in ("file", "sheet", "cell", "column")] == ["册.xlsx", "单位", "B3", "单位类型"]


def test_when_nothing_is_wrong_the_list_is_empty(tmp_path: Path) -> None:
    tables = folder(tmp_path / "in", "a,甲,enterprise,2020,s1\n")
    load(tables, tmp_path / "e.json")
    assert errors_of(tmp_path / "e.json") == []
    load(tables, tmp_path / "e.xlsx", dry_run=True)
    assert load_workbook(tmp_path / "e.xlsx").worksheets[0].max_row == 1


def test_a_file_that_is_refused_as_a_whole_is_in_the_report(tmp_path: Path) -> None:
    tables = folder(tmp_path / "in", 'a,"甲,enterprise,2020,s1\n')
    with pytest.raises(FileRefused):
        load(tables, tmp_path / "e.json")
    (error,) = errors_of(tmp_path / "e.json")
    assert "organizations.csv:2" in error["reason"]["en"]


def test_more_errors_than_are_kept_in_memory_are_all_in_the_report(tmp_path: Path) -> None:
    tables = folder(tmp_path / "in", "".join(f"n{n},甲{n},magic,2020,s1\n" for n in range(2_500)))
    refusal = refused(tables, tmp_path / "e.json")
    assert refusal.count == 2_500
    assert [error["row"] for error in errors_of(tmp_path / "e.json")] == list(range(2, 2_502))


@pytest.mark.parametrize("name", ["e.json", "e.csv", "e.xlsx"])
def test_an_earlier_report_is_replaced_and_nothing_else_is(tmp_path: Path, name: str) -> None:
    tables, report = folder(tmp_path / "in", WRONG), tmp_path / name
    refused(tables, report)
    refused(tables, report)
    report.write_text("a roster\n", encoding="utf-8")
    with pytest.raises(FileRefused, match=r"no earlier report|不是先前的"):
        load(tables, report)
    assert report.read_text(encoding="utf-8") == "a roster\n"


@pytest.mark.parametrize("name", ["e.txt", "missing/e.csv", "in"])
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused):
        load(folder(tmp_path / "in", WRONG), tmp_path / name)
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize("name", ["e.json", "e.csv", "e.xlsx"])
def test_a_load_that_is_broken_off_leaves_no_report(tmp_path: Path, name: str) -> None:
    def interrupt(step: str, _done: int, _total: int) -> None:
        if step == "check":
            raise KeyboardInterrupt

    tables = folder(tmp_path / "in", WRONG)
    with pytest.raises(KeyboardInterrupt):
        load(tables, tmp_path / name, progress=interrupt)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]
