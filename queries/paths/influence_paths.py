"""How does A reach B: the k best influence paths."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.best_paths import MOST_HOPS
from ...graph.networks.ties import TieRule
from ...wording import Text
from ..answer import Answer
from ..days import newest_day_around
from ..lookup import resolve
from .course import searched
from .question import MOST_LINKS, PathQuestion, PathSearch
from .rows import PathRow
from .unknowns import unknowns
from .words import sentence

DEFAULT_HOPS = 4
DEFAULT_BUDGET = 200_000


def influence_paths(
    graph: AllianceGraph,
    source: str,
    target: str,
    *,
    count: int = 3,
    hops: int = DEFAULT_HOPS,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    as_of: date | None = None,
    rule: TieRule | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Answer[PathRow]:
    """The best paths by which one node can influence another.

    A path is simple, uses the types and directions that the rule admits and no forbidden intermediary, and has at most
    `hops` links, all of which hold on the day or may hold. Its strength is the product of the values of its links;
    ranking is by Σ −ln p, then fewer steps, then names, exactly (k best: Yen 1971, Management Science 17(11); weakest
    link: Peay 1980). Parallel links are kept as evidence and the best one counts.

    A link whose dates leave open whether it is valid, or that is disputed or inferred, only may hold. Where nobody
    names statuses, disputed and inferred links are looked at only when no path holds without them. Where there is no
    path at all, the search goes on through known holes: what a source counts and does not name may be any node of its
    kind.

    Parameters
    ----------
    graph
        The graph.
    source, target
        Ids, names, aliases or initials.
    count
        How many paths at most. When none of them is sure to hold on the day, the best one that is follows them.
    hops
        How many steps a path may have, 1 to 255.
    via, avoid
        Nodes that a path must visit, or must not.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with the
        nodes (`days.newest_day_around`), so that neither the calendar nor another alliance changes the answer.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    budget
        How many beginnings of paths the search may look at.

    Returns
    -------
    Answer[PathRow]
        `found`; `none` (no path within these bounds among the relations loaded); or `unknown` (the search was clipped
        before it found one, every path needs a link that only may hold, or there may be one through a known hole; then
        `unknown` names it).

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        A bound that makes no sense, or a type that no path walks.
    """
    started, position = time.perf_counter(), partial(_position, graph)
    rule = rule or TieRule()
    rule.check()
    _check_bounds(count, hops, budget)
    stops, closed = tuple(map(position, via)), tuple(map(position, avoid))
    question = PathQuestion(position(source), position(target), stops, closed, count, hops, budget, rule)
    _check_ends(graph, question)
    named = (question.source, question.target, *stops)
    day = as_of or newest_day_around(graph, named, umbrella=rule.umbrella)
    return _answer(graph, question, day).since(started)


def _answer(graph: AllianceGraph, question: PathQuestion, day: date | None) -> Answer[PathRow]:
    search, book = searched(graph.as_of(day) if day else graph, question)
    return Answer[PathRow](
        question="paths",
        parameters=_parameters(graph, question, day),
        status=search.status,
        sentence=sentence(search),
        rows=search.rows,
        bounds=_bounds(search),
        unknown=book.unknowns(unknowns(search)),
        evidence=book.entries(),
        data_version=graph.data_version,
    )


def _position(graph: AllianceGraph, name: str) -> int:
    position = graph.position(resolve(graph, name).id)
    assert position is not None
    return position


def _check_bounds(count: int, hops: int, budget: int) -> None:
    for what, value, most in (
        (Text("路径数", "the number of paths"), count, 1000),
        (Text("步数", "the number of steps"), hops, MOST_HOPS),
        (Text("搜索预算", "the budget"), budget, 10**9),
    ):
        if not 1 <= value <= most:
            raise InputRefused(
                Text(f"{what.zh}应在 1 到 {most} 之间,现为 {value}。", f"{what.en} must be 1 to {most}, not {value}.")
            )


def _check_ends(graph: AllianceGraph, question: PathQuestion) -> None:
    names = graph.node_names
    if question.source == question.target:
        both = Text(
            "起点和终点都是“{name}”。请给出两个不同的节点。", 'Both ends are "{name}". Give two different nodes.'
        )
        raise InputRefused(both, name=names[question.source])
    clash = set(question.avoid) & {question.source, question.target, *question.via}
    if clash:
        text = Text(
            "“{name}”既要经过又要避开。请改一处。", '"{name}" must be both visited and avoided. Change one of them.'
        )
        raise InputRefused(text, name=names[min(clash)])


def _parameters(graph: AllianceGraph, question: PathQuestion, day: date | None) -> dict[str, Any]:
    ids, rule = graph.node_ids, question.rule
    return {
        "source": ids[question.source],
        "target": ids[question.target],
        "count": question.count,
        "hops": question.hops,
        "via": [ids[node] for node in question.via],
        "avoid": [ids[node] for node in question.avoid],
        "as_of": str(day) if day else None,
        "types": list(rule.types) if rule.types is not None else None,
        "direction": rule.direction,
        "view": rule.view,
        "statuses": list(rule.statuses) if rule.statuses is not None else None,
        "unknown_confidence": rule.unknown_confidence,
        "umbrella": rule.umbrella,
    }


def _bounds(search: PathSearch) -> dict[str, Any]:
    ids, question = search.view.node_ids, search.question
    return {
        "hops": question.hops,
        "as_of": str(search.view.as_of_day) if search.view.as_of_day else None,
        "types": question.rule.walked(),
        "via": [ids[node] for node in question.via],
        "avoid": [ids[node] for node in question.avoid],
        "direction": question.rule.direction,
        "statuses": list(search.statuses),
        "unknown_confidence": question.rule.unknown_confidence,
        "umbrella": question.rule.umbrella,
        "budget": question.budget,
        "steps": search.steps,
        "links_in_reach": search.links_in_reach,
        "most_links": MOST_LINKS,
        "clipped": search.clipped,
        "more": search.more,
    }
