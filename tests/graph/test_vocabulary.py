"""Terms and the numbers that stand for them in a column."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import UnknownTerm
from alliance.graph import schema
from alliance.graph.models import STATUS_LABELS, STATUSES
from alliance.graph.vocabulary import Vocabulary
from alliance.wording import Text

COLOURS = Vocabulary(Text("颜色", "colour"), ("red", "green", "blue"))
some_colours = st.lists(st.sampled_from(COLOURS.terms))


@given(some_colours)
def test_codes_stand_for_terms_and_back(colours: list[str]) -> None:
    codes = COLOURS.codes(colours)
    assert codes.dtype == np.uint8
    assert codes.tolist() == [COLOURS.code(colour) for colour in colours]
    assert COLOURS.terms_of(codes) == colours == [COLOURS.term(code) for code in codes.tolist()]


@given(some_colours, st.sets(st.sampled_from(COLOURS.terms)))
def test_a_mask_is_true_where_the_term_is_one_of_some(colours: list[str], wanted: set[str]) -> None:
    assert COLOURS.mask(COLOURS.codes(colours), wanted).tolist() == [colour in wanted for colour in colours]


def test_an_unknown_term_is_refused_with_the_known_ones() -> None:
    column = np.zeros(1, np.uint8)
    calls = (
        lambda: COLOURS.check("gren"),
        lambda: COLOURS.code("gren"),
        lambda: COLOURS.codes(["red", "gren"]),
        lambda: COLOURS.mask(column, ["gren"]),
    )
    for call in calls:
        with pytest.raises(UnknownTerm) as caught:
            call()
        assert caught.value.message.en == 'Unknown colour "gren". Known: green, red, blue.'
        assert "颜色" in caught.value.message.zh


@pytest.mark.parametrize("terms", [("a", "a"), tuple(map(str, range(257)))])
def test_terms_that_one_byte_does_not_tell_apart_are_refused(terms: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="letter"):
        Vocabulary(Text("字母", "letter"), terms)


def test_the_vocabularies_of_the_graph_are_in_the_order_of_their_declaration() -> None:
    assert schema().kind_vocabulary.terms == tuple(schema().kinds)
    assert schema().type_vocabulary.terms == tuple(schema().types)
    assert STATUSES.terms == tuple(STATUS_LABELS) == ("confirmed", "tentative", "disputed", "inferred", "candidate")
