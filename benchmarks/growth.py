"""How the cost of a path question grows with the graph: `python benchmarks/growth.py [picture.png [nodes …]]`.

For each size a made-up cluster in a file: one `alliance paths` in a new process, with the snapshot there and without;
then, warm, making the network of a rule, and searching it. A picture with logarithmic axes shows growth as slope.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from clusters import made_up_cluster
from measure import child_cpu, machine, table, taken
from paths import BUDGET, RULES, pairs_of

from alliance.graph import open_store
from alliance.graph.networks.best_paths import best_paths
from alliance.graph.networks.tie_network import TieNetwork, tie_network
from alliance.graph.networks.warming import warm_up

SIZES = (10_000, 100_000, 1_000_000)
PAIRS = 10
HOPS = 6
COLUMNS = {
    "cold, read anew s": "cold `alliance paths`, store read anew (s)",
    "cold s": "cold `alliance paths` (s)",
    "network s": "making the network (s)",
    "search ms": "search, either direction, ≤ 6, k = 5 (ms)",
    "hubs ms": "the same between hubs (ms)",
    "bytes": "network, bytes a relationship",
    "peak MB": "peak of the cold process (MB)",
}


def cold(path: Path, ends: tuple[str, str], snapshots: str) -> tuple[float, float]:
    """Processor seconds of a question in a new process, median of three, and its peak memory in MB."""
    command = [sys.executable, "-m", "alliance", "paths", *ends, "--store", str(path), "--json"]
    environment = {"ALLIANCE_SNAPSHOTS": snapshots}
    seconds = statistics.median(child_cpu(command, **environment) for _ in range(3))
    peak = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
    peak += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    run = subprocess.run(
        [sys.executable, "-c", peak, *command], capture_output=True, text=True, check=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    return seconds, int(run.stdout) / 1024


def searched(network: TieNetwork, *, hubs: bool) -> tuple[float, tuple[int, int]]:
    """The median search in milliseconds, and a pair that has a path."""
    generator = pairs_of(network, HOPS, hubs=hubs)
    pairs = [next(generator) for _ in range(PAIRS)]
    times = [
        taken(lambda pair=pair: best_paths(network, *pair, count=5, hops=HOPS, budget=BUDGET)).cpu for pair in pairs
    ]
    return 1000 * statistics.median(times), pairs[0]


def warm(path: Path) -> tuple[list[float], tuple[str, str]]:
    """What the network takes to make and to search, its bytes a relationship, and two nodes with a path."""
    with open_store(str(path)) as store:
        graph = store.read_anew()
    rule = RULES["either direction"]
    making = taken(lambda: tie_network(graph, rule)).cpu
    network = tie_network(graph, rule)
    search, pair = searched(network, hubs=False)
    hubs, _ = searched(network, hubs=True)
    ends = (graph.node_ids[pair[0]], graph.node_ids[pair[1]])
    return [making, search, hubs, network.nbytes / len(graph.relationships)], ends


def measured(size: int, folder: Path) -> dict[str, float]:
    """One row of the table."""
    path, snapshots = folder / f"{size}.db", str(folder / "snapshots")
    with open_store(str(path), create=True) as store:
        store.write(made_up_cluster(size))
    figures, ends = warm(path)
    anew, _ = cold(path, ends, "off")
    cold(path, ends, snapshots)
    opened, peak = cold(path, ends, snapshots)
    return dict(zip(COLUMNS, (anew, opened, *figures, peak), strict=True))


def drawn(rows: dict[int, dict[str, float]], picture: str) -> None:
    """The picture: a line a column, each beside its own at the smallest size."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
    sizes = np.array(list(rows))
    for name in ("cold, read anew s", "cold s", "network s", "search ms", "hubs ms"):
        axes.plot(sizes, [rows[size][name] for size in rows], marker="o", label=COLUMNS[name])
    axes.set(xscale="log", yscale="log", xlabel="nodes (five relationships each)", ylabel="processor time")
    axes.grid(visible=True, which="major", alpha=0.4)
    axes.legend(fontsize=8)
    figure.savefig(picture, dpi=120)


def main() -> None:
    """Measure, print and draw."""
    picture, *numbers = sys.argv[1:] or [""]
    warm_up(lambda: None)
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, numbers) if numbers else SIZES:
            rows[size] = measured(size, Path(folder))
            print(size, rows[size], flush=True)
    head = ("nodes", *COLUMNS.values())
    table(f"Growth ({machine()})", head, [(f"{size:,}", *row.values()) for size, row in rows.items()])
    if picture:
        drawn(rows, picture)


if __name__ == "__main__":
    main()
