"""Which nodes are one, perhaps one, or not. All organisations are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from alliance.loaders.identity.comparing import LEAST_SCORE, Party, compare
from alliance.loaders.identity.names import core, name_form
from alliance.loaders.identity.pairs import alike_words

CODE, OTHER_CODE = "91350100M000100Y43", "91110000802100433B"


def firm(node_id: str, name: str, **values: object) -> Party:
    return Party(**{"id": node_id, "kind": "enterprise", "name": name, **values})  # type: ignore[arg-type]


def sameness(first: str, second: str, kind: str = "enterprise") -> str:
    return compare(firm("a", first, kind=kind), firm("b", second, kind=kind)).sameness


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("横州市南方茶厂有限责任公司", "横州市南方茶厂有限公司"),
        ("中共横州市委员会组织部", "横州市委组织部"),
        ("中国共产党横州市委员会", "横州市委"),
        ("横县花茶厂", "横州市花茶厂"),
        ("廣西金花茶業有限公司", "广西金花茶业有限公司"),
        ("绿源茉莉花农民专业合作社", "绿源茉莉花专业合作社"),
        ("ＡＢＣ食品\uff08横州\uff09有限公司", "ABC食品(横州)有限公司"),
        ("横州市第一茉莉花茶厂", "横州市第\uff11茉莉花茶厂"),
        ("中共寿光市三元朱村支部委员会", "寿光市三元朱村党支部"),
    ],
)
def test_one_name_in_two_ways_of_writing_is_certain(first: str, second: str) -> None:
    assert sameness(first, second) == "certain"


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("横州市第一茉莉花茶厂", "横州市第二茉莉花茶厂", "ordinals"),
        ("寿光市蔬菜一厂", "寿光市蔬菜二厂", "ordinals"),
        ("某县联合党委一支部", "某县联合党委三支部", "ordinals"),
        ("云和县农商银行", "云和县农商银行石塘支行", "parts"),
        ("梨业协会", "梨业协会北山分会", "parts"),
        ("甲茶业公司党支部", "甲茶业公司党总支", "parts"),
        ("安溪县铁观音公会", "永春县铁观音公会", "places"),
        ("校椅镇石井村茉莉花专业合作社", "校椅镇龙井村茉莉花专业合作社", "places"),
        ("东阿东方果业有限公司", "东阿西方果业有限公司", "contrasting"),
        ("山东鲁果甲级仓储有限公司", "山东鲁果乙级仓储有限公司", "contrasting"),
    ],
)
def test_a_veto_comes_before_any_likeness(first: str, second: str, why: str) -> None:
    found = compare(firm("a", first), firm("b", second))
    assert found.sameness == "different"
    assert why in found.reasons[0].en


def test_kinds_codes_places_and_aggregates_are_vetoes() -> None:
    plain = firm("a", "石溪杨梅茶厂", place="青田县", uscc=CODE)
    for other in (
        firm("b", "石溪杨梅茶厂", kind="cooperative"),
        firm("b", "石溪杨梅茶厂", uscc=OTHER_CODE),
        firm("b", "石溪杨梅茶厂", place="云和县"),
        firm("b", "云和县石溪杨梅茶厂"),
        firm("b", "石溪杨梅茶厂", aggregate=True),
    ):
        assert compare(plain, other).sameness == "different"


def test_one_code_is_one_whatever_the_name_but_in_two_rows_of_a_table_it_is_a_question() -> None:
    first, second = firm("a", "甲茶厂", uscc=CODE), firm("b", "乙贸易公司", uscc=CODE)
    assert (compare(first, second).sameness, compare(first, second).rule) == ("certain", "code")
    rows = [frozenset({("s1", "a.csv", row)}) for row in "23"]
    listed = [firm(p.id, p.name, uscc=CODE, listings=seen) for p, seen in zip((first, second), rows, strict=True)]
    assert compare(*listed).sameness == "doubtful"
    again = [firm(p.id, p.name, uscc=CODE, listings=rows[0]) for p in (first, second)]
    assert compare(*again).sameness == "certain"


def test_a_place_in_the_name_may_stand_in_the_column_instead() -> None:
    assert compare(firm("a", "石溪茶厂", place="浙江省青田县"), firm("b", "青田县石溪茶厂")).sameness == "certain"
    assert compare(firm("a", "石溪茶厂"), firm("b", "青田县石溪茶厂")).sameness == "doubtful"


def test_names_that_many_bear_tell_nothing() -> None:
    assert sameness("第一党支部", "第一党支部", "party_organization") == "different"
    assert sameness("离退休党支部", "离退休党支部", "party_organization") == "different"
    assert sameness("青田县人民政府", "青田县人民政府", "government") == "certain"


def test_offices_of_two_levels_are_different_and_a_shared_alias_is_a_question() -> None:
    assert sameness("广西农业农村厅委员会", "广西南宁市农业农村厅委员会", "government") == "different"
    found = compare(firm("a", "甲茶业有限公司", aliases=("小罐花茶",)), firm("b", "小罐花茶"))
    assert (found.sameness, found.score) == ("doubtful", 100.0)


def test_forms_of_names() -> None:
    form = name_form("中共横县校椅镇石井村支部委员会")
    assert (form.places, form.stem, form.parts) == (("横州市", "校椅镇", "石井村"), "党支部", ("党支部",))
    assert core("广西金花茶业(集团)股份有限公司") == "金花茶业集团"


WORDS = "金银花茶石溪甲乙一二第厂公司有限支部党县村市"
NAMES = st.text(WORDS, min_size=1, max_size=14)
PARTIES = st.builds(
    lambda node_id, kind, name, place, uscc: Party(node_id, kind, name, (), place, uscc),
    st.sampled_from("abcd"),
    st.sampled_from(["enterprise", "party_organization"]),
    NAMES,
    st.sampled_from(["", "甲县", "乙县", "某省甲县石溪村"]),
    st.sampled_from(["", "", CODE, OTHER_CODE]),
)


@given(PARTIES, PARTIES)
def test_it_does_not_matter_which_comes_first(first: Party, second: Party) -> None:
    if first.id != second.id:
        assert compare(first, second) == compare(second, first)


@given(PARTIES, PARTIES, PARTIES)
def test_equal_names_with_equal_places_are_transitive(first: Party, second: Party, third: Party) -> None:
    known = [Party(key, p.kind, p.name, (), "", "") for key, p in zip("abc", (first, second, third), strict=True)]
    pairs = [compare(known[0], known[1]), compare(known[1], known[2])]
    if all(found.sameness == "certain" for found in pairs):
        assert compare(known[0], known[2]).sameness == "certain"


@given(st.lists(NAMES, unique=True, max_size=30))
def test_blocks_lose_no_pair_of_words_that_are_alike(words: list[str]) -> None:
    from alliance.loaders.identity import pairs

    expected = {
        frozenset((one, other))
        for one in words for other in words
        if one != other and fuzz.ratio(one, other) >= LEAST_SCORE
    }  # fmt: skip
    every = {frozenset(pair) for pair in alike_words(words, set(words)) if pair[0] != pair[1]}
    assert every == expected
    limit, pairs._ALL_WITH_ALL = pairs._ALL_WITH_ALL, 0
    try:
        blocked = {frozenset(pair) for pair in alike_words(words, set(words))}
        fresh = set(words[:3])
        of_fresh = {frozenset(pair) for pair in alike_words(words, fresh)}
    finally:
        pairs._ALL_WITH_ALL = limit
    assert blocked == expected
    assert of_fresh == {pair for pair in expected if pair & fresh}
