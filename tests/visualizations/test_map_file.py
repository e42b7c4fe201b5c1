"""The map as a file: the same bytes each time, no address, nothing of the data that could run."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from alliance import AllianceMap
from alliance.errors import FileRefused, GraphTooLarge, InputRefused, UnknownName, UnknownTerm
from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.graph.parts import parts
from alliance.graph.rows import kept_model
from alliance.queries import influence_paths
from alliance.visualizations.layout import CELL_HEIGHT, CELL_WIDTH, positions
from alliance.wording import legible, steering

SEEN = (Evidence(source="s1", quote="made up"),)


class Page(HTMLParser):
    """The elements of a page and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in ("script", "style") else None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside.append((*self._open, data))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    @property
    def data(self) -> Any:
        (text,) = [text for tag, attrs, text in self.inside if attrs.get("type") == "application/json"]
        return json.loads(text)


@pytest.fixture(scope="module")
def page(hengzhou: AllianceGraph) -> str:
    return AllianceMap.of(hengzhou).generate_html()


def test_the_same_graph_gives_the_same_bytes(hengzhou: AllianceGraph, page: str) -> None:
    assert AllianceMap.of(hengzhou).generate_html() == page


def test_another_process_with_other_hashes_gives_the_same_bytes(
    page: str, hengzhou_folder: Path, tmp_path: Path
) -> None:
    code = f"""
import sys, pathlib
from alliance import AllianceMap
from alliance.loaders import read_folder
AllianceMap.of(read_folder(pathlib.Path({str(hengzhou_folder)!r})).batch).save(sys.argv[1])
"""
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "0", "LC_ALL": "C"}
        subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment)
        assert target.read_bytes().decode("utf-8") == page


def test_nothing_in_the_page_asks_for_anything(page: str) -> None:
    parsed = Page(page)
    for tag, attrs in parsed.tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "audio", "video", "source")
        assert not {"src", "href", "action", "data", "background", "style"} & attrs.keys()
        assert not any(name.startswith("on") for name in attrs)
    for tag, _, text in parsed.inside:
        if tag == "style":
            assert "url(" not in text
            assert "@import" not in text


def test_the_policy_allows_our_scripts_and_style_by_their_hashes_and_nothing_else(page: str) -> None:
    parsed = Page(page)
    (policy,) = [attrs["content"] for tag, attrs in parsed.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        texts = [text for name, attrs, text in parsed.inside if name == tag and not attrs.get("type")]
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts}
        assert set(rules[rule].split()) == hashes


def test_every_fact_is_there_with_its_evidence(page: str, hengzhou: AllianceGraph) -> None:
    data = Page(page).data
    assert len(data["nodes"]) == 206
    assert {link["id"] for link in data["links"]} == {
        *(hengzhou.relationship_id(place) for place in range(len(hengzhou.relationships))),
        *(part.id(hengzhou) for part in parts(hengzhou)),
    }
    assert all(link["evidence"] for link in data["links"])
    assert all(
        one["source"] in data["sources"] for item in (*data["nodes"], *data["links"]) for one in item["evidence"]
    )
    assert data["meta"]["version"] == hengzhou.data_version
    assert data["meta"]["left"] == {"nodes": 0, "links": 0}


def test_parallel_links_are_all_kept(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SUPPLIES", "b", product=product) for product in ("tea", "flower", "cups")]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], [*links, make_link("b", "SELLS_TO", "a")])
    made = AllianceMap.of(graph)
    assert len(made.edges) == 4
    assert len(Page(made.generate_html()).data["links"]) == 4


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    'href="javascript:alert(1)"',
    "\u2028\u2029\u202eabc",
    "\x1b[31mred\x9b\x7f",
    "茉" * 60,
    "&lt;b&gt;",
    "{{ 7*7 }}",
]


def hostile_graph() -> AllianceGraph:
    """Hostile text in every field that a loader takes over."""
    nodes, links = [], []
    for number, text in enumerate(HOSTILE):
        seen = kept_model(Evidence, source=text, locator=text, quote=text)
        nodes.append(
            kept_model(Node, id=text, kind="enterprise", name=text, aliases=(text,), level=text, place=text,
                 attributes={text: text, "note": text}, evidence=(seen,))
        )  # fmt: skip
        links.append(
            kept_model(Relationship, source=HOSTILE[number - 1], type="SUPPLIES", target=text, product=text,
                         attributes={text: text}, evidence=(seen,))
        )  # fmt: skip
    from alliance.graph import Source

    sources = [
        kept_model(Source, id=text, title=text, publisher=text, link="javascript:alert(1)", reliability=text)
        for text in HOSTILE
    ]
    return AllianceGraph.from_models(nodes, links, sources)


def test_hostile_text_stays_text() -> None:
    page = AllianceMap.of(hostile_graph(), title=None).generate_html()
    parsed = Page(page)
    assert [tag for tag, _ in parsed.tags].count("script") == 9
    assert "img" not in [tag for tag, _ in parsed.tags]
    assert {node["label"] for node in parsed.data["nodes"]} == set(map(legible, HOSTILE))
    raw = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert raw is not None
    assert not set("<>&\u2028\u2029") & set(raw[1])
    assert not steering(json.dumps(parsed.data, ensure_ascii=False))


