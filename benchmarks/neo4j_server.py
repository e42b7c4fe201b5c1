"""The Neo4j store beside bare driver loops: `python benchmarks/neo4j_server.py [nodes] [line]`.

Writing: the bare loop makes the same database (the same properties, links to sources, constraints and indexes) from
rows that are ready, in one transaction a batch: it compares nothing, and what it wrote stays half there when it stops.
`MERGE` can be run twice, as a load can; `CREATE` cannot. Reading: one record a relationship by the pure driver, without
its Rust extension, in an environment of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from importlib.metadata import version
from typing import Any

from clusters import made_up_cluster
from measure import Taken, machine, middle, table, taken
from neo4j import Driver, GraphDatabase

from alliance.graph import AllianceGraph
from alliance.graph.stores.neo4j import properties
from alliance.graph.stores.neo4j.statements import constraints, indexes, kind_label
from alliance.graph.stores.neo4j.store import Neo4jStore
from alliance.graph.stores.server import LocalServer, line

GRAPH = "alliance"
ROUNDS = 2
BATCHES = (2_000, 10_000)
PURE_READ = """
import os, sys, time
from neo4j import GraphDatabase
url, user = sys.argv[1:]
with GraphDatabase.driver(url, auth=(user, os.environ["BENCHMARK_PASSWORD"])) as driver, driver.session() as session:
    start = time.perf_counter()
    for query in ("MATCH (n:Entity) RETURN properties(n)",
                  "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id, type(r), b.id, properties(r)"):
        for record in session.run(query):
            record.values()
    print(time.perf_counter() - start)
"""


class Bare:
    """Rows that are ready, by label and type, and the loops that write them."""

    def __init__(self, graph: AllianceGraph) -> None:
        self.nodes: dict[str, list[Any]] = defaultdict(list)
        self.links: dict[str, list[Any]] = defaultdict(list)
        self.sightings: list[Any] = []
        for nodes in graph.nodes.rows():
            for node in nodes:
                self.nodes[kind_label(node.kind)].append(properties.of_node(GRAPH, node, node.digest))
                self.sightings += properties.evidence_links(GRAPH, node)
        self.records = [properties.of_record(GRAPH, row, row.digest) for row in graph.records.rows()]
        for links in graph.relationships.rows(graph.node_ids):
            for link in links:
                ends = [properties.key_of(GRAPH, end) for end in (link.source, link.target)]
                self.links[link.type].append([*ends, properties.of_relationship(GRAPH, link, link.digest)])

    def write(self, driver: Driver, verb: str, batch: int) -> None:
        """Everything, in batches."""
        self._run(driver, "MERGE (n:Source {_alliance: row._alliance}) SET n = row", self.records, batch)
        for label, rows in self.nodes.items():
            merge = f"MERGE (n:Entity {{_alliance: row._alliance}}) SET n:{label}, n = row"
            self._run(driver, merge if verb == "MERGE" else f"CREATE (n:Entity:{label}) SET n = row", rows, batch)
        seen = "MATCH (a:Entity {_alliance: row[0]}) MATCH (b:Source {_alliance: row[1]}) "
        self._run(driver, f"{seen} {verb} (a)-[r:EVIDENCED_BY]->(b) SET r = row[2]", self.sightings, batch)
        ends = "MATCH (a:Entity {_alliance: row[0]}) MATCH (b:Entity {_alliance: row[1]}) "
        for kind, rows in self.links.items():
            merge = f"MERGE (a)-[r:{kind} {{_alliance: row[2]._alliance}}]->(b) SET r = row[2]"
            create = f"CREATE (a)-[r:{kind}]->(b) SET r = row[2]"
            self._run(driver, ends + (merge if verb == "MERGE" else create), rows, batch)

    def _run(self, driver: Driver, query: str, rows: list[Any], batch: int) -> None:
        with driver.session() as session:
            for start in range(0, len(rows), batch):
                part = rows[start : start + batch]
                session.execute_write(
                    lambda tx, part=part: tx.run(f"UNWIND $rows AS row {query}", rows=part).consume()  # type: ignore[misc]
                )


def emptied(driver: Driver, *, ready: bool) -> None:
    """An empty database, with or without the constraints and indexes."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT {name}").consume()
        for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").value():
            session.run(f"DROP INDEX {name}").consume()
        for query in [*constraints(), *indexes()] if ready else []:
            session.run(query).consume()
        session.run("CALL db.awaitIndexes(600)").consume()


def pure_read(url: str, user: str, password: str) -> float:
    """Seconds of the plain read by the pure driver."""
    command = ["uv", "run", "--isolated", "--no-project", "--with", f"neo4j=={version('neo4j')}", "python", "-c"]
    environment = {**os.environ, "BENCHMARK_PASSWORD": password}
    return float(subprocess.check_output([*command, PURE_READ, url, user], env=environment, text=True))


def compare(connection: tuple[str, str, str], graph: AllianceGraph) -> tuple[dict[str, float], float]:
    """Seconds of each way of writing and reading (medians), and of the plain read."""
    runs: dict[str, list[Taken]] = defaultdict(list)
    bare, plain = Bare(graph), []
    with GraphDatabase.driver(connection[0], auth=connection[1:]) as driver:
        emptied(driver, ready=True)
        bare.write(driver, "CREATE", BATCHES[-1])  # a server that has just started is slow: this one does not count
        for _ in range(ROUNDS):
            for verb in ("CREATE", "MERGE"):
                for batch in BATCHES:
                    emptied(driver, ready=True)
                    runs[f"{verb} {batch}"].append(taken(lambda: bare.write(driver, verb, batch)))  # noqa: B023
            emptied(driver, ready=False)
            with Neo4jStore(*connection) as store:
                runs["write"].append(taken(lambda: store.write(graph)))
                runs["again"].append(taken(lambda: store.write(graph)))
                runs["read"].append(taken(store.read))
            plain.append(pure_read(*connection))
    return {name: middle(some).wall for name, some in runs.items()}, min(plain)


def main() -> None:
    """Compare and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chosen = sys.argv[2] if len(sys.argv) > 2 else "5.26"
    graph = made_up_cluster(size)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ALLIANCE_HOME"] = folder
        server = LocalServer(line(chosen), heap_mb=3072)
        server.start()
        try:
            seconds, plain = compare(server.connection(), graph)
        finally:
            server.stop()
    rows: list[tuple[object, ...]] = []
    for verb in ("MERGE", "CREATE"):
        batch = min(BATCHES, key=lambda one: seconds[f"{verb} {one}"])
        loop = seconds[f"{verb} {batch}"]
        rows.append((f"write, bare {verb} in batches of {batch:,}", loop, seconds["write"], loop / seconds["write"]))
    rows.append(("write again, nothing changed", "–", seconds["again"], "–"))
    rows.append(("read, row by row by the pure driver", plain, seconds["read"], plain / seconds["read"]))
    head = (f"seconds, median of {ROUNDS} rounds", "bare driver", "Alliance Graph", "speed, × bare")
    table(f"Neo4j {line(chosen).version}, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)


if __name__ == "__main__":
    main()
