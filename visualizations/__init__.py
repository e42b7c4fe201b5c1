"""Answers and graphs to hand out."""

from .alliance_map import AllianceMap
from .matrix_plot import plot_matrix

__all__ = ["AllianceMap", "plot_matrix"]
