"""The course of a path question: what holds first, then what may hold, then what is counted and not named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ...graph.alliance_graph import AllianceGraph
from ...graph.derived import derived
from ...graph.networks.tie_network import TieNetwork, network_in_reach, tie_network
from ...graph.networks.ties import TieRule
from ..evidence import EvidenceBook
from .hole_search import search_holes
from .links import RowMaker, doubts
from .question import MOST_LINKS, PathQuestion, PathSearch

_MANY = 50_000
"""From so many relationships on, what lies in reach of one question is worth looking for."""


def searched(view: AllianceGraph, question: PathQuestion) -> tuple[PathSearch, EvidenceBook]:
    """Search as far as the question needs it.

    Links of the statuses that the question looks at come first. Where no path among them holds, and nobody named
    statuses, those of every status follow; where there is no path at all, the known holes do. All of them share one
    budget.

    Parameters
    ----------
    view
        The graph on the day of the question.
    question
        What is asked.
    """
    rule = question.rule
    search, book = _among(view, question, rule, question.budget)
    search = replace(search, statuses=rule.looked_at)
    if search.status != "found" and not search.clipped and rule.statuses is None:
        further, wider = _among(view, question, rule.widened(), question.budget - search.steps)
        if further.links_in_reach > search.links_in_reach:
            search, book = replace(further, steps=search.steps + further.steps), wider
        search = replace(search, statuses=rule.widened().looked_at)
    if search.status == "none":
        return _through_holes(view, question, search)
    return search, book


def _among(view: AllianceGraph, q: PathQuestion, rule: TieRule, budget: int) -> tuple[PathSearch, EvidenceBook]:
    """The best paths of what a rule admits, and the best that holds for certain where none of them does."""
    book, network = EvidenceBook(view.records), _network(view, q, rule)
    found = q.best(view, network, q.count + 1, budget)
    maker = RowMaker(view, network, q, book)
    paths, steps, clipped = found.paths[: q.count], found.steps, found.clipped
    doubtful = [maker.doubtful(path) for path in paths]
    if paths and all(doubtful):
        sure = q.best(view, _network(view, q, rule, sure=True), 1, budget - steps)
        paths, steps, clipped = paths + sure.paths, steps + sure.steps, clipped or sure.clipped
    rows = maker.rows(paths)
    which = tuple(sorted({link for links in doubtful for link in links}))
    more = not set(found.paths) <= set(paths)
    return PathSearch(view, q, rows, which, found.links, steps, clipped, more), book


def _network(view: AllianceGraph, q: PathQuestion, rule: TieRule, *, sure: bool = False) -> TieNetwork:
    """What is searched: the network of a rule, which serves every question of a day, but not for the first of them.

    To make it takes as long as many searches in it; who asks once, as a command does, needs only what is in reach.
    """
    questions = _questions(view)
    questions[rule, sure] += 1
    if len(view.relationships) < _MANY or questions[rule, sure] > 1:
        return tie_network(view, rule, sure=sure)
    return network_in_reach(view, rule, q.gates(view, rule), (q.source, q.target), q.hops, sure=sure)


@derived
def _questions(_view: AllianceGraph) -> Counter[tuple[TieRule, bool]]:
    """How many questions were asked of each network of a view."""
    return Counter()


def _through_holes(view: AllianceGraph, question: PathQuestion, search: PathSearch) -> tuple[PathSearch, EvidenceBook]:
    book = EvidenceBook(view.records)
    holes = search_holes(view, question, question.budget - search.steps, MOST_LINKS)
    walked = holes.way.relationships if holes.way else []
    book.of_relationships(view, walked)
    for hole in holes.way.holes if holes.way else []:
        for owner, evidence in hole.facts:
            book.add(owner, evidence)
    through = replace(
        search,
        way=holes.way,
        doubtful=tuple(link for link in walked if doubts(view, link)),
        links_in_reach=max(search.links_in_reach, holes.links),
        steps=search.steps + holes.steps,
        clipped=holes.clipped,
        too_many=holes.links > MOST_LINKS,
    )
    return through, book
