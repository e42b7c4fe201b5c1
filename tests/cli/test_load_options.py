"""`alliance load --report --skip-invalid` as a person meets them. All names are made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder

Run = Callable[..., Result]
REFUSED = 3


def tables(folder: Path) -> Path:
    folder.mkdir()
    (folder / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    rows = "a,虚构甲厂,enterprise,s1\nb,虚构乙厂,magic,s1\n"
    (folder / "organizations.csv").write_text("id,name,kind,source\n" + rows, encoding="utf-8")
    return folder


def test_rows_that_are_left_out_cannot_be_overlooked(run: Run, tmp_path: Path) -> None:
    tables(tmp_path / "in")
    result = run("load", "in", "--skip-invalid", "--report", "e.json", "--lang", "zh")
    assert result.exit_code == REFUSED
    assert "未载入的行: organizations.csv 1" in result.stdout
    assert "有 1 行没有载入" in result.stderr
    assert "organizations.rejected.csv" in result.stderr
    assert len(json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))["errors"]) == 1
    with SQLiteStore(tmp_path / "alliance.db") as store:
        assert list(store.read().node_ids) == ["a"]


def test_a_plan_says_the_same_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    tables(tmp_path / "in")
    result = run("load", "in", "--skip-invalid", "--dry-run", "--report", "e.csv", "--lang", "en")
    assert result.exit_code == REFUSED
    assert "rows left out: organizations.csv 1" in result.stdout
    assert "1 row would be left out" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"in", "e.csv"}
    assert {path.name for path in (tmp_path / "in").iterdir()} == {"sources.csv", "organizations.csv"}


def test_without_the_option_nothing_is_written_and_the_report_is_there(run: Run, tmp_path: Path) -> None:
    tables(tmp_path / "in")
    assert run("load", "in", "--report", "e.xlsx").exit_code == REFUSED
    assert {path.name for path in tmp_path.iterdir()} == {"in", "e.xlsx"}


def test_steps_are_told_while_a_spreadsheet_is_read_and_written(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "单位"
    for row in (["单位名称", "单位类型"], ["虚构甲厂", "企业"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    steps: list[str] = []

    def progress(step: str, done: int, total: int) -> None:
        assert done <= total or total == 0
        if steps[-1:] != [step]:
            steps.append(step)

    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(tmp_path / "a.xlsx", store, source="made up", progress=progress)
    assert steps[:3] == ["unpack", "read", "check"]
    assert "node" in steps
