"""Answers and graphs to hand out."""

from .alliance_map import AllianceMap
from .answer_page import AnswerPage, write_answer_page
from .matrix_plot import plot_matrix

__all__ = ["AllianceMap", "AnswerPage", "plot_matrix", "write_answer_page"]
