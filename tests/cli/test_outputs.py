"""What a command may write over: nothing but its own earlier output, and never a store."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from alliance.queries.catalogue import by_command

Run = Callable[..., Result]
OK, WRONG_USAGE, REFUSED = 0, 2, 3


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "forced"])
@pytest.mark.parametrize("words", [["map", "-o"], ["demo", "--map"]], ids=" ".join)
def test_no_map_replaces_a_store(loaded: Run, tmp_path: Path, words: list[str], force: list[str]) -> None:
    before = (tmp_path / "alliance.db").read_bytes()
    os.link(tmp_path / "alliance.db", tmp_path / "also.db")
    for name in ("alliance.db", "./alliance.db", "also.db", "alliance.db-wal"):
        result = loaded(*words, name, *force)
        assert result.exit_code == REFUSED
        assert "a store or an input" in result.stderr
        assert "没有写" in loaded(*words, name, *force, "--lang", "zh").stderr
    assert loaded(*words, "new.db", "--store", "new.db", *force).exit_code == REFUSED
    assert (tmp_path / "alliance.db").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"alliance.db", "also.db"}


def test_a_map_replaces_a_map_and_other_files_by_force_alone(loaded: Run, tmp_path: Path) -> None:
    table = tmp_path / "relationships.csv"
    table.write_text("id,type\n", encoding="utf-8")
    assert "no earlier map" in loaded("map", "-o", "relationships.csv").stderr
    assert table.read_text(encoding="utf-8") == "id,type\n"
    assert loaded("map", "-o", "relationships.csv", "--force").exit_code == OK
    assert loaded("map", "-o", "relationships.csv", "--around", "xbk").exit_code == OK
    assert "alliance-graph map" in table.read_text(encoding="utf-8")[:300]


def test_every_question_writes_its_answer_as_a_page(loaded: Run, tmp_path: Path) -> None:
    for command in by_command():
        assert "--html FILE" in loaded(command, "--help").stdout
    for words in (["find", "xbk"], ["gaps", "--top", "3"], ["paths", "xbk", "横县桔扬茶业有限公司"]):
        plain, written = loaded(*words), loaded(*words, "--html", "page.html")
        assert (written.exit_code, written.stdout) == (OK, plain.stdout)
        assert "Written: page.html" in written.stderr
        assert "alliance-graph answer" in (tmp_path / "page.html").read_text(encoding="utf-8")[:300]
    assert loaded("gaps", "--html", "page.html", "--json").stdout == loaded("gaps", "--json").stdout


def test_no_page_replaces_a_store_or_another_file(loaded: Run, tmp_path: Path) -> None:
    before = (tmp_path / "alliance.db").read_bytes()
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    for force in ([], ["--force"]):
        assert loaded("gaps", "--html", "alliance.db", *force).exit_code == REFUSED
    assert (tmp_path / "alliance.db").read_bytes() == before
    refused = loaded("gaps", "--html", "mine.html")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "no earlier page of an answer" in refused.stderr
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "mine"
    assert loaded("gaps", "--html", "mine.html", "--force").exit_code == OK
    assert loaded("gaps", "--force").exit_code == WRONG_USAGE


def test_an_output_is_refused_before_the_work(loaded: Run, tmp_path: Path) -> None:
    begun = time.perf_counter()
    result = loaded("demo", "--map", "missing/map.html", "--store", "new.db")
    assert time.perf_counter() - begun < 1
    assert (result.exit_code, "there is no folder" in result.stderr) == (REFUSED, True)
    assert not (tmp_path / "new.db").exists()


def test_names_that_no_system_takes_are_wrong_use(loaded: Run) -> None:
    for words in (["map", "-o", ""], ["demo", "--map", "a\0b"], ["load", ""]):
        assert loaded(*words).exit_code == WRONG_USAGE
