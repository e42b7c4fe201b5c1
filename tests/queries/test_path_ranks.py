"""Why a path stands behind the one before: strength, steps, or names alone, and always what really decided."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.queries import TieRule, influence_paths

SEEN = (Evidence(source="s1"),)
CERTAINTY = TieRule(view="certainty")
VALUES = (0.5, 0.25, 0.9, 0.8999999999, 1.0)


def graph_of(values: dict[tuple[str, str], float], names: dict[str, str] | None = None) -> AllianceGraph:
    ids = {end for pair in values for end in pair}
    nodes = [Node(id=name, kind="enterprise", name=(names or {}).get(name, name)) for name in ids]
    links = [
        Relationship(source=tail, type="SERVES", target=head, confidence=value, evidence=SEEN)
        for (tail, head), value in values.items()
    ]
    return AllianceGraph.from_models(nodes, links)


def reasons(values: dict[tuple[str, str], float], **more: Any) -> list[Any]:
    answer = influence_paths(graph_of(values, **more), "a", "z", count=5, rule=CERTAINTY)
    assert answer.rows[0].behind is None
    return [row.behind for row in answer.rows[1:]]


def test_a_weaker_path_names_both_products() -> None:
    (why,) = reasons({("a", "z"): 0.9, ("a", "b"): 0.5, ("b", "z"): 1.0})
    assert (why.zh, why.en) == ("比上一条弱:0.5 < 0.9", "weaker than the one before: 0.5 < 0.9")


def test_a_difference_beyond_the_digits_shown_is_told_as_one() -> None:
    (why,) = reasons({("a", "z"): 0.9, ("a", "b"): 0.8999999999, ("b", "z"): 1.0})
    assert why.en == "weaker than the one before by less than the digits shown (both about 0.9)"
    assert "相差小于所显示的位数" in why.zh


def test_an_equally_strong_path_has_more_steps() -> None:
    (why,) = reasons({("a", "z"): 0.5, ("a", "b"): 0.5, ("b", "z"): 1.0})
    assert (why.zh, why.en) == ("与上一条一样强(0.5),但多 1 步", "as strong as the one before (0.5), but 1 step longer")


def test_names_alone_decide_between_equals_and_ids_between_equal_names() -> None:
    values = {("a", "b"): 0.5, ("b", "z"): 0.5, ("a", "c"): 0.5, ("c", "z"): 0.5}
    (why,) = reasons(values)
    assert why.en.endswith('only the order of names decides: "b" comes before "c"')
    (why,) = reasons(values, names={"b": "twin", "c": "twin"})
    assert why.zh.endswith("只按名称先后排:“twin (b)”在“twin (c)”之前")


PAIRS = [(tail, head) for tail in "abcz" for head in "abcz" if tail != head]


def exact(values: dict[tuple[str, str], float], path: list[str]) -> Fraction:
    return prod((Fraction(str(values[pair])) for pair in pairwise(path)), start=Fraction(1))


@given(st.dictionaries(st.sampled_from(PAIRS), st.sampled_from(VALUES), min_size=3))
@settings(max_examples=150, deadline=None)
def test_the_reason_is_what_really_decided(values: dict[tuple[str, str], float]) -> None:
    ends = {("a", "a0"): 1.0, ("z0", "z"): 1.0}
    answer = influence_paths(graph_of({**values, **ends}), "a", "z", count=1000, rule=CERTAINTY)
    for before, row in pairwise(answer.rows):
        better, worse = (exact(values, [node.id for node in row.nodes]) for row in (before, row))
        expected = "weaker" if worse < better else "longer" if row.hops > before.hops else "order of names"
        assert worse <= better
        assert row.behind is not None
        assert expected in row.behind.en
