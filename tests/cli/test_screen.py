"""Answers on the screen: nothing is cut, lines end where the language allows it, and long tables stop."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from click.testing import Result

from alliance.cli.tables import MOST_ROWS, print_rows
from alliance.cli.wrapping import WrappingConsole
from alliance.typesetting import display_width, unbreakable_parts

Run = Callable[..., Result]
WIDTHS = (40, 60, 80, 99, 100, 160)
QUESTIONS = [
    ["find", "茶业"],
    ["show", "横县桔扬茶业有限公司"],
    ["show", "横州茉莉花产业集群党建联盟"],
    ["paths", "校椅供电所党支部", "星巴克"],
    ["paths", "横州市委组织部", "星巴克"],
    ["coverage"],
    ["coverage", "--rates"],
    ["gaps"],
]
LANGUAGES = ("zh", "en")


@pytest.fixture(params=QUESTIONS, ids=" ".join)
def question(request: pytest.FixtureRequest) -> list[str]:
    words: list[str] = request.param
    return words


@pytest.fixture
def screens(loaded: Run, question: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What is printed in every width and language."""

    def ask(width: int, language: str) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        result = loaded(*question, "--lang", language)
        assert result.exit_code == 0, result.output
        return result.stdout

    return ((width, language, ask(width, language)) for width in WIDTHS for language in LANGUAGES)


def test_no_line_is_wider_than_the_terminal_unless_a_single_word_is(screens: Any) -> None:
    for width, _, shown in screens:
        for line in shown.splitlines():
            text = line.strip().removeprefix("? ").removeprefix("· ")
            assert display_width(line) <= width or len(list(unbreakable_parts(text))) == 1, (width, line)


def test_every_word_of_the_answer_is_there_in_every_width(screens: Any, loaded: Run, question: list[str]) -> None:
    answer = json.loads(loaded(*question, "--json").stdout)
    for _, language, shown in screens:
        joined = _without_spaces(shown)
        assert _without_spaces(answer["sentence"][language]) in joined
        for entry in answer["unknown"][:8]:
            assert _without_spaces(entry["what"][language] + entry["why"][language]) in joined


def test_no_cell_loses_a_word(screens: Any, loaded: Run, question: list[str]) -> None:
    cells = [value for row in _printed(loaded, question) for value in row]
    for width, language, shown in screens:
        if language == "en":
            joined = _without_spaces(shown)
            for cell in cells:
                parts = [cell] if width < 100 else unbreakable_parts(cell)
                assert all(_without_spaces(part) in joined for part in parts), (width, cell)


def _printed(loaded: Run, words: list[str]) -> list[list[str]]:
    """What people read of the rows, as a plain list."""
    answer = json.loads(loaded(*words, "--json").stdout)
    if words[0] == "find":
        return [[row["id"], row["name"], *row["aliases"], row["place"]] for row in answer["rows"]]
    if words[0] == "show":
        return [[link["other"]["name"], link["product"]] for link in answer["rows"][0]["relationships"]]
    if words[0] == "gaps":
        return [
            [row["subject_name"], row["formula"]["en"], row["closes_when"]["en"]] for row in answer["rows"][:MOST_ROWS]
        ]
    if words[0] == "coverage":
        return [[row["scope_name"]] for row in answer["rows"]]
    return [[node["name"] for node in row["nodes"]] for row in answer["rows"]]


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def test_ids_stand_whole_on_a_line(loaded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [row["id"] for row in json.loads(loaded("find", "茶业", "--json").stdout)["rows"]]
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        shown = loaded("find", "茶业").stdout.split()
        assert set(ids) <= set(shown)


# ---- table or list ----


def test_a_narrow_terminal_gets_a_list_and_a_wide_one_a_table(loaded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "99")
    assert "1. id: starbucks  ·  name: 星巴克" in loaded("find", "xbk").stdout
    monkeypatch.setenv("COLUMNS", "100")
    shown = loaded("find", "xbk").stdout
    assert "1. id" not in shown
    assert "─" in shown


def printed(rows: list[dict[str, Any]], width: int, **options: Any) -> list[str]:
    out = io.StringIO()
    print_rows(WrappingConsole(file=out, width=width), rows, **options)
    return out.getvalue().splitlines()


def test_a_table_whose_words_do_not_fit_becomes_a_list() -> None:
    rows = [{"id": "x" * 70, "other": "y" * 70}]
    assert printed(rows, 120) == ["", f"1. id: {'x' * 70}", f"   other: {'y' * 70}"]
    assert "─" in printed(rows, 150)[2]


def test_columns_give_way_from_the_widest_and_words_stay_whole() -> None:
    rows = [{"id": "a-long-id-of-one-word", "text": "plain words " * 20, "文": "中文" * 40, "n": 7}]
    lines = printed(rows, 100)
    assert all(display_width(line) <= 100 for line in lines)
    assert any("a-long-id-of-one-word" in line for line in lines)
    assert lines[3].rstrip().endswith("7")


def test_a_column_without_values_is_left_out_and_no_rows_are_nothing() -> None:
    assert printed([{"a": "x", "b": None, "c": ""}], 100)[1].split() == ["a"]
    assert printed([], 100) == []


def test_numbers_stand_to_the_right() -> None:
    assert [line.rstrip() for line in printed([{"number": 7}, {"number": 12.5}], 100)[1:]] == [
        "number", "──────", "     7", "  12.5",
    ]  # fmt: skip


# ---- how many ----


@pytest.mark.parametrize("width", [60, 160])
def test_a_long_table_stops_and_says_where_the_rest_is(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": f"id-{number}"} for number in range(2991)]
    lines = printed(rows, width)
    assert len(lines) <= MOST_ROWS + 5
    assert "2,941 more rows (--all lists all; --csv and --json are whole)" in " ".join(" ".join(lines).split())
    monkeypatch.setenv("ALLIANCE_LANG", "zh")
    assert any(line.startswith("… 还有 2,941 行(--all 全部列出") for line in printed(rows, width))
    assert len(printed(rows, width, whole=True)) >= 2991


def test_all_lists_all_and_files_are_whole_without_it(loaded: Run) -> None:
    words = ("find", "横", "--limit", "100")
    many = len(json.loads(loaded(*words, "--json").stdout)["rows"])
    assert many > MOST_ROWS
    shown = loaded(*words).stdout
    assert f"… and {many - MOST_ROWS} more row" in shown
    assert "more row" not in loaded(*words, "--all").stdout
    assert len(loaded(*words, "--csv").stdout.splitlines()) == many + 1
    assert len(loaded(*words, "--csv", "--all").stdout.splitlines()) == many + 1


def test_find_says_how_many_the_limit_left_out(loaded: Run) -> None:
    assert "more (--limit)" in loaded("find", "公司", "--limit", "3").stdout
    assert "--limit" not in loaded("find", "xbk").stdout


# ---- endings ----


def test_a_condition_is_printed_as_the_end_of_a_sentence(loaded: Run) -> None:
    shown = loaded("show", "横州茉莉花产业集群党建联盟").stdout
    assert "Closes when: the list is loaded (links HOSTS_POST, hosts post).\n" in shown
    assert (
        "弥合条件:载入名单(关系 HOSTS_POST 设岗)。\n"
        in loaded("show", "横州茉莉花产业集群党建联盟", "--lang", "zh").stdout
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_what_follows_the_first_line_of_an_entry_stands_under_its_words(
    loaded: Run, question: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = loaded(*question, "--lang", "zh").stdout.splitlines()
    for line, following in pairwise(lines):
        if line.startswith("  ? "):
            assert following.startswith("    ")
