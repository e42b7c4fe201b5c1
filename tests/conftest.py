"""What all tests share: the real Hengzhou facts, small builders, and real servers.

Neo4j: the server behind `ALLIANCE_TEST_NEO4J` when it is set (an empty database that the tests may empty), else
servers that the tests start and stop themselves through the product's own code. `ALLIANCE_TEST_REQUIRE=neo4j,chromium`
turns a skip for a missing component into a failure.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from alliance import settings
from alliance.errors import AllianceError
from alliance.graph import AllianceGraph, Evidence, GraphStore, Node, Relationship
from alliance.graph.stores.server import LocalServer, line
from alliance.loaders import read_folder

HENGZHOU = Path(__file__).parents[1] / "data" / "hengzhou"
SEEN = Evidence(source="s1", locator="made-up.csv:1", quote="made up for a test")


def pytest_configure() -> None:
    """SIGTERM ends the session as Ctrl-C does: fixtures are torn down, and so no server is left behind.

    No test leaves a snapshot in the user's cache; one that is about snapshots takes a folder of its own.
    """
    os.environ["ALLIANCE_SNAPSHOTS"] = "off"
    signal.signal(signal.SIGTERM, _interrupt)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """Once fixtures are torn down, another SIGTERM must not end that half way."""
    signal.signal(signal.SIGTERM, lambda *_: None)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def missing(component: str, reason: str) -> None:
    """Skip, or fail where the component is required."""
    if component in os.environ.get("ALLIANCE_TEST_REQUIRE", "").split(","):
        pytest.fail(f"{component} is required (ALLIANCE_TEST_REQUIRE) and missing: {reason}")
    pytest.skip(f"{component} is missing: {reason}")


@pytest.fixture(scope="session")
def require() -> Callable[[str, str], None]:
    return missing


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are in English unless a test asks otherwise; nothing of the user's is touched."""
    monkeypatch.setenv("ALLIANCE_LANG", "en")
    monkeypatch.delenv("ALLIANCE_STORE", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)


# ---- facts ----


@pytest.fixture(scope="session")
def hengzhou() -> AllianceGraph:
    """The published facts, as the product loads them."""
    return read_folder(HENGZHOU).batch


@pytest.fixture(scope="session")
def hengzhou_folder() -> Path:
    return HENGZHOU


@pytest.fixture(scope="session")
def make_node() -> Callable[..., Node]:
    """A made-up node with evidence; the name is the id unless given."""

    def make(node_id: str, kind: str = "enterprise", **given: object) -> Node:
        return Node(**{"id": node_id, "kind": kind, "name": node_id, "evidence": (SEEN,), **given})

    return make


@pytest.fixture(scope="session")
def make_link() -> Callable[..., Relationship]:
    """A made-up confirmed link with evidence."""

    def make(source: str, kind: str, target: str, **given: object) -> Relationship:
        fields = {"source": source, "type": kind, "target": target, "status": "confirmed", "evidence": (SEEN,)}
        return Relationship(**{**fields, **given})

    return make


# ---- servers and stores ----


class Servers:
    """Real Neo4j servers, each started when it is first needed and stopped at the end."""

    def __init__(self) -> None:
        self._running: dict[str, LocalServer] = {}
        self._stops = ExitStack()

    def local(self, name: str) -> LocalServer:
        """The running server of a line, started by the product's own code."""
        if name not in self._running:
            server = LocalServer(line(name), heap_mb=512)
            self._stops.callback(server.stop)  # before the start, which a signal can interrupt at any step
            try:
                server.start()
            except AllianceError as error:
                missing("neo4j", str(error))
            self._running[name] = server
        return self._running[name]

    def connection(self, name: str) -> tuple[str, str, str]:
        """URL, user and password: of the given server for every line, if one is given."""
        given = os.environ.get("ALLIANCE_TEST_NEO4J")
        if given:
            user = os.environ.get("ALLIANCE_NEO4J_USER", "neo4j")
            return given, user, os.environ.get("ALLIANCE_NEO4J_PASSWORD", "")
        return self.local(name).connection()

    def empty(self, name: str) -> tuple[str, str, str]:
        """A connection to a database without any content, constraints or indexes of ours."""
        from neo4j import GraphDatabase

        url, user, password = self.connection(name)
        with GraphDatabase.driver(url, auth=(user, password)) as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
        return url, user, password

    def stop(self) -> None:
        """Stop what was started, each whatever becomes of the others."""
        self._stops.close()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    home = tmp_path_factory.mktemp("neo4j")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("ALLIANCE_HOME", str(home))
        assert settings.home_folder() == home
        made = Servers()
        stack.callback(made.stop)
        yield made


STORES = [
    "sqlite",
    pytest.param("neo4j-5.26", marks=pytest.mark.neo4j),
    pytest.param("neo4j-5.26-chunked", marks=pytest.mark.neo4j),
    pytest.param("neo4j-2026", marks=pytest.mark.neo4j),
]


@pytest.fixture(params=STORES)
def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], GraphStore]]:
    """Opens one and the same store, empty at first, as often as it is called."""
    opened = ExitStack()
    if request.param == "sqlite":
        from alliance.graph.stores.sqlite.store import SQLiteStore

        def opener() -> GraphStore:
            return opened.enter_context(SQLiteStore(tmp_path / "test.db", create=True))
    else:
        from alliance.graph.stores.neo4j.store import Neo4jStore

        connection = request.getfixturevalue("servers").empty(request.param.split("-")[1])
        most = 3 if request.param.endswith("chunked") else 20_000

        def opener() -> GraphStore:
            return opened.enter_context(Neo4jStore(*connection, single_transaction_facts=most))

    with opened:
        yield opener


@pytest.fixture
def store(open_empty: Callable[[], GraphStore]) -> GraphStore:
    """An empty store of every kind."""
    return open_empty()
