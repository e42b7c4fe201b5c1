"""A made-up workbook as an office writes it: the roster of an alliance that does not exist, with its usual mistakes.

Title rows over merged cells, serial numbers, remarks, blanks, stages merged downwards, two misspelt names and one wrong
credit code. Everything in it is made up: the town, its alliance, its firms and their codes.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from stdnum.cn import uscc

TOWN, SOURCE = "云湖市", "云湖市蓝莓产业链党建联盟名册"
ALLIANCE = f"{TOWN}蓝莓产业链党建联盟"
CENSUS, DAY = "2026H1", "2026-06-30"
WRONG_CODE_AT = "E18"
"""Where the wrong credit code stands in the sheet of the members."""

STAGES = [
    ("种苗繁育", "上游", "规模种植", "是", "党组织"),
    ("规模种植", "上游", "采收分拣", "是", "党组织、岗位"),
    ("采收分拣", "中游", "冷链物流、精深加工", "是", "党组织、岗位"),
    ("精深加工", "中游", "品牌销售", "是", "党组织、岗位、检测"),
    ("冷链物流", "中游", "品牌销售", "是", "党组织、岗位"),
    ("检验检测", "支撑", "", "是", "检测"),
    ("品牌销售", "下游", "", "是", "党组织"),
    ("文旅融合", "下游", "", "否", ""),
]
"""Stage, position, the stages that it feeds, whether the chain must have it, and what it must have."""

FIRMS = [
    ("云湖青苗种业有限公司", "种苗繁育", "蓝莓苗", "", "云湖蓝海农业有限公司"),
    ("云湖蓝海农业有限公司", "规模种植", "鲜果", "云湖青苗种业有限公司", "云湖鲜选分拣有限公司"),
    ("云湖东坡蓝莓农民专业合作社", "规模种植", "鲜果", "云湖青苗种业有限公司", ""),
    ("云湖南岭果业有限公司", "规模种植", "鲜果", "云湖青苗种业有限公司", ""),
    ("云湖西溪家庭农场", "规模种植", "鲜果", "", ""),
    ("云湖北坞蓝莓农民专业合作社", "规模种植", "鲜果", "", ""),
    ("云湖石桥果业有限公司", "规模种植", "鲜果", "云湖青苗种业有限公司", ""),
    (
        "云湖鲜选分拣有限公司",
        "采收分拣",
        "分级果",
        "云湖蓝海农业有限公司、云湖东坡蓝莓农民专业合作社",
        "云湖莓好食品有限公司",
    ),
    ("云湖丰采农业服务有限公司", "采收分拣", "分级果", "云湖南岭果业有限公司", ""),
    ("云湖莓好食品有限公司", "精深加工", "果酱", "云湖鲜选分捡有限公司", "云湖湖畔商贸有限公司"),
    ("云湖花青素生物科技有限公司", "精深加工", "花青素", "云湖鲜选分拣有限公司", ""),
    ("云湖酿造酒业有限公司", "精深加工", "果酒", "云湖丰采农业服务有限公司", ""),
    ("云湖快冷物流有限公司", "冷链物流", "", "云湖鲜选分拣有限公司", "云湖湖畔商贸有限公司"),
    ("云湖湖畔商贸有限公司", "品牌销售", "", "云湖莓好食品有限公司；云湖快冷物流有限公司", ""),
    ("云湖云上电子商务有限公司", "品牌销售", "", "云湖莓好食品有限公司", ""),
    ("云湖山货出口贸易有限公司", "品牌销售", "", "云湖花青素生物科技有限公司", ""),
    ("云湖直播基地管理有限公司", "品牌销售", "", "", ""),
    ("云湖优鲜连锁超市有限公司", "品牌销售", "", "云湖快冷物流有限公司", ""),
    ("云湖蓝莓小镇旅游开发有限公司", "文旅融合", "采摘游", "", ""),
    ("云湖田园民宿管理有限公司", "文旅融合", "民宿", "", ""),
]
"""Name, stage, product, suppliers, customers. One supplier is misspelt: 分捡 for 分拣."""

OTHERS = [
    ("中共云湖市委组织部", "党政机关"),
    ("云湖市农业农村局", "党政机关"),
    ("云湖市市场监督管理局", "党政机关"),
    ("云湖市税务局", "党政机关"),
    ("云湖市文化旅游局", "党政机关"),
    ("云湖市商务局", "党政机关"),
    ("云湖市交通运输局", "党政机关"),
    ("云湖市科学技术局", "党政机关"),
    ("云湖市供销合作社联合社", "党政机关"),
    ("云湖市城关镇人民政府", "党政机关"),
    ("云湖市东坡镇人民政府", "党政机关"),
    ("云湖市南岭镇人民政府", "党政机关"),
    ("云湖市西溪乡人民政府", "党政机关"),
    ("云湖市北坞乡人民政府", "党政机关"),
    ("云湖市石桥镇人民政府", "党政机关"),
    ("云湖市蓝莓产业服务中心", "事业单位"),
    ("云湖市农业技术推广站", "事业单位"),
    ("云湖市综合检验检测中心", "科研检测机构"),
    ("云湖农业职业学院", "院校"),
    ("云湖市林业科学研究所", "科研检测机构"),
    ("云湖农村商业银行", "金融机构"),
    ("云湖村镇银行", "金融机构"),
    ("中国某银行云湖支行", "金融机构"),
    ("云湖市蓝莓行业协会", "社会组织"),
    ("云湖市电子商务协会", "社会组织"),
    ("云湖市物流协会", "社会组织"),
    ("云湖市女企业家协会", "社会组织"),
    ("云湖明湖律师事务所", "律师事务所"),
    ("云湖蓝莓产业园", "平台园区"),
    ("云湖冷链物流园", "平台园区"),
    ("云湖市水务局", "党政机关"),
    ("云湖市气象局", "党政机关"),
    ("云湖市人力资源和社会保障局", "党政机关"),
    ("云湖市融媒体中心", "事业单位"),
]
"""The members that are no firms of the chain: 34, which makes 54 with the firms."""

POSTS = [
    ("种苗质量先锋岗", "云湖青苗种业有限公司", "云湖青苗种业有限公司"),
    ("标准种植示范岗", "云湖蓝海农业有限公司", "云湖东坡蓝莓农民专业合作社"),
    ("技术帮扶示范岗", "云湖市农业技术推广站", "云湖南岭果业有限公司"),
    ("合作社联农示范岗", "云湖东坡蓝莓农民专业合作社", ""),
    ("分拣质量示范岗", "云湖鲜选分拣有限公司", "云湖鲜选分拣有限公司"),
    ("采收服务示范岗", "云湖丰采农业服务有限公司", ""),
    ("果酱工艺示范岗", "云湖莓好食品有限公司", "云湖莓好食品有限公司"),
    ("酿造工艺示范岗", "云湖酿造酒业有限公司", ""),
    ("税惠服务示范岗", "云湖市税务局", "云湖莓好食品有限公司"),
    ("金融服务示范岗", "云湖农村商业银行", "云湖蓝海农业有限公司"),
    ("直播助农示范岗", "云湖云上电子商务有限公司", ""),
    ("市场准入示范岗", "云湖市市场监督管理局", "云湖湖畔商贸有限公司"),
    ("采摘接待示范岗", "云湖蓝莓小镇旅游开发有限公司", ""),
]
"""Post, host, whom it serves. The 13 posts leave cold chain and testing without one."""


_REGISTERS = {
    "党政机关": "11",
    "事业单位": "12",
    "科研检测机构": "12",
    "院校": "12",
    "社会组织": "51",
    "律师事务所": "31",
    "农民专业合作社": "93",
    "家庭农场": "92",
}
"""How the codes of a kind begin: by who registered it."""


def made_up_code(number: int, prefix: str = "91") -> str:
    """A credit code with right check digits that nobody has: its division is 999999."""
    body = f"{prefix}999999MA{number:06d}"
    inner = _inner_digit(body[8:16])
    return (code := f"{body}{inner}") + uscc.calc_check_digit(code)


def _inner_digit(body: str) -> str:
    """The check digit of GB 11714 for the eight characters of an organisation code."""
    values = [int(character, 36) for character in body]
    rest = 11 - sum(value * weight for value, weight in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def write_workbook(path: Path, *, corrected: bool = False) -> None:
    """Write the workbook, with its wrong credit code or with the right one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    _members(sheet, corrected=corrected)
    _firms(book.create_sheet("企业上下游"))
    _posts(book.create_sheet("示范岗"))
    _stages(book.create_sheet("环节"))
    promises = book.create_sheet("名单声明")
    _heading(promises, "本册哪些名单是完整的", ["名单", "范围", "普查", "日期"])
    for instrument in ("单位", "党组织", "岗位", "科研", "检测", "供应关系"):
        promises.append([instrument, "", CENSUS, DAY])
    book.save(path)


