"""`alliance map`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from .. import settings
from ..wording import Text
from .bilingual import Command
from .options import ALL_DAYS, as_of_option, option, with_language, with_store
from .reading import read_graph


@click.command(
    "map",
    cls=Command,
    text=Text(
        "写出一个 HTML 地图:一个文件,断网也能打开,每条线都有出处。",
        "Write one HTML map: a single file that opens without a network, every line with its source.",
    ),
    example="alliance map\nalliance map --around 横县桔扬茶业有限公司 --degrees 2 -o juyang.html",
)
@option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default="alliance-map.html",
    zh="写到这个文件。",
    en="Where it is written.",
)
@option("--around", metavar="NAME", zh="只画这个节点周围。", en="Only what is around this node.")
@option("--degrees", type=click.IntRange(1, 3), default=1, zh="周围几步。", en="How many steps around it.")
@option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    zh="只画这类节点,可多次。",
    en="Only nodes of this kind; repeatable.",
)
@as_of_option(ALL_DAYS)
@with_store
@with_language
def command(
    path: Path, around: str | None, degrees: int, kinds: tuple[str, ...], as_of: date | None, store: str
) -> None:
    """Write a map."""
    from ..visualizations import AllianceMap

    graph = read_graph(store)
    made = AllianceMap.of(graph, around=around, degrees=degrees, kinds=kinds, as_of=as_of, language=settings.language())
    click.echo(Text(f"已写出 {made.save(path)}", f"Written: {made.save(path)}").in_(settings.language()))
