"""NetworkX' functions on our graphs, and NetworkX' own tests on our backend."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from itertools import islice
from pathlib import Path
from textwrap import dedent
from typing import Any

import networkx as nx
import numpy as np
import pytest

from alliance.graph import AllianceGraph
from alliance.graph.networks import backend
from alliance.graph.networks import simple_network as simple_network_module
from alliance.graph.networks.compiling import can_compile
from alliance.graph.networks.simple_network import simple_network
from alliance.graph.networks.tie_network import tie_network
from alliance.graph.networks.ties import TieRule
from alliance.tests.graph.counted_dispatch import MARK

MODULES = [
    "networkx.algorithms.tests.test_simple_paths",
    "networkx.algorithms.shortest_paths.tests.test_weighted",
    "networkx.algorithms.components.tests.test_biconnected",
    "networkx.algorithms.centrality.tests.test_betweenness_centrality_subset",
]


@pytest.mark.parametrize("rest", ["declined", "by NetworkX"])
def test_the_tests_of_networkx_pass_on_the_backend(tmp_path: Path, rest: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider"]
    command += ["-p", "alliance.tests.graph.counted_dispatch", "--pyargs", *MODULES]
    environment = {**os.environ, "NETWORKX_TEST_BACKEND": "alliance"}
    if rest == "by NetworkX":
        environment["NETWORKX_FALLBACK_TO_NX"] = "1"
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert run.returncode == 0, run.stdout
    said = json.loads(next(line for line in run.stdout.splitlines() if line.startswith(MARK)).removeprefix(MARK))
    if rest == "by NetworkX":
        assert set(said["done"]) == set(backend.WEIGHTS)
        assert said["outcomes"].keys() == {"passed"}
    else:  # many modules are set up with functions that have no kernel, and end there
        assert set(said["done"]) >= {"shortest_simple_paths", "articulation_points", "betweenness_centrality_subset"}
        assert said["outcomes"].keys() == {"passed", "xfailed"}
    known = ("parallel edges", "a function", "without a weight", "is directed")
    assert all(any(words in reason for words in known) for reason in said["declined"])
    assert sum(said["declined"].values()) < sum(said["done"].values())


@pytest.fixture(autouse=True)
def _converted_graphs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nx.config, "warnings_to_ignore", {"cache"})


def weighed(seed: int, *, directed: bool, whole: bool) -> nx.Graph[int]:
    dice = random.Random(seed)
    graph: nx.Graph[int] = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(dice.sample(range(30), 30))
    for _ in range(dice.randint(20, 90)):
        weight = dice.randint(1, 9) if whole else dice.random() + 0.01
        graph.add_edge(dice.randrange(30), dice.randrange(30), weight=weight)
    return graph


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "compiled"])
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "floating"])
@pytest.mark.parametrize("directed", [True, False], ids=["directed", "undirected"])
def test_answers_are_those_of_networkx(
    directed: bool, whole: bool, fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fast and not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    monkeypatch.setattr(simple_network_module, "_WORTH_COMPILING", 0 if fast else 10**9)
    for seed in range(30):
        graph = weighed(seed, directed=directed, whole=whole)
        source, target, *others = random.Random(seed).sample(range(30), 12)
        for weight in ("weight", None):
            lengths: Any
            paths: Any
            plain: Any
            lengths, paths = nx.single_source_dijkstra(graph, source, weight=weight, backend="alliance")
            plain, _ = nx.single_source_dijkstra(graph, source, weight=weight)
            assert lengths == plain
            assert list(lengths.values()) == list(plain.values())
            assert all(nx.path_weight(graph, path, "weight") == lengths[end] for end, path in paths.items() if weight)
            near, _ = nx.single_source_dijkstra(graph, source, cutoff=4, weight=weight, backend="alliance")
            assert near == nx.single_source_dijkstra(graph, source, cutoff=4, weight=weight)[0]
            brokers = (graph, [source, *others], [target, *others[2:]])
            for normalized in (True, False):
                options: dict[str, Any] = {"normalized": normalized, "weight": weight}
                between = nx.betweenness_centrality_subset(*brokers, backend="alliance", **options)
                assert between == pytest.approx(nx.betweenness_centrality_subset(*brokers, **options))
            if target not in lengths:
                with pytest.raises(nx.NetworkXNoPath, match="No path"):
                    nx.bidirectional_dijkstra(graph, source, target, weight=weight, backend="alliance")
                continue
            length, _ = nx.bidirectional_dijkstra(graph, source, target, weight=weight, backend="alliance")
            assert length == pytest.approx(plain[target], rel=1e-12)
            assert isinstance(length, int) == (whole or weight is None)
        if target in nx.descendants(graph, source):
            found = list(
                islice(nx.shortest_simple_paths(graph, source, target, weight="weight", backend="alliance"), 40)
            )
            want = list(islice(nx.shortest_simple_paths(graph, source, target, weight="weight"), 40))
            costs = [nx.path_weight(graph, path, "weight") for path in found]
            assert costs == pytest.approx([nx.path_weight(graph, path, "weight") for path in want], rel=1e-12)
            assert len({tuple(path) for path in found}) == len(want)
            if not whole:
                assert found == want
        if not directed:
            cuts: list[Any] = list(nx.articulation_points(graph, backend="alliance"))
            assert sorted(cuts) == sorted(nx.articulation_points(graph))


def test_what_is_not_supported_is_declined_with_a_reason() -> None:
    graph: nx.Graph[int] = nx.path_graph(4)
    reasons = {
        backend.can_run("pagerank", (graph,), {}): "no kernel",
        backend.can_run("single_source_dijkstra", (nx.MultiDiGraph(graph), 0), {}): "parallel edges",
        backend.can_run("articulation_points", (nx.DiGraph(graph),), {}): "directed",
        backend.can_run("bidirectional_dijkstra", (graph, 0, 3, lambda *_: 1), {}): "a function",
        backend.can_run("shortest_simple_paths", (graph, 0, 3), {}): "without a weight",
        backend.can_run("single_source_dijkstra", (simple_network(graph, {"length": 1}), 0), {}): "'weight'",
        backend.should_run("single_source_dijkstra", (graph, 0), {}): "small graph",
    }
    assert all(words in str(reason) for reason, words in reasons.items())
    assert backend.can_run("single_source_dijkstra", (graph, 0), {"weight": "length"}) is True
    for weight in (-1, float("inf"), float("nan"), None, "far", 2**70):
        graph.add_edge(0, 1, weight=weight)
        with pytest.raises(NotImplementedError, match="weights are"):
            simple_network(graph, {"weight": 1})
        with pytest.raises(NotImplementedError, match="alliance"):
            nx.single_source_dijkstra(graph, 0, backend="alliance")


def test_a_tie_network_is_a_graph_of_networkx(hengzhou: AllianceGraph) -> None:
    network: Any = tie_network(hengzhou, TieRule(direction="either"))
    plain: nx.DiGraph[str] = backend.convert_to_nx(network)
    assert set(plain) == set(hengzhou.node_ids)
    assert plain.number_of_edges() == len(network.forward.ends) > 100
    source = max(plain, key=lambda node: len(nx.descendants(plain, node)))
    lengths: Any
    lengths, paths = nx.single_source_dijkstra(network, source, weight="cost")
    assert lengths == nx.single_source_dijkstra(plain, source, weight="cost")[0]
    target = max(lengths, key=lambda node: len(paths[node]))
    for weight in ("cost", None):
        found = list(islice(nx.shortest_simple_paths(network, source, target, weight=weight), 30))
        want = list(islice(nx.shortest_simple_paths(plain, source, target, weight=weight), 30))
        lists = [
            [nx.path_weight(plain, path, weight) if weight else len(path) for path in part] for part in (found, want)
        ]
        assert lists[0] == pytest.approx(lists[1])
        assert len({tuple(path) for path in found}) == len(want) > 1
    values = {
        (link["source"], link["target"]): link["value"]
        for link in ({"source": a, "target": b, **data} for a, b, data in hengzhou.to_networkx().edges(data=True))
    }
    first, second = paths[target][:2]
    assert np.exp(-plain[first][second]["cost"]) == pytest.approx(
        max(values.get((first, second), 0), values.get((second, first), 0)), rel=1e-6
    )


def test_networkx_starts_without_the_graph_and_without_the_compiler() -> None:
    script = """
        import sys
        import networkx
        assert "alliance" in networkx.utils.backends.backend_info
        assert "Hopcroft" in networkx.articulation_points.__doc__
        print(*sorted(name for name in sys.modules if name.startswith(("alliance", "numba", "numpy", "pydantic"))))
        import alliance.graph.networks.backend
        assert "numba" not in sys.modules
    """
    run = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["alliance", "alliance.networkx_info"]
