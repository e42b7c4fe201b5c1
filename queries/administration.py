"""The levels of administration: at which one each unit stands, as its source writes it.

What sources write for a level is data (`[administration]` in `schema.toml`). A text that means no level, such as 企业,
says that its unit stands at none; a unit without any text may stand at any.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers, Mask
from ..graph.derived import derived
from ..graph.names import normal_form
from ..graph.schema import schema
from .stated import is_aggregate

NOT_STATED, AT_NO_LEVEL = -1, -2
_ENDING = "级"


@dataclass(frozen=True, slots=True)
class Administration:
    """At which level each node stands.

    Parameters
    ----------
    view
        The graph on the day of the question.
    levels
        By position the place of its level in `schema().administration`; `NOT_STATED` of a unit of which no source says
        it, `AT_NO_LEVEL` of everything else.
    aggregates
        Which nodes stand for several without names.
    places
        By position where it is, as its source writes it; only of nodes that stand at a level.
    """

    view: AllianceGraph
    levels: Integers
    aggregates: Mask
    places: dict[int, str]

    def at(self, level: str) -> Mask:
        """Which nodes stand at a level."""
        return np.asarray(self.levels == list(schema().administration).index(level), np.bool_)

    @property
    def not_stated(self) -> Mask:
        """Which units no source puts at a level or at none."""
        return np.asarray(self.levels == NOT_STATED, np.bool_)

    def around(self, alliance: int) -> Mask:
        """Which nodes the levels of an alliance consist of: not those that lie elsewhere in the country.

        Above the alliance's own level that is everybody. At its level and below it, it is who lies in the place of the
        alliance as the two are written (横州市校椅镇 lies in 横州市), and whose place is not stated.
        """
        own, place = int(self.levels[alliance]), self.places.get(alliance, "")
        inside = np.ones(len(self.view), np.bool_)
        for node, written in self.places.items():
            below = own < 0 or self.levels[node] >= own
            inside[node] = not (below and place and written) or written.startswith(place)
        return inside


@derived
def administration(view: AllianceGraph) -> Administration:
    """The levels of all nodes of a view."""
    kinds, units = view.nodes.kinds, schema().groups["actor"]
    of_kind = schema().kind_vocabulary.mask
    levels = np.where(of_kind(kinds, units), NOT_STATED, AT_NO_LEVEL)
    for place, level in enumerate(schema().administration.values()):
        levels[of_kind(kinds, level.kinds)] = place
    places: dict[int, str] = {}
    for node in np.flatnonzero(view.nodes.bodies.holding('"level"') | view.nodes.bodies.holding('"place"')).tolist():
        body = json.loads(view.nodes.bodies[node])
        if levels[node] == NOT_STATED and body.get("level"):
            levels[node] = _level(body["level"])
        if levels[node] >= 0:
            places[node] = body.get("place", "")
    aggregates = np.zeros(len(view), np.bool_)
    for node in np.flatnonzero(view.nodes.bodies.holding('"aggregate"')).tolist():
        aggregates[node] = is_aggregate(view, node)
    return Administration(view, levels, aggregates, places)


def _level(written: str) -> int:
    """The level that a text means."""
    normal = normal_form(written)
    return _names().get(normal, _names().get(normal.removesuffix(_ENDING), AT_NO_LEVEL))


@lru_cache(maxsize=1)
def _names() -> dict[str, int]:
    levels = enumerate(schema().administration.values())
    return {normal_form(name): place for place, level in levels for name in level.names}
