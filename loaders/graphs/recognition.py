"""Which form a file is, by its ending and by what it holds."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from ...wording import Text, some
from ..facts.fact_lines import is_fact_header
from ..tables.json_values import LINES, json_file, json_lines
from .bods import bods_graph, is_statement
from .edge_lists import EDGE_LISTS, edge_lines_graph, edge_table_graph, edge_table_header
from .graph_file import GraphFile
from .json_graphs import is_neo4j_line, is_node_link, neo4j_graph, node_link_graph
from .xml_graphs import GexfReader, GraphMLReader

_NO_FORM = Text(
    "不是认得的 JSON:应为节点和关系(nodes、links)、apoc.export.json 的行、BODS 陈述,或本产品的导出。有:{keys}。"
    "每行一个对象的 .jsonl 也可当作表:用 alliance map-headers 写出映射,再用 --mapping 载入",
    "it is JSON of no form that is known: nodes and links, lines of apoc.export.json, BODS statements, or an export of "
    "this product. It has: {keys}. A .jsonl of one object a line may be a table: write a mapping with "
    "alliance map-headers and load with --mapping",
)

_NO_EDGES = Text("没有 source 和 target 两列", "it has no columns source and target")


def read_graph_file(path: Path) -> GraphFile | Text:
    """The graph of a file; why it is none, where it is JSON of another form.

    Parameters
    ----------
    path
        The file, with one of the endings `folder_files.GRAPHS`.

    Raises
    ------
    FileRefused
        It is damaged, hostile or too large.
    """
    ending = path.suffix.casefold()
    if ending == ".graphml":
        return GraphMLReader(path).read()
    if ending == ".gexf":
        return GexfReader(path).read()
    if ending in EDGE_LISTS:
        return edge_lines_graph(path)
    if ending not in (".json", *LINES):
        form = edge_table_header(path)
        return edge_table_graph(path, form) if form else _NO_EDGES
    return _of_lines(path) if ending in LINES else _of_json(path)


def _of_lines(path: Path) -> GraphFile | Text:
    lines = json_lines(path)
    first = next(lines, None)
    if first is None:
        return Text("是空的", "it is empty")
    if is_fact_header(first[1]):
        return Text("它是导出。请单独载入", "it is an export. Load it alone")
    if is_neo4j_line(first[1]):
        return neo4j_graph(path.name, chain([first], lines))
    if is_statement(first[1]):
        return bods_graph(path.name, chain([first], lines))
    return _NO_FORM.fill(keys=_keys(first[1]))


def _of_json(path: Path) -> GraphFile | Text:
    value = json_file(path)
    if is_node_link(value):
        return node_link_graph(path.name, value)
    if isinstance(value, list) and value and is_neo4j_line(value[0]):
        return neo4j_graph(path.name, enumerate(value, start=1))
    if isinstance(value, list) and value and is_statement(value[0]):
        return bods_graph(path.name, enumerate(value, start=1))
    return _NO_FORM.fill(keys=_keys(value[0] if isinstance(value, list) and value else value))


def _keys(value: Any) -> Text:
    return some([str(key) for key in value]) if isinstance(value, dict) and value else Text.same(type(value).__name__)
