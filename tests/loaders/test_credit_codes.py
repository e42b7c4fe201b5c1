"""Credit codes against python-stdnum, which knows those that begin with digits."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from alliance.loaders.identity.credit_codes import BadCreditCode, check_character, credit_code
from alliance.loaders.identity.registers import has_inner_check, inner_check, other_register

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.tuples(
    st.text("0123456789", min_size=8, max_size=8), st.text(CHARACTERS, min_size=9, max_size=9)
).map("".join)  # fmt: skip


@given(BODIES)
def test_a_right_code_is_read_and_a_wrong_one_refused_as_stdnum_does(body: str) -> None:
    assume(body.strip("0"))
    for last in CHARACTERS:
        code = body + last
        assert uscc.is_valid(code) == (last == check_character(code))
        if uscc.is_valid(code):
            assert credit_code(code) == code
        else:
            with pytest.raises(BadCreditCode):
                credit_code(code)


@given(BODIES, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    assume(code[place] != other)
    with pytest.raises(BadCreditCode):
        credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("prefix", ["N2", "A1", "Y1"])
def test_codes_of_villages_and_the_military_are_read(prefix: str) -> None:
    body = f"{prefix}450127MF0000000"
    code = body + check_character(body)
    assert credit_code(code) == code


@pytest.mark.parametrize("code", ["91110000802100433B", "91440300708461136T", "91350100M000100Y43"])
def test_the_inner_check_of_published_codes_holds(code: str) -> None:
    assert credit_code(code) == code
    assert has_inner_check(code)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 9))
def test_a_changed_digit_breaks_the_inner_check(body: str, place: int, more: int) -> None:
    assume(body[place].isdigit())
    changed = body[:place] + str((int(body[place]) + more) % 10) + body[place + 1 :]
    assert inner_check(f"91450127{body}") != inner_check(f"91450127{changed}")


def test_a_code_of_another_register_is_told_and_taken() -> None:
    assert other_register("91350100M000100Y43", "enterprise") is None
    assert other_register("N2450127MF00000009", "enterprise") is None
    said = other_register("91350100M000100Y43", "cooperative")
    assert said is not None
    assert said.en == "91350100M000100Y43 is registered as an enterprise, the table says farmers' cooperative"
