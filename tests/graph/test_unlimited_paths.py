"""The k best paths and the distances against brute force, in both forms; `ALLIANCE_TEST_WORLDS` sets how many."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise

import networkx as nx
import numpy as np
import pytest

from alliance.errors import GraphTooLarge
from alliance.graph.networks.compiling import can_compile
from alliance.graph.networks.distances import distances
from alliance.graph.networks.unlimited_paths import UnlimitedPaths
from alliance.tests.graph.arc_worlds import WORLDS, Path, all_paths, rows, world


@pytest.fixture(params=[False, True], ids=["plain", "compiled"])
def fast(request: pytest.FixtureRequest) -> bool:
    if request.param and not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    return bool(request.param)


def test_best_paths_are_those_of_brute_force_in_order(fast: bool) -> None:
    found = ties = 0
    for seed in range(WORLDS):
        shown = world(seed)
        search = UnlimitedPaths(*rows(shown.nodes, shown.arcs), fast)
        want = all_paths(shown, shown.target)[: shown.count]
        for again in range(2):  # the second question gets the arrays that the first gave back
            got = search.between(shown.source, shown.target, shown.count, shown.mask)
            assert [(path.key, path.nodes) for path in got] == want, (seed, again)
        found += len(want)
        ties += len(want) - len({key for key, _ in want})
    assert found > WORLDS / 2
    assert ties > WORLDS / 10


def test_distances_and_their_paths_are_those_of_brute_force(fast: bool) -> None:
    for seed in range(WORLDS):
        shown = world(seed)
        forward, backward = rows(shown.nodes, shown.arcs)
        got = distances(forward, shown.source, shown.mask, fast=fast)
        reached = {node: (int(got.labels[node]), tuple(got.path(node))) for node in got.order.tolist()}
        want: dict[int, Path] = {shown.source: (0, (shown.source,))}
        for node in set(range(shown.nodes)) - {shown.source}:
            want.update((node, path) for path in all_paths(shown, node)[:1])
        assert reached == want, seed
        assert got.order.tolist() == sorted(reached, key=lambda node: (reached[node][0], node)), seed
        goal, limit = shown.target, 300
        within = distances(forward, shown.source, shown.mask, limit=limit, fast=fast)
        assert within.order.tolist() == [node for node in got.order.tolist() if reached[node][0] <= limit], seed
        if goal in reached:
            until = distances(forward, shown.source, shown.mask, goal=goal, fast=fast)
            assert until.order.tolist()[-1] == goal
            assert tuple(until.path(goal)) == reached[goal][1]
            back = distances(backward, goal, shown.mask, fast=fast)
            assert int(back.labels[shown.source]) == reached[goal][0]


@pytest.mark.parametrize("seed", range(3))
def test_networkx_finds_the_same_costs_in_a_network_with_hubs(fast: bool, seed: int) -> None:
    dice = random.Random(seed)
    size, heavy = 400, [dice.randrange(400) for _ in range(4)]
    ends = [
        tuple(dice.choice([dice.choice(heavy), *dice.choices(range(size), k=4)]) for _ in "ab") for _ in range(1500)
    ]
    arcs = [(tail, head, 256 * dice.randint(0, 30) + 1) for tail, head in ends if tail != head]
    graph: nx.DiGraph[int] = nx.DiGraph()
    for tail, head, key in arcs:
        if not graph.has_edge(tail, head) or key < graph[tail][head]["weight"]:
            graph.add_edge(tail, head, weight=key)
    search = UnlimitedPaths(*rows(size, arcs), fast)
    passable = np.ones(size, np.bool_)
    pairs = [dice.sample(sorted(graph), 2) for _ in range(8)]
    compared = 0
    for source, target in pairs:
        got = search.between(source, target, 15, passable)
        if not nx.has_path(graph, source, target):
            assert got == []
            continue
        want = islice(nx.shortest_simple_paths(graph, source, target, weight="weight"), 15)
        assert [path.key for path in got] == [nx.path_weight(graph, path, "weight") for path in want]
        assert all(path.key == nx.path_weight(graph, list(path.nodes), "weight") for path in got)
        compared += 1
    assert compared > 2


def test_the_order_hangs_on_names_and_not_on_rows_or_ids(fast: bool) -> None:
    for seed in range(min(WORLDS, 300)):
        shown = world(seed)
        dice = random.Random(seed)
        names = sorted(f"{dice.randrange(100)}-{node}" for node in range(shown.nodes))
        answers = []
        for _ in range(2):
            arcs = dice.sample(shown.arcs, len(shown.arcs))
            ids = dice.sample(range(shown.nodes), shown.nodes)  # what a loader numbers as it comes
            named = [(ids[tail], ids[head], key) for tail, head, key in arcs]
            by_id = {number: names[node] for node, number in enumerate(ids)}
            rank = {number: place for place, number in enumerate(sorted(by_id, key=lambda number: by_id[number]))}
            ranked = [(rank[tail], rank[head], key) for tail, head, key in named]
            passable = np.array([shown.passable[node] for node in range(shown.nodes)], np.bool_)
            search = UnlimitedPaths(*rows(shown.nodes, ranked), fast)
            source, target = rank[ids[shown.source]], rank[ids[shown.target]]
            got = search.between(source, target, shown.count, passable)
            answers.append([(path.key, [names[node] for node in path.nodes]) for path in got])
        assert answers[0] == answers[1], seed


def test_a_path_may_have_any_number_of_steps(fast: bool) -> None:
    length = 1200
    chain = [(node, node + 1, 256 * 3 + 1) for node in range(length)]
    detour = [(node, length + node, 256 * 2 + 1) for node in range(1, 400)]
    detour += [(length + node, node + 1, 256 * 2 + 1) for node in range(1, 400)]
    search = UnlimitedPaths(*rows(2 * length, chain + detour), fast)
    got = search.between(0, length, 3, np.ones(2 * length, np.bool_))
    assert [path.steps for path in got] == [1200, 1201, 1201]
    assert [(path.key - path.steps) // 256 for path in got] == [3600, 3601, 3601]
    assert got[0].nodes == tuple(range(length + 1))
    assert got[1].nodes < got[2].nodes


def test_more_paths_than_any_array_was_made_for(fast: bool) -> None:
    layers, width = 6, 4
    between = [range(1 + width * layer, 1 + width * (layer + 1)) for layer in range(layers)]
    levels = [range(1), *between, range(1 + width * layers, 2 + width * layers)]
    arcs = [(a, b, 257) for first, second in pairwise(levels) for a in first for b in second]
    search = UnlimitedPaths(*rows(2 + width * layers, arcs), fast)
    got = search.between(0, 1 + width * layers, 10_000, np.ones(2 + width * layers, np.bool_))
    assert len(got) == width**layers == 4096
    assert [path.nodes for path in got] == sorted(path.nodes for path in got)
    assert {path.key for path in got} == {257 * (layers + 1)}


def test_questions_at_the_same_time_do_not_disturb_each_other() -> None:
    if not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    dice = random.Random(1)
    arcs = [(dice.randrange(300), dice.randrange(300), 256 * dice.randint(0, 9) + 1) for _ in range(1500)]
    search = UnlimitedPaths(*rows(300, arcs), fast=True)
    passable = np.ones(300, np.bool_)
    pairs = [tuple(dice.sample(range(300), 2)) for _ in range(60)]
    alone = [search.between(source, target, 10, passable) for source, target in pairs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda pair: search.between(pair[0], pair[1], 10, passable), pairs))
    assert together == alone


def test_sums_that_do_not_fit_are_not_left_out_in_silence(fast: bool) -> None:
    dear = 2**53 + 1
    chain = [(node, node + 1, dear) for node in range(400)]
    search = UnlimitedPaths(*rows(1000, chain), fast)
    passable = np.ones(1000, np.bool_)
    assert [path.steps for path in search.between(0, 100, 2, passable)] == [100]
    assert [path.steps for path in search.between(0, 250, 1, passable)] == [250]
    with pytest.raises(GraphTooLarge, match="64 bits"):
        search.between(0, 400, 1, passable)
    assert search.between(0, 500, 2, passable) == []
    with pytest.raises(GraphTooLarge, match="64 bits"):
        distances(rows(1000, chain)[0], 0, fast=fast)
    longer = [(0, 500, dear), *((node, node + 1, dear) for node in range(500, 760)), (760, 250, dear)]
    search = UnlimitedPaths(*rows(1000, chain + longer), fast)
    assert [path.steps for path in search.between(0, 250, 1, passable)] == [250]
    with pytest.raises(GraphTooLarge, match="64 bits"):
        search.between(0, 250, 2, passable)
