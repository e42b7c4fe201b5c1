"""The picture of a path: its nodes in order, under each arrow its own evidence, and no link over a node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Evidence
from alliance.queries import influence_paths
from alliance.queries.answer import Answer
from alliance.tests.visualizations.pictures import crossings
from alliance.visualizations.answer_page import AnswerPage, write_answer_page

PARTY, BUYER = "南宁横县供电局校椅供电所党支部", "星巴克"
NAMES = (
    "茶",
    "横县桔扬茶业有限公司",
    "Guangxi Economic and Trade Vocational Institute " * 2,
    "广西壮族自治区横县郁江茶厂" * 3,
)
CHAIN = 9
WIDTHS = (390, 700, 760, 1280, 1900)


def long_paths(make_node: Any, make_link: Any) -> Answer[Any]:
    """A path of nine steps with parallel links, in both directions, and shorter ones beside it; made up."""

    def seen(number: int) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(source="s1", quote=f"made up {number} {'茶业' * number}", locator=f"m.csv:{number}")
            for _ in range(1 + number % 2)
        )

    nodes = [make_node(f"n{number}", name=NAMES[number % 4] + str(number)) for number in range(CHAIN + 1)]
    links = [
        make_link(f"n{number}", "SELLS_TO", f"n{number + 1}", evidence=seen(number), strength=0.9, confidence=0.9)
        if number % 3
        else make_link(f"n{number + 1}", "BUYS_FROM", f"n{number}", evidence=seen(number), strength=0.9, confidence=0.9)
        for number in range(CHAIN)
    ]
    links += [make_link(f"n{number}", "INVESTS_IN", f"n{number + 1}", status="disputed") for number in (1, 4)]
    links += [make_link("n0", "SELLS_TO", "n4", strength=0.1), make_link("n4", "SELLS_TO", "n8", strength=0.1)]
    return influence_paths(AllianceGraph.from_models(nodes, links), "n0", f"n{CHAIN}", hops=CHAIN, count=4)


@pytest.fixture(scope="module")
def paths(make_node: Any, make_link: Any) -> Answer[Any]:
    return long_paths(make_node, make_link)


def steps(page: str) -> Iterator[tuple[str, str]]:
    """Where each arrow leads, and what stands over and under it."""
    for part in page.split('<div class="step ')[1:]:
        ends = re.search(r'data-from="(.*?)" data-to="(.*?)"', part)
        assert ends
        yield " ".join(ends.groups()), part[: part.index('<div class="node')]


def test_nodes_stand_in_their_order_with_the_evidence_under_each_arrow(paths: Answer[Any]) -> None:
    assert paths.rows[0].hops == CHAIN
    assert len(paths.rows) >= 3
    page = AnswerPage.of(paths, language="zh").html()
    drawn = re.findall(r'data-node="(.*?)"', page)
    assert drawn == [node.id for row in paths.rows for node in row.nodes]
    shown = list(steps(page))
    links = [(row, place, step) for row in paths.rows for place, step in enumerate(row.relationships)]
    for (ends, under), (row, place, step) in zip(shown, links, strict=True):
        before, after = row.nodes[place], row.nodes[place + 1]
        assert ends == f"{before.id} {after.id}"
        assert under.startswith("along" if step[0].source == before.id else "against")
        quotes = {paths.evidence[entry].quote for link in step for entry in link.evidence}
        assert set(re.findall(r"<q>(.*?)</q>", under)) == quotes
        assert all(link.reckoning("zh") in under for link in step)
    assert "其他路径" in page


def test_what_only_may_hold_is_drawn_dashed(make_node: Any, make_link: Any) -> None:
    nodes = [make_node(name) for name in "abc"]
    links = [make_link("a", "SELLS_TO", "b", status="disputed"), make_link("b", "SELLS_TO", "c")]
    answer = influence_paths(AllianceGraph.from_models(nodes, links), "a", "c")
    kinds = [under.split('"')[0] for _, under in steps(AnswerPage.of(answer, language="en").html())]
    assert kinds == ["along may", "along"]


@pytest.mark.chromium
@pytest.mark.parametrize("media", ["screen", "print"])
def test_no_link_runs_over_a_node(
    browser: Any, hengzhou: AllianceGraph, paths: Answer[Any], tmp_path: Path, media: str
) -> None:
    page = browser.new_page()
    page.emulate_media(media=media)
    for number, (answer, graph) in enumerate(((paths, None), (influence_paths(hengzhou, PARTY, BUYER), hengzhou))):
        for language in ("zh", "en"):
            file = tmp_path / f"{number}{language}.html"
            page.goto(write_answer_page(answer, file, graph=graph, language=language).as_uri())
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                links, nodes, found = crossings(page)
                assert (links, nodes) == (sum(row.hops for row in answer.rows), links + len(answer.rows))
                assert found == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
