"""How does A reach B: the k best influence paths."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from math import prod
from typing import Any

import networkx as nx

from ..errors import InputRefused
from ..graph.alliance_graph import AllianceGraph
from ..wording import Text
from .answer import Answer
from .evidence import EvidenceBook, node_ref
from .lookup import resolve
from .path_question import MOST_LINKS, PathQuestion, PathSearch
from .path_rows import Link, PathRow, Weakest
from .path_search import MOST_HOPS, Found, best_paths, name_ranks, tie_graph, within_reach
from .path_words import sentence, unknowns
from .ties import TieRule, arcs, passable

DEFAULT_HOPS = 4
DEFAULT_BUDGET = 200_000
_DIGITS = 6


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
    `hops` links, all valid on the day. Its strength is the product of the values of its links; ranking is by Σ −ln p,
    then fewer steps, then names (k best: Yen 1971, Management Science 17(11); weakest link: Peay 1980). Parallel links
    are kept as evidence and the best one counts.

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
        The day on which the links must be valid; when absent, the newest observation in the data, so that the answer
        does not change with the calendar.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    budget
        How many beginnings of paths the search may look at.

    Returns
    -------
    Answer[PathRow]
        `found`; `none` (no path within these bounds); or `unknown` (the search was clipped before it found one, or
        every path needs a link whose dates leave open whether it was valid on the day).

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        A bound that makes no sense.
    """
    started = time.perf_counter()
    rule = rule or TieRule()
    rule.check()
    _check_bounds(count, hops, budget)
    day = as_of or graph.latest_observation
    question = PathQuestion(
        source=_position(graph, source),
        target=_position(graph, target),
        via=tuple(_position(graph, name) for name in via),
        avoid=tuple(_position(graph, name) for name in avoid),
        count=count,
        hops=hops,
        budget=budget,
        rule=rule,
    )
    _check_ends(graph, question)
    search, book = _searched(graph.as_of(day) if day else graph, question)
    answer = Answer[PathRow](
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
    return answer.since(started)


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
    name = graph.node_names
    if question.source == question.target:
        one = name[question.source]
        raise InputRefused(
            Text(f"起点和终点都是“{one}”。请给出两个不同的节点。", f'Both ends are "{one}". Give two different nodes.')
        )
    clash = set(question.avoid) & {question.source, question.target, *question.via}
    if clash:
        one = name[min(clash)]
        raise InputRefused(
            Text(
                f"“{one}”既要经过又要避开。请改一处。", f'"{one}" must be both visited and avoided. Change one of them.'
            )
        )


def _searched(view: AllianceGraph, question: PathQuestion) -> tuple[PathSearch, EvidenceBook]:
    q = question
    open_arcs = passable(view, arcs(view, q.rule), q.source, q.target, q.avoid, q.rule.umbrella)
    reach = within_reach(open_arcs, len(view), q.source, q.target, q.hops)
    if len(reach) > MOST_LINKS:
        return PathSearch(view, q, Found([], 0, clipped=True), len(reach)), EvidenceBook(view.records)
    ties = tie_graph(reach)
    found = _best(view, q, ties, q.count)
    uncertain = tuple(_uncertain(view, ties, path) for path in found.paths)
    if uncertain and all(uncertain):
        sure = _best(view, q, tie_graph(reach.take(view.certainly_valid[reach.relationships])), 1)
        found = Found(found.paths + sure.paths, found.steps + sure.steps, found.clipped or sure.clipped)
        uncertain += ((),) * len(sure.paths)
    book = EvidenceBook(view.records)
    rows = tuple(_row(view, book, ties, path) for path in found.paths)
    return PathSearch(view, q, found, len(reach), rows, uncertain), book


def _best(view: AllianceGraph, q: PathQuestion, ties: nx.DiGraph[int], count: int) -> Found:
    ranks = name_ranks(view, ties)
    return best_paths(ties, q.source, q.target, count=count, hops=q.hops, ranks=ranks, via=q.via, budget=q.budget)


def _uncertain(view: AllianceGraph, ties: nx.DiGraph[int], path: tuple[int, ...]) -> tuple[int, ...]:
    """The links that count in the steps where no parallel link is sure to hold on the day."""
    steps = [[link for _, link in ties[tail][head]["links"]] for tail, head in nx.utils.pairwise(path)]
    return tuple(links[0] for links in steps if not view.certainly_valid[links].any())


def _significant(value: float) -> float:
    """To significant digits: a long path of weak links is weak and not zero."""
    return float(f"{value:.{_DIGITS}g}")


def _row(view: AllianceGraph, book: EvidenceBook, ties: nx.DiGraph[int], path: tuple[int, ...]) -> PathRow:
    steps = [ties[tail][head]["links"] for tail, head in nx.utils.pairwise(path)]
    values = [links[0][0] for links in steps]
    weakest = min(range(len(values)), key=lambda step: values[step])
    return PathRow(
        nodes=tuple(node_ref(view, node) for node in path),
        relationships=tuple(tuple(_link(view, book, one, value) for value, one in links) for links in steps),
        hops=len(steps),
        strength=_significant(prod(values)),
        weakest=Weakest(
            relationship=view.relationship_id(steps[weakest][0][1]), strength=_significant(values[weakest])
        ),
    )


def _link(view: AllianceGraph, book: EvidenceBook, position: int, value: float) -> Link:
    one = view.relationship_at(position)
    return Link(
        id=one.id,
        type=one.type,
        source=one.source,
        target=one.target,
        evidence=book.add(one.id, one.evidence),
        status=one.status,
        valid_from=str(one.valid_from) if one.valid_from else None,
        valid_to=str(one.valid_to) if one.valid_to else None,
        value=_significant(value),
    )


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
        "statuses": list(rule.statuses),
        "unknown_confidence": rule.unknown_confidence,
        "umbrella": rule.umbrella,
    }


def _bounds(search: PathSearch) -> dict[str, Any]:
    return {
        "hops": search.question.hops,
        "as_of": str(search.view.as_of_day) if search.view.as_of_day else None,
        "budget": search.question.budget,
        "steps": search.found.steps,
        "links_in_reach": search.links_in_reach,
        "most_links": MOST_LINKS,
        "clipped": search.found.clipped,
    }
