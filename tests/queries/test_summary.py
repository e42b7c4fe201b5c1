"""How an answer shows itself in a console and in a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from alliance.graph import AllianceGraph
from alliance.queries import Answer, coverage, coverage_matrix, find, gaps, influence_paths, profile
from alliance.typesetting import display_width
from alliance.wording import Language, Text

ASKED: dict[str, Callable[[AllianceGraph], Answer[Any]]] = {
    "find": lambda graph: find(graph, "公司", limit=100),
    "show": lambda graph: profile(graph, "横州市茉莉花产业服务中心"),
    "paths": lambda graph: influence_paths(graph, "校椅供电所党支部", "星巴克"),
    "no paths": lambda graph: influence_paths(graph, "横州市委组织部", "星巴克"),
    "coverage_matrix": coverage_matrix,
    "coverage": coverage,
    "gaps": gaps,
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ASKED)
def test_the_console_gets_25_lines_at_most(
    hengzhou: AllianceGraph, question: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_LANG", language)
    answer = ASKED[question](hengzhou)
    shown = repr(answer)
    assert str(answer) == shown
    assert len(shown.splitlines()) <= 25
    assert all(display_width(line) <= 100 for line in shown.splitlines())
    assert shown.startswith(answer.headline(language)[:20])
    assert ".to_frame()" in shown
    assert ".to_json()" in shown


def test_the_console_says_how_many_more_and_how_much_is_not_known(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    shown = repr(answer)
    hidden = re.search(r"… and (\d+) more rows: .to_frame\(\)", shown)
    assert hidden
    assert len(answer.rows) - int(hidden[1]) == sum(line.startswith("G15") for line in shown.splitlines())
    assert f"{len(answer.unknown)} things are not known: .unknown" in shown
    assert "things are not known" in repr(coverage(hengzhou))
    assert "more row" not in repr(find(hengzhou, "xbk"))


def test_a_sentence_without_end_does_not_fill_the_console(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou).model_copy(update={"sentence": Text("很长" * 5000, "very long " * 5000)})
    assert len(repr(answer).splitlines()) <= 25


def test_completion_shows_what_is_of_the_answer(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    shown = {name for name in dir(answer) if not name.startswith("__")}
    assert shown == {
        "bounds", "cells", "columns", "data_version", "elapsed_seconds", "evidence", "headline", "keys", "legend",
        "parameters", "question", "rows", "schema_version", "screen_cells", "sentence", "since", "status",
        "table_rows", "to_frame", "to_json", "unknown",
    }  # fmt: skip
    assert {name for name in dir(answer.unknown[0]) if not name.startswith("__")} == {"what", "why", "closes_when"}
    assert answer.model_dump()["question"] == "gaps"


def test_a_notebook_gets_the_first_rows_and_where_the_rest_is(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    shown = answer._repr_html_()
    assert shown.count("<tr>") == 1 + 20
    assert f"… and {len(answer.rows) - 20} more rows: .to_frame()" in shown
    assert "[unknown]" in shown
    assert "<th>subject</th>" in shown


def test_a_notebook_names_the_first_unknown_things(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou)
    many = answer.model_copy(update={"unknown": answer.unknown * 3})
    assert f"… and {len(many.unknown) - 5} more not known: .unknown" in many._repr_html_()


def test_sentences_count_in_plain_words(hengzhou: AllianceGraph) -> None:
    assert find(hengzhou, "xbk").sentence.en == '1 node answers to "xbk".'
    assert find(hengzhou, "茶业").sentence.en == '16 nodes answer to "茶业".'
    assert profile(hengzhou, "xbk").sentence.en.endswith(": 2 links.")
