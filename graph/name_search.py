"""Looking names up in a graph in memory, as the stores do by the search text that they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from .columns import NodeColumns
from .names import Match, match, may_be_initials, search_text
from .places import other_names

Hit = TypeVar("Hit")
_BY_OTHER_PLACE = {Match.NAME: Match.ALIAS, Match.PART_OF_NAME: Match.PART_OF_ALIAS}


def renamed_too(text: str, find: Callable[[str], list[tuple[Match, Hit]]]) -> list[tuple[Match, Hit]]:
    """What answers to a text; when nothing does, what answers to it with the other names of renamed places.

    Parameters
    ----------
    text
        What was typed.
    find
        Gives what answers to a text as it stands.
    """
    if hits := find(text):
        return hits
    for other in other_names(text):
        if hits := find(other):
            return [(_BY_OTHER_PLACE.get(match, match), hit) for match, hit in hits]
    return []


class NameSearch:
    """The names of some nodes.

    Parameters
    ----------
    nodes
        Their columns.
    other_ids
        Further ids that nodes go by, with their own.
    """

    def __init__(self, nodes: NodeColumns, other_ids: Mapping[str, str]) -> None:
        self._nodes = nodes
        self._other_ids = other_ids

    def matches(self, text: str) -> list[tuple[Match, int]]:
        """The positions of the nodes that answer to a text, each with how it does."""
        return renamed_too(text, self._matches)

    def _matches(self, text: str) -> list[tuple[Match, int]]:
        texts = self._with_initials if may_be_initials(text) else self._without_initials
        meant = self._other_ids.get(text.strip())
        found = (
            (Match.ID if node_id == meant else match(text, node_id, search), place)
            for place, (node_id, search) in enumerate(zip(self._nodes.ids.tolist(), texts, strict=True))
        )
        return [(kind, place) for kind, place in found if kind is not None]

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
