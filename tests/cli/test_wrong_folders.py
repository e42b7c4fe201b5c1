"""Folders that cannot be loaded, on the command line: exit code 3, a short message in both languages, nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
REFUSED = 3
SOURCES = "id,title\ns1,made up\n"
HEADER = "id,name,kind,source\n"


def a_folder(at: Path) -> None:
    (at / "organizations.csv").mkdir()


def a_pipe(at: Path) -> None:
    os.mkfifo(at / "organizations.csv")


def a_link_to_nothing(at: Path) -> None:
    (at / "organizations.csv").symlink_to("nowhere")


def a_loop(at: Path) -> None:
    (at / "organizations.csv").symlink_to("organizations.csv")


def a_stray_cell(at: Path) -> None:
    (at / "organizations.csv").write_text("id,name,kind,source,\na,A,enterprise,s1,note\n", encoding="utf-8")


def a_note_in_the_id(at: Path) -> None:
    (at / "organizations.csv").write_text(f"{HEADER}{'note ' * 2000},A,enterprise,s1\n", encoding="utf-8")


def a_number_of_400_digits(at: Path) -> None:
    (at / "organizations.csv").write_text(f"{HEADER}a,A,enterprise,s1\n", encoding="utf-8")
    (at / "metrics.csv").write_text(f"entity_id,metric,value,source\na,m,{'9' * 400},s1\n", encoding="utf-8")


def a_cell_without_end(at: Path) -> None:
    (at / "organizations.csv").write_text(HEADER + 'a,"A' + "x" * 200_000, encoding="utf-8")


def a_very_wide_header(at: Path) -> None:
    names = ",".join(f"c{number}" for number in range(100_000))
    (at / "organizations.csv").write_text(f"id,name,kind,source,{names}\n", encoding="utf-8")


def many_wrong_cells(at: Path) -> None:
    (at / "organizations.csv").write_text(HEADER + "a,A,firm,s9\n" * 20_000, encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (a_folder, "organizations.csv is a folder"),
        (a_pipe, "organizations.csv is a named pipe"),
        (a_link_to_nothing, "link to a file that is not there"),
        (a_loop, "its links run in a circle"),
        (a_stray_cell, "organizations.csv:2 'note': column 5 has no heading"),
        (a_note_in_the_id, "organizations.csv:2 id='note note"),
        (a_number_of_400_digits, "metrics.csv:2 value='9999"),
        (a_cell_without_end, "organizations.csv:2: the row that begins here"),
        (a_very_wide_header, "100,004 columns"),
        (many_wrong_cells, "40,000 errors in organizations.csv"),
    ],
)
def test_a_folder_that_cannot_be_loaded(run: Run, tmp_path: Path, make: Callable[[Path], None], message: str) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    make(folder)
    english, chinese = run("load", "tables"), run("load", "tables", "--lang", "zh")
    assert (english.exit_code, chinese.exit_code) == (REFUSED, REFUSED), english.output
    assert message in english.stderr
    assert len(english.stderr.splitlines()) < 80
    assert len(chinese.stderr) < 20_000
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese.stderr)
    assert english.stdout == ""


@pytest.mark.parametrize("name", ["n" * 300, "甲" * 100, "x/" * 3000])
def test_a_folder_whose_name_is_too_long(run: Run, name: str) -> None:
    result = run("load", name, "--lang", "zh")
    assert result.exit_code == REFUSED
    assert "名称太长" in result.stderr
