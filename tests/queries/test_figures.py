"""Published numbers: agreement by intervals, groups against their total, years that are never mixed. Made up."""

from __future__ import annotations

import random
from typing import Any

import pytest

from alliance.errors import BadDate
from alliance.graph import AllianceGraph, Evidence, Measure, Node, Quantity, Source
from alliance.graph.dates import PartialDate
from alliance.queries import figures

BOUNDS: tuple[Any, ...] = ("exact", "at_least", "about")


def figure(value: float | None, bound: Any = "exact", source: str = "s1", **fields: Any) -> Measure:
    told = None if value is None else Quantity(value=value, bound=bound)
    period = PartialDate.parse(fields.pop("period", "2024"))
    evidence = (Evidence(source=source, locator="made-up"),)
    return Measure(**{"subject": "a", "metric": "茶农", "value": told, "period": period, "evidence": evidence} | fields)


def graph(*measures: Measure) -> AllianceGraph:
    nodes = [Node(id=name, kind="place", name=name) for name in "ab"]
    return AllianceGraph.from_models(nodes, [], [Source(id="s1", publisher="甲报"), Source(id="s2"), *measures])


def values_of(quantity: Quantity) -> tuple[float, float]:
    """Within what the true number lies."""
    if quantity.bound == "about":
        return 0, float("inf")
    return quantity.value, quantity.value if quantity.bound == "exact" else float("inf")


@pytest.mark.parametrize("seed", range(200))
def test_figures_contradict_each_other_where_no_number_is_in_both(seed: int) -> None:
    dice = random.Random(seed)
    told = [
        figure(dice.randint(1, 3), dice.choice(BOUNDS), f"s{number}", period=dice.choice(["2023", "2024"]),
               unit=dice.choice(["户", "人"]), group=dice.choice(["", "甲"]), definition=dice.choice(["", "口径"]))
        for number in range(4)
    ]  # fmt: skip
    dice.shuffle(told)
    answer = figures(graph(*told))
    rows = {row.evidence[0].partition("#")[0]: row for row in answer.rows}
    assert len(rows) == len(told)
    against = 0
    for one in told:
        expected = set()
        for other in told:
            same = all(getattr(one, key) == getattr(other, key) for key in ("period", "unit", "group", "definition"))
            assert one.value
            assert other.value
            (low, high), (least, most) = values_of(one.value), values_of(other.value)
            if same and one is not other and max(low, least) > min(high, most):
                expected.add(other.evidence[0].source)
        (row,) = (row for key, row in rows.items() if f"|{one.evidence[0].source}" in key)
        for source in ("s0", "s1", "s2", "s3"):
            title = "甲报" if source == "s1" else source
            assert (f"[{title}]" in row.check.zh) == (source in expected)
        against += bool(expected)
    assert answer.bounds["contradicted"] == against


@pytest.mark.parametrize(
    ("groups", "total", "said"),
    [
        ([(10, "exact"), (23, "exact")], (33, "exact"), "the groups add up to it"),
        ([(10, "exact"), (20, "exact")], (33, "exact"), "add up to 30, which differs"),
        ([(10, "exact"), (None, "")], (33, "exact"), "the known groups add up to 10, 1 group not given"),
        ([(20, "exact"), (20, "at_least"), (None, "")], (33, "exact"), "at least 40, above it"),
        ([(10, "about"), (23, "exact")], (33, "exact"), "about 33"),
        ([(None, ""), (None, "")], (33, "exact"), ""),
    ],
)
def test_groups_are_added_up_against_their_total(groups: Any, total: Any, said: str) -> None:
    told = [figure(value, bound, group=f"g{number}") for number, (value, bound) in enumerate(groups)]
    strangers = figure(99, group="g8", period="2023"), figure(99, "exact", "s2", group="g9")
    answer = figures(graph(figure(*total), *told, *strangers))
    (row,) = (row for row in answer.rows if not row.group)
    assert said in row.check.en
    assert bool(row.check.en) == bool(said)


def test_what_was_not_given_is_unknown_and_filters_are_bounds() -> None:
    told = [figure(None), figure(8, subject="b", period="2022"), figure(300, "at_least", metric="企业", period="2023")]
    answer = figures(graph(*told))
    assert [(row.subject.id, row.value, row.low, row.high) for row in answer.rows] == [
        ("a", "≥300", 300, None), ("a", "?", None, None), ("b", "8", 8, 8)]  # fmt: skip
    assert [entry.what.en for entry in answer.unknown if "number" in entry.what.en] == ["茶农: the number"]
    assert figures(graph(*told), of="a", period="2024").status == "unknown"
    assert figures(graph(*told), period="2021").status == "none"
    assert [row.value for row in figures(graph(*told), text="300+").rows] == ["≥300"]
    with pytest.raises(BadDate):
        figures(graph(*told), period="last year")


def test_hengzhou_keeps_years_and_rankings_apart(hengzhou: AllianceGraph) -> None:
    answer = figures(hengzhou, of="seg-core")
    areas = {row.period: row.value for row in answer.rows if row.metric == "种植面积"}
    assert areas["2023"] == "13.1"
    assert areas["2022"] == "12.8"
    assert areas["2025"] == "≥18"
    assert answer.bounds["contradicted"] == 0
    craftsmen = figures(hengzhou, text="工匠")
    assert [(row.value, row.unit) for row in craftsmen.rows] == [("33", "名")]
    assert "21" not in figures(hengzhou, text="772").sentence.zh
