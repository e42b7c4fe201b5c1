"""Answers to questions from a table, and the table of open questions to be filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from importlib.resources import files
from pathlib import Path

from ..errors import FileRefused, InputRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Node
from ..graph.schema import schema
from ..wording import Text
from .error_log import ErrorLog
from .mappings.layout import TableLayout
from .questions import Question
from .review import Answer, UnknownQuestion, verdict_of
from .row_errors import RepeatedId, RowError
from .tables.csv_table import TextTable
from .tables.sheet_table import SheetTable
from .tables.table import Table
from .tables.workbook import SPREADSHEETS, read_workbook

COLUMNS = (
    "question",
    "verdict",
    "reason",
    "correction",
    "score",
    "kind",
    "first",
    "second",
    "places",
    "codes",
    "sources",
    "why",
)


def read_answers(path: Path, asked: Sequence[Question]) -> list[Answer]:
    """The answers of a CSV file or of the first sheet of a workbook; a row without a verdict is not answered yet.

    Parameters
    ----------
    path
        The file, with the columns question, verdict (in Chinese or English) and reason.
    asked
        The questions.

    Raises
    ------
    FileRefused
        The file cannot be read, or lacks a column.
    RowErrors
        A row answers an unknown question, says what is no verdict, or answers a second time; all of them are told.
    """
    if path.suffix.casefold() not in SPREADSHEETS:
        return _answers(TextTable(path, answers_layout()), asked)
    with closing(read_workbook(path)) as workbook:
        sheet = next((sheet for sheet in workbook.sheets if sheet.kind == "sheet" and sheet.count), None)
        if sheet is None:
            raise FileRefused(Text("{path} 里没有内容。", "{path} holds nothing."), path=path)
        return _answers(SheetTable(path, sheet, answers_layout()), asked)


@cache
def answers_layout() -> TableLayout:
    """What the columns of answers mean."""
    text = files(__package__).joinpath("mappings", "answers.toml").read_text(encoding="utf-8")
    return TableLayout(**tomllib.loads(text))


def _answers(table: Table, asked: Sequence[Question]) -> list[Answer]:
    by_key = {question.id: question for question in asked}
    found: dict[str, Answer] = {}
    places: dict[str, str] = {}
    errors = ErrorLog()
    for row in table.rows():
        key, verdict = row.cells.get("question", ""), row.cells.get("verdict", "")
        if not verdict and not row.errors:
            continue
        try:
            if key not in by_key:
                raise UnknownQuestion(key)
            if key in places:
                raise RepeatedId(key, places[key])
            reason, correction = row.cells.get("reason", ""), row.cells.get("correction", "")
            found[key] = Answer(key, verdict_of(verdict, by_key[key]), reason, correction)
            places[key] = row.place
        except InputRefused as error:
            column = "question" if isinstance(error, UnknownQuestion | RepeatedId) else "verdict"
            wrong = RowError(table.file, row.line, column, row.cells.get(column, ""), error.message, error.kind)
            errors.add([table.told(wrong)])
        errors.add(map(table.told, row.errors))
    errors.refuse()
    return list(found.values())


def question_rows(graph: AllianceGraph, asked: Sequence[Question]) -> Iterator[Mapping[str, str]]:
    """The open questions as rows with the columns `COLUMNS`, verdict, reason and correction empty.

    Parameters
    ----------
    graph
        What the questions are about, as it is stored.
    asked
        The questions.
    """
    for question in asked:
        nodes = [graph.node(node_id) for node_id in question.about if graph.position(node_id) is not None]
        yield {
            "question": question.id,
            "verdict": "",
            "reason": "",
            "correction": "",
            "score": f"{question.score:g}" if question.score else "",
            "kind": "、".join(dict.fromkeys(schema().kind(node.kind).label.zh for node in nodes)),
            "first": node_text(nodes[0]) if nodes else question.sentence.zh,
            "second": node_text(nodes[1]) if len(nodes) > 1 else question.proposal,
            "places": " / ".join(node.place or "?" for node in nodes),
            "codes": " / ".join(node.uscc or "?" for node in nodes),
            "sources": " / ".join(sources_text(graph, node) for node in nodes),
            "why": ";".join(reason.zh for reason in question.reasons),
        }


def node_text(node: Node) -> str:
    """A node by name and id."""
    return f"{node.name} ({node.id})"


def sources_text(graph: AllianceGraph, node: Node) -> str:
    """Where a node was seen: titles of the sources, with the row."""
    seen = []
    for evidence in node.evidence:
        source = graph.records.sources.get(evidence.source)
        title = source.title if source and source.title else evidence.source
        seen.append(f"{title} [{evidence.locator}]" if evidence.locator else title)
    return "、".join(dict.fromkeys(seen)) or "?"
