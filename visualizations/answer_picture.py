"""Which picture is made for which answer; an answer without one shows its table."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ..queries.answer import Answer
from ..wording import Language
from .answer_evidence import AnswerEvidence
from .path_picture import path_picture


def picture_of(environment: Environment, answer: Answer[Any], evidence: AnswerEvidence, language: Language) -> Markup:
    """The picture of an answer; empty where there is none for it.

    Parameters
    ----------
    environment
        Of the templates.
    answer
        What it shows.
    evidence
        Of the answer.
    language
        Of its words.
    """
    if answer.rows and _is_path(answer.rows[0]):
        return path_picture(environment, answer.rows, evidence, language)
    return Markup("")


def _is_path(row: Any) -> bool:
    """Whether a row has nodes and what leads from each to the next."""
    return all(name in type(row).model_fields for name in ("nodes", "relationships"))
