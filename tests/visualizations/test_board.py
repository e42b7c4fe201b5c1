"""The chain board: what it says is what the questions answer, every node stands once, no line crosses a foreign box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance import AllianceMap
from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.loaders import read_folder
from alliance.queries import coverage_matrix, gaps
from alliance.visualizations.board import Board, BoardStage, Layer, Mark, Member, Tie
from alliance.visualizations.board_picture import board_picture
from alliance.visualizations.looks import looks
from alliance.wording import Text

SEEN = (Evidence(source="s1", quote="made up"),)
HOSTILE = "<img src=x onerror=alert(1)>\"'</text></svg><script>alert(1)</script>"


class Drawn(HTMLParser):
    """Boxes by the id of their node, and lines with their ends."""

    def __init__(self, svg: str) -> None:
        super().__init__()
        self.boxes: list[tuple[str, float, float, float, float]] = []
        self.lines: list[tuple[str, str, list[tuple[float, float]]]] = []
        self.tags: set[str] = set()
        self.feed(svg)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        known = {key: value or "" for key, value in attrs}
        if node := known.get("data-node"):
            left, top, width, height = (float(known[key]) for key in ("x", "y", "width", "height"))
            self.boxes.append((node, left, top, left + width, top + height))
        if source := known.get("data-from"):
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", known["d"])]
            self.lines.append((source, known["data-to"], list(zip(numbers[::2], numbers[1::2], strict=True))))

    def crossings(self) -> Iterator[tuple[str, str, str]]:
        """Lines over a box that is neither their source nor their target."""
        for source, target, points in self.lines:
            for (x, y), (to_x, to_y) in pairwise(points):
                for node, left, top, right, bottom in self.boxes:
                    beside = (
                        max(x, to_x) <= left or min(x, to_x) >= right or max(y, to_y) <= top or min(y, to_y) >= bottom
                    )
                    if node not in (source, target) and not beside:
                        yield source, target, node


def test_it_says_what_the_questions_answer(hengzhou: AllianceGraph) -> None:
    board, register = Board.of(hengzhou), gaps(hengzhou)
    matrix = coverage_matrix(hengzhou, instruments=looks().board.head)
    assert board.sentence == register.sentence
    led = [row for row in matrix.rows if row.measure == "party_organization"]
    assert [number for number, _ in board.numbers] == [
        f"{sum(bool(row.covered) for row in led)}/{len(led)}",
        str(register.bounds["gaps"]),
        str(register.bounds["open_questions"]),
    ]
    said = {(row.scope, f"{row.label('zh')} {row.text()}") for row in matrix.rows if row.measure != "organisation"}
    assert {(stage.id, mark.text.zh) for stage in board.stages for mark in stage.marks} == said


def test_branches_stand_in_the_order_of_the_article_and_organisations_once(hengzhou: AllianceGraph) -> None:
    board = Board.of(hengzhou)
    rows = list(dict.fromkeys(stage.row for stage in board.stages if stage.column != "support"))
    names = [hengzhou.node(row).name for row in rows]
    assert names == ["茉莉花", "花茶", "盆栽", "食品", "旅游", "用品", "餐饮", "药用", "体育", "康养"]
    members = [member.id for stage in board.stages for member in stage.members]
    assert len(members) == len(set(members)) > 50
    posts = next(layer for layer in board.layers if layer.label.zh == "岗位")
    assert [(member.name, member.aggregate) for member in posts.members] == [("茉莉花产业党建示范岗 × 13", True)]
    assert [member.name for member in board.layers[0].members] == ["横州茉莉花产业集群党建联盟"]


def test_what_does_not_hold_on_the_day_is_not_drawn_and_what_may_is_marked(make_node: Any, make_link: Any) -> None:
    nodes = [make_node("c", "chain"), make_node("s", "stage", parent="c", attributes={"required": True})]
    nodes += [make_node(name, attributes={"operating": True}) for name in ("here", "gone", "perhaps")]
    nodes += [make_node("unsaid"), make_node("closed", attributes={"operating": False})]
    links = [
        make_link("here", "OPERATES_IN", "s", observed_at="2024-05"),
        make_link("gone", "OPERATES_IN", "s", valid_to="2020"),
        make_link("perhaps", "OPERATES_IN", "s", status="disputed"),
        make_link("unsaid", "OPERATES_IN", "s"),
        make_link("closed", "OPERATES_IN", "s"),
    ]
    graph = AllianceGraph.from_models(nodes, links)
    (stage,) = Board.of(graph).stages
    certain = {member.id: member.certain for member in stage.members}
    assert certain == {"here": True, "perhaps": False, "unsaid": False}
    (cell,) = coverage_matrix(graph, instruments=("organisation",)).rows
    assert cell.covered == sum(certain.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_crosses_a_foreign_box(hengzhou: AllianceGraph, language: Any) -> None:
    drawn = Drawn(board_picture(Board.of(hengzhou), language))
    assert len(drawn.lines) > 30
    assert len({node for node, *_ in drawn.boxes}) == len(drawn.boxes)
    assert list(drawn.crossings()) == []


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Boards of any shape, with lines between any two stages."""
    columns = draw(st.sampled_from([("upstream",), ("upstream", "midstream"), ("upstream", "midstream", "downstream")]))
    places = draw(
        st.lists(st.tuples(st.sampled_from(["", "r1", "r2"]), st.sampled_from([*columns, "support"])), max_size=12)
    )
    stages = tuple(
        BoardStage(f"s{number}", f"环节{number}", row, column, (Mark(Text.same("x 1"), "has"),), (), (), number % 3, 0)
        for number, (row, column) in enumerate(places)
    )
    above = tuple(Member(f"m{number}", f"支部{number}", True, 1, False) for number in range(draw(st.integers(0, 9))))
    layers = (Layer(Text.same("a"), above[::2]), Layer(Text.same("b"), above[1::2])) if above else ()
    ids = [stage.id for stage in stages]
    ties: list[Tie] = []
    if ids:
        pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=20))
        ties += [Tie(source, target, "feed") for source, target in pairs]
        ties += [Tie(member.id, draw(st.sampled_from(ids)), "work") for member in above]
    return Board(Text.same("s"), (), columns, stages, layers, tuple(ties), 0, "", "")


