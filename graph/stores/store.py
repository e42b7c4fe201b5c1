"""The seam between the graph and where it is kept.

A store takes facts and gives them back; nothing above this module knows which one it talks to. One contract test suite
(`tests/graph/stores/test_store_contract.py`) runs on every store.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from ...wording import Text
from ..alliance_graph import AllianceGraph
from ..models import Census, Node
from ..names import Match
from ..records import Records
from ..schema import schema
from .differences import Plan, Row
from .states import EngineState, Held, State

DEFAULT_GRAPH = "alliance"
"""Name of the graph in a database that holds one."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done (a table or a step), how much of it is done, and how much there is."""


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

    @classmethod
    def of(cls, graph: AllianceGraph, location: str, engine: str) -> Self:
        """What a store holds, counted in the graph that was read from it."""
        kinds = Counter(schema().kind_vocabulary.terms_of(graph.nodes.kinds))
        types = Counter(schema().type_vocabulary.terms_of(graph.relationships.types))
        tables = Counter(row.table for row in graph.records.rows())
        counts = [sorted(counter.items(), key=lambda item: (-item[1], item[0])) for counter in (kinds, types, tables)]
        return cls(location, engine, graph.data_version, *map(dict, counts))


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
    mendable
        Whether `GraphStore.mend` can make it right.
    """

    what: Text
    sound: bool
    detail: Text
    mendable: bool = False


class GraphStore(ABC):
    """Where a graph is kept. A context manager; the one who opened it closes it.

    A store that holds no fact yet takes `state`, `plan`, `write`, `nodes`, `held_otherwise`, `mend`, `give_up` and
    `upgrade`; everything else raises `StoreEmpty`, since nothing can be concluded from it. A store in an earlier
    layout takes `state` and `upgrade` alone; everything else raises `StoreOutdated`. What is damaged raises
    `StoreDamaged` and is never half an
    answer. While a load is under way readers see what was there before it.
    """

    location: str

    @abstractmethod
    def state(self) -> State:
        """What the store is before anything is asked of it; damage and an old layout are `Broken`, not raised."""

    @abstractmethod
    def plan(self, batch: AllianceGraph) -> Plan:
        """What `write` would do with these facts; changes nothing."""

    @abstractmethod
    def write(self, batch: AllianceGraph, progress: Progress | None = None, *, prepared_on: Held | None = None) -> Plan:
        """Add new facts and replace changed ones: all of them or none; the same facts twice change nothing.

        Facts that the store holds and the batch does not stay as they are.

        Parameters
        ----------
        batch
            The facts.
        progress
            Called while facts are written.
        prepared_on
            What the store held when the batch was made, where the batch follows from it; None where it does not.

        Raises
        ------
        StoreBusy
            Another load is running.
        StoreMoved
            The store does not hold any more what the batch was prepared on; nothing was written.
        StoreUnreachable
            The store went away; nothing of the batch is visible, or all of it.
        """

    def read(self, progress: Progress | None = None) -> AllianceGraph:
        """Everything, as of one moment, with nodes that were judged to be one as one (`merging`)."""
        from ..merging import merged

        return merged(self.read_stored(progress))

    def read_stored(self, progress: Progress | None = None) -> AllianceGraph:
        """Everything as it was loaded; mapped from a file when nothing changed since it was read (`snapshots`)."""
        from .snapshots.reading import read

        return read(self, progress)

    @abstractmethod
    def read_anew(self, progress: Progress | None = None) -> AllianceGraph:
        """Everything as it was loaded, from the store itself, whatever was kept of it elsewhere."""

    @abstractmethod
    def engine_state(self) -> EngineState | None:
        """Where the engine stands; None when it does not say so for certain. Raises what `read_anew` raises."""

    def find(self, text: str) -> list[tuple[Match, Node]]:
        """The nodes that answer to a text, best first, as `AllianceGraph.find`, without reading the graph."""
        from .merged_search import find

        return find(self, text)

    @abstractmethod
    def find_stored(self, text: str) -> list[tuple[Match, Node]]:
        """The nodes, as they were loaded, that answer to a text, best first (see `names.match`)."""

    def merged_nodes(self, ids: Collection[str]) -> list[Node]:
        """The nodes that go by these ids, as far as they exist, with those that were judged to be one as one."""
        from .merged_search import nodes

        return nodes(self, ids)

    def merged_records(self) -> Records:
        """The records, speaking of nodes that were judged to be one by the id that these go by."""
        from .merged_search import records

        return records(self)

    @abstractmethod
    def all_names(self) -> Iterator[str]:
        """Every name and alias, for suggestions."""

    @abstractmethod
    def nodes(self, ids: Collection[str]) -> list[Node]:
        """The nodes of these ids, as far as they exist, as they were loaded."""

    @abstractmethod
    def held_otherwise(self, batch: AllianceGraph) -> Iterator[tuple[Row, Row]]:
        """The nodes and relationships of a batch that the store holds otherwise: the row of each, then the store's."""

    @abstractmethod
    def records(self) -> Records:
        """Sources, censuses, rosters, measures and judgements, as they were loaded."""

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
    def check(self, progress: Progress | None = None) -> list[Finding]:
        """Look whether the store is sound: everything that a question reads is compared with what it must be."""

    @abstractmethod
    def mend(self, progress: Progress | None = None) -> list[Text]:
        """Make again what can be made again from the facts that are there, which accepts them as they are.

        Returns
        -------
        list[Text]
            A sentence for each thing that was made again: digests of facts that were altered outside, search texts,
            the data version and other sums. Empty when there was nothing to do.

        Raises
        ------
        StoreDamaged
            Something cannot be read; nothing was changed.
        """

    @abstractmethod
    def give_up(self) -> Text | None:
        """Give up a load that broke off: take back what it had written.

        Returns
        -------
        Text | None
            What is lost; None when no load is pending.
        """

    @abstractmethod
    def upgrade(self, progress: Progress | None = None) -> list[Text]:
        """Bring a store in an older layout to this one; it may be broken off and run again, and no fact is lost.

        Returns
        -------
        list[Text]
            What was done, and what could not be kept. Empty when the layout is current.

        Raises
        ------
        StoreDamaged
            Its facts are not what was loaded.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the file or the connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
