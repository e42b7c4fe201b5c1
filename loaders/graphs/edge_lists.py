"""Lists of edges: a CSV file with the columns source and target, or pairs of words on a line; and data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import FileRefused
from ...graph.limits import Scalar
from ...wording import Text, shortened
from ..mappings.words import plain
from ..tables.csv_table import content, not_csv
from ..tables.encodings import encoding_of
from .graph_file import GraphFile, GraphItem, flat_fields

if TYPE_CHECKING:
    import pandas as pd

EDGE_LISTS = (".edgelist", ".edges")
_SOURCES = tuple(map(plain, ("source", "src", "from", "source_id", "起点", "源")))
_TARGETS = tuple(map(plain, ("target", "dst", "to", "target_id", "终点", "目标")))
_IDS = tuple(map(plain, ("id", "name", "名称", "单位名称")))
_DELIMITERS = (",", "\t", ";")
_NO_EDGE = Text(
    "{place} 不是一条边:应为两个词,中间用空格或制表符,后面可有权重。",
    "{place} is no edge: it should be two words with a space or tab between them, and perhaps a weight.",
)
_RAGGED = Text("{place} 有 {cells} 格,表头有 {columns} 列。", "{place} has {cells} cells, the header has {columns}.")
_LACKS = Text("数据框缺少列:{what}。有:{columns}。", "the data frame lacks a column: {what}. It has: {columns}.")


def edge_table_header(path: Path) -> list[str] | None:
    """The header of a CSV file that is a list of edges; None for any other file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, too large, or in no known encoding.
    """
    data = content(path)
    line = io.StringIO(data.decode(encoding_of(path, data))).readline()
    for delimiter in _DELIMITERS:
        header = [cell.strip() for cell in _cells(line, delimiter)]
        words = [plain(cell) for cell in header]
        if _place(words, _SOURCES[:2]) is not None and _place(words, _TARGETS[:2]) is not None:
            return [delimiter, *header]
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line; none where it is no CSV, which is told when the file is read."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _place(words: list[str], known: Iterable[str]) -> int | None:
    return next((words.index(word) for word in known if word in words), None)


def edge_table_graph(path: Path, form: list[str]) -> GraphFile:
    """The graph of a CSV file of edges.

    Parameters
    ----------
    path
        The file.
    form
        Its delimiter and its header.

    Raises
    ------
    FileRefused
        It is no CSV from some row on.
    """
    delimiter, *header = form
    data = content(path)
    text = data.decode(encoding_of(path, data))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Mapping[str, Any]]] = []
    line = 1
    try:
        for cells in reader:
            if line > 1 and any(cells):
                if len(cells) != len(header):
                    raise FileRefused(_RAGGED, place=f"{path.name}:{line}", cells=len(cells), columns=len(header))
                rows.append((line, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise not_csv(f"{path.name}:{line}", error) from error
    graph = GraphFile(path.name)
    graph.links = list(_links(graph, header, rows, path.name))
    return with_ends_as_nodes(graph)


def edge_lines_graph(path: Path) -> GraphFile:
    """The graph of lines like `a b`, `a b 3.5`, as NetworkX and igraph write them; `#` begins a remark.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        A line is no edge.
    """
    data = content(path)
    graph = GraphFile(path.name)
    for number, line in enumerate(data.decode(encoding_of(path, data)).splitlines(), start=1):
        words = line.partition("#")[0].split(None, 2)
        if not words:
            continue
        place = f"{path.name}:{number}"
        if len(words) < 2:
            raise FileRefused(_NO_EDGE, place=place)
        fields = _weight(words[2].strip(), place) if len(words) == 3 else {}
        told = f"{place} ({shortened(words[0])} → {shortened(words[1])})"
        graph.links.append(GraphItem(number, place, told, {**fields}, ends=(words[0], words[1])))
    return with_ends_as_nodes(graph)


def _weight(text: str, place: str) -> dict[str, Scalar]:
    """The weight of an edge; what NetworkX writes of an edge without data is an empty mapping."""
    if text == "{}":
        return {}
    try:
        return {"weight": float(text)}
    except ValueError as error:
        raise FileRefused(_NO_EDGE, place=place) from error


def with_ends_as_nodes(graph: GraphFile) -> GraphFile:
    """The same with a node for each end that has none: a list of edges names nodes only there.

    Parameters
    ----------
    graph
        The graph.
    """
    graph.ends_only = True
    known = {node.id for node in graph.nodes}
    for link in graph.links:
        for end in link.ends:
            if end and end not in known:
                known.add(end)
                graph.nodes.append(GraphItem(link.line, link.place, f"{link.place} ({shortened(end)})", {}, end))
    return graph


def _links(
    graph: GraphFile, header: list[str], rows: Iterable[tuple[int, Mapping[str, Any]]], file: str
) -> Iterator[GraphItem]:
    words = [plain(name) for name in header]
    ends = []
    for what, known in (("source", _SOURCES), ("target", _TARGETS)):
        place = _place(words, known)
        if place is None:
            raise FileRefused(_LACKS, what=what, columns=", ".join(map(shortened, header[:12])))
        ends.append(header[place])
    for line, row in rows:
        values = {name: _typed(name, value) for name, value in row.items() if name not in ends}
        fields, lost = flat_fields(values)
        graph.drop(lost)
        pair = (str(row.get(ends[0], "")), str(row.get(ends[1], "")))
        told = f"{file}:{line} ({shortened(pair[0])} → {shortened(pair[1])})"
        yield GraphItem(line, f"{file}:{line}", told, fields, ends=pair)


def _typed(name: str, value: Any) -> Any:
    """A weight as a number; every other cell stays what it is."""
    if plain(name) != "weight" or not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return value


# ---- data frames ----


def frames_graph(nodes: pd.DataFrame | None, relationships: pd.DataFrame | None) -> GraphFile:
    """The graph of two data frames.

    Parameters
    ----------
    nodes
        A row a node, with a column `id`, or `name` in its place; None for none.
    relationships
        A row a link, with columns `source` and `target`; None for none.

    Raises
    ------
    FileRefused
        A column is missing.
    """
    graph = GraphFile("frames")
    if nodes is not None:
        graph.nodes = list(_frame_nodes(graph, nodes))
    if relationships is not None:
        header = [str(name) for name in relationships.columns]
        graph.links = list(_links(graph, header, _frame_rows(relationships), "relationships"))
    return graph if graph.nodes else with_ends_as_nodes(graph)


def _frame_nodes(graph: GraphFile, frame: pd.DataFrame) -> Iterator[GraphItem]:
    header = [str(name) for name in frame.columns]
    place = _place([plain(name) for name in header], _IDS)
    if place is None:
        raise FileRefused(_LACKS, what="id", columns=", ".join(map(shortened, header[:12])))
    for line, row in _frame_rows(frame):
        fields, lost = flat_fields({name: value for name, value in row.items() if name != "id"})
        graph.drop(lost)
        node_id = str(row.get(header[place]) or "")
        yield GraphItem(line, f"nodes:{line}", f"nodes:{line} ({shortened(node_id)})", fields, node_id)


def _frame_rows(frame: pd.DataFrame) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows with their numbers, values as Python has them; what pandas marks as missing is not there."""
    names = [str(name) for name in frame.columns]
    for line, cells in enumerate(frame.astype(object).where(frame.notna(), None).itertuples(index=False), start=1):
        yield line, {name: _plain_value(value) for name, value in zip(names, cells, strict=True) if value is not None}


def _plain_value(value: Any) -> Any:
    """A value of NumPy or pandas as one of Python; a time is its day."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
