"""The way of a problem or need as a path that respects time: raised, perhaps listed, given to somebody, solved by that.

A path respects time where its steps can be taken one after the other: each on a day of its own interval, none before
the one before it (Kempe, Kleinberg and Kumar 2002, Journal of Computer and System Sciences 64:820-842; of several paths
the foremost counts, the one that can arrive first: Bui-Xuan, Ferreira and Jarry 2003, International Journal of
Foundations of Computer Science 14:267-285). Where the days of two steps do not say which was first, the order that
their source gives does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise

from ...graph.alliance_graph import AllianceGraph
from ...graph.schema import schema
from ...graph.truth import Truth
from .matters import HANDLES, LISTED_IN, RAISED, RAISED_AT, RESOLVED_BY, ROUTED_TO, Act, Matter, Matters
from .spans import Span

_OF_TERMS = ("IN_TERM", "TERM_OF")
_PLACES = (RAISED, RAISED_AT, LISTED_IN, ROUTED_TO, HANDLES)


@dataclass(frozen=True, slots=True)
class Leg:
    """A link on the way.

    Parameters
    ----------
    link
        Position of the relationship.
    type, source, target
        What it is, and the positions of its ends.
    began
        When the step was taken.
    order
        Its place in the order that a source gives; None where it gives none.
    truth
        How far it had been taken on the day.
    """

    link: int
    type: str
    source: int
    target: int
    began: Span
    order: float | None
    truth: Truth

    def may_precede(self, other: Leg) -> bool:
        """Whether it can have been taken before another step, or on the same day."""
        if self.began[1] <= other.began[0]:
            return True
        return self.began[0] <= other.began[1] and (self._ordered(other) is not False)

    def surely_precedes(self, other: Leg) -> bool:
        """Whether it was, by days or, where they leave it open, by the order of the source."""
        if self.began[1] <= other.began[0]:
            return True
        return self.began[0] <= other.began[1] and self._ordered(other) is True

    def _ordered(self, other: Leg) -> bool | None:
        if self.order is None or other.order is None:
            return None
        return self.order <= other.order


@dataclass(frozen=True, slots=True)
class Course:
    """A way that respects time.

    Parameters
    ----------
    legs
        Its steps in time.
    results
        What it ends at; empty where nothing is recorded by which it was solved.
    """

    legs: tuple[Leg, ...]
    results: frozenset[int]

    @property
    def is_certain(self) -> bool:
        """Whether every step was taken for certain, and the order of every two that follow each other is stated."""
        taken = all(leg.truth == Truth.HOLDS for leg in self.legs)
        return taken and all(before.surely_precedes(after) for before, after in pairwise(self.legs))


class Ways:
    """The ways of one problem or need.

    Parameters
    ----------
    matters
        All of them until the day.
    matter
        The one.
    """

    def __init__(self, matters: Matters, matter: Matter) -> None:
        self.matters, self.matter = matters, matter
        self.results = frozenset(act.other for act in matter.of(RESOLVED_BY))
        self.searched, self.clipped = 0, False

    @property
    def graph(self) -> AllianceGraph:
        """The whole graph."""
        return self.matters.graph

    def best(self, budget: int) -> Course | None:
        """The foremost way: certain ones first, then the one that can arrive first, with fewest steps, then by name.

        Parameters
        ----------
        budget
            How many ways it may look at; `clipped` tells whether there were more.
        """
        looked_at = list(islice(self._all(), budget + 1))
        self.clipped = len(looked_at) > budget
        self.searched = min(budget, len(looked_at))
        ways = [way for way in looked_at[:budget] if respects_time(way)]
        if not ways:
            return None
        legs = min(ways, key=self._rank)
        return Course(self._with_others(legs), self.results)

    def _rank(self, legs: Sequence[Leg]) -> tuple[bool, float, int, list[int]]:
        ranks = self.graph.name_ranks
        certain = Course(tuple(legs), self.results).is_certain
        arrival = max(leg.began[0] for leg in legs)
        return not certain, arrival, len(legs), [int(ranks[end]) for leg in legs for end in (leg.source, leg.target)]

    def _all(self) -> Iterator[tuple[Leg, ...]]:
        """Every way from who raised it to a result, or where there is none to who has it; whatever the days."""
        raised = [leg for act in self.matter.of(RAISED) if (leg := self._leg(act.links[0]))]
        for given in self.matter.of(ROUTED_TO, HANDLES):
            legs = [leg for link in given.links if (leg := self._leg(link))]
            for end in self._ends(given):
                for first in raised:
                    yield (first, *legs, *end)

    def _ends(self, given: Act) -> Iterator[tuple[Leg, ...]]:
        """How it came from who got it to a result: that solved it, or its own work did."""
        if not self.results:
            yield ()
        solved = [leg for act in self.matter.of(RESOLVED_BY) if (leg := self._leg(act.links[0]))]
        yield from ((leg,) for leg in solved if leg.target == given.other)
        for work in self.work_of(given.other):
            if work.target in self.results:
                yield (work,)
            else:
                yield from ((work, leg) for leg in solved)

    def work_of(self, actor: int) -> list[Leg]:
        """What an actor did for the problem or need itself, or for its result."""
        ends = {self.matter.node, *self.results} - {actor}
        legs = [self._leg(link) for link in self.graph.outgoing(actor).tolist()]
        return [leg for leg in legs if leg and leg.target in ends and leg.type != RAISED and _works(leg)]

    def touching(self, node: int) -> list[Leg]:
        """What links a node to others by a tie, until the day."""
        links = [*self.graph.outgoing(node).tolist(), *self.graph.incoming(node).tolist()]
        return [leg for link in links if (leg := self._leg(link)) and _works(leg)]

    def _leg(self, link: int) -> Leg | None:
        columns = self.graph.relationships
        source, target = int(columns.sources[link]), int(columns.targets[link])
        act = self.matters.act(source, link)
        return Leg(link, act.type, source, target, act.began, act.order, act.truth) if act else None

    # ---- what else was done on the way ----

    def _with_others(self, legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
        """The way with every further step whose place in it is stated."""
        given = [act for act in self.matter.acts if act.type in _PLACES or act.type == RESOLVED_BY]
        others = [leg for act in given for link in act.links if (leg := self._leg(link))]
        others += [leg for act in given if act.type in (ROUTED_TO, HANDLES) for leg in self.work_of(act.other)]
        found = list(legs)
        for leg in sorted(dict.fromkeys(others), key=self._place):
            if leg not in found and (place := self._fitting(found, leg)) is not None:
                found.insert(place, leg)
        return tuple(found)

    def _place(self, leg: Leg) -> tuple[int, int]:
        kind = _PLACES.index(leg.type) if leg.type in _PLACES else len(_PLACES) + (leg.type == RESOLVED_BY)
        return kind, leg.link

    def _fitting(self, legs: Sequence[Leg], leg: Leg) -> int | None:
        """Where a step that joins those before it surely stands; of several places the one by its kind, or None."""
        fits = [
            place for place in range(1, len(legs) + 1)
            if _joins(leg, legs[:place])
            and all(before.surely_precedes(leg) for before in legs[:place])
            and all(leg.surely_precedes(after) for after in legs[place:])
        ]  # fmt: skip
        by_kind = [place for place in fits if all(self._place(leg) > self._place(other) for other in legs[:place])]
        return max(by_kind) if by_kind else fits[0] if fits else None


def _joins(leg: Leg, before: Iterable[Leg]) -> bool:
    """Whether a step begins or ends where one of the steps before it did."""
    return any({leg.source, leg.target} & {other.source, other.target} for other in before)


def _works(leg: Leg) -> bool:
    return leg.type in _OF_TERMS or schema().type(leg.type).tie != "none"


def respects_time(legs: Iterable[Leg]) -> bool:
    """Whether the steps can be taken one after the other."""
    return all(before.may_precede(after) for before, after in combinations(legs, 2))
