"""Where lines of Chinese and English end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from alliance.graph import AllianceGraph
from alliance.typesetting import cut, display_width, line_starts, unbreakable_parts

TEXTS = st.text(st.sampled_from("横州茶业党 abcXYZ-12_.,、。()“”()\uff08\uff09\uff0c\u0301"), max_size=80)


def lines_of(text: str, width: int, hanging: int = 0) -> list[str]:
    edges = [0, *line_starts(text, width, hanging), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


@given(TEXTS, st.integers(1, 40), st.integers(0, 10))
def test_lines_joined_are_the_text_and_only_a_single_word_is_wider(text: str, width: int, hanging: int) -> None:
    lines = lines_of(text, width, hanging)
    assert "".join(lines) == text
    for number, line in enumerate(lines):
        room = width - (hanging if number else 0)
        assert display_width(line.rstrip(" ")) <= room or len(list(unbreakable_parts(line))) == 1


@given(TEXTS)
def test_a_word_of_letters_and_digits_is_never_broken(text: str) -> None:
    for before, after in pairwise(lines_of(text, 1)):
        assert before.endswith(" ") or not (before[-1].isascii() and after[0].isascii())


def test_chinese_ends_anywhere_and_english_at_spaces() -> None:
    assert lines_of("横州市茉莉花产业集群", 8) == ["横州市茉", "莉花产业", "集群"]
    assert lines_of("a roster of operating", 10) == ["a roster ", "of ", "operating"]
    assert lines_of("载入 rosters.csv 里的名单", 8) == ["载入 ", "rosters.csv ", "里的名单"]


def test_no_line_begins_with_what_closes_or_ends_with_what_opens() -> None:
    assert lines_of("名单,名单", 4) == ["名", "单,", "名单"]
    assert lines_of("名单\uff0c名单", 4) == ["名", "单\uff0c", "名单"]
    assert lines_of("名(单", 3) == ["名", "(单"]
    assert lines_of("名\uff08单\uff09", 4) == ["名", "\uff08单\uff09"]


def test_what_indents_a_text_stays_with_its_first_word() -> None:
    assert lines_of("    rosters.csv again", 6) == ["    rosters.csv ", "again"]


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert lines_of("茶\u0301茶\u0301", 2) == ["茶\u0301", "茶\u0301"]


def test_widths_are_those_of_the_library_that_draws_tables(hengzhou: AllianceGraph) -> None:
    names = list(hengzhou.node_names)
    assert [display_width(name) for name in names] == [cell_len(name) for name in names]


@given(TEXTS, st.integers(2, 30))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    short = cut(text, width)
    assert display_width(short) <= width
    assert short == " ".join(text.split()) or short.endswith("…")
