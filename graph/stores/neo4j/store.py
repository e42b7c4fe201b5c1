"""The graph in Neo4j, 5.26 LTS and 2026.x."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

from neo4j import GraphDatabase, ManagedTransaction, Session

from ....errors import NotAStore, StoreBusy, StoreEmpty
from ....wording import Text
from ... import names
from ...alliance_graph import AllianceGraph
from ...identity import version_text
from ...models import Node
from ...records import Records
from ...rows import node_model
from ..checks import KeptRow, examine
from ..differences import Comparison, Plan, chunks_of, row_key, total_of
from ..store import Finding, GraphStore, Progress, StoreInfo
from . import loads, pending, staging
from .connection import connect, mapped_errors
from .first_load import write_first
from .properties import node_row
from .reading import TornReadError, read_graph, read_records
from .statements import constraints, indexes, statement

FORMAT = 1
_READ_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class _State:
    """What `store_state.cypher` says: the marker of the store, its loads, and whether the database is not ours."""

    version: int
    data_version: str
    facts: int
    loads: list[pending.PendingLoad]


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
    single_transaction_facts
        A load of more facts than this takes several (see `first_load` and `staging`).

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
        single_transaction_facts: int = loads.SINGLE_TRANSACTION_FACTS,
    ) -> None:
        self.location = address + (f"/{database}" if database else "")
        self._database = database
        self._single_transaction_facts = single_transaction_facts
        self._driver = connect(address, user, password)
        self._bookmarks = GraphDatabase.bookmark_manager()

    # ---- the state of the database ----

    @contextmanager
    def _session(self, *, writing: bool = False) -> Iterator[Session]:
        with (
            mapped_errors(self.location, writing=writing),
            self._driver.session(database=self._database, bookmark_manager=self._bookmarks) as session,
        ):
            yield session

    def _state(self, session: Session) -> _State | None:
        """What the database says of itself; None when it is empty, also while or after a first load broke off."""
        state = self._marker(session)
        first = [load for load in state.loads if load.first] if state else []
        if any(load.alive for load in first):
            raise loads.busy()
        return None if first else state

    def _marker(self, session: Session) -> _State | None:
        record = session.execute_read(lambda tx: tx.run(statement("store_state")).single(strict=True))
        if record["foreign"]:
            raise NotAStore(_foreign(self.location))
        marker = record["store"]
        if marker is None:
            return None
        if marker["format"] > FORMAT:
            raise NotAStore(_newer(self.location))
        found = [pending.pending_load(one) for one in record["loads"]]
        return _State(marker["version"], marker["data_version"], marker["facts"], found)

    def _ready(self, session: Session) -> _State:
        """The state for a reader: a load that was committed and not finished is finished first."""
        state = self._finished(session)
        if state is None or not state.facts:
            raise StoreEmpty(self.location)
        return state

    def _finished(self, session: Session) -> _State | None:
        state = self._state(session)
        for load in [load for load in state.loads if load.committed] if state else ():
            with self._session() as reader:
                staging.finish_load(session, reader, load.id)
        return state

    def _ready_for_load(self, session: Session) -> _State:
        """The state for a writer: constraints are made, what a dead loader left is finished or swept."""
        state = self._marker(session)
        if state is None:
            self._create(session)
        for load in state.loads if state else ():
            if load.committed:
                continue
            if load.alive:
                raise loads.busy()
            pending.sweep_load(session, load)
        ready = self._finished(session)
        assert ready is not None
        return ready

    def _create(self, session: Session) -> None:
        self._make(session, constraints())
        created = {"format": FORMAT, "data_version": version_text(0)}
        session.execute_write(lambda tx: tx.run(statement("create_store"), created).consume())

    def _make(self, session: Session, wanted: list[LiteralString]) -> None:
        """Make the constraints and indexes that are missing."""
        names = self._missing(session, wanted)
        missing = [query for query in wanted if _made_by(query) in names]

        def make(tx: ManagedTransaction) -> None:
            for query in missing:
                tx.run(query).consume()

        if missing:
            session.execute_write(make)
            session.run("CALL db.awaitIndexes(600)").consume()

    def _missing(self, session: Session, wanted: list[LiteralString]) -> list[str]:
        run = _reader(session)
        shown = [run(query) for query in ("SHOW CONSTRAINTS YIELD name", "SHOW INDEXES YIELD name")]
        present = {hit["name"] for hits in shown for hit in hits}
        return [name for name in map(_made_by, wanted) if name not in present]

    # ---- writing ----

    def plan(self, batch: AllianceGraph) -> Plan:
        """What `write` would do; see `GraphStore`."""
        with self._session() as session:
            state = self._finished(session)
            comparison = Comparison(int(state.data_version, 16), state.facts) if state else Comparison(0, 0)
            for _ in loads.differences(_reader(session), batch, comparison, empty=not comparison.plan.foreign):
                pass
            return comparison.plan

    def write(self, batch: AllianceGraph, progress: Progress | None = None) -> Plan:
        """All or nothing; see `GraphStore` and `loads`."""
        with self._session(writing=True) as session:
            state = self._ready_for_load(session)
            empty = int(state.data_version, 16) == 0
            large = total_of(batch) > self._single_transaction_facts
            if empty and large:
                return write_first(session, batch, progress, lambda: self._make(session, indexes()))
            self._make(session, indexes())
            if not large:
                return loads.write_once(session, batch, empty, progress)
            with self._session(writing=True) as reader:
                return staging.write_staged(session, reader, batch, progress)

    # ---- reading ----

    def read(self, progress: Progress | None = None) -> AllianceGraph:
        """One snapshot: read again when a load became visible meanwhile; see `GraphStore`."""
        with self._session() as session:
            for _ in range(_READ_ATTEMPTS):
                before = self._ready(session)
                total = sum(number for part in ("nodes", "relationships") for _, number in self._counts(session, part))
                with contextlib.suppress(TornReadError):
                    graph = read_graph(session, before.data_version, total, progress)
                    if self._ready(session).version == before.version:
                        return graph
        raise StoreBusy(
            Text(
                f"{self.location} 在读取期间不断被改写。请稍后再试。",
                f"{self.location} was written again and again while it was read. Try again later.",
            )
        )

    def find(self, text: str) -> list[tuple[names.Match, Node]]:
        """By the search text that is kept with every node; see `GraphStore`."""
        given = {"key": names.normal_form(text), "id": text.strip().lower()}
        with self._session() as session:
            self._ready(session)
            hits = _reader(session)(statement("find_nodes"), **given)
        matched = ((names.match(text, hit["id"], hit["search"]), _node(hit)) for hit in hits)
        return names.ranked(matched)

    def all_names(self) -> Iterator[str]:
        """See `GraphStore`."""
        with self._session() as session:
            self._ready(session)
            hits = _reader(session)(statement("all_names"))
        for hit in hits:
            yield hit["name"]
            yield from hit["aliases"]

    def nodes(self, ids: Collection[str]) -> list[Node]:
        """See `GraphStore`."""
        with self._session() as session:
            if self._finished(session) is None:
                return []
            return [_node(hit) for hit in _reader(session)(statement("nodes_by_id"), ids=list(ids))]

    def records(self) -> Records:
        """See `GraphStore`."""
        with self._session() as session:
            self._ready(session)
            return read_records(session)

    def data_version(self) -> str:
        """See `GraphStore`."""
        with self._session() as session:
            return self._ready(session).data_version

    def info(self) -> StoreInfo:
        """See `GraphStore`."""
        with self._session() as session:
            state = self._ready(session)
            return StoreInfo(
                location=self.location,
                engine=f"Neo4j {self._driver.get_server_info().agent.removeprefix('Neo4j/')}",
                data_version=state.data_version,
                nodes=dict(self._counts(session, "nodes")),
                relationships=dict(self._counts(session, "relationships")),
                records=dict(self._counts(session, "records")),
            )

    def _counts(self, session: Session, part: str) -> list[tuple[str, int]]:
        return [(hit["name"], hit["number"]) for hit in _reader(session)(statement(f"count_{part}"))]

    def check(self) -> list[Finding]:
        """See `GraphStore`."""
        with self._session() as session:
            self._ready(session)
            missing = self._missing(session, [*constraints(), *indexes()])
            digests = {(hit["table"], hit["key"]): hit for hit in _reader(session)(statement("digests"))}
        detail = Text(f"缺少:{'、'.join(missing)}。请再载入一次。", f"missing: {', '.join(missing)}. Load once more.")
        constraint = Finding(Text("约束和索引", "constraints and indexes"), not missing, detail)
        graph = self.read()
        return [constraint, *examine(_kept(graph, digests)).findings(graph.data_version)]

    def close(self) -> None:
        """See `GraphStore`."""
        self._driver.close()


Reader = Callable[..., list[dict[str, Any]]]


def _reader(session: Session) -> Reader:
    def run(query: LiteralString, **given: Any) -> list[dict[str, Any]]:
        return session.execute_read(lambda tx: tx.run(query, **given).data())

    return run


def _kept(graph: AllianceGraph, digests: dict[tuple[str, str], dict[str, str]]) -> Iterator[KeptRow]:
    for table, rows in chunks_of(graph, 10_000):
        for row in rows:
            hit = digests[table, row_key(row)]
            yield KeptRow(row, bytes.fromhex(hit["digest"] or ""), hit["search"] or "")


def _node(hit: dict[str, Any]) -> Node:
    return node_model(node_row(hit["id"], hit["kind"], hit["name"], hit["properties"]))


def _foreign(location: str) -> Text:
    return Text(
        f"{location} 里有别的数据,不是联盟图谱的库,未作任何改动。请给一个空的数据库。",
        f"{location} holds other data and is not an Alliance Graph store; nothing in it was touched. "
        "Give an empty database.",
    )


def _newer(location: str) -> Text:
    return Text(
        f"{location} 由更新的版本写成。请升级 alliance-graph。",
        f"{location} was written by a newer version. Upgrade alliance-graph.",
    )


def _made_by(query: str) -> str:
    """The name of the constraint or index that a statement makes."""
    return query.split(" IF NOT EXISTS", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
