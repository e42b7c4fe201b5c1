"""The gap register as a picture: the chain board with the gaps on it, and the rosters that would decide most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ..graph.alliance_graph import AllianceGraph
from ..queries.answer import Answer
from ..queries.register.row import GapRow
from ..wording import Language, Text
from .answer_words import page_words
from .board import Board
from .board_picture import board_picture
from .board_section import BOARD_WORDS

MOST_ROSTERS = 5


@dataclass(frozen=True, slots=True)
class MissingRoster:
    """A roster that is missing.

    Parameters
    ----------
    name
        What it lists.
    questions
        How many questions it would decide, in words.
    share
        That number as a share of the greatest, in percent.
    asked
        Who can be asked for it.
    """

    name: str
    questions: str
    share: int
    asked: str


def gap_picture(
    environment: Environment, answer: Answer[GapRow], graph: AllianceGraph | None, language: Language
) -> Markup:
    """The board of the whole chain on the day of the answer; without a graph or a chain the rosters alone.

    Parameters
    ----------
    environment
        Of the templates.
    answer
        The register.
    graph
        What was asked.
    language
        Of the words.
    """
    board = _board(answer, graph)
    rosters = _rosters(answer.rows, language)
    if board is None and not rosters:
        return Markup("")
    page = environment.get_template("gaps.html").render(
        board=Markup(board_picture(board, language)) if board else "",  # noqa: S704 - every text in it is escaped
        numbers=[(number, counts.in_(language)) for number, counts in board.numbers] if board else (),
        key=BOARD_WORDS["key"].in_(language),
        rosters=rosters,
        words={key: text.in_(language) for key, text in page_words().items()},
    )
    return Markup(page)  # noqa: S704 - the template escapes


def _board(answer: Answer[Any], graph: AllianceGraph | None) -> Board | None:
    if graph is None:
        return None
    day = answer.parameters.get("as_of")
    board = Board.of(graph, as_of=date.fromisoformat(day) if day else None)
    return board if board.stages else None


def _rosters(rows: Sequence[GapRow], language: Language) -> list[MissingRoster]:
    """The missing rosters, in the order of the register: those that would decide most come first."""
    missing = [row for row in rows if row.lacks and row.severity][:MOST_ROSTERS]
    most = max((row.severity or 0.0 for row in missing), default=0.0)
    return [
        MissingRoster(
            name=row.about().in_(language),
            questions=f"{row.severity:g} {row.counts.in_(language)}",
            share=round(100 * (row.severity or 0.0) / most),
            asked=Text.joined(Text.same(candidate.name) for candidate in row.candidates).in_(language),
        )
        for row in missing
    ]