def _heading(sheet: Worksheet, title: str, headings: list[str]) -> None:
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(headings))
    sheet.append(["填报单位: 云湖市委组织部(虚构)"])
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(headings))
    sheet.append(headings)


def _members(sheet: Worksheet, *, corrected: bool) -> None:
    sheet.title = "成员名册"
    headings = [
        "序号",
        "成员单位",
        "单位类型",
        "所属联盟",
        "统一社会信用代码",
        "成员层级",
        "党组织名称",
        "是否在营",
        "备注",
    ]
    _heading(sheet, f"{ALLIANCE}成员单位名册(2026年上半年)", headings)
    firms = [(name, _firm_kind(name)) for name, *_ in FIRMS]
    for number, (name, kind) in enumerate([*OTHERS, *firms], start=1):
        code = made_up_code(number, _REGISTERS.get(kind, "91"))
        if number == 15 and not corrected:
            code = code[:-1] + ("0" if code[-1] != "0" else "1")
        branch = f"{name}党支部" if number % 3 or number < 31 else ""
        tier = "核心层" if number <= 9 else "紧密层"
        sheet.append([number, name, kind, ALLIANCE, code, tier, branch, "是", "轮值主席单位" if number <= 8 else None])
    sheet.append(["合计", f"{len(OTHERS) + len(FIRMS)}家"])


