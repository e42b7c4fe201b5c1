"""Questions to the graph; each returns an Answer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answer import Answer, Unknown
    from .gap_register import gaps
    from .lookup import find, resolve
    from .matrix import coverage_matrix
    from .node_profile import profile
    from .paths import influence_paths
    from .rates import coverage
    from .sightings import Sighting
    from .ties import TieRule

# Names are imported when they are first used: to find a name needs no graph algorithms.
_HOME = {
    "Answer": ".answer",
    "Sighting": ".sightings",
    "TieRule": ".ties",
    "Unknown": ".answer",
    "coverage": ".rates",
    "coverage_matrix": ".matrix",
    "find": ".lookup",
    "gaps": ".gap_register",
    "influence_paths": ".paths",
    "profile": ".node_profile",
    "resolve": ".lookup",
}

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


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
