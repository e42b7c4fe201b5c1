"""The good rows are written and the others are kept beside the tables, with their reasons. All names are made up."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from alliance.errors import FileRefused, StoreEmpty
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import LoadResult, load_folder
from alliance.loaders.mappings.words import words
from alliance.loaders.rejected_files import REASON
from alliance.loaders.row_errors import RowErrors

Rows = Sequence[Sequence[Any]]
TABLES: dict[str, Rows] = {
    "sources": [["id", "title"], ["s1", "made up"], ["s2", "made\x01up"]],
    "organizations": [
        ["id", "name", "kind", "parent_id", "source"],
        ["a", "甲厂", "enterprise", "", "s1"],
        ["d", "丁厂", "enterprise", "c", "s1"],  # refers to one below, which refers to a wrong one
        ["b", "乙厂", "magic", "", "s1"],
        ["c", "丙厂", "enterprise", "b", "s1"],
        ["g", "庚厂", "enterprise", "", "s1"],
        ["g", "另一庚厂", "enterprise", "", "s1"],
        ["e", "戊厂", "enterprise", "", "s1"],
    ],
    "relationships": [
        ["source_id", "type", "target_id", "source"],
        ["a", "SUPPLIES", "e", "s1"],
        ["e", "SUPPLIES", "丁厂", "s1"],
        ["g", "SUPPLIES", "a", "s1"],
        ["a", "SUPPLIES", "e", "s2"],
    ],
}
PROMISE: dict[str, Rows] = {
    "censuses": [["label", "date"], ["2024H1", "2024-06-30"]],
    "rosters": [["census", "scope_id", "instrument", "source"], ["2024H1", "", "organisation", "s1"]],
}


def write(path: Path, tables: Mapping[str, Rows]) -> Path:
    path.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return path


def load(folder: Path, store_file: Path | None = None, **options: Any) -> LoadResult:
    with SQLiteStore(store_file or folder.parent / "x.db", create=True) as store:
        return load_folder(folder, store, **{"skip_invalid": True, **options})


def version(store: Path) -> str:
    with SQLiteStore(store, create=True) as opened:
        try:
            return opened.data_version()
        except StoreEmpty:
            return ""


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_rows_that_refer_to_rows_left_out_are_left_out_to_the_end(tmp_path: Path) -> None:
    left_out = load(write(tmp_path / "in", TABLES)).facts.left_out
    assert left_out is not None
    assert left_out.rows == {"sources.csv": 1, "organizations.csv": 5, "relationships.csv": 3}
    with SQLiteStore(tmp_path / "x.db") as store:
        graph = store.read()
    assert list(graph.node_ids) == ["a", "e"]
    assert len(graph.relationships) == 1
    reasons = {row[1]: row[0] for row in rows_of(tmp_path / "in" / "organizations.rejected.csv")}
    assert set(reasons) == {"id", "b", "c", "d", "g"}
    assert "organizations.csv:4" in reasons["c"]
    assert "organizations.csv:5" in reasons["d"]
    assert reasons["id"] in (REASON.zh, REASON.en)
    links = rows_of(tmp_path / "in" / "relationships.rejected.csv")[1:]
    assert [row[1:] for row in links] == [list(row) for row in TABLES["relationships"][2:]]


def test_the_reason_is_a_heading_without_use() -> None:
    assert {REASON.zh, REASON.en} <= set(words().unused)


def test_a_corrected_file_loads_and_then_nothing_is_missing(tmp_path: Path) -> None:
    tables = {name: [list(row) for row in rows] for name, rows in TABLES.items()}
    tables["sources"] = tables["sources"][:2]
    tables["organizations"].pop(6)
    tables["relationships"].pop(4)
    load(write(tmp_path / "in", tables))
    rejected = tmp_path / "in" / "organizations.rejected.csv"
    rejected.write_text(rejected.read_text(encoding="utf-8-sig").replace("magic", "school"), encoding="utf-8")
    for path in (rejected, tmp_path / "in" / "relationships.rejected.csv"):
        load(path, tmp_path / "x.db", skip_invalid=False)
    tables["organizations"][3][2] = "school"
    load(write(tmp_path / "whole", tables), tmp_path / "whole.db", skip_invalid=False)
    graphs = []
    for store_file in ("x.db", "whole.db"):
        with SQLiteStore(tmp_path / store_file) as store:
            graphs.append(store.read())
    parts, whole = graphs
    assert list(parts.node_ids) == list(whole.node_ids) == ["a", "b", "c", "d", "e", "g"]
    assert list(parts.relationships.ids) == list(whole.relationships.ids)


def test_without_a_row_nothing_is_promised_to_be_complete(tmp_path: Path) -> None:
    result = load(write(tmp_path / "in", {**TABLES, **PROMISE}))
    assert not result.facts.batch.records.rosters
    assert result.facts.left_out is not None
    assert result.facts.left_out.rows["rosters.csv"] == 1
    assert "complete" in result.facts.left_out.in_("en")
    good = {name: rows[:2] for name, rows in {**TABLES, **PROMISE}.items() if name != "relationships"}
    again = tmp_path / "good"
    again.mkdir()
    result = load(write(again / "in", good))
    assert result.facts.left_out is None
    assert result.facts.batch.records.rosters
    assert not list((again / "in").glob("*rejected*"))


def test_no_file_is_written_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", TABLES)
    load(folder)
    first = (folder / "organizations.rejected.csv").read_bytes()
    result = load(folder)
    assert (folder / "organizations.rejected.csv").read_bytes() == first
    assert (folder / "organizations.rejected-2.csv").exists()
    assert any("organizations.rejected.csv" in note.en for note in result.facts.notes)
    again = folder / "organizations.rejected-2.csv"
    again.write_text(again.read_text(encoding="utf-8-sig").replace("magic", "school"), encoding="utf-8")
    load(again, tmp_path / "x.db")
    assert (folder / "organizations.rejected-3.csv").exists()


def test_a_plan_leaves_no_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", TABLES)
    result = load(folder, dry_run=True, report=tmp_path / "e.json")
    assert result.facts.left_out is not None
    assert "nothing was written" in result.facts.left_out.in_("en")
    assert sum(result.plan.added.values()) == 4
    assert not list(folder.glob("*rejected*"))
    assert len(json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))["errors"]) == 9
    assert version(tmp_path / "x.db") == ""


def test_a_write_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def fail(step: str, _done: int, _total: int) -> None:
        if step == "node":
            raise KeyboardInterrupt

    folder = write(tmp_path / "in", TABLES)
    with pytest.raises(KeyboardInterrupt):
        load(folder, progress=fail)
    assert not list(folder.glob("*rejected*"))


def test_a_wrong_header_refuses_all(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {**TABLES, "metrics": [["entity_id", "metric", "颜色", "source"]]})
    with pytest.raises(RowErrors) as caught:
        load(folder)
    told = caught.value.in_("en")
    assert "颜色" in told
    assert "magic" in told
    assert not list(folder.glob("*rejected*"))


def test_where_no_row_is_good_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RowErrors):
        load(write(tmp_path / "in", {"sources": [["id", "title"], ["s1", "made\x01up"]]}))


def test_rows_of_a_workbook_come_back_as_a_workbook_that_is_refused_until_it_is_corrected(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "成员名册"
    for row in (
        ["某联盟名册"],
        ["单位名称", "单位类型", "党员数"],
        ["甲", "企业", 3],
        ["乙", "企业", "=1+1"],
        ["丙", "协会", "多"],
    ):
        sheet.append(row)
    path = tmp_path / "册.xlsx"
    book.save(path)
    result = load(path, source="虚构名册")
    assert result.facts.left_out is not None
    assert result.facts.left_out.rows == {"册.xlsx[成员名册]": 2}
    rejected = tmp_path / "册.rejected.xlsx"
    header, *rows = load_workbook(rejected)["成员名册"].iter_rows(values_only=True)
    assert header[1:] == ("单位名称", "单位类型", "党员数", "alliance", "source")
    assert [row[1] for row in rows] == ["乙", "丙"]
    with pytest.raises(RowErrors) as caught:
        load(rejected, skip_invalid=False)
    assert [error.cell for error in caught.value.errors] == ["D2", "D3"]
    book = load_workbook(rejected)
    book["成员名册"]["D2"], book["成员名册"]["D3"] = 2, 5
    book.save(rejected)
    load(rejected, skip_invalid=False)
    with SQLiteStore(tmp_path / "x.db") as store:
        graph = store.read()
    assert sorted(graph.node_names) == ["丙", "乙", "某联盟", "甲"]
    assert len(graph.records.sources) == 1


def test_a_folder_that_takes_no_file_refuses_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "in", TABLES)
    opened = Path.open

    def closed(path: Path, mode: str = "r", *others: Any, **more: Any) -> Any:
        if mode == "x":
            raise PermissionError(13, "closed")
        return opened(path, mode, *others, **more)

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(FileRefused, match="rejected"):
        load(folder)
    monkeypatch.undo()
    assert version(tmp_path / "x.db") == ""


# ---- any table ----

CELL = st.sampled_from(
    [
        "",
        "a",
        "b",
        "c",
        "甲",
        "乙",
        "enterprise",
        "stage",
        "s1",
        "s2",
        "2024",
        "2024年5月",
        "45047",
        "-",
        "300多",
        "own",
        "true",
    ]
)
FIELDS = {
    "sources": ["id", "title", "date"],
    "organizations": ["id", "name", "kind", "parent_id", "founded", "uscc", "source"],
    "relationships": ["source_id", "type", "target_id", "since", "source"],
    "metrics": ["entity_id", "metric", "value", "source"],
}
LIKELY = {
    "id": ["a", "b", "c", "d", "s1", "s2"], "kind": ["enterprise", "stage", "企业"],
    "type": ["SUPPLIES", "供货", "PART_OF"],
    "source": ["s1", "s2"], "source_id": ["a", "b", "甲"], "target_id": ["b", "c", "乙"], "name": ["甲", "乙", "丙"],
    "parent_id": ["", "a", "b", "c", "d"], "entity_id": ["a", "b", "丙"],
}  # fmt: skip


@st.composite
def any_tables(draw: Any) -> dict[str, list[list[str]]]:
    tables = {"sources": [["id", "title", "date"], ["s1", "made up", ""], ["s2", "made up too", draw(CELL)]]}
    for name in ("organizations", "relationships", "metrics"):
        fields = FIELDS[name]
        rows = draw(st.lists(st.tuples(*(st.sampled_from(LIKELY.get(f, [""])) | CELL for f in fields)), max_size=5))
        tables[name] = [fields, *map(list, rows)]
    return tables


def as_folder(path: Path, tables: dict[str, list[list[str]]]) -> Path:
    return write(path, tables)


def as_workbook(path: Path, tables: dict[str, list[list[str]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def check_against_the_good_rows(root: Path, tables: dict[str, list[list[str]]], make: Any) -> None:
    """What is written is what the same tables give in which the rows that are left out are blank."""
    (root / "some").mkdir(parents=True)
    (root / "good").mkdir()
    report = root / "some" / "e.json"
    try:
        result = load(make(root / "some" / "in", tables), report=report)
    except (FileRefused, RowErrors):
        assert version(root / "some" / "x.db") == ""
        assert not list(root.glob("**/*rejected*"))
        return
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for error in json.loads(report.read_text(encoding="utf-8"))["errors"]:
        lines[error["sheet"] or error["file"].removesuffix(".csv")].add(error["row"])
    good = {
        name: [[""] * len(row) if place in lines[name] else row for place, row in enumerate(rows, start=1)]
        for name, rows in tables.items()
    }
    load(make(root / "good" / "in", good), skip_invalid=False)
    assert version(root / "some" / "x.db") == version(root / "good" / "x.db")
    counted = sum(result.facts.left_out.rows.values()) if result.facts.left_out else 0
    assert counted == sum(map(len, lines.values()))


@settings(max_examples=120, deadline=None)
@given(tables=any_tables())
def test_what_is_written_is_what_the_good_rows_alone_give(
    tables: dict[str, list[list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("any")
    check_against_the_good_rows(root, tables, as_folder)
    shutil.rmtree(root)


@settings(max_examples=15, deadline=None)
@given(tables=any_tables())
def test_so_it_is_for_workbooks(tables: dict[str, list[list[str]]], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("any")
    check_against_the_good_rows(root, tables, as_workbook)
    shutil.rmtree(root)


def test_a_row_with_a_line_break_keeps_its_place(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(
        [["id", "name", "kind", "source"], ["a", "甲\n厂", "enterprise", "s1"], ["b", "乙", "x", "s1"]]
    )
    folder = write(tmp_path / "in", {"sources": TABLES["sources"][:2]})
    (folder / "organizations.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    load(folder)
    assert [row[1] for row in rows_of(folder / "organizations.rejected.csv")[1:]] == ["b"]
