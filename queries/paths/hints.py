"""What looser bounds would find, so that a no can be judged; every option that was given stays in force."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...graph.models import STATUSES
from ...graph.networks.best_paths import MOST_HOPS
from ...graph.networks.stops import Stop
from ...graph.networks.ties import UNREACHED, Arcs, TieRule, arcs, hop_distances
from ...graph.truth import Truth, link_truths
from ...wording import Text, plural
from .question import PathSearch


@dataclass(frozen=True, slots=True)
class Fewest:
    """The fewest steps of a path through all stops.

    Parameters
    ----------
    steps
        How many; None when there is no such path.
    clipped
        The budget ended before it was found out.
    """

    steps: int | None
    clipped: bool = False


def hints(search: PathSearch) -> Text:
    """Sentences on more steps, umbrella nodes and other statuses."""
    loose = [hint for hint in _hints(search) if hint]
    text = Text(";".join(hint.zh for hint in loose), "; ".join(hint.en for hint in loose))
    return Text(f"{text.zh}。", f"{text.en[:1].upper()}{text.en[1:]}.")


def _hints(search: PathSearch) -> Iterator[Text]:
    given = search.question.rule
    rule = given.widened() if given.statuses is None else given
    longer = fewest_steps(search, rule)
    yield _more_steps(longer, _may_hold(search, rule, longer))
    if not rule.umbrella:
        when = Text("允许经过伞形节点时", "through umbrella nodes")
        yield _if_allowed(search, replace(rule, umbrella=True), longer, when, Text.same("--umbrella"))
    if set(rule.statuses or STATUSES) != set(STATUSES):
        when = Text("算上其余状态的关系时", "with links of every status")
        change = Text("不加 --status、--confirmed-only", "without --status and --confirmed-only")
        yield _if_allowed(search, rule.widened(), longer, when, change)


def _more_steps(longer: Fewest, remark: Text) -> Text:
    if longer.clipped:
        return Text("放宽步数有没有用,在预算内没有查清", "whether more steps help was not found out within the budget")
    if longer.steps is None:
        return Text("放宽步数,在已载入的关系中也没有", "among the relations loaded more steps do not help either")
    if longer.steps > MOST_HOPS:
        return Text(
            f"最短 {longer.steps} 步,超过 --hops 的上限",
            f"the shortest has {longer.steps} steps, more than --hops takes",
        )
    return Text(
        f"放宽步数后最短 {longer.steps} 步(--hops {longer.steps}){remark.zh}",
        f"the shortest has {plural(longer.steps, 'step')} (--hops {longer.steps}){remark.en}",
    )


def _may_hold(search: PathSearch, rule: TieRule, fewest: Fewest) -> Text:
    """That no path of so few steps holds for certain, where that is so or was not found out."""
    if fewest.steps is None or fewest_steps(search, rule, sure=True).steps == fewest.steps:
        return Text("", "")
    return Text(",但不一定成立", ", which only may hold")


def _if_allowed(search: PathSearch, rule: TieRule, longer: Fewest, when: Text, change: Text) -> Text:
    """What a wider rule makes shorter; nothing where more steps alone do as well."""
    fewest = fewest_steps(search, rule)
    steps = fewest.steps
    if steps is None or steps > MOST_HOPS or steps >= (longer.steps or steps + 1):
        return Text("", "")
    more = Text(f",--hops {steps}", f", --hops {steps}") if steps > search.question.hops else Text("", "")
    options, remark = change + more, _may_hold(search, rule, fewest)
    return Text(
        f"{when.zh}最短 {steps} 步({options.zh}){remark.zh}",
        f"{when.en} the shortest has {steps} ({options.en}){remark.en}",
    )


def fewest_steps(search: PathSearch, rule: TieRule, *, sure: bool = False) -> Fewest:
    """The fewest steps of a simple path under a rule, through the stops of the question and around what it avoids.

    Without stops this is a breadth-first search. With stops the beginnings of paths are grown by their steps and the
    least that are left: to the target, and to every stop and from there to the target (A*: Hart, Nilsson and Raphael
    1968). That takes exponential time at worst, so it has the budget of the question.

    Parameters
    ----------
    search
        The question and the view that it was asked of.
    rule
        What may be walked; there is no limit on the steps.
    sure
        Only links that hold for certain.
    """
    q, view = search.question, search.view
    walked = q.gates(view, rule).passable(arcs(view, rule))
    if sure:
        walked = walked.take(link_truths(view)[walked.relationships] == Truth.HOLDS)
    to_target = hop_distances(walked, len(view), q.target, backward=True)
    if to_target[q.source] == UNREACHED:
        return Fewest(None)
    stops = [_Passed.of(stop, walked, to_target, (q.source, q.target)) for stop in q.stops(view)]
    if not stops:
        return Fewest(int(to_target[q.source]))
    if any(stop.left[q.source] >= UNREACHED for stop in stops):
        return Fewest(None)
    return _through_stops(_heads(walked, to_target), q.source, q.target, to_target, stops, q.budget)


@dataclass(frozen=True, slots=True)
class _Passed:
    """A stop in a search for the fewest steps.

    Parameters
    ----------
    steps
        The steps that pass it, as pairs of nodes.
    left
        How many steps lead at least from each node through the stop to the target.
    """

    steps: frozenset[tuple[int, int]]
    left: NDArray[Any]

    @classmethod
    def of(cls, stop: Stop, walked: Arcs, to_target: NDArray[Any], ends: tuple[int, int]) -> _Passed:
        """A stop among the arcs that may be walked; the ends are none."""
        passing = np.isin(walked.heads, np.setdiff1d(stop.nodes, ends))
        if stop.links is not None:
            passing |= stop.links[walked.relationships]
        passing &= to_target[walked.heads] < UNREACHED
        tails, heads = walked.tails[passing], walked.heads[passing]
        left = np.full(len(to_target), UNREACHED, np.int32)
        np.minimum.at(left, tails, to_target[heads] + 1)
        return cls(frozenset(zip(tails.tolist(), heads.tolist(), strict=True)), _spread(walked, left))


def _spread(walked: Arcs, left: NDArray[Any]) -> NDArray[Any]:
    """The fewest steps from each node, where some nodes know how many they need at most (Dial 1969, unit steps)."""
    step = -1
    while len(later := left[(left > step) & (left < UNREACHED)]):
        step = int(later.min())
        new = walked.tails[left[walked.heads] == step]
        left[new] = np.minimum(left[new], step + 1)
    return left


def _heads(walked: Arcs, to_target: NDArray[Any]) -> dict[int, list[int]]:
    """The nodes that an arc leads to from each node, in order, as far as they lead on to the target."""
    useful = to_target[walked.heads] < UNREACHED
    pairs = np.unique(np.stack([walked.tails[useful], walked.heads[useful]], axis=1), axis=0)
    heads: dict[int, list[int]] = defaultdict(list)
    for tail, head in pairs.tolist():
        heads[tail].append(head)
    return heads


def _through_stops(
    heads: dict[int, list[int]], source: int, target: int, to_target: NDArray[Any], stops: list[_Passed], budget: int
) -> Fewest:
    heap: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, (source,))]
    looked_at = 1
    while heap:
        bound, _, path = heapq.heappop(heap)
        ahead = [stop for stop in stops if not stop.steps & set(pairwise(path))]
        if path[-1] == target:
            if not ahead:
                return Fewest(bound)
            continue
        for node in heads.get(path[-1], ()):
            ways = [stop.left[node] for stop in ahead if (path[-1], node) not in stop.steps]
            least = int(max([to_target[node], *ways]))
            if node in path or least >= UNREACHED:
                continue
            if looked_at >= budget:
                return Fewest(None, clipped=True)
            looked_at += 1
            heapq.heappush(heap, (len(path) + least, -len(path), (*path, node)))
    return Fewest(None)
