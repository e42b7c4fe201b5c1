"""The graph as one HTML file that opens without a network.

PyVis keeps the data and brings vis-network, which draws; nothing of PyVis' own page is used. That page asks a content
network for libraries, writes files in the encoding of the locale, drops parallel links and runs markup that stands in
names. Ours is one UTF-8 file that makes no request, and its content security policy forbids every script and style
but those whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from pyvis.network import Network

from ..errors import GraphTooLarge, InputRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.parts import parts
from ..graph.schema import schema
from ..queries.lookup import resolve
from ..wording import Language, Text
from .board import Board
from .board_section import board_section
from .layout import positions
from .output_file import OutputFile, OutputSort
from .page_data import characters, inert_json, link_item, node_item, part_item, source_items, vocabulary
from .selection import Chosen, lit, selection_of

MOST_NODES = 2_000
MOST_DEGREES = 3
_MOST_INLINE = 5_000_000
_SCRIPTS = ("state.js", "labels.js", "drawing.js", "panels.js", "table.js", "main.js", "board.js")
_STYLES = ("colours.css", "map.css", "board_picture.css", "board.css")
_SORT = OutputSort(Text("地图", "map"), b'<meta name="generator" content="alliance-graph map">')
_TITLE = Text("联盟图谱", "Alliance Graph")


def map_file(path: str | Path, *, force: bool = False, keep: Sequence[Path] = ()) -> OutputFile:
    """The file of a map, to be checked before the map is computed.

    Parameters
    ----------
    path, force, keep
        See `OutputFile`.
    """
    return OutputFile(Path(path), _SORT, force, keep)


class AllianceMap(Network):  # type: ignore[misc]
    """A map of the graph, or of a part of it.

    Parameters
    ----------
    title
        Heading of the page in both languages.
    language
        The language that the page opens in; it can be switched there.
    """

    def __init__(self, *, title: Text = _TITLE, language: Language = "zh") -> None:
        super().__init__(directed=True, notebook=False, cdn_resources="in_line", height="100%", width="100%")
        self.templateEnv = Environment(autoescape=True, loader=PackageLoader("alliance.visualizations"))
        self.page_title = title
        self.language = language
        self.meta: dict[str, Any] = {}
        self.sources: dict[str, Any] = {}
        self.board: Board | None = None

    @classmethod
    def of(
        cls,
        graph: AllianceGraph,
        *,
        around: str | None = None,
        degrees: int = 1,
        kinds: Sequence[str] = (),
        as_of: date | None = None,
        nodes: nx.Graph[Any] | Iterable[str] | None = None,
        highlight: Chosen | None = None,
        board: bool = False,
        language: Language = "zh",
        title: Text | None = None,
    ) -> AllianceMap:
        """Draw a graph.

        Parameters
        ----------
        graph
            The graph.
        around
            Only this node and what is near it.
        degrees
            How many links away is near, 1 to 3.
        kinds
            Only nodes of these kinds.
        as_of
            Only links that may be valid on this day; all recorded links when absent.
        nodes
            Only these nodes, by their ids, and the links between them; of a NetworkX graph, such as a part of what
            `to_networkx` gives, only its own edges.
        highlight
            What the page opens with: a path answer (its best path), a list of ids (a path), a set of ids, or a NetworkX
            graph whose nodes are ids.
        board
            Open with the chain board of the whole graph; the network is the second view of the page.
        language, title
            See the class.

        Raises
        ------
        UnknownName, AmbiguousName, UnknownTerm
            A name, id or kind that does not exist, or that is not drawn and cannot be lit.
        GraphTooLarge
            More nodes than a page shows smoothly.
        """
        view = _chosen(_part(graph.as_of(as_of) if as_of else graph, nodes), around, degrees, kinds)
        if len(view) > MOST_NODES:
            raise GraphTooLarge(_too_large(len(view)))
        made = cls(title=title or _title(around), language=language)
        made._add(view)
        if board:
            made.board = Board.of(graph, as_of=as_of)
        made.meta = {
            "version": graph.data_version,
            "asof": str(as_of) if as_of else "",
            "left": {
                "nodes": len(graph) - len(view),
                "links": len(_joined(graph)) - len(_joined(view)),
            },
            "path": None if highlight is None else lit(view, highlight),
        }
        return made

    def _add(self, view: AllianceGraph) -> None:
        """Fill PyVis' lists directly: its own methods compare every link with every other and drop parallel ones."""
        for position, (x, y) in enumerate(positions(len(view), _joined(view))):
            item = node_item(view.node_at(position), view)
            self.nodes.append({**item, "x": x, "y": y})
            self.node_ids.append(item["id"])
        self.edges += [link_item(view.relationship_at(position)) for position in range(len(view.relationships))]
        self.edges += [part_item(part, view) for part in parts(view)]
        self.sources = source_items(view.records, [*self.nodes, *self.edges])

    def generate_html(self, *_given: Any, **_named: Any) -> str:
        """The page; what PyVis' own function of this name takes means nothing here."""
        scripts = [_vis_network(), *(_template(name) for name in _SCRIPTS)]
        style = "".join(_template(name) for name in _STYLES)
        payload = {
            "language": self.language,
            "title": self.page_title.by_language(),
            "meta": self.meta,
            "nodes": self.nodes,
            "links": self.edges,
            "sources": self.sources,
            "characters": characters(self.nodes),
            **vocabulary(),
        }
        page: str = self.templateEnv.get_template("map.html").render(
            language="zh-CN" if self.language == "zh" else "en",
            title=self.page_title.in_(self.language),
            policy=_policy(scripts, style),
            style=Markup(style),  # noqa: S704 - our own file
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files and vis-network
            data=Markup(inert_json(payload)),  # noqa: S704 - every < > & is escaped in it
            words=vocabulary()["words"][self.language],
            board=board_section(self.templateEnv, self.board, self.sources) if self.board else "",
        )
        return page

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the page to a new file, or over an earlier map; it is whole or as it was before.

        Parameters
        ----------
        path
            Where it is written.
        force
            Replace another plain file too; a store is never replaced.

        Raises
        ------
        FileRefused
            The file may not be replaced, or cannot be written; see `OutputFile`.
        """
        target = map_file(path, force=force)
        target.check()
        return target.write(self.generate_html())

    def write_html(self, name: str, *_given: Any, **_named: Any) -> None:
        """Write the page, under the name that PyVis gives it."""
        self.save(name)

    def save_graph(self, name: str) -> None:
        """Write the page, under the name that PyVis gives it."""
        self.save(name)

    def show(self, name: str, *_given: Any, **_named: Any) -> None:
        """Write the page, under the name that PyVis gives it."""
        self.save(name)

    def _repr_html_(self) -> str:
        page = self.generate_html()
        if len(page) > _MOST_INLINE:
            return f"<p>{html.escape(_too_large_for_notebook().in_(self.language))}</p>"
        return (
            f'<iframe srcdoc="{html.escape(page)}" sandbox="allow-scripts allow-downloads" width="100%" height="640" '
            f'style="border:1px solid #ccc" title="{html.escape(self.page_title.in_(self.language))}"></iframe>'
        )


def _part(view: AllianceGraph, nodes: nx.Graph[Any] | Iterable[str] | None) -> AllianceGraph:
    if nodes is None:
        return view
    part = selection_of(view, nodes if isinstance(nodes, nx.Graph) else set(nodes))
    return view.among(np.array(sorted(part.nodes), np.int64), part.links)


def _chosen(view: AllianceGraph, around: str | None, degrees: int, kinds: Sequence[str]) -> AllianceGraph:
    if not 1 <= degrees <= MOST_DEGREES:
        raise InputRefused(
            Text(f"步数应在 1 到 {MOST_DEGREES} 之间。", f"The number of steps must be 1 to {MOST_DEGREES}.")
        )
    if kinds:
        view = view.among(view.nodes_of(*kinds))
    if around is None:
        return view
    start = view.position(resolve(view, around).id)
    near = {start if start is not None else 0}
    ends = np.array(_joined(view), np.int64).reshape(-1, 2)
    for _ in range(degrees):
        near |= set(ends[np.isin(ends, list(near)).any(axis=1)].ravel().tolist())
    return view.among(np.array(sorted(near)))


def _joined(view: AllianceGraph) -> list[tuple[int, int]]:
    """The ends of every line of a map: those of relationships, and finer stages with what they are a part of."""
    columns = view.relationships
    links = list(zip(columns.sources.tolist(), columns.targets.tolist(), strict=True))
    return links + [(part.part, part.whole) for part in parts(view)]


def _title(around: str | None) -> Text:
    return Text(f"{_TITLE.zh}:{around} 周围", f"{_TITLE.en}: around {around}") if around else _TITLE


def _policy(scripts: Sequence[str], style: str) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def _vis_network() -> str:
    """vis-network 9.1.2 (Apache-2.0 or MIT) as it lies in the PyVis wheel."""
    path = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js")
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _template(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _too_large(nodes: int) -> Text:
    kinds = "、".join(list(schema().kinds)[:3])
    return Text(
        f"{nodes} 个节点超过一页能流畅显示的 {MOST_NODES} 个。请用 --around 名称 --degrees 1 只画一部分,"
        f"或用 --kind 选种类(如 {kinds})。",
        f"{nodes} nodes are more than the {MOST_NODES} that one page shows smoothly. Draw a part of them: "
        f"--around NAME --degrees 1, or --kind (such as {kinds}).",
    )


def _too_large_for_notebook() -> Text:
    return Text(
        "地图太大,不宜放在笔记本里。请用 .save(路径) 写成文件再打开。",
        "The map is too large to be shown here. Write it with .save(path) and open the file.",
    )
