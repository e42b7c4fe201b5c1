"""Every query of docs/cypher.md runs on the Hengzhou facts, on both lines, and gives rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from neo4j import Driver

from alliance.graph import AllianceGraph
from alliance.graph.stores.neo4j.store import Neo4jStore

pytestmark = pytest.mark.neo4j
PAGE = (Path(__file__).parents[3] / "docs" / "cypher.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```cypher\n(.*?)```", PAGE, re.DOTALL)


def test_every_query_of_the_page_gives_rows(
    connection: tuple[str, str, str], driver: Driver, hengzhou: AllianceGraph
) -> None:
    with Neo4jStore(*connection) as store:
        store.write(hengzhou)
    assert len(QUERIES) == 12
    for number, query in enumerate(QUERIES, start=1):
        rows = [record.data() for record in driver.execute_query(query).records]
        assert rows, f"query {number} gives no row"
        assert any(value not in (None, [], "") for value in rows[0].values())
