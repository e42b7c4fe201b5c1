"""What the store in Neo4j says."""

from __future__ import annotations

from ....wording import Text, plural
from ..store import Finding
from .loading import PendingLoad


def given_up(load: PendingLoad) -> Text:
    """A load was given up."""
    day = load.since[:16].replace("T", " ")
    return Text(
        f"已放弃 {day}(UTC)开始的一次 {load.facts} 条事实的载入:它写入的内容已收回,此前的内容一条不少。"
        "要这些事实,请重新载入它的表格。",
        f"The load of {plural(load.facts, 'fact')} that began at {day} (UTC) is given up. What it had written is taken "
        "back, and nothing that was there before is lost. To have its facts, load its tables again.",
    )


def pending(alive: bool) -> Finding:
    """A load is under way, or broke off."""
    detail = Text(
        "有一次载入中断了。alliance store give-up 放弃它,或重新运行那次载入。",
        "a load broke off. alliance store give-up gives it up, or run that load again.",
    )
    if alive:
        detail = Text("有一次载入正在进行。请等它结束。", "a load is under way. Wait until it has ended.")
    return Finding(Text("载入都已结束", "loads have ended"), sound=False, detail=detail)


UNREADABLE = Text(
    "{location} 中有读不出来的事实。请运行 alliance store check --store {location}",
    "{location} holds facts that cannot be read. Run: alliance store check --store {location}",
)
"""Something in the database bears our mark and is no fact."""

LOOSE = Text(
    "{location} 中有缺少一端节点的关系。请运行 alliance store check --store {location}",
    "{location} holds relationships without one of their ends. Run: alliance store check --store {location}",
)

WRITTEN_AGAIN = Text(
    "{location} 在读取期间不断被改写。请稍后再试。",
    "{location} was written again and again while it was read. Try again later.",
)
