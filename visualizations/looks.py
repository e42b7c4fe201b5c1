"""How kinds of nodes and classes of ties look on a map, and what the chain board shows, as `looks.toml` says.

The schema may hold a kind or a class that no look names: it has the default look, and the map is made all the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from ..wording import Text


class _Look(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Look):
    """Kinds that look alike and share a row of the legend.

    Parameters
    ----------
    id, zh, en
        Its id and its name in both languages.
    shape
        A shape of vis-network.
    fill
        Colour, as `#RRGGBB`.
    kinds
        Ids of the kinds.
    """

    id: str
    zh: str
    en: str
    shape: str
    fill: str
    kinds: tuple[str, ...]


class TieLook(_Look):
    """How links of one class of ties look.

    Parameters
    ----------
    stroke
        Colour, as `#RRGGBB`.
    """

    stroke: str


class BoardLayer(_Look):
    """A group of the organising layer of the chain board.

    Parameters
    ----------
    zh, en
        Its name in both languages.
    kinds
        Ids of the kinds.
    """

    zh: str
    en: str
    kinds: tuple[str, ...]

    @property
    def label(self) -> Text:
        """Its name."""
        return Text(self.zh, self.en)


class BoardLook(_Look):
    """What the chain board shows.

    Parameters
    ----------
    head
        Ids of the instruments that the head of a stage counts.
    layers
        The groups of the organising layer, in their order.
    """

    head: tuple[str, ...]
    layers: tuple[BoardLayer, ...]


class Looks(_Look):
    """All looks.

    Parameters
    ----------
    default_group
        Id of the group of every kind that no group names.
    default_tie
        The look of every class of ties that has none of its own.
    groups
        In the order of the legend.
    ties
        By id of the class.
    board
        Of the chain board.

    Raises
    ------
    ValueError
        A kind stands in two groups, or the default group is none of them.
    """

    default_group: str
    default_tie: TieLook
    groups: tuple[Group, ...]
    ties: Mapping[str, TieLook]
    board: BoardLook

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        kinds = [kind for group in self.groups for kind in group.kinds]
        if len(set(kinds)) < len(kinds) or self.default_group not in [group.id for group in self.groups]:
            raise ValueError("looks.toml: a kind stands in two groups, or the default group is none of them")
        return self

    def group_number(self, kind: str) -> int:
        """Position of the group that a kind belongs to."""
        return self._numbers.get(kind, self._default_number)

    def tie(self, tie: str) -> TieLook:
        """The look of a class of ties."""
        return self.ties.get(tie, self.default_tie)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {kind: number for number, group in enumerate(self.groups) for kind in group.kinds}

    @cached_property
    def _default_number(self) -> int:
        return [group.id for group in self.groups].index(self.default_group)


@lru_cache(maxsize=1)
def looks() -> Looks:
    """The looks of this version of the product."""
    return Looks(**tomllib.loads(files(__package__).joinpath("looks.toml").read_text(encoding="utf-8")))
