"""Blank forms: each loads when it is filled, says what it wants, and its example is passed over. All is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from alliance.cli.root import root
from alliance.errors import UnknownTerm
from alliance.loaders import read_folder
from alliance.loaders.mappings.headings import Headings
from alliance.loaders.template import EXAMPLE, form_columns, template, template_kinds
from alliance.wording import Language

KINDS = list(template_kinds())


def form(tmp_path: Path, kind: str, language: Language) -> Path:
    path = tmp_path / f"form-{kind}.xlsx"
    path.write_bytes(template(kind, language))
    return path


def fill(book: Workbook, language: Language, *, sheets: int) -> None:
    """Write what the examples say into the row below them, as a person does."""
    for sheet in book.worksheets[:sheets]:
        for place, cell in enumerate(sheet[2], start=1):
            said = str(cell.value or "").removeprefix(EXAMPLE.in_(language).strip()).strip()
            if said:
                sheet.cell(row=3, column=place, value=said)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_form_loads_at_once(kind: str, language: Language, tmp_path: Path) -> None:
    path = form(tmp_path, kind, language)
    book = load_workbook(path)
    fill(book, language, sheets=2)
    if kind == "completeness":  # its scope must be somewhere
        stages = book.create_sheet("chain_segments")
        for row in (["name"], ["加工"]):
            stages.append(row)
    book.save(path)
    facts = read_folder(path)
    roster = f"{path.name}[{book.worksheets[0].title}]"
    assert facts.tables[roster] == 1
    assert len(facts.batch) > 0
    assert [source.title for source in facts.batch.records.sources.values()] == ["某县产业链摸底登记表"]
    assert f"{roster}: rows that are examples do not count: row 2" in [note.en for note in facts.notes]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_blank_form_is_no_fact(kind: str, tmp_path: Path) -> None:
    facts = read_folder(form(tmp_path, kind, "zh"), source="测试")
    assert len(facts.batch) == 0
    assert set(facts.tables.values()) == {0}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_of_a_form_means_its_column(kind: str, language: Language, tmp_path: Path) -> None:
    table = template_kinds()[kind]
    sheet = load_workbook(form(tmp_path, kind, language)).worksheets[0]
    header = [str(cell.value) for cell in sheet[1]]
    assert Headings(table).columns(header) == list(form_columns(table))
    assert all(cell.comment for cell in sheet[1])


def test_closed_lists_can_be_chosen_from(tmp_path: Path) -> None:
    sheet = load_workbook(form(tmp_path, "needs", "zh")).worksheets[0]
    lists = {str(rule.sqref)[:1]: str(rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert lists["B"] == '"需求,问题"'


def test_an_unknown_form_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownTerm, match="enterprises"):
        template("enterprise", "zh")


def test_the_command_writes_lists_and_replaces_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "a.xlsx")
    run = CliRunner().invoke(root, ["template", "enterprises", "-o", path])
    assert run.exit_code == 0, run.output
    assert load_workbook(path).sheetnames
    assert CliRunner().invoke(root, ["template", "needs", "-o", path]).exit_code == 3
    assert CliRunner().invoke(root, ["template", "needs", "-o", path, "--force"]).exit_code == 0
    listed = CliRunner().invoke(root, ["template", "--list", "--lang", "en"])
    assert all(kind in listed.output for kind in KINDS)
    assert CliRunner().invoke(root, ["template"]).exit_code == 2
