"""What closes a gap is a clause: it follows "closes when", and whoever prints it ends the sentence."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.graph import AllianceGraph
from alliance.queries import Answer, coverage, coverage_matrix, gaps, influence_paths, profile
from alliance.queries.paths.influence_paths import DEFAULT_BUDGET
from alliance.wording import Text


def conditions(answer: Answer[Any]) -> list[Text]:
    found = [entry.closes_when for entry in answer.unknown]
    return found + [row.closes_when for row in answer.rows if hasattr(row, "closes_when")]


def check(answer: Answer[Any]) -> None:
    found = conditions(answer)
    assert found
    for text in found:
        assert not text.zh.endswith(("。", ".", ";"))
        assert not text.en.endswith((".", ";"))
        assert not text.en[0].isupper()


def test_of_a_profile(hengzhou: AllianceGraph) -> None:
    check(profile(hengzhou, "横州茉莉花产业集群党建联盟"))
    aggregates = [node.id for node in map(hengzhou.node_at, range(len(hengzhou))) if node.aggregate]
    assert aggregates
    for node in aggregates:
        check(profile(hengzhou, node))


@pytest.mark.parametrize("ask", [coverage, coverage_matrix, gaps], ids=lambda ask: ask.__name__)
def test_of_coverage_and_gaps(ask: Any, hengzhou: AllianceGraph) -> None:
    check(ask(hengzhou))


@pytest.mark.parametrize("budget", [DEFAULT_BUDGET, 1], ids=["tentative", "clipped"])
def test_of_paths(budget: int, hengzhou: AllianceGraph) -> None:
    check(influence_paths(hengzhou, "校椅供电所党支部", "星巴克", budget=budget))
