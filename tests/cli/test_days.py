"""Every question on the first and last days of the calendar: an answer, never a crash."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("day", ["0001-01-01", "0001-07-03", "0001-07-04", "1899-12-31", "9999-07-01", "9999-12-31"])
@pytest.mark.parametrize(
    "words",
    [["gaps"], ["coverage"], ["coverage", "--rates"], ["paths", "横州市委组织部", "星巴克"], ["show", "星巴克"]],
    ids=" ".join,
)
def test_a_question_about_a_very_early_or_late_day(loaded: Run, words: list[str], day: str) -> None:
    result = loaded(*words, "--as-of", day, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["parameters"]["as_of"] == day


def test_a_map_of_a_very_early_day(loaded: Run) -> None:
    assert loaded("map", "-o", "early.html", "--as-of", "0001-01-01").exit_code == 0
