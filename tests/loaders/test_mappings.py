"""Mappings that people give: proposed, changed, checked with their lines, and used. All is made up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from alliance.cli.root import root
from alliance.errors import FileRefused
from alliance.graph import AllianceGraph
from alliance.loaders import FolderFacts, read_folder
from alliance.loaders.mappings.given import read_mapping
from alliance.loaders.mappings.proposals import mapping_text, proposals


def read(path: Path, *mappings: Path) -> FolderFacts:
    return read_folder(path, source="测试名册", mappings=mappings)


def links(graph: AllianceGraph) -> set[tuple[str, str, str]]:
    found = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    return {(graph.node(link.source).name, link.type, graph.node(link.target).name) for link in found}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# ---- proposals ----


def test_a_proposal_is_changed_and_used(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "报送表"
    for row in (
        ["某县企业情况"],
        ["序号", "企业名称", "环节", "货从哪来", "年产值(万元)", "联系人"],
        [1, "甲茶业有限公司", "加工", "乙花卉专业合作社", 300, "某某"],
    ):
        sheet.append(row)
    path = tmp_path / "企业.xlsx"
    book.save(path)
    (proposal,) = proposals(path)
    told = {heading.heading: (heading.taken, heading.column) for heading in proposal.headings}
    assert told == {
        "序号": ("unused", ""),
        "企业名称": ("column", "name"),
        "环节": ("column", "stages"),
        "货从哪来": ("attribute", ""),
        "年产值(万元)": ("attribute", ""),
        "联系人": ("person", ""),
    }
    assert not any("某某" in heading.samples for heading in proposal.headings)
    text = mapping_text([proposal])
    same = write(tmp_path / "same.toml", text)
    assert links(read(path, same).batch) == links(read(path).batch)
    changed = write(
        tmp_path / "changed.toml", text.replace('"货从哪来" = "attributes.货从哪来"', '"货从哪来" = "suppliers"')
    )
    assert ("乙花卉专业合作社", "SUPPLIES", "甲茶业有限公司") in links(read(path, changed).batch)


def test_map_headers_shows_writes_and_replaces_nothing(tmp_path: Path) -> None:
    table = write(tmp_path / "表.csv", "企业名称,环节,供货商家\n甲茶厂,加工,乙茶厂\n")
    output = tmp_path / "表.mapping.toml"
    run = CliRunner().invoke(root, ["map-headers", str(table), "-o", str(output), "--lang", "en"])
    assert run.exit_code == 0, run.output
    assert "suppliers" in run.output  # near what is not known
    assert read_mapping(output).tables[0].makes == "node"
    again = CliRunner().invoke(root, ["map-headers", str(table), "-o", str(output)])
    assert again.exit_code == 3
    told = [note.en for note in read(table).notes]
    assert "the mapping 表.mapping.toml is used" in told


# ---- other tables ----

FIRM_CSV = """
[[tables]]
file = "firms.csv"
makes = "node"
set = { kind = "enterprise" }
columns."firmId:ID" = { to = "id", as = "id" }
columns.title = { to = "name", required = true }
"""
DEALS = """
[[tables]]
file = "deals.csv"
makes = "relationship"
columns."source:START_ID" = { to = "from", as = "node", required = true }
columns."target:END_ID" = { to = "target", as = "node", required = true }
columns."kind:TYPE" = { to = "type", as = "type", required = true }
columns."weight:float" = { to = "strength", as = "share" }
"""


def test_the_import_files_of_a_graph_database(tmp_path: Path) -> None:
    write(tmp_path / "firms.csv", "firmId:ID,title,:LABEL\nf1,甲茶厂,Firm\nf2,乙茶厂,Firm\n")
    write(tmp_path / "deals.csv", "source:START_ID,target:END_ID,kind:TYPE,weight:float\nf1,f2,SUPPLIES,0.5\n")
    write(tmp_path / "mapping.toml", FIRM_CSV + DEALS)
    facts = read(tmp_path)
    assert links(facts.batch) == {("甲茶厂", "SUPPLIES", "乙茶厂")}
    assert set(facts.batch.node_ids) == {"f1", "f2"}
    assert "the mapping mapping.toml is used" in [note.en for note in facts.notes]


def test_a_list_of_facilities(tmp_path: Path) -> None:
    write(tmp_path / "sites.csv", "Facility Name,Operator,Municipality,Lat\n一号厂区,甲茶业有限公司,某镇,22.6\n")
    mapping = write(
        tmp_path / "m.toml",
        """
