"""Alliance Graph (联盟图谱): one knowledge graph of an industry-chain party-building alliance.

>>> import alliance
>>> store = alliance.open_store("alliance.db")  # doctest: +SKIP
>>> graph = store.read()  # doctest: +SKIP
>>> alliance.influence_paths(graph, "校椅供电所党支部", "星巴克")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import AllianceError
    from .graph import AllianceGraph, GraphStore, copy_store, open_store
    from .loaders import load_folder
    from .queries import (
        Answer,
        TieRule,
        coverage,
        coverage_matrix,
        find,
        gaps,
        influence_paths,
        profile,
    )
    from .visualizations import AllianceMap, plot_matrix

__version__ = "0.1.0"

# Names are imported when they are first used, so `import alliance` costs nothing that the caller does not need.
_HOME = {
    "AllianceError": ".errors",
    "AllianceGraph": ".graph",
    "AllianceMap": ".visualizations",
    "Answer": ".queries",
    "GraphStore": ".graph",
    "TieRule": ".queries",
    "copy_store": ".graph",
    "coverage": ".queries",
    "coverage_matrix": ".queries",
    "find": ".queries",
    "gaps": ".queries",
    "influence_paths": ".queries",
    "load_folder": ".loaders",
    "open_store": ".graph",
    "plot_matrix": ".visualizations",
    "profile": ".queries",
}

__all__ = [
    "AllianceError",
    "AllianceGraph",
    "AllianceMap",
    "Answer",
    "GraphStore",
    "TieRule",
    "__version__",
    "copy_store",
    "coverage",
    "coverage_matrix",
    "find",
    "gaps",
    "influence_paths",
    "load_folder",
    "open_store",
    "plot_matrix",
    "profile",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
