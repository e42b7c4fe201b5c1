"""What reports on alliances outside Hengzhou say: each can be loaded and asked. All names are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.errors import AllianceError
from alliance.graph import AllianceGraph, schema
from alliance.graph.networks.ties import TieRule
from alliance.loaders.row_errors import RowErrors
from alliance.queries import coverage, coverage_matrix, gaps, influence_paths, profile
from alliance.tests.loaders.other_alliances import graph_of

NODES = """id,name,kind
lm,柳峰螺蛳粉产业党建联盟,alliance
lm2,桂中食品产业党建联盟,alliance
dw,螺蛳粉产业链党委,party_organization
zb,柳峰食品公司党支部,party_organization
gs,柳峰食品公司,enterprise
gs2,河东米粉公司,enterprise
hzs,青山豆角合作社,cooperative
js,市检测所,research_institute
cun,青山村,place
yuan,螺蛳粉产业园,platform
gang,螺蛳粉党员先锋岗,post
zdy,派驻党建指导员,instructor
gj,米粉工匠,craftsman
xq,缺少原料标准,need
hd,技术培训班,activity
"""
CHAIN = """id,name,stage,level,parent_id
lian,螺蛳粉产业链,,context,
zz,豆角种植,upstream,fine,lian
jg,米粉加工,midstream,fine,lian
"""
LINKS = "source_id,type,target_id,status\n"


def links(*rows: str) -> str:
    return LINKS + "\n".join(f"{row},confirmed" for row in rows)


def loaded(folder: Path, *rows: str, **tables: str) -> AllianceGraph:
    return graph_of(folder, organizations=NODES, chain_segments=CHAIN, relationships=links(*rows), **tables)


def types_around(graph: AllianceGraph, node: str) -> set[str]:
    return {link.type for row in profile(graph, node).rows for link in row.relationships}


# ---- an alliance acts like a unit ----

ACTS = (
    "lm,SERVES,gs", "lm,LOCATED_IN,cun", "lm,PAIRED_WITH,gs2", "lm,HOSTS_POST,gang", "lm,TRAINS,zdy",
    "lm,MEMBER_OF,lm2",
    "lm,RAISED,xq", "lm,ORGANISED,hd", "lm,GUIDES,zb", "lm,COORDINATES_WITH,js", "lm,CO_BUILDS,yuan",
)  # fmt: skip


def test_an_alliance_does_what_a_unit_does(tmp_path: Path) -> None:
    graph = loaded(tmp_path, *ACTS)
    assert types_around(graph, "lm") == {act.split(",")[1] for act in ACTS}
    assert influence_paths(graph, "lm", "gs").status == "found"


def test_an_alliance_that_acts_is_still_no_intermediary(tmp_path: Path) -> None:
    graph = loaded(tmp_path, "gs,GUIDES,lm", "lm,SERVES,gs2", "lm,PAIRED_WITH,js")
    assert influence_paths(graph, "gs", "gs2").status == "none"
    assert influence_paths(graph, "js", "gs2").status == "none"
    assert influence_paths(graph, "gs", "gs2", rule=TieRule(umbrella=True)).status == "found"


# ---- chain leader, lead branch ----


def test_the_chain_leader_and_the_lead_branch_are_shown_and_lead(tmp_path: Path) -> None:
    graph = loaded(tmp_path, "gs,链主企业,lian", "zb,牵头支部,lm", "gs,书记单位,dw", "gs,链主,lm")
    assert types_around(graph, "lian") == {"CHAIN_LEADER_OF", "PART_OF"}
    assert types_around(graph, "dw") == {"LEAD_BRANCH_OF"}
    for leader in ("gs", "zb"):
        answer = influence_paths(graph, leader, "lm")
        assert answer.status == "found"
        assert influence_paths(graph, "lm", leader).status == "none"
    for type_id in ("CHAIN_LEADER_OF", "LEAD_BRANCH_OF"):
        assert schema().types[type_id].tie == "convening"


# ---- training ----


def test_party_organisations_train_and_roles_are_trained(tmp_path: Path) -> None:
    graph = loaded(tmp_path, "zb,TRAINS,gj", "dw,TRAINS,zdy", "gj,TRAINS,zdy", "zb,培训,zz")
    assert influence_paths(graph, "zb", "zdy").status == "found"
    assert len(influence_paths(graph, "zb", "zdy").rows[0].nodes) == 3


# ---- a committee of the whole chain ----


def test_a_committee_of_the_whole_chain_is_no_branch_of_a_stage(tmp_path: Path) -> None:
    graph = loaded(tmp_path, "dw,COVERS_CHAIN,lian", "zb,COVERS_STAGE,jg", "gs,OPERATES_IN,jg", "dw,GUIDES,zb")
    cells = {row.scope: row for row in coverage_matrix(graph, instruments=["party_organization"]).rows}
    assert cells["zz"].covered is None
    assert cells["jg"].covered == 1
    answer = coverage_matrix(graph, instruments=["party_organization"])
    assert "螺蛳粉产业链党委" in answer.sentence.zh
    assert "counted at no stage: 1" in answer.sentence.en
    assert "counted at no stage" not in coverage_matrix(graph, instruments=["post"]).sentence.en
    assert influence_paths(graph, "dw", "lian").status == "found"


def test_a_stage_under_a_chain_committee_alone_still_lacks_its_branch(tmp_path: Path) -> None:
    """A promise that all party organisations were listed makes the gap certain: the committee does not close it."""
    stages = CHAIN.replace("parent_id\n", "parent_id,needs\n").replace(",lian\n", ",lian,party_organization\n")
    graph = graph_of(
        tmp_path,
        organizations=NODES,
        chain_segments=stages.replace(",,context,\n", ",,context,,\n"),
        relationships=links("dw,COVERS_CHAIN,lian", "zb,COVERS_STAGE,jg"),
        rosters="census,scope_id,instrument\n2024H1,,party_organization\n2024H1,,organisation",
    )
    assert {row.subject for row in gaps(graph, kinds=["G9"]).rows if row.gap == "G9"} == {"zz"}


def test_a_committee_of_a_chain_is_not_on_a_stage(tmp_path: Path) -> None:
    with pytest.raises(RowErrors) as caught:
        loaded(tmp_path, "dw,COVERS_STAGE,lian")
    assert "COVERS_CHAIN" in caught.value.errors[0].reason.zh


# ---- growers ----

GROWERS = NODES.replace("id,name,kind\n", "id,name,kind,count,aggregate\n").replace(
    "\nlm,", "\nnh,种植户,household,500+,true\nh7,7号户,household,,\nlm,"
)
GROWERS = "\n".join(line if line.count(",") == 4 else f"{line},," for line in GROWERS.splitlines())


def growers(folder: Path, *rows: str, **tables: str) -> AllianceGraph:
    return graph_of(folder, organizations=GROWERS, relationships=links(*rows), **tables)


def test_firms_cooperatives_and_branches_lead_growers(tmp_path: Path) -> None:
    graph = growers(tmp_path, "gs,LEADS_GROWERS,nh", "hzs,带动,nh", "zb,带动种植户,h7")
    assert types_around(graph, "nh") == {"LEADS_GROWERS"}
    shown = profile(graph, "nh").rows[0]
    assert (shown.count, shown.aggregate) == ("≥500", True)
    assert influence_paths(graph, "gs", "nh").status == "found"


@pytest.mark.parametrize("name", ["张三", "农建国", "欧阳小花"])
def test_a_household_under_the_name_of_a_person_is_refused(tmp_path: Path, name: str) -> None:
    """The names are made up."""
    with pytest.raises(RowErrors, match="looks like the name of a person"):
        graph_of(tmp_path, organizations=f"id,name,kind\nh,{name},household")


FINE = [
    "h,7号户,household,",
    "h,花农,household,",
    "h,张家,household,",
    "h,张三,household,true",
    "h,王记公司,enterprise,",
]


@pytest.mark.parametrize("row", FINE)
def test_a_number_a_word_for_many_and_a_total_are_fine(tmp_path: Path, row: str) -> None:
    assert len(graph_of(tmp_path, organizations=f"id,name,kind,aggregate\n{row}")) == 1


def test_growers_stay_in_the_house() -> None:
    assert schema().types["LEADS_GROWERS"].internal
    assert {target for _, target in schema().types["LEADS_GROWERS"].pairs} == set(schema().kinds_with("internal"))


def test_who_leads_growers_is_no_post_that_contacts_them(tmp_path: Path) -> None:
    graph = growers(
        tmp_path,
        "gs,LEADS_GROWERS,nh", "gs,LEADS_GROWERS,h7", "gang,CONTACTS,nh",
        rosters="census,scope_id,instrument\n2024H1,,post",
    )  # fmt: skip
    assert {row.subject for row in gaps(graph, kinds=["G9"]).rows if row.gap == "G9"} == {"h7"}


def test_a_count_of_growers_is_a_hole(tmp_path: Path) -> None:
    graph = growers(
        tmp_path, "hzs,带动,nh", metrics="entity_id,metric,value,unit\ngs,带动农户,500+,户\nhzs,带动种植户数,1,户"
    )
    assert influence_paths(graph, "gs", "h7").status == "unknown"
    assert influence_paths(graph, "zb", "h7").status == "none"


# ---- places, levels, platforms ----


def test_places_platforms_and_several_levels_of_government(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        organizations=NODES.replace("id,name,kind\n", "id,name,kind,level\n").replace("\n", ",\n").replace(
            "level,\n", "level\n"
        )
        + "sz,桂北省政府,government,省\nsf,柳峰市政府,government,市\nxf,青山县政府,government,县\nxian,青山县,place,县",
        relationships=links(
            "sf,SUBORDINATE_TO,sz", "xf,SUBORDINATE_TO,sf", "cun,LOCATED_IN,xian", "lm,LOCATED_IN,yuan",
            "lm,SUBORDINATE_TO,dw", "lm,MEMBER_OF,yuan", "gs,MEMBER_OF,yuan", "xf,LEADS,lm", "hd,LOCATED_IN,cun",
        ),
    )  # fmt: skip
    assert len(influence_paths(graph, "sz", "lm").rows[0].nodes) == 4
    assert profile(graph, "xf").rows[0].level == "县"


def test_coverage_counts_firms_and_no_alliance(tmp_path: Path) -> None:
    graph = loaded(tmp_path, "zb,HOSTED_BY,gs", "zb,SUBORDINATE_TO,lm", "lm,OPERATES_IN,jg", "gs,OPERATES_IN,jg")
    cells = coverage_matrix(graph, instruments=["organisation", "party_organization"]).rows
    assert {(row.scope, row.measure, row.low) for row in cells if row.low} == set()
    assert isinstance(coverage(graph).status, str)


@pytest.mark.parametrize("link", ["lm,SUPPLIES,gs", "cun,TRAINS,gs", "gs,LEADS_GROWERS,cun"])
def test_what_no_alliance_or_place_does_is_still_refused(tmp_path: Path, link: str) -> None:
    with pytest.raises(AllianceError):
        loaded(tmp_path, link)
