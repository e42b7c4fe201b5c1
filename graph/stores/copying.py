"""Move a graph from one store to another without losing a fact."""

from __future__ import annotations

from ...errors import ForeignFacts, StoreFailed
from ...wording import Text
from .differences import Plan
from .store import GraphStore, Progress


def copy_store(source: GraphStore, target: GraphStore, progress: Progress | None = None) -> Plan:
    """Copy everything into an empty store, or into one that holds nothing but these facts.

    Parameters
    ----------
    source, target
        From and to.
    progress
        Called while it reads and writes.

    Returns
    -------
    Plan
        What was added to the target.

    Raises
    ------
    ForeignFacts
        The target holds other facts, so it would not become a copy; nothing was written.
    StoreFailed
        A store cannot be used, or the copy is not equal to its source.
    """
    graph = source.read(progress)
    before = target.plan(graph)
    if before.foreign or before.changed.total() or before.ended.total():
        raise ForeignFacts(
            Text(
                f"{target.location} 里有别的事实,复制后不会与 {source.location} 相同;未写入。请给一个空的库。",
                f"{target.location} holds other facts and would not become a copy of {source.location}; "
                "nothing was written. Give an empty store.",
            )
        )
    plan = target.write(graph, progress)
    if target.data_version() != graph.data_version:
        raise StoreFailed(
            Text(
                f"{target.location} 与 {source.location} 的数据版本不同。请运行 alliance store check。",
                f"{target.location} and {source.location} have different data versions. Run alliance store check.",
            )
        )
    return plan
