"""What is read from a signature, and what a value must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from alliance.errors import InputRefused, UnknownTerm
from alliance.graph.networks.ties import TieRule
from alliance.option import Option, Shorthand, Terms
from alliance.queries import influence_paths
from alliance.queries.json_schema import parameter_schema
from alliance.queries.parameters import REQUIRED, Parameter, bounds_text, parameters_of
from alliance.queries.question import declaration
from alliance.wording import Text

LETTERS = Terms(Text("字母", "letter"), lambda: "abc")
HELP = Option("说明", "meaning")


@dataclass(frozen=True)
class Rule:
    """Made up for a test."""

    deep: Annotated[bool, Option("深", "deep")] = False
    letters: Annotated[tuple[str, ...] | None, Option("字母", "letters", terms=LETTERS, names=("--letter",))] = None


def asked(
    frame: Any,
    name: Annotated[str, HELP],
    *,
    way: Annotated[Literal["up", "down"], HELP] = "up",
    many: Annotated[Sequence[str], HELP] = (),
    number: Annotated[int | None, Option("数", "number", least=1, most=9, key="count")] = None,
    day: Annotated[date | None, HELP] = None,
    rule: Rule | None = None,
) -> None:
    """Made up for a test."""


def test_a_signature_is_read() -> None:
    name, way, many, number, day, deep, letters = parameters_of(asked)
    assert (name.positional, name.default, name.flags) == (True, REQUIRED, ("--name",))
    assert (way.terms, way.default, way.repeatable) == (("up", "down"), "up", False)
    assert (many.sort, many.repeatable, many.optional) == ("text", True, False)
    assert (number.sort, number.key, number.optional) == ("number", "count", True)
    assert day.sort == "day"
    assert (deep.sort, deep.rule, deep.argument, deep.default) == ("flag", Rule, "rule", False)
    assert (letters.flags, letters.terms, letters.optional) == (("--letter",), ("a", "b", "c"), True)


def _without_option(frame: Any, *, number: int = 1) -> None: ...


def _of_another_type(frame: Any, *, number: Annotated[float, HELP] = 1.0) -> None: ...


@pytest.mark.parametrize(("function", "words"), [(_without_option, "no Option"), (_of_another_type, "float")])
def test_a_parameter_that_says_too_little_is_refused(function: Callable[..., None], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        parameters_of(function)


bounds = st.none() | st.integers(-5, 5)


@given(least=bounds, most=bounds, value=st.integers(-9, 9), unit=st.sampled_from([None, Text("步", "steps")]))
def test_python_and_the_schema_refuse_the_same_numbers(
    least: int | None, most: int | None, value: int, unit: Text | None
) -> None:
    option = Option("数", "number", least=least, most=most, unit=unit)
    parameter = Parameter("n", option, "number", repeatable=False, optional=False, default=0)
    try:
        parameter.check(value)
        refused = ""
    except InputRefused as error:
        refused = error.in_("en")
    assert Draft202012Validator(parameter_schema(parameter)).is_valid(value) == (not refused)
    assert bool(bounds_text(option).en) == (least is not None or most is not None)
    if refused:
        assert refused == f"n must be {bounds_text(option).en}, not {value}."


@given(values=st.lists(st.sampled_from("abcdx")), repeatable=st.booleans())
def test_a_closed_list_refuses_the_first_term_that_is_not_in_it(values: list[str], repeatable: bool) -> None:
    parameter = Parameter(
        "n", Option("字母", "letters", terms=LETTERS), "text", repeatable=repeatable, optional=True, default=None
    )
    wrong = [value for value in values if value not in "abc"]
    for value in [values] if repeatable else values:
        if wrong and set(value) & set(wrong):
            with pytest.raises(UnknownTerm, match=f'"{wrong[0] if repeatable else value}"'):
                parameter.check(value)
        else:
            parameter.check(value)
    parameter.check(None)


def test_an_answer_tells_a_rule_by_its_fields_and_every_default() -> None:
    question = declaration(influence_paths)
    arguments = {"source": "a", "target": "b", "count": 3, "hops": 4, "via": (), "avoid": (), "budget": 9}
    told = question.told({**arguments, "as_of": date(2024, 6, 30), "rule": None})
    assert told == question.told({**arguments, "as_of": date(2024, 6, 30), "rule": TieRule()})
    assert (told["as_of"], told["via"], told["direction"], told["types"]) == ("2024-06-30", [], "with", None)
    assert "budget" not in told  # an answer tells it among its bounds
    one_type = question.told({**arguments, "as_of": None, "rule": TieRule(types=("SERVES",), umbrella=True)})
    assert (one_type["as_of"], one_type["types"], one_type["umbrella"]) == (None, ["SERVES"], True)


def test_a_phrase_becomes_a_sentence() -> None:
    short = Shorthand("--only", "只要这个", "only this", True)
    assert short.text.sentence() == Text("只要这个。", "Only this.")
