"""The seam between the graph and where it is kept.

A store takes facts and gives them back; nothing above this module knows which one it talks to. One contract test suite
(`tests/graph/test_store_contract.py`) runs on every store.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

import numpy as np

from ...wording import Text
from ..alliance_graph import AllianceGraph
from ..identity import version_after
from ..models import Census, Node
from ..names import Match
from ..records import RecordRow, Records
from ..rows import NodeRow, RelationshipRow

Row = NodeRow | RelationshipRow | RecordRow
Fact = tuple[Row, bytes]
"""A row and its digest."""
Table = Literal["node", "record", "relationship"]
TABLES: tuple[Table, ...] = ("node", "record", "relationship")
Progress = Callable[[str, int, int], None]
"""Called with what is being done (a table or a step), how much of it is done, and how much there is."""


@dataclass(slots=True)
class Plan:
    """What a write would do, or has done: numbers of facts by table.

    Parameters
    ----------
    added, changed, ended, unchanged
        By table; a relationship that gets its end date counts as ended, not as changed.
    foreign
        How many facts of the store the batch does not speak of; they stay as they are.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    foreign: int = 0

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


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds.

    Parameters
    ----------
    location
        Where it is, without credentials.
    engine
        Name and version of what keeps it.
    data_version
        Of all its facts.
    nodes, relationships
        Numbers by kind and by type.
    records
        Numbers by table.
    """

    location: str
    engine: str
    data_version: str
    nodes: dict[str, int]
    relationships: dict[str, int]
    records: dict[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `check` looked at.

    Parameters
    ----------
    what
        What was looked at.
    sound
        Whether it is as it should be.
    detail
        What is wrong, and what to do.
    """

    what: Text
    sound: bool
    detail: Text


class Comparison:
    """Compares facts with what a store holds, chunk by chunk, and counts.

    Parameters
    ----------
    version
        Data version of the store before, as a number.
    held
        How many facts the store holds.
    """

    def __init__(self, version: int, held: int) -> None:
        self.version = version
        self.plan = Plan(foreign=held)

    def of(self, table: Table, rows: Sequence[Row], stored: dict[str, Stored]) -> Difference:
        """Split the rows of one chunk by what the store holds of them."""
        facts = [(row, row.digest) for row in rows]
        added, changed = _split(facts, stored) if stored else (facts, [])
        replaced = [stored[row_key(row)] for row, _ in changed]
        self.version = version_after(
            self.version, (held.digest for held in replaced), (digest for _, digest in (*added, *changed))
        )
        ended = sum(_ends(row, held) for (row, _), held in zip(changed, replaced, strict=True))
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
        held = stored.get(row_key(fact[0]))
        if held is None:
            added.append(fact)
        elif held.digest != fact[1]:
            changed.append(fact)
    return added, changed


def _ends(row: Row, held: Stored) -> bool:
    return isinstance(row, RelationshipRow) and bool(row.valid_to) and not held.valid_to


def row_key(row: Row) -> str:
    """The key of a row in its table."""
    return f"{row.table}|{row.key}" if isinstance(row, RecordRow) else row.id


def chunks_of(batch: AllianceGraph, size: int, *, by_term: bool = False) -> Iterator[tuple[Table, Sequence[Row]]]:
    """The facts of a graph in the order in which they can be written: ends before links.

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
    for some in nodes.rows(size):
        yield "node", some
    records = batch.records.rows()
    for start in range(0, len(records), size):
        yield "record", records[start : start + size]
    for relationships in links.rows(batch.node_ids, size):
        yield "relationship", relationships


def total_of(batch: AllianceGraph) -> int:
    """How many facts a graph holds."""
    return len(batch.records.all()) + len(batch.nodes) + len(batch.relationships)


class GraphStore(ABC):
    """Where a graph is kept. A context manager; the one who opened it closes it.

    A store that holds no fact yet takes `plan`, `write` and `nodes`; everything else raises `StoreEmpty`, since
    nothing can be concluded from it.
    """

    location: str

    @abstractmethod
    def plan(self, batch: AllianceGraph) -> Plan:
        """What `write` would do with these facts; changes nothing."""

    @abstractmethod
    def write(self, batch: AllianceGraph, progress: Progress | None = None) -> Plan:
        """Add new facts and replace changed ones: all of them or none; the same facts twice change nothing.

        Facts that the store holds and the batch does not stay as they are.

        Raises
        ------
        StoreBusy
            Another load is running.
        StoreUnreachable
            The store went away; nothing of the batch is visible, or all of it.
        """

    @abstractmethod
    def read(self, progress: Progress | None = None) -> AllianceGraph:
        """Everything, as one consistent snapshot."""

    @abstractmethod
    def find(self, text: str) -> list[tuple[Match, Node]]:
        """The nodes that answer to a text, best first (see `names.match`), without reading the graph."""

    @abstractmethod
    def all_names(self) -> Iterator[str]:
        """Every name and alias, for suggestions."""

    @abstractmethod
    def nodes(self, ids: Collection[str]) -> list[Node]:
        """The nodes of these ids, as far as they exist."""

    @abstractmethod
    def records(self) -> Records:
        """Sources, censuses, rosters and measures."""

    def censuses(self) -> list[Census]:
        """The censuses, oldest first."""
        return sorted(self.records().censuses.values(), key=lambda census: census.date)

    @abstractmethod
    def data_version(self) -> str:
        """Hash of all facts, as `AllianceGraph.data_version`."""

    @abstractmethod
    def info(self) -> StoreInfo:
        """What the store holds."""

    @abstractmethod
    def check(self) -> list[Finding]:
        """Look whether the store is sound: the engine, the digests, the data version, the schema."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file or the connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
