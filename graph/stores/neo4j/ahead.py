"""Two things at once: one is made ready while the one before is used, so that both sides of a connection are busy."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")


@contextmanager
def ahead(items: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """The items, each made in a thread while the one before is used; the thread has ended when the context has."""
    made = _ahead(items)
    with closing(made):
        yield made


def _ahead(items: Iterator[Item]) -> Generator[Item]:
    end: Any = object()
    with ThreadPoolExecutor(1) as thread:
        pending = thread.submit(next, items, end)
        while (item := pending.result()) is not end:
            pending = thread.submit(next, items, end)
            yield item
