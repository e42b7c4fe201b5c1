"""How long the command takes to start, and how much memory the graph takes: `python benchmarks/start_up.py [nodes]`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from clusters import made_up_cluster
from measure import child_cpu, machine, table

from alliance.graph import open_store
from alliance.loaders import load_folder

COMMAND = [sys.executable, "-m", "alliance"]
RUNS = 9


def start_up() -> None:
    """`alliance --help`, and `alliance find` on the Hengzhou facts."""
    data = Path(__file__).parents[1] / "data" / "hengzhou"
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "alliance.db")
        with open_store(store, create=True) as opened:
            load_folder(data, opened)
        rows = []
        for words in (["--help"], ["find", "星巴克", "--store", store], ["find", "xbk", "--store", store]):
            costs = [child_cpu(COMMAND + words) for _ in range(RUNS)]
            rows.append((f"alliance {' '.join(words[:2])}", statistics.median(costs), max(costs)))
        costs = [child_cpu([sys.executable, "-c", "pass"]) for _ in range(RUNS)]
        rows.append(("for scale: python -c pass", statistics.median(costs), max(costs)))
    table(f"Start-up ({machine()})", ("command", f"CPU s, median of {RUNS}", "most"), rows)


def memory(size: int) -> None:
    """Peak memory of reading a graph from a file, beyond what the process had before."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "cluster.db")
        for plain in (True, False):
            with open_store(store + str(plain), create=True) as opened:
                opened.write(made_up_cluster(size, plain=plain))
        peaks = [
            int(subprocess.check_output([sys.executable, __file__, "--peak", store + str(plain)], text=True))
            for plain in (True, False)
        ]
    links = 5 * size
    rows = [
        ("nodes and relationships without attributes", peaks[0] / 1e6, peaks[0] / links),
        ("with products, dates and evidence", peaks[1] / 1e6, peaks[1] / links),
    ]
    head = ("AllianceGraph read from a file", "peak MB", "bytes a relationship")
    table(f"Memory, {size:,} nodes and {links:,} relationships", head, rows)


def peak(store: str) -> None:
    """Print by how many bytes the peak of this process grows while it reads a graph."""
    with open_store(store) as opened:
        opened.info()
        before = high_water()
        graph = opened.read_anew()
        after = high_water()
    assert len(graph.relationships) == 5 * len(graph)
    print((after - before) * 1024)


def high_water() -> int:
    """The most memory that this process has held, in kB (Linux)."""
    (line,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1])


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--peak"]:
        peak(sys.argv[2])
        return
    start_up()
    memory(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)


if __name__ == "__main__":
    main()
