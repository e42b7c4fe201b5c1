"""In which order rosters settle most open questions: worked by hand and against all choices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import schema
from alliance.queries.register.load_order import load_order
from alliance.queries.register.rules import FACTS, Undecided

ROSTERS = [*list(schema().instruments)[:4], FACTS]
LACKS = st.lists(
    st.tuples(st.lists(st.sampled_from(ROSTERS), min_size=1, max_size=3, unique=True), st.integers(1, 4)), max_size=8
)


def asked(*questions: tuple[Sequence[str], int]) -> list[Undecided]:
    return [Undecided("G1", place, tuple(lacks), questions=number) for place, (lacks, number) in enumerate(questions)]


def order(questions: Sequence[Undecided]) -> list[tuple[str, int, int]]:
    """Each roster with what it settles and what waits for others."""
    return [
        (step.lacks, sum(one.questions for one in step.decided), sum(one.questions for one in step.waiting))
        for step in load_order(questions)
    ]


def settled(questions: Sequence[Undecided], loaded: set[str]) -> int:
    return sum(one.questions for one in questions if set(one.lacks) <= loaded)


def test_what_is_settled_counts_and_not_what_is_kept_open() -> None:
    first, second, third, fourth = ROSTERS[:4]
    questions = asked(([first, second], 9), ([first, second, fourth], 9), ([third], 4), ([second], 1))
    # First and second keep 18 and 19 open, and alone settle nothing and 1.
    assert order(questions) == [(third, 4, 0), (second, 1, 18), (first, 9, 9), (fourth, 9, 0)]


def test_where_none_settles_a_question_alone_the_one_that_most_wait_for_comes_first() -> None:
    first, second, third, _ = ROSTERS[:4]
    assert order(asked(([first, third], 2), ([second, third], 3))) == [(third, 0, 5), (second, 3, 0), (first, 2, 0)]
    assert order(asked(([second, first], 1))) == [(first, 0, 1), (second, 1, 0)]  # equal: by the schema
    assert order([]) == []


@given(drawn=LACKS)
def test_every_prefix_settles_what_it_says_and_the_next_is_never_worse_than_another(
    drawn: list[tuple[list[str], int]],
) -> None:
    questions = asked(*drawn)
    loaded: set[str] = set()
    steps = order(questions)
    for which, number, waiting in steps:
        before = settled(questions, loaded)
        left = {lacks for one in questions for lacks in one.lacks} - loaded
        assert number == max(settled(questions, loaded | {other}) - before for other in left)
        loaded.add(which)
        assert settled(questions, loaded) == before + number
        assert waiting == sum(one.questions for one in questions if which in one.lacks and not set(one.lacks) <= loaded)
    assert settled(questions, loaded) == sum(one.questions for one in questions)
    assert order(questions[::-1]) == steps


@given(drawn=st.lists(st.tuples(st.sampled_from(ROSTERS).map(lambda one: [one]), st.integers(1, 4)), max_size=8))
def test_where_each_question_lacks_one_roster_no_choice_settles_more(drawn: list[tuple[list[str], int]]) -> None:
    questions = asked(*drawn)
    sums = [number for _, number, _ in order(questions)]
    for size in range(len(sums) + 1):
        best = max(settled(questions, set(some)) for some in combinations(ROSTERS, size))
        assert sum(sums[:size]) == best
