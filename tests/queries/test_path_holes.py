"""Known holes: a path through what is counted and not named makes the answer unknown, and the answer names it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Evidence, Measure
from alliance.graph.quantities import Quantity
from alliance.queries import TieRule, influence_paths

SEEN = (Evidence(source="s1"),)


def figure(subject: str, metric: str, value: str, **fields: Any) -> Measure:
    return Measure(subject=subject, metric=metric, value=Quantity.parse(value), evidence=SEEN, **fields)


def served(make_node: Any, make_link: Any, *figures: Measure, **fields: Any) -> AllianceGraph:
    """A tax office that serves b and counts more; c supplies d."""
    kinds = {"tax": "government", "b": "enterprise", "c": "enterprise", "d": "enterprise", "coop": "cooperative"}
    nodes = [make_node(name, kind) for name, kind in kinds.items()]
    links = [make_link("tax", "SERVES", "b"), make_link("c", "SUPPLIES", "d", **fields)]
    return AllianceGraph.from_models(nodes, links, figures)


def test_one_that_is_not_named_may_be_the_target(make_node: Any, make_link: Any) -> None:
    graph = served(make_node, make_link, figure("tax", "服务企业数", "53", unit="家"))
    answer = influence_paths(graph, "tax", "d")
    assert (answer.status, answer.rows) == ("unknown", ())
    way = answer.unknown[0]
    assert way.what.zh == "tax —[服务]→ 52 家未列名企业之一,可能就是d"
    assert way.what.en == "tax —[serves]→ one of 52 enterprises that the source does not name: it may be d"
    assert way.why.en == "服务企业数 53. The source gives the total and names 1 (b)."
    assert way.closes_when.en == "the list is loaded (links SERVES, serves)"
    assert way.what.en in answer.sentence.en
    assert list(answer.evidence) == ["tax|服务企业数|||s1#1"]


def test_a_stand_in_may_stand_between(make_node: Any, make_link: Any) -> None:
    graph = served(make_node, make_link, figure("tax", "服务企业数", "至少5"))
    answer = influence_paths(graph, "tax", "d", via=["c"])
    assert answer.unknown[0].what.en == (
        "tax —[serves]→ one of at least 4 enterprises that the source does not name (it may be c) —[supplies]→ d"
    )
    assert len(answer.evidence) == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"target": "b"}, "found"),
        ({"target": "coop"}, "none"),
        ({"target": "d", "rule": TieRule(types=("SUPPLIES",))}, "none"),
        ({"target": "d", "rule": TieRule(types=("SERVES",))}, "unknown"),
        ({"target": "d", "rule": TieRule(statuses=("confirmed",))}, "unknown"),
        ({"target": "d", "via": ["coop"]}, "none"),
        ({"target": "d", "via": ["c"], "hops": 1}, "none"),
        ({"source": "d", "target": "tax"}, "none"),
        ({"source": "d", "target": "tax", "rule": TieRule(direction="either")}, "unknown"),
        ({"target": "d", "as_of": date(2023, 1, 1)}, "none"),
    ],
)
def test_a_hole_obeys_the_question(make_node: Any, make_link: Any, given: dict[str, Any], status: str) -> None:
    graph = served(make_node, make_link, figure("tax", "服务企业数", "53", period="2024"))
    assert influence_paths(graph, given.pop("source", "tax"), **given).status == status


def test_a_link_that_may_hold_goes_before_a_hole(make_node: Any, make_link: Any) -> None:
    graph = served(make_node, make_link, figure("c", "客户", "9"), status="disputed")
    answer = influence_paths(graph, "c", "d")
    assert (answer.status, len(answer.rows)) == ("unknown", 1)
    assert answer.rows[0].relationships[0][0].doubts == ("disputed",)
    assert answer.unknown[0].what.en == "whether it holds: c supplies d"
    assert "each" not in answer.sentence.en
    assert "it needs a link that only may hold" in answer.sentence.en


def test_a_link_that_may_hold_on_the_way_through_a_hole_is_named_too(make_node: Any, make_link: Any) -> None:
    graph = served(make_node, make_link, figure("tax", "服务企业数", "53"), status="disputed")
    answer = influence_paths(graph, "tax", "d", via=["c"])
    assert [one.what.en for one in answer.unknown[1:2]] == ["whether it holds: c supplies d"]


def test_one_that_is_missing_stands_for_one_node_only(make_node: Any, make_link: Any) -> None:
    nodes = [make_node("a", "alliance"), make_node("b"), make_node("c")]
    rule = TieRule(umbrella=True)
    for count, status in (("1", "none"), ("2", "unknown"), ("1+", "unknown")):
        graph = AllianceGraph.from_models(nodes, [], [figure("a", "成员", count)])
        assert influence_paths(graph, "b", "c", rule=rule).status == status, count
        assert influence_paths(graph, "b", "c").status == "none"


def test_a_full_list_leaves_no_hole_and_its_own_subject_is_no_stand_in(make_node: Any, make_link: Any) -> None:
    full = served(make_node, make_link, figure("tax", "服务企业数", "1"))
    assert influence_paths(full, "tax", "d").status == "none"
    nodes = [make_node("a"), make_node("b")]
    links = [make_link("a", "SERVES", "b")]
    own = AllianceGraph.from_models(nodes, links, [figure("a", "服务企业", "2")])
    assert influence_paths(own, "b", "a").status == "none"


def test_one_of_an_aggregate_may_be_any_node_of_its_kind(make_node: Any, make_link: Any) -> None:
    nodes = [
        make_node("a", "alliance"), make_node("some", "post", aggregate=True, count=Quantity(value=13)),
        make_node("p", "post"), make_node("f", "enterprise"),
    ]  # fmt: skip
    links = [make_link("a", "HOSTS_POST", "some", status="tentative"), make_link("p", "ASSISTS", "f")]
    graph = AllianceGraph.from_models(nodes, links)
    answer = influence_paths(graph, "a", "f")
    assert answer.status == "unknown"
    assert answer.unknown[0].what.en == (
        'a —[hosts post]→ one of 13 that "some" stands for without names (it may be p) —[assists]→ f'
    )
    assert any(key.startswith(links[0].id) for key in answer.evidence)
    assert influence_paths(graph, "a", "f", rule=TieRule(statuses=("confirmed",))).status == "none"


def test_one_that_is_named_is_none_of_those_without_names(make_node: Any, make_link: Any) -> None:
    nodes = [
        make_node("a", "alliance"),
        make_node("some", "post", aggregate=True),
        make_node("p", "post"),
        make_node("f"),
    ]
    links = [make_link("a", "HOSTS_POST", "some"), make_link("p", "ASSISTS", "f")]
    confirmed = TieRule(statuses=("confirmed",))
    unnamed = influence_paths(AllianceGraph.from_models(nodes, links), "a", "f", rule=confirmed)
    assert "one of an unknown number" in unnamed.sentence.en
    assert "“some”未列名的若干个之一(可能就是p)" in unnamed.sentence.zh
    links.append(make_link("a", "HOSTS_POST", "p", status="tentative"))
    graph = AllianceGraph.from_models(nodes, links)
    assert influence_paths(graph, "a", "f", rule=confirmed).status == "none"
    assert influence_paths(graph, "a", "f").status == "found"


def test_figures_that_contradict_each_other_are_told_with_the_hole(make_node: Any, make_link: Any) -> None:
    figures = [figure("tax", "服务企业数", "53", period="2024"), figure("tax", "帮扶企业数", "54", period="2024")]
    answer = influence_paths(served(make_node, make_link, *figures), "tax", "d")
    assert "one of 53 enterprises" in answer.unknown[0].what.en
    assert "which figure is right: 帮扶企业数 54 [s1], 服务企业数 53 [s1]" in answer.unknown[1].what.en


def test_too_many_stand_ins_are_not_searched_and_that_is_no_none(
    make_node: Any, make_link: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.queries.paths.course.MOST_LINKS", 1)
    monkeypatch.setattr("alliance.queries.paths.words.MOST_LINKS", 1)
    graph = served(make_node, make_link, figure("tax", "服务企业数", "53"))
    answer = influence_paths(graph, "tax", "d")
    assert answer.status == "unknown"
    assert "this is not a no" in answer.sentence.en


def test_the_tax_office_may_serve_a_tea_firm_that_nobody_named(hengzhou: AllianceGraph) -> None:
    answer = influence_paths(hengzhou, "横州市税务局", "横县桔扬")
    assert answer.status == "unknown"
    assert "53 家未列名企业之一,可能就是横县桔扬茶业有限公司" in answer.sentence.zh
    assert "one of 53 enterprises that the source does not name: it may be 横县桔扬茶业有限公司" in answer.sentence.en
