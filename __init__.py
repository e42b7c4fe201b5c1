"""Alliance Graph (联盟图谱): one knowledge graph of an industry-chain party-building alliance.

>>> import alliance
>>> store = alliance.open_store("alliance.db")  # doctest: +SKIP
>>> graph = store.read()  # doctest: +SKIP
>>> alliance.influence_paths(graph, "校椅供电所党支部", "星巴克")  # doctest: +SKIP
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import AllianceError as AllianceError
    from .graph import AllianceGraph as AllianceGraph
    from .graph import GraphStore as GraphStore
    from .graph import copy_store as copy_store
    from .graph import open_store as open_store
    from .loaders import export_graph as export_graph
    from .loaders import load_folder as load_folder
    from .loaders import load_frames as load_frames
    from .queries import Answer as Answer
    from .queries import TieRule as TieRule
    from .queries.questions import *  # noqa: F403 - a stub made from the catalogue
    from .visualizations import AllianceMap as AllianceMap
    from .visualizations import plot_matrix as plot_matrix
    from .visualizations import write_answer_page as write_answer_page

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
    "export_graph": ".loaders",
    "load_folder": ".loaders",
    "load_frames": ".loaders",
    "open_store": ".graph",
    "plot_matrix": ".visualizations",
    "write_answer_page": ".visualizations",
}


@cache
def _home() -> dict[str, str]:
    """The module of every public name; the catalogue, which lists the questions, is read when somebody asks."""
    catalogue = import_module(".queries.catalogue", "alliance")  # pytest runs this file under another name too
    return _HOME | {entry.function: ".queries" for entry in catalogue.CATALOGUE}


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return __dir__()
    if name in _home():
        return getattr(import_module(_home()[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(["__version__", *_home()])
