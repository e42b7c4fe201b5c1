"""The course of a path question: what holds first, then what may hold, then what is counted and not named."""

from __future__ import annotations

from dataclasses import replace

from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.tie_network import tie_network
from ...graph.networks.ties import TieRule
from ..evidence import EvidenceBook
from .hole_search import search_holes
from .links import RowMaker, doubts
from .question import MOST_LINKS, PathQuestion, PathSearch


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
    book, network = EvidenceBook(view.records), tie_network(view, rule)
    found = q.best(network, q.count + 1, budget)
    maker = RowMaker(view, network, q.rule, book)
    paths, steps, clipped = found.paths[: q.count], found.steps, found.clipped
    doubtful = [maker.doubtful(path) for path in paths]
    if paths and all(doubtful):
        sure = q.best(tie_network(view, rule, sure=True), 1, budget - steps)
        paths, steps, clipped = paths + sure.paths, steps + sure.steps, clipped or sure.clipped
    rows = tuple(maker.row(path) for path in paths)
    which = tuple(sorted({link for links in doubtful for link in links}))
    more = not set(found.paths) <= set(paths)
    return PathSearch(view, q, rows, which, found.links, steps, clipped, more), book


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
