"""Stated counts: recognised by name for any subject, the newest figure against the links that hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Evidence, Measure
from alliance.graph.quantities import Quantity
from alliance.graph.schema import schema
from alliance.queries.evidence import EvidenceBook
from alliance.queries.stated import stated_but_unlisted, stated_totals

SEEN = (Evidence(source="s1"),)


def figure(subject: str, metric: str, value: str, **fields: Any) -> Measure:
    return Measure(subject=subject, metric=metric, value=Quantity.parse(value), **{"evidence": SEEN, **fields})


def missing(graph: AllianceGraph) -> list[str]:
    return [f"{graph.node_ids[total.subject]} {total.stated.type} {total.missing}" for total in stated_totals(graph)]


@pytest.mark.parametrize(
    ("kind", "metric", "type_id"),
    [
        ("alliance", "成员单位党组织数", "MEMBER_OF"),
        ("association", "会员 单位(数)", "MEMBER_OF"),
        ("platform", "Number of members", "MEMBER_OF"),
        ("alliance", "轮值主席单位数量", "ROTATING_CHAIR_OF"),
        ("enterprise", "党建示范岗个数", "HOSTS_POST"),
        ("government", "帮扶企业总数", "SERVES"),
        ("government", "纳入进项税核定扣除试点企业", "SERVES"),
        ("enterprise", "供应商", "SUPPLIES"),
        ("enterprise", "Customers", "SELLS_TO"),
        ("party_organization", "平台载体", "GUIDES"),
        ("enterprise", "党建指导员", "GUIDES"),
    ],
)
def test_a_count_is_known_by_its_names_and_not_by_its_subject(
    make_node: Any, kind: str, metric: str, type_id: str
) -> None:
    graph = AllianceGraph.from_models([make_node("a", kind)], [], [figure("a", metric, "7")])
    assert missing(graph) == [f"a {type_id} 7"]


@pytest.mark.parametrize(
    ("kind", "metric", "fields"),
    [
        ("stage", "成员", {}),
        ("alliance", "种植面积", {}),
        ("alliance", "成员", {"group": "市直机关"}),
        ("alliance", "成员", {"unit": "%"}),
        ("alliance", "成员", {"unit": "月/次"}),
        ("alliance", "数", {}),
    ],
)
def test_what_is_no_count_of_a_list_leaves_no_hole(
    make_node: Any, kind: str, metric: str, fields: dict[str, Any]
) -> None:
    assert missing(AllianceGraph.from_models([make_node("a", kind)], [], [figure("a", metric, "7", **fields)])) == []


def test_every_name_means_one_count() -> None:
    names = [name for stated in schema().stated for name in stated.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("value", "rest", "words"),
    [("9", "7", "7 个"), ("9+", "≥7", "至少 7 个"), ("约9", "≈7", "约 7 个"), ("2", "None", "")],
)
def test_what_is_missing_is_as_exact_as_the_count(
    make_node: Any, make_link: Any, value: str, rest: str, words: str
) -> None:
    nodes = [make_node("a", "alliance"), *(make_node(one) for one in "bcd"), make_node("e", aggregate=True)]
    links = [make_link(one, "MEMBER_OF", "a") for one in "bce"]
    links.append(make_link("d", "MEMBER_OF", "a", status="disputed"))
    graph = AllianceGraph.from_models(nodes, links, [figure("a", "成员", value)])
    assert missing(graph) == [f"a MEMBER_OF {rest}"]
    assert all(
        f"其中 {words}没有列名" in one.what.zh for one in stated_but_unlisted(graph, EvidenceBook(graph.records))
    )


def test_the_newest_figure_that_is_not_of_a_later_time_counts(make_node: Any) -> None:
    figures = [
        figure("a", "成员", value, period=period) for value, period in (("9", None), ("5", "2021"), ("7", "2023"))
    ]
    graph = AllianceGraph.from_models([make_node("a", "alliance")], [], figures)
    days = [date(2020, 1, 1), date(2022, 1, 1), date(2024, 1, 1)]
    assert [missing(graph.as_of(day)) for day in days] == [[f"a MEMBER_OF {value}"] for value in (9, 5, 7)]
    assert missing(graph) == ["a MEMBER_OF 7"]


def test_figures_of_one_period_that_differ_are_told_and_the_larger_leaves_the_hole(make_node: Any) -> None:
    figures = [
        figure("a", "成员单位数", "53", period="2024"),
        figure("a", "会员", "54", period="2024", evidence=(Evidence(source="s2"),)),
    ]
    graph = AllianceGraph.from_models([make_node("a", "alliance")], [], figures)
    book = EvidenceBook(graph.records)
    hole, contradiction = stated_but_unlisted(graph, book)
    assert "54 of them not named" in hole.what.en
    assert "会员 54 [s2], 成员单位数 53 [s1]" in contradiction.what.en
    assert len(book.entries()) == 2


def test_a_lower_bound_does_not_contradict_a_larger_figure(make_node: Any) -> None:
    figures = [figure("a", "成员", "300+", period="2024"), figure("a", "会员", "335", period="2024")]
    graph = AllianceGraph.from_models([make_node("a", "alliance")], [], figures)
    assert len(list(stated_but_unlisted(graph, EvidenceBook(graph.records)))) == 1


def test_figures_in_tens_of_thousands_are_counted_in_ones(make_node: Any) -> None:
    graph = AllianceGraph.from_models([make_node("a", "association")], [], [figure("a", "会员", "1.2", unit="万户")])
    assert missing(graph) == ["a MEMBER_OF 12000"]
