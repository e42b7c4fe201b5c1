"""What a write changes: the facts of a batch compared with those of a store, chunk by chunk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import numpy as np

from ...errors import StoreMoved
from ...wording import Text
from ..alliance_graph import AllianceGraph
from ..identity import version_after
from ..records import RecordRow
from ..rows import NodeRow, RelationshipRow
from .states import Held, Ready

Row = NodeRow | RelationshipRow | RecordRow
Fact = tuple[Row, bytes]
"""A row and its digest."""
Table = Literal["node", "record", "relationship"]
Verb = Literal["added", "changed", "ended"]
_AT_ONCE = 10_000
MOST_EXAMPLES = 1_000
"""How many facts a plan can name for each thing that happens to them."""
_MOVED = Text(
    "准备载入时,库中写入了别的载入;这次没有写入任何内容。请重新运行。",
    "Another load was written to the store while this one was being prepared; nothing of this one was written. "
    "Run it again.",
)
TABLES: tuple[Table, ...] = ("record", "node", "relationship")


@dataclass(slots=True)
class Plan:
    """What a write would do, or has done: numbers of facts by table.

    Parameters
    ----------
    added, changed, ended, unchanged
        By table; a relationship that gets its end date counts as ended, not as changed.
    foreign
        How many facts of the store the batch does not speak of; they stay as they are.
    examples
        The first facts that are added, changed and ended.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    foreign: int = 0
    examples: dict[Verb, list[Row]] = field(default_factory=lambda: defaultdict(list), compare=False)

    def note(self, verb: Verb, rows: Iterable[Row]) -> None:
        """Keep some facts as examples."""
        self.examples[verb].extend(islice(rows, MOST_EXAMPLES - len(self.examples[verb])))

    def end(self, rows: Sequence[Row]) -> None:
        """Count facts that end because a complete census lacks them; they are not written."""
        self.ended += Counter(table_of(row) for row in rows)
        self.note("ended", rows)

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added.total() or self.changed.total() or self.ended.total())


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store holds of one fact: its digest, and the end date of a relationship."""

    digest: bytes
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """The facts of one chunk that a store does not hold, or holds otherwise."""

    table: Table
    added: Sequence[Fact]
    changed: Sequence[Fact]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed)


class Comparison:
    """Compares facts with what a store holds, chunk by chunk, and counts.

    Parameters
    ----------
    version
        Data version of the store before, as a number.
    facts
        How many facts the store holds.
    """

    def __init__(self, version: int, facts: int) -> None:
        self.version = version
        self.plan = Plan(foreign=facts)

    def must_follow(self, prepared_on: Held | None) -> None:
        """Raise `StoreMoved` unless the store still holds what a batch was prepared on; None: on nothing."""
        if prepared_on is not None and version_of(prepared_on) != self.version:
            raise StoreMoved(_MOVED)

    def of(self, table: Table, rows: Sequence[Row], stored: dict[str, Stored]) -> Difference:
        """Split the rows of one chunk by what the store holds of them."""
        facts = [(row, row.digest) for row in rows]
        added, changed = _split(facts, stored) if stored else (facts, [])
        replaced = [stored[row_key(row)] for row, _ in changed]
        self.version = version_after(
            self.version, (before.digest for before in replaced), (digest for _, digest in (*added, *changed))
        )
        ends = [_ends(row, before) for (row, _), before in zip(changed, replaced, strict=True)]
        self.plan.note("added", (row for row, _ in added))
        self.plan.note("changed", (row for (row, _), ending in zip(changed, ends, strict=True) if not ending))
        self.plan.note("ended", (row for (row, _), ending in zip(changed, ends, strict=True) if ending))
        ended = sum(ends)
        self.plan.added += Counter({table: len(added)})
        self.plan.ended += Counter({table: ended})
        self.plan.changed += Counter({table: len(changed) - ended})
        self.plan.unchanged += Counter({table: len(facts) - len(added) - len(changed)})
        self.plan.foreign -= len(facts) - len(added)
        return Difference(table, added, changed)


def _split(facts: Sequence[Fact], stored: dict[str, Stored]) -> tuple[list[Fact], list[Fact]]:
    added: list[Fact] = []
    changed: list[Fact] = []
    for fact in facts:
        before = stored.get(row_key(fact[0]))
        if before is None:
            added.append(fact)
        elif before.digest != fact[1]:
            changed.append(fact)
    return added, changed


def _ends(row: Row, before: Stored) -> bool:
    return isinstance(row, RelationshipRow) and bool(row.valid_to) and not before.valid_to


def version_of(state: Held) -> int:
    """The data version of a state, as a number."""
    return int(state.data_version, 16) if isinstance(state, Ready) else 0


def row_key(row: Row) -> str:
    """The key of a row in its table."""
    return f"{row.table}|{row.key}" if isinstance(row, RecordRow) else row.id


def table_of(row: Row) -> Table:
    """The table that a row belongs to."""
    if isinstance(row, RelationshipRow):
        return "relationship"
    return "node" if isinstance(row, NodeRow) else "record"


def chunks_of(batch: AllianceGraph, size: int, *, by_term: bool = False) -> Iterator[tuple[Table, Sequence[Row]]]:
    """The facts of a graph in the order in which they can be written: sources, what rests on them, links.

    Parameters
    ----------
    batch
        The graph.
    size
        How many facts a chunk holds at most.
    by_term
        Whether nodes of one kind and links of one type come together.
    """
    nodes, links = batch.nodes, batch.relationships
    if by_term:
        nodes, links = (
            nodes.take(np.argsort(nodes.kinds, kind="stable")),
            links.take(np.argsort(links.types, kind="stable")),
        )
    records = batch.records.rows()
    figures = [row for row in records if row.table == "measure"]
    yield from _slices("record", [row for row in records if row.table != "measure"], size)
    for rows in nodes.rows(size):
        yield "node", rows
    yield from _slices("record", figures, size)
    for relationships in links.rows(batch.node_ids, size):
        yield "relationship", relationships


def _slices(table: Table, rows: Sequence[Row], size: int) -> Iterator[tuple[Table, Sequence[Row]]]:
    for start in range(0, len(rows), size):
        yield table, rows[start : start + size]


def total_of(batch: AllianceGraph) -> int:
    """How many facts a graph holds."""
    return len(batch.records.all()) + len(batch.nodes) + len(batch.relationships)


def plan_against(graph: AllianceGraph, batch: AllianceGraph) -> Plan:
    """What a write of a batch would change in a store that holds a graph."""
    stored = {
        row_key(row): Stored(row.digest, row.valid_to if isinstance(row, RelationshipRow) else "")
        for _, rows in chunks_of(graph, _AT_ONCE)
        for row in rows
    }
    comparison = Comparison(int(graph.data_version, 16), len(stored))
    for table, rows in chunks_of(batch, _AT_ONCE):
        comparison.of(table, rows, stored)
    return comparison.plan


def otherwise(graph: AllianceGraph, batch: AllianceGraph) -> list[tuple[Row, Row]]:
    """The nodes and relationships of a batch that a graph holds otherwise, each beside it."""
    held = {(table, row_key(row)): row for table, rows in chunks_of(graph, _AT_ONCE) for row in rows}
    return [
        (row, held[key])
        for table, rows in chunks_of(batch, _AT_ONCE)
        for row in rows
        if table != "record" and (key := (table, row_key(row))) in held and held[key] != row
    ]
