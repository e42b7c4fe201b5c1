"""Coverage and gaps at size, beside pandas on the same columns: `python benchmarks/questions.py [nodes]`.

pandas counts the matrix by merges: distinct nodes of each instrument at each stage, all of them taken for sure. It
keeps no truth, no intervals, no aggregates, no rosters and no evidence: the least that the work can take there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pandas as pd
from clusters import made_up_cluster
from measure import Taken, machine, middle, table, taken

from alliance.graph import AllianceGraph, schema
from alliance.queries import coverage, coverage_matrix, gaps
from alliance.queries.cover.coverage_matrix import DEFAULT_INSTRUMENTS

RUNS = 5


def merged(graph: AllianceGraph) -> pd.DataFrame:
    """The matrix as pandas gives it: how many distinct nodes serve each stage."""
    columns, terms, kinds = graph.relationships, list(schema().types), list(schema().kinds)
    links = pd.DataFrame({"source": columns.sources, "target": columns.targets, "type": columns.types})
    links["type"] = links["type"].map(dict(enumerate(terms)))
    kind = pd.Series(graph.nodes.kinds).map(dict(enumerate(kinds)))
    links["source_kind"], links["target_kind"] = kind[links["source"]].to_numpy(), kind[links["target"]].to_numpy()
    places = links[(links["type"] == "OPERATES_IN") & (links["target_kind"] == "stage")]
    places = places[["source", "target"]].rename(columns={"source": "organisation", "target": "stage"})
    counts = {}
    for instrument in (schema().instruments[name] for name in DEFAULT_INSTRUMENTS):
        of_kind = links[links["source_kind"].isin(instrument.kinds)]
        direct = of_kind[of_kind["type"].isin(instrument.direct)][["source", "target"]]
        direct = direct.rename(columns={"source": "node", "target": "stage"})
        to = of_kind[of_kind["type"].isin(instrument.to_organisation)][["source", "target"]]
        out = links[links["target_kind"].isin(instrument.kinds) & links["type"].isin(instrument.from_organisation)]
        linked = pd.concat([
            to.rename(columns={"source": "node", "target": "organisation"}),
            out.rename(columns={"target": "node", "source": "organisation"})[["node", "organisation"]],
        ])  # fmt: skip
        served = pd.concat([direct, linked.merge(places, on="organisation")[["node", "stage"]]])
        counts[instrument.id] = served.drop_duplicates().groupby("stage").size()
    return pd.DataFrame(counts)


def main() -> None:
    """Measure and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    graph = made_up_cluster(size)
    works: dict[str, Callable[[], object]] = {
        "matrix by pandas": lambda: merged(graph),
        "matrix": lambda: coverage_matrix(graph),
        "rates": lambda: coverage(graph),
        "gaps": lambda: gaps(graph),
    }
    runs: dict[str, list[Taken]] = {}
    for _ in range(RUNS):
        for name, work in works.items():
            runs.setdefault(name, []).append(taken(work))
    cpu = {name: middle(some).cpu for name, some in runs.items()}
    rows = [(name, seconds, seconds / cpu["matrix by pandas"]) for name, seconds in cpu.items()]
    head = (f"CPU s, median of {RUNS}", "seconds", "× matrix by pandas")
    table(f"Coverage and gaps, {size:,} nodes and {5 * size:,} relationships ({machine()})", head, rows)


if __name__ == "__main__":
    main()
