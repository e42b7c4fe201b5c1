"""The source of a table that has no column for it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from ..graph.models import Source
from ..graph.names import normal_form
from ..graph.records import Record
from .identity.scopes import IdScope


def source_for_all(records: Mapping[tuple[str, str], Record], asked: str, scope: IdScope) -> Source | None:
    """The source that was asked for by id or title, a new one of that title, or the only one that there is.

    Parameters
    ----------
    records
        What was read so far; sources come first.
    asked
        An id or a title; empty when nobody said.
    scope
        What ids of the load become.
    """
    sources = [record for record in records.values() if isinstance(record, Source)]
    if not asked:
        return sources[0] if len(sources) == 1 else None
    for source in sources:
        if source.id in (asked, scope.source(asked)) or normal_form(asked) == normal_form(source.title):
            return source
    return Source(id=scope.dated(made_source_id(asked)), title=asked)


def made_source_id(title: str) -> str:
    """The id of a source that is known by its title alone."""
    return f"source-{sha256(normal_form(title).encode()).hexdigest()[:12]}"
