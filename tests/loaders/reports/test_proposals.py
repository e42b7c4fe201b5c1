"""What is taken from sentences: places, organisations, relations, numbers, a problem's way. All names are made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.graph import AllianceGraph
from alliance.graph.models import Evidence, Node
from alliance.graph.schema import schema
from alliance.loaders import read_report
from alliance.loaders.reports.amounts import amounts
from alliance.loaders.reports.document import Document
from alliance.loaders.reports.facts import AggregateFact, LinkFact, MeasureFact, NodeFact, fact_json, facts_of
from alliance.loaders.reports.gazetteer import Gazetteer
from alliance.loaders.reports.privacy import masked
from alliance.loaders.reports.proposals import Sighting
from alliance.loaders.reports.questions import questions_of
from alliance.loaders.reports.relations import relations_in
from alliance.loaders.reports.report import _stated
from alliance.loaders.reports.sentences import sentences
from alliance.loaders.reports.text import report_text

Write = Callable[..., Path]
PIECES = [
"丹岭市", "委组织部", "牵头", "由", "枇杷协会", "党建联盟", "枇杷产业", "青山果业有限公司", "与", "结对", "向",
  "供应", "。", "，", "\n", "“", "”", "《",
  "》", "办法", "出台", "300多个", "近40家", "13个", "党建示范岗", "2023年", "13.1万亩", "提出", "问题", "清单",
  "列出", "配合", "轮值主席单位", "书记", "李大山", "说", "!", "？",
  "联盟", "加入", "第", "1+9", "（", "）", "组织部", "市", "的", "x", " "]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join) | st.text(max_size=60)


def document_of(text: str) -> Document:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    pieces = [("paragraph", "".join(letter if letter.isprintable() else " " for letter in line)) for line in lines]
    return Document(report_text("a.txt", "0" * 64, "", [(form, line) for form, line in pieces if line.strip()]), NOBODY)


NOBODY = Gazetteer.of(None)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_every_place_is_in_its_sentence_and_says_what_is_proposed(text: str) -> None:
    if not any(line.strip() for line in text.splitlines()):
        return
    document = document_of(text)
    all_sentences = sentences(document.report)
    stated = list(_stated(document)) if document.report.text else []
    for fact, seen in stated:
        sentence = all_sentences[seen.sentence - 1]
        assert sentence.start <= seen.start < seen.end <= sentence.end
        said = document.report.text[seen.start : seen.end]
        if isinstance(fact, MeasureFact | AggregateFact):
            assert fact.value.removeprefix("≥").removeprefix("约") in said.replace(",", "") or "百" in said
        if isinstance(fact, LinkFact):
            schema().check(fact.type, fact.source.kind, fact.target.kind)
        assert facts_of(fact_json(fact)) == [fact]
    for mention in document.mentions:
        quoted = document.report.text[mention.start : mention.end]
        assert mention.name.endswith(quoted) or quoted[:3] in mention.name or quoted[-2:] in mention.name


@settings(max_examples=200, deadline=None)
@given(texts)
def test_sentences_cover_the_text_without_overlap(text: str) -> None:
    if not any(line.strip() for line in text.splitlines()):
        return
    document = document_of(text)
    found, at = sentences(document.report), 0
    for number, sentence in enumerate(found, start=1):
        assert sentence.number == number
        assert not document.report.text[at : sentence.start].strip()
        at = sentence.end
    assert not document.report.text[at:].strip()


def names(text: str) -> list[str]:
    return [mention.name for mention in document_of(text).mentions]


# ---- organisations ----


@pytest.mark.parametrize(
    "word",
    [
        "协会",
        "党建联盟",
        "成员单位",
        "各部门",
        "产业链党建联盟",
        "相关企业",
        "两新组织党组织",
        "三个农民专业合作社",
        "乡镇",
        "布局",
    ],
)
def test_nouns_that_name_nobody_are_no_organisations(word: str) -> None:
    assert names(f"仅靠{word}的力量还不够。当地推动{word}参与。{word}很重要。") == []


def test_a_document_knows_its_place_and_its_short_names() -> None:
    text = (
        "丹岭市成立联盟\n丹岭市委组织部和市林业局走访丹岭市青山果业有限公司。"
        "青山果业有限公司与市税务局签约，青山果业很满意。组织部表态。"
    )
    assert names(text) == [
        "丹岭市委组织部", "丹岭市林业局", "丹岭市青山果业有限公司", "丹岭市青山果业有限公司", "丹岭市税务局",
        "丹岭市青山果业有限公司",
        "丹岭市委组织部",
    ]  # fmt: skip


def test_the_longest_name_counts_and_a_branch_has_the_full_name_of_its_firm() -> None:
    text = "丹岭市消息\n丹岭市青山果业有限公司不错。青山果业党支部与丹岭市枇杷协会党总支结对。"
    assert names(text)[1:] == ["丹岭市青山果业有限公司党支部", "丹岭市枇杷协会党总支"]


def test_names_that_are_known_are_found_without_an_ending(write: Write) -> None:
    seen = (Evidence(source="s1"),)
    known = AllianceGraph.from_models(
        [Node(id="a", kind="enterprise", name="香茹怡茉", aliases=("香茹",), evidence=seen)]
    )
    path = write("简报\n香茹怡茉与青山果业有限公司结对。\n")
    with_names = {proposal.fact.name for proposal in read_report(path, known).proposals if proposal.fact.fact == "node"}
    assert with_names == {"香茹怡茉", "青山果业有限公司"}
    only_ours = tuple(Evidence(source=read_report(path).source.id) for _ in range(1))
    own = AllianceGraph.from_models([Node(id="a", kind="enterprise", name="香茹怡茉", evidence=only_ours)])
    assert read_report(path, own).proposals == read_report(path).proposals


# ---- relations ----


def relations(text: str) -> set[tuple[str, str, str]]:
    links = (fact for fact, _ in relations_in(document_of(text)))
    return {(link.type, link.source.name, link.target.name) for link in links}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("甲川果业有限公司与乙川茶厂结对。", {("PAIRED_WITH", "甲川果业有限公司", "乙川茶厂")}),
        ("甲川果业有限公司向乙川茶厂供应果干。", {("SUPPLIES", "甲川果业有限公司", "乙川茶厂")}),
        ("甲川果业有限公司尚未向乙川茶厂供应果干。", set()),
        ("甲川果业有限公司计划与乙川茶厂结对。", set()),
        ("乙川茶厂把茶卖给甲川果业有限公司。", {("SELLS_TO", "乙川茶厂", "甲川果业有限公司")}),
        ("甲川县委组织部指导乙川茶厂。", {("GUIDES", "甲川县委组织部", "乙川茶厂")}),
        ("甲川果业有限公司出台《甲川果业章程》。", {("ISSUED", "甲川果业有限公司", "甲川果业章程")}),
        ("在乙川茶厂设立“茶香党员工作室”。", {("HOSTS_POST", "乙川茶厂", "茶香党员工作室")}),
        ("甲川枇杷产业党建联盟成立。乙川茶厂于2022年加入联盟。", {("MEMBER_OF", "乙川茶厂", "甲川枇杷产业党建联盟")}),
    ],
)  # fmt: skip
def test_relations_by_their_words(sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert relations(sentence) == expected


def test_a_year_of_joining_is_a_date_and_no_day_is_made_up() -> None:
    document = document_of("甲川枇杷产业党建联盟成立。乙川茶厂于2022年加入联盟。")
    ((link, _),) = relations_in(document)
    assert str(link.since) == "2022"


# ---- numbers ----


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("300多个", "≥300", "个"),
        ("300余家", "≥300", "家"),
        ("超300家", "≥300", "家"),
        ("逾2.5万户", "≥2.5", "万户"),
        ("近40家", "约40", "家"),
        ("约34万户", "约34", "万户"),
        ("1,417个", "1417", "个"),
        ("222.15亿元", "222.15", "亿元"),
        ("50家以上", "≥50", "家"),
        ("30家左右", "约30", "家"),
        ("上百家", "≥100", "家"),
        ("１３个", "13", "个"),
        ("12%", "12", "%"),
    ],
)
def test_bounds_and_units(text: str, value: str, unit: str) -> None:
    from alliance.graph.quantities import Quantity
    from alliance.loaders.reports.text import _tidy

    (amount,) = amounts(_tidy(f"共有{text}。"))
    assert (amount.value, amount.unit) == (value, unit)
    assert Quantity.parse(amount.value).value == float(value.strip("≥约"))


@pytest.mark.parametrize("text", ["2023年", "5月20日", "第3个", "1+9", "2023—2025", "12.5"])
def test_days_and_ordinals_are_no_amounts(text: str) -> None:
    assert list(amounts(f"在{text}，")) == []


def test_things_without_names_are_a_count_and_never_one_thing(report: Path) -> None:
    counts = [fact for proposal in read_report(report).proposals if isinstance(fact := proposal.fact, AggregateFact)]
    assert [(fact.kind, fact.metric, fact.value, fact.type) for fact in counts] == [
        ("post", "枇杷产业党建示范岗", "13", "HOSTS_POST"),
        ("party_organization", "党组织", "≥300", ""),
    ]


def test_the_year_before_a_number_is_its_period_and_the_year_of_a_founding_is_not() -> None:
    text = (
        "甲川枇杷产业党建联盟成立。2023年，种植面积13.1万亩。乙川茶厂2019年成立，产茶20吨。截至2024年6月，产值3亿元。"
    )
    found = {fact.metric: str(fact.period) for fact, _ in _stated(document_of(text)) if isinstance(fact, MeasureFact)}
    assert found == {"种植面积": "2023", "产茶": "None", "产值": "2024-06"}


# ---- a problem's way ----


def test_a_problem_is_followed_in_the_order_in_which_it_is_told(report: Path) -> None:
    steps = [
        fact for proposal in read_report(report).proposals if isinstance(fact := proposal.fact, LinkFact) and fact.order
    ]
    steps.sort(key=lambda link: link.order or 0)
    assert [link.type for link in steps] == [
        "RAISED", "LISTED_IN", "ROUTED_TO", "HANDLES", "ASSISTS", "ASSISTS", "RESOLVED_BY",
    ]  # fmt: skip
    assert {link.target.name if link.type == "RAISED" else link.source.name for link in steps} == {
        "没有标准，枇杷花茶就不能当食品卖。"
    }
    assert all(link.since is None for link in steps)
    assert steps[-1].target.name == "食品安全地方标准《枇杷花》"


# ---- persons ----


@pytest.mark.parametrize(
    "sentence",
    [
        "本报记者 钱多多 通讯员 孙小满", "市委常委、组织部部长钱多多向记者坦言。", "负责人钱多多说。",
        "“好。”钱多多告诉记者。", "钱多多介绍，协会很忙。",
        "技术员钱多多、孙小满驻村。", "村民钱多多和孙小满都来了。", "书记钱多多带领大家。后来钱多多又去了。",
        "钱多多先生很高兴。",
    ],
)  # fmt: skip
def test_names_of_persons_are_masked(sentence: str) -> None:
    text = masked(sentence)
    assert len(text) == len(sentence)
    assert not re.search("钱多|多多|孙小|小满", text)


@pytest.mark.parametrize(
    "sentence",
    [
        "书记高度重视，主任会议讨论。",
        "党员干部参加，代表发言。",
        "记者从丹岭市了解到，专家和企业都在。",
        "由丹岭市委组织部牵头。",
    ],
)
def test_other_words_are_not_masked(sentence: str) -> None:
    assert masked(sentence) == sentence


def test_no_name_of_a_person_gets_into_a_proposal(report: Path) -> None:
    everything = "".join(str(proposal) for proposal in read_report(report).proposals)
    everything += "".join(str(question) for question in questions_of(report)) + str(read_report(report).source)
    for name in ("李大山", "大山", "钱多多", "孙小满"):
        assert name not in everything


def seen_more_than_once(report: Path) -> Iterator[tuple[Sighting, ...]]:
    return (proposal.sightings for proposal in read_report(report).proposals if len(proposal.sightings) > 1)


def test_a_fact_that_is_stated_twice_is_one_proposal_with_two_places(report: Path) -> None:
    assert any(len({sighting.sentence for sighting in places}) > 1 for places in seen_more_than_once(report))
    keys = [proposal.key for proposal in read_report(report).proposals]
    assert len(keys) == len(set(keys))
    assert isinstance(read_report(report).proposals[0].fact, NodeFact)
