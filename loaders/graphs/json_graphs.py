"""Graphs in JSON: node-link files, and the lines and files that Neo4j's `apoc.export.json` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...errors import FileRefused
from ...wording import Text, shortened
from .graph_file import GraphFile, GraphItem, flat_fields

_LINKS = ("links", "edges")
_ENDS = (("source", "target"), ("from", "to"), ("start", "end"))
_NO_ITEM = Text(
    "{place} 不是节点或关系:{reason}。请改正。", "{place} is no node or relationship: {reason}. Correct it."
)
_UNDIRECTED = Text(
    "图没有方向:两端按写的顺序", "the graph has no direction: ends are taken in the order in which they stand"
)


def is_node_link(value: Any) -> bool:
    """Whether a JSON value is a graph of nodes and links."""
    return isinstance(value, Mapping) and isinstance(value.get("nodes"), list) and _links_key(value) != ""


def _links_key(value: Mapping[str, Any]) -> str:
    return next((key for key in (*_LINKS, "rels") if isinstance(value.get(key), list)), "")


def node_link_graph(file: str, value: Mapping[str, Any]) -> GraphFile:
    """A node-link graph as `networkx.node_link_data` and D3 write it, or the JSON of `apoc.export.json`.

    Parameters
    ----------
    file
        Its name.
    value
        What the file holds.

    Raises
    ------
    FileRefused
        A node or link is not one.
    """
    links = _links_key(value)
    if links == "rels":
        return neo4j_graph(file, enumerate([*value["nodes"], *value["rels"]], start=1))
    graph = GraphFile(file)
    if value.get("directed") is False:
        graph.notes.append(_UNDIRECTED)
    for number, node in enumerate(value["nodes"], start=1):
        _add_node(graph, node, number)
    for number, link in enumerate(value[links], start=1):
        _add_link(graph, link, number, links)
    return graph


def _add_node(graph: GraphFile, node: Any, number: int) -> None:
    place = f"{graph.file}[nodes]:{number}"
    fields = _object(node, f"{graph.file} nodes[{number - 1}]")
    key = next((name for name in ("id", "key", "name") if _is_id(fields.get(name))), "")
    if not key:
        raise _no_item(f"{graph.file} nodes[{number - 1}]", _NO_ID)
    node_id = str(fields[key])
    flat, lost = flat_fields(
        _attributes({name: field for name, field in fields.items() if name != key or key == "name"})
    )
    graph.drop(lost)
    graph.nodes.append(
        GraphItem(number, place, f"{graph.file} nodes[{number - 1}] ({shortened(node_id)})", flat, node_id)
    )


def _add_link(graph: GraphFile, link: Any, number: int, name: str) -> None:
    told = f"{graph.file} {name}[{number - 1}]"
    fields = _object(link, told)
    ends = next((pair for pair in _ENDS if all(_is_id(fields.get(end)) for end in pair)), None)
    if ends is None:
        raise _no_item(told, _NO_ENDS)
    flat, lost = flat_fields(_attributes({key: field for key, field in fields.items() if key not in ends}))
    graph.drop(lost)
    pair = (str(fields[ends[0]]), str(fields[ends[1]]))
    graph.links.append(GraphItem(number, f"{graph.file}[links]:{number}", told, flat, ends=pair))


def _attributes(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields with those of `attributes` beside them, as Graphology and this product nest them."""
    inner = fields.get("attributes")
    if not isinstance(inner, Mapping):
        return fields
    return {**inner, **{key: value for key, value in fields.items() if key != "attributes"}}


def _is_id(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _no_item(place, _NO_OBJECT)
    return value


def _no_item(place: str, reason: Text) -> FileRefused:
    return FileRefused(_NO_ITEM, place=place, reason=reason)


_NO_OBJECT = Text("不是对象", "it is no object")
_NO_ID = Text("没有 id", "it has no id")
_NO_ENDS = Text("没有两端(source、target)", "it has no ends (source, target)")
_NO_TYPE = Text("type 不是 node 也不是 relationship", "its type is neither node nor relationship")


# ---- Neo4j ----


def is_neo4j_line(value: Any) -> bool:
    """Whether a JSON value is a node or a relationship as `apoc.export.json` writes them."""
    return isinstance(value, Mapping) and value.get("type") in ("node", "relationship")


def neo4j_graph(file: str, values: Iterable[tuple[int, Any]]) -> GraphFile:
    """A graph of nodes and relationships as `apoc.export.json` writes them.

    Parameters
    ----------
    file
        Its name.
    values
        What its lines hold, with their numbers.

    Raises
    ------
    FileRefused
        A line is neither a node nor a relationship.
    """
    graph = GraphFile(file)
    for line, value in values:
        place = f"{file}:{line}"
        fields = _object(value, place)
        if fields.get("type") == "node":
            graph.nodes.append(_neo4j_node(graph, fields, line, place))
        elif fields.get("type") == "relationship":
            graph.links.append(_neo4j_link(graph, fields, line, place))
        else:
            raise _no_item(place, _NO_TYPE)
    return _by_own_ids(graph)


def _by_own_ids(graph: GraphFile) -> GraphFile:
    """The graph with the ids that its nodes state, where each has one of its own; those of the server change."""
    own = {node.id: str(node.fields.get("id", "")) for node in graph.nodes}
    if not own or len(set(own.values()) - {""}) < len(graph.nodes):
        return graph
    graph.nodes = [
        replace(node, id=own[node.id], fields={key: value for key, value in node.fields.items() if key != "id"})
        for node in graph.nodes
    ]
    graph.links = [
        replace(link, ends=(own.get(link.ends[0], link.ends[0]), own.get(link.ends[1], link.ends[1])))
        for link in graph.links
    ]
    return graph


def _neo4j_node(graph: GraphFile, value: dict[str, Any], line: int, place: str) -> GraphItem:
    if not _is_id(value.get("id")):
        raise _no_item(place, _NO_ID)
    flat, lost = flat_fields(_object(value.get("properties") or {}, place))
    graph.drop(lost)
    return GraphItem(line, place, place, flat, str(value["id"]), labels=tuple(_labels(value, place)))


def _neo4j_link(graph: GraphFile, value: dict[str, Any], line: int, place: str) -> GraphItem:
    ends = []
    for name in ("start", "end"):
        end = _object(value.get(name), place)
        if not _is_id(end.get("id")):
            raise _no_item(place, _NO_ENDS)
        ends.append(str(end["id"]))
    flat, lost = flat_fields(_object(value.get("properties") or {}, place))
    graph.drop(lost)
    return GraphItem(line, place, place, flat, ends=(ends[0], ends[1]), labels=(str(value.get("label", "")),))


def _labels(value: dict[str, Any], place: str) -> Iterator[str]:
    labels = value.get("labels") or []
    if not isinstance(labels, list):
        raise _no_item(place, Text("labels 不是列表", "its labels are no list"))
    yield from map(str, labels)
