"""Load a folder into a store: read, check, plan, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreMoved
from ..graph.alliance_graph import AllianceGraph
from ..graph.stores.differences import Plan, Verb
from ..graph.stores.states import Held
from ..graph.stores.store import GraphStore, Progress
from ..wording import Text
from .censuses import CensusLoad
from .combining import combined, held_by, on_what_is_held
from .endings import Endings, endings
from .error_report import ErrorReport
from .folder import Checks, FolderFacts, facts_of, read_folder
from .graphs.edge_lists import frames_graph
from .graphs.graph_tables import graph_tables
from .graphs.terms import GraphTerms
from .identity.row_keys import Nearby
from .plan_names import named
from .reading import Reading
from .rejected_files import RejectedFiles
from .review import notes_after

if TYPE_CHECKING:
    import pandas as pd


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
    open
        What the load leaves to a person: questions, and judgements that contradict each other.
    names
        By what happens to them, the first facts that are added, changed and ended.
    """

    facts: FolderFacts
    plan: Plan
    written: bool
    open: tuple[Text, ...] = ()
    names: Mapping[Verb, Sequence[Text]] = field(default_factory=dict)


def load_frames(
    nodes: pd.DataFrame | None,
    relationships: pd.DataFrame | None,
    store: GraphStore,
    *,
    source: str,
    kinds: Sequence[str] = (),
    types: Sequence[str] = (),
    dry_run: bool = False,
    progress: Progress | None = None,
) -> LoadResult:
    """Load two data frames, as `load_folder` loads a graph of another program.

    Parameters
    ----------
    nodes
        A row a node: `id` (or `name` in its place), `name`, `kind` and any columns; None for none.
    relationships
        A row a link: `source`, `target`, `type` and any columns; ends are ids or names, of the frame or of the store.
    store
        Where the facts go.
    source
        Id or title of what they rest on.
    kinds, types, dry_run, progress
        As for `load_folder`.

    Raises
    ------
    FileRefused, RowErrors
        A column is missing, words are not explained, or rows are wrong; nothing was written.
    StoreFailed
        The store cannot be used; nothing of the frames is visible in it.
    """
    terms = GraphTerms.parse(kinds, types)
    tables, notes = graph_tables(frames_graph(nodes, relationships), terms, Nearby(store))
    facts = facts_of(tables, notes, store, partial(Reading, source=source, progress=progress), Checks())
    return _result(facts, store, dry_run=dry_run, progress=progress)


def load_folder(
    folder: str | Path,
    store: GraphStore,
    *,
    source: str = "",
    namespace: str = "",
    census: CensusLoad | None = None,
    correct_sources: bool = False,
    kinds: Sequence[str] = (),
    types: Sequence[str] = (),
    mappings: Sequence[Path] = (),
    dry_run: bool = False,
    report: str | Path | None = None,
    skip_invalid: bool = False,
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
    census
        What the load says of itself as a census: what its complete rosters lack is ended, not deleted.
    correct_sources
        Whether a source may say otherwise than the one of its id in the store: then it is corrected, else refused.
    kinds, types
        What words for kinds and types in graphs of other programs mean: `Firm=enterprise`, `OWNS=INVESTS_IN`; a term
        alone is for whatever says nothing, and `Person=-` leaves such nodes out.
    mappings
        Files that say what the columns of tables mean; those beside the tables are used too.
    dry_run
        Stop before the write; the result holds the plan.
    report
        A file (`.xlsx`, `.csv`, `.json`) that gets every wrong cell; its list is empty when nothing is wrong.
    skip_invalid
        Write the good rows although others are wrong. Those, and the rows that refer to them, go with the reasons into
        files beside the tables (`organizations.rejected.csv`); `facts.left_out` of the result tells them.
    progress
        Called while rows are read and checked, and while the store writes.

    Raises
    ------
    FileRefused, RowErrors
        The folder or some rows cannot be used; nothing was written.
    IdsTaken
        Ids mean something else in the store; nothing was written.
    StoreFailed
        The store cannot be used; nothing of the folder is visible in it.
    """
    folder = Path(folder)
    with ExitStack() as ending:
        checks = Checks(
            report=ending.enter_context(ErrorReport(Path(report))) if report else None,
            skip_invalid=skip_invalid,
            files=ending.enter_context(RejectedFiles(folder)) if skip_invalid and not dry_run else None,
        )
        facts = read_folder(
            folder, store, source=source, namespace=namespace, census=census, checks=checks, progress=progress,
            mappings=mappings, terms=GraphTerms.parse(kinds, types) if kinds or types else None,
        )  # fmt: skip
        return _result(facts, store, checks.files, correct_sources=correct_sources, dry_run=dry_run, progress=progress)


def _result(
    facts: FolderFacts,
    store: GraphStore,
    files: RejectedFiles | None = None,
    *,
    correct_sources: bool = False,
    dry_run: bool,
    progress: Progress | None,
) -> LoadResult:
    """Combine the facts with what the store holds, plan, write unless it is a dry run, and say what is left open."""

    def written(prepared_on: Held | None) -> tuple[AllianceGraph, Endings, Plan]:
        batch = combined(facts.batch, store, prepared_on, correct_sources=correct_sources)
        found = endings(batch, store)
        write = partial(store.write, batch, progress, prepared_on=prepared_on)
        return batch, found, store.plan(batch) if dry_run else _with_files(write, store, prepared_on, files)

    batch, found, plan = on_what_is_held(store, written)
    plan.end(found.rows)
    facts = replace(facts, batch=batch, notes=(*facts.notes, *found.notes))
    questions = () if dry_run else tuple(notes_after(store, batch))
    return LoadResult(facts, plan, written=not dry_run, open=questions, names=named(plan, batch, store))


def _with_files(write: Callable[[], Plan], store: GraphStore, before: Held | None, files: RejectedFiles | None) -> Plan:
    """Write, and keep the rows that are left out if the others are there: also when it is broken off just then."""
    try:
        plan = write()
    except StoreMoved:
        raise
    except BaseException:
        if files and held_by(store) != before:
            files.keep()
        raise
    if files:
        files.keep()
    return plan
