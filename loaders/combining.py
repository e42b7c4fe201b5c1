"""A batch together with what the store holds of the same facts, so that no load wipes what another one said.

A fact of several sources is the fold of what each says (`graph.folding`). A source, census or promise of completeness
that the store holds too is completed, and never replaced by another (`collisions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from ..errors import StoreMoved
from ..graph.alliance_graph import AllianceGraph
from ..graph.folding import Dates, FactRow, folded, is_shared, said_of, united
from ..graph.records import Records
from ..graph.rows import NodeRow, RelationshipRow
from ..graph.source_dates import source_dates
from ..graph.stores.states import Broken, Held, Loading, Ready
from ..graph.stores.store import GraphStore
from .collisions import Collisions
from .record_unions import records_with

Result = TypeVar("Result")
_ATTEMPTS = 3


def on_what_is_held(store: GraphStore, write: Callable[[Held | None], Result]) -> Result:
    """Prepare and write a load on what a store holds, anew where another load was written meanwhile.

    Parameters
    ----------
    store
        The store.
    write
        Combines and writes; gets what the store holds, which the write is prepared on.

    Raises
    ------
    StoreMoved
        Others write all the time; nothing was written.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(StoreMoved):
            return write(held_by(store))
    return write(held_by(store))


def held_by(store: GraphStore) -> Held | None:
    """What readers see of a store; None where they see nothing, since it is broken."""
    state = store.state()
    held = state.before if isinstance(state, Loading) else state
    return None if isinstance(held, Broken) else held


def combined(
    batch: AllianceGraph, store: GraphStore, held: Held | None, *, correct_sources: bool = False
) -> AllianceGraph:
    """The facts of a batch as they are together with those of the store; a store without facts changes nothing.

    Parameters
    ----------
    batch
        What was read.
    store
        Where it goes.
    held
        What it holds.
    correct_sources
        Whether a source of the batch may say otherwise than the one of its id in the store, and then counts.

    Raises
    ------
    IdsTaken
        An id of the batch is that of something else in the store.
    """
    if not isinstance(held, Ready):
        return batch
    known, collisions = store.records(), Collisions()
    records = records_with(batch.records, known, collisions, correct_sources=correct_sources)
    together = Records.of([*known.all(), *records.all()])
    dates = source_dates(together)
    moved = _moved(dates, source_dates(known), known) | _moved(dates, source_dates(batch.records), batch.records)
    changed = {row.id: row for row in _refolded(_rows(batch), moved, dates)} if moved else {}
    for mine, theirs in store.held_otherwise(batch):
        assert isinstance(mine, FactRow)
        assert isinstance(theirs, FactRow)
        if isinstance(mine, NodeRow) and isinstance(theirs, NodeRow):
            collisions.look_at(mine, theirs, together.sources)
        changed[mine.id] = folded(mine, united(said_of(theirs), said_of(mine)), dates)
    collisions.refuse()
    if _moved(dates, source_dates(known), known):
        changed |= _elsewhere(store, batch, moved, dates)
    return _replaced(batch, changed, records) if changed or records != batch.records else batch


def _moved(dates: Dates, before: Dates, records: Records) -> set[str]:
    """The sources that speak for another day than before."""
    return {source for source in records.sources if dates.get(source) != before.get(source)}


def _refolded(rows: Iterable[FactRow], moved: set[str], dates: Dates) -> Iterator[FactRow]:
    for row in rows:
        if is_shared(row.body):
            said = said_of(row)
            if any(speaker.source in moved for speaker in said):
                yield folded(row, said, dates)


def _elsewhere(store: GraphStore, batch: AllianceGraph, moved: set[str], dates: Dates) -> dict[str, FactRow]:
    """What the store holds and the batch does not, and what follows otherwise from sources whose day is known now."""
    graph, spoken_of = store.read(), set(_ids(batch))
    rows = (row for row in _rows(graph) if row.id not in spoken_of)
    found = {row.id: row for row in _refolded(rows, moved, dates)}
    links = [row for row in found.values() if isinstance(row, RelationshipRow)]
    ends = {end for row in links for end in (row.source, row.target)} - spoken_of
    return {row.id: row for rows in graph.nodes.rows() for row in rows if row.id in ends} | found


def _ids(graph: AllianceGraph) -> Iterator[str]:
    return (row.id for row in _rows(graph))


def _rows(graph: AllianceGraph) -> Iterator[FactRow]:
    for nodes in graph.nodes.rows():
        yield from nodes
    for links in graph.relationships.rows(graph.node_ids):
        yield from links


def _replaced(batch: AllianceGraph, changed: dict[str, FactRow], records: Records) -> AllianceGraph:
    rows = {row.id: row for row in _rows(batch)} | changed
    return AllianceGraph.from_rows(
        [row for row in rows.values() if isinstance(row, NodeRow)],
        [row for row in rows.values() if isinstance(row, RelationshipRow)],
        records.all(),
    )