@settings(max_examples=40, deadline=None)
@given(boards())
def test_no_line_crosses_a_foreign_box_on_any_board(board: Board) -> None:
    drawn = Drawn(board_picture(board, "zh"))
    assert list(drawn.crossings()) == []
    assert {(source, target) for source, target, _ in drawn.lines} == {
        (tie.source, tie.target) for tie in board.ties if any(node == tie.source for node, *_ in drawn.boxes)
    }


def hostile() -> AllianceGraph:
    nodes = [
        Node(id="stage", kind="stage", name=f"环节{HOSTILE}", attributes={"position": "upstream"}, evidence=SEEN),
        Node(id="firm", kind="enterprise", name=f"厂{HOSTILE}", evidence=SEEN),
        Node(id="branch", kind="party_organization", name=f"支部{HOSTILE}", evidence=SEEN),
    ]
    links = [("firm", "OPERATES_IN", "stage"), ("branch", "COVERS_STAGE", "stage"), ("branch", "HOSTED_BY", "firm")]
    made = [
        Relationship(source=source, type=sort, target=target, status="confirmed", evidence=SEEN)
        for source, sort, target in links
    ]
    return AllianceGraph.from_models(nodes, made)


def test_names_stay_text_and_bytes_are_the_same() -> None:
    page = AllianceMap.of(hostile(), board=True).generate_html()
    assert page == AllianceMap.of(hostile(), board=True).generate_html()
    section = page[page.index('<section id="board"') : page.index("<main>")]
    assert not {"img", "script"} & Drawn(section).tags
    assert "&lt;img" in section


def test_without_a_chain_the_network_comes_first() -> None:
    made = AllianceMap.of(
        AllianceGraph.from_models([Node(id="a", kind="enterprise", name="甲", evidence=SEEN)], []), board=True
    )
    assert '<section id="board"' not in made.generate_html()


# ---- in a browser ----


@pytest.fixture(scope="module")
def file(hengzhou: AllianceGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return AllianceMap.of(hengzhou, board=True).save(tmp_path_factory.mktemp("board") / "map.html")


@pytest.mark.chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_with_the_board_and_has_the_network_behind_it(browser: Any, file: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.is_visible('#board [lang="zh-CN"] svg')
    assert not page.is_visible("#canvas")
    page.click("#language")
    assert page.is_visible('#board [lang="en"] svg')
    assert not page.is_visible('#board [lang="zh-CN"]')
    page.click("#view")
    assert page.is_visible("#canvas")
    assert not page.is_visible("#board")
    assert page.evaluate("document.querySelector('canvas').getBoundingClientRect().height") > 300
    page.click("#view")
    assert page.is_visible("#board")
    assert (asked, said) == ([file.as_uri()], [])
    page.close()


@pytest.mark.chromium
@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 297, 210), ("A3", 420, 297)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_printed_on_one_page_that_it_fills(
    browser: Any, hengzhou: AllianceGraph, tmp_path: Path, paper: str, width: float, height: float, language: Any
) -> None:
    from pypdf import PdfReader

    saved = AllianceMap.of(hengzhou, board=True, language=language).save(tmp_path / "map.html")
    page = browser.new_page()
    page.goto(saved.as_uri())
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "7mm")
    page.pdf(path=tmp_path / "map.pdf", format=paper, landscape=True, print_background=True, margin=margin)
    assert len(PdfReader(tmp_path / "map.pdf").pages) == 1
    dots = 96 / 25.4
    page.set_viewport_size({"width": round((width - 14) * dots), "height": round((height - 14) * dots)})
    page.emulate_media(media="print")
    drawn = page.evaluate("""() => {
        const svg = [...document.querySelectorAll("#board svg")].find((one) => one.getClientRects().length);
        const scale = svg.getScreenCTM(), size = svg.viewBox.baseVal;
        return [scale.a, scale.d, size.width * scale.a * size.height * scale.d];
    }""")
    assert drawn[0] == pytest.approx(drawn[1])
    assert drawn[2] / dots**2 >= 0.6 * width * height
    page.close()


def test_a_stage_whose_organisations_stand_at_finer_ones_does_not_say_that_none_is_seen() -> None:
    board = Board.of(read_folder(Path(__file__).parents[2] / "data" / "example-54").batch)
    black = next(stage for stage in board.stages if stage.id == "black")
    assert (black.members, black.finer) == ((), 6)
