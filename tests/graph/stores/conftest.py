"""Files with the Hengzhou facts, and damage to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

import pytest

from alliance.graph import AllianceGraph, GraphStore
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.tests.graph.stores.snapshot_steps import snapshots

__all__ = ["snapshots"]
Alter = Callable[..., None]


@pytest.fixture(scope="session")
def hengzhou_bytes(hengzhou: AllianceGraph, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound file of the Hengzhou facts."""
    path = tmp_path_factory.mktemp("sound") / "alliance.db"
    with SQLiteStore(path, create=True) as store:
        store.write(hengzhou)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, hengzhou_bytes: bytes) -> Path:
    """A file with the Hengzhou facts."""
    file = tmp_path / "alliance.db"
    file.write_bytes(hengzhou_bytes)
    return file


@pytest.fixture
def alter(path: Path) -> Alter:
    """Changes the file outside this program, by SQL."""

    def run(statement: str, *values: object) -> None:
        connection = sqlite3.connect(path)
        with connection:
            assert connection.execute(statement, values).rowcount != 0
        connection.close()

    return run


class Tampering:
    """Changes a store outside this program, whatever keeps it."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def empty_search_text(self, node: str) -> None:
        """Nothing finds the node any more."""
        self._run("UPDATE nodes SET search = '' WHERE id = ?", "MATCH (n:Entity {id: $value}) SET n._search = ''", node)

    def alter_digest(self, node: str) -> None:
        """The digest is not that of the content any more."""
        self._run(
            "UPDATE nodes SET digest = x'00' WHERE id = ?", "MATCH (n:Entity {id: $value}) SET n._digest = ''", node
        )

    def alter_data_version(self, version: str) -> None:
        """The data version is not that of the facts any more."""
        self._run(
            "UPDATE meta SET value = ? WHERE key = 'data_version'",
            "MATCH (s:_AllianceStore) SET s.data_version = $value",
            version,
        )

    def _run(self, sql: str, cypher: LiteralString, value: str) -> None:
        if isinstance(self._store, SQLiteStore):
            connection = sqlite3.connect(self._store.path)
            with connection:
                assert connection.execute(sql, (value,)).rowcount == 1
            connection.close()
        else:
            assert isinstance(self._store, Neo4jStore)
            with self._store._database.session() as session:
                assert session.run(cypher, value=value).consume().counters.properties_set == 1


@pytest.fixture
def tampering(store: GraphStore) -> Tampering:
    """Damage to `store`."""
    return Tampering(store)
