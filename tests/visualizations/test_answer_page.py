"""The page of an answer: everything that the answer says, nothing that runs, the same bytes for the same answer."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph, Evidence, Node, Relationship, Source
from alliance.queries import coverage_matrix, find, gaps, influence_paths, members, profile
from alliance.queries.answer import Answer
from alliance.queries.catalogue import CATALOGUE
from alliance.queries.columns import cell_text, screen_cells
from alliance.queries.question import declaration
from alliance.tests.queries.askings import ask, askings
from alliance.tests.queries.test_store_answers import several_chains
from alliance.visualizations.answer_evidence import MOST_EVIDENCE, AnswerEvidence
from alliance.visualizations.answer_page import MOST_ROWS, AnswerPage, write_answer_page
from alliance.visualizations.answer_words import bound_words, bounds

FIRM, BUYER, ALLIANCE = "横县桔扬茶业有限公司", "星巴克", "横州茉莉花产业集群党建联盟"
HOSTILE = "<img src=x onerror=document.title='run'>\"'</style><script>document.title='run'</script>"


class Read(HTMLParser):
    """The text of a page, its tags, and the targets of its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.handlers: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        known = {key: value or "" for key, value in attrs}
        self.handlers |= {key for key in known if key.startswith("on") or key == "style"}
        self.ids |= {known["id"]} if "id" in known else set()
        self.links += [known["href"]] if "href" in known else []

    def handle_data(self, data: str) -> None:
        self.text += data


def answers(graph: AllianceGraph) -> list[Answer[Any]]:
    return [
        influence_paths(graph, FIRM, BUYER),
        influence_paths(graph, "南宁横县供电局校椅供电所党支部", BUYER),
        influence_paths(graph, "横州市委组织部", BUYER),
        coverage_matrix(graph),
        gaps(graph),
        profile(graph, FIRM),
        members(graph, ALLIANCE),
        find(graph, "茶"),
    ]


@pytest.fixture(scope="module")
def answered(hengzhou: AllianceGraph) -> list[Answer[Any]]:
    return answers(hengzhou)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", range(8))
def test_it_says_all_that_the_answer_says(
    hengzhou: AllianceGraph, answered: list[Answer[Any]], place: int, language: Any
) -> None:
    answer = answered[place]
    page = AnswerPage.of(answer, hengzhou, language=language).html()
    read = Read(page)
    said = [answer.sentence.in_(language), answer.data_version]
    for row in answer.table_rows():
        said += [cell_text(value) for value in screen_cells(answer.columns(), row, language).values()]
    for entry in answer.unknown:
        said += [entry.what.in_(language), entry.why.in_(language), entry.closes_when.in_(language)]
    for seen in answer.evidence.values():
        said += [seen.quote, seen.locator, seen.title, seen.publisher, seen.date]
    assert [text for text in said if text not in read.text] == []
    assert {seen.link for seen in answer.evidence.values() if seen.link} <= set(read.links)
    assert {link[1:] for link in read.links if link.startswith("#")} <= read.ids
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in page


def test_nothing_runs_and_bytes_are_the_same(hengzhou: AllianceGraph, answered: list[Answer[Any]]) -> None:
    for first, again in zip(answered, answers(hengzhou), strict=True):
        page = AnswerPage.of(first, hengzhou, language="zh").html()
        assert page == AnswerPage.of(again, hengzhou, language="zh").html()
        read = Read(page)
        assert not {"script", "img", "link", "iframe", "object"} & read.tags
        assert not read.handlers
        assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page


