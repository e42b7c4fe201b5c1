"""Who is this: find a node by id, uscc, name, alias, part of a name or pinyin initials, and figures by their words."""

from __future__ import annotations

import time
from typing import ClassVar

from ..errors import AmbiguousName, InputRefused, UnknownName
from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Measure, Node
from ..graph.names import Match, suggestions
from ..graph.records import Records, record_key
from ..graph.schema import schema
from ..graph.stores.store import GraphStore
from ..wording import Text, plural, some
from .answer import Answer, RowModel
from .columns import Column
from .evidence import EvidenceBook
from .names.figure_search import figure_text, figures_of

MATCH_WORDS = {
    Match.ID: Text("id", "id"),
    Match.USCC: Text("统一社会信用代码", "uscc"),
    Match.NAME: Text("全名", "name"),
    Match.ALIAS: Text("别名", "alias"),
    Match.INITIALS: Text("拼音首字母", "initials"),
    Match.PART_OF_NAME: Text("名称的一部分", "part of the name"),
    Match.PART_OF_ALIAS: Text("别名的一部分", "part of an alias"),
    Match.PART_OF_INITIALS: Text("首字母的一部分", "part of the initials"),
    Match.FIGURE: Text("公布的数字", "figure"),
}


class FoundRow(RowModel):
    """A node that answers to the text, and how (a name of `Match` in small letters).

    Parameters
    ----------
    figure
        With the match `figure`: the published number of the node that answers, as text; else empty.
    """

    id: str
    kind: str
    name: str
    match: str
    aliases: tuple[str, ...]
    level: str
    place: str
    figure: str
    evidence: tuple[str, ...]

    columns: ClassVar[tuple[Column, ...]] = (
        Column("id", Text("id", "id")),
        Column("name", Text("名称", "name")),
        Column("kind", Text("种类", "kind"), label=lambda row: schema().kind(row.kind).label),
        Column("match", Text("匹配", "match"), label=lambda row: MATCH_WORDS[Match[row.match.upper()]]),
        Column("figure", Text("数字", "figure")),
        Column("aliases", Text("别名", "aliases")),
        Column("level", Text("级别", "level"), on_screen=False),
        Column("place", Text("地点", "place")),
    )


def find(where: GraphStore | AllianceGraph, text: str, *, limit: int = 20) -> Answer[FoundRow]:
    """Find nodes by id, uscc, name, alias, part of a name, or pinyin initials (`xbk` finds 星巴克), then figures.

    Parameters
    ----------
    where
        A store, which looks names up without reading the graph, or a graph in memory.
    text
        What to look for; width, case, spaces, punctuation and simplified or traditional characters do not matter.
        A figure is found by words of its metric, group or note, or by its number.
    limit
        How many rows at most.

    Returns
    -------
    Answer[FoundRow]
        Best match first: exact id, uscc, name, alias, initials, then parts of them, then figures with the node that
        they belong to. Without a match the sentence suggests names that look like the text.
    """
    if not text.strip():
        raise InputRefused(Text("请给出要查找的名称。", "Give a name to look for."))
    started = time.perf_counter()
    hits = where.find(text)
    records, version = _context(where)
    figures = figures_of(where, records, text)
    book = EvidenceBook(records)
    rows = [_row(book, kind, node) for kind, node in hits[:limit]]
    rows += [_row(book, Match.FIGURE, node, measure) for measure, node in figures[: limit - len(rows)]]
    answer = Answer[FoundRow](
        question="find",
        parameters={"text": text, "limit": limit},
        status="found" if rows else "none",
        sentence=_sentence(where, text, len(hits), len(figures)),
        rows=tuple(rows),
        bounds={"matches": len(hits) + len(figures), "figures": len(figures), "shown": len(rows)},
        unknown=book.unknowns(),
        evidence=book.entries(),
        data_version=version,
    )
    return answer.since(started)


def resolve(graph: AllianceGraph, name: str) -> Node:
    """The one node that a name means.

    An exact id, name, alias or initials decides; otherwise a part of a name does, if only one node has it.

    Raises
    ------
    UnknownName
        No node has it; the error suggests similar names.
    AmbiguousName
        Several have it equally well; the error lists them.
    """
    if graph.position(name) is not None:
        return graph.node(name)
    hits = graph.find(name)
    if not hits:
        raise UnknownName(name, suggestions(name, graph.all_names()))
    best = hits[0][0]
    rank = best if best < Match.PART_OF_NAME else max(Match.PART_OF_NAME, hits[-1][0])
    same = [node for kind, node in hits if kind <= rank]
    if len(same) > 1:
        raise AmbiguousName(name, [f"{node.name} ({node.id})" for node in same])
    return same[0]


def resolve_stage(graph: AllianceGraph, name: str) -> int:
    """The position of the one stage that a name means.

    Raises
    ------
    UnknownName, AmbiguousName
        No node has the name, or several.
    InputRefused
        It means something else than a stage.
    """
    node = resolve(graph, name)
    position = graph.position(node.id)
    assert position is not None
    if node.kind != "stage":
        kind = schema().kind(node.kind).label
        raise InputRefused(
            Text(
                f"“{node.name}”是{kind.zh},不是环节。请给出一个环节,如 alliance coverage 所列。",
                f'"{node.name}" is not a stage ({kind.en}). Give a stage, as alliance coverage lists them.',
            )
        )
    return position


def _context(where: GraphStore | AllianceGraph) -> tuple[Records, str]:
    if isinstance(where, AllianceGraph):
        return where.records, where.data_version
    return where.records(), where.data_version()


def _row(book: EvidenceBook, kind: Match, node: Node, figure: Measure | None = None) -> FoundRow:
    return FoundRow(
        id=node.id,
        kind=node.kind,
        name=node.name,
        match=kind.name.lower(),
        aliases=node.aliases,
        level=node.level,
        place=node.place,
        figure=figure_text(figure) if figure else "",
        evidence=book.add(record_key(figure), figure.evidence) if figure else book.add(node.id, node.evidence),
    )


def _sentence(where: GraphStore | AllianceGraph, text: str, nodes: int, figures: int) -> Text:
    counts = [(nodes, Text(f"{nodes} 个节点", plural(nodes, "node")))]
    counts.append((figures, Text(f"{figures} 个公布的数字", plural(figures, "published figure"))))
    if found := Text.joined((words for number, words in counts if number), en=" and "):
        answers = "answers" if nodes + figures == 1 else "answer"
        return Text(f"“{text}”对应 {found.zh}。", f'{found.en} {answers} to "{text}".')
    near = suggestions(text, where.all_names())
    if not near:
        return Text(f"没有与“{text}”相符的名称。", f'Nothing answers to "{text}".')
    which = some(near)
    return Text(
        f"没有与“{text}”相符的名称。是不是:{which.zh}?", f'Nothing answers to "{text}". Did you mean: {which.en}?'
    )
