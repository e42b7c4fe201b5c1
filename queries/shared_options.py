"""The parameters that several questions share, named once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ..option import Option
from ..wording import Text

AsOf = Annotated[
    date | None,
    Option(
        "关系须在这一天有效,如 2024-06-30(默认:所问范围内最新的观察日)",
        "the links must be valid on this day, such as 2024-06-30 (default: the newest that was seen of what is asked)",
        metavar="DAY",
    ),
]
"""The day of the picture; when absent, the newest that is known of the scope (`chain.newest_day`)."""

ANY_DAY = Option(
    "关系须在这一天有效,如 2024-06-30(默认:不论日期)",
    "the links must be valid on this day, such as 2024-06-30 (default: whatever their dates)",
    metavar="DAY",
)
AnyDay = Annotated[date | None, ANY_DAY]
"""The day on which links may be valid; when absent, all recorded links are looked at."""

Stage = Annotated[
    str | None, Option("只看这个环节和它的细分环节", "only this stage and finer ones of it", metavar="NAME")
]
"""The scope: a stage with all finer ones; the whole chain when absent."""

AllianceName = Annotated[str, Option("联盟:id、名称、别名或拼音首字母", "the alliance: id, name, alias or initials")]
"""What has members: an alliance, a platform or an association (`lookup.resolve_alliance`)."""

ScopeName = Annotated[
    str | None,
    Option(
        "范围:联盟、产业链、环节或地方,只列属于它的(默认:全部)",
        "the scope: an alliance, chain, stage or place; only what belongs to it is listed (default: everything)",
        names=("--scope",),
        metavar="NAME",
    ),
]
"""What a list is limited to (`scopes.Scope`): a store may hold several alliances."""

Hops = Annotated[int, Option("最多几步", "how many steps at most", least=1, most=255, unit=Text("步", "steps"))]
"""How many steps a path may have, at most `best_paths.MOST_HOPS`."""

Runs = Annotated[
    int,
    Option("抽样时至少抽多少个世界", "how many worlds at least are drawn where that is needed", least=64, most=10**6),
]
"""How many worlds are drawn where an exact count would take too long; whole words of 64 are."""

Seed = Annotated[int, Option("抽样的种子", "the seed of what is drawn", least=0, most=2**32)]
"""Equal seeds draw equal worlds."""

STORE = Option(
    "库:文件、sqlite:///路径、neo4j(本机服务器)或 neo4j://主机:7687(可加 ?graph=图名);也可用环境变量 ALLIANCE_STORE",
    "the store: a file, sqlite:///path, neo4j (the local server) or neo4j://host:7687 (?graph=name may follow); "
    "also ALLIANCE_STORE",
    metavar="STORE",
)
"""Where the graph is kept, as every command names it; in Python a graph is asked, or a store that is open."""