def test_untraceable_sources_are_counted(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    evidence = AnswerEvidence(answer, answer.rows)
    lost = sum(not seen.is_traceable for seen in answer.evidence.values())
    assert (evidence.total, evidence.untraced) == (49, lost)
    assert lost == 6
    assert f"证据 49 条,其中 {lost} 条的来源无从查找" in AnswerPage.of(answer, hengzhou, language="zh").html()


def test_every_question_has_a_page_with_and_without_its_graph() -> None:
    graph_asked = several_chains(3)
    for entry in CATALOGUE:
        asking = next(iter(askings(entry, graph_asked)))
        answer = ask(entry, graph_asked, asking)
        if isinstance(answer, Answer):
            for language in ("zh", "en"):
                for graph in (graph_asked, None):
                    read = Read(AnswerPage.of(answer, graph, language=language).html())
                    assert answer.sentence.in_(language) in read.text


def test_every_bound_of_every_question_has_words() -> None:
    named = {name for entry in CATALOGUE for name in declaration(entry.load()).bounds.model_fields}
    assert named <= set(bound_words()), "add them to visualizations/answer_words.toml"


def test_bounds_of_any_form_are_told_in_words(hengzhou: AllianceGraph) -> None:
    told = {
        "as_of": "2024-06-30",
        "umbrella": False,
        "via": ["hengxian-juyang-tea", "post"],
        "needs": {"low": 2, "high": 5},
        "solved": {"low": 3, "high": 3},
        "no_owner": {"low": 1, "high": None},
        "now": ({"id": "x", "kind": "enterprise", "name": "made up"},),
        "seed": 1,
        "avoid": [],
        "next": (),
    }
    answer = find(hengzhou, "xbk").model_copy(update={"bounds": told})
    shown = {label.en: value.en for label, value in bounds(answer, hengzhou)}
    assert shown == {
        "as of": "2024-06-30",
        "through umbrella nodes": "no",
        "via": f"{FIRM}, post",
        "needs": "2–5",
        "solved": "3",
        "without an owner": "1+",
        "now": "made up",
        "seed": "1",
    }
    needs = answer.model_copy(update={"question": "needs", "bounds": {"open": 3}})
    assert [label.en for label, _ in bounds(needs, None)] == ["open"]


def test_a_notebook_shows_the_page_in_a_closed_frame(hengzhou: AllianceGraph) -> None:
    made = AnswerPage.of(find(hengzhou, "xbk"), language="zh")
    frame = made._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert re.search(r" sandbox[ >]", frame)
    (within,) = re.findall(r'srcdoc="(.*?)"', frame, re.DOTALL)
    assert unescape(within) == made.html()


def test_the_question_is_told_in_words(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou, kinds=("G1",), stage="花茶", top=3)
    text = Read(AnswerPage.of(answer, hengzhou, language="zh").html()).text
    assert "产业链的缺口清单,每种最重的在前" in text
    assert "只看这种缺口 G1" in text
    assert "只列最前面的几行 3" in text
    plain = Read(AnswerPage.of(influence_paths(hengzhou, "hengxian-juyang-tea", "xbk"), hengzhou, language="en").html())
    assert f"where it begins {FIRM}" in plain.text
    assert "how many paths at most" not in plain.text


def test_long_answers_say_what_is_left_out(make_node: Any) -> None:
    seen = tuple(Evidence(source="s1", locator=f"made-up.csv:{number}", quote="made up") for number in range(1, 6))
    nodes = [make_node(f"tea {number:04}", evidence=seen) for number in range(MOST_ROWS + 100)]
    answer = find(AllianceGraph.from_models(nodes, []), "tea", limit=MOST_ROWS + 100)
    page = AnswerPage.of(answer, language="en").html()
    assert "100 more rows: --csv and --json are whole" in page
    assert f"{(MOST_ROWS + 100) * 5 - MOST_EVIDENCE:,} more pieces: --json lists all" in page
    assert page.count('<li id="e') == MOST_EVIDENCE


def test_a_page_imports_nothing_that_draws_a_network() -> None:
    code = (
        "import sys, alliance.visualizations.answer_page; print({'pyvis', 'IPython', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# ---- files ----


def test_it_replaces_its_own_output_alone(hengzhou: AllianceGraph, tmp_path: Path) -> None:
    answer = find(hengzhou, "xbk")
    target = tmp_path / "page.html"
    assert write_answer_page(answer, target, graph=hengzhou) == target
    write_answer_page(answer, target)
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(FileRefused, match="no earlier page of an answer"):
        write_answer_page(answer, target)
    write_answer_page(answer, target, force=True, language="zh")
    assert target.read_bytes().decode() == AnswerPage.of(answer, language="zh").html()


# ---- in a browser ----


def hostile() -> AllianceGraph:
    """A chain in which every text is hostile."""
    seen = (Evidence(source="s", quote=HOSTILE, locator=HOSTILE),)
    sources = [
        Source(id="s", title=HOSTILE, publisher=HOSTILE, link="javascript:document.title='run'", reliability="unlinked")
    ]
    nodes = [
        Node(id="stage", kind="stage", name=f"环节{HOSTILE}", attributes={"required": True}, evidence=seen),
        Node(id="firm", kind="enterprise", name=f"厂{HOSTILE}", aliases=(HOSTILE,), place=HOSTILE, evidence=seen),
        Node(id="buyer", kind="enterprise", name=f"店{HOSTILE}", level=HOSTILE, evidence=seen),
        Node(id="alliance", kind="alliance", name=f"盟{HOSTILE}", evidence=seen),
    ]
    links = [
        ("firm", "OPERATES_IN", "stage"),
        ("firm", "SELLS_TO", "buyer"),
        ("firm", "MEMBER_OF", "alliance"),
        ("buyer", "MEMBER_OF", "alliance"),
    ]
    made = [
        Relationship(source=source, type=sort, target=target, product=HOSTILE, status="confirmed", evidence=seen)
        for source, sort, target in links
    ]
    return AllianceGraph.from_models(nodes, made, sources)


@pytest.mark.chromium
def test_names_stay_text_and_nothing_is_asked_for(
    browser: Any, hengzhou: AllianceGraph, answered: list[Answer[Any]], tmp_path: Path
) -> None:
    graph = hostile()
    asked = [
        (graph, answer)
        for answer in (
            influence_paths(graph, "firm", "buyer"),
            coverage_matrix(graph),
            gaps(graph),
            profile(graph, "firm"),
            members(graph, "alliance"),
            find(graph, "厂"),
        )
    ]
    page = browser.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    asked += [(hengzhou, answer) for answer in answered]
    for number, (where, answer) in enumerate(asked):
        for language in ("zh", "en"):
            file = write_answer_page(answer, tmp_path / f"{number}{language}.html", graph=where, language=language)
            requests.clear()
            page.goto(file.as_uri())
            assert page.title() != "run"
            assert page.locator("img, script, iframe").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "22px"
            assert (requests, said) == ([file.as_uri()], [])
    page.close()


@pytest.mark.chromium
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_never_wider_than_the_screen(
    browser: Any, hengzhou: AllianceGraph, answered: list[Answer[Any]], tmp_path: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for number, answer in enumerate(answered):
        for language in ("zh", "en"):
            file = write_answer_page(answer, tmp_path / f"{number}{language}.html", graph=hengzhou, language=language)
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
