"""The course of a path question: what holds first, then what may hold, then what is counted and not named."""

from __future__ import annotations

from dataclasses import replace

from ...graph.alliance_graph import AllianceGraph
from ..evidence import EvidenceBook
from .hole_search import search_holes
from .links import RowMaker, doubts
from .question import MOST_LINKS, PathQuestion, PathSearch, SearchSpace


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
    search, book = _among(view, question, SearchSpace.of(view, question, rule), question.budget)
    search = replace(search, statuses=rule.looked_at)
    if search.status != "found" and not search.clipped and rule.statuses is None:
        wide = SearchSpace.of(view, question, rule.widened())
        if len(wide.found) > search.links_in_reach:
            further, book = _among(view, question, wide, question.budget - search.steps)
            search = replace(further, steps=search.steps + further.steps)
        search = replace(search, statuses=rule.widened().looked_at)
    if search.status == "none":
        return _through_holes(view, question, search)
    return search, book


def _among(view: AllianceGraph, q: PathQuestion, space: SearchSpace, budget: int) -> tuple[PathSearch, EvidenceBook]:
    """The best paths of a search space, and the best that holds for certain where none of them does."""
    book, links = EvidenceBook(view.records), len(space.found)
    if links > MOST_LINKS:
        return PathSearch(view, q, links_in_reach=links, clipped=True), book
    found, ties = space.best(q.count + 1, budget)
    maker = RowMaker(space, ties, book)
    paths, steps, clipped = found.paths[: q.count], found.steps, found.clipped
    doubtful = [maker.doubtful(path) for path in paths]
    if paths and all(doubtful):
        sure, _ = space.sure().best(1, budget - steps)
        paths, steps, clipped = paths + sure.paths, steps + sure.steps, clipped or sure.clipped
    rows = tuple(maker.row(path) for path in paths)
    which = tuple(sorted({link for links in doubtful for link in links}))
    more = not set(found.paths) <= set(paths)
    return PathSearch(view, q, rows, which, links, steps, clipped, more), book


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
    )
    return through, book