[[tables]]
file = "sites.csv"
makes = "node"
set = { kind = "platform" }
columns.name = { to = "name", required = true, also = ["Facility Name"] }
columns.operator = { to = "operator", as = "names", kind = "enterprise", also = ["Operator"] }
columns.town = { to = "town", as = "name", kind = "place", also = ["Municipality"] }
facts = [
  { type = "LEADS", from = "operator", target = "row" },
  { type = "LOCATED_IN", from = "row", target = "town" },
]
""",
    )
    graph = read(tmp_path / "sites.csv", mapping).batch
    assert links(graph) == {("甲茶业有限公司", "LEADS", "一号厂区"), ("一号厂区", "LOCATED_IN", "某镇")}
    (site,) = [node for node in map(graph.node_at, range(len(graph))) if node.kind == "platform"]
    assert site.attributes == {"Lat": "22.6"}


def test_flattened_records_with_dotted_names(tmp_path: Path) -> None:
    write(tmp_path / "records.csv", "company.name,company.address.city,parent.name\n甲茶厂,某市,乙集团\n")
    mapping = write(
        tmp_path / "m.toml",
        """
[[tables]]
file = "records.csv"
makes = "node"
set = { kind = "enterprise" }
columns."company.name" = { to = "name", required = true }
columns."company.address.city" = { to = "place" }
columns."parent.name" = { to = "owner", as = "names", kind = "enterprise" }
facts = [{ type = "INVESTS_IN", from = "owner", target = "row" }]
""",
    )
    assert links(read(tmp_path / "records.csv", mapping).batch) == {("乙集团", "INVESTS_IN", "甲茶厂")}


# ---- what a mapping says wrongly ----


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[[tables]\n", 1, "no valid TOML"),
        ("x = 1\n", 1, r"no \[\[tables\]\]"),
        ('# the tea alliance\nnamespace = "a b"\n', 2, "cannot stand before ids"),
        (FIRM_CSV.replace("enterprise", "firma"), 5, 'Unknown node kind "firma"'),
        (FIRM_CSV.replace('as = "id"', 'as = "ident"'), 6, 'cannot be "ident"'),
        (FIRM_CSV.replace('to = "name"', 'to = "nmae"'), 7, "nmae: no field"),
        (FIRM_CSV.replace('makes = "node"', 'makes = "knot"'), 4, 'cannot be "knot"'),
        (FIRM_CSV + 'facts = [{ type = "SUPPLYS", from = "row", target = "row" }]\n', 8, "SUPPLYS"),
        (FIRM_CSV + 'facts = [{ type = "SUPPLIES", from = "sup", target = "row" }]\n', 8, "No column fills sup"),
        ('[[tables]]\nlike = "enterprise"\n', 2, 'There is no mapping "enterprise"'),
        ('[[tables]]\nlike = "enterprises"\n[tables.headings]\n"厂名" = "nam"\n', 4, "which is no column"),
        (DEALS.replace('to = "type", as = "type"', 'to = "product"'), 4, "no column fills type"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(text: str, line: int, reason: str, tmp_path: Path) -> None:
    mapping = write(tmp_path / "m.toml", text)
    with pytest.raises(FileRefused, match=reason) as caught:
        read_mapping(mapping)
    assert f"m.toml, line {line}:" in caught.value.in_("en")


def test_a_pipe_in_the_place_of_a_mapping_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "m.toml")
    with pytest.raises(FileRefused, match="named pipe"):
        read_mapping(tmp_path / "m.toml")


def test_json_lines_of_any_shape_are_a_table_by_a_mapping(tmp_path: Path) -> None:
    lines = (
        '{"company": {"name": "甲茶业有限公司", "town": "某镇"}, "supplies_to": ["乙商行", "丙公司"]}\n'
        '{"company": {"name": "丁茶厂"}, "supplies_to": []}\n'
    )
    path = write(tmp_path / "firms.jsonl", lines)
    with pytest.raises(FileRefused, match="alliance map-headers"):
        read(path)
    (proposal,) = proposals(path)
    assert [heading.heading for heading in proposal.headings] == ["company.name", "company.town", "supplies_to"]
    headings = '"company.name" = "name"\n"company.town" = "place"\n"supplies_to" = "customers"\n'
    told = f'[[tables]]\nfile = "firms.jsonl"\nlike = "enterprises"\n[tables.headings]\n{headings}'
    graph = read(path, write(tmp_path / "m.toml", told)).batch
    assert links(graph) == {("甲茶业有限公司", "SELLS_TO", "乙商行"), ("甲茶业有限公司", "SELLS_TO", "丙公司")}
    assert {node.name: node.place for node in map(graph.node_at, range(len(graph)))}["甲茶业有限公司"] == "某镇"
