"""Opening a store for a command and reading its graph with progress."""

from __future__ import annotations

import click

from ..graph.alliance_graph import AllianceGraph
from ..graph.merging import merged
from ..graph.stores.locations import open_store
from .options import NO_SNAPSHOT
from .output import progress


def read_graph(store: str) -> AllianceGraph:
    """Everything that the store at a location holds; from a snapshot unless the command was told not to."""
    anew = click.get_current_context().meta.get(NO_SNAPSHOT)
    with open_store(store) as opened, progress() as report:
        return merged(opened.read_anew(report)) if anew else opened.read(report)
