"""The graph in Neo4j, 5.26 LTS and 2026.x."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from neo4j import Session

from ....errors import AllianceError, NotAStore, StoreBusy, StoreDamaged, StoreEmpty, StoreOutdated, StoreUnreachable
from ....wording import Text
from ... import names
from ...alliance_graph import AllianceGraph
from ...models import Node
from ...records import Records
from ...rows import node_model
from ..differences import Comparison, Plan, Row, otherwise, plan_against, total_of
from ..states import Broken, Empty, EngineState, Held, State
from ..store import DEFAULT_GRAPH, Finding, GraphStore, Progress, StoreInfo
from . import checking, loading, messages, search_texts, upgrading
from .database import Database, reader
from .interruption import interruptible
from .properties import node_row
from .reading import TornReadError, read_before, read_graph, read_records
from .state import FORMAT, Marker
from .statements import constraints, indexes, span, statement
from .writing import differences, kept_otherwise

SINGLE_TRANSACTION_FACTS = 20_000
_ATTEMPTS = 5
_NOT_OURS_TO_READ = (KeyError, TypeError, ValueError)
Found = TypeVar("Found")


class Neo4jStore(GraphStore):
    """A graph in a Neo4j database.

    Parameters
    ----------
    address
        `neo4j://host:7687` or another URL of the driver.
    user, password
        Credentials; they are never printed.
    database
        Name of the database; the server's default when absent.
    graph
        Name of the graph; several live in one database under their names.
    shared
        Whether other things may live in the database; said once, the store keeps it.
    single_transaction_facts
        A load of more facts than this takes several transactions (see `loading`).

    Raises
    ------
    StoreUnreachable
        Nobody answers.
    CredentialsRefused
        Wrong user or password.
    """

    def __init__(
        self,
        address: str,
        user: str,
        password: str,
        *,
        database: str | None = None,
        graph: str = DEFAULT_GRAPH,
        shared: bool = False,
        single_transaction_facts: int = SINGLE_TRANSACTION_FACTS,
    ) -> None:
        self._database = Database(address, user, password, database=database, graph=graph, shared=shared)
        self.location = self._database.location
        self._user = user
        self._graph = self._database.graph
        self._single_transaction_facts = single_transaction_facts

    def state(self) -> State:
        """See `GraphStore`."""
        with self._database.session() as session:
            try:
                marker = self._database.marker(session)
            except StoreOutdated as error:
                return Broken(error.message)
            return marker.state if marker else Empty()

    # ---- writing ----

    def plan(self, batch: AllianceGraph) -> Plan:
        """What `write` would do; see `GraphStore`."""
        with self._database.session() as session:
            marker = self._database.marker(session)
            if marker:
                self._database.must_be_whole(marker)
            if marker and any(load.alive for load in marker.loads):
                raise loading.busy()
            if marker and marker.loads and marker.facts:
                return plan_against(self.read_anew(), batch)
            before = Comparison(int(marker.data_version, 16), marker.facts) if marker else Comparison(0, 0)
            for _ in differences(reader(session), self._graph, batch, before, empty=not before.plan.foreign):
                pass
            return before.plan

    def write(self, batch: AllianceGraph, progress: Progress | None = None, *, prepared_on: Held | None = None) -> Plan:
        """All or nothing; see `GraphStore` and `loading`."""
        return interruptible(partial(self._write_or_take_back, batch, prepared_on), progress)

    def _write_or_take_back(self, batch: AllianceGraph, prepared_on: Held | None, progress: Progress) -> Plan:
        try:
            with self._database.session(writing=True) as session:
                return self._write(session, batch, prepared_on, progress)
        except BaseException as error:
            # Only here, where the session has ended: what it had begun would keep its locks.
            self._after_a_failure(error)
            raise

    def _write(self, session: Session, batch: AllianceGraph, prepared_on: Held | None, progress: Progress) -> Plan:
        empty = not self._database.writable(session).facts
        small = total_of(batch) <= self._single_transaction_facts
        if small or not empty:
            self._database.make(session, indexes())
        if small:
            return loading.write_once(session, self._graph, batch, prepared_on, empty=empty, progress=progress)
        with self._database.session(writing=True) as reader:
            return loading.write_in_chunks(
                session,
                reader,
                self._graph,
                batch,
                prepared_on,
                empty=empty,
                progress=progress,
                make_indexes=lambda: self._database.make(session, indexes()),
            )

    def _after_a_failure(self, error: BaseException) -> None:
        """Take back what a load wrote that failed or was interrupted; when that fails too, the next load does it."""
        if isinstance(error, (StoreBusy, StoreUnreachable, NotAStore)):
            return
        with suppress(AllianceError):
            self.give_up()

    def give_up(self) -> Text | None:
        """See `GraphStore`."""
        with self._database.session() as session:
            marker = self._database.marker(session)
            loads = marker.loads if marker else ()
            if not (marker and loads):
                return None
            self._database.take_back(session, marker)
            session.run(statement("sweep_undo")).consume()
            return messages.given_up(loads[0])

    # ---- reading ----

    def read_anew(self, progress: Progress | None = None) -> AllianceGraph:
        """One snapshot: read again when a load became visible meanwhile; see `GraphStore`."""
        torn = False
        with self._database.session() as session:
            for _ in range(_ATTEMPTS):
                before = self._database.readable(session)
                with suppress(TornReadError), self._decoding():
                    torn = True
                    graph = self._read(session, before, progress)
                    torn = False
                    after = self._database.readable(session)
                    if after.version == before.version and (before.loads or not after.loads):
                        return graph
        if torn:
            raise StoreDamaged(messages.LOOSE, location=self.location)
        raise StoreBusy(messages.WRITTEN_AGAIN, location=self.location)

    def engine_state(self) -> EngineState | None:
        """See `GraphStore` and `engine`; None while a load is under way."""
        with self._database.session() as session:
            marker = self._database.readable(session)
            marks = None if marker.loads else self._database.engine_marks(session)
        if marks is None:
            return None
        return EngineState(f"{self._user}@{self.location}", marks, marker.data_version, marker.facts)

    def _read(self, session: Session, marker: Marker, progress: Progress | None) -> AllianceGraph:
        if marker.loads:
            return read_before(session, self._graph, marker.data_version, marker.loads[0].id)
        return read_graph(session, self._graph, marker.data_version, marker.facts, progress)

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        """What stands in the database and is no fact of ours any more is damage, and not an error of this program."""
        try:
            yield
        except AllianceError as error:
            if isinstance(error, ValueError):
                raise StoreDamaged(messages.UNREADABLE, location=self.location) from error
            raise
        except _NOT_OURS_TO_READ as error:
            raise StoreDamaged(messages.UNREADABLE, location=self.location) from error

    def _answer(self, quick: Callable[[Session], Found], slow: Callable[[AllianceGraph], Found]) -> Found:
        """An answer from the database itself; from the graph as it was while a load is under way."""
        with self._database.session() as session:
            for _ in range(_ATTEMPTS):
                before = self._database.readable(session)
                if before.loads:
                    return slow(self.read_anew())
                with self._decoding():
                    found = quick(session)
                if self._database.readable(session) == before:
                    return found
        raise StoreBusy(messages.WRITTEN_AGAIN, location=self.location)

    def find_stored(self, text: str) -> list[tuple[names.Match, Node]]:
        """By the search text that is kept with every node; see `GraphStore`."""
        given = {"key": names.normal_form(text), "id": text.strip().lower(), **span(self._graph)}

        def quick(session: Session) -> list[tuple[names.Match, Node]]:
            held = [hit["properties"] for hit in reader(session)(statement("find_nodes"), **given)]
            return names.ranked((names.match(text, node["id"], node["_search"]), _node(node)) for node in held)

        return self._answer(quick, lambda graph: graph.find(text))

    def all_names(self) -> Iterator[str]:
        """See `GraphStore`."""

        def quick(session: Session) -> list[str]:
            hits = reader(session)(statement("all_names"), **span(self._graph))
            return [name for hit in hits for name in (hit["name"], *hit["aliases"])]

        yield from self._answer(quick, lambda graph: list(graph.all_names()))

    def nodes(self, ids: Collection[str]) -> list[Node]:
        """See `GraphStore`."""
        marks = [f"{self._graph}/{node_id}" for node_id in ids]

        def quick(session: Session) -> list[Node]:
            hits = reader(session)(statement("kept_nodes", label="Entity"), keys=sorted(marks))
            return [_node(hit["properties"]) for hit in hits]

        def slow(graph: AllianceGraph) -> list[Node]:
            return [graph.node(key) for key in sorted(ids) if graph.position(key) is not None]

        try:
            return self._answer(quick, slow)
        except StoreEmpty:
            return []

    def held_otherwise(self, batch: AllianceGraph) -> Iterator[tuple[Row, Row]]:
        """See `GraphStore`."""
        with suppress(StoreEmpty):
            kept = partial(kept_otherwise, graph=self._graph, batch=batch)
            yield from self._answer(lambda session: kept(reader(session)), lambda graph: otherwise(graph, batch))

    def records(self) -> Records:
        """See `GraphStore`."""
        return self._answer(lambda session: read_records(session, self._graph), lambda graph: graph.records)

    def data_version(self) -> str:
        """See `GraphStore`."""
        with self._database.session() as session:
            return self._database.readable(session).data_version

    def info(self) -> StoreInfo:
        """See `GraphStore`."""
        engine = self._database.engine

        def quick(session: Session) -> StoreInfo:
            version = self._database.readable(session).data_version
            counts = [self._counts(session, part) for part in ("nodes", "relationships", "records")]
            return StoreInfo(self.location, engine, version, *counts)

        return self._answer(quick, lambda graph: StoreInfo.of(graph, self.location, engine))

    def _counts(self, session: Session, part: str) -> dict[str, int]:
        hits = reader(session)(statement(f"count_{part}"), **span(self._graph))
        return {hit["name"]: hit["number"] for hit in hits}

    # ---- checking, mending, upgrading ----

    def check(self, progress: Progress | None = None) -> list[Finding]:
        """See `GraphStore`."""
        with self._database.session() as session:
            marker = self._checkable(session)
            if marker.loads:
                return [messages.pending(any(load.alive for load in marker.loads))]
            missing = self._database.missing(session, [*constraints(), *indexes()])
            look = checking.look_at(session, self._graph, progress)
        listed = ", ".join(missing)
        detail = Text(
            f"缺少:{listed}。alliance store check --mend 可以重做。",
            f"missing: {listed}. alliance store check --mend makes them again.",
        )
        constraint = Finding(Text("约束和索引", "constraints and indexes"), not missing, detail, mendable=True)
        return [constraint, *look.findings(marker.data_version)]

    def _checkable(self, session: Session) -> Marker:
        marker = self._database.marker(session)
        if marker is None or not (marker.facts or marker.loads):
            raise StoreEmpty(self.location)
        return marker

    def mend(self, progress: Progress | None = None) -> list[Text]:
        """See `GraphStore`."""
        with self._database.session(writing=True) as session:
            marker = self._database.marker(session)
            if marker is None or marker.loads or not marker.facts:
                return []
            missing = self._database.missing(session, [*constraints(), *indexes()])
            self._database.create(session)
            self._database.make(session, indexes())
            look = checking.look_at(session, self._graph, progress)
            mended = checking.mend(session, look, self.location, progress)
        if missing:
            mended.append(Text(f"重做了 {'、'.join(missing)}。", f"Made again: {', '.join(missing)}."))
        if marker.data_version != look.examination.version:
            mended.append(Text("改正了数据版本。", "Corrected the data version."))
        return mended

    def upgrade(self, progress: Progress | None = None) -> list[Text]:
        """See `GraphStore`."""
        with self._database.session(writing=True) as session:
            if not upgrading.is_outdated(session):
                return self._upgrade_search_texts(session, progress)
            self._database.make(session, constraints())
            done = upgrading.upgrade(session, self._graph, progress)
            self._database.make(session, indexes())
            upgrading.end(session, self._graph)
        return done

    def _upgrade_search_texts(self, session: Session, progress: Progress | None) -> list[Text]:
        marker = self._database.marker(session, outdated=True)
        if marker is None or marker.format == FORMAT:
            return []
        self._database.take_back(session, marker)
        with self._decoding():
            return search_texts.make_again(session, self._graph, progress)

    def close(self) -> None:
        """See `GraphStore`."""
        self._database.close()


def _node(held: dict[str, Any]) -> Node:
    return node_model(node_row(held))
