"""The day of a question that names none: the newest that is known of its scope, so that the calendar decides nothing.

News of another alliance in the same store does not belong to the scope: it would make rosters and links look old.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers
from ..graph.connected_parts import connected_parts
from ..graph.derived import derived
from ..graph.fields import UNKNOWN_DAY
from ..graph.schema import schema


def newest_day_around(graph: AllianceGraph, nodes: Sequence[int], *, umbrella: bool) -> date | None:
    """The last possible day of the newest observation or census of what hangs together with some nodes.

    Links of every type and day join, in either direction, and so does everything that a path could ever walk.

    Parameters
    ----------
    graph
        The graph.
    nodes
        Positions of the nodes that a question names.
    umbrella
        Whether umbrella nodes join too; if not, only those that are named do.
    """
    if not graph.records.rosters and _newest_seen(graph) == UNKNOWN_DAY:
        return graph.latest_observation
    parts, newest = connected_parts(graph, through_umbrellas=umbrella), _newest_by_part(graph, umbrella)
    around = np.unique(parts[np.concatenate([nodes, *(_beside(graph, node) for node in nodes)])])
    return last_known(graph, int(newest[around].max()), lambda scope: parts[scope] in around)


@derived
def _newest_seen(graph: AllianceGraph) -> int:
    return int(graph.relationships.observed_at[:, 1].max(initial=UNKNOWN_DAY))


def _beside(graph: AllianceGraph, node: int) -> Integers:
    """What an umbrella node is linked to; any other node lies in one part with what it is linked to."""
    if not schema().kind(graph.kind(node)).umbrella:
        return np.zeros(0, np.int64)
    columns = graph.relationships
    return np.concatenate([columns.targets[columns.sources == node], columns.sources[columns.targets == node]])


@derived
def _newest_by_part(graph: AllianceGraph, umbrella: bool) -> Integers:
    """The last possible day of the newest observation of a link that touches each connected part."""
    parts, columns = connected_parts(graph, through_umbrellas=umbrella), graph.relationships
    newest = np.full(len(graph), UNKNOWN_DAY)
    for ends in (columns.sources, columns.targets):
        np.maximum.at(newest, parts[ends], columns.observed_at[:, 1])
    return newest


def last_known(graph: AllianceGraph, newest: int, listed: Callable[[int], bool]) -> date | None:
    """The newest observation, or a later census: of a roster of the whole graph, or of a scope that counts."""
    last = max([newest, *_census_days(graph, listed)])
    return date.fromordinal(last) if last != UNKNOWN_DAY else graph.latest_observation


def _census_days(graph: AllianceGraph, listed: Callable[[int], bool]) -> list[int]:
    rosters = graph.records.rosters.values()
    places = {scope: graph.position(scope) for scope in {roster.scope for roster in rosters}}
    counted = {scope for scope, place in places.items() if not scope or (place is not None and listed(place))}
    censuses = {roster.census for roster in rosters if roster.scope in counted}
    known = graph.records.censuses
    return [known[label].date.last.toordinal() for label in sorted(censuses & known.keys())]
