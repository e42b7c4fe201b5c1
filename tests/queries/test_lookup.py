"""Find and show: how names answer, the order of answers, suggestions, and one node with all that is known of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alliance.errors import AmbiguousName, InputRefused, UnknownName
from alliance.graph import AllianceGraph, Evidence, GraphStore, Node
from alliance.graph.dates import PartialDate
from alliance.graph.models import Measure
from alliance.graph.parts import parts
from alliance.graph.quantities import Quantity
from alliance.queries import bridging_gain, find, member_pairs, members, overlap, profile, resolve
from alliance.queries.columns import screen_cells
from alliance.queries.names.find import FoundRow


@pytest.mark.parametrize(
    ("text", "name", "match"),
    [
        ("starbucks", "星巴克", "id"),
        ("星巴克", "星巴克", "name"),
        (" 星 巴 克 ", "星巴克", "name"),
        ("横县县委", "中共横州市委员会", "alias"),
        ("STARBUCKS", "星巴克", "id"),
        ("xbk", "星巴克", "initials"),
        ("XBK", "星巴克", "initials"),
        ("校椅供电所", "校椅供电所", "name"),
        ("校椅供电所党", "南宁横县供电局校椅供电所党支部", "part_of_name"),
    ],
)
def test_how_a_name_answers(hengzhou: AllianceGraph, text: str, name: str, match: str) -> None:
    row = find(hengzhou, text).rows[0]
    assert (row.name, row.match) == (name, match)


def test_the_store_finds_the_same_as_the_graph(hengzhou: AllianceGraph, tmp_path: Any) -> None:
    from alliance.graph.stores.sqlite.store import SQLiteStore

    with SQLiteStore(tmp_path / "a.db", create=True) as store:
        store.write(hengzhou)
        where: GraphStore = store
        for text in ("茶业", "xbk", "党", "100%", "_", "横县县委", "没有这个", "hz"):
            assert find(where, text).to_json() == find(hengzhou, text).to_json()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("772", "两新组织数 772 个(2024) — 2022年另一来源同为772"),
        ("兩新組織數", "两新组织数 772 个(2024) — 2022年另一来源同为772"),
        ("花农", "带动花农 34 万人(2024) — 约数"),
        ("约34", "带动花农 34 万人(2024) — 约数"),
    ],
)
def test_a_published_figure_is_found_with_the_node_it_belongs_to(
    hengzhou: AllianceGraph, text: str, figure: str
) -> None:
    answer = find(hengzhou, text, limit=100)
    (row,) = [one for one in answer.rows if one.figure == figure]
    assert row.match == "figure"
    assert row.id in ("hengzhou-gov", "seg-core")
    assert answer.evidence[row.evidence[0]].locator.startswith("metrics.csv")
    assert screen_cells(FoundRow.columns(), row, "zh")["匹配"] == "公布的数字"


def test_nodes_come_before_figures_and_both_are_counted(hengzhou: AllianceGraph) -> None:
    answer = find(hengzhou, "茶", limit=300)
    matches = [row.match == "figure" for row in answer.rows]
    assert matches == sorted(matches)
    assert 0 < answer.bounds["figures"] == sum(matches) < len(matches) == answer.bounds["matches"]
    assert answer.sentence.en.count("published figure") == 1
    few = find(hengzhou, "茶", limit=2)
    assert len(few.rows) == 2


def test_a_part_of_a_number_is_no_figure(make_node: Any) -> None:
    measure = Measure(subject="a", metric="两新组织数", value=Quantity(value=772), evidence=(Evidence(source="s"),))
    graph = AllianceGraph.from_models([make_node("a")], [], [measure])
    assert [len(find(graph, text).rows) for text in ("772", "77", "7.72", "≥772", "1,772")] == [1, 0, 0, 1, 0]


def test_a_figure_without_its_node_is_no_answer() -> None:
    measure = Measure(subject="nobody", metric="两新组织数", value=Quantity(value=3), evidence=(Evidence(source="s"),))
    assert find(AllianceGraph.from_models([], [], [measure]), "3").status == "none"


def test_exact_comes_before_part_and_the_rest_is_counted(hengzhou: AllianceGraph) -> None:
    answer = find(hengzhou, "茶业", limit=3)
    assert len(answer.rows) == 3
    assert answer.bounds["matches"] > 3
    assert answer.rows == find(hengzhou, "茶业").rows[:3]


def test_without_a_match_similar_names_are_suggested(hengzhou: AllianceGraph) -> None:
    answer = find(hengzhou, "星八克")
    assert answer.status == "none"
    assert "星巴克" in answer.sentence.zh
    assert "Did you mean" in answer.sentence.en
    with pytest.raises(UnknownName, match="星巴克"):
        resolve(hengzhou, "星八克")


def test_one_part_of_a_name_decides_and_several_do_not(hengzhou: AllianceGraph) -> None:
    assert resolve(hengzhou, "校椅供电所党").id == "jiaoyi-power-party-branch"
    with pytest.raises(AmbiguousName, match="茶业"):
        resolve(hengzhou, "茶业")


def test_an_exact_name_decides_although_others_contain_it(make_node: Any) -> None:
    graph = AllianceGraph.from_models(
        [make_node("1", name="茉莉"), make_node("2", name="茉莉花"), make_node("3", name="新茉莉")]
    )
    assert resolve(graph, "茉莉").id == "1"


def test_two_nodes_of_one_name_are_told_apart_by_id(make_node: Any) -> None:
    graph = AllianceGraph.from_models([make_node("1", name="茉莉"), make_node("2", name="茉莉")])
    with pytest.raises(AmbiguousName, match=r"茉莉 \(1\), 茉莉 \(2\)"):
        resolve(graph, "茉莉")
    assert resolve(graph, "2").id == "2"


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_not_looked_for(hengzhou: AllianceGraph, text: str) -> None:
    with pytest.raises(InputRefused):
        find(hengzhou, text)


# ---- profile ----


def test_profile_of_a_real_enterprise(hengzhou: AllianceGraph) -> None:
    answer = profile(hengzhou, "桔扬茶业")
    (row,) = answer.rows
    assert row.id == "hengxian-juyang-tea"
    assert answer.bounds == {"links": 11, "shown": 11}
    assert {one.other.name for one in row.relationships if one.type == "SELLS_TO"} >= {"星巴克", "喜茶"}
    (branch,) = [one for one in row.relationships if one.type == "SERVES"]
    assert (branch.outgoing, branch.other.id) == (False, "jiaoyi-power-party-branch")
    parts = [row.evidence, *(one.evidence for one in row.measures), *(one.evidence for one in row.relationships)]
    named = {entry for part in parts for entry in part}
    assert named == answer.evidence.keys()


def test_profile_of_the_alliance_says_what_is_not_known(hengzhou: AllianceGraph) -> None:
    answer = profile(hengzhou, "横州茉莉花产业集群党建联盟")
    unknown = [one.what.zh for one in answer.unknown]
    assert any("成员单位党组织数 54,其中 54 个没有列名" in one for one in unknown)
    assert any("轮值主席单位数 8,其中 5 个没有列名" in one for one in unknown)


def test_a_stage_is_linked_to_what_it_is_a_part_of_and_to_its_finer_stages(hengzhou: AllianceGraph) -> None:
    answer = profile(hengzhou, "旅游")
    links = answer.rows[0].relationships
    assert [(one.type, one.outgoing, one.other.name, one.status) for one in links] == [
        ("PART_OF", True, "茉莉花", None),
        ("PART_OF", False, "赏花研学文旅", None),
    ]
    assert answer.bounds == {"links": 2, "shown": 2}
    assert "2 links" in answer.sentence.en
    assert links[0].evidence == answer.rows[0].evidence
    assert answer.evidence[links[1].evidence[0]].locator.startswith("chain_segments.csv")


def test_every_part_shows_at_both_of_its_ends(hengzhou: AllianceGraph) -> None:
    for part in parts(hengzhou):
        finer, whole = (profile(hengzhou, hengzhou.node_ids[end], limit=1000).rows[0] for end in part)
        assert [one.id for one in finer.relationships if one.type == "PART_OF" and one.outgoing] == [part.id(hengzhou)]
        assert part.id(hengzhou) in {one.id for one in whole.relationships if not one.outgoing}


def test_kept_values_stand_under_their_declared_labels(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "INVESTS_IN", "b", attributes={"share": 0.25, "quantity": "约500户", "operating": True})]
    answer = profile(AllianceGraph.from_models([make_node("a"), make_node("b")], links), "a")
    assert answer.rows[0].relationships[0].attributes == {"share": 0.25, "quantity": "约500户", "operating": True}
    assert answer.cells("zh")[0]["further"] == "在运营:是;数量:约500户;所占份额:0.25"
    assert answer.cells("en")[0]["further"] == "operating: yes; quantity: 约500户; share: 0.25"


def test_links_are_limited_and_the_rest_is_counted(hengzhou: AllianceGraph) -> None:
    answer = profile(hengzhou, "桔扬茶业", limit=4)
    assert answer.bounds == {"links": 11, "shown": 4}


def test_a_day_leaves_out_what_had_ended(make_node: Any, make_link: Any) -> None:
    links = [make_link("a", "SERVES", "b", valid_to="2020"), make_link("a", "SUPPLIES", "b", valid_from="2022")]
    graph = AllianceGraph.from_models([make_node("a"), make_node("b")], links)
    assert [one.type for one in profile(graph, "a").rows[0].relationships] == ["SUPPLIES", "SERVES"]
    day = date(2021, 1, 1)
    assert profile(graph, "a", as_of=day).rows[0].relationships == ()


def test_an_aggregate_stays_one_and_a_bound_stays_a_bound(make_node: Any) -> None:
    posts = make_node("p", "post", name="示范岗", aggregate=True, count=Quantity(value=300, bound="at_least"))
    measure = Measure(
        subject="p", metric="岗位", value=Quantity(value=300, bound="at_least"), period=PartialDate.parse("2024"),
        evidence=posts.evidence,
    )  # fmt: skip
    nodes: list[Node] = [posts]
    answer = profile(AllianceGraph.from_models(nodes, [], [measure]), "p")
    (row,) = answer.rows
    assert (row.aggregate, row.count) == (True, "≥300")
    assert (row.measures[0].value, row.measures[0].bound, row.measures[0].period) == (300.0, "at_least", "2024")
    assert any("≥300" in one.what.en for one in answer.unknown)


def test_remarks_and_references_say_names(hengzhou: AllianceGraph) -> None:
    row = profile(hengzhou, "横州茉莉花产业集群党建联盟").rows[0]
    notes = [measure.note for measure in row.measures]
    assert any("横州市市场监督管理局(hengzhou-samr)" in note for note in notes)
    studio = profile(hengzhou, "post-tax-studio").rows[0]
    assert studio.attributes["host"] == "国家税务总局横州市税务局(hengzhou-tax)"


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: members(graph, "星巴克"), lambda graph: member_pairs(graph, "星巴克"),
        lambda graph: bridging_gain(graph, "星巴克"), lambda graph: overlap(graph, of="星巴克"),
    ],
)  # fmt: skip
def test_what_has_no_members_is_refused_wherever_members_are_asked_for(hengzhou: AllianceGraph, ask: Any) -> None:
    with pytest.raises(InputRefused, match="which has no members"):
        ask(hengzhou)
