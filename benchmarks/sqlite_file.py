"""The SQLite store beside raw `sqlite3`: `python benchmarks/sqlite_file.py [nodes]`.

Raw means: rows that are ready as tuples, one `INSERT … ON CONFLICT DO UPDATE` in one transaction, no digests, no search
text, no comparison, no check. A plain loader gets its rows as they come and keys them by their ends; the same with rows
already sorted by a ready-made id is given too, as the least that SQLite can take.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from clusters import made_up_cluster
from measure import Taken, machine, middle, table, taken

from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore

RUNS = 3
_VALUES = (
    "source text, type text, target text, product text, valid_from text, valid_to text, observed_at text, "
    "strength real, confidence real, status text, body text"
)
_OTHERS = ("valid_to", "observed_at", "strength", "confidence", "status", "body")
_ENDS = "source, type, target, valid_from, product"


def raw(path: Path, nodes: Sequence[Any], links: Sequence[Any], *, by_id: bool) -> Taken:
    """A raw upsert of everything in one transaction."""
    key, first = ("id", "id text, ") if by_id else (_ENDS, "")
    changed = ", ".join(f"{name} = excluded.{name}" for name in _OTHERS)
    marks = ", ".join("?" * len(links[0]))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS nodes (id text PRIMARY KEY, kind text, name text, body text)")
    connection.execute(f"CREATE TABLE IF NOT EXISTS links ({first}{_VALUES}, PRIMARY KEY ({key}))")

    def work() -> None:
        with connection:
            connection.executemany(
                "INSERT INTO nodes VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
                "name = excluded.name, body = excluded.body",
                nodes,
            )
            connection.executemany(
                f"INSERT INTO links VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {changed}", links
            )

    done = taken(work)
    connection.close()
    return done


def raw_read(path: Path, links: str = "links") -> None:
    """Every row as a tuple; `links` is the table of relationships."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT * FROM nodes").fetchall()
    connection.execute(f"SELECT * FROM {links}").fetchall()
    connection.close()


def ours(path: Path, graph: AllianceGraph) -> Taken:
    """A write by the store."""
    with SQLiteStore(path, create=True) as store:
        return taken(lambda: store.write(graph))


def main() -> None:
    """Compare and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    graph = made_up_cluster(size)
    nodes = [tuple(row) for rows in graph.nodes.rows() for row in rows]
    in_order = [tuple(row) for rows in graph.relationships.rows(graph.node_ids) for row in rows]
    as_they_come = random.Random(7).sample([row[1:] for row in in_order], len(in_order))
    runs: dict[str, list[Taken]] = {}
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for again in ("first", "again"):
                runs.setdefault(f"raw {again}", []).append(raw(folder / "a", nodes, as_they_come, by_id=False))
                runs.setdefault(f"sorted {again}", []).append(raw(folder / "b", nodes, in_order, by_id=True))
                runs.setdefault(f"ours {again}", []).append(ours(folder / "c", graph))
            runs.setdefault("raw read", []).append(taken(partial(raw_read, folder / "a")))
            with SQLiteStore(folder / "c") as store:
                runs.setdefault("ours read", []).append(taken(store.read))
    cpu = {name: middle(some).cpu for name, some in runs.items()}
    rows = [
        (f"write, {again}", cpu[f"raw {again}"], cpu[f"sorted {again}"], cpu[f"ours {again}"],
         cpu[f"ours {again}"] / cpu[f"raw {again}"])
        for again in ("first", "again")
    ]  # fmt: skip
    rows.append(("read", cpu["raw read"], "–", cpu["ours read"], cpu["ours read"] / cpu["raw read"]))
    head = ("CPU s, median of 3", "raw", "raw, sorted by id", "Alliance Graph", "× raw")
    table(f"SQLite, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)


if __name__ == "__main__":
    main()
