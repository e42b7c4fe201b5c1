"""Links of which a source says that one holds, and not which: none is claimed, and all of them are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.derived import derived
from ..graph.schema import schema
from ..graph.truth import ONE_OF, one_of_several
from ..wording import Text
from .answer import Unknown

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
    groups, wanted = _groups(view), set(links)
    for members in groups:
        if wanted & set(members):
            named = Text.joined((_named(view, link) for link in members), ";", "; ")
            what = Text("是哪一个:{named}", "which of these: {named}").fill(named=named)
            yield Unknown(what=what, why=_WHY, closes_when=_CLOSES)


def around(view: AllianceGraph, node: int) -> Iterator[Unknown]:
    """The same for every link of a node."""
    yield from which_of_these(view, [*view.outgoing(node).tolist(), *view.incoming(node).tolist()])


@derived
def _groups(view: AllianceGraph) -> list[list[int]]:
    """The candidates of each group, in order of their links; a group is one of its first source."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for link in np.flatnonzero(one_of_several(view)).tolist():
        fact = view.relationship_at(link)
        found[fact.evidence[0].source, str(fact.attributes.get(ONE_OF, ""))].append(link)
    return list(found.values())


def _named(view: AllianceGraph, link: int) -> Text:
    columns, names = view.relationships, view.node_names
    declared = schema().type(schema().type_vocabulary.term(columns.types[link]))
    source, target = names[columns.sources[link]], names[columns.targets[link]]
    return Text("{source} {type} {target}", "{source} {type} {target}").fill(
        source=source, type=declared.label, target=target
    )
