"""Questions to the graph; each returns an Answer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..graph.networks.ties import TieRule
    from .answer import Answer, Unknown
    from .cover.matrix import coverage_matrix
    from .cover.rates import coverage
    from .lookup import find, resolve
    from .names.profile import profile
    from .paths.influence_paths import influence_paths
    from .register.register import gaps
    from .sightings import Sighting

# Names are imported when they are first used: to find a name needs no graph algorithms.
_HOME = {
    "Answer": ".answer",
    "Sighting": ".sightings",
    "TieRule": "..graph.networks.ties",
    "Unknown": ".answer",
    "coverage": ".cover.rates",
    "coverage_matrix": ".cover.matrix",
    "find": ".lookup",
    "gaps": ".register.register",
    "influence_paths": ".paths.influence_paths",
    "profile": ".names.profile",
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
