"""Opening a snapshot, beside reading anew and raw `sqlite3`: `python benchmarks/snapshots.py [nodes [runs]]`.

Every figure is of a process of its own, as a command is one: reading includes opening the file. Raw means every row as
a tuple, without columns and without a check.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from clusters import made_up_cluster
from measure import Taken, machine, middle, table
from sqlite_file import raw_read
from start_up import high_water

from alliance.graph import AllianceGraph, open_store
from alliance.graph.schema import schema

RUNS = 5


def read(path: str) -> AllianceGraph:
    """As a command does it."""
    with open_store(path) as store:
        return store.read()


def both(path: str) -> int:
    """What looking at every text costs on top."""
    graph = read(path)
    return sum(map(len, map(str.encode, (*graph.nodes.names, *graph.nodes.bodies, *graph.relationships.bodies))))


WORKS: dict[str, Callable[[str], object]] = {
    "raw": lambda path: raw_read(Path(path), "relationships"),
    "read anew": read,
    "first read, which writes the snapshot": read,
    "open the snapshot": read,
    "open it and look at every text": both,
}


def child(name: str, path: str) -> None:
    """Do one piece of work and print what it took: seconds on the clock, of the processor, and bytes of memory."""
    import alliance.graph.stores.snapshots.folder
    import alliance.graph.stores.sqlite.store  # noqa: F401 - what every command has imported by then

    schema()
    before, wall, cpu = high_water(), time.perf_counter(), time.process_time()
    WORKS[name](path)
    print(time.perf_counter() - wall, time.process_time() - cpu, (high_water() - before) * 1024)


def measured(name: str, path: str, snapshots: str) -> tuple[Taken, int]:
    """One piece of work in a process of its own."""
    environment = {**os.environ, "ALLIANCE_SNAPSHOTS": snapshots}
    command = [sys.executable, __file__, "--child", name, path]
    wall, cpu, peak = subprocess.check_output(command, text=True, env=environment).split()
    return Taken(float(wall), float(cpu)), int(peak)


def main() -> None:
    """Compare and print."""
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
        return
    size, rounds = (*map(int, sys.argv[1:]), *(100_000, RUNS)[len(sys.argv) - 1 :])
    runs: dict[str, list[tuple[Taken, int]]] = {name: [] for name in WORKS}
    with tempfile.TemporaryDirectory() as folder:
        path, snapshots = f"{folder}/cluster.db", f"{folder}/snapshots"
        with open_store(path, create=True) as store:
            store.write(made_up_cluster(size))
        for _ in range(rounds):
            for snapshot in Path(snapshots).glob("*"):
                snapshot.unlink()
            for name in WORKS:
                off = name in ("raw", "read anew")
                runs[name].append(measured(name, path, "off" if off else snapshots))
        (kept,) = Path(snapshots).glob("*.columns")
        megabytes = (Path(path).stat().st_size / 1e6, kept.stat().st_size / 1e6)
    anew = middle([taken for taken, _ in runs["read anew"]]).cpu
    rows = []
    for name, some in runs.items():
        took, peak = middle([taken for taken, _ in some]), sorted(peak for _, peak in some)[rounds // 2]
        rows.append((name, f"{took.cpu:.3f}", f"{took.wall:.3f}", took.cpu / anew, peak / (5 * size)))
    head = (f"median of {rounds}", "CPU s", "s on the clock", "× read anew", "peak bytes a relationship")
    table(f"Snapshots, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)
    print(f"\nThe file takes {megabytes[0]:.0f} MB, its snapshot {megabytes[1]:.0f} MB.")


if __name__ == "__main__":
    main()
