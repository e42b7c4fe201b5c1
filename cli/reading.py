"""Opening a store for a command and reading its graph with progress."""

from __future__ import annotations

from ..graph.alliance_graph import AllianceGraph
from ..graph.stores.locations import open_store
from .output import progress


def read_graph(store: str) -> AllianceGraph:
    """Everything that the store at a location holds."""
    with open_store(store) as opened, progress() as report:
        return opened.read(report)
