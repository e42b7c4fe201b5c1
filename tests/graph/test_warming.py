"""Compiling beforehand: the machine code is kept, and it is the one that questions take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from alliance.graph.networks import warming
from alliance.graph.networks.compiling import can_compile

COLD = """
    from alliance.graph.networks import limited_kernels
    from alliance.graph.networks.compiling import machine_code_is_kept
    from alliance.graph.networks.warming import warm_up
    print(machine_code_is_kept(limited_kernels), warm_up(lambda: print("begins")))
"""
QUESTION = """
    import numpy as np
    from alliance.graph import AllianceGraph, Node, Relationship, Evidence
    from alliance.graph.networks import best_paths, limited_kernels
    from alliance.graph.networks.compiling import compiled
    from alliance.graph.networks.tie_network import tie_network
    from alliance.graph.networks.ties import TieRule
    nodes = [Node(id=name, kind="enterprise", name=name) for name in "abc"]
    seen = (Evidence(source="s1"),)
    links = [Relationship(source=a, type="SUBORDINATE_TO", target=b, evidence=seen) for a, b in ("ab", "bc")]
    network = tie_network(AllianceGraph.from_models(nodes, links), TieRule())
    best_paths.PLAIN_ARCS = 0
    found = best_paths.best_paths(network, 0, 2, count=2, hops=4, budget=100)
    stats = compiled(limited_kernels).best_within.stats
    print(found.paths, sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


def run(script: str, cache: Path) -> list[str]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", dedent(script)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.splitlines()


def test_what_is_compiled_once_is_what_questions_take(tmp_path: Path) -> None:
    if not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    assert run(QUESTION, tmp_path) == ["[(0, 1, 2)] 0 0"]  # in plain Python: nobody waits for a compiler
    assert run(COLD, tmp_path) == ["begins", "False True"]
    assert run(COLD, tmp_path) == ["True True"]
    assert run(QUESTION, tmp_path) == ["[(0, 1, 2)] 1 0"]


def test_nothing_is_compiled_where_numba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "can_compile", lambda: False)
    assert not warming.warm_up(lambda: pytest.fail("nothing begins"))
