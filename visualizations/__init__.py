"""Answers and graphs to hand out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .alliance_map import AllianceMap as AllianceMap
    from .answer_page import AnswerPage as AnswerPage
    from .answer_page import write_answer_page as write_answer_page
    from .matrix_plot import plot_matrix as plot_matrix

# Names are imported when they are first used: the page of an answer needs nothing of what draws a network.
_HOME = {
    "AllianceMap": ".alliance_map",
    "AnswerPage": ".answer_page",
    "plot_matrix": ".matrix_plot",
    "write_answer_page": ".answer_page",
}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the names stand in one place


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
