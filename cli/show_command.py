"""`alliance show`."""

from __future__ import annotations

from datetime import date

import click

from ..queries.names.profile import DEFAULT_LIMIT, profile
from ..wording import Text
from .bilingual import Command
from .options import ALL_DAYS, Output, as_of_option, option, with_language, with_output, with_store
from .output import show
from .reading import read_graph


@click.command(
    "show",
    cls=Command,
    text=Text(
        "一个节点的资料、公布的数字和全部关系,以及不知道的。",
        "The facts of a node, its published figures, all its links, and what is not known.",
    ),
    example="alliance show 横州茉莉花产业集群党建联盟\nalliance show xbk --csv",
)
@click.argument("name")
@option(
    "--limit", type=click.IntRange(1), default=DEFAULT_LIMIT, zh="最多列出几条关系。", en="How many links are listed."
)
@as_of_option(ALL_DAYS)
@with_store
@with_output
@with_language
def command(name: str, limit: int, as_of: date | None, store: str, output: Output) -> None:
    """Show a node."""
    show(profile(read_graph(store), name, as_of=as_of, limit=limit), output)
