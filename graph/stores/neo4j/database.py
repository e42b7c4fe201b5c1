"""A graph in a database: its connection, its marker, and whether it may be read or written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, LiteralString

from neo4j import Driver, GraphDatabase, ManagedTransaction, Session

from ....errors import StoreDamaged, StoreEmpty
from ....wording import Text
from ...identity import version_text
from ..states import Broken
from ..store import DEFAULT_GRAPH
from . import loading, undoing
from .connection import connect, mapped_errors
from .engine import SYSTEM, engine_marks
from .state import FORMAT, Marker, graph_name, must_be_alone, read_marker
from .statements import constraints, made_by, statement

Reader = Callable[..., list[dict[str, Any]]]


class Database:
    """One of our graphs in a database; the parameters are those of `Neo4jStore`."""

    def __init__(
        self, address: str, user: str, password: str, *, database: str | None, graph: str, shared: bool
    ) -> None:
        self.graph = graph_name(graph)
        name = "" if graph == DEFAULT_GRAPH else f"?graph={graph}"
        self.location = address + (f"/{database}" if database else "") + name
        self._database, self._shared = database, shared
        self._connect = partial(connect, address, user, password)
        self._driver: Driver | None = self._connect()
        self._bookmarks = GraphDatabase.bookmark_manager()

    def _connected(self) -> Driver:
        if self._driver is None:
            self._driver = self._connect()
        return self._driver

    @contextmanager
    def session(self, *, writing: bool = False) -> Iterator[Session]:
        """A session; what the driver raises becomes an error of ours.

        A connection that was interrupted in the middle of a message can neither be used nor closed in an orderly way:
        the next session gets a new one.
        """
        session = self._connected().session(database=self._database, bookmark_manager=self._bookmarks)
        try:
            with mapped_errors(self.location, writing=writing):
                yield session
        except KeyboardInterrupt:
            with suppress(Exception):
                session.close()
            self.close()
            raise
        except BaseException:
            session.close()
            raise
        with mapped_errors(self.location, writing=writing):
            session.close()

    def marker(self, session: Session, *, outdated: bool = False) -> Marker | None:
        """The marker of the graph, or None; see `read_marker`."""
        return read_marker(session, self.graph, self.location, outdated=outdated)

    def readable(self, session: Session) -> Marker:
        """The marker of a graph that answers; a load under way into a graph that holds facts does not matter.

        Raises
        ------
        StoreEmpty, StoreBusy, StoreDamaged, NotAStore
            It does not: nothing was loaded, the first load is under way, or the database is not ours.
        """
        marker = self.marker(session)
        if marker is None:
            if not self._shared:
                must_be_alone(session, self.location)
            raise StoreEmpty(self.location)
        self.must_be_whole(marker)
        if any(load.first and load.alive for load in marker.loads):
            raise loading.busy()
        if not marker.facts:
            raise StoreEmpty(self.location)
        return marker

    def must_be_whole(self, marker: Marker) -> None:
        """Refuse a graph whose marker is lost or incomplete."""
        state = marker.state
        if isinstance(state, Broken):
            sentence = Text("{location}:{reason}", "{location}: {reason}")
            raise StoreDamaged(sentence, location=self.location, reason=state.reason)

    def writable(self, session: Session) -> Marker:
        """The marker of a graph that may be written: made if need be, without a load that broke off."""
        marker = self.marker(session)
        if marker:
            self.must_be_whole(marker)
        if not (self._shared or (marker and marker.shared)):
            must_be_alone(session, self.location)
        if marker is None:
            self.create(session)
        if self._shared:
            session.execute_write(lambda tx: tx.run(statement("share_store"), graph=self.graph).consume())
        if marker:
            self.take_back(session, marker)
        ready = self.marker(session)
        assert ready is not None
        return ready

    def create(self, session: Session) -> None:
        """Make the marker and what a write needs."""
        self.make(session, constraints())
        store = {"graph": self.graph, "format": FORMAT, "data_version": version_text(0)}
        session.execute_write(lambda tx: tx.run(statement("create_store"), store).consume())

    def make(self, session: Session, queries: list[LiteralString]) -> None:
        """Make the constraints and indexes that are missing."""
        missing = self.missing(session, queries)
        needed = [query for query in queries if made_by(query) in missing]

        def make(tx: ManagedTransaction) -> None:
            for query in needed:
                tx.run(query).consume()

        if needed:
            session.execute_write(make)
            session.run("CALL db.awaitIndexes(600)").consume()

    def missing(self, session: Session, queries: list[LiteralString]) -> list[str]:
        """The names of the constraints and indexes that are missing."""
        run = reader(session)
        answers = [run(query) for query in ("SHOW CONSTRAINTS YIELD name", "SHOW INDEXES YIELD name")]
        present = {hit["name"] for hits in answers for hit in hits}
        return [name for name in map(made_by, queries) if name not in present]

    def take_back(self, session: Session, marker: Marker) -> None:
        """Take back the loads that broke off; `StoreBusy` when one is under way."""
        for load in marker.loads:
            if load.alive:
                raise loading.busy()
            undoing.take_back(session, self.graph, load.id, first=load.first, location=self.location)

    def engine_marks(self, session: Session) -> tuple[str, ...] | None:
        """What the server moves itself; see `engine_marks`."""
        with self._connected().session(database=SYSTEM) as system:
            return engine_marks(session, system)

    @property
    def engine(self) -> str:
        """Name and version of the server."""
        return f"Neo4j {self._connected().get_server_info().agent.removeprefix('Neo4j/')}"

    def close(self) -> None:
        """Let go of the connection."""
        if self._driver:
            with suppress(Exception):
                self._driver.close()
            self._driver = None


def reader(session: Session) -> Reader:
    """Runs statements, each in a transaction of its own."""

    def run(query: LiteralString, **parameters: Any) -> list[dict[str, Any]]:
        return session.execute_read(lambda tx: tx.run(query, parameters).data())

    return run
