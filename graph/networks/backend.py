"""The backend `alliance` of NetworkX: five functions whose work is done by the kernels.

NetworkX stays the language: `nx.shortest_simple_paths(network, a, b, weight="cost")` on a `TieNetwork` comes here, and
so does a call on a graph of NetworkX with `backend="alliance"`. What is supported says `can_run`; whatever it declines
is NetworkX' own affair. Results are of the same types and raise the same errors. Among equally short paths NetworkX
takes the one that it happens to meet first; here it is the first in the order of nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np

from . import cut_vertices
from .betweenness import betweenness
from .compiling import compiled
from .distances import distances
from .simple_network import SimpleNetwork, simple_network
from .tie_network import TieNetwork

WEIGHTS = {
    "shortest_simple_paths": None,
    "bidirectional_dijkstra": "weight",
    "single_source_dijkstra": "weight",
    "articulation_points": None,
    "betweenness_centrality_subset": None,
}
"""The functions, and the weight that each takes when none is given."""
_FEW = 2_000
_FIRST_BATCH = 8


# ---- what NetworkX asks of a backend ----


def can_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:
    """Whether a call can be answered here; else why not.

    It can where the graph has no parallel edges and the weight is None or the name of an attribute (of a graph that is
    in rows already: a name of its weights). `articulation_points` wants an undirected graph. `shortest_simple_paths`
    without a weight is for graphs in rows alone: most of its paths are equally long, and the tests of NetworkX hold it
    to the order in which it meets them.

    Weights must be finite numbers of at least 0, in `betweenness_centrality_subset` above 0. Sums of whole ones must
    fit into 64 bits. That is seen when a graph is brought into rows, and declined there by `NotImplementedError`.

    Parameters
    ----------
    name
        The function.
    args, kwargs
        What it is called with.
    """
    if name not in WEIGHTS:
        return f"{name} has no kernel"
    graph = args[0] if args else kwargs["G"]
    weight = _weight(name, args, kwargs)
    there = isinstance(graph, SimpleNetwork | TieNetwork)
    reasons = {
        "the graph has parallel edges": graph.is_multigraph(),
        "the graph is directed": name == "articulation_points" and graph.is_directed(),
        "the weight is a function": not (weight is None or isinstance(weight, str)),
        "without a weight NetworkX orders paths as it meets them": (name, weight, there)
        == ("shortest_simple_paths", None, False),
        f"the weights are not known as {weight!r}": there and weight not in (None, *in_rows(graph).attributes),
    }
    return next((reason for reason, applies in reasons.items() if applies), True)


def should_run(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool | str:
    """Whether it is worth while to bring a graph into rows for a call; else why not."""
    graph = args[0] if args else kwargs["G"]
    if not isinstance(graph, SimpleNetwork | TieNetwork) and graph.number_of_edges() < _FEW:
        return f"{name} of a small graph is done before it is in rows"
    return True


def convert_from_nx(
    graph: Any, *, edge_attrs: Mapping[str, Any] | None = None, preserve_edge_attrs: bool = False, **_rest: Any
) -> Any:
    """A graph of NetworkX in rows; see `simple_network`."""
    if isinstance(graph, SimpleNetwork | TieNetwork):
        return graph
    if preserve_edge_attrs:
        raise NotImplementedError("the weight is a function")
    return simple_network(graph, edge_attrs)


def convert_to_nx(result: Any, **_rest: Any) -> Any:
    """A graph in rows as one of NetworkX; anything else as it is."""
    return in_rows(result).to_networkx() if isinstance(result, SimpleNetwork | TieNetwork) else result


def in_rows(graph: SimpleNetwork | TieNetwork) -> SimpleNetwork:
    """The graph whose nodes are labels."""
    return graph.simple if isinstance(graph, TieNetwork) else graph


def _weight(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    place = {"shortest_simple_paths": 3, "bidirectional_dijkstra": 3}.get(name, 4)
    return args[place] if len(args) > place else kwargs.get("weight", WEIGHTS[name])


def _weighed(graph: SimpleNetwork | TieNetwork, weight: str | None) -> SimpleNetwork:
    return in_rows(graph).hops if weight is None else in_rows(graph)


# ---- the five functions ----


def shortest_simple_paths(
    G: SimpleNetwork | TieNetwork,  # noqa: N803 - NetworkX passes it by this name
    source: Hashable,
    target: Hashable,
    weight: str | None = None,
) -> Iterator[list[Any]]:
    """See `networkx.shortest_simple_paths`; the search is that of `unlimited_paths`."""
    network = _weighed(G, weight)
    return _simple_paths(network, network.paths.between, source, target)


def _simple_paths(
    network: SimpleNetwork, between: Callable[..., Any], source: Hashable, target: Hashable
) -> Iterator[list[Any]]:
    """Paths as they are asked for: each batch is four times the last, so all cost little more than the last."""
    for what, node in (("source", source), ("target", target)):
        if node not in network:
            raise nx.NodeNotFound(f"{what} node {node} not in graph")
    if source == target:
        yield [source]
        return
    passable, count, known = np.ones(len(network), np.bool_), _FIRST_BATCH, 0
    while True:
        found = between(network.numbers[source], network.numbers[target], count, passable)
        if not found:
            raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
        for path in found[known:]:
            yield [network.labels[node] for node in path.nodes]
        if len(found) < count:
            return
        known, count = count, 4 * count


def bidirectional_dijkstra(
    G: SimpleNetwork | TieNetwork,  # noqa: N803 - NetworkX passes it by this name
    source: Hashable,
    target: Hashable,
    weight: str | None = "weight",
) -> tuple[int | float, list[Any]]:
    """See `networkx.bidirectional_dijkstra`."""
    network = _weighed(G, weight)
    for what, node in (("Source", source), ("Target", target)):
        if node not in network:
            raise nx.NodeNotFound(f"{what} {node} is not in G")
    if source == target:
        return 0, [source]
    ends = network.numbers[source], network.numbers[target]
    found = network.paths.between(*ends, 1, np.ones(len(network), np.bool_))
    if not found:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return network.length(found[0].nodes), [network.labels[node] for node in found[0].nodes]


def single_source_dijkstra(
    G: SimpleNetwork | TieNetwork,  # noqa: N803 - NetworkX passes it by this name
    source: Hashable,
    target: Hashable | None = None,
    cutoff: float | None = None,
    weight: str | None = "weight",
) -> tuple[Any, Any]:
    """See `networkx.single_source_dijkstra`; the search is that of `distances`."""
    network = _weighed(G, weight)
    if source not in network:
        raise nx.NodeNotFound(f"Node {source} not found in graph")
    if source == target:
        return 0, [target]
    goal = network.numbers.get(target)
    found = distances(network.forward, network.numbers[source], goal=goal, limit=cutoff, fast=network.fast)
    order = found.order.tolist()
    labels = network.labels
    if target is not None:
        if order[-1] != goal:
            raise nx.NetworkXNoPath(f"No path to {target}.")
        return found.labels[goal].item(), [labels[node] for node in found.path(order[-1])]
    values, links = found.labels[found.order].tolist(), found.links.tolist()
    paths = {source: [source]}
    for node in order[1:]:
        paths[labels[node]] = [*paths[labels[links[node]]], labels[node]]
    return {labels[node]: value for node, value in zip(order, values, strict=True)}, paths


def articulation_points(
    G: SimpleNetwork,  # noqa: N803 - NetworkX passes it by this name
) -> Iterator[Any]:
    """See `networkx.articulation_points`; in the order of the nodes."""
    kernels = compiled(cut_vertices) if G.fast else cut_vertices
    cuts = kernels.cut_vertices(G.forward.starts, G.forward.ends)
    return (G.labels[node] for node in np.flatnonzero(cuts).tolist())


def betweenness_centrality_subset(
    G: SimpleNetwork | TieNetwork,  # noqa: N803 - NetworkX passes it by this name
    sources: Iterable[Hashable],
    targets: Iterable[Hashable],
    normalized: bool = False,
    weight: str | None = None,
) -> dict[Any, float]:
    """See `networkx.betweenness_centrality_subset`; the algorithm is that of `betweenness`."""
    network = _weighed(G, weight)
    if not (network.forward.keys > 0).all():
        raise NotImplementedError("weights are not above 0")
    ends = np.zeros(len(network), np.bool_)
    ends[[network.numbers[node] for node in targets if node in network]] = True
    starts = [network.numbers[node] for node in sources]
    sums = betweenness(network.forward, network.backward, starts, ends, fast=network.fast)
    pairs = max(1, (len(network) - 1) * (len(network) - 2))
    if normalized:
        sums = sums * (1 / pairs)
    elif not network.directed and len(network) > 2:
        sums = sums * 0.5
    return dict(zip(network.labels, sums.tolist(), strict=True))
