"""Exports and loads, beside the writers and readers of NetworkX: `python benchmarks/formats.py [nodes [form …]]`.

Every figure is of a process of its own. To export is to write an open graph; to load is to read a file and check it,
without the store's own write. NetworkX writes the flat multigraph, which is made before the clock starts, and reads it
without a check.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
from clusters import made_up_cluster
from measure import machine, table
from start_up import high_water

from alliance.graph import AllianceGraph, open_store
from alliance.loaders import read_folder
from alliance.loaders.export import export_graph

FORMS = {
    "folder": "facts",
    "xlsx": "facts.xlsx",
    "jsonl": "facts.jsonl",
    "json": "facts.json",
    "graphml": "facts.graphml",
    "gexf": "facts.gexf",
}
PLAIN: dict[str, tuple[Callable[[nx.MultiDiGraph[Any], Path], object], Callable[[Path], object]]] = {
    "json": (
        lambda graph, path: path.write_text(json.dumps(nx.node_link_data(graph, edges="edges")), encoding="utf-8"),
        lambda path: nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges"),
    ),
    "graphml": (nx.write_graphml, lambda path: nx.read_graphml(path, force_multigraph=True)),
    "gexf": (nx.write_gexf, nx.read_gexf),
}


def graph_of(store: str) -> AllianceGraph:
    """The graph of a store."""
    with open_store(store) as opened:
        return opened.read_anew()


def work(name: str, form: str, folder: Path) -> Callable[[], object]:
    """A piece of work, ready to start."""
    path = folder / FORMS[form]
    plain = folder / f"plain-{FORMS[form]}"
    if name == "load":
        return lambda: read_folder(path, source="made up")
    if name == "networkx reads":
        return lambda: PLAIN[form][1](plain)
    graph = graph_of(f"{folder}/cluster.db")
    if name == "export":
        return lambda: export_graph(graph, path)
    network = graph.to_networkx(flat=True)
    return lambda: PLAIN[form][0](network, plain)


def child(name: str, form: str, folder: str) -> None:
    """Do one piece of work and print what it took: seconds on the clock, of the processors, and bytes of memory."""
    ready = work(name, form, Path(folder))
    before, wall, cpu = high_water(), time.perf_counter(), _cpu()
    ready()
    print(time.perf_counter() - wall, _cpu() - cpu, (high_water() - before) * 1024)


def _cpu() -> float:
    """Seconds of this process and of the one that reads a workbook."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measured(name: str, form: str, folder: str) -> list[float | str]:
    """One piece of work in a process of its own: seconds of the processor, on the clock, and megabytes."""
    command = [sys.executable, __file__, "--child", name, form, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return [done.stderr.strip().splitlines()[-1][:90], "–", "–"]
    wall, cpu, peak = done.stdout.split()
    return [float(cpu), float(wall), float(peak) / 1e6]


def main() -> None:
    """Compare and print."""
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    forms = sys.argv[2:] or FORMS
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        with open_store(f"{folder}/cluster.db", create=True) as store:
            store.write(made_up_cluster(size))
        for form in forms:
            names = ["export", "load", *(("networkx writes", "networkx reads") if form in PLAIN else ())]
            rows += [(form, name, *measured(name, form, folder)) for name in names]
            print(rows[-1], file=sys.stderr)
    head = ("form", "work", "CPU s", "s on the clock", "MB more")
    table(f"Other forms, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)


if __name__ == "__main__":
    main()
