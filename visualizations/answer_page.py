"""An answer as one HTML file that opens without a network: what people hand to those who have no console.

Question, sentence, picture, table, evidence, bounds, what is not known, sources and the version of the data. Nothing in
it runs: there is no script, and its content security policy forbids any. Equal answers give equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from .. import settings
from ..graph.alliance_graph import AllianceGraph
from ..queries.answer import STATUS_WORDS, Answer, RowModel
from ..queries.columns import Column, cell_text, screen_cells
from ..wording import Language, Text
from .answer_evidence import AnswerEvidence, Piece
from .answer_picture import picture_of
from .answer_words import asked, bounds, page_words, question_words
from .escaping import environment
from .looks import looks
from .output_file import OutputFile, OutputSort

MOST_ROWS = 500
"""A page lists so many rows; CSV and JSON are always whole."""
_MOST_UNKNOWN_AT_ONCE = 3
_SORT = OutputSort(Text("答案页", "page of an answer"), b'<meta name="generator" content="alliance-graph answer">')
_STYLES = ("colours.css", "answer.css", "path.css", "heat_map.css", "board_picture.css", "gaps.css", "neighbours.css")


def answer_file(path: str | Path, *, force: bool = False, keep: Sequence[Path] = ()) -> OutputFile:
    """The file of a page, to be checked before the question is asked.

    Parameters
    ----------
    path, force, keep
        See `OutputFile`.
    """
    return OutputFile(Path(path), _SORT, force, keep)


def write_answer_page(
    answer: Answer[Any],
    path: str | Path,
    *,
    graph: AllianceGraph | None = None,
    language: Language | None = None,
    force: bool = False,
) -> Path:
    """Write the page of an answer to a new file, or over an earlier one.

    Parameters
    ----------
    answer, graph, language
        See `AnswerPage`.
    path
        Where it is written.
    force
        Replace another plain file too; a store is never replaced.

    Raises
    ------
    FileRefused
        The file may not be replaced, or cannot be written; see `OutputFile`.
    """
    target = answer_file(path, force=force)
    target.check()
    return target.write(AnswerPage.of(answer, graph, language=language).html())


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table: its cells, and the evidence that it stands on."""

    cells: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class AnswerPage:
    """The page of an answer.

    Parameters
    ----------
    answer
        What it shows.
    graph
        The graph that was asked, which gives ids their names and pictures what lies around; the page is made without
        it too.
    language
        Of the page.
    """

    answer: Answer[Any]
    graph: AllianceGraph | None
    language: Language

    @classmethod
    def of(
        cls, answer: Answer[Any], graph: AllianceGraph | None = None, *, language: Language | None = None
    ) -> AnswerPage:
        """The page of an answer; in the language of the messages when none is given."""
        return cls(answer, graph, language or settings.language())

    def html(self) -> str:
        """The file."""
        answer, language, templates, style = self.answer, self.language, environment(), _style()
        picture = picture_of(templates, answer, self.graph, self.evidence, language)
        page: str = templates.get_template(
            "answer.html"
        ).render(
            page=self,
            answer=answer,
            language=language,
            policy=_policy(style),
            style=Markup(style),  # noqa: S704 - our own files
            words={key: text.in_(language) for key, text in page_words().items()},
            question=question_words(answer).in_(language),
            status=STATUS_WORDS[answer.status].in_(language),
            asked=self._spoken(asked(answer, self.graph)),
            bounds=self._spoken(bounds(answer, self.graph)),
            picture=picture,
            opened="" if picture else Markup(" open"),
            first=answer.unknown[:_MOST_UNKNOWN_AT_ONCE],
        )
        return page

    def _repr_html_(self) -> str:
        frame = environment().get_template("answer_frame.html")
        return frame.render(page=self.html(), title=question_words(self.answer).in_(self.language))

    def _spoken(self, entries: Sequence[tuple[Text, Text]]) -> list[tuple[str, str]]:
        return [(label.in_(self.language), value.in_(self.language)) for label, value in entries]

    # ---- the table ----

    @cached_property
    def shown(self) -> Sequence[RowModel]:
        """The rows that the page lists."""
        return self.answer.table_rows()[:MOST_ROWS]

    @cached_property
    def evidence(self) -> AnswerEvidence:
        """The evidence with its numbers."""
        return AnswerEvidence(self.answer, [*self.shown, *self.answer.rows[:MOST_ROWS]])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that the console shows, without those that have no value in any row."""
        return tuple(
            column
            for column in self.answer.columns()
            if column.on_screen and any(self._cell(column, row) for row in self.shown)
        )

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over the columns."""
        return tuple(column.heading.in_(self.language) for column in self.columns)

    @property
    def table(self) -> list[TableRow]:
        """The lines of the table."""
        return [
            TableRow(tuple(self._cell(column, row) for column in self.columns), tuple(self.evidence.of(row)))
            for row in self.shown
        ]

    @property
    def more_rows(self) -> str:
        """How many rows the page does not list; empty when it lists all."""
        more = len(self.answer.table_rows()) - len(self.shown)
        said = Text(
            f"另有 {more:,} 行没有列出(--csv、--json 是全部)", f"{more:,} more rows: --csv and --json are whole"
        )
        return said.in_(self.language) if more else ""

    @property
    def more_evidence(self) -> str:
        """How much evidence the page does not list; empty when it lists all."""
        more = self.evidence.total - len(self.evidence.pieces)
        said = Text(f"另有 {more:,} 条没有列出(--json 是全部)", f"{more:,} more pieces: --json lists all")
        return said.in_(self.language) if more else ""

    def _cell(self, column: Column, row: RowModel) -> str:
        (value,) = screen_cells([column], row, self.language).values()
        return cell_text(value)

    # ---- what it stands on ----

    @property
    def traced(self) -> str:
        """How many sources there are, and how much evidence rests on those that cannot be traced."""
        sources, pieces, lost = len(self.evidence.sources), len(self.evidence.pieces), self.evidence.untraced
        said = Text(
            f"来源 {sources} 个,证据 {pieces} 条,其中 {lost} 条的来源无从查找",
            f"sources: {sources}; pieces of evidence: {pieces}, of which {lost} cannot be traced",
        )
        return said.in_(self.language)

    @property
    def more_unknown(self) -> str:
        """How many things that are not known do not stand beside the picture."""
        more = len(self.answer.unknown) - _MOST_UNKNOWN_AT_ONCE
        return Text(f"另有 {more} 项,见下", f"{more} more below").in_(self.language) if more > 0 else ""


def _style() -> str:
    """The style sheet, with the colour of every group of kinds."""
    sheets = [files(__package__).joinpath("templates", name).read_text(encoding="utf-8") for name in _STYLES]
    groups = [f".g{number} {{ --fill: {group.fill}; }}\n" for number, group in enumerate(looks().groups)]
    return "".join((*sheets, *groups))


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
