"""Links of which a source says that one holds, and not which: none is claimed, and all of them are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers
from ..graph.derived import derived
from ..graph.models import STATUSES
from ..wording import Text
from .answer import Unknown
from .open_links import link_name

_CANDIDATE, _ONE_OF = "candidate", "one_of"
_WHY = Text("来源只说是其中之一,没有说是哪一个。", "The source says that one of them holds, and not which.")
_CLOSES = Text("来源写明是哪一个", "a source says which")


def which_of_these(view: AllianceGraph, links: Iterable[int]) -> Iterator[Unknown]:
    """For every group that some links belong to: which of its candidates it is, each of them named.

    Parameters
    ----------
    view
        The graph, on a day or as a whole.
    links
        Positions of relationships; those that are no candidates are passed over.
    """
    wanted = set(links) & set(candidates(view).tolist())
    for members in _groups(view) if wanted else []:
        if wanted & set(members):
            named = Text.joined((link_name(view, link) for link in members), ";", "; ")
            what = Text("是哪一个:{named}", "which of these: {named}").fill(named=named)
            yield Unknown(what=what, why=_WHY, closes_when=_CLOSES)


def around(view: AllianceGraph, node: int) -> Iterator[Unknown]:
    """The same for every link of a node."""
    yield from which_of_these(view, [*view.outgoing(node).tolist(), *view.incoming(node).tolist()])


def candidates(view: AllianceGraph) -> Integers:
    """The positions of the links that are one of several."""
    return np.flatnonzero(view.relationships.statuses == STATUSES.code(_CANDIDATE))


@derived
def _groups(view: AllianceGraph) -> list[list[int]]:
    """The candidates of each group, in order of their links; a group is one of its first source.

    A candidate that names no group stands alone: which others it stands beside is not known.
    """
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for link in candidates(view).tolist():
        fact = view.relationship_at(link)
        found[fact.evidence[0].source, str(fact.attributes.get(_ONE_OF, fact.id))].append(link)
    return list(found.values())
