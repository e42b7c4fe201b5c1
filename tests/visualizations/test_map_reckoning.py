"""The value of a link on the map: both factors, where each comes from, and the product, as a path answer has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alliance import AllianceMap
from alliance.graph import AllianceGraph
from alliance.queries import TieRule, influence_paths

pytestmark = pytest.mark.chromium

SHOWN = {
    "zh": [
        "可信度 × 强度 = 0.75 × 0.6 = 0.45",
        "可信度 × 强度 = 0.75 × 0.6(默认) = 0.45",
        "可信度 × 强度 = 0.5(先验) × 0.3 = 0.15",
        "可信度 × 强度 = 0.5(先验) × 0.6(默认) = 0.3",
    ],
    "en": [
        "confidence × strength = 0.75 × 0.6 = 0.45",
        "confidence × strength = 0.75 × 0.6 (default) = 0.45",
        "confidence × strength = 0.5 (prior) × 0.3 = 0.15",
        "confidence × strength = 0.5 (prior) × 0.6 (default) = 0.3",
    ],
}


@pytest.fixture
def graph(make_node: Any, make_link: Any) -> AllianceGraph:
    """A chain of four links; between them they state both factors, one, the other, and none."""
    values = [(0.75, 0.6), (0.75, None), (None, 0.3), (None, None)]
    links = [
        make_link(source, "SERVES", target, confidence=confidence, strength=strength)
        for source, target, (confidence, strength) in zip("abcd", "bcde", values, strict=True)
    ]
    return AllianceGraph.from_models([make_node(name) for name in "abcde"], links)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page()
    yield opened
    opened.close()


def details(page: Any) -> list[str]:
    """What the details say of the value of each link, after its status."""
    return [line.partition(" · ")[2] for line in page.locator("#details .link > .confirmed").all_inner_texts()]


def test_a_link_shows_both_factors_and_their_origin_in_both_languages(
    page: Any, graph: AllianceGraph, tmp_path: Path
) -> None:
    page.goto(AllianceMap.of(graph).save(tmp_path / "map.html").as_uri())
    for language in ("zh", "en"):
        shown = []
        for source in "abcd":
            page.evaluate("(source) => choose({ link: data.links.find((link) => link.from === source).id })", source)
            shown += details(page)
        assert shown == SHOWN[language]
        page.evaluate("choose({ node: 'b' })")
        assert sorted(details(page)) == sorted(SHOWN[language][:2])
        page.click("#language")


@pytest.mark.parametrize(("confidence", "zh", "en"), [(0.75, "0.75", "0.75"), (None, "0.5(先验)", "0.5 (prior)")])
@pytest.mark.parametrize(("tie", "kind"), [("LOCATED_IN", "place"), ("FEEDS", "stage")])
def test_a_link_without_influence_shows_its_confidence_alone(
    page: Any, make_node: Any, make_link: Any, tmp_path: Path,
    tie: str, kind: str, confidence: float | None, zh: str, en: str,
) -> None:  # fmt: skip
    nodes = [make_node("a", kind=kind), make_node("b", kind=kind)]
    graph = AllianceGraph.from_models(nodes, [make_link("a", tie, "b", confidence=confidence)])
    page.goto(AllianceMap.of(graph).save(tmp_path / "map.html").as_uri())
    page.evaluate("choose({ node: 'a' })")
    assert details(page) == [f"可信度 {zh}"]
    page.click("#language")
    assert details(page) == [f"confidence {en}"]


def test_a_lit_path_shows_the_words_of_its_answer(page: Any, graph: AllianceGraph, tmp_path: Path) -> None:
    answer = influence_paths(graph, "a", "e", hops=4)
    told = [step[0].reckoning("zh") for step in answer.rows[0].relationships]
    page.goto(AllianceMap.of(graph, highlight=answer).save(tmp_path / "map.html").as_uri())
    assert details(page) == [f"可信度 × 强度 = {reckoning}" for reckoning in told] == SHOWN["zh"]
    page.click("#language")
    assert details(page) == SHOWN["en"]


def test_a_lit_path_leaves_out_the_strength_where_its_answer_does(
    page: Any, graph: AllianceGraph, tmp_path: Path
) -> None:
    answer = influence_paths(graph, "a", "e", hops=4, rule=TieRule(view="certainty"))
    page.goto(AllianceMap.of(graph, highlight=answer).save(tmp_path / "map.html").as_uri())
    assert details(page) == ["可信度 0.75", "可信度 0.75", "可信度 0.5(先验)", "可信度 0.5(先验)"]


def test_a_lit_path_through_an_umbrella_shows_the_strength_of_membership(
    page: Any, make_node: Any, make_link: Any, tmp_path: Path
) -> None:
    nodes = [make_node("a"), make_node("u", kind="alliance"), make_node("b")]
    links = [make_link(member, "MEMBER_OF", "u", confidence=0.5) for member in "ab"]
    graph = AllianceGraph.from_models(nodes, links)
    answer = influence_paths(graph, "a", "b", rule=TieRule(umbrella=True))
    page.goto(AllianceMap.of(graph, highlight=answer).save(tmp_path / "map.html").as_uri())
    assert details(page) == ["可信度 × 强度 = 0.5 × 0.3(默认) = 0.15"] * 2
