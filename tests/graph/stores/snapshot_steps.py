"""Reading with snapshots: whether a store was read anew, and small graphs that are worth one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from alliance.graph import AllianceGraph, GraphStore
from alliance.graph.stores.snapshots import reading
from alliance.queries import coverage, gaps, influence_paths

ANEW, KEPT = "read anew", "from the snapshot"


def read(store: GraphStore) -> tuple[AllianceGraph, str]:
    """What a store gives, and where it came from; reading takes as long as it does for a large store."""
    steps: list[str] = []

    def report(step: str, done: int, total: int) -> None:
        if not steps:
            time.sleep(0.12)
        steps.append(step)

    graph = store.read(report)
    return graph, ANEW if "node" in steps else KEPT


def answers(graph: AllianceGraph) -> list[str]:
    """Some answers as bytes, and every row."""
    rows = [str(row) for chunk in graph.nodes.rows() for row in chunk]
    rows += [str(row) for chunk in graph.relationships.rows(graph.node_ids) for row in chunk]
    firms = graph.nodes_of("enterprise").tolist()
    ends = (graph.node_ids[firms[0]], graph.node_ids[firms[-1]])
    asked = (coverage(graph), gaps(graph), influence_paths(graph, *ends))
    return [*(answer.to_json() for answer in asked), *rows, *map(str, graph.records.rows())]


@pytest.fixture
def snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of snapshots, which small stores have too."""
    folder = tmp_path / "cache" / "snapshots"
    monkeypatch.setenv("ALLIANCE_SNAPSHOTS", str(folder))
    monkeypatch.setattr(reading, "LEAST_FACTS", 1)
    return folder


def columns(folder: Path) -> list[Path]:
    """The snapshots in a folder."""
    return sorted(folder.glob("*.columns"))
