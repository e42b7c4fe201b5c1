"""What all benchmarks share: time, memory of a child process, and a Markdown table with the machine it was made on."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock and of this process's processors."""

    wall: float
    cpu: float


def taken(work: Callable[[], object]) -> Taken:
    """How long a piece of work takes once."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def middle(runs: Sequence[Taken]) -> Taken:
    """The medians of several runs."""
    return Taken(statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs))


def child_cpu(command: Sequence[str], **environment: str) -> float:
    """Processor seconds of a command, user and system."""
    before = os.times()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table under a title."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---" for _ in head) + " |")
    for row in rows:
        print("| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")
    sys.stdout.flush()


def machine() -> str:
    """The machine in one line."""
    python, load = platform.python_version(), os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {python}, load {load:.1f}"
