"""What NetworkX is told of the backend whenever it is imported; so nothing else is imported here."""

from __future__ import annotations

from typing import Any


def networkx_info() -> dict[str, Any]:
    """Names and words of the backend `alliance`, as the entry point `networkx.backend_info` wants them."""
    kernels = {
        "shortest_simple_paths": "k best paths inside an ellipse (Yen 1971, Lawler 1972); ties in the order of nodes.",
        "bidirectional_dijkstra": "From both ends at once; ties in the order of nodes.",
        "single_source_dijkstra": "From one node to all; ties in the order of nodes.",
        "articulation_points": "Depth-first search (Hopcroft and Tarjan 1973), for undirected graphs.",
        "betweenness_centrality_subset": "Brandes' accumulation (2001, 2008), for weights above 0.",
    }
    limits = "No multigraphs; the weight is the name of an attribute whose values are finite numbers of at least 0."
    return {
        "backend_name": "alliance",
        "project": "alliance-graph",
        "package": "alliance",
        "short_summary": "Kernels for paths, cut vertices and brokers; compiled with the extra `fast`.",
        "functions": {name: {"additional_docs": f"{words} {limits}"} for name, words in kernels.items()},
    }
