"""What stands in cells of real tables: handled, or refused by name, in a CSV file and in a workbook. All made up."""

from __future__ import annotations

import csv
import struct
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook

from alliance.graph.models import Node
from alliance.loaders import FolderFacts, read_folder
from alliance.loaders.row_errors import RowErrors

HEADER = ["id", "name", "kind", "founded", "full_members", "count", "operating", "uscc", "place", "note", "source"]
GOOD = {"id": "a", "name": "虚构茶厂", "kind": "enterprise", "source": "s1"}
Form = Callable[..., Path]


def as_csv(path: Path, cells: dict[str, Any]) -> Path:
    (path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    with (path / "organizations.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, [cells.get(name, "") for name in HEADER]])
    return path


def as_xlsx(path: Path, cells: dict[str, Any], number_format: str = "General") -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "organizations"
    sheet.append(HEADER)
    sheet.append([cells.get(name) for name in HEADER])
    for cell in sheet[2]:
        cell.number_format = number_format if cell.value not in GOOD.values() else "General"
    (path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    book.save(path / "册.xlsx")
    return path


both_forms = pytest.mark.parametrize("form", [as_csv, as_xlsx])


def refused(path: Path) -> str:
    with pytest.raises(RowErrors) as caught:
        read_folder(path)
    (error,) = caught.value.errors
    assert error.reason.zh != error.reason.en
    return error.in_("en")


def node_of(facts: FolderFacts) -> Node:
    return facts.batch.node_at(0)


@both_forms
@pytest.mark.parametrize(
    ("column", "written", "reason"),
    [
        ("founded", "45047", "spreadsheet's number for 2023-05-01"),
        ("founded", "5月3日", "it has no year"),
        ("founded", "9132-01-01", "cannot be the year 9132"),
        ("founded", "长期", "not a date"),
        ("founded", "2023-13", "not a date"),
        ("founded", "2023-05-01 10:30", "not a date"),
        ("full_members", "300多", "a whole number"),
        ("full_members", "约300", "a whole number"),
        ("full_members", "三百", "a whole number"),
        ("full_members", "1,234", "a whole number"),
        ("full_members", "12.5%", "a whole number"),
        ("full_members", "男", "a whole number"),
        ("full_members", "-5", "a whole number"),
        ("full_members", "#REF!", "is an error"),
        ("count", "三百", "a number such as 13, 300+"),
        ("count", "12.5%", "a number such as 13, 300+"),
        ("operating", "男", "yes or no"),
        ("kind", "女", "node kind"),
        ("uscc", "9.1450127e+17", "made a number of it"),
        ("uscc", "914501270000000000", "its end became zeros"),
        ("place", "#VALUE!", "is an error"),
        ("note", "#DIV/0!", "is an error"),
        ("note", "########", "is an error"),
        ("name", "男", "no name"),
        ("name", "123", "no name"),
        ("name", "2024-05-01", "no name"),
        ("name", "08:30:00", "no name"),
        ("name", "true", "no name"),
        ("name", "同上", "no name"),
    ],
)
def test_a_text_that_is_no_value_is_refused_by_name(
    tmp_path: Path, form: Form, column: str, written: str, reason: str
) -> None:
    told = refused(form(tmp_path, {**GOOD, column: written}))
    assert reason in told
    assert column in told


@both_forms
@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        ("founded", "2023年5月", "2023-05"),
        ("founded", "2023.5", "2023-05"),
        ("founded", "2023/5/1", "2023-05-01"),
        ("founded", "２０２３年", "2023"),
        ("full_members", "３０", 30),
        ("full_members", "30人", 30),
        ("operating", "是", True),
        ("note", "一\n二", "一\n二"),
    ],
)
def test_other_ways_to_write_are_read(tmp_path: Path, form: Form, column: str, written: str, read: object) -> None:
    facts = read_folder(form(tmp_path, {**GOOD, column: written}))
    assert node_of(facts).attributes[column] == read
    if written != read:
        assert any(f"{written} → {read}" in note.en for note in facts.notes) or read is True


@both_forms
@pytest.mark.parametrize(
    ("written", "value", "bound"),
    [("300多", 300, "at_least"), ("300余", 300, "at_least"), ("约300", 300, "about"), ("1,234", 1234, "exact")],
)
def test_what_is_known_of_a_number_is_kept(tmp_path: Path, form: Form, written: str, value: int, bound: str) -> None:
    count = node_of(read_folder(form(tmp_path, {**GOOD, "count": written}))).count
    assert count is not None
    assert (count.value, count.bound) == (value, bound)


@both_forms
@pytest.mark.parametrize("word", ["无", "暂无", "/", "-", "n/a"])
def test_words_for_nothing_are_unknown_and_counted(tmp_path: Path, form: Form, word: str) -> None:
    facts = read_folder(form(tmp_path, {**GOOD, "place": word, "count": word, "founded": word}))
    node = node_of(facts)
    assert (node.place, node.count, node.attributes) == ("", None, {})
    assert any(f"3 cells read as unknown ({word} × 3)" in note.en for note in facts.notes)


@both_forms
def test_a_name_over_two_lines_is_one_name_and_said(tmp_path: Path, form: Form) -> None:
    facts = read_folder(form(tmp_path, {**GOOD, "name": "虚构\n茶厂"}))
    assert node_of(facts).name == "虚构茶厂"
    assert any("written in another form" in note.en for note in facts.notes)


def test_what_a_spreadsheet_could_not_find_is_unknown_in_csv_and_refused_in_a_workbook(tmp_path: Path) -> None:
    facts = read_folder(as_csv(tmp_path, {**GOOD, "place": "#N/A"}))
    assert any("read as unknown (#N/A × 1)" in note.en for note in facts.notes)
    (tmp_path / "organizations.csv").unlink()
    assert "I2 place='#N/A': is an error" in refused(as_xlsx(tmp_path, {**GOOD, "place": "#N/A"}))


def test_a_formula_in_a_csv_file_is_no_value(tmp_path: Path) -> None:
    assert "is a formula and not its value" in refused(as_csv(tmp_path, {**GOOD, "note": "=SUM(A1:A3)"}))
    assert "is a formula and not its value" in refused(as_csv(tmp_path, {**GOOD, "name": "=B7"}))
    facts = read_folder(as_csv(tmp_path, {**GOOD, "note": "=> 见备注"}))
    assert node_of(facts).attributes["note"] == "=> 见备注"


def test_a_formula_without_a_saved_value_is_refused_at_its_address(tmp_path: Path) -> None:
    told = refused(as_xlsx(tmp_path, {**GOOD, "full_members": "=1+1"}))
    assert "册.xlsx[organizations]!E2" in told
    assert "formula without a saved value" in told


def as_old_form(path: Path, cells: dict[str, Any], name: str = "册.xls") -> Path:
    """The same in the old form; a text that begins with # is an error value, one that begins with = a formula."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("organizations")
    for column, heading in enumerate(HEADER):
        sheet.write(0, column, heading)
        value = str(cells.get(heading, ""))
        if value.startswith("#"):
            sheet.row(1).set_cell_error(column, {"#N/A": 42, "#REF!": 23, "#DIV/0!": 7}[value])
        elif value:
            sheet.write(1, column, xlwt.Formula(value[1:]) if value.startswith("=") else value)
    (path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    book.save(str(path / name))
    return path


@pytest.mark.parametrize("name", ["册.xls", "册.et"])
@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_value_of_the_old_form_is_refused_at_its_address(tmp_path: Path, name: str, value: str) -> None:
    told = refused(as_old_form(tmp_path, {**GOOD, "place": value}, name))
    assert f"{name}[organizations]!I2 place='{value}': is an error" in told


def with_result(file: Path, result: bytes, flags: int = 0) -> Path:
    """Put a result into the one formula of a file, as another program would have saved it."""
    written, cell = file.read_bytes(), struct.pack("<HH", 1, HEADER.index("full_members"))
    place = written.index(struct.pack("<H", 6))
    while written[place + 4 : place + 8] != cell:
        place = written.index(struct.pack("<H", 6), place + 1)
    file.write_bytes(written[: place + 10] + result + struct.pack("<H", flags) + written[place + 20 :])
    return file.parent


@pytest.mark.parametrize(("result", "flags"), [(bytes(8), 2), (b"\0\0\0\0\0\0\xff\xff", 0)])
def test_a_formula_of_the_old_form_without_a_saved_value_is_refused_and_not_read_as_0(
    tmp_path: Path, result: bytes, flags: int
) -> None:
    file = as_old_form(tmp_path, {**GOOD, "full_members": "=1+1"}) / "册.xls"
    told = refused(with_result(file, result, flags))
    assert "册.xls[organizations]!E2" in told
    assert "formula without a saved value" in told


@pytest.mark.parametrize(("number", "flags"), [(2.0, 0), (2.0, 2), (0.0, 0)])
def test_a_formula_of_the_old_form_with_its_value_is_that_value(tmp_path: Path, number: float, flags: int) -> None:
    file = as_old_form(tmp_path, {**GOOD, "full_members": "=1+1"}) / "册.xls"
    facts = read_folder(with_result(file, struct.pack("<d", number), flags))
    assert node_of(facts).attributes["full_members"] == number
    assert not facts.notes


def test_formulas_of_the_old_form_that_give_an_empty_text_are_counted(tmp_path: Path) -> None:
    facts = read_folder(as_old_form(tmp_path, {**GOOD, "place": "=1+1", "note": "=2+2"}))
    (note,) = facts.notes
    assert note.en == "册.xls: 2 formulas with an empty text as a result, read as empty cells"


@pytest.mark.parametrize(
    ("column", "value", "number_format", "read"),
    [
        ("full_members", 30, "0.0", 30),
        ("full_members", 30.0, "#,##0", 30),
        ("full_members", "30", "@", 30),
        ("founded", date(2023, 5, 1), "yyyy-mm-dd", "2023-05-01"),
        ("founded", datetime(2023, 5, 1), 'yyyy"年"m"月"', "2023-05-01"),  # noqa: DTZ001 a sheet has no zones
        ("operating", True, "General", True),
        ("operating", False, "General", False),
        ("note", 0.125, "0.0%", "0.125"),
    ],
)
def test_formatted_cells_of_a_workbook(
    tmp_path: Path, column: str, value: object, number_format: str, read: object
) -> None:
    facts = read_folder(as_xlsx(tmp_path, {**GOOD, column: value}, number_format))
    assert node_of(facts).attributes[column] == read


@pytest.mark.parametrize(
    ("column", "value", "number_format", "reason"),
    [
        ("uscc", 914501270000000123, "0", "made a number of it"),
        ("founded", 45047, "General", "spreadsheet's number for 2023-05-01"),
        ("founded", time(8, 30), "hh:mm", "not a date"),
        ("founded", True, "General", "not a date"),
        ("full_members", 0.125, "0.0%", "a whole number"),
        ("full_members", True, "General", "a whole number"),
        ("full_members", date(2023, 5, 1), "yyyy-mm-dd", "a whole number"),
        ("count", time(8, 30), "hh:mm", "a number such as"),
        ("name", 12, "General", "no name"),
        ("name", time(8, 30), "hh:mm", "no name"),
    ],
)
def test_cells_of_another_type_are_refused(
    tmp_path: Path, column: str, value: object, number_format: str, reason: str
) -> None:
    assert reason in refused(as_xlsx(tmp_path, {**GOOD, column: value}, number_format))


@pytest.mark.parametrize("written", ["none", "None", " none "])
def test_a_stage_that_must_have_nothing_says_so(written: str, tmp_path: Path) -> None:
    """`none` is a statement in the column of what a stage must have, and no empty cell."""
    rows = f"id,name,needs,source\na,制茶,{written},s1\nb,包装,-,s1\n"
    (tmp_path / "chain_segments.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    graph = read_folder(tmp_path).batch
    assert [graph.node(key).attributes.get("needs") for key in ("a", "b")] == ["none", None]
