"""Progress of a graph that is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ...graph.stores.store import Progress

Item = TypeVar("Item")
_STEP = 5_000


def counted(items: Iterable[Item], what: str, total: int, progress: Progress | None) -> Iterator[Item]:
    """The items, with a report every few thousand of them.

    Parameters
    ----------
    items
        What is written.
    what, total
        What they are, and how many.
    progress
        Takes the reports.
    """
    for number, item in enumerate(items):
        if progress and number % _STEP == 0:
            progress(what, number, total)
        yield item
