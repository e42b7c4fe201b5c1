"""The pictures of matrix, register and profile: they say what the answer says, and a printed page holds them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from alliance.graph import AllianceGraph
from alliance.queries import coverage_matrix, gaps, influence_paths, profile
from alliance.queries.answer import Answer
from alliance.queries.cover.row import CoverageRow
from alliance.tests.visualizations.pictures import crossings
from alliance.visualizations.answer_page import AnswerPage, write_answer_page
from alliance.visualizations.board import Board
from alliance.visualizations.board_picture import board_picture
from alliance.visualizations.heat_map import look
from alliance.visualizations.neighbour_picture import MOST_IN_GROUP

ALLIANCE, FIRM, BUYER = "横州茉莉花产业集群党建联盟", "横县桔扬茶业有限公司", "星巴克"
Ask = Callable[[AllianceGraph], Answer[Any]]
ASKED: dict[str, Ask] = {
    "path": lambda graph: influence_paths(graph, "南宁横县供电局校椅供电所党支部", BUYER),
    "coverage": coverage_matrix,
    "gaps": gaps,
    "firm": lambda graph: profile(graph, FIRM),
    "alliance": lambda graph: profile(graph, ALLIANCE),
}


def figure(answer: Answer[Any], graph: AllianceGraph | None, language: Any = "zh") -> str:
    page = AnswerPage.of(answer, graph, language=language).html()
    return page[page.index("<figure") : page.index("</figure>")]


# ---- the matrix ----


def test_the_heat_map_has_every_cell(hengzhou: AllianceGraph) -> None:
    answer = coverage_matrix(hengzhou)
    drawn = re.findall(r'<td class="(\w+)" data-cell="(\S+) (\S+)" title="[^"]*">([^<]*)<', figure(answer, hengzhou))
    assert drawn == [(look(row), row.scope, row.measure, row.text()) for row in answer.rows]
    assert {kind for kind, *_ in drawn} == {"open", "may", "has1", "has2", "has3", "has4"}


@pytest.mark.parametrize(
    ("covered", "high", "expected"),
    [(None, None, "open"), (0, 0, "none"), (0, 2, "may"), (0, None, "may"), (1, 1, "has1"), (3, 3, "has2"),
     (4, 4, "has3"), (7, 9, "has3"), (8, None, "has4"), (900, None, "has4")],
)  # fmt: skip
def test_none_unknown_and_perhaps_look_different(covered: int | None, high: float | None, expected: str) -> None:
    row = CoverageRow(
        scope="s", scope_name="s", measure="post", unit="count", covered=covered, unknown=0, total=None, low=covered,
        high=high, evidence=(),
    )  # fmt: skip
    assert look(row) == expected


# ---- the register ----


def test_the_register_shows_the_board_and_the_rosters_that_decide_most(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    drawn = figure(answer, hengzhou, "en")
    assert board_picture(Board.of(hengzhou), "en") in drawn
    named = re.findall(r'<span class="name">(.*?)</span>.*?rect width="(\d+)".*?"number">(.*?)</span>', drawn)
    missing = [row for row in answer.rows if row.lacks][:5]
    most = missing[0].severity or 1
    assert [(unescape(name), int(share)) for name, share, _ in named] == [
        (row.about().en, round(100 * (row.severity or 0) / most)) for row in missing
    ]
    assert [said for *_, said in named] == [f"{row.severity:g} {row.counts.en}" for row in missing]
    alone = figure(answer, None, "en")
    assert '<svg class="board"' not in alone
    assert len(re.findall('<span class="name">', alone)) == len(missing)


def test_a_register_without_a_chain_has_no_board(make_node: Any) -> None:
    graph = AllianceGraph.from_models([make_node("somewhere", kind="place")], [])
    assert '<svg class="board"' not in AnswerPage.of(gaps(graph), graph, language="en").html()


# ---- the profile ----


def test_every_neighbour_stands_once_in_its_group(make_node: Any, make_link: Any) -> None:
    count = MOST_IN_GROUP + 3
    nodes = [make_node("centre"), *(make_node(f"n{number:02}") for number in range(count))]
    links = [make_link("centre", "SELLS_TO", f"n{number:02}") for number in range(count)]
    links += [make_link(f"n{number:02}", "SELLS_TO", "centre", status="tentative") for number in range(2)]
    drawn = figure(profile(AllianceGraph.from_models(nodes, links), "centre"), None, "en")
    assert re.findall(r'data-from="(.*?)" data-to="(.*?)"', drawn) == [
        ("in SELLS_TO", "centre"), ("centre", "out SELLS_TO")
    ]  # fmt: skip
    incoming, outgoing = drawn.split('class="centre')
    assert re.findall(r'<li class="g\d( unconfirmed)?">(n\d\d)', incoming) == [
        (" unconfirmed", "n00"), (" unconfirmed", "n01")
    ]  # fmt: skip
    assert re.findall(r'<li class="g\d">(n\d\d)', outgoing) == [f"n{number:02}" for number in range(MOST_IN_GROUP)]
    assert '<li class="rest">+3</li>' in outgoing


def test_the_profile_tells_its_facts_and_figures(hengzhou: AllianceGraph) -> None:
    answer = profile(hengzhou, ALLIANCE, limit=3)
    drawn = unescape(figure(answer, hengzhou))
    (row,) = answer.rows
    for text in (row.name, row.place, *row.aliases, *(measure.metric for measure in row.measures)):
        assert text in drawn
    assert "另有 8 条关系没有列出" in drawn


# ---- in a browser ----


@pytest.mark.chromium
@pytest.mark.parametrize("name", ["firm", "alliance"])
def test_no_line_runs_over_a_group(browser: Any, hengzhou: AllianceGraph, tmp_path: Path, name: str) -> None:
    page = browser.new_page()
    answer = ASKED[name](hengzhou)
    for language in ("zh", "en"):
        file = write_answer_page(answer, tmp_path / f"{language}.html", graph=hengzhou, language=language)
        page.goto(file.as_uri())
        for width in (390, 800, 950, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            links, nodes, found = crossings(page)
            assert (nodes, found) == (links + 1, [])
    page.close()


@pytest.mark.chromium
@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 297, 210), ("A3", 420, 297)])
@pytest.mark.parametrize("name", list(ASKED))
def test_it_is_printed_on_one_page_that_the_picture_fills(
    browser: Any, hengzhou: AllianceGraph, tmp_path: Path, name: str, paper: str, width: float, height: float
) -> None:
    from pypdf import PdfReader

    dots = 96 / 25.4
    answer = ASKED[name](hengzhou)
    for language in ("zh", "en"):
        file = write_answer_page(answer, tmp_path / f"{language}.html", graph=hengzhou, language=language)
        page = browser.new_page()
        page.goto(file.as_uri())
        margin = dict.fromkeys(("top", "bottom", "left", "right"), "7mm")
        page.pdf(path=tmp_path / "page.pdf", format=paper, landscape=True, print_background=True, margin=margin)
        (printed,) = PdfReader(tmp_path / "page.pdf").pages
        assert answer.data_version[:12] in printed.extract_text()
        page.set_viewport_size({"width": round((width - 14) * dots), "height": round((height - 14) * dots)})
        page.emulate_media(media="print")
        box = page.evaluate(
            "(({ width, height }) => [width, height])(document.querySelector('figure').getBoundingClientRect())"
        )
        assert box[0] * box[1] / dots**2 >= 0.6 * width * height
        page.close()


@pytest.mark.chromium
def test_what_was_opened_is_printed_too(browser: Any, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(write_answer_page(ASKED["path"](hengzhou), tmp_path / "page.html", graph=hengzhou).as_uri())
    page.click("summary >> nth=0")
    page.pdf(path=tmp_path / "page.pdf", format="A4", landscape=True)
    assert len(PdfReader(tmp_path / "page.pdf").pages) == 2
    page.close()
