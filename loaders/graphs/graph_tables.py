"""A graph of another program as the tables that the checks of every load read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ...graph.limits import Scalar
from ...wording import Text, plural, some
from ..identity.row_keys import Nearby
from ..mappings.layout import TableLayout, layout
from ..mappings.words import plain
from ..row_errors import RowError
from ..tables.table import Table, TextRow
from .graph_file import Fields, GraphFile, GraphItem
from .recognition import read_graph_file
from .terms import LEFT_OUT, GraphTerms, ItemWords, Meaning, UnmappedWords, counted_words, graph_words

_ATTRIBUTES = "attributes."
_PARTS = ";"
_BOUNDS = {"at_least": "≥", "about": "约"}


class Row(NamedTuple):
    """A row of a table that a graph becomes: its cells by heading, and the item that it comes from."""

    item: GraphItem
    cells: dict[str, str]
    values: dict[str, Scalar]


class GraphTable(Table):
    """The nodes, links or figures of a graph as rows of text.

    Parameters
    ----------
    file
        Its name in messages.
    rows
        The rows.
    table
        What its columns mean.

    Raises
    ------
    FileRefused
        A heading can be no column.
    """

    def __init__(self, file: str, rows: list[Row], table: TableLayout) -> None:
        needed = dict.fromkeys(table.needed)
        header = list(needed | dict.fromkeys(name for row in rows for name in (*row.cells, *row.values)))
        super().__init__(file, file, header, table)
        self._column = dict(zip(header, self._header, strict=True))
        self._rows = rows
        self._told = {row.item.line: row.item.told for row in rows}

    def rows(self) -> Iterator[TextRow]:
        """The rows, each with the values that stay what they are."""
        for row in self._rows:
            cells = {self._column[name]: text for name, text in row.cells.items() if text}
            yield TextRow(row.item.line, row.item.place, cells, (), row.values)

    def told(self, error: RowError) -> RowError:
        """An error at the place of its node or link."""
        told = super().told(error)
        return told.at_place(self._told[error.row]) if error.row in self._told else told


def graph_tables(
    graph: GraphFile, terms: GraphTerms, nearby: Nearby
) -> tuple[list[tuple[TableLayout, Table]], list[Text]]:
    """The tables of a graph, and what is to be said of it.

    Parameters
    ----------
    graph
        The graph.
    terms
        What its words mean.
    nearby
        What the store holds.

    Raises
    ------
    FileRefused
        Nobody has said what some of its words mean (`UnmappedWords`), or a field can be no column.
    """
    nodes, unknown_kinds, unwanted = _sorted_out(_new_nodes(graph, terms, nearby), terms.kinds, _node_labels)
    gone = {item.id for item in unwanted}
    links = [link for link in graph.links if not gone.intersection(link.ends)]
    typed, unknown_types, left = _sorted_out(links, terms.types, _link_labels)
    if unknown_kinds or unknown_types:
        raise UnmappedWords(graph.file, counted_words(unknown_kinds), counted_words(unknown_types))
    tables: list[tuple[TableLayout, Table]] = []
    rows = [_node_row(item, kind) for item, kind in nodes]
    if rows:
        tables.append(_table(graph.file, "nodes", rows, "organizations.csv"))
    if link_rows := [_link_row(item, type_id) for item, type_id in typed]:
        tables.append(_table(graph.file, "links", link_rows, "relationships.csv"))
    if graph.figures:
        tables.append(_table(graph.file, "figures", list(_figure_rows(graph)), "metrics.csv"))
    lost = len(graph.links) - len(links) + len(left)
    return tables, [*_notes(graph, len(unwanted), lost)]


def graph_file_tables(
    path: Path, terms: GraphTerms, nearby: Nearby
) -> tuple[list[tuple[TableLayout, Table]], list[Text]]:
    """The tables of a file, and what is to be said of it; no table where it is JSON of another form.

    Parameters
    ----------
    path
        The file.
    terms
        What its words mean.
    nearby
        What the store holds.

    Raises
    ------
    FileRefused
        It cannot be read, or nobody has said what some of its words mean.
    """
    graph = read_graph_file(path)
    if isinstance(graph, Text):
        unread = Text("没有读 {file}:{reason}", "{file} is not read: {reason}")
        return [], [unread.fill(file=path.name, reason=graph)]
    return graph_tables(graph, terms, nearby)


def _table(file: str, part: str, rows: list[Row], name: str) -> tuple[TableLayout, Table]:
    table = next(table for table in layout().tables if table.file == name)
    return table, GraphTable(f"{file}[{part}]", rows, table)


def _new_nodes(graph: GraphFile, terms: GraphTerms, nearby: Nearby) -> list[GraphItem]:
    """The nodes that become rows: of a list of edges those that the store lacks, if their kind is said."""
    if not graph.ends_only:
        return graph.nodes
    if not terms.kinds.has_default:
        return []
    known = {node.id for node in nearby.nodes({node.id for node in graph.nodes})}
    return [node for node in graph.nodes if node.id not in known and not nearby.named(node.id)]


def _sorted_out(
    items: Iterable[GraphItem], meaning: Meaning, labels_of: Callable[[GraphItem], tuple[str, ...]]
) -> tuple[list[tuple[GraphItem, str]], list[tuple[str, ...]], list[GraphItem]]:
    """The items with their terms, the labels of those that have none, and those that are not wanted."""
    known, unknown, unwanted = [], [], []
    for item in items:
        labels = labels_of(item)
        term = meaning.of(labels)
        if term is None:
            unknown.append(labels)
        elif term == LEFT_OUT:
            unwanted.append(item)
        else:
            known.append((item, term))
    return known, unknown, unwanted


def _node_labels(item: GraphItem) -> tuple[str, ...]:
    return item.labels or _words_at(item.fields, graph_words().node.kind)


def _link_labels(item: GraphItem) -> tuple[str, ...]:
    no_type = {plain(word) for word in graph_words().link.no_type}
    found = item.labels or _words_at(item.fields, graph_words().link.type)
    return tuple(label for label in found if plain(label) not in no_type)


def _words_at(fields: Fields, keys: Iterable[str]) -> tuple[str, ...]:
    """The words at the first of some keys; `:A:B` are two."""
    for key in keys:
        if value := _at(fields, key):
            parts = value if isinstance(value, list) else str(value).strip(":").split(":")
            return tuple(str(part) for part in parts)
    return ()


def _at(fields: Fields, key: str) -> Scalar | list[Scalar]:
    if key in fields:
        return fields[key]
    return next((value for name, value in fields.items() if plain(name) == plain(key)), "")


# ---- rows ----


def _node_row(item: GraphItem, kind: str) -> Row:
    words = graph_words().node
    fields = _renamed(item.fields, words, (words.kind,), item.labels, "node")
    if (bound := _BOUNDS.get(str(item.fields.get("count.bound")))) and "count" in fields:
        fields["count"] = f"{bound}{_text(fields['count'])}"
    name_key = next((key for key in words.name if _at(item.fields, key)), "")
    name = _text(_at(item.fields, name_key)) if name_key else item.id
    fields = _without_names(fields, words.name, {name, item.id})
    cells, values = _cells(fields, _columns("organizations.csv"))
    return Row(item, {"id": item.id, "name": name, "kind": kind, **_but(cells, "id", "name", "kind")}, values)


def _link_row(item: GraphItem, type_id: str) -> Row:
    words = graph_words().link
    fields = _renamed(item.fields, words, (words.type,), item.labels, "link")
    fields = _without_names(fields, words.type, {type_id, *_link_labels(item)})
    if "weight" in fields and fields["weight"] == item.fields.get("value"):  # a GEXF that this product wrote
        del fields["weight"]
    cells, values = _cells(fields, _columns("relationships.csv"))
    ends = {"source_id": item.ends[0], "type": type_id, "target_id": item.ends[1]}
    return Row(item, {**ends, **_but(cells, *ends)}, values)


def _figure_rows(graph: GraphFile) -> Iterator[Row]:
    for number, (subject, metric, value, period) in enumerate(graph.figures, start=1):
        place = f"{graph.file}[figures]:{number}"
        cells = {"entity_id": subject, "metric": metric, "value": value, "year": period}
        yield Row(GraphItem(number, place, place, {}), {name: text for name, text in cells.items() if text}, {})


def _without_names(fields: Fields, keys: Iterable[str], said: set[str]) -> Fields:
    """The fields without those that only say again what is said already."""
    again = {plain(key) for key in keys}
    return {key: value for key, value in fields.items() if plain(key) not in again or _text(value) not in said}


def _but(cells: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in cells.items() if name not in names}


def _renamed(
    fields: Fields, words: ItemWords, meant: tuple[tuple[str, ...]], labels: tuple[str, ...], what: str
) -> Fields:
    """The fields that become columns or attributes, under the names of the layout."""
    used = "" if labels else next((key for key in meant[0] if _at(fields, key)), "")
    away = {plain(key) for key in (*words.derived, *graph_words().left_out[what], used)}
    exact = {new: key for key, new in reversed(words.renamed.items()) if key in fields}
    return {
        words.renamed.get(key, key.removeprefix(_ATTRIBUTES)): value
        for key, value in fields.items()
        if plain(key) not in away and exact.get(words.renamed.get(key, ""), key) == key
    }


def _columns(name: str) -> frozenset[str]:
    """The headings that mean something in a table, in plain form."""
    table = next(table for table in layout().tables if table.file == name)
    return frozenset(plain(word) for key, column in table.columns.items() for word in (key, *column.also))


def _cells(fields: Fields, known: frozenset[str]) -> tuple[dict[str, str], dict[str, Scalar]]:
    """The cells of fields that the layout reads, and the others, which stay numbers and yes or no."""
    cells: dict[str, str] = {}
    values: dict[str, Scalar] = {}
    for key, value in fields.items():
        if isinstance(value, (str, list)) or plain(key) in known:
            cells[key] = _text(value)
        else:
            values[key] = value
    return cells, values


def _text(value: Scalar | list[Scalar]) -> str:
    if isinstance(value, list):
        return _PARTS.join(map(_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


# ---- what is to be said ----


def _notes(graph: GraphFile, nodes: int, links: int) -> Iterator[Text]:
    said = [*graph.notes]
    if nodes or links:
        said.append(
            Text(
                "没有载入 {nodes} 个节点、{links} 条关系,因为不要它们", "{nodes} and {links} left out, as was asked for"
            ).fill(nodes=plural(nodes, "node"), links=plural(links, "link"))
        )
    if graph.dropped:
        names = some([f"{name} × {count}" for name, count in graph.dropped.items()], limit=12)
        said.append(
            Text("放不进属性而没有读:{names}", "not read, since no attribute can hold it: {names}").fill(names=names)
        )
    for text in said:
        yield Text("{file}:{said}", "{file}: {said}").fill(file=graph.file, said=text)


def renumbered(items: Iterable[GraphItem]) -> list[GraphItem]:
    """Items of a form without lines, numbered in their order.

    Parameters
    ----------
    items
        The items.
    """
    return [replace(item, line=number) for number, item in enumerate(items, start=1)]
