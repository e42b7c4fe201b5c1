"""The stage × instrument matrix as a heat map: the table of the page, told apart by sign and word as well as by colour.

The colour of a cell is the stronger the more there surely is; a known zero is framed, what only may be there is
hatched, and what nobody knows stays empty but for its `?`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..queries.cover.row import CoverageRow
from ..wording import Language
from .answer_evidence import AnswerEvidence, Piece
from .answer_words import page_words

_SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, how it looks, and what it stands on."""

    text: str
    look: str
    pieces: tuple[Piece, ...]


def heat_map(
    environment: Environment, rows: Sequence[CoverageRow], evidence: AnswerEvidence, language: Language
) -> Markup:
    """The matrix with a line a stage.

    Parameters
    ----------
    environment
        Of the templates.
    rows
        The cells.
    evidence
        Of the answer.
    language
        Of the words.
    """
    cells = {
        (row.scope, row.measure): Cell(row.text(), look(row), tuple(evidence.of_ids(row.evidence))) for row in rows
    }
    page = environment.get_template("heat_map.html").render(
        stages=list({row.scope: row.scope_name for row in rows}.items()),
        measures=list({row.measure: row.label(language) for row in rows}.items()),
        cells=cells,
        words={key: text.in_(language) for key, text in page_words().items()},
    )
    return Markup(page)  # noqa: S704 - the template escapes


def look(row: CoverageRow) -> str:
    """How a cell looks: `open`, `none`, `may`, or `has1` … `has4` by the power of two that it reaches."""
    if row.covered is None:
        return "open"
    if row.covered:
        return f"has{min(_SHADES, 1 + int(math.log2(row.covered)))}"
    return "none" if row.high == 0 else "may"
