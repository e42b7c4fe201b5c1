"""Load a folder into a store: read, check, plan, write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..graph.stores.differences import Plan
from ..graph.stores.store import GraphStore, Progress
from .combining import combined
from .folder import FolderFacts, read_folder


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load found and did.

    Parameters
    ----------
    facts
        What the folder says.
    plan
        What was added, changed, ended and left unchanged, or would be.
    written
        Whether it was written.
    """

    facts: FolderFacts
    plan: Plan
    written: bool


def load_folder(
    folder: str | Path,
    store: GraphStore,
    *,
    source: str = "",
    namespace: str = "",
    correct_sources: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> LoadResult:
    """Load a folder of tables in the layout of `data/hengzhou`; twice the same folder changes nothing.

    Parameters
    ----------
    folder
        Where the tables are.
    store
        Where the facts go.
    source
        Id or title of the source of tables that have no column for it; the only one in `sources.csv` when empty.
    namespace
        Stands before every id that is written in the folder (`NAME:id`): two folders may number their rows alike.
    correct_sources
        Whether a source may say otherwise than the one of its id in the store: then it is corrected, else refused.
    dry_run
        Stop before the write; the result holds the plan.
    progress
        Called while the store writes.

    Raises
    ------
    FileRefused, RowErrors
        The folder or some rows cannot be used; nothing was written.
    IdsTaken
        Ids mean something else in the store; nothing was written.
    StoreFailed
        The store cannot be used; nothing of the folder is visible in it.
    """
    facts = read_folder(Path(folder), store, source=source, namespace=namespace)
    batch = combined(facts.batch, store, correct_sources=correct_sources)
    plan = store.plan(batch) if dry_run else store.write(batch, progress)
    return LoadResult(replace(facts, batch=batch), plan, written=not dry_run)
