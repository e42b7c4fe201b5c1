"""Options that what is loaded does not take are refused, never passed over. All names are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
REFUSED = 3


@pytest.fixture
def inputs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "简报.txt").write_text("由丹岭市委组织部牵头，组建“丹岭枇杷产业党建联盟”。\n", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    (folder / "organizations.csv").write_text("id,name,kind,source\na,虚构甲厂,enterprise,s1\n", encoding="utf-8")
    assert run("load", "in").exit_code == 0
    assert run("export", "-o", "out.xlsx").exit_code == 0


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize(
    ("what", "option", "said"),
    [
        ("简报.txt", ("--source", "x"), "a report does not take --source"),
        ("简报.txt", ("--skip-invalid",), "a report does not take --skip-invalid"),
        ("in", ("--accept",), "a table does not take --accept"),
        ("in", ("--kind", "Firm=enterprise"), "a load without a graph of another program does not take --kind"),
        ("out.xlsx", ("--namespace", "x"), "an export does not take --namespace"),
        ("out.xlsx", ("--skip-invalid",), "an export does not take --skip-invalid"),
    ],
)
def test_an_option_that_is_not_taken_is_named(run: Run, what: str, option: tuple[str, ...], said: str) -> None:
    result = run("load", what, *option, "--lang", "en")
    assert result.exit_code == REFUSED
    assert said in result.stderr
    assert "Leave out" in result.stderr
    chinese = run("load", what, *option, "--lang", "zh")
    assert f"用不到 {option[0]}" in chinese.stderr


@pytest.mark.usefixtures("inputs")
@pytest.mark.parametrize("what", ["简报.txt", "in", "out.xlsx"])
def test_without_it_the_same_is_loaded(run: Run, what: str) -> None:
    assert run("load", what).exit_code == 0
