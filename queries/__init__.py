"""Questions to the graph; each returns an Answer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .catalogue import CATALOGUE

if TYPE_CHECKING:
    from ..graph.networks.ties import TieRule as TieRule
    from .answer import Answer as Answer
    from .answer import Unknown as Unknown
    from .lookup import resolve as resolve
    from .questions import *  # noqa: F403 - a stub made from the catalogue
    from .sightings import Sighting as Sighting

# Names are imported when they are first used: to find a name needs no graph algorithms.
_HOME = {
    "Answer": ".answer",
    "Sighting": ".sightings",
    "TieRule": "..graph.networks.ties",
    "Unknown": ".answer",
    "resolve": ".lookup",
    **{entry.function: f".{entry.module}" for entry in CATALOGUE},
}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the catalogue lists the questions


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
