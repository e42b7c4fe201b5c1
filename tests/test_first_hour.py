"""The first hour of a new user, from an empty folder, as docs/first-hour.md tells it: each command and what it answers.

`ALLIANCE_WRITE_DOCS=1` writes the transcript anew.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alliance.cli import review_command
from alliance.cli.root import root
from alliance.graph import open_store
from alliance.queries import coverage_matrix, gaps
from alliance.tests.first_hour import ALLIANCE, WRONG_CODE_AT, write_workbook

PAGE = Path(__file__).parents[1] / "docs" / "first-hour.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
TIMES = re.compile(r",用时 [\d.]+ 秒")
COMMANDS = (
    "load 名册.xlsx --source 市委组织部名册 --report 错误.xlsx",
    "load 名册.xlsx --source 市委组织部名册",
    "review",
    "gaps",
    "map",
)
DAY = date(2026, 11, 25)
"""The day is kept with each judgement, so the data version that the page shows is that of one day."""
ANSWERS = "相同\n岗位表写错一个字\n相同\n供应商写错一个字\n不同\n\n不同\n\n"
"""What the user types: two misspelt names, and two pairs of offices that only sound alike."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALLIANCE_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setattr(review_command, "_today", lambda: DAY)
    write_workbook(tmp_path / "名册.xlsx")
    return tmp_path


def run(command: str) -> Result:
    """A command as somebody at a terminal gives it: only then the review asks."""
    if command != "review":
        return CliRunner().invoke(root, command.split())
    with pytest.MonkeyPatch.context() as terminal:
        terminal.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
        return CliRunner().invoke(root, [command], input=ANSWERS)


def played(folder: Path) -> list[tuple[str, Result]]:
    """Every command with its result; between the first two the user corrects the code."""
    results = []
    for command in COMMANDS:
        results.append((command, run(command)))
        write_workbook(folder / "名册.xlsx", corrected=True)
    return results


def written(command: str, result: Result) -> str:
    shown = TIMES.sub("", result.output).rstrip()
    return f"```console\n$ alliance {command}\n" + "\n".join(line.rstrip() for line in shown.split("\n")) + "\n```"


def test_the_page_tells_what_happens(folder: Path) -> None:
    blocks = [written(command, result) for command, result in played(folder)]
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("ALLIANCE_WRITE_DOCS"):
        fresh = iter(blocks)
        PAGE.write_text(BLOCK.sub(lambda _: next(fresh), page), encoding="utf-8")
        return
    assert [found[0] for found in BLOCK.finditer(page)] == blocks


def test_the_hour_ends_with_certain_gaps_and_a_map(folder: Path) -> None:
    results = dict(played(folder))
    refused = results[COMMANDS[0]]
    assert refused.exit_code == 3
    assert WRONG_CODE_AT in refused.output
    assert all(results[command].exit_code == 0 for command in COMMANDS[1:])
    with open_store("alliance.db") as store:
        graph = store.read()
    found = {row.gap for row in gaps(graph).rows}
    assert {"G1", "G4", "G10"} <= found
    names = set(graph.node_names)
    assert "云湖鲜选分捡有限公司" not in names
    assert "云湖酿造洒业有限公司" not in names
    assert ALLIANCE in names
    posts = {row.scope_name: row.text() for row in coverage_matrix(graph, instruments=("post",)).rows}
    assert posts["冷链物流"] == "0"
    assert (folder / "alliance-map.html").stat().st_size > 100_000


def test_the_same_roster_again_changes_nothing(folder: Path) -> None:
    played(folder)
    again = run(COMMANDS[1])
    assert "没有变化" in again.output
