"""Graphs in XML: GraphML, as NetworkX, yEd, Gephi and Neo4j write it, and GEXF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...errors import FileRefused
from ...graph.limits import MOST_INTEGER, Scalar
from ...wording import Text, plural, shortened
from .graph_file import Fields, GraphFile, GraphItem
from .xml_parsing import parse_xml

_MOST_SHARED = 10_000
_NO_GRAPH = Text("{path} 不是 {form}:根元素是 {root}。", "{path} is no {form}: its root element is {root}.")
_UNKNOWN_KEY = Text(
    "{place}:没有声明属性 {key}。请重新导出。", "{place}: the attribute {key} is not declared. Export the file anew."
)
_WRONG_VALUE = Text(
    "{place}:{key} 应为 {kind},却是“{value}”。", '{place}: {key} should be of type {kind} and is "{value}".'
)
_NO_ID = Text("{place}:节点没有 id。请重新导出。", "{place}: a node has no id. Export the file anew.")
_NO_ENDS = Text("{place}:关系没有两端。请重新导出。", "{place}: a link has no ends. Export the file anew.")
_PASSED = Text("没有读 {what}", "{what} not read")
_UNDIRECTED = Text(
    "图没有方向:两端按写的顺序", "the graph has no direction: ends are taken in the order in which they stand"
)
_NUMBERS: dict[str, Callable[[str], Scalar]] = {
    "int": int, "integer": int, "long": int, "short": int, "byte": int, "biginteger": int,
    "float": float, "double": float, "bigdecimal": float,
    "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text.strip().casefold()],
}  # fmt: skip


class _XmlGraph:
    """What both forms share: items under way, declared attributes, values of their types."""

    form = ""
    root = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.graph = GraphFile(path.name)
        self._shared: dict[str, str] = {}
        self._rooted = False
        self._item: tuple[str, dict[str, str], int, Fields] | None = None
        self._outer: list[tuple[str, dict[str, str], int, Fields] | None] = []
        self._passed: dict[str, int] = {}

    def read(self) -> GraphFile:
        """Read the file."""
        parse_xml(self.path, self._begin, self.end)
        self.graph.notes += [
            _PASSED.fill(what=plural(count, f"<{name}>", f"<{name}>")) for name, count in self._passed.items()
        ]
        return self.graph

    def _begin(self, name: str, attributes: dict[str, str], line: int) -> None:
        if not self._rooted and name != self.root:
            raise FileRefused(_NO_GRAPH, path=self.path, form=self.form, root=shortened(name))
        self._rooted = True
        self.start(name, attributes, line)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """An element begins."""
        raise NotImplementedError

    def end(self, name: str, text: str) -> None:
        """An element ends."""
        raise NotImplementedError

    def _open(self, name: str, attributes: dict[str, str], line: int) -> None:
        self._outer.append(self._item)
        self._item = (name, attributes, line, {})

    def _close(self) -> None:
        assert self._item is not None
        name, attributes, line, fields = self._item
        self._item = self._outer.pop()
        place = f"{self.graph.file}:{line}"
        if name == "node":
            if not attributes.get("id"):
                raise FileRefused(_NO_ID, place=place)
            node_id = self._once(attributes["id"])
            number = len(self.graph.nodes) + 1
            told = f"{place} ({shortened(node_id)})"
            self.graph.nodes.append(GraphItem(number, f"{self.graph.file}[nodes]:{number}", told, fields, node_id))
            return
        ends = (attributes.get("source", ""), attributes.get("target", ""))
        if not all(ends):
            raise FileRefused(_NO_ENDS, place=place)
        number = len(self.graph.links) + 1
        told = f"{place} ({shortened(ends[0])} → {shortened(ends[1])})"
        pair = (self._once(ends[0]), self._once(ends[1]))
        self.graph.links.append(GraphItem(number, f"{self.graph.file}[links]:{number}", told, fields, ends=pair))

    def _put(self, key: str, value: str, kind: str, line: int) -> None:
        """A value of the item under way, in the type that was declared for it."""
        if self._item is None or value == "":
            return
        read = _NUMBERS.get(kind.casefold())
        try:
            found: Scalar = read(value) if read else self._once(value)
        except (ValueError, KeyError) as error:
            place = f"{self.graph.file}:{line}"
            raise FileRefused(
                _WRONG_VALUE, place=place, key=shortened(key), kind=kind, value=shortened(value)
            ) from error
        too_large = isinstance(found, int) and abs(found) > MOST_INTEGER
        self._item[3][self._once(key)] = value if too_large else found

    def _once(self, text: str) -> str:
        """One object for a text that stands often."""
        if len(self._shared) < _MOST_SHARED:
            return self._shared.setdefault(text, text)
        return self._shared.get(text, text)

    def _pass(self, name: str) -> None:
        self._passed[name] = self._passed.get(name, 0) + 1


class GraphMLReader(_XmlGraph):
    """Reads GraphML.

    Parameters
    ----------
    path
        The file.
    """

    form, root = "GraphML", "graphml"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._keys: dict[str, tuple[str, str, str, str]] = {}
        self._key, self._data, self._line = "", "", 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """A key is declared, a node or edge begins, or a value of it."""
        if name == "key":
            self._key = attributes.get("id", "")
            title = attributes.get("attr.name") or attributes.get("yfiles.type") or self._key
            self._keys[self._key] = (title, attributes.get("attr.type", "string"), attributes.get("for", "all"), "")
        elif name == "graph" and attributes.get("edgedefault") == "undirected":
            self.graph.notes.append(_UNDIRECTED)
        elif name in ("node", "edge"):
            self._open(name, attributes, line)
            for title, kind, of, default in self._keys.values():
                if default and of in (name, "all"):
                    self._put(title, default, kind, line)
        elif name == "data":
            self._data, self._line = attributes.get("key", ""), line
        elif name in ("hyperedge", "port"):
            self._pass(name)

    def end(self, name: str, text: str) -> None:
        """A value is whole, or an item."""
        if name == "default" and self._key in self._keys:
            title, kind, of, _ = self._keys[self._key]
            self._keys[self._key] = (title, kind, of, text)
        elif name in ("NodeLabel", "EdgeLabel"):  # as yEd writes what a node is called
            self._put("label", text.strip(), "string", self._line)
        elif name == "data" and self._item is not None:
            if self._data not in self._keys:
                raise FileRefused(_UNKNOWN_KEY, place=f"{self.graph.file}:{self._line}", key=shortened(self._data))
            title, kind, _, _ = self._keys[self._data]
            self._put(title, text if text.strip() else "", kind, self._line)
        elif name in ("node", "edge"):
            self._close()


class GexfReader(_XmlGraph):
    """Reads GEXF 1.1 to 1.3.

    Parameters
    ----------
    path
        The file.
    """

    form, root = "GEXF", "gexf"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._declared: dict[tuple[str, str], tuple[str, str, str]] = {}
        self._class, self._attribute, self._dated = "", "", False
        self._line = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """An attribute is declared, a node or edge begins, or a value of it stands here."""
        self._line = line
        if name == "graph":
            self._dated = attributes.get("timeformat", "") in ("date", "dateTime")
            if attributes.get("defaultedgetype") == "undirected":
                self.graph.notes.append(_UNDIRECTED)
        elif name == "attributes":
            self._class = attributes.get("class", "")
        elif name == "attribute":
            self._attribute = attributes.get("id", "")
            declared = (attributes.get("title") or self._attribute, attributes.get("type", "string"), "")
            self._declared[self._class, self._attribute] = declared
        elif name in ("node", "edge"):
            self._begin_item(name, attributes, line)
        elif name == "attvalue":
            self._value(attributes, line)
        elif name == "spell":
            self._days(attributes, line)
        elif name in ("color", "position", "size", "shape", "thickness") and self._item is not None:
            self._pass(f"viz:{name}")

    def end(self, name: str, text: str) -> None:
        """A default is whole, or an item."""
        if name == "default" and (self._class, self._attribute) in self._declared:
            title, kind, _ = self._declared[self._class, self._attribute]
            self._declared[self._class, self._attribute] = (title, kind, text.strip())
        elif name in ("node", "edge"):
            self._close()

    def _begin_item(self, name: str, attributes: dict[str, str], line: int) -> None:
        self._open(name, attributes, line)
        for (of, _), (title, kind, default) in self._declared.items():
            if of == name and default:
                self._put(title, default, kind, line)
        self._put("label", attributes.get("label", ""), "string", line)
        if name == "edge":
            self._put("weight", attributes.get("weight", ""), "double", line)
        self._days(attributes, line)

    def _days(self, attributes: dict[str, str], line: int) -> None:
        """The days of an item; of several spells the first begin and the last end."""
        if self._item is None or self._item[0] != "edge":
            return
        begin, end = attributes.get("start", ""), attributes.get("end", "")
        if not self._dated:
            self._put("time.start", begin, "string", line)
            self._put("time.end", end, "string", line)
            return
        if "start" not in self._item[3]:
            self._put("start", begin.partition("T")[0], "string", line)
        self._put("end", end.partition("T")[0], "string", line)

    def _value(self, attributes: dict[str, str], line: int) -> None:
        if self._item is None:
            return
        key = attributes.get("for") or attributes.get("id", "")
        declared = self._declared.get((self._item[0], key))
        if declared is None:
            raise FileRefused(_UNKNOWN_KEY, place=f"{self.graph.file}:{line}", key=shortened(key))
        self._put(declared[0], attributes.get("value", ""), declared[1], line)
