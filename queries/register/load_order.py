"""What to load next: in which order rosters settle most open questions.

A question that lacks two rosters is settled only when both are there, so blocked questions are not counted but those
that become decidable: first comes the roster that completes most, and where several complete equally many, the one that
most others wait for, each counted as one divided by the number of rosters that it still lacks. Where every question
lacks one roster, no choice of as many rosters settles more. With several a question this is greedy and has no such
guarantee: a roster is then worth more, the more of the others are there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...graph.schema import schema
from .no_roster import NO_ROSTER
from .rules import Undecided


@dataclass(frozen=True, slots=True)
class Step:
    """One roster in the order of loading.

    Parameters
    ----------
    lacks
        Its instrument, or what no roster holds (`no_roster`), such as that facts that only may hold are settled.
    decided
        The questions that can be decided with it and all before it, and could not without it.
    waiting
        The questions that lack it too and wait for a later one.
    """

    lacks: str
    decided: tuple[Undecided, ...]
    waiting: tuple[Undecided, ...]


def load_order(undecided: Sequence[Undecided]) -> list[Step]:
    """Everything that open questions lack, what settles most first.

    Parameters
    ----------
    undecided
        The open questions.
    """
    asked: dict[frozenset[str], list[Undecided]] = defaultdict(list)
    for question in undecided:
        asked[frozenset(question.lacks)].append(question)
    steps: list[Step] = []
    missing = frozenset[str]().union(*asked)
    while missing:
        which = _best(_numbers(asked, missing))
        missing -= {which}
        concerned = [lacks for lacks in asked if which in lacks]
        decided, waiting = (
            tuple(question for lacks in concerned if bool(lacks & missing) == open_ for question in asked[lacks])
            for open_ in (False, True)
        )
        steps.append(Step(which, decided, waiting))
    return steps


def _numbers(asked: dict[frozenset[str], list[Undecided]], missing: frozenset[str]) -> Counter[frozenset[str]]:
    """How many questions lack which of what is still missing."""
    numbers: Counter[frozenset[str]] = Counter()
    for lacks, questions in asked.items():
        if lacks & missing:
            numbers[lacks & missing] += sum(question.questions for question in questions)
    return numbers


def _best(numbers: Counter[frozenset[str]]) -> str:
    """What completes most questions; among equals what most wait for, then by the order of the schema."""
    order = [*schema().instruments, *NO_ROSTER]
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for lacks, number in numbers.items():
        for which in lacks:
            shares[which] += Fraction(number, len(lacks))
    return min(shares, key=lambda which: (-numbers[frozenset([which])], -shares[which], order.index(which)))
