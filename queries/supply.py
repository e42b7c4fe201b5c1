"""Who supplies whom among organisations, and what hangs on one node alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import networkx as nx

from ..graph.schema import schema
from .chain import Chain, Served

COUNTED = ("confirmed", "tentative")
VERIFIED = ("confirmed",)
_ROOT = -1


def dominated_counts(graph: nx.DiGraph[int]) -> dict[int, int]:
    """How many other nodes each node dominates: every way to them from a beginning of the graph passes it.

    Dominators by Lengauer and Tarjan (1979), from a root before every beginning. A beginning is a node that nothing
    leads to; where nodes lead to each other in a ring and nothing outside leads to the ring, all of them are.
    """
    root, rooted = _ROOT, graph.copy()
    rooted.add_edges_from((root, node) for ring in nx.strongly_connected_components(graph)
                          if not any(set(graph.pred[node]) - ring for node in ring) for node in ring)  # fmt: skip
    counts = dict.fromkeys(rooted, 0)
    if root not in rooted:
        return counts
    above = {node: parent for node, parent in nx.immediate_dominators(rooted, root).items() if node != root}
    tree = nx.DiGraph((parent, node) for node, parent in above.items())
    for node in reversed(list(nx.topological_sort(tree))):
        if node != root:
            counts[above[node]] += counts[node] + 1
    del counts[root]
    return counts


def supply_graph(chain: Chain) -> nx.DiGraph[int]:
    """Who supplies whom among organisations, confirmed or not; every arc has the `link` that shows it."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    for supplier, customer, link in _supplies(chain, COUNTED):
        if not graph.has_edge(supplier, customer):
            graph.add_edge(supplier, customer, link=link)
    return graph


def _supplies(chain: Chain, statuses: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
    organisations = set(chain.view.nodes_of(*schema().groups["organisation"]).tolist())
    for declared in schema().types.values():
        if declared.supply is None:
            continue
        for source, target, link in chain.links_of([declared.id], statuses):
            ends = (source, target) if declared.supply == "forward" else (target, source)
            if organisations.issuperset(ends):
                yield *ends, link


def customers_of_suppliers(chain: Chain, statuses: tuple[str, ...]) -> dict[int, set[int]]:
    """By supplier, its customers, by links of some statuses."""
    customers: dict[int, set[int]] = defaultdict(set)
    for supplier, customer, _ in _supplies(chain, statuses):
        customers[supplier].add(customer)
    return customers


def supplied_pairs(customers_of: dict[int, set[int]], before: Served, after: Served) -> int:
    """How many pairs of an organisation before and one after are joined by a supply link."""
    wanted = set(after.nodes)
    return sum(len(customers_of[one] & wanted) for one in before.nodes if one in customers_of)
