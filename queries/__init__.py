"""Questions to the graph; each returns an Answer."""

from .answer import Answer, Sighting, Unknown
from .gap_register import gaps
from .lookup import find, resolve
from .matrix import coverage_matrix
from .node_profile import profile
from .paths import influence_paths
from .rates import coverage
from .ties import TieRule

__all__ = [
    "Answer",
    "Sighting",
    "TieRule",
    "Unknown",
    "coverage",
    "coverage_matrix",
    "find",
    "gaps",
    "influence_paths",
    "profile",
    "resolve",
]
