"""Reports as files. All alliances, places, firms and persons in them are made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alliance.graph.stores.sqlite.store import SQLiteStore

REPORT = """丹岭市建立“枇杷产业集群党建联盟”
本报记者 钱多多 通讯员 孙小满
2024年5月20日
由丹岭市委组织部牵头，市直机关、乡镇、企业等40个单位党组织共同参与，建立起“丹岭枇杷产业集群党建联盟”。
“没有标准，枇杷花茶就不能当食品卖。”“我们该向哪个部门提出申请？”在最近的一次联席会议上，各成员单位积极发言。
会后，作为轮值主席单位，丹岭市市场监督管理局根据各成员单位提出的问题，列出问题和需求清单，对接丹岭市综合检验检测中心对样本进行监测并出具报告，市农业农村局积极配合提供监测样品，市枇杷产业服务中心等部门积极配合。
经过共同努力，食品安全地方标准《枇杷花》于今年初获批准发布实施。
联盟创设13个“枇杷产业党建示范岗”，在丹岭市税务局成立1家“枇杷党员工作室”，为53家企业解决税务问题120个。
截至目前，在645个农民专业合作社中建立党组织300多个。2023年，枇杷种植面积13.1万亩，带动约34万户果农增收。
“今年价格好。”丹岭市枇杷协会党总支书记李大山向记者介绍。李大山说，协会还要办培训班。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report of some text."""

    def written(text: str, name: str = "made-up.txt") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[SQLiteStore]:
    with SQLiteStore(tmp_path / "test.db", create=True) as opened:
        yield opened