def _firm_kind(name: str) -> str:
    return "农民专业合作社" if name.endswith("合作社") else "家庭农场" if name.endswith("农场") else "企业"


def _firms(sheet: Worksheet) -> None:
    headings = ["序号", "企业名称", "单位类型", "所属环节", "主要产品", "供应商", "客户", "备注"]
    _heading(sheet, "蓝莓产业链企业上下游情况表", headings)
    first = sheet.max_row + 1
    for number, (name, stage, product, suppliers, customers) in enumerate(FIRMS, start=1):
        shown = stage if number == 1 or FIRMS[number - 2][1] != stage else None
        row = [number, name, _firm_kind(name), shown, product or None, suppliers or "无", customers or None]
        sheet.append([*row, "主营" if number == 2 else None])
    start = first
    for place in range(1, len(FIRMS) + 1):
        if place == len(FIRMS) or FIRMS[place][1] != FIRMS[place - 1][1]:
            sheet.merge_cells(start_row=start, end_row=first + place - 1, start_column=4, end_column=4)
            start = first + place


def _posts(sheet: Worksheet) -> None:
    _heading(sheet, "党员示范岗一览表", ["序号", "岗位名称", "设岗单位", "服务单位", "备注"])
    for number, (name, host, serves) in enumerate(POSTS, start=1):
        written = host.replace("酿造酒业", "酿造洒业")
        sheet.append([number, name, written, serves or "/", None])


def _stages(sheet: Worksheet) -> None:
    _heading(sheet, "蓝莓产业链环节", ["环节", "位置", "供给环节", "是否必需", "应有"])
    for stage in STAGES:
        sheet.append([value or None for value in stage])
