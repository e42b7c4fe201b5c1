"""Who is this: find a node by id, uscc, name, alias, part of a name or pinyin initials, and figures by their words."""

from __future__ import annotations

from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Measure, Node
from ...graph.names import Match, suggestions
from ...graph.records import record_key
from ...graph.schema import schema
from ...graph.stores.store import GraphStore
from ...option import Option, Terms
from ...wording import Text, plural, some
from ..answer import Answer, AnswerModel, RowModel
from ..columns import Column
from ..evidence import EvidenceBook
from ..figure_search import figure_text, figures_of
from ..question import Found, Frame, question
from ..terms import KINDS

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
MATCHES = Terms(Text("匹配方式", "way of matching"), lambda: [match.name.lower() for match in Match])


class FoundRow(RowModel):
    """A node that answers to the text, and how (a name of `Match` in small letters).

    Parameters
    ----------
    figure
        With the match `figure`: the published number of the node that answers, as text; else empty.
    """

    id: Annotated[str, Column("id", "id")]
    kind: Annotated[str, KINDS, Column("种类", "kind", label=lambda row: schema().kind(row.kind).label, after="name")]
    name: Annotated[str, Column("名称", "name")]
    match: Annotated[str, MATCHES, Column("匹配", "match", label=lambda row: MATCH_WORDS[Match[row.match.upper()]])]
    aliases: Annotated[tuple[str, ...], Column("别名", "aliases")]
    level: Annotated[str, Column("级别", "level", on_screen=False)]
    place: Annotated[str, Column("地点", "place")]
    figure: Annotated[str, Column("数字", "figure", after="match")]
    evidence: tuple[str, ...]


class FindBounds(AnswerModel):
    """How many answer, how many of them are figures, and how many are shown."""

    matches: int
    figures: int
    shown: int


@question(
    Answer[FoundRow],
    about=Text(
        "查节点用名称、别名、部分名称、拼音首字母或统一社会信用代码,查公布的数字用其中的词或数值。"
        "简体繁体、全角半角、大小写、空格和标点不影响结果;没有时给出相近的名称。",
        "Nodes are found by name, alias, part of a name, initials or uscc, published figures by words or number. "
        "Simplified or traditional characters, width, case, spaces and punctuation do not matter; without a match "
        "similar names are suggested.",
    ),
    examples=("alliance find 桔扬", "alliance find xbk", "alliance find 772", "alliance find 组织部 --json"),
)
def find(
    frame: Frame[GraphStore | AllianceGraph],
    text: Annotated[str, Option("要找的文字", "what to look for")],
    *,
    limit: Annotated[int, Option("最多几行", "how many rows at most", least=1, unit=Text("行", "rows"))] = 20,
) -> Found[FoundRow, FindBounds]:
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
    hits = frame.where.find(text)
    figures = figures_of(frame.where, frame.records, text)
    rows = [_row(frame.book, kind, node) for kind, node in hits[:limit]]
    rows += [_row(frame.book, Match.FIGURE, node, measure) for measure, node in figures[: limit - len(rows)]]
    return Found(
        status="found" if rows else "none",
        sentence=_sentence(frame.where, text, len(hits), len(figures)),
        rows=rows,
        bounds=FindBounds(matches=len(hits) + len(figures), figures=len(figures), shown=len(rows)),
    )


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
