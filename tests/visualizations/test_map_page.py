"""The map in a real browser: it draws, asks for nothing, runs nothing of the data, and does what a reader wants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alliance import AllianceMap
from alliance.graph import AllianceGraph, Evidence, Node, Relationship, Source
from alliance.graph.rows import kept_model
from alliance.wording import legible

pytestmark = pytest.mark.chromium


class Reader:
    """A page that was opened from a file, and everything that it asked for or complained about."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        given = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", **context}
        self.context = browser.new_context(**given)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self.refuse)
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]", state="attached")
        self.path = path

    def refuse(self, dialog: Any) -> None:
        self.complaints.append("dialog")
        dialog.dismiss()

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def look_up(self, name: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.type(name)

    def visible(self) -> tuple[int, int]:
        """How many nodes and links are drawn."""
        count = "(set) => set.get({ filter: (item) => !item.hidden }).length"
        nodes, links = (self.page.evaluate(f"({count})({name})") for name in ("shownNodes", "shownLinks"))
        return nodes, links

    def close(self) -> None:
        assert self.requests == [self.path.as_uri()]
        assert self.complaints == []
        self.context.close()


@pytest.fixture(scope="module")
def file(hengzhou: AllianceGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return AllianceMap.of(hengzhou).save(tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture
def reader(browser: Any, file: Path) -> Iterator[Reader]:
    opened = Reader(browser, file)
    yield opened
    opened.close()


def test_it_draws(reader: Reader) -> None:
    colours = reader.page.evaluate("""() => {
        const canvas = document.querySelector("canvas");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        const seen = new Set();
        for (let at = 0; at < pixels.length; at += 4) seen.add([pixels[at], pixels[at + 1], pixels[at + 2]].join());
        return seen.has("0,158,115") && seen.has("213,94,0") ? seen.size : 0;
    }""")
    assert colours > 50
    assert reader.visible() == (206, 317)


def test_names_are_drawn_and_none_is_over_another(reader: Reader) -> None:
    boxes = reader.page.evaluate("""() => {
        const boxes = [];
        const write_ = write;
        window.write = (context, taken, text, box, ...rest) => {
            boxes.push({ text, ...box });
            write_(context, taken, text, box, ...rest);
        };
        network.redraw();
        return new Promise((done) => setTimeout(() => done(boxes), 300));
    }""")
    assert len(boxes) > 40
    assert "横州市人民政府" in {box["text"] for box in boxes}
    last = boxes[-len({box["text"] for box in boxes}) :]
    for number, one in enumerate(last):
        for other in last[:number]:
            assert (
                one["right"] < other["left"]
                or one["left"] > other["right"]
                or one["bottom"] < other["top"]
                or one["top"] > other["bottom"]
            )


def test_search_by_initials_shows_links_and_their_sources(reader: Reader) -> None:
    reader.look_up("xbk")
    assert reader.text("#results li").startswith("星巴克")
    reader.page.keyboard.press("Enter")
    details = reader.text("#details")
    for words in ("星巴克", "销售给 ← 横县桔扬茶业有限公司", "该厂主要客户之一", "只见转载"):
        assert words in details
    assert "待核实 · 可信度 × 强度 = 0.75 × 0.7(默认) = 0.525" in details
    assert reader.page.evaluate("[...lit().nodes].length") == 3


@pytest.mark.parametrize(("typed", "name"), [("橫縣桔揚茶業", "横县桔扬茶业有限公司"), ("ＸＢＫ", "星巴克")])
def test_search_does_not_mind_script_and_width(reader: Reader, typed: str, name: str) -> None:
    reader.page.fill("#search", typed)
    assert reader.text("#results li").startswith(name)


def test_a_name_that_does_not_exist_says_so(reader: Reader) -> None:
    reader.look_up("没有这个名字")
    assert "没有相符的名称" in reader.text("#results")


def test_details_lead_on_to_the_neighbour(reader: Reader) -> None:
    reader.look_up("xbk")
    reader.page.keyboard.press("Enter")
    reader.page.click("#details .jump >> text=横县桔扬茶业有限公司")
    assert "关系 11" in reader.text("#details")


def test_a_click_on_the_canvas_chooses_a_node(reader: Reader) -> None:
    at = reader.page.evaluate("network.canvasToDOM(network.getPosition('hengzhou-gov'))")
    reader.page.mouse.click(
        at["x"] + 216, at["y"] + reader.page.evaluate("document.getElementById('canvas').getBoundingClientRect().top")
    )
    assert reader.text("#details h3") == "横州市人民政府"


def test_the_legend_counts_and_hides(reader: Reader) -> None:
    assert "58" in reader.text('[data-key="group:3"]')
    reader.page.click('[data-key="group:3"]')
    assert reader.visible()[0] == 206 - 58
    reader.page.click('[data-key="group:3"]')
    reader.page.click('[data-key="standing:unconfirmed"]')
    assert reader.visible() == (206, 20 + 38)  # what is a field of a node has no standing
    assert reader.page.get_attribute('[data-key="standing:unconfirmed"]', "aria-pressed") == "false"


def test_the_table_holds_what_is_visible(reader: Reader) -> None:
    reader.page.click('[data-key="standing:unconfirmed"]')
    reader.page.click("#table-switch")
    assert reader.page.locator("#table table:first-child tbody tr").count() == 20 + 38
    assert reader.page.locator("#table table:last-child tbody tr").count() == 206
    reader.page.keyboard.press("Escape")
    assert not reader.page.is_visible("#table")


def test_every_word_changes_with_the_language(reader: Reader) -> None:
    reader.page.click("#table-switch")
    reader.page.click("#language")
    page_words = " ".join(
        [
            *(reader.text(selector) for selector in ("header", "#legend", "#footer", "#details h2")),
            *reader.page.locator("th").all_inner_texts(),
            *reader.page.locator("td:nth-child(2), td:nth-child(6)").all_inner_texts()[:40],
            reader.page.get_attribute("#search", "placeholder") or "",
        ]
    ).replace("中文", "")
    assert not [letter for letter in page_words if "\u4e00" <= letter <= "\u9fff"]
    assert reader.page.evaluate("document.documentElement.lang") == "en"
    reader.page.click("#language")
    assert "图例" in reader.text("#legend")


def test_the_footer_is_honest(reader: Reader, hengzhou: AllianceGraph) -> None:
    footer = reader.text("#footer")
    for words in ("206 个节点", "317 条关系 (259 条待核实)", hengzhou.data_version[:12], "没有画出不等于没有"):
        assert words in footer


def test_escape_goes_back_to_the_whole_map(reader: Reader) -> None:
    reader.look_up("xbk")
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate("state.chosen") is None
    assert "关系最多的节点" in reader.text("#details")


def test_everything_can_be_reached_by_keyboard(reader: Reader) -> None:
    reached = set()
    for _ in range(40):
        reader.page.keyboard.press("Tab")
        reached.add(
            reader.page.evaluate(
                "document.activeElement.id || document.activeElement.dataset.key || document.activeElement.className"
            )
        )
    assert {
        "search",
        "fit",
        "table-switch",
        "language",
        "group:0",
        "tie:command",
        "standing:confirmed",
        "jump",
    } <= reached


def test_dark_and_narrow_screens_show_it_too(browser: Any, file: Path) -> None:
    dark = Reader(browser, file, color_scheme="dark")
    assert dark.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 26)"
    dark.close()
    narrow = Reader(browser, file, viewport={"width": 390, "height": 844})
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 390
    narrow.close()


def filled(reader: Reader) -> float:
    """How much of the canvas the nodes take, across or down, whichever is more."""
    share: float = reader.page.evaluate("""(() => {
      const places = data.nodes.map((node) => network.canvasToDOM(network.getPosition(node.id)));
      const span = (key) => Math.max(...places.map((at) => at[key])) - Math.min(...places.map((at) => at[key]));
      const canvas = document.getElementById("canvas");
      return Math.max(span("x") / canvas.clientWidth, span("y") / canvas.clientHeight);
    })()""")
    return share


def test_the_map_fills_its_canvas_on_a_phone_and_after_the_window_changes(browser: Any, file: Path) -> None:
    phone = Reader(browser, file, viewport={"width": 390, "height": 844}, device_scale_factor=2)
    for width, height in ((390, 844), (844, 390)):
        phone.page.set_viewport_size({"width": width, "height": height})
        phone.page.wait_for_timeout(600)
        assert 0.75 < filled(phone) <= 1
    phone.page.locator("#canvas").hover()
    for _ in range(12):
        phone.page.mouse.wheel(0, -400)
    assert filled(phone) > 2
    phone.page.set_viewport_size({"width": 700, "height": 600})
    phone.page.wait_for_timeout(600)
    assert filled(phone) > 1.2, "a view that somebody has chosen is left alone"
    phone.close()


def test_a_path_is_lit_from_the_start(browser: Any, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    from alliance.queries import influence_paths

    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克")
    opened = Reader(browser, AllianceMap.of(hengzhou, highlight=answer).save(tmp_path / "path.html"))
    assert opened.text("#details h2") == "所选路径"
    assert opened.page.evaluate("[...lit().nodes].length") == 3
    opened.close()


def test_a_link_to_a_source_is_a_link_only_when_it_is_one(browser: Any, tmp_path: Path) -> None:
    nodes = [
        Node(id="a", kind="school", name="made up a", evidence=(Evidence(source="good"),)),
        Node(id="b", kind="school", name="made up b", evidence=(Evidence(source="bad"),)),
    ]
    sources = [
        Source(id="good", title="good", link="https://example.org/x"),
        Source(id="bad", link="javascript:alert(1)"),
    ]
    opened = Reader(browser, AllianceMap.of(AllianceGraph.from_models(nodes, (), sources)).save(tmp_path / "m.html"))
    opened.page.evaluate("choose({ node: 'a' })")
    assert opened.page.get_attribute("#details a", "href") == "https://example.org/x"
    assert "noopener" in (opened.page.get_attribute("#details a", "rel") or "")
    opened.page.evaluate("choose({ node: 'b' })")
    assert opened.page.locator("#details a").count() == 0
    opened.close()


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "href <img src=x onerror=alert(1)>",
    "\u2028\u202ex",
]


def test_hostile_text_runs_nowhere(browser: Any, tmp_path: Path) -> None:
    def seen(text: str) -> Evidence:
        return kept_model(Evidence, source=text, locator=text, quote=text)

    nodes = [
        kept_model(
            Node,
            id=text,
            kind="enterprise",
            name=text,
            aliases=(text,),
            place=text,
            attributes={text: text},
            evidence=(seen(text),),
        )
        for text in HOSTILE
    ]
    links = [
        kept_model(
            Relationship, source=HOSTILE[number - 1], type="SUPPLIES", target=text, product=text, evidence=(seen(text),)
        )
        for number, text in enumerate(HOSTILE)
    ]
    sources = [kept_model(Source, id=text, title=text, publisher=text, link=text, reliability=text) for text in HOSTILE]
    graph = AllianceGraph.from_models(nodes, links, sources)
    opened = Reader(browser, AllianceMap.of(graph).save(tmp_path / "hostile.html"))
    for text in map(legible, HOSTILE):
        opened.page.fill("#search", text)
        opened.page.keyboard.press("Enter")
        opened.page.evaluate("(id) => choose({ node: id })", text)
        assert opened.page.inner_text("#details h3").strip() or text.strip() == ""
        at = opened.page.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", text)
        opened.page.mouse.move(at["x"] + 216, at["y"] + 60)
    opened.page.click("#table-switch")
    opened.page.wait_for_timeout(300)
    assert opened.page.locator("img").count() == 0
    opened.close()


def test_a_notebook_frame_draws_too(browser: Any, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text("<!doctype html><meta charset=utf-8>" + AllianceMap.of(hengzhou)._repr_html_(), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#footer").wait_for()
    assert "206 个节点" in frame.locator("#footer").inner_text()
    page.close()
