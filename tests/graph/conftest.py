"""Empty databases of both lines of real Neo4j."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from neo4j import Driver, GraphDatabase

Connection = tuple[str, str, str]
LINES = ["5.26", "2026"]


@pytest.fixture(params=LINES)
def connection(request: pytest.FixtureRequest) -> Connection:
    """An empty database."""
    empty: Connection = request.getfixturevalue("servers").empty(request.param)
    return empty


@pytest.fixture
def driver(connection: Connection) -> Iterator[Driver]:
    url, user, password = connection
    with GraphDatabase.driver(url, auth=(user, password)) as made:
        yield made
