"""The first question of a large graph searches what is in reach alone, and says the same as every later one."""

from __future__ import annotations

from itertools import product

import pytest

from alliance.graph import AllianceGraph
from alliance.graph.networks.tie_network import TieNetwork, network_in_reach
from alliance.queries import TieRule, influence_paths
from alliance.queries.paths import course

ENDS = (
    ("校椅供电所党支部", "星巴克"),
    ("横州市委组织部", "星巴克"),
    ("国家税务总局横州市税务局", "星巴克"),
    ("横州市农业农村局", "横县桔扬茶业有限公司"),
)
RULES = (
    TieRule(),
    TieRule(umbrella=True),
    TieRule(direction="either"),
    TieRule(view="certainty", unknown_confidence="exclude"),
    TieRule(statuses=("confirmed",)),
)


@pytest.mark.parametrize(("ends", "rule", "hops"), [*product(ENDS, RULES, (2, 5))])
def test_the_first_answer_is_that_of_all(
    ends: tuple[str, str], rule: TieRule, hops: int, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[TieNetwork] = []

    def counted(*asked: object, **named: object) -> TieNetwork:
        made.append(network_in_reach(*asked, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(course, "network_in_reach", counted)
    usual = influence_paths(hengzhou, *ends, count=5, hops=hops, rule=rule)
    assert not made  # a small graph is one network from the start
    monkeypatch.setattr(course, "_MANY", 0)
    fresh = AllianceGraph(hengzhou.nodes, hengzhou.relationships, hengzhou.records)
    first, second = (influence_paths(fresh, *ends, count=5, hops=hops, rule=rule) for _ in range(2))
    assert made
    assert first.model_dump_json() == second.model_dump_json() == usual.model_dump_json()
