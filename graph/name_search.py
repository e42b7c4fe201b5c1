"""Looking names up in a graph in memory, as the stores do by the search text that they keep."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from .columns import NodeColumns
from .names import Match, match, may_be_initials, search_text


class NameSearch:
    """The names of some nodes.

    Parameters
    ----------
    nodes
        Their columns.
    """

    def __init__(self, nodes: NodeColumns) -> None:
        self._nodes = nodes

    def matches(self, text: str) -> Iterator[tuple[Match, int]]:
        """The positions of the nodes that answer to a text, each with how it does."""
        texts = self._with_initials if may_be_initials(text) else self._without_initials
        for place, (node_id, search) in enumerate(zip(self._nodes.ids.tolist(), texts, strict=True)):
            found = match(text, node_id, search)
            if found is not None:
                yield found, place

    def all_names(self) -> Iterator[str]:
        """Every name and alias, in order of the nodes."""
        for rows in self._nodes.rows():
            for row in rows:
                yield row.name
                yield from row.aliases

    @cached_property
    def _with_initials(self) -> list[str]:
        return self._texts(with_initials=True)

    @cached_property
    def _without_initials(self) -> list[str]:
        return self._texts(with_initials=False)

    def _texts(self, *, with_initials: bool) -> list[str]:
        """By position; initials cost most, so they are made only when somebody may have typed some."""
        return [search_text(row, with_initials=with_initials) for rows in self._nodes.rows() for row in rows]
