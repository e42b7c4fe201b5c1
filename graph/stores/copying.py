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
    graph = source.read_anew(progress)
    before = target.plan(graph)
    if before.foreign or before.changed.total() or before.ended.total():
        raise ForeignFacts(
            Text(
                "{target} 里有别的事实,复制后不会与 {source} 相同;未写入。请给一个空的库。",
                "{target} holds other facts and would not become a copy of {source}; nothing was written. "
                "Give an empty store.",
            ),
            target=target.location,
            source=source.location,
        )
    plan = target.write(graph, progress)
    if target.data_version() != graph.data_version:
        raise StoreFailed(
            Text(
                "{target} 与 {source} 的数据版本不同。请运行 alliance store check。",
                "{target} and {source} have different data versions. Run alliance store check.",
            ),
            target=target.location,
            source=source.location,
        )
    return plan
