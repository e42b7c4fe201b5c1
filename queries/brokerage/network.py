"""What the questions of this family share: the network of a rule on a day, and what of it only may hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Mask
from ...graph.networks.contacts import Contacts, contacts
from ...graph.networks.ties import TieRule
from ...graph.schema import schema
from ...wording import NOTHING, Text
from ..answer import Unknown
from ..lookup import resolve_position
from ..open_links import open_links, widest
from ..question import Frame
from ..rule_words import rule_words
from ..scopes import Scope
from ..stated import stated_but_unlisted


def chosen(view: AllianceGraph, named: Sequence[str], network: Contacts) -> Mask:
    """The numbers of the nodes that are named, by kind or by name; all where nothing is.

    Raises
    ------
    UnknownName, AmbiguousName
        A text that is no kind and means no node, or several.
    """
    if not named:
        return np.ones(len(network), np.bool_)
    kinds = [text for text in named if text in schema().kinds]
    positions = [resolve_position(view, text) for text in named if text not in schema().kinds]
    nodes = schema().kind_vocabulary.mask(view.nodes.kinds[network.positions], kinds)
    return np.asarray(nodes | np.isin(network.positions, positions), np.bool_)


def bounds_words(view: AllianceGraph, rule: TieRule, scope: Scope) -> Text:
    """The day, the scope and the rule in one phrase."""
    day = view.as_of_day
    parts = [Text(f"截至 {day}", f"as of {day}") if day else NOTHING, scope.words(view), *rule_words(rule)]
    return Text.joined([part for part in parts if part], zh=",")


def further_links(view: AllianceGraph, rule: TieRule) -> Iterator[Unknown]:
    """The links of the rule that only may hold, which the measures leave out."""
    wide = contacts(view, widest(rule), sure=False)
    yield from open_links(view, wide.links.tolist(), counted=False)


def unnamed(frame: Frame[AllianceGraph], view: AllianceGraph, scope: Scope) -> Iterator[Unknown]:
    """Whom the scope counts and nobody names: the list cannot have them."""
    if scope.position is not None:
        yield from stated_but_unlisted(view, frame.book, view.node_ids[scope.position])
