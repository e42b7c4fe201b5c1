"""`alliance find`."""

from __future__ import annotations

import click

from ..graph.stores.locations import open_store
from ..queries.lookup import find
from ..wording import Text
from .bilingual import Command
from .options import Output, option, with_language, with_output, with_store
from .output import show


@click.command(
    "find",
    cls=Command,
    text=Text(
        "按名称、别名、部分名称、拼音首字母或统一社会信用代码查找节点,按用词或数值查找公布的数字。\n"
        "简体繁体、全角半角、大小写、空格和标点不影响结果;没有时给出相近的名称。",
        "Find nodes by name, alias, part of a name, initials or uscc, and published figures by words or number.\n"
        "Simplified or traditional characters, width, case, spaces and punctuation do not matter; without a match "
        "similar names are suggested.",
    ),
    example="alliance find 桔扬\nalliance find xbk\nalliance find 772\nalliance find 组织部 --json",
)
@click.argument("text")
@option("--limit", type=click.IntRange(1), default=20, zh="最多几行。", en="How many rows at most.")
@with_store
@with_output
@with_language
def command(text: str, limit: int, store: str, output: Output) -> None:
    """Find nodes."""
    with open_store(store) as opened:
        show(find(opened, text, limit=limit), output)
