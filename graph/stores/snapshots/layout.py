"""Which columns a snapshot has: those of the graph, texts as bytes and bounds, and what questions compute otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...alliance_graph import AllianceGraph
from ...columns import NodeColumns, RelationshipColumns
from ...records import RecordRow, Records, record_model
from ...schema import schema
from ...texts import Texts, of_bounds

FORMAT = 1
Arrays = Mapping[str, NDArray[Any]]
_RANKS = "name_ranks"
_RECORDS = "records"


def layout_name() -> str:
    """What the columns of a snapshot mean: the digest of the schema, which numbers kinds and types, and the format."""
    return f"{schema().version}-{FORMAT}"


def arrays_of(graph: AllianceGraph) -> Iterator[tuple[str, NDArray[Any]]]:
    """The columns of a graph by name; texts are packed, which takes memory for the bytes of one column at most."""
    for table, columns in (("node", graph.nodes), ("relationship", graph.relationships)):
        for name in columns.__slots__:
            column = getattr(columns, name)
            if isinstance(column, Texts):
                data, bounds = column.packed()
                yield f"{table}.{name}.bounds", bounds
                yield f"{table}.{name}.bytes", np.frombuffer(data, np.uint8)
            else:
                yield f"{table}.{name}", np.ascontiguousarray(column)
    yield _RANKS, graph.name_ranks
    yield _RECORDS, np.frombuffer(json.dumps(graph.records.rows()).encode(), np.uint8)


def graph_of(arrays: Arrays, data_version: str) -> AllianceGraph:
    """The graph of some columns.

    Raises
    ------
    KeyError
        A column is missing.
    """
    rows = json.loads(arrays[_RECORDS].tobytes())
    return AllianceGraph(
        NodeColumns(*_columns(arrays, "node", NodeColumns.__slots__)),
        RelationshipColumns(*_columns(arrays, "relationship", RelationshipColumns.__slots__)),
        Records.of(record_model(RecordRow(*row)) for row in rows),
        data_version=data_version,
        name_ranks=arrays[_RANKS],
    )


def _columns(arrays: Arrays, table: str, names: tuple[str, ...]) -> Iterator[Any]:
    for name in names:
        bounds = arrays.get(f"{table}.{name}.bounds")
        if bounds is None:
            yield arrays[f"{table}.{name}"]
        else:
            yield of_bounds(arrays[f"{table}.{name}.bytes"].data, bounds)
