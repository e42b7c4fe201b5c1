"""How the tests write workbooks as offices do, and look at what was read. All is made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from alliance.graph import AllianceGraph
from alliance.graph.models import Node, Relationship
from alliance.loaders import FolderFacts, read_folder

Rows = Sequence[Sequence[Any]]


def book(path: Path, change: Callable[[Workbook], Any] | None = None, **sheets: Rows) -> Path:
    """A workbook of some sheets, as an office saves it."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(workbook)
    workbook.save(path)
    return path


def read(path: Path) -> FolderFacts:
    return read_folder(path, source="测试名册")


def nodes(graph: AllianceGraph) -> dict[str, Node]:
    return {node.name: node for node in map(graph.node_at, range(len(graph)))}


def links(graph: AllianceGraph) -> dict[tuple[str, str, str], Relationship]:
    found = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    return {(graph.node(link.source).name, link.type, graph.node(link.target).name): link for link in found}


WIDE: Rows = [
    ["链上企业名册"],
    ["序号", "企业名称", "环节", "主要产品", "供应商", "客户", "党支部", "所属联盟", "成员层级", "备注"],
    [1, "甲茶业有限公司", "加工、包装", "花茶", "乙花卉专业合作社、丙包装有限公司", "丁商贸有限公司",
     "甲公司党支部", "示范联盟", "核心", "无"],
    [2, "丙包装有限公司", None, None, None, "甲茶业有限公司", "没有", None, None, None],
    ["合计", "2家"],
]  # fmt: skip
