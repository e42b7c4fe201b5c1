"""Between a snapshot and its store: it answers while the engine stands where it stood, else the store is read."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from .... import settings
from ....errors import AllianceError
from ...alliance_graph import AllianceGraph
from ..states import EngineState

if TYPE_CHECKING:
    from ..store import GraphStore, Progress
    from .folder import SnapshotFolder

LEAST_FACTS = 20_000
"""Fewer are read in 0.06 s: a command takes eight times as long to start, and a snapshot would not show."""
STEP = "snapshot"


def read(store: GraphStore, progress: Progress | None) -> AllianceGraph:
    """Everything that a store holds now, from its snapshot when that holds it.

    Parameters
    ----------
    store
        The store.
    progress
        As in `GraphStore.read`; a snapshot that is written reports bytes under the name `snapshot`.
    """
    before = store.engine_state() if settings.snapshot_folder() else None
    if before is None or before.facts < LEAST_FACTS or (folder := folder_of_user()) is None:
        return store.read_anew(progress)
    snapshot = folder.graph(before)
    if snapshot is not None:
        return snapshot
    began = time.monotonic()
    graph = store.read_anew(progress)
    if time.monotonic() - began >= before.apart and _stands_still(store, graph, before):
        folder.keep(graph, before, lambda done, total: progress(STEP, done, total) if progress else None)
    return graph


def _stands_still(store: GraphStore, graph: AllianceGraph, before: EngineState) -> bool:
    """Whether what was read is what the store holds in this state, and nobody has moved it meanwhile."""
    with suppress(AllianceError):  # what was read is read, whatever becomes of the store
        return graph.data_version == before.data_version and store.engine_state() == before
    return False


def snapshot_size(store: GraphStore) -> int | None:
    """How many bytes the snapshot that stands for a store now takes; None when there is none."""
    folder = folder_of_user()
    state = store.engine_state() if folder else None
    return folder.size(state) if folder and state else None


def folder_of_user() -> SnapshotFolder | None:
    """Where snapshots are kept; None when they are switched off."""
    path = settings.snapshot_folder()
    if path is None:
        return None
    from .folder import SnapshotFolder

    return SnapshotFolder(path, settings.snapshot_bytes())
