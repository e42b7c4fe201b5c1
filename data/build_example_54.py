"""Writes `data/example-54`, a made-up alliance of 54 members: `python data/build_example_54.py [folder]`.

Nothing in it is real: its firms bear the names of the solar terms, in 示例县 ("example county"). It is loaded like any
folder of tables, and shows what the published facts of Hengzhou cannot: rosters that promise completeness at two
censuses, and so certain gaps. The same seed writes the same bytes.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

SEED = 54
COUNTY = "示例县"
TOWNS = tuple(f"{COUNTY}{name}镇" for name in "甲乙丙丁戊己")
STEMS = (
    "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋",
    "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒", "元宵", "重阳",
)  # fmt: skip
"""The solar terms and two feasts, in the place of names of firms."""
CENSUSES = {"2024H1": "2024-06-30", "2024H2": "2024-12-31"}
ALLIANCE, COMMITTEE, CHAIN = "alliance", "committee", "chain"
INSTRUMENTS = (
    "organisation", "party_organization", "post", "instructor", "liaison", "institute", "testing", "finance", "law",
    "policy", "supply", "member", "tie", "meeting", "activity", "attendance", "chair_term", "matter",
)  # fmt: skip
Row = dict[str, Any]
BY_NAME = ("alliance", "mechanism", "attendees", "chair", "raised_by", "routed_to", "handler", "resolved_by")
"""Columns of rosters, in which offices write names and no ids."""


# ---- the chain: 1 base and 5 branches ----

STAGES: dict[str, tuple[str, str, str, str, str]] = {
    # id: name, position, level, part of, needs
    CHAIN: ("示例茶产业链", "", "context", "", "none"),
    "leaf": ("鲜叶", "upstream", "core", CHAIN, "party_organization"),
    "seed": ("种苗", "upstream", "fine", "leaf", ""),
    "grow": ("种植", "upstream", "fine", "leaf", "party_organization;post;institute"),
    "pick": ("采摘", "upstream", "fine", "leaf", ""),
    "black": ("红茶", "midstream", "branch", CHAIN, "party_organization"),
    "dry": ("红茶初制", "midstream", "fine", "black", ""),
    "refine": ("红茶精制", "midstream", "fine", "black", "party_organization;testing"),
    "sell": ("红茶销售", "downstream", "fine", "black", "party_organization;finance"),
    "green": ("绿茶", "midstream", "branch", CHAIN, "party_organization"),
    "roast": ("绿茶加工", "midstream", "fine", "green", "party_organization;testing"),
    "greensell": ("绿茶销售", "downstream", "fine", "green", ""),
    "drink": ("茶饮", "midstream", "branch", CHAIN, "party_organization"),
    "bottle": ("茶饮灌装", "midstream", "fine", "drink", ""),
    "drinksell": ("茶饮销售", "downstream", "fine", "drink", "none"),
    "visit": ("茶旅", "downstream", "branch", CHAIN, "party_organization"),
    "ware": ("茶器", "midstream", "branch", CHAIN, "none"),
    "pottery": ("制陶", "midstream", "fine", "ware", "party_organization"),
    "pack": ("包装", "midstream", "fine", "ware", "none"),
    "haul": ("冷链物流", "support", "fine", CHAIN, "none"),
}
FEEDS = (
    ("seed", "grow"), ("grow", "pick"), ("pick", "dry"), ("dry", "refine"), ("refine", "sell"), ("pick", "roast"),
    ("roast", "greensell"), ("refine", "bottle"), ("bottle", "drinksell"), ("pack", "sell"),
)  # fmt: skip

# ---- who works where: id, stages, full members, party organisation ----

FIRMS = (
    ("f01", "seed", 5, "own"), ("f02", "grow", 6, "own"), ("f03", "grow", 4, "own"), ("f04", "pick", 3, "own"),
    ("f05", "pick", 2, "joint"), ("f06", "dry", 5, "own"), ("f07", "dry", 1, "joint"), ("f08", "refine", 7, "own"),
    ("f09", "refine", 3, "own"), ("f10", "sell", 4, "own"), ("f11", "sell", 2, "joint"), ("f12", "roast", 3, "own"),
    ("f13", "roast", 1, "joint"), ("f14", "greensell", 3, "own"), ("f15", "greensell", 0, "joint"),
    ("f16", "bottle", 6, "own"), ("f17", "bottle", 1, "joint"), ("f18", "drinksell", 2, "joint"),
    ("f19", "visit", 3, "own"), ("f20", "visit", 1, "joint"), ("f21", "pottery", 4, "none"),
    ("f22", "pottery", 1, "none"), ("f23", "pack", 3, "own"), ("f24", "haul", 2, "joint"), ("f25", "haul", 3, "own"),
    ("f26", "pack", 1, "joint"),
)  # fmt: skip
MEMBER_FIRMS = tuple(f"f{number:02}" for number in range(1, 21))
JOINER, LEAVER = "f23", "f20"
OUTSIDE = {"o01": ("外县沃土肥料有限公司", "外县"), "o02": ("外县方正纸箱有限公司", "外县")}
DEPARTMENTS = (
    "组织部", "农业农村局", "市场监督管理局", "工业和信息化局", "商务局", "文化旅游局", "税务局", "科学技术局",
    "人力资源和社会保障局", "财政局", "交通运输局", "自然资源局",
)  # fmt: skip
COOPERATIVES = tuple(f"c{number}" for number in range(1, 6))
BANKS, SCHOOLS, SOCIETIES = ("b1", "b2", "b3", "b4"), ("s1", "s2", "s3"), ("a1", "a2", "a3", "a4")


LAB = "l1"
OWN = (
    *(key for key, _, _, cover in FIRMS if cover == "own"),
    *COOPERATIVES,
    *BANKS,
    *SCHOOLS,
    *SOCIETIES,
    *OUTSIDE,
    LAB,
)
JOINT = tuple(key for key, _, _, cover in FIRMS if cover == "joint")
_ENDINGS = {
    "f": ("茶业", "有限公司"), "c": ("茶叶", "专业合作社"), "b": ("村镇", "银行"), "s": ("职业", "学校"),
    "a": ("茶业", "协会"), "l": ("茶叶", "检测所"),
}  # fmt: skip


def _name(key: str) -> str:
    return OUTSIDE[key][0] if key in OUTSIDE else f"{COUNTY}{STEMS[int(key[1:]) - 1]}{''.join(_ENDINGS[key[0]])}"


def _short(key: str) -> str:
    """A name as that of its branch begins: 谷雨茶业, 清明合作社."""
    if key in OUTSIDE:
        return OUTSIDE[key][0].removesuffix("有限公司")
    sort, ending = _ENDINGS[key[0]]
    return STEMS[int(key[1:]) - 1] + (sort if ending == "有限公司" else ending)


def _organisations() -> Iterator[Row]:
    yield {"id": ALLIANCE, "name": f"{COUNTY}茶产业党建联盟", "kind": "alliance", "level": "县", "place": COUNTY}
    yield {"id": COMMITTEE, "name": f"中共{COUNTY}委员会", "kind": "party_organization", "level": "县", "place": COUNTY}
    for number, name in enumerate(DEPARTMENTS, start=1):
        yield {"id": f"d{number:02}", "name": f"{COUNTY}{name}", "kind": "government", "level": "县", "place": COUNTY}
    for number, town in enumerate(TOWNS, start=1):
        yield {"id": f"t{number}", "name": f"{town}人民政府", "kind": "government", "level": "乡镇", "place": town}
    kinds = {"c": "cooperative", "b": "financial_institution", "s": "school", "a": "association"}
    for key in (*COOPERATIVES, *BANKS, *SCHOOLS, *SOCIETIES):
        yield {"id": key, "name": _name(key), "kind": kinds[key[0]], "place": COUNTY, "operating": "true",
               "full_members": 3, "party_cover": "own", "work_cover": "true"}  # fmt: skip
    for place, (key, _, members, cover) in enumerate(FIRMS):
        yield {"id": key, "name": _name(key), "kind": "enterprise", "place": TOWNS[place % len(TOWNS)],
               "operating": "" if key == "f25" else "true", "full_members": members, "party_cover": cover,
               "work_cover": "false" if key == "f22" else "true"}  # fmt: skip
    for key, (name, elsewhere) in OUTSIDE.items():
        yield {"id": key, "name": name, "kind": "enterprise", "place": elsewhere, "operating": "true",
               "party_cover": "own", "work_cover": "true"}  # fmt: skip
    yield {"id": LAB, "name": _name(LAB), "kind": "research_institute", "place": COUNTY,
           "operating": "true", "party_cover": "own", "work_cover": "true"}  # fmt: skip
    yield from _others()


def _others() -> Iterator[Row]:
    for key in OWN:
        yield {"id": f"p{key}", "name": f"{_short(key)}党支部", "kind": "party_organization", "place": COUNTY}
    for number, town in enumerate(TOWNS[: len(JOINT) // 2], start=1):
        yield {"id": f"pt{number}", "name": f"{town}茶业联合党支部", "kind": "party_organization", "place": town}
    yield {"id": "garden", "name": "示例生态茶园项目", "kind": "project", "place": TOWNS[0]}
    yield {"id": "shed", "name": "示例冷库项目", "kind": "project", "place": TOWNS[1]}
    yield {"id": "growers", "name": "示例茶农(合计)", "kind": "household", "count": "300+", "aggregate": "true",
           "place": TOWNS[2]}  # fmt: skip
    yield {"id": "h1", "name": "联系户01", "kind": "household", "place": TOWNS[3]}
    for number, town in enumerate(TOWNS[:4], start=1):
        yield {"id": f"i{number}", "name": f"{town}党建指导员岗位", "kind": "instructor", "place": town}


def _stages() -> Iterator[Row]:
    """The stages; the base and the branches have an order of their own, finer ones stand as they feed each other."""
    order = 0
    for key, (name, position, level, parent, needs) in STAGES.items():
        order += level in ("core", "branch")
        yield {"id": key, "name": name, "stage": position, "level": level, "parent_id": parent,
               "order": order if level in ("core", "branch") else "", "needs": needs,
               "place": COUNTY if key == CHAIN else ""}  # fmt: skip


def _members() -> list[str]:
    """The 54 of the first census."""
    departments = [f"d{number:02}" for number in range(1, len(DEPARTMENTS) + 1)]
    towns = [f"t{number}" for number in range(1, len(TOWNS) + 1)]
    return [*departments, *towns, *MEMBER_FIRMS, *COOPERATIVES, *BANKS, *SCHOOLS, *SOCIETIES]


def _links(random: Random) -> Iterator[Row]:
    yield _link("d01", "LEADS", ALLIANCE)
    for member in _members():
        yield _link(member, "MEMBER_OF", ALLIANCE, since="2023-03", until="2024-08-31" if member == LEAVER else "")
    yield _link(JOINER, "MEMBER_OF", ALLIANCE, since="2024-10-01")
    for number in range(1, len(DEPARTMENTS) + 1):
        yield _link(f"d{number:02}", "SUBORDINATE_TO", COMMITTEE)
    for number in range(1, len(TOWNS) + 1):
        yield _link(f"t{number}", "SUBORDINATE_TO", COMMITTEE)
    yield from _anchors()
    yield from _chain_links()
    yield from _supplies()
    yield from _work(random)


def _anchors() -> Iterator[Row]:
    for key in OWN:
        yield _link(f"p{key}", "HOSTED_BY", key)
    for place, key in enumerate(JOINT):
        yield _link(f"pt{place // 2 + 1}", "HOSTED_BY", key)
    yield _link("pf02", "COVERS_PROJECT", "garden")
    yield _link("post1", "CONTACTS", "growers")
    yield _link("f06", "HOSTS_POST", "post1")
    yield _link("f02", "HOSTS_POST", "post2", since="2024-10-15")


def _chain_links() -> Iterator[Row]:
    for key, stage, _, _ in FIRMS:
        closed = key == "f18"
        yield _link(key, "OPERATES_IN", stage, since="2020", until="2024-09-30" if closed else "")
    for key in COOPERATIVES:
        yield _link(key, "OPERATES_IN", "pick", since="2020")
    for before, after in FEEDS:
        yield _link(before, "FEEDS", after)


def _supplies() -> Iterator[Row]:
    """Who supplies whom; shares are parts of what the customer gets of the product."""
    plain = (
        ("f01", "f02", "茶苗"), ("f01", "f03", "茶苗"), ("f02", "f04", "鲜叶"), ("f03", "f04", "鲜叶"),
        ("f03", "f05", "鲜叶"), ("f02", "f05", "鲜叶"), ("f04", "f06", "鲜叶"), ("f05", "f06", "鲜叶"),
        ("f04", "f07", "鲜叶"), ("f05", "f07", "鲜叶"), ("f06", "f08", "毛茶"), ("f07", "f08", "毛茶"),
        ("f06", "f09", "毛茶"), ("f07", "f09", "毛茶"), ("f08", "f10", "红茶"), ("f09", "f10", "红茶"),
        ("f08", "f11", "红茶"), ("f09", "f11", "红茶"), ("f04", "f12", "鲜叶"), ("f05", "f12", "鲜叶"),
        ("f04", "f13", "鲜叶"), ("f05", "f13", "鲜叶"), ("f12", "f14", "绿茶"), ("f13", "f14", "绿茶"),
        ("f12", "f15", "绿茶"), ("f13", "f15", "绿茶"), ("f16", "f18", "茶饮"), ("f17", "f18", "茶饮"),
        ("f23", "f10", "茶罐"), ("f26", "f10", "茶罐"), ("f23", "f11", "茶罐"), ("f26", "f11", "茶罐"),
    )  # fmt: skip
    for supplier, customer, product in plain:
        yield _link(supplier, "SUPPLIES", customer, product=product, since="2022")
    yield _link("o02", "SUPPLIES", "f23", product="纸板", share="0.9", since="2022")
    yield _link("f26", "SUPPLIES", "f23", product="纸板", share="0.1", since="2022")
    yield _link("o01", "SUPPLIES", "f02", product="肥料", share="0.35", since="2022")
    yield _link("o02", "SUPPLIES", "f02", product="肥料", share="0.3", since="2022")
    yield _link("f26", "SUPPLIES", "f02", product="肥料", share="0.35", since="2022")


def _work(random: Random) -> Iterator[Row]:
    for number in range(1, 5):
        yield _link(f"i{number}", "GUIDES", f"f{number + 4:02}")
    yield _link(LAB, "TESTS_FOR", "f08", since="2024-11-01")
    yield _link("b1", "SERVES", "f10", since="2023")
    yield _link("s1", "RESEARCHES_FOR", "f02", since="2023")
    yield _link("d02", "GUIDES", "f02")
    yield _link("d03", "GUIDES", "f10")
    yield _link("d04", "GUIDES", "f16")
    for firm in random.sample(MEMBER_FIRMS, 6):
        yield _link("d05", "GUIDES", firm)
    for one, other in (("a1", "f06"), ("a2", "f12"), ("t1", "c1"), ("t2", "c2")):
        yield _link(one, "PAIRED_WITH", other, since="2023")


# ---- what the alliance holds, and what it is asked for ----


def _events() -> dict[str, list[Row]]:
    """Mechanisms, meetings, activities and chair terms: the third quarter has no meeting, and t6 never comes."""
    members = [member for member in _members() if member not in ("t6", LEAVER)]
    meetings = (
        ("m1", "第一次季度会商", "2024-02-20", "quarterly", members[::2], "industry"),
        ("m2", "第二次季度会商", "2024-05-15", "quarterly", members, "organisation"),
        ("m4", "第四次季度会商", "2024-11-12", "quarterly", members, "industry"),
        ("m5", "2024年年度总结会", "2024-12-20", "yearly", [*members, JOINER], "organisation"),
    )
    activities = (
        ("v1", "示例茶园开采活动", "2024-04-03", members[12:30], "activity"),
        ("v2", "示例党员培训", "2024-09-10", members[:20], "talent"),
        ("v3", "示例消费帮扶活动", "2024-10-18", members[18:40], "service"),
    )
    chairs = ("d02", "d03", "d04", "d05", "d06", "d07", "d08", "d09")
    return {
        "mechanisms": [
            {"id": key, "name": name, "alliance": ALLIANCE, "rhythm": rhythm, "sessions": sessions, "since": "2023-03"}
            for key, name, rhythm, sessions in (("quarterly", "季度会商", "quarterly", "meeting"),
                                                ("yearly", "年度总结", "annual", "meeting"),
                                                ("adhoc", "急事随开", "ad_hoc", ""))
        ],
        "meetings": [
            {"id": key, "name": name, "date": day, "mechanism": mechanism, "alliance": ALLIANCE,
             "attendees": "、".join(who), "joint_work": work}
            for key, name, day, mechanism, who, work in meetings
        ],
        "activities": [
            {"id": key, "name": name, "date": day, "alliance": ALLIANCE, "attendees": "、".join(who),
             "joint_work": work}
            for key, name, day, who, work in activities
        ],
        "chair_terms": [
            {"id": f"term{place + 1}", "name": f"示例第{place + 1}任轮值", "chair": chair, "alliance": ALLIANCE,
             **_quarter(place + 1)}
            for place, chair in enumerate(chairs)
        ],
    }  # fmt: skip


def _quarter(place: int) -> Row:
    """The first and the last day of a quarter, counted from the first of 2023."""
    year, quarter = 2023 + place // 4, place % 4
    return {
        "start": f"{year}-{3 * quarter + 1:02}-01",
        "end": f"{year}-{('03-31', '06-30', '09-30', '12-31')[quarter]}",
    }


def _needs() -> list[Row]:
    """One need that was solved, one that waits too long, one that nobody has, one that went to and fro."""
    return [
        {"id": "n1", "name": "茶园需要滴灌技术指导(示例)", "kind": "need", "raised_by": "f02", "raised": "2024-03-05",
         "routed_to": "d02", "routed": "2024-03-12", "handler": "d02", "resolved_by": "d02", "resolved": "2024-04-20"},
        {"id": "n2", "name": "红茶销售缺少冷链车辆(示例)", "kind": "problem", "raised_by": "f10、f11",
         "raised": "2024-02-01", "routed_to": "d11", "routed": "2024-02-20", "handler": "d11"},
        {"id": "n3", "name": "制陶窑炉的环保手续(示例)", "kind": "problem", "raised_by": "f21", "raised": "2024-08-15"},
    ]  # fmt: skip


def _link(source: str, type_id: str, target: str, **fields: str) -> Row:
    ends = {"source_id": source, "type": type_id, "target_id": target}
    return {**ends, "status": "confirmed", "confidence": "0.9", **fields}


def _tables() -> dict[str, list[Row]]:
    random = Random(SEED)
    tables = {
        "organizations": list(_organisations()),
        "chain_segments": list(_stages()),
        "posts": [{"id": f"post{number}", "name": f"示例{word}党员示范岗", "kind": "demonstration_post"}
                  for number, word in ((1, "初制"), (2, "种植"))],
        "relationships": list(_links(random)),
        "metrics": [{"entity_id": ALLIANCE, "metric": "成员单位", "value": 54, "unit": "个", "year": half}
                    for half in CENSUSES]
        + [{"entity_id": ALLIANCE, "metric": "轮值期间最少集体活动", "value": 1, "unit": "次"}],
        **_events(),
        "needs": _needs(),
    }  # fmt: skip
    names = {row["id"]: row["name"] for rows in tables.values() for row in rows if "name" in row}
    for rows in tables.values():
        for row in rows:
            row["source"] = "made-up"
            row.update({column: "、".join(names[key] for key in row[column].split("、"))
                        for column in BY_NAME if row.get(column)})  # fmt: skip
    tables["sources"] = [{"id": "made-up", "title": "示例数据(虚构),由 data/build_example_54.py 写出",
                          "publisher": "", "date": "2024-12-31", "link": "", "reliability": ""}]  # fmt: skip
    tables["censuses"] = [{"label": label, "date": day} for label, day in CENSUSES.items()]
    tables["rosters"] = [{"census": label, "scope_id": "", "instrument": instrument, "source": "made-up"}
                         for label in CENSUSES for instrument in INSTRUMENTS]  # fmt: skip
    return tables


def write(folder: Path) -> None:
    """Write all tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _tables().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _columns(rows), restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _columns(rows: Iterable[Row]) -> Sequence[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "example-54")
