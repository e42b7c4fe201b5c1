"""The frame that every question stands in."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import pytest

from alliance.errors import InputRefused
from alliance.graph import AllianceGraph
from alliance.option import Option
from alliance.queries import gaps
from alliance.queries.answer import Answer, AnswerModel, RowModel
from alliance.queries.question import Found, Frame, declaration, question
from alliance.queries.shared_options import AnyDay
from alliance.wording import Text


class NameRow(RowModel):
    """Made up for a test."""

    name: str


class Bounds(AnswerModel):
    """Made up for a test."""

    day: str | None


@question(Answer[NameRow], about=Text("示例。", "An example."), examples=())
def names(
    frame: Frame[AllianceGraph],
    *,
    most: Annotated[int, Option("最多几个", "how many at most", least=1)] = 2,
    as_of: AnyDay = None,
) -> Found[NameRow, Bounds]:
    """Names, made up for a test."""
    view = frame.on(as_of)
    assert view.as_of_day == as_of
    frame.tell(most=-most)
    rows = [NameRow(name=name) for name in view.node_names[:most]]
    return Found("found", Text("名称。", "Names."), rows, Bounds(day=frame.as_of))


def test_the_decorator_makes_an_answer_of_what_was_found(hengzhou: AllianceGraph) -> None:
    answer = names(hengzhou, most=3, as_of=date(2024, 6, 30))
    assert (answer.question, answer.status, len(answer.rows)) == ("names", "found", 3)
    assert answer.parameters == {"most": -3, "as_of": "2024-06-30"}  # what the question told of it
    assert answer.bounds == {"day": "2024-06-30"}
    assert answer.data_version == hengzhou.data_version
    assert answer.elapsed_seconds is not None
    assert answer.unknown == ()


def test_defaults_are_written_out_and_every_call_has_a_frame_of_its_own(hengzhou: AllianceGraph) -> None:
    first, second = names(hengzhou), names(hengzhou)
    assert first.parameters == {"most": -2, "as_of": None}
    assert first.to_json() == second.to_json()
    assert json.loads(first.to_json())["bounds"] == {"day": None}


def test_what_is_beyond_its_bounds_is_refused_before_the_question_is_asked(hengzhou: AllianceGraph) -> None:
    with pytest.raises(InputRefused, match=r"most must be 1 or more, not 0\."):
        names(hengzhou, most=0)
    with pytest.raises(InputRefused, match="top must be 1 or more rows, not -1"):
        gaps(hengzhou, top=-1)


def test_a_function_that_is_no_question_has_no_declaration() -> None:
    assert declaration(names).place == "graph"
    with pytest.raises(KeyError):
        declaration(Answer[NameRow])
