"""`alliance load` of a report. All names are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
TEXT = "枇杷简报\n由丹岭市委组织部牵头，组建“丹岭枇杷产业党建联盟”。联盟创设13个党建示范岗，种植面积5万亩。\n"


@pytest.fixture
def report(tmp_path: Path) -> str:
    (tmp_path / "简报.txt").write_text(TEXT, encoding="utf-8")
    return "简报.txt"


def test_a_report_proposes_and_writes_nothing(run: Run, report: str, tmp_path: Path) -> None:
    result = run("load", report)
    assert result.exit_code == 0
    assert "2 organisations, 1 relationships, 1 counts of things without names, 1 measures" in result.stdout
    assert "alliance review 简报.txt" in result.stderr
    assert "--accept" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [report]


def test_with_accept_it_is_loaded_once(run: Run, report: str) -> None:
    planned = run("load", report, "--accept", "--dry-run")
    assert "a plan only" in planned.stdout
    first = run("load", report, "--accept")
    assert first.exit_code == 0
    assert "relationships 2" in first.stdout
    assert "No change" in run("load", report, "--accept").stdout
    assert "丹岭市委组织部" in run("find", "组织部").stdout


def test_chinese_words_and_a_report_without_content(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.md").write_text("没有什么可说的。\n", encoding="utf-8")
    result = run("load", "空.md", "--lang", "zh")
    assert "没有找到可提议的内容" in result.stdout
    assert run("load", "missing.pdf").exit_code == 3
