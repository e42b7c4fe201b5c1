"""Which picture is made for which answer; an answer without one shows its table."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ..graph.alliance_graph import AllianceGraph
from ..queries.answer import Answer
from ..queries.cover.coverage_matrix import MatrixAnswer
from ..queries.names.profile import ProfileAnswer
from ..wording import Language
from .answer_evidence import AnswerEvidence
from .gap_picture import gap_picture
from .heat_map import heat_map
from .neighbour_picture import neighbour_picture
from .path_picture import path_picture


def picture_of(
    environment: Environment,
    answer: Answer[Any],
    graph: AllianceGraph | None,
    evidence: AnswerEvidence,
    language: Language,
) -> Markup:
    """The picture of an answer; empty where there is none for it.

    Parameters
    ----------
    environment
        Of the templates.
    answer
        What it shows.
    graph
        What was asked, for what lies around the answer.
    evidence
        Of the answer.
    language
        Of its words.
    """
    if paths := [row for row in answer.rows if _is_path(row)]:
        return path_picture(environment, paths, evidence, language)
    if answer.rows and isinstance(answer, ProfileAnswer):
        return neighbour_picture(environment, answer, evidence, language)
    if answer.question == "gaps":
        return gap_picture(environment, answer, graph, language)
    if answer.rows and isinstance(answer, MatrixAnswer):
        return heat_map(environment, answer.rows, evidence, language)
    return Markup("")


def _is_path(row: Any) -> bool:
    """Whether a row has nodes and what leads from each to the next."""
    return all(getattr(row, name, ()) for name in ("nodes", "relationships"))