def test_the_page_finds_by_code_and_in_either_script(make_node: Any) -> None:
    graph = AllianceGraph.from_models([make_node("tea", name="台灣桔揚茶業", uscc="91450127MA5NT1K22X")])
    data = Page(AllianceMap.of(graph).generate_html()).data
    assert "\n台湾桔扬茶业\n#91450127ma5nt1k22x\n" in data["nodes"][0]["search"]
    assert data["characters"]["灣"] == "湾"
    assert "聯" not in data["characters"]  # no name has it: the page stays small


def test_a_hostile_title_stays_text(hengzhou: AllianceGraph) -> None:
    from alliance.wording import Text

    hostile = "</title><script>alert(1)</script>"
    page = AllianceMap.of(hengzhou, title=Text(hostile, hostile)).generate_html()
    assert "<script>alert(1)" not in page


def test_a_part_around_a_node(hengzhou: AllianceGraph) -> None:
    near = AllianceMap.of(hengzhou, around="xbk")
    assert {node["label"] for node in near.nodes} == {"星巴克", "横县桔扬茶业有限公司", "连锁茶饮与咖啡"}
    assert near.meta["left"] == {"nodes": 203, "links": 315}
    wider = AllianceMap.of(hengzhou, around="xbk", degrees=2)
    assert len(wider.nodes) > len(near.nodes)
    with pytest.raises(UnknownName, match="星巴克"):
        AllianceMap.of(hengzhou, around="星巴可")
    with pytest.raises(InputRefused, match="1 to 3"):
        AllianceMap.of(hengzhou, around="xbk", degrees=9)


def test_a_stage_is_drawn_with_what_it_is_a_part_of_and_its_finer_stages(hengzhou: AllianceGraph) -> None:
    near = AllianceMap.of(hengzhou, around="seg-lvyou")
    assert {node["label"] for node in near.nodes} == {"旅游", "茉莉花", "赏花研学文旅"}
    assert [(link["type"], link["tie"], "status" in link) for link in near.edges] == [("PART_OF", "none", False)] * 2
    assert all(link["evidence"] for link in near.edges)


def test_only_some_kinds_and_a_day(hengzhou: AllianceGraph) -> None:
    from datetime import date

    firms = AllianceMap.of(hengzhou, kinds=["enterprise"])
    assert {node["kind"] for node in firms.nodes} == {"enterprise"}
    with pytest.raises(UnknownTerm):
        AllianceMap.of(hengzhou, kinds=["enterprize"])
    early = AllianceMap.of(hengzhou, as_of=date(2010, 1, 1))
    assert len(early.edges) < 317
    assert early.meta["asof"] == "2010-01-01"


def test_a_path_answer_is_emphasised(hengzhou: AllianceGraph) -> None:
    answer = influence_paths(hengzhou, "校椅供电所党支部", "星巴克")
    path = AllianceMap.of(hengzhou, highlight=answer).meta["path"]
    assert path["nodes"] == ["jiaoyi-power-party-branch", "hengxian-juyang-tea", "starbucks"]
    assert len(path["links"]) == 2


def test_too_many_nodes_are_refused_with_advice() -> None:
    graph = AllianceGraph.from_models(Node(id=f"n{number}", kind="school", name="made up") for number in range(2_001))
    with pytest.raises(GraphTooLarge, match="--around NAME"):
        AllianceMap.of(graph)


def test_the_file_is_written_whole_or_not_at_all(
    hengzhou: AllianceGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = AllianceMap.of(hengzhou, around="xbk")
    target = tmp_path / "map.html"
    made.save(target)
    before = target.read_bytes()

    def stop() -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(made, "generate_html", stop)
        with pytest.raises(KeyboardInterrupt):
            made.save(target)
    assert target.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["map.html"]
    with pytest.raises(FileRefused, match="there is no folder"):
        made.save(tmp_path / "none" / "map.html")


@pytest.mark.parametrize("method", ["write_html", "save_graph", "show"])
def test_what_pyvis_calls_writing_writes_our_page(hengzhou: AllianceGraph, tmp_path: Path, method: str) -> None:
    made = AllianceMap.of(hengzhou, around="xbk")
    getattr(made, method)(str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == made.generate_html()


def test_a_notebook_shows_it_in_a_frame_of_its_own(hengzhou: AllianceGraph) -> None:
    shown = AllianceMap.of(hengzhou, around="xbk")._repr_html_()
    parsed = Page(shown)
    ((tag, attrs),) = parsed.tags
    assert tag == "iframe"
    assert attrs["sandbox"] == "allow-scripts allow-downloads"
    assert "星巴克" in (attrs["srcdoc"] or "")


def test_positions_do_not_depend_on_anything_but_the_graph_and_names_have_room(hengzhou: AllianceGraph) -> None:
    columns = hengzhou.relationships
    links = list(zip(columns.sources.tolist(), columns.targets.tolist(), strict=True))
    places = positions(len(hengzhou), links)
    assert places == positions(len(hengzhou), links)
    assert len(set(places)) == len(places)
    close = sum(
        abs(x - other_x) < CELL_WIDTH / 3 and abs(y - other_y) < CELL_HEIGHT / 3
        for number, (x, y) in enumerate(places)
        for other_x, other_y in places[:number]
    )
    assert close == 0


@pytest.mark.parametrize(
    ("nodes", "links"), [(0, []), (1, []), (3, []), (2, [(0, 1)]), (2, [(0, 0)]), (4, [(0, 1), (2, 3)])]
)
def test_small_graphs_have_positions(nodes: int, links: list[tuple[int, int]]) -> None:
    assert len(set(positions(nodes, links))) == nodes
