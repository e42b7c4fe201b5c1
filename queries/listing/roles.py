"""Which nodes a list takes: of some kinds, in a scope, and what they are to something."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ..scopes import Scope
from .terms_in_words import Kinds


@dataclass(frozen=True, slots=True)
class Listed:
    """The nodes of a list.

    Parameters
    ----------
    view
        The graph on the day of the question.
    truths
        By position of a node how far it belongs to the list, in the order of names.
    links
        By position of a node the links by which it has its role.
    """

    view: AllianceGraph
    truths: dict[int, Truth]
    links: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, view: AllianceGraph, kinds: Kinds, scope: Scope, role: str | None, whose: int | None) -> Listed:
        """The nodes of some kinds in a scope; with a role or `whose`, those that a link shows to have it.

        Parameters
        ----------
        view
            The graph on the day of the question.
        kinds, scope
            What is listed.
        role
            The type of the link, in either direction; any when None.
        whose
            Position of the other end; anything when None.
        """
        inside = schema().kind_vocabulary.mask(view.nodes.kinds, list(kinds.kinds)) & scope.may
        order = [int(node) for node in view.name_order if inside[node]]
        best = {node: Truth.HOLDS if scope.holds[node] else Truth.MAY for node in order}
        if role is None and whose is None:
            return cls(view, best)
        links = _links(view, inside, role, whose)
        truths = link_truths(view)
        found = {node: max(Truth(truths[link]) for link in links[node]) for node in order if node in links}
        return cls(view, {node: min(truth, best[node]) for node, truth in found.items()}, links)


def _links(view: AllianceGraph, inside: np.ndarray, role: str | None, whose: int | None) -> dict[int, list[int]]:
    """By node of the list its links of the role that may hold, to the other end that is asked for."""
    columns, links = view.relationships, np.flatnonzero(link_truths(view) > 0)
    if role is not None:
        links = links[schema().type_vocabulary.mask(columns.types[links], [role])]
    found: dict[int, list[int]] = defaultdict(list)
    for ends, others in ((columns.sources, columns.targets), (columns.targets, columns.sources)):
        here = links[inside[ends[links]]]
        for link in here[others[here] == whose].tolist() if whose is not None else here.tolist():
            found[int(ends[link])].append(link)
    return found
